//! A signer that is not ours: OpenSSL's command line, and base64url by hand.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests; each uses its part"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The algorithm of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ed25519,
    P256,
}

/// A key of OpenSSL's.
pub struct Signer {
    folder: tempfile::TempDir,
    kind: Kind,
}

/// Runs a tool; says clearly which one is missing.
pub fn run(name: &str, args: &[&str]) -> Vec<u8> {
    let output = Command::new(name)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("the test needs `{name}` ({e}): run ./dev setup"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

impl Signer {
    pub fn new(kind: Kind) -> Signer {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer { folder, kind };
        let key = signer.path("key.pem");
        match kind {
            Kind::Ed25519 => run("openssl", &["genpkey", "-algorithm", "ED25519", "-out", &key]),
            Kind::P256 => {
                let curve = ["-pkeyopt", "ec_paramgen_curve:P-256"];
                run("openssl", &["genpkey", "-algorithm", "EC", curve[0], curve[1], "-out", &key])
            }
        };
        run("openssl", &["pkey", "-in", &key, "-pubout", "-outform", "DER", "-out", &signer.path("pub.der")]);
        signer
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// The public key: 32 bytes, or the uncompressed point of 65. Both stand at the end of the DER form (RFC 8410, RFC 5480).
    pub fn public(&self) -> Vec<u8> {
        let der = fs::read(self.path("pub.der")).unwrap();
        let length = if self.kind == Kind::Ed25519 { 32 } else { 65 };
        der[der.len() - length..].to_vec()
    }

    /// The public key as a line of OpenSSH (RFC 4253, RFC 5656, RFC 8709).
    pub fn line(&self) -> String {
        openssh_line(self.kind, &self.public())
    }

    /// The fingerprint as `ssh-keygen -l` gives it.
    pub fn fingerprint(&self) -> String {
        let path = PathBuf::from(self.path("key.pub"));
        fs::write(&path, self.line() + "\n").unwrap();
        let said = run("ssh-keygen", &["-l", "-f", path.to_str().unwrap()]);
        String::from_utf8(said).unwrap().split_whitespace().nth(1).unwrap().to_owned()
    }

    /// The public key as a JWK.
    pub fn jwk(&self) -> serde_json::Value {
        let key = self.public();
        match self.kind {
            Kind::Ed25519 => serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(&key)}),
            Kind::P256 => serde_json::json!({"kty": "EC", "crv": "P-256",
                "x": base64url(&key[1..33]), "y": base64url(&key[33..])}),
        }
    }

    /// 64 bytes, as in a JWS.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let file = self.path("message");
        fs::write(&file, message).unwrap();
        match self.kind {
            Kind::Ed25519 => {
                run("openssl", &["pkeyutl", "-sign", "-rawin", "-inkey", &self.path("key.pem"), "-in", &file])
            }
            Kind::P256 => raw(&run("openssl", &["dgst", "-sha256", "-sign", &self.path("key.pem"), &file])),
        }
    }

    /// A compact JWS over exactly these texts.
    pub fn token(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
        let signature = base64url(&self.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// The header of an ordinary request.
    pub fn header(&self) -> String {
        let alg = if self.kind == Kind::Ed25519 { "EdDSA" } else { "ES256" };
        serde_json::json!({"alg": alg, "typ": "scepscope-request+jwt", "kid": self.fingerprint()}).to_string()
    }
}

/// HMAC-SHA-256 by OpenSSL, for the attack that takes a public key for a shared secret.
pub fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message");
    fs::write(&file, message).unwrap();
    let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
    let option = format!("hexkey:{hex}");
    run(
        "openssl",
        &["dgst", "-sha256", "-mac", "HMAC", "-macopt", &option, "-binary", file.to_str().unwrap()],
    )
}

pub fn openssh_line(kind: Kind, key: &[u8]) -> String {
    let field = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
    let (name, blob) = match kind {
        Kind::Ed25519 => ("ssh-ed25519", [field(b"ssh-ed25519"), field(key)].concat()),
        Kind::P256 => {
            let name = "ecdsa-sha2-nistp256";
            (name, [field(name.as_bytes()), field(b"nistp256"), field(key)].concat())
        }
    };
    format!(
        "{name} {}",
        base64(&blob, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", true)
    )
}

pub fn base64url(bytes: &[u8]) -> String {
    base64(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", false)
}

fn base64(bytes: &[u8], letters: &[u8; 64], padded: bool) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut block = [0; 3];
        block[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from(block[0]) << 16 | u32::from(block[1]) << 8 | u32::from(block[2]);
        for n in 0..4 {
            if n <= chunk.len() {
                out.push(char::from(letters[(bits >> (18 - 6 * n)) as usize & 63]));
            } else if padded {
                out.push('=');
            }
        }
    }
    out
}

/// From the DER form of an ECDSA signature to `r` and `s` of 32 bytes each.
fn raw(der: &[u8]) -> Vec<u8> {
    let mut rest = &der[2..];
    let mut out = Vec::new();
    for _ in 0..2 {
        let length = usize::from(rest[1]);
        let number = &rest[2..2 + length];
        let digits = &number[number.iter().take_while(|b| **b == 0).count()..];
        out.extend(vec![0; 32 - digits.len()]);
        out.extend(digits);
        rest = &rest[2 + length..];
    }
    out
}
