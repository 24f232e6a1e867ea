//! Stock tools accept what we write. Needs ssh-keygen, unzip, sha256sum, age, and Python with the package `bagit`
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

/// `unzip`, `sha256sum` twice, the BagIt validator and `ssh-keygen`, one after the other, as an administrator would.
fn all_accept(zip: &Path, folder: &Path, key: &PublicKey) -> PathBuf {
    let mut test = Command::new("unzip");
    test.arg("-t").arg(zip);
    let said = String::from_utf8(run_ok(test, b"")).unwrap();
    assert!(said.contains("No errors detected"), "{said}");
    let root = unzip(zip, folder);
    for (manifest, lines) in [("tagmanifest-sha256.txt", 4), ("manifest-sha256.txt", 3)] {
        let mut sums = Command::new("sha256sum");
        sums.args(["--strict", "-c", manifest]).current_dir(&root);
        let said = String::from_utf8(run_ok(sums, b"")).unwrap();
        assert_eq!(said.lines().filter(|l| l.ends_with(": OK")).count(), lines, "{said}");
    }
    let valid = bagit(&root);
    assert!(valid.status.success(), "{}", String::from_utf8_lossy(&valid.stderr));
    let allowed = folder.join("allowed_signers");
    std::fs::write(&allowed, format!("{}\n", allowed_signers_line(key).unwrap())).unwrap();
    let signed = ssh_verify(&root, &allowed, &principal(key));
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    root
}

#[test]
fn stock_tools_accept_every_kind_of_bundle() {
    let p256 = SoftwareKey::generate_p256(&mut rand_core::OsRng).unwrap();
    for (key, sealed) in [(key(), false), (p256, false), (key(), true)] {
        let folder = TempDir::new().unwrap();
        let identity = Identity::generate();
        let recipients = if sealed { vec![identity.recipient()] } else { Vec::new() };
        let options = WriterOptions { recipients, ..WriterOptions::default() };
        let mut zip = write_sample(folder.path(), &key, options).path;
        if sealed {
            let secret = folder.path().join("identity");
            std::fs::write(&secret, &*identity.to_secret_line()).unwrap();
            let opened = folder.path().join("opened.zip");
            let mut age = Command::new("age");
            age.arg("-d").arg("-i").arg(&secret).arg("-o").arg(&opened).arg(&zip);
            run_ok(age, b"");
            zip = opened;
        }
        let root = all_accept(&zip, folder.path(), key.public_key());
        std::fs::write(root.join("data/report.json"), b"{}").unwrap();
        assert!(!bagit(&root).status.success(), "the validator does validate");
    }
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
        ("\tdev\tKEY\r", true),
        ("# dev KEY", false),
        ("  # comment\ndev KEY", true),
        // Principals are patterns.
        ("other,d*v,!x KEY", true),
        ("!dev,* KEY", false),
        ("*,!d* KEY", false),
        ("dev,!dev KEY", false),
        ("d?v namespaces=\"scepscope-*\" KEY", true),
        ("dev, KEY", true),
        (",dev KEY", true),
        ("DEV KEY", false),
        ("d\\ev KEY", false),
        ("\"dev,x y\" KEY", true),
        ("\"dev one\" KEY", false),
        ("\"dev KEY", false),
        ("de\"v KEY", false),
        ("\"dev\"x KEY", false),
        // Namespaces.
        ("dev NAMESPACES=\"file,git\" KEY", false),
        ("dev namespaces=\"*,!scepscope-bundle@v1\" KEY", false),
        ("dev namespaces=\"a\\\"b,scepscope-bundle@v1\" KEY", true),
        ("dev namespaces=\"scepscope-bundle@v1\"\tKEY", true),
        ("dev namespaces=\"scepscope-bundle@v1 \" KEY", false),
        ("dev namespaces=\" scepscope-bundle@v1\" KEY", false),
        ("dev namespaces=\"scepscope-bundle@v2\" KEY", false),
        ("dev namespaces=\"\" KEY", false),
        ("dev namespaces=* KEY", false),
        ("dev namespaces = \"*\" KEY", false),
        ("dev namespaces=\"*\"x KEY", false),
        ("dev namespaces=\"*\" namespaces=\"*\" KEY", false),
        ("dev namespaces=\"*\",namespaces=\"*\" KEY", false),
        // Times.
        ("dev valid-after=\"20200101\" KEY", true),
        ("dev Valid-After=\"20200101\" KEY", true),
        ("dev valid-after=\"20200101Z\",valid-before=\"20990101123456Z\" KEY", true),
        ("dev valid-after=\"202001010000z\" KEY", true),
        ("dev valid-before=\"202001011200\" KEY", false),
        ("dev valid-before=\"99990101\" KEY", true),
        ("dev valid-after=\"20990101\" KEY", false),
        ("dev valid-after=\"20990101\",valid-before=\"20980101\" KEY", false),
        ("dev valid-after=\"20200101\",valid-before=\"20200101\" KEY", false),
        ("dev valid-after=\"20200101\",valid-after=\"20200101\" KEY", false),
        ("dev valid-after=\"2020\" KEY", false),
        ("dev valid-after=\"2020010100000\" KEY", false),
        ("dev valid-after=\"20200132\" KEY", false),
        ("dev valid-after=\"20201301\" KEY", false),
        ("dev valid-after=\"20200230\" KEY", true),
        ("dev valid-after=\"20210229\" KEY", true),
        ("dev valid-after=\"20200101235960\" KEY", true),
        ("dev valid-after=\"202001012460\" KEY", false),
        ("dev valid-after=\"20200101 \" KEY", false),
        ("dev valid-after=\" 20200101\" KEY", false),
        ("dev valid-after=\"19700101Z\" KEY", false),
        ("dev valid-after=\"19690101\" KEY", false),
        ("dev valid-after=\"00000101\" KEY", false),
        // Authorities and other options.
        ("dev cert-authority KEY", false),
        ("dev CERT-AUTHORITY KEY", false),
        ("dev cert-authority,namespaces=\"*\" KEY", false),
        ("dev cert-authority,cert-authority KEY", false),
        ("dev no-such-option KEY", false),
        ("dev restrict KEY", false),
        ("dev namespaces=\"*\", KEY", false),
        ("dev ,namespaces=\"*\" KEY", true),
        ("dev namespaces=\"*\",,valid-after=\"20200101\" KEY", true),
        // Keys that are none.
        ("dev ssh-ed25519 AAAA", false),
        ("dev ssh-ed25519", false),
        ("dev \"KEY\"", false),
        ("dev ssh-rsa BARE", false),
        // A line that is not used does not stop those after it.
        ("garbage line\ndev KEY", true),
        ("dev cert-authority KEY\ndev KEY", true),
        ("dev no-such-option KEY\ndev KEY", true),
        ("dev valid-before=\"20200101\" KEY\ndev KEY", true),
        ("dev KEY\ndev valid-before=\"20200101\" KEY", true),
        ("dev ssh-ed25519 AAAA\ndev valid-before=\"20200101\" KEY", false),
    ] {
        let line = line.replace("KEY", &public).replace("BARE", public.split(' ').nth(1).unwrap());
        std::fs::write(&file, format!("{line}\n")).unwrap();
        assert_eq!(ssh_verify(&root, &file, "dev").status.success(), trusted, "ssh-keygen: {line}");
        let allowed = AllowedSigners::parse(&line, time::UtcOffset::UTC);
        let found = allowed.find(key.public_key(), "scepscope-bundle@v1", now);
        let named = |principals: &str| {
            allowed.signers().iter().any(|s| s.principals == principals && s.matches_principal("dev"))
        };
        let ours = matches!(found, Lookup::Trusted { principal } if named(&principal));
        assert_eq!(ours, trusted, "ours: {line}");
    }
}
