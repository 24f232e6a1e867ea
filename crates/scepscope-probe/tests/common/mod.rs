//! Servers for the tests: each on a free loopback port, ended with the test.

// Compiled into each test on its own, and none uses all of it.
#![allow(dead_code, unreachable_pub)]

pub mod cert;

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use scepscope_model::{ProbeReport, ProbeStep, ProbeStepId};
use scepscope_probe::{AskAs, Options, Route, ScepUrl, Trust, TrustError, probe as ask};
use tempfile::TempDir;
use time::OffsetDateTime;

/// How long a server may take to answer its first connection.
const START_TIME: Duration = Duration::from_secs(60);

/// Trusts these certificates and nothing else.
pub struct Roots(Vec<Vec<u8>>);

impl Trust for Roots {
    fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, TrustError> {
        let mut store = RootCertStore::empty();
        for der in &self.0 {
            store.add(CertificateDer::from(der.clone())).map_err(|e| TrustError(e.to_string()))?;
        }
        let built = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build();
        built.map(|v| v as Arc<dyn ServerCertVerifier>).map_err(|e| TrustError(e.to_string()))
    }
}

fn run(url: &str, roots: Roots, ask_as: AskAs, long_query: bool, route: Route) -> ProbeReport {
    let url = ScepUrl::parse(url, true).unwrap();
    let options = Options {
        ask_as,
        long_query,
        route,
        allow_local: true,
        trust: &roots,
        clock: &OffsetDateTime::now_utc,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(ask(&url, &options)).unwrap()
}

/// A root that signs nothing, where a test needs no TLS.
fn any_root() -> Roots {
    let folder = tempfile::tempdir().unwrap();
    Roots(vec![cert::authority(folder.path(), "unused").der()])
}

pub fn probe(url: &str, ask_as: AskAs, long_query: bool) -> ProbeReport {
    run(url, any_root(), ask_as, long_query, Route::Direct)
}

pub fn probe_trusting(url: &str, root: &cert::Pem, ask_as: AskAs) -> ProbeReport {
    run(url, Roots(vec![root.der()]), ask_as, false, Route::Direct)
}

pub fn probe_through(proxy: &str, url: &str) -> ProbeReport {
    run(url, any_root(), AskAs::Windows, false, Route::Proxy(proxy.parse().unwrap()))
}

pub fn probe_through_trusting(proxy: &str, url: &str, root: &[u8]) -> ProbeReport {
    run(url, Roots(vec![root.to_vec()]), AskAs::Windows, false, Route::Proxy(proxy.parse().unwrap()))
}

pub fn steps(report: &ProbeReport, id: ProbeStepId) -> Vec<&ProbeStep> {
    report.steps.iter().filter(|step| step.step == id).collect()
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A port where connections are taken and nothing is ever said.
pub fn silent_listener() -> (u16, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (listener.local_addr().unwrap().port(), listener)
}

fn serve(mut answer: impl FnMut(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().for_each(&mut answer));
    port
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        request.push(byte[0]);
    }
    String::from_utf8_lossy(&request).into_owned()
}

/// A server that says it has 1 GiB and sends for as long as somebody reads.
pub fn flood() -> u16 {
    serve(|mut stream| {
        read_request(&mut stream);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1073741824\r\n\r\n";
        let block = [b'x'; 65536];
        if stream.write_all(head.as_bytes()).is_ok() {
            while stream.write_all(&block).is_ok() {}
        }
    })
}

/// A server that answers each connection by its path. Each has a thread of its own.
pub fn serve_paths(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> u16 {
    let answer = Arc::new(answer);
    serve(move |mut stream| {
        let answer = Arc::clone(&answer);
        std::thread::spawn(move || {
            let request = read_request(&mut stream);
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            answer(&path, &mut stream);
        });
    })
}

/// A proxy that gives every request this answer.
pub fn proxy_refusing(status: &'static str) -> u16 {
    serve(move |mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes());
    })
}

/// A program of the test that ends with it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(command: &mut Command, port: u16) -> Running {
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let child = child.unwrap_or_else(|e| panic!("{program} does not start ({e}); ./dev setup installs it"));
    let running = Running(child);
    let began = Instant::now();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        assert!(began.elapsed() < START_TIME, "{program} does not answer on port {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
    running
}

/// nginx with one location for each answer that the tests ask for.
pub struct Nginx {
    port: u16,
    folder: TempDir,
    _running: Running,
}

impl Nginx {
    pub fn start(locations: &str) -> Nginx {
        Nginx::launch(None, "", locations)
    }

    /// With TLS on the same port; `more` stands in the server block.
    pub fn start_tls(server: &cert::Pem, more: &str, locations: &str) -> Nginx {
        Nginx::launch(Some(server), more, locations)
    }

    /// A location that plays an NDES server with these certificates.
    pub fn scep_location(name: &str, certificates: &Path, kind: &str) -> String {
        let file = certificates.display();
        format!(
            "location /{name} {{\n\
               default_type {kind};\n\
               if ($arg_operation = '') {{ return 403; }}\n\
               if ($arg_operation = GetCACaps) {{ return 200 'POSTPKIOperation\nSHA-256\nAES\n'; }}\n\
               rewrite ^ /file-{name} last;\n\
             }}\n\
             location = /file-{name} {{ internal; default_type {kind}; alias {file}; }}\n"
        )
    }

    fn launch(server: Option<&cert::Pem>, more: &str, locations: &str) -> Nginx {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let at = folder.path().display();
        let ca = cert::authority(folder.path(), "NDES CA");
        let der = folder.path().join("ca.der");
        fs::write(&der, ca.der()).unwrap();
        let good = Nginx::scep_location("good", &der, "application/x-x509-ca-cert");
        let statuses: String = [403, 404, 407, 414, 500, 502, 503, 504]
            .iter()
            .map(|code| format!("location /s{code} {{ return {code}; }}\n"))
            .collect();
        let page: Vec<u8> =
            "<html>Network Device Enrollment Service allows you to obtain certificates for routers</html>"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
        fs::write(folder.path().join("ndes.html"), page).unwrap();
        let tls = server.map_or(String::new(), |pem| {
            format!(
                "ssl_certificate {}; ssl_certificate_key {};",
                pem.certificate.display(),
                pem.key.display()
            )
        });
        let listen = if server.is_some() { "ssl" } else { "" };
        let config = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/error.log;\n\
             events {{ worker_connections 64; }}\n\
             http {{ access_log {at}/access.log; client_body_temp_path {at}/t1; proxy_temp_path {at}/t2;\n\
               fastcgi_temp_path {at}/t3; uwsgi_temp_path {at}/t4; scgi_temp_path {at}/t5;\n\
               server {{ listen 127.0.0.1:{port} {listen}; {tls} {more}\n\
                 {good}{statuses}{locations}\n\
                 location /signin {{ return 302 https://login.microsoftonline.com/common/oauth2/authorize?x=1; }}\n\
                 location /portal {{ return 302 http://portal.hotel.example/welcome; }}\n\
                 location /html {{ default_type text/html; return 200 '<html>It works</html>'; }}\n\
                 location /loginpage {{ default_type text/html; return 200 '<html>Password: <input></html>'; }}\n\
                 location /appproxy {{ default_type text/html; return 504 '<html>This corporate app can\\'t be accessed. Status code: Gateway Timeout</html>'; }}\n\
                 location = /ndespage {{ default_type text/html; alias {at}/ndes.html; }}\n\
                 location /ndespage/ {{ return 404; }}\n\
               }} }}\n"
        );
        let path = folder.path().join("nginx.conf");
        fs::write(&path, config).unwrap();
        let program = if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" };
        let running = start(
            Command::new(program)
                .arg("-c")
                .arg(&path)
                .arg("-p")
                .arg(folder.path())
                .arg("-e")
                .arg(folder.path().join("error.log")),
            port,
        );
        Nginx { port, folder, _running: running }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    pub fn tls_url(&self, path: &str) -> String {
        format!("https://localhost:{}/{path}", self.port)
    }

    pub fn access_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("access.log")).unwrap()
    }
}

/// micromdm's SCEP server with a new CA.
pub struct ScepServer {
    port: u16,
    _folder: TempDir,
    _running: Running,
}

impl ScepServer {
    pub fn start() -> ScepServer {
        let folder = tempfile::tempdir().unwrap();
        let depot = folder.path().join("depot");
        let made = Command::new("scepserver")
            .args(["ca", "-init", "-depot"])
            .arg(&depot)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap_or_else(|e| panic!("scepserver does not start ({e}); ./dev setup installs it"));
        assert!(made.success(), "scepserver could not make its CA");
        let port = free_port();
        let running = start(
            Command::new("scepserver").arg("-depot").arg(&depot).args([
                "-port",
                &port.to_string(),
                "-challenge",
                "secret",
            ]),
            port,
        );
        ScepServer { port, _folder: folder, _running: running }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/scep", self.port)
    }
}

/// mitmproxy: a product that opens TLS and signs with a CA of its own.
pub struct Mitmproxy {
    port: u16,
    folder: TempDir,
    _running: Running,
}

impl Mitmproxy {
    /// As the proxy that devices are told to use.
    pub fn proxy() -> Mitmproxy {
        Mitmproxy::launch("regular")
    }

    /// In the way of `server`, where devices know of no proxy.
    pub fn before(server: &str) -> Mitmproxy {
        Mitmproxy::launch(&format!("reverse:{server}"))
    }

    fn launch(mode: &str) -> Mitmproxy {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let running = start(
            Command::new("mitmdump")
                .args(["--quiet", "--ssl-insecure", "--listen-host", "127.0.0.1", "--mode", mode])
                .args(["--listen-port", &port.to_string()])
                .args(["--set", &format!("confdir={}", folder.path().display())]),
            port,
        );
        Mitmproxy { port, folder, _running: running }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn tls_url(&self, path: &str) -> String {
        format!("https://localhost:{}/{path}", self.port)
    }

    /// The root that it signs with.
    pub fn root(&self) -> cert::Pem {
        let file = |name: &str| self.folder.path().join(name);
        cert::Pem { certificate: file("mitmproxy-ca-cert.pem"), key: file("mitmproxy-ca.pem") }
    }
}
