//! Stock tools accept what we write. Needs ssh-keygen, unzip, sha256sum, and Python with the package `bagit`
//! (`SCEPSCOPE_BAGIT_PYTHON` names the interpreter, else `python3`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

fn unzip(zip: &Path, to: &Path) -> PathBuf {
    let mut command = Command::new("unzip");
    command.args(["-q", "-d"]).arg(to).arg(zip);
    run_ok(command, b"");
    to.join(ROOT)
}

fn bagit(bag: &Path) -> std::process::Output {
    let python = std::env::var_os("SCEPSCOPE_BAGIT_PYTHON").unwrap_or_else(|| "python3".into());
    let mut probe = Command::new(&python);
    probe.args(["-c", "import bagit"]);
    assert!(
        run(probe, b"").status.success(),
        "{python:?} has no package `bagit`: pip install bagit, or name an interpreter in SCEPSCOPE_BAGIT_PYTHON"
    );
    let mut command = Command::new(python);
    let script = "import bagit, sys; bagit.Bag(sys.argv[1]).validate()";
    command.args(["-c", script]).arg(bag);
    run(command, b"")
}

fn ssh_verify(root: &Path, allowed: &Path, principal: &str) -> std::process::Output {
    let signature = root.join("tagmanifest-sha256.txt.sig");
    let mut command = keygen(&["-Y", "verify", "-n", "scepscope-bundle@v1", "-I", principal]);
    command.arg("-f").arg(allowed).arg("-s").arg(signature);
    run(command, &std::fs::read(root.join("tagmanifest-sha256.txt")).unwrap())
}

#[test]
fn unzip_sha256sum_and_bagit_accept_it() {
    let folder = TempDir::new().unwrap();
    let made = write_sample(folder.path(), &key(), WriterOptions::default());
    let mut test = Command::new("unzip");
    test.arg("-t").arg(&made.path);
    let said = String::from_utf8(run_ok(test, b"")).unwrap();
    assert!(said.contains("No errors detected"), "{said}");
    let root = unzip(&made.path, folder.path());
    for (manifest, lines) in [("tagmanifest-sha256.txt", 4), ("manifest-sha256.txt", 3)] {
        let mut sums = Command::new("sha256sum");
        sums.args(["--strict", "-c", manifest]).current_dir(&root);
        let said = String::from_utf8(run_ok(sums, b"")).unwrap();
        assert_eq!(said.lines().filter(|l| l.ends_with(": OK")).count(), lines, "{said}");
    }
    let valid = bagit(&root);
    assert!(valid.status.success(), "{}", String::from_utf8_lossy(&valid.stderr));
    std::fs::write(root.join("data/report.json"), b"{}").unwrap();
    assert!(!bagit(&root).status.success(), "the validator does validate");
}

#[test]
fn ssh_keygen_accepts_our_signature_with_our_allowed_signers_line() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let root = unzip(&made.path, folder.path());
    let allowed = folder.path().join("allowed_signers");
    let line = key.allowed_signers_line().unwrap();
    std::fs::write(&allowed, format!("{line}\n")).unwrap();
    let principal = line.split(' ').next().unwrap();
    let good = ssh_verify(&root, &allowed, principal);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let said = String::from_utf8(good.stdout).unwrap();
    assert!(said.contains(&key.fingerprint()), "{said}");
    assert!(!ssh_verify(&root, &allowed, "somebody").status.success());
    std::fs::write(root.join("tagmanifest-sha256.txt"), b"other").unwrap();
    assert!(!ssh_verify(&root, &allowed, principal).status.success());
}

#[test]
fn ecdsa_p256_bundles_are_accepted_by_both() {
    let folder = TempDir::new().unwrap();
    for kind in ["ecdsa", "ed25519"] {
        let folder = folder.path().join(kind);
        std::fs::create_dir(&folder).unwrap();
        let signer = KeygenSigner::new(&folder, kind);
        let made = write_sample(&folder, &signer, WriterOptions::default());
        let line = allowed_signers_line(&signer.public).unwrap();
        let allowed = AllowedSigners::parse(&line, time::UtcOffset::UTC);
        let verification = BundleFile::open(&made.path).unwrap().verify(Some(&allowed), NOW);
        assert_eq!(verification.failures(), [], "{kind}");
        assert_eq!(verification.into_verified().unwrap().principal(), principal(&signer.public));
        let file = folder.join("allowed_signers");
        std::fs::write(&file, format!("{line}\n")).unwrap();
        let root = unzip(&made.path, &folder);
        assert!(ssh_verify(&root, &file, &principal(&signer.public)).status.success(), "{kind}");
    }
}

#[test]
fn ssh_keygen_knows_our_key_file_and_fingerprint() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("keys/device");
    let key = FileKeyStore::new(&path).read_or_create(&mut rand_core::OsRng).unwrap();
    let mut command = keygen(&["-l", "-f"]);
    command.arg(&path);
    let said = String::from_utf8(run_ok(command, b"")).unwrap();
    assert!(said.contains(&key.fingerprint()) && said.contains("ED25519"), "{said}");
}

/// Both readers of `allowed_signers` come to the same answer.
#[test]
fn allowed_signers_are_read_as_ssh_keygen_reads_them() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let root = unzip(&made.path, folder.path());
    let file = folder.path().join("allowed_signers");
    let public = PublicKey::new(key.public_key().key_data().clone(), "").to_openssh().unwrap();
    let now = time::OffsetDateTime::from(std::time::SystemTime::now());
    for (line, trusted) in [
        ("dev KEY", true),
        ("dev KEY a comment", true),
        ("  \"dev\"   KEY", true),
        ("# dev KEY", false),
        ("other,d*v,!x KEY", true),
        ("!dev,* KEY", false),
        ("d?v namespaces=\"scepscope-*\" KEY", true),
        ("dev NAMESPACES=\"file,git\" KEY", false),
        ("dev namespaces=\"*,!scepscope-bundle@v1\" KEY", false),
        ("dev valid-after=\"20200101\" KEY", true),
        ("dev valid-after=\"20200101Z\",valid-before=\"20990101123456Z\" KEY", true),
        ("dev valid-before=\"202001011200\" KEY", false),
        ("dev valid-after=\"20990101\" KEY", false),
        ("dev valid-after=\"20990101\",valid-before=\"20980101\" KEY", false),
        ("dev valid-after=\"2020\" KEY", false),
        ("dev cert-authority KEY", false),
        ("dev cert-authority,namespaces=\"*\" KEY", false),
        ("dev no-such-option KEY", false),
        ("dev namespaces=\"*\", KEY", false),
        ("dev namespaces=* KEY", false),
        ("dev ssh-ed25519 AAAA", false),
    ] {
        let line = line.replace("KEY", &public);
        std::fs::write(&file, format!("{line}\n")).unwrap();
        assert_eq!(ssh_verify(&root, &file, "dev").status.success(), trusted, "ssh-keygen: {line}");
        let allowed = AllowedSigners::parse(&line, time::UtcOffset::UTC);
        let found =
            matches!(allowed.find(key.public_key(), "scepscope-bundle@v1", now), Lookup::Trusted { .. });
        let ours = found && allowed.signers().iter().any(|s| s.matches_principal("dev"));
        assert_eq!(ours, trusted, "ours: {line}");
    }
}
