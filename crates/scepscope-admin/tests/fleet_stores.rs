//! `scepscope-admin fleet` on object stores: Azurite through `az://`, moto through `s3://`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::{data, pack, text};
use scepscope_lab::{Kind, Server, http::ask, tool};
use serde_json::Value;

/// The account that the emulator's documents publish.
const ACCOUNT: (&str, &str) = (
    "devstoreaccount1",
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
);

/// Runs `fleet` with nothing of this machine's own accounts.
fn fleet(args: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_scepscope-admin"))
        .args(["--lang", "en", "fleet", "--json"])
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let sums = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), sums, text(&output.stderr))
}

/// Two runs: one that reads two objects, a bundle and a broken one, and one that has nothing to read.
fn two_runs(inbox: &str, environment: &[(&str, &str)]) {
    let home = tempfile::tempdir().unwrap();
    let table = home.path().join("fleet.parquet");
    let args = [inbox, "--out", table.to_str().unwrap()];
    let (status, sums, said) = fleet(&args, environment);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(
        (&sums["bundles"], &sums["read"], &sums["devices"]),
        (&2.into(), &2.into(), &1.into()),
        "{sums}"
    );
    assert_eq!(sums["causes"][0]["value"], "dns_failure");
    assert_eq!(sums["faults"][0]["value"], "not-a-zip");
    let (status, sums, said) = fleet(&args, environment);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!((&sums["read"], &sums["kept"]), (&0.into(), &2.into()), "{sums}");
}

/// A bundle, a broken one, and something that is none: name and content.
fn objects(home: &Path) -> Vec<(String, Vec<u8>)> {
    let packed = pack(home, &data("cases/02-android-2019-dns/OMADMLog_0.log"));
    let name = Path::new(&packed.path).file_name().unwrap().to_str().unwrap().to_owned();
    vec![
        (format!("support/2026/{name}"), fs::read(&packed.path).unwrap()),
        ("support/broken one.zip".to_owned(), b"no bundle".to_vec()),
        ("support/notes.txt".to_owned(), b"notes".to_vec()),
        ("elsewhere/other.zip".to_owned(), b"no bundle either".to_vec()),
    ]
}

#[test]
fn azure_blob() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(Kind::Azure);
    for (name, content) in objects(home.path()) {
        let target = server.target(&server.address, Path::new("unused"));
        let (container, sas) = target.split_once('?').unwrap();
        let url = format!("{container}/{}?{sas}", name.replace(' ', "%20"));
        let fields = [("x-ms-version", "2020-12-06"), ("x-ms-blob-type", "BlockBlob")];
        let (status, body) = ask("PUT", &url, &content, &fields);
        assert_eq!(status, 201, "{}", text(&body));
    }
    let endpoint = format!("http://{}/{}", server.address, ACCOUNT.0);
    let environment = [
        ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT.0),
        ("AZURE_STORAGE_ACCOUNT_KEY", ACCOUNT.1),
        ("AZURE_STORAGE_ENDPOINT", endpoint.as_str()),
    ];
    two_runs("az://box/support", &environment);
    let (status, _, said) = fleet(&["az://no-such-box/support"], &environment);
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("can't be listed"), "{said}");
}

/// moto's server; it ends when its standard input does.
struct Moto {
    child: Child,
    endpoint: String,
}

impl Moto {
    /// Starts it with one bucket that holds `folder`.
    fn start(folder: &Path) -> Moto {
        const RUN: &str = "
import os, sys, boto3
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
endpoint = 'http://127.0.0.1:%d' % server.get_host_and_port()[1]
s3 = boto3.client('s3', endpoint_url=endpoint, region_name='us-east-1',
                  aws_access_key_id='lab', aws_secret_access_key='lab')
s3.create_bucket(Bucket='box')
root = sys.argv[1]
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        s3.upload_file(path, 'box', os.path.relpath(path, root))
print(endpoint, flush=True)
sys.stdin.read()
server.stop()
";
        let mut command = tool("python");
        for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        let mut child = command
            .args(["-c", RUN])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut endpoint = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut endpoint).unwrap();
        assert!(endpoint.starts_with("http://"), "moto did not start: run ./dev setup");
        Moto { child, endpoint: endpoint.trim().to_owned() }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[test]
fn s3() {
    let home = tempfile::tempdir().unwrap();
    let bucket = home.path().join("bucket");
    for (name, content) in objects(home.path()) {
        let path = bucket.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let moto = Moto::start(&bucket);
    let environment = [
        ("AWS_ACCESS_KEY_ID", "lab"),
        ("AWS_SECRET_ACCESS_KEY", "lab"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", moto.endpoint.as_str()),
    ];
    two_runs("s3://box/support", &environment);
    let (status, _, said) = fleet(&["s3://no-such-box/"], &environment);
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("can't be listed"), "{said}");
}
