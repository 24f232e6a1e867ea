//! A device and its administrator: both programs, keys, a policy, and a log of the device's own.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::common::{data, root, scepscope, text};

/// The administrator's program stands beside the device's; built here where only this package was.
pub(crate) fn admin() -> Command {
    let beside = Path::new(env!("CARGO_BIN_EXE_scepscope")).with_file_name("scepscope-admin");
    if !beside.exists() {
        let target = beside.parent().unwrap().parent().unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "scepscope-admin", "--target-dir"])
            .arg(target)
            .current_dir(root())
            .status()
            .unwrap();
        assert!(built.success());
    }
    let mut command = Command::new(beside);
    command.args(["--lang", "en"]);
    command
}

pub(crate) fn ok(output: Output) -> String {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

pub(crate) struct Setup {
    home: tempfile::TempDir,
    pub(crate) log: PathBuf,
}

impl Setup {
    /// A device with a log of its own, so that every reading of it can be noticed.
    pub(crate) fn new() -> Setup {
        let home = tempfile::tempdir().unwrap();
        let logs = home.path().join("logs");
        fs::create_dir(&logs).unwrap();
        let log = logs.join("OMADMLog_0.log");
        fs::copy(data("cases/02-android-2019-dns/OMADMLog_0.log"), &log).unwrap();
        Setup { home, log }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.home.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn policy(&self, policy: &Value) {
        fs::write(self.path("policy.json"), policy.to_string()).unwrap();
    }

    pub(crate) fn device(&self) -> Command {
        let mut command = scepscope(self.home.path());
        command
            .env("XDG_STATE_HOME", self.path("state"))
            .env("SCEPSCOPE_TEST_POLICY", self.path("policy.json"));
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn open(&self, link: &str, more: &[&str]) -> Output {
        self.device()
            .args(["open", link, "--wait", "0", "--from"])
            .arg(&self.log)
            .args(more)
            .output()
            .unwrap()
    }

    /// Keys by `keys new`, the policy that it wrote, and upload without a tap to this machine.
    pub(crate) fn managed() -> Setup {
        let setup = Setup::new();
        let keys = setup.path("keys");
        ok(admin().args(["keys", "new", "--issuer", "Helpdesk", "--out", &keys]).output().unwrap());
        let mut policy: Value =
            serde_json::from_slice(&fs::read(setup.path("keys/policy/policy.json")).unwrap()).unwrap();
        policy["UploadHosts"] = json!(["support.example"]);
        policy["UploadWithoutTap"] = json!(true);
        policy["AllowLoopback"] = json!(true);
        setup.policy(&policy);
        setup
    }

    pub(crate) fn link(&self, more: &[&str]) -> (String, String) {
        let keys = self.path("keys");
        let printed =
            ok(admin().args(["link", "new", "--keys", &keys, "--case", "T-42"]).args(more).output().unwrap());
        let mut lines = printed.lines().map(str::to_owned);
        let pair = (lines.next().unwrap(), lines.next().unwrap());
        assert_eq!(lines.next(), None);
        pair
    }

    /// The one bundle in the device's queue.
    pub(crate) fn queued(&self) -> PathBuf {
        let queue = PathBuf::from(self.path("state/scepscope/queue"));
        let entries = fs::read_dir(&queue).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
        let files = entries.flat_map(|p| fs::read_dir(p).unwrap()).map(|e| e.unwrap().path());
        let bundles: Vec<PathBuf> = files.filter(|p| !p.ends_with("entry.json")).collect();
        assert_eq!(bundles.len(), 1, "{bundles:?}");
        bundles[0].clone()
    }
}
