//! What stands between a device and the server: names, addresses, proxies, TLS.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use scepscope_bundle::Cancel;
use scepscope_deliver::{Courier, CourierOptions, Delivery, FailureCode, Plain, ProxyChoice, Target};
use scepscope_lab::{Chance, tool};
use scepscope_receive::{Anybody, Observer, Receiver, ReceiverOptions, TlsFiles};

use crate::desk::{Desk, PATIENT, SHORT, assert_kept, options};

pub(crate) struct Quiet;

impl Observer for Quiet {
    fn arrived(&self, _: &str, _: u64) {}
    fn refused(&self, _: &str) {}
}

/// A proxy that gives one answer to everything; gives its address.
fn proxy(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().filter_map(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

/// Both ways to find out: before anything is sent, and by sending.
fn found(target: &str, proxy: ProxyChoice, code: FailureCode, host: &str) {
    let with = CourierOptions { proxy, ..options(SHORT) };
    let parsed = Target::parse(target, Plain::Refused).unwrap();
    let courier = Courier::new(with.clone()).unwrap();
    let failure = courier.preflight(&parsed, &Cancel::default()).unwrap_err();
    assert_eq!((failure.code, failure.host.as_deref()), (code, Some(host)), "preflight: {failure}");
    let desk = Desk::new(10, &mut Chance::new(20));
    let mut parcel = desk.parcel("tus+http://127.0.0.1:1/");
    parcel.target = parsed;
    let (id, ended) = desk.send_parcel(&parcel, with);
    assert_kept(&desk, &id, &ended, code, target);
    let Delivery::Kept { failure, .. } = ended else { panic!("{ended:?}") };
    assert_eq!(failure.host.as_deref(), Some(host), "{failure}");
    assert!(failure.tries > 1, "{failure}");
}

#[test]
fn an_unknown_name_and_a_closed_port_are_named() {
    found(
        "tus+https://support.invalid/files/",
        ProxyChoice::None,
        FailureCode::DeliveryDns,
        "support.invalid",
    );
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let target = format!("tus+https://{free}/files/");
    found(&target, ProxyChoice::None, FailureCode::DeliveryConnect, "127.0.0.1");
}

#[test]
fn what_the_proxy_says_is_told_as_the_proxy_s() {
    let target = "tus+https://support.example/files/";
    let through = |address: &str| ProxyChoice::Url(format!("http://{address}"));
    let login = proxy("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
    found(target, through(&login), FailureCode::DeliveryProxyLogin, "127.0.0.1");
    let no = proxy("HTTP/1.1 403 Forbidden\r\n\r\n");
    found(target, through(&no), FailureCode::DeliveryProxyRefused, "127.0.0.1");
    let gateway = proxy("HTTP/1.1 504 Gateway Timeout\r\n\r\n");
    found(target, through(&gateway), FailureCode::DeliveryConnect, "support.example");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    found(target, through(&free), FailureCode::DeliveryProxyUnreachable, "127.0.0.1");
    found(target, through("proxy.invalid:3128"), FailureCode::DeliveryProxyUnreachable, "proxy.invalid");
}

#[test]
fn a_server_without_tls_is_a_tls_fault() {
    let plain = proxy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let target = format!("tus+https://{plain}/files/");
    found(&target, ProxyChoice::None, FailureCode::DeliveryTls, "127.0.0.1");
}

/// A certificate of an authority that nobody knows, made by openssl.
fn certificate(folder: &Path) -> (TlsFiles, Vec<u8>) {
    let path = |name: &str| folder.join(name);
    let openssl = |args: &[&str], files: &[(&str, PathBuf)]| {
        let mut command = tool("openssl");
        command.args(args);
        for (option, file) in files {
            command.arg(option).arg(file);
        }
        let output = command.output().unwrap_or_else(|e| panic!("openssl: {e}: run ./dev setup"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    // Not an authority's own certificate: those are refused as a server's.
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=Inspection\n\
        [ext]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=IP:127.0.0.1\n";
    std::fs::write(path("openssl.cnf"), config).unwrap();
    openssl(
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "30",
        ],
        &[("-config", path("openssl.cnf")), ("-keyout", path("key.pem")), ("-out", path("cert.pem"))],
    );
    openssl(&["x509", "-outform", "der"], &[("-in", path("cert.pem")), ("-out", path("cert.der"))]);
    let der = std::fs::read(path("cert.der")).unwrap();
    (TlsFiles { certificates: path("cert.pem"), key: path("key.pem") }, der)
}

#[test]
fn an_untrusted_certificate_stops_it_and_a_trusted_one_does_not() {
    let home = tempfile::tempdir().unwrap();
    let (files, der) = certificate(home.path());
    let inbox = home.path().join("inbox");
    let listen = "127.0.0.1:0".parse().unwrap();
    let mut receiver = ReceiverOptions::new(&inbox, listen, Box::new(Anybody), Box::new(Quiet));
    receiver.tls = Some(files);
    let receiver = Receiver::open(receiver).unwrap();
    let (stop, target) = (receiver.stop(), receiver.target().unwrap());
    let thread = std::thread::spawn(move || receiver.run());
    found(&target, ProxyChoice::None, FailureCode::DeliveryTlsUntrusted, "127.0.0.1");
    let desk = Desk::new(1000, &mut Chance::new(21));
    let trusting = CourierOptions { extra_roots: vec![der], ..options(PATIENT) };
    let (_, ended) = desk.send_parcel(&desk.parcel(&target), trusting);
    assert!(matches!(ended, Delivery::Delivered(_)), "{ended:?}");
    assert!(inbox.join(desk.bundle.file_name().unwrap()).is_file());
    stop.now();
    thread.join().unwrap();
}
