//! Which proxy is asked: that of the environment, else what the desktop's portal names, on a bus of the test's own.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "common/bus.rs"]
mod bus;
mod common;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use bus::Bus;
use common::{scepscope, text};
use scepscope_lab::proxy::{Proxy, status};
use scepscope_lab::{Chance, bundle};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const VARIABLES: [&str; 9] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

type Heard = Arc<Mutex<Vec<String>>>;

/// A proxy that wants a sign-in, whatever it is asked; its address, and what it heard.
fn proxy() -> (String, Heard) {
    // What it answers itself needs no server behind it.
    let proxy = Proxy::before("127.0.0.1:9");
    let heard = Heard::default();
    let hears = heard.clone();
    proxy.decide(move |head| {
        hears.lock().unwrap().push(text(&head.raw));
        status(407, "Proxy-Authenticate: Basic\r\n")
    });
    (proxy.address(), heard)
}

/// A portal that names these proxies for every address; what it was asked.
fn portal(bus: &Bus, proxies: &[String]) -> Heard {
    let asked = Heard::default();
    let hears = asked.clone();
    let proxies = proxies.to_vec();
    bus.answer(PORTAL, move |question| {
        let member = question.member().unwrap().to_string();
        hears.lock().unwrap().push(format!("{member} {}", question.read1::<String>().unwrap()));
        question.method_return().append1(proxies.clone())
    });
    asked
}

/// The program on this bus, with nothing of a proxy in its environment.
fn device(home: &Path, bus: &Bus) -> Command {
    let mut command = scepscope(home);
    command.env("XDG_STATE_HOME", home.join("state")).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
}

fn send(device: &mut Command, home: &Path) -> Output {
    let bundle = bundle(home, 100, &mut Chance::new(1));
    let target = "tus+https://support.invalid/files/?token=secret";
    device.args(["send", bundle.to_str().unwrap(), "--to", target, "--wait", "0"]).output().unwrap()
}

#[test]
fn the_portal_s_proxy_is_asked_with_its_sign_in_and_hears_of_no_path() {
    let (home, bus) = (tempfile::tempdir().unwrap(), Bus::start());
    let (address, heard) = proxy();
    // A kind that can't be used does not hide the next one.
    let named = ["socks://127.0.0.1:1".to_owned(), format!("http://Aladdin:open%20sesame@{address}")];
    let asked = portal(&bus, &named);
    let sent = send(&mut device(home.path(), &bus), home.path());
    let said = text(&sent.stdout) + &text(&sent.stderr);
    assert!(!sent.status.success() && said.contains("The proxy 127.0.0.1 wants a user name"), "{said}");
    let heard = heard.lock().unwrap().join("\n");
    assert!(heard.contains("CONNECT support.invalid:443 HTTP/1.1\r\n"), "{heard}");
    // The example of RFC 7617.
    assert!(
        heard.to_lowercase().contains("proxy-authorization: basic qwxhzgrpbjpvcgvuihnlc2ftzq=="),
        "{heard}"
    );
    let asked = asked.lock().unwrap();
    assert!(
        !asked.is_empty() && asked.iter().all(|question| question == "Lookup https://support.invalid/"),
        "{asked:?}"
    );
}

#[test]
fn the_environment_comes_before_the_portal() {
    let (home, bus) = (tempfile::tempdir().unwrap(), Bus::start());
    let (ours, heard) = proxy();
    let (others, unheard) = proxy();
    portal(&bus, &[format!("http://{others}")]);
    let mut with = device(home.path(), &bus);
    send(with.env("HTTPS_PROXY", format!("http://{ours}")), home.path());
    assert!(!heard.lock().unwrap().is_empty());
    // What needs no proxy by the environment gets none of the portal's.
    let home = tempfile::tempdir().unwrap();
    let mut without = device(home.path(), &bus);
    let sent = send(without.env("NO_PROXY", ".invalid"), home.path());
    assert!(text(&sent.stderr).contains("support.invalid"), "{}", text(&sent.stderr));
    assert!(unheard.lock().unwrap().is_empty(), "{unheard:?}");
}

#[test]
fn a_portal_that_names_none_or_nonsense_leaves_the_direct_way() {
    for named in
        [&["direct://"][..], &["direct://", "http://127.0.0.1:1"], &["", "socks://a", "\u{1b}[2J"], &[]]
    {
        let (home, bus) = (tempfile::tempdir().unwrap(), Bus::start());
        let named: Vec<String> = named.iter().map(|&proxy| proxy.to_owned()).collect();
        let asked = portal(&bus, &named);
        let sent = send(&mut device(home.path(), &bus), home.path());
        let said = text(&sent.stdout) + &text(&sent.stderr);
        // The name is looked up by this machine.
        assert!(said.contains("support.invalid") && !said.contains("proxy"), "{named:?}: {said}");
        assert!(!asked.lock().unwrap().is_empty());
    }
}

#[test]
fn the_probe_goes_the_same_way() {
    let (home, bus) = (tempfile::tempdir().unwrap(), Bus::start());
    let (address, heard) = proxy();
    portal(&bus, &[format!("http://{address}")]);
    let probed = device(home.path(), &bus)
        .args(["probe", "https://ndes.invalid/certsrv/mscep/mscep.dll", "--json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&probed.stdout).unwrap();
    assert_eq!(report["proxy"], format!("http://{address}/"), "{report}");
    assert!(heard.lock().unwrap().concat().contains("CONNECT ndes.invalid:443 "), "{heard:?}");
}
