//! The probe against servers that nobody here wrote: nginx, micromdm's scepserver, plain sockets.
//!
//! Needed: nginx, openssl and scepserver (Debian packages `nginx-light`, `openssl`, `scep`); `./dev setup` installs
//! them. The pages of NDES itself come in no package: where a test needs one, nginx plays it, and the test says so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Nginx, ScepServer, cert, free_port, probe, silent_listener, steps};
use scepscope_model::{Cause, CertificateRole, Confidence, ProbeStepId, StepResult};
use scepscope_probe::AskAs;

fn causes(report: &scepscope_model::ProbeReport) -> Vec<Cause> {
    report.findings.iter().map(|f| f.cause).collect()
}

#[test]
fn each_answer_of_nginx_has_its_cause() {
    let nginx = Nginx::start("");
    let table = [
        ("s403", Cause::NdesForbidden, Confidence::Certain),
        ("s404", Cause::NdesNotFound, Confidence::Certain),
        ("s407", Cause::ProxyBlocked, Confidence::Certain),
        ("s414", Cause::UriTooLong, Confidence::Certain),
        ("s500", Cause::NdesInternalError, Confidence::Certain),
        ("s502", Cause::AppProxyBadGateway, Confidence::Possible),
        ("s503", Cause::ScepAppPoolStopped, Confidence::Likely),
        ("s504", Cause::AppProxyConnectorStopped, Confidence::Likely),
        ("signin", Cause::PreAuthentication, Confidence::Certain),
        ("portal", Cause::CaptivePortal, Confidence::Possible),
        ("html", Cause::UnexpectedContent, Confidence::Likely),
        ("loginpage", Cause::CaptivePortal, Confidence::Likely),
        ("appproxy", Cause::AppProxyConnectorStopped, Confidence::Certain),
    ];
    for (path, cause, confidence) in table {
        let report = probe(&nginx.url(path), AskAs::Android, false);
        let found = report.findings.iter().find(|f| f.cause == cause);
        assert_eq!(found.map(|f| f.confidence), Some(confidence), "{path}: {:?}", report.findings);
        assert!(!causes(&report).contains(&Cause::Healthy), "{path}");
    }
}

#[test]
fn a_gateway_whose_server_is_dead_or_silent() {
    let (silent, _held) = silent_listener();
    let dead = free_port();
    let nginx = Nginx::start(&format!(
        "location /dead {{ proxy_pass http://127.0.0.1:{dead}; }}\n\
         location /silent {{ proxy_pass http://127.0.0.1:{silent}; proxy_read_timeout 1s; }}"
    ));
    assert!(causes(&probe(&nginx.url("dead"), AskAs::Ios, false)).contains(&Cause::AppProxyBadGateway));
    assert!(
        causes(&probe(&nginx.url("silent"), AskAs::Ios, false)).contains(&Cause::AppProxyConnectorStopped)
    );
}

#[test]
fn a_healthy_server_as_each_platform_asks() {
    // nginx plays an NDES server: 403 to the plain request, capabilities and the certificate of a CA to the others.
    let nginx = Nginx::start("");
    for ask_as in [AskAs::Windows, AskAs::Android, AskAs::Ios] {
        let report = probe(&nginx.url("good"), ask_as, false);
        assert_eq!(causes(&report), [Cause::Healthy], "{ask_as:?}: {:?}", report);
        assert_eq!(report.capabilities, ["POSTPKIOperation", "SHA-256", "AES"]);
        assert_eq!(report.scep_certificates.len(), 1);
        assert_eq!(report.scep_certificates[0].roles, [CertificateRole::Ca]);
    }
    // What the server was asked, by its own log: only GET, and nothing that mints a challenge or uses one up.
    let log = nginx.access_log();
    assert!(log.contains("GET /good/pkiclient.exe?operation=GetCACaps&message=default"), "{log}");
    assert!(log.contains("GET /good?operation=GetCACert&message=ca"), "{log}");
    assert!(log.contains("GET /good?operation=GetCACaps&message=SCEP%20Authority"), "{log}");
    assert!(log.lines().all(|line| line.contains("\"GET ")), "{log}");
    assert!(!log.contains("PKIOperation") && !log.contains("mscep_admin"), "{log}");
}

#[test]
fn the_long_query_names_the_length_that_was_refused() {
    // nginx refuses a request line over its buffer of 8 KiB with 414.
    let nginx = Nginx::start("");
    let report = probe(&nginx.url("good"), AskAs::Windows, true);
    assert_eq!(report.longest_query_answered, Some(4_200));
    assert_eq!(report.shortest_query_refused, Some(16_000));
    let finding = report.findings.iter().find(|f| f.cause == Cause::UriTooLong).unwrap();
    assert_eq!(finding.confidence, Confidence::Certain);
    assert!(finding.seen.as_deref().unwrap().contains("16000 bytes"), "{finding:?}");
    assert!(!causes(&report).contains(&Cause::Healthy));
}

#[test]
fn ndes_without_its_policy_module() {
    // nginx plays the page of NDES, in UTF-16 as the real one.
    let nginx = Nginx::start("");
    let report = probe(&nginx.url("ndespage"), AskAs::Windows, false);
    assert_eq!(causes(&report)[0], Cause::NdesPageWithoutPolicyModule, "{report:?}");
}

#[test]
fn ra_certificates_that_ended_or_come_from_another_ca() {
    let folder = tempfile::tempdir().unwrap();
    let ca = cert::authority(folder.path(), "CA new");
    let old = cert::authority(folder.path(), "CA old");
    let agent = "extendedKeyUsage=1.3.6.1.4.1.311.20.2.1\n";
    let signs =
        cert::issued(folder.path(), "ra-signs", &ca, &format!("{agent}keyUsage=digitalSignature\n"), 30);
    let encrypts =
        cert::issued(folder.path(), "ra-encrypts", &ca, &format!("{agent}keyUsage=keyEncipherment\n"), 30);
    let ended =
        cert::issued(folder.path(), "ra-ended", &ca, &format!("{agent}keyUsage=keyEncipherment\n"), -1);
    let stray =
        cert::issued(folder.path(), "ra-old", &old, &format!("{agent}keyUsage=keyEncipherment\n"), 30);
    let list = |name: &str, of: &[&cert::Pem]| cert::degenerate(folder.path(), name, of);
    let files = [
        list("good", &[&ca, &signs, &encrypts]),
        list("ended", &[&ca, &signs, &ended]),
        list("stray", &[&ca, &signs, &stray]),
        list("half", &[&ca, &signs]),
        list("none", &[]),
    ];
    let locations: String = files
        .iter()
        .map(|(name, path)| {
            Nginx::scep_location(&format!("ra-{name}"), path, "application/x-x509-ca-ra-cert")
        })
        .collect();
    let nginx = Nginx::start(&locations);
    let found = |name: &str| causes(&probe(&nginx.url(&format!("ra-{name}")), AskAs::Windows, false));
    assert_eq!(found("good"), [Cause::Healthy]);
    assert!(found("ended").contains(&Cause::RaCertificateExpired), "{:?}", found("ended"));
    assert!(found("stray").contains(&Cause::RaCertificateFromOldCa), "{:?}", found("stray"));
    assert!(found("half").contains(&Cause::RaResponseInvalid), "{:?}", found("half"));
    assert!(found("none").contains(&Cause::CaResponseInvalid), "{:?}", found("none"));
    let report = probe(&nginx.url("ra-good"), AskAs::Windows, false);
    let roles: Vec<_> = report.scep_certificates.iter().flat_map(|c| c.roles.clone()).collect();
    for role in [CertificateRole::Ca, CertificateRole::RaSignature, CertificateRole::RaEncryption] {
        assert!(roles.contains(&role), "{roles:?}");
    }
}

#[test]
fn micromdms_server_is_healthy_though_it_answers_500_to_the_plain_request() {
    let server = ScepServer::start();
    let report = probe(&server.url(), AskAs::Ios, false);
    let plain = steps(&report, ProbeStepId::PlainGet)[0];
    assert_eq!(plain.detail["status"], "500");
    assert_eq!(causes(&report), [Cause::Healthy], "{report:?}");
    assert!(report.scep_certificates.iter().any(|c| c.roles.contains(&CertificateRole::Ca)));
}

#[test]
fn a_name_that_does_not_exist_and_a_port_that_is_dead() {
    let report = probe("http://no-such-host.invalid/scep", AskAs::Windows, false);
    assert_eq!(causes(&report), [Cause::DnsFailure]);
    assert_eq!(steps(&report, ProbeStepId::Dns)[0].result, StepResult::Failed);
    assert!(steps(&report, ProbeStepId::PlainGet).is_empty());
    let report = probe(&format!("http://127.0.0.1:{}/scep", free_port()), AskAs::Windows, false);
    assert_eq!(causes(&report), [Cause::ConnectFailure]);
    assert_eq!(report.findings[0].confidence, Confidence::Certain);
}

#[test]
fn a_server_that_stays_silent_drips_or_floods_costs_bounded_time_and_bytes() {
    let (port, _held) = silent_listener();
    let report = probe(&format!("http://127.0.0.1:{port}/scep"), AskAs::Windows, false);
    assert_eq!(causes(&report), [Cause::ResponseTimeout]);
    assert_eq!(steps(&report, ProbeStepId::GetCaCaps)[0].result, StepResult::Skipped);

    let flood = common::flood();
    let report = probe(&format!("http://127.0.0.1:{flood}/scep"), AskAs::Windows, false);
    let plain = steps(&report, ProbeStepId::PlainGet)[0];
    assert_eq!(plain.detail["bytes"], scepscope_probe::limits::MAX_BODY_BYTES.to_string());
    assert!(plain.detail["limit"].starts_with("MAX_BODY_BYTES"));
}
