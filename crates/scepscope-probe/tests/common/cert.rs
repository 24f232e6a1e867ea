//! Certificates, made by openssl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A certificate and its key, as files.
pub struct Pem {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Pem {
    /// The certificate in DER.
    pub fn der(&self) -> Vec<u8> {
        let out = Command::new("openssl")
            .args(["x509", "-outform", "DER", "-in"])
            .arg(&self.certificate)
            .stderr(Stdio::null())
            .output()
            .unwrap();
        assert!(out.status.success());
        out.stdout
    }
}

fn openssl(command: &mut Command) {
    let out = command.output().unwrap_or_else(|e| panic!("openssl does not start: {e}"));
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
}

fn paths(folder: &Path, name: &str) -> Pem {
    let file = name.replace(' ', "-");
    Pem { certificate: folder.join(format!("{file}.pem")), key: folder.join(format!("{file}.key")) }
}

/// A root that signs itself.
pub fn authority(folder: &Path, name: &str) -> Pem {
    authority_with(folder, name, &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
}

/// A root that signs itself with the key that these options of `openssl req` make.
pub fn authority_with(folder: &Path, name: &str, key: &[&str]) -> Pem {
    let pem = paths(folder, name);
    openssl(
        Command::new("openssl")
            .args(["req", "-x509", "-nodes", "-days", "30"])
            .args(key)
            .args([
                "-subj",
                &format!("/CN={name}"),
                "-addext",
                "keyUsage=critical,keyCertSign,digitalSignature",
            ])
            .arg("-keyout")
            .arg(&pem.key)
            .arg("-out")
            .arg(&pem.certificate),
    );
    pem
}

/// A certificate of `ca` with these extension lines. With negative `days` it ended yesterday.
pub fn issued(folder: &Path, name: &str, ca: &Pem, extensions: &str, days: i32) -> Pem {
    let pem = paths(folder, name);
    let request = folder.join("request.csr");
    openssl(
        Command::new("openssl")
            .args(["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
            .args(["-subj", &format!("/CN={name}")])
            .arg("-keyout")
            .arg(&pem.key)
            .arg("-out")
            .arg(&request),
    );
    let lines = folder.join("extensions.cnf");
    fs::write(&lines, extensions).unwrap();
    let database = folder.join("index.txt");
    fs::write(&database, "").unwrap();
    // `openssl x509` can't end in the past; `openssl ca` can.
    let config = folder.join("ca.cnf");
    let at = folder.display();
    fs::write(
        &config,
        format!(
            "[ca]\ndefault_ca=own\n[own]\ndatabase={at}/index.txt\nnew_certs_dir={at}\nrand_serial=yes\n\
             default_md=sha256\npolicy=any\nemail_in_dn=no\nunique_subject=no\n[any]\ncommonName=supplied\n"
        ),
    )
    .unwrap();
    let (start, end) = if days < 0 {
        ("20200101000000Z", "20200201000000Z")
    } else {
        ("20200101000000Z", "20491231235959Z")
    };
    openssl(
        Command::new("openssl")
            .args(["ca", "-batch", "-notext", "-startdate", start, "-enddate", end, "-config"])
            .arg(&config)
            .arg("-cert")
            .arg(&ca.certificate)
            .arg("-keyfile")
            .arg(&ca.key)
            .arg("-extfile")
            .arg(&lines)
            .arg("-in")
            .arg(&request)
            .arg("-out")
            .arg(&pem.certificate),
    );
    pem
}

/// A CMS message that carries these certificates and nothing else, as GetCACert gives them.
pub fn degenerate(folder: &Path, name: &str, of: &[&Pem]) -> (String, PathBuf) {
    let path = folder.join(format!("{name}.p7b"));
    let mut command = Command::new("openssl");
    command.args(["crl2pkcs7", "-nocrl", "-outform", "DER", "-out"]).arg(&path);
    for pem in of {
        command.arg("-certfile").arg(&pem.certificate);
    }
    openssl(&mut command);
    (name.to_owned(), path)
}
