//! The rows of the decision table that an answer of a server proves: `probe:NAME` in `tests/data/decision-table/proofs.toml`.
//! That every row has a proof is the analyzer's test of the same name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[allow(dead_code, unreachable_pub, reason = "another test uses the rest")]
#[path = "../../../tests/decision_table.rs"]
mod decision_table;

use common::{Nginx, cert, probe, probe_trusting};
use scepscope_model::{Cause, ProbeReport};
use scepscope_probe::AskAs;

const AGENT: &str = "extendedKeyUsage=1.3.6.1.4.1.311.20.2.1\n";
const NAME: &str = "subjectAltName=DNS:localhost,IP:127.0.0.1\n";

/// Locations that refuse a long query with these statuses, and only a long one.
const REFUSE_LONG: [&str; 4] = ["400", "404", "414", "431"];

/// An NDES server, played by nginx, with what each row needs beside it.
fn server(folder: &std::path::Path) -> Nginx {
    let ca = cert::authority(folder, "CA new");
    let old = cert::authority(folder, "CA old");
    let ra = |name: &str, ca: &cert::Pem, usage: &str, days| {
        cert::issued(folder, name, ca, &format!("{AGENT}keyUsage={usage}\n"), days)
    };
    let signs = ra("ra-signs", &ca, "digitalSignature", 30);
    let ended = ra("ra-ended", &ca, "keyEncipherment", -1);
    let stray = ra("ra-old", &old, "keyEncipherment", 30);
    let der = folder.join("ca.der");
    std::fs::write(&der, ca.der()).unwrap();
    let kind = "application/x-x509-ca-ra-cert";
    let mut locations = String::new();
    for (name, pair) in [("ra-ended", &ended), ("ra-stray", &stray)] {
        let (_, path) = cert::degenerate(folder, name, &[&ca, &signs, pair]);
        locations += &Nginx::scep_location(name, &path, kind);
    }
    let good = |name: &str| Nginx::scep_location(name, &der, "application/x-x509-ca-cert");
    for status in REFUSE_LONG {
        let name = format!("long-{status}");
        let refuses = format!("{{\nif ($args ~ '^.{{3000}}') {{ return {status}; }}\n");
        locations += &good(&name).replacen("{\n", &refuses, 1);
    }
    locations +=
        &good("no-capabilities").replace("return 200 'POSTPKIOperation\nSHA-256\nAES\n';", "return 200 '';");
    let pss = ["-newkey", "rsa:2048", "-sigopt", "rsa_padding_mode:pss"];
    let pss_der = folder.join("pss.der");
    std::fs::write(&pss_der, cert::authority_with(folder, "CA of RSASSA-PSS", &pss).der()).unwrap();
    locations += &Nginx::scep_location("pss", &pss_der, "application/x-x509-ca-cert");
    Nginx::start(&locations)
}

fn over_tls(folder: &std::path::Path, issuer: &str) -> ProbeReport {
    let trusted = cert::authority(folder, "Contoso Root");
    let other = cert::authority(folder, issuer);
    let certificate = cert::issued(folder, "server", &other, NAME, 30);
    let nginx = Nginx::start_tls(&certificate, "", "");
    probe_trusting(&nginx.tls_url("good"), &trusted, AskAs::Windows)
}

#[test]
fn every_answer_proves_the_cause_of_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let nginx = server(folder.path());
    let proofs = decision_table::proofs_of("probe");
    assert!(proofs.len() > 15);
    let mut wrong = Vec::new();
    for (cause, name) in proofs {
        let report = match name.as_str() {
            "no-such-name" => probe("http://nothing.invalid/certsrv/mscep/mscep.dll", AskAs::Windows, false),
            "untrusted" => over_tls(folder.path(), "Fabrikam Root"),
            "inspected" => over_tls(folder.path(), "mitmproxy"),
            "long" => probe(&nginx.url("good"), AskAs::Windows, true),
            "no-capabilities" | "pss" => probe(&nginx.url(&name), AskAs::Ios, false),
            name => probe(&nginx.url(name), AskAs::Windows, name.starts_with("long-")),
        };
        let found: Vec<Cause> = report.findings.iter().map(|f| f.cause).collect();
        if !found.iter().any(|c| c.id() == cause) {
            wrong.push(format!("{name}: expected {cause}, got {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
