//! The upload servers: each on a free loopback port, in a folder of its own, ended with the test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use scepscope_bundle::{PublicKey, Sha256Hex};
use scepscope_receive::{Anybody, Observer, Receiver, ReceiverOptions, Stop};
use time::OffsetDateTime;

use crate::http::ask;
use crate::sign::{
    AZURE_ACCOUNT, AZURE_KEY, S3_KEYS, S3_REGION, azure_account_sas, azure_container_sas, s3_presigned,
};

/// How long a server may take to start. A busy machine is slow.
const START_LIMIT: Duration = Duration::from_secs(120);
/// Container and bucket of the object stores.
const BOX: &str = "box";
/// The version that is spoken with the emulator.
const AZURE_VERSION_FIELD: [(&str, &str); 1] = [("x-ms-version", "2020-12-06")];
/// Part size of multipart uploads: the least that S3 takes.
const PART_BYTES: u64 = 5 << 20;
/// How long presigned URLs hold, in seconds.
const SIGNED_FOR: u32 = 24 * 3600;

/// A protocol with a server that speaks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// tus: `@tus/server` (Node.js).
    TusNode,
    /// tus: tuspyserver (Python).
    TusPython,
    /// tus: this project's receiver.
    Receiver,
    /// Azure Blob: Azurite, with a signature that may read.
    Azure,
    /// Azure Blob: Azurite, with a signature that may only write.
    AzureWriteOnly,
    /// S3: rclone, one presigned PUT.
    S3Put,
    /// S3: rclone, presigned multipart, with a URL to list the parts.
    S3Multipart,
    /// S3: rclone, presigned multipart, without one.
    S3MultipartBlind,
    /// PUT: nginx with its WebDAV module.
    Put,
}

impl Kind {
    /// Every one.
    pub const ALL: [Kind; 9] = [
        Kind::TusNode,
        Kind::TusPython,
        Kind::Receiver,
        Kind::Azure,
        Kind::AzureWriteOnly,
        Kind::S3Put,
        Kind::S3Multipart,
        Kind::S3MultipartBlind,
        Kind::Put,
    ];

    /// Whether a bundle of so many bytes can be sent in several requests here.
    pub fn resumes(self) -> bool {
        !matches!(self, Kind::S3Put | Kind::Put)
    }

    /// Whether it is tus.
    pub fn is_tus(self) -> bool {
        matches!(self, Kind::TusNode | Kind::TusPython | Kind::Receiver)
    }

    /// Whether it is a multipart upload, whose parts are large.
    pub fn is_multipart(self) -> bool {
        matches!(self, Kind::S3Multipart | Kind::S3MultipartBlind)
    }

    fn is_azure(self) -> bool {
        matches!(self, Kind::Azure | Kind::AzureWriteOnly)
    }

    fn is_s3(self) -> bool {
        matches!(self, Kind::S3Put | Kind::S3Multipart | Kind::S3MultipartBlind)
    }
}

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A program that the tests need, from `.dev/venv` or the system.
pub fn tool(name: &str) -> Command {
    let own = root().join(".dev/venv/bin").join(name);
    let mut command = if own.is_file() { Command::new(own) } else { Command::new(name) };
    command.stdin(Stdio::null());
    command
}

#[allow(clippy::zombie_processes, reason = "whoever gets it ends it; on the other path the test has failed")]
/// Starts `command`; gives it and the first line for which `found` gives something, from either output.
fn launch<T: Send + 'static>(
    mut command: Command,
    found: impl Fn(&str) -> Option<T> + Send + Clone + 'static,
) -> (Child, T) {
    let shown = format!("{command:?}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{shown}: {e}: run ./dev setup"));
    let (sender, receiver) = mpsc::channel();
    let outputs: [Box<dyn std::io::Read + Send>; 2] =
        [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
    for output in outputs {
        let (sender, found) = (sender.clone(), found.clone());
        // Reads on to the end: a server whose output nobody takes would stand still.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send((found(&line), line));
            }
        });
    }
    drop(sender);
    let end = Instant::now() + START_LIMIT;
    let mut said = Vec::new();
    while let Ok((found, line)) = receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
        match found {
            Some(found) => return (child, found),
            None => said.push(line),
        }
    }
    let _ = child.kill();
    panic!("{shown} did not start; run ./dev setup. It said:\n{}", said.join("\n"));
}

/// The port in a line that is nothing else, or that holds `http://127.0.0.1:PORT`.
fn port(line: &str) -> Option<u16> {
    let text = line.split("http://127.0.0.1:").nth(1).unwrap_or(line);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let whole = line.contains("http://") || digits.len() == line.trim().len();
    digits.parse().ok().filter(|port| whole && *port > 0)
}

struct Quiet;

impl Observer for Quiet {
    fn arrived(&self, _: &str, _: u64) {}
    fn refused(&self, _: &str) {}
}

/// A running server.
pub struct Server {
    /// What it speaks.
    pub kind: Kind,
    /// Where it listens: `127.0.0.1:PORT`.
    pub address: String,
    /// Where it stores.
    pub folder: PathBuf,
    /// The receiver's key.
    pub receiver_key: Option<PublicKey>,
    child: Option<Child>,
    thread: Option<(Stop, JoinHandle<()>)>,
    _home: tempfile::TempDir,
}

impl Server {
    /// Starts one.
    pub fn start(kind: Kind) -> Server {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("store");
        fs::create_dir_all(&folder).unwrap();
        let mut server = Server {
            kind,
            address: String::new(),
            folder,
            receiver_key: None,
            child: None,
            thread: None,
            _home: home,
        };
        let port = match kind {
            Kind::Receiver => return server.with_receiver(),
            Kind::Put => server.launch_nginx(),
            _ => {
                let (child, port) = launch(server.command(), port);
                server.child = Some(child);
                port
            }
        };
        server.address = format!("127.0.0.1:{port}");
        if kind.is_azure() {
            let url = format!(
                "http://{}/{AZURE_ACCOUNT}/{BOX}?restype=container&{}",
                server.address,
                azure_account_sas()
            );
            let (status, body) = ask("PUT", &url, b"", &AZURE_VERSION_FIELD);
            assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
        }
        server
    }

    fn command(&self) -> Command {
        let scripts = root().join("tests/servers");
        let folder = &self.folder;
        let mut command;
        match self.kind {
            Kind::TusNode => {
                command = tool("node");
                command.arg(scripts.join("tus-node.mjs")).arg(folder);
            }
            Kind::TusPython => {
                command = tool("python");
                command.arg(scripts.join("tus_py_server.py")).arg(folder);
            }
            kind if kind.is_azure() => {
                command = tool("node");
                command
                    .arg(scripts.join("node_modules/azurite/dist/src/blob/main.js"))
                    .args(["--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry", "--location"])
                    .arg(folder);
            }
            _ => {
                let (key, secret) = S3_KEYS;
                fs::create_dir_all(folder.join(BOX)).unwrap();
                command = tool("rclone");
                command
                    .args(["serve", "s3", "--addr", "127.0.0.1:0", "--config"])
                    .arg(folder.join("../rclone.conf"))
                    .args(["--auth-key", &format!("{key},{secret}"), "--vfs-cache-mode", "off"])
                    // The tests look into the folder and clear it.
                    .args(["--dir-cache-time", "0s"])
                    .arg(folder);
            }
        }
        command
    }

    fn with_receiver(mut self) -> Server {
        let address = "127.0.0.1:0".parse().unwrap();
        let options = ReceiverOptions::new(&self.folder, address, Box::new(Anybody), Box::new(Quiet));
        let receiver = Receiver::open(options).unwrap();
        self.address = receiver.address().unwrap().to_string();
        self.receiver_key = Some(receiver.public_key().clone());
        let stop = receiver.stop();
        self.thread = Some((stop, std::thread::spawn(move || receiver.run())));
        self
    }

    /// nginx takes no port 0: a free one is looked for, and another one where somebody was faster. It is one process, so that
    /// nothing of it is left when that is killed.
    fn launch_nginx(&mut self) -> u16 {
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let home = self.folder.parent().unwrap();
            let config = home.join("nginx.conf");
            let (store, home) = (self.folder.display(), home.display());
            let text = format!(
                "daemon off; master_process off; pid {home}/pid; error_log stderr;
                events {{ worker_connections 64; }}
                http {{ access_log off; client_max_body_size 0; client_body_temp_path {home}/body;
                  proxy_temp_path {home}/t1; fastcgi_temp_path {home}/t2; uwsgi_temp_path {home}/t3;
                  scgi_temp_path {home}/t4;
                  server {{ listen 127.0.0.1:{port}; root {store}; dav_methods PUT DELETE; }} }}"
            );
            fs::write(&config, text).unwrap();
            let mut child = tool("nginx")
                .env("PATH", "/usr/sbin:/usr/local/sbin:/usr/bin:/bin:/opt/homebrew/bin")
                .arg("-c")
                .arg(&config)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap_or_else(|e| panic!("nginx: {e}: run ./dev setup"));
            let end = Instant::now() + START_LIMIT;
            while Instant::now() < end && child.try_wait().unwrap().is_none() {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    self.child = Some(child);
                    return port;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            let _ = child.kill();
        }
        panic!("nginx did not start: run ./dev setup");
    }

    /// A target for one bundle, at the server itself or at a proxy before it (`through`).
    pub fn target(&self, through: &str, bundle: &Path) -> String {
        self.target_until(through, bundle, OffsetDateTime::now_utc() + Duration::from_secs(SIGNED_FOR.into()))
    }

    /// The same; a signature ends at `until`.
    pub fn target_until(&self, through: &str, bundle: &Path, until: OffsetDateTime) -> String {
        let name = bundle.file_name().unwrap().to_str().unwrap();
        let now = OffsetDateTime::now_utc();
        let seconds = u32::try_from((until - now).whole_seconds().max(1)).unwrap();
        let path = format!("/{BOX}/{name}");
        match self.kind {
            Kind::TusNode | Kind::TusPython | Kind::Receiver => format!("tus+http://{through}/files/"),
            Kind::Put => format!("http://{through}/"),
            Kind::Azure | Kind::AzureWriteOnly => {
                let permissions = if self.kind == Kind::Azure { "rcw" } else { "cw" };
                let sas = azure_container_sas(BOX, permissions, until);
                format!("http://{through}/{AZURE_ACCOUNT}/{BOX}?{sas}")
            }
            Kind::S3Put => s3_presigned("PUT", through, &path, &[], now, seconds),
            Kind::S3Multipart | Kind::S3MultipartBlind => {
                let body = self.begin_multipart(name);
                let id = body.split("<UploadId>").nth(1).and_then(|t| t.split('<').next()).unwrap();
                let of = [("uploadId", id)];
                let parts = fs::metadata(bundle).unwrap().len().div_ceil(PART_BYTES);
                let parts: Vec<String> = (1..=parts)
                    .map(|n| {
                        let extra = [("partNumber", n.to_string()), ("uploadId", id.to_owned())];
                        let extra: Vec<(&str, &str)> = extra.iter().map(|(k, v)| (*k, v.as_str())).collect();
                        format!("\"{}\"", s3_presigned("PUT", through, &path, &extra, now, seconds))
                    })
                    .collect();
                let complete = s3_presigned("POST", through, &path, &of, now, seconds);
                let list = s3_presigned("GET", through, &path, &of, now, seconds);
                let head = s3_presigned("HEAD", through, &path, &[], now, seconds);
                let list = match self.kind {
                    Kind::S3Multipart => format!(",\"list\":\"{list}\""),
                    _ => String::new(),
                };
                format!(
                    "{{\"schema\":\"scepscope.target/1\",\"kind\":\"s3_multipart\",\"part_bytes\":{PART_BYTES},\
                     \"parts\":[{}],\"complete\":\"{complete}\",\"head\":\"{head}\"{list}}}",
                    parts.join(",")
                )
            }
        }
    }

    /// Begins a multipart upload at an S3 store; gives the store's answer.
    pub fn begin_multipart(&self, name: &str) -> String {
        let (path, now) = (format!("/{BOX}/{name}"), OffsetDateTime::now_utc());
        let begin = s3_presigned("POST", &self.address, &path, &[("uploads", "")], now, SIGNED_FOR);
        let (status, body) = ask("POST", &begin, b"", &[]);
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The plain address of an object store's container or bucket, and its credentials in the form that its own tools
    /// write.
    pub fn store(&self) -> (String, String) {
        if self.kind.is_azure() {
            return (format!("http://{}/{AZURE_ACCOUNT}/{BOX}", self.address), AZURE_KEY.to_owned());
        }
        let (id, secret) = S3_KEYS;
        let keys = format!("[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        (format!("http://{}/{BOX}/", self.address), keys)
    }

    /// The region that an S3 store's signatures name.
    pub fn region(&self) -> &'static str {
        S3_REGION
    }

    /// Everything that the store holds as complete: names and contents.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        if self.kind.is_azure() {
            let fetch = |name: String| {
                let blob = ask("GET", &self.blob_url(&name), b"", &AZURE_VERSION_FIELD).1;
                (name, blob)
            };
            return self.blob_names().into_iter().map(fetch).collect();
        }
        let files = self.paths().into_iter().filter(|p| !is_unfinished(p));
        files
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap()))
            .collect()
    }

    /// Digests of everything of this size that the server holds as complete.
    pub fn stored(&self, bytes: u64) -> Vec<String> {
        if self.kind.is_azure() {
            return self.stored_blobs(bytes);
        }
        let files = self.paths().into_iter().filter(|p| !is_unfinished(p));
        files
            .filter(|p| fs::metadata(p).unwrap().len() == bytes)
            .filter(|p| p.extension().is_none_or(|e| e != "json" && e != "info"))
            .map(|p| Sha256Hex::of_reader(&mut fs::File::open(p).unwrap()).unwrap().0.to_string())
            .collect()
    }

    /// The files in the server's folder, finished or not.
    fn paths(&self) -> Vec<PathBuf> {
        let folder = if self.kind.is_s3() { self.folder.join(BOX) } else { self.folder.clone() };
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect()
    }

    fn stored_blobs(&self, bytes: u64) -> Vec<String> {
        let fetch = |name: &String| {
            let (status, blob) = ask("GET", &self.blob_url(name), b"", &AZURE_VERSION_FIELD);
            assert_eq!(status, 200);
            blob
        };
        let blobs = self.blob_names().iter().map(fetch).collect::<Vec<_>>();
        let sized = blobs.iter().filter(|blob| blob.len() as u64 == bytes);
        sized.map(|blob| Sha256Hex::of(blob).to_string()).collect()
    }

    fn blob_url(&self, name: &str) -> String {
        format!("http://{}/{AZURE_ACCOUNT}/{BOX}/{name}?{}", self.address, azure_account_sas())
    }

    fn blob_names(&self) -> Vec<String> {
        let base = format!("http://{}/{AZURE_ACCOUNT}/{BOX}", self.address);
        let url = format!("{base}?restype=container&comp=list&{}", azure_account_sas());
        let (status, list) = ask("GET", &url, b"", &AZURE_VERSION_FIELD);
        let list = String::from_utf8_lossy(&list).into_owned();
        assert_eq!(status, 200, "{list}");
        list.split("<Name>").skip(1).filter_map(|t| t.split('<').next()).map(str::to_owned).collect()
    }

    /// Forgets everything, so that a long row of runs does not fill the disk.
    pub fn clear(&self) {
        if self.kind.is_azure() {
            for name in self.blob_names() {
                ask("DELETE", &self.blob_url(&name), b"", &AZURE_VERSION_FIELD);
            }
            return;
        }
        for path in self.paths() {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether the server is still writing this file: rclone receives under `.rclone_temp_put_…` and renames what is whole, at times
/// only after a later attempt has its answer.
fn is_unfinished(path: &Path) -> bool {
    path.file_name().unwrap().as_encoded_bytes().starts_with(b".")
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some((stop, thread)) = self.thread.take() {
            stop.now();
            let _ = thread.join();
        }
    }
}
