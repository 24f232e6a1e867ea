//! TLS as devices meet it: an unknown root, an expired or foreign certificate, inspection, a demanded certificate, a
//! proxy that refuses. nginx terminates; openssl makes the certificates; mitmproxy inspects.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Mitmproxy, Nginx, cert, probe_through_trusting, probe_trusting, proxy_refusing};
use scepscope_model::{Cause, ProbeReport, ProbeStepId, StepResult};
use scepscope_probe::AskAs;

fn causes(report: &ProbeReport) -> Vec<Cause> {
    report.findings.iter().map(|f| f.cause).collect()
}

fn tls(report: &ProbeReport) -> StepResult {
    common::steps(report, ProbeStepId::Tls)[0].result
}

const NAME: &str = "subjectAltName=DNS:localhost,IP:127.0.0.1\n";

#[test]
fn a_trusted_server_is_healthy_and_shows_its_chain() {
    let folder = tempfile::tempdir().unwrap();
    let ca = cert::authority(folder.path(), "Contoso Root");
    let server = cert::issued(folder.path(), "server", &ca, NAME, 30);
    let nginx = Nginx::start_tls(&server, "", "");
    let report = probe_trusting(&nginx.tls_url("good"), &ca, AskAs::Windows);
    assert_eq!(tls(&report), StepResult::Ok);
    assert_eq!(causes(&report), [Cause::Healthy], "{report:?}");
    assert_eq!(report.tls_chain[0].subject, "CN=server");
    assert_eq!(report.tls_chain[0].issuer, "CN=Contoso Root");
    assert_eq!(report.tls_chain[0].names, ["localhost"]);
}

#[test]
fn an_unknown_root_and_a_product_that_inspects() {
    let folder = tempfile::tempdir().unwrap();
    let trusted = cert::authority(folder.path(), "Contoso Root");
    for (name, inspects) in [("Fabrikam Root", false), ("mitmproxy", true)] {
        let other = cert::authority(folder.path(), name);
        let server = cert::issued(folder.path(), "server", &other, NAME, 30);
        let nginx = Nginx::start_tls(&server, "", "");
        let report = probe_trusting(&nginx.tls_url("good"), &trusted, AskAs::Windows);
        assert_eq!(tls(&report), StepResult::Failed);
        assert!(causes(&report).contains(&Cause::TlsUntrustedRoot), "{report:?}");
        assert_eq!(causes(&report).contains(&Cause::TlsInterception), inspects, "{report:?}");
        // Nothing was asked of a server that is not trusted.
        assert!(common::steps(&report, ProbeStepId::GetCaCaps).is_empty());
        assert!(!nginx.access_log().contains("GET"));
    }
}

#[test]
fn mitmproxy_in_the_way_is_named_whether_its_root_is_trusted_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let ca = cert::authority(folder.path(), "Contoso Root");
    let server = cert::issued(folder.path(), "server", &ca, NAME, 30);
    let nginx = Nginx::start_tls(&server, "", "");
    let proxy = Mitmproxy::proxy();
    let transparent = Mitmproxy::before(&nginx.tls_url(""));
    let url = nginx.tls_url("good");

    // The device trusts the server's own root: it gets no further than TLS, and the server is asked nothing.
    for report in [
        probe_through_trusting(&proxy.url(), &url, &ca.der()),
        probe_trusting(&transparent.tls_url("good"), &ca, AskAs::Windows),
    ] {
        assert_eq!(tls(&report), StepResult::Failed, "{report:?}");
        assert_eq!(causes(&report), [Cause::TlsUntrustedRoot, Cause::TlsInterception], "{report:?}");
        assert!(report.tls_chain[0].issuer.contains("mitmproxy"), "{:?}", report.tls_chain);
    }
    assert!(!nginx.access_log().contains("GET"), "{}", nginx.access_log());

    // The device trusts the product's root: the server answers, and what stands in between is named all the same.
    for report in [
        probe_through_trusting(&proxy.url(), &url, &proxy.root().der()),
        probe_trusting(&transparent.tls_url("good"), &transparent.root(), AskAs::Windows),
    ] {
        assert_eq!(tls(&report), StepResult::Ok, "{report:?}");
        assert!(causes(&report).contains(&Cause::TlsInterception), "{report:?}");
        assert_eq!(report.capabilities, ["POSTPKIOperation", "SHA-256", "AES"]);
    }

    // The same server without anything in between is healthy.
    assert_eq!(causes(&probe_trusting(&url, &ca, AskAs::Windows)), [Cause::Healthy]);
}

#[test]
fn a_certificate_that_ended_or_is_for_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let ca = cert::authority(folder.path(), "Contoso Root");
    let ended = cert::issued(folder.path(), "ended", &ca, NAME, -1);
    let foreign = cert::issued(folder.path(), "foreign", &ca, "subjectAltName=DNS:other.example\n", 30);
    for (server, words) in [(ended, "ended"), (foreign, "not for localhost")] {
        let nginx = Nginx::start_tls(&server, "", "");
        let report = probe_trusting(&nginx.tls_url("good"), &ca, AskAs::Windows);
        assert_eq!(causes(&report), [Cause::TlsFailure], "{report:?}");
        assert!(report.findings[0].seen.as_deref().unwrap().contains(words), "{:?}", report.findings);
    }
}

#[test]
fn a_server_that_demands_a_client_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let ca = cert::authority(folder.path(), "Contoso Root");
    let server = cert::issued(folder.path(), "server", &ca, NAME, 30);
    let demand = format!("ssl_verify_client on; ssl_client_certificate {};", ca.certificate.display());
    let nginx = Nginx::start_tls(&server, &demand, "");
    let report = probe_trusting(&nginx.tls_url("good"), &ca, AskAs::Windows);
    assert!(causes(&report).contains(&Cause::ClientCertificateRequired), "{report:?}");
}

#[test]
fn a_proxy_that_asks_for_a_sign_in() {
    let proxy = proxy_refusing("407 Proxy Authentication Required");
    let report =
        common::probe_through(&format!("http://127.0.0.1:{proxy}"), "https://ndes.contoso.example/scep");
    assert_eq!(causes(&report), [Cause::ProxyBlocked], "{report:?}");
    assert_eq!(report.proxy.as_deref(), Some(format!("http://127.0.0.1:{proxy}/").as_str()));
}
