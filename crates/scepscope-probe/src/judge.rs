//! From answers to causes. (Decision table, "The SCEP URL, asked by a browser or the probe".)

use rustls::{AlertDescription, CertificateError, Error as TlsError};
use scepscope_model::{Cause, CertificateFacts, CertificateRole, Confidence, Stamp};
use time::OffsetDateTime;
use url::Url;

use crate::ScepUrl;
use crate::ask::AskAs;
use crate::fetch::Fetched;
use crate::limits::{MAX_CAPABILITIES, MAX_TEXT_CHARS};

/// What a certificate and a list of them begin with.
const DER_SEQUENCE: u8 = 0x30;

/// A cause, how sure, and what was seen.
pub(crate) type Verdict = (Cause, Confidence, String);

/// Hosts where Microsoft Entra asks for a sign-in.
const SIGN_IN_HOSTS: [&str; 5] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
    "login.microsoft.com",
];

/// The domain of the Microsoft Entra application proxy.
const APP_PROXY_DOMAIN: &str = ".msappproxy.net";

/// Parts of issuer names of products that inspect TLS, in lower case.
const INSPECTION_ISSUERS: [&str; 16] = [
    "mitmproxy",
    "zscaler",
    "netskope",
    "fortinet",
    "fortigate",
    "blue coat",
    "bluecoat",
    "palo alto",
    "sophos",
    "umbrella",
    "mcafee web gateway",
    "skyhigh",
    "forcepoint",
    "check point",
    "kaspersky",
    "eset ssl filter",
];

/// The capabilities of RFC 8894, 3.5.2, in lower case.
const CAPABILITIES: [&str; 10] = [
    "aes",
    "des3",
    "getnextcacert",
    "postpkioperation",
    "renewal",
    "sha-1",
    "sha-256",
    "sha-512",
    "scepstandard",
    "update",
];

/// What a status that is no success means for a request of ordinary length.
pub(crate) fn status(answer: &Fetched, scep: &ScepUrl, operation: bool) -> Option<Verdict> {
    let text = decoded(&answer.body);
    let seen = |more: &str| {
        let more = if more.is_empty() { String::new() } else { format!(", {more}") };
        format!("HTTP {}{more}", answer.status)
    };
    if text.contains("This corporate app can't be accessed")
        || text.contains("corporate app can&#39;t be accessed")
    {
        if text.contains("Gateway Timeout") || text.contains("GatewayTimeout") {
            return Some((
                Cause::AppProxyConnectorStopped,
                Confidence::Certain,
                seen("the application proxy says Gateway Timeout"),
            ));
        }
        return Some((
            Cause::AppProxyBadGateway,
            Confidence::Likely,
            seen("the application proxy can't reach the server"),
        ));
    }
    Some(match answer.status {
        200..=299 => return None,
        300..=399 => redirect(answer, scep),
        400 | 401 | 403 if text.to_ascii_lowercase().contains("ssl certificate was sent") => {
            (Cause::ClientCertificateRequired, Confidence::Certain, seen("no client certificate was sent"))
        }
        400 => (Cause::InvalidServerResponse, Confidence::Possible, seen("")),
        401 => (Cause::PreAuthentication, Confidence::Possible, seen("the server asks for a sign-in")),
        // The right answer to a plain GET where the policy module is active.
        403 if !operation => return None,
        403 => (Cause::NdesForbidden, Confidence::Certain, seen("")),
        404 => (Cause::NdesNotFound, Confidence::Certain, seen("")),
        407 => (Cause::ProxyBlocked, Confidence::Certain, seen("the proxy asks for a sign-in")),
        414 | 431 => (Cause::UriTooLong, Confidence::Certain, seen("")),
        500 => (Cause::NdesInternalError, Confidence::Certain, seen("")),
        502 => (Cause::AppProxyBadGateway, Confidence::Possible, seen("")),
        503 => (Cause::ScepAppPoolStopped, Confidence::Likely, seen("")),
        504 => (Cause::AppProxyConnectorStopped, Confidence::Likely, seen("")),
        _ => (Cause::InvalidServerResponse, Confidence::Possible, seen("")),
    })
}

fn redirect(answer: &Fetched, scep: &ScepUrl) -> Verdict {
    let location = answer.location.as_deref().unwrap_or_default();
    let seen = format!("HTTP {} to {}", answer.status, without_query(location));
    let target = scep.url().join(location).ok();
    let host = target.as_ref().and_then(Url::host_str).unwrap_or_default().to_ascii_lowercase();
    if SIGN_IN_HOSTS.contains(&host.as_str()) {
        return (Cause::PreAuthentication, Confidence::Certain, seen);
    }
    if Some(host.as_str()) == scep.url().host_str() {
        return (Cause::UnexpectedContent, Confidence::Likely, seen);
    }
    (Cause::CaptivePortal, Confidence::Possible, seen)
}

/// A query may hold a token.
fn without_query(location: &str) -> String {
    location.split(['?', '#']).next().unwrap_or_default().chars().take(MAX_TEXT_CHARS).collect()
}

/// What the page of a plain GET says beyond its status.
pub(crate) fn plain_page(answer: &Fetched) -> Option<Verdict> {
    let page = decoded(&answer.body);
    // NDES writes its own page in UTF-16; with the policy module active nobody sees it.
    (answer.status == 200 && page.contains("Network Device Enrollment Service")).then(|| {
        (Cause::NdesPageWithoutPolicyModule, Confidence::Certain, "the page of NDES itself".to_owned())
    })
}

/// What a body is instead of the answer to an operation.
pub(crate) fn not_scep(answer: &Fetched) -> Verdict {
    let page = decoded(&answer.body);
    let what = answer.content_type.as_deref().unwrap_or("no content type");
    let lower = page.trim_start().to_ascii_lowercase();
    if lower.starts_with('<') || what.starts_with("text/html") {
        let seen = format!("HTTP {}, a page ({what})", answer.status);
        let sign_in =
            ["password", "login", "sign in", "accept the terms"].iter().any(|word| lower.contains(word));
        return if sign_in {
            (Cause::CaptivePortal, Confidence::Likely, seen)
        } else {
            (Cause::UnexpectedContent, Confidence::Likely, seen)
        };
    }
    (
        Cause::UnexpectedContent,
        Confidence::Likely,
        format!("HTTP {}, {} bytes of {what}", answer.status, answer.body.len()),
    )
}

/// An answer that is no list of certificates.
pub(crate) fn no_list(answer: &Fetched) -> Verdict {
    // What is cut can't be read, whatever it was; a page is one all the same.
    match not_scep(answer) {
        (Cause::UnexpectedContent, _, seen) if answer.cut && answer.body.first() == Some(&DER_SEQUENCE) => {
            let seen = format!("{seen}: more than a device would take");
            (Cause::CaResponseInvalid, Confidence::Likely, seen)
        }
        verdict => verdict,
    }
}

/// The capabilities in an answer; `None` where it is something else. A body without a single line is an empty list.
pub(crate) fn capabilities(answer: &Fetched) -> Option<Vec<String>> {
    let text = std::str::from_utf8(&answer.body).ok()?;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let known = lines.iter().any(|line| CAPABILITIES.contains(&line.to_ascii_lowercase().as_str()));
    if !known && !lines.is_empty() {
        return None;
    }
    let kept = lines.into_iter().take(MAX_CAPABILITIES);
    Some(kept.map(|line| line.chars().filter(|c| !c.is_control()).take(MAX_CAPABILITIES).collect()).collect())
}

/// What a list of capabilities lacks.
pub(crate) fn weak(capabilities: &[String]) -> Option<Verdict> {
    let has = |name: &str| capabilities.iter().any(|c| c.eq_ignore_ascii_case(name));
    if capabilities.is_empty() {
        return Some((Cause::CapabilitiesMissing, Confidence::Likely, "an empty list".to_owned()));
    }
    let digest = has("SHA-256") || has("SHA-512") || has("SCEPStandard");
    let cipher = has("AES") || has("DES3") || has("SCEPStandard");
    (!digest || !cipher).then(|| (Cause::WeakCapabilities, Confidence::Likely, capabilities.join(", ")))
}

/// What is wrong with the certificates that GetCACert gave.
pub(crate) fn ca_certificates(
    certificates: &[CertificateFacts],
    ask_as: AskAs,
    now: OffsetDateTime,
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let now = Stamp::from_unix_nanos(now.unix_timestamp_nanos());
    let is = |c: &CertificateFacts, role| c.roles.contains(&role);
    let cas: Vec<_> = certificates.iter().filter(|c| is(c, CertificateRole::Ca)).collect();
    let ras: Vec<_> = certificates
        .iter()
        .filter(|c| is(c, CertificateRole::RaSignature) || is(c, CertificateRole::RaEncryption))
        .collect();
    if cas.is_empty() {
        verdicts.push((
            Cause::CaResponseInvalid,
            Confidence::Likely,
            "no certificate of a CA in the list".to_owned(),
        ));
    }
    for certificate in &cas {
        if certificate.not_after.is_some_and(|end| end < now) {
            verdicts.push((Cause::CaResponseInvalid, Confidence::Likely, expired(certificate)));
        }
    }
    for certificate in &ras {
        if certificate.not_after.is_some_and(|end| end < now) {
            verdicts.push((Cause::RaCertificateExpired, Confidence::Certain, expired(certificate)));
        }
        if !cas.is_empty() && !cas.iter().any(|ca| ca.subject == certificate.issuer) {
            let seen = format!(
                "{} was issued by {}, which is not in the list",
                certificate.subject, certificate.issuer
            );
            verdicts.push((Cause::RaCertificateFromOldCa, Confidence::Likely, seen));
        }
    }
    if !ras.is_empty() {
        for (role, word) in
            [(CertificateRole::RaSignature, "signs"), (CertificateRole::RaEncryption, "encrypts")]
        {
            if !ras.iter().any(|c| is(c, role)) {
                let seen = format!("no registration authority certificate that {word}");
                verdicts.push((Cause::RaResponseInvalid, Confidence::Likely, seen));
            }
        }
    }
    for certificate in certificates {
        let algorithm = certificate.signature_algorithm.as_str();
        let refused = algorithm.starts_with("md5") || algorithm == "RSASSA-PSS" || algorithm == "sha1RSA";
        if refused && ask_as == AskAs::Ios {
            let seen = format!("{}: {algorithm}", certificate.subject);
            verdicts.push((Cause::SignatureAlgorithmUnsupported, Confidence::Possible, seen));
        }
    }
    verdicts
}

fn expired(certificate: &CertificateFacts) -> String {
    let end = certificate.not_after.map(|end| end.to_string()).unwrap_or_default();
    format!("{} ended on {end}", certificate.subject)
}

/// What an unsuccessful handshake means.
pub(crate) fn tls(error: &TlsError, chain: &[CertificateFacts], host: &str) -> Vec<Verdict> {
    let own = chain.first();
    let issuer = own.map(|c| c.issuer.clone()).unwrap_or_default();
    let failure = |seen: String| vec![(Cause::TlsFailure, Confidence::Certain, seen)];
    match error {
        TlsError::InvalidCertificate(fault) => match fault {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => failure(match own {
                Some(own) => format!("the server's certificate has ended: {}", expired(own)),
                None => "a certificate of the server has ended".to_owned(),
            }),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                let mut verdicts = failure("the server's certificate is not valid yet".to_owned());
                verdicts.push((
                    Cause::ClockSkew,
                    Confidence::Possible,
                    "or this device's clock is slow".to_owned(),
                ));
                verdicts
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                let names = own.map(|c| c.names.join(", ")).unwrap_or_default();
                failure(format!("the certificate is not for {host}; it is for {names}"))
            }
            CertificateError::Revoked => failure("the server's certificate was revoked".to_owned()),
            CertificateError::UnknownIssuer => untrusted(&issuer),
            // Other systems say it in their own words; what they distrust is the chain.
            CertificateError::Other(_) | CertificateError::ApplicationVerificationFailure => {
                untrusted(&issuer)
            }
            other => failure(other.to_string()),
        },
        TlsError::AlertReceived(AlertDescription::CertificateRequired) => {
            vec![(Cause::ClientCertificateRequired, Confidence::Certain, error.to_string())]
        }
        other => failure(other.to_string()),
    }
}

fn untrusted(issuer: &str) -> Vec<Verdict> {
    let mut verdicts = vec![(Cause::TlsUntrustedRoot, Confidence::Certain, format!("issued by {issuer}"))];
    verdicts.extend(inspection(issuer));
    verdicts
}

/// Whether the issuer's name is that of a product that inspects TLS.
pub(crate) fn inspection(issuer: &str) -> Option<Verdict> {
    let lower = issuer.to_ascii_lowercase();
    let known = INSPECTION_ISSUERS.iter().any(|name| lower.contains(name));
    known.then(|| (Cause::TlsInterception, Confidence::Likely, format!("issued by {issuer}")))
}

/// What a name that is not found means.
pub(crate) fn dns(host: &str, error: &str) -> Vec<Verdict> {
    let mut verdicts = vec![(Cause::DnsFailure, Confidence::Certain, format!("{host}: {error}"))];
    if host.to_ascii_lowercase().trim_end_matches('.').ends_with(APP_PROXY_DOMAIN) {
        let seen = format!("{host} is a name of the application proxy that does not exist");
        verdicts.push((Cause::AppProxyUrlWrong, Confidence::Likely, seen));
    }
    verdicts
}

/// A page as text: UTF-8, or UTF-16 as NDES writes it.
fn decoded(body: &[u8]) -> String {
    let zeros = body.iter().skip(1).step_by(2).take(200).filter(|byte| **byte == 0).count();
    if body.starts_with(&[0xFF, 0xFE]) || zeros > 50 || (body.len() >= 8 && zeros * 3 > body.len().min(400)) {
        let units = body.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    }
    String::from_utf8_lossy(body).into_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn answer(status: u16, body: &[u8], location: Option<&str>) -> Fetched {
        Fetched {
            status,
            content_type: None,
            location: location.map(str::to_owned),
            date: None,
            server: None,
            body: body.to_vec(),
            cut: false,
            took: Duration::ZERO,
        }
    }

    fn scep() -> ScepUrl {
        ScepUrl::parse("https://ndes.contoso.example/certsrv/mscep/mscep.dll", false).unwrap()
    }

    #[test]
    fn every_status_of_the_table() {
        let of = |code, operation| status(&answer(code, b"", None), &scep(), operation).map(|v| v.0);
        assert_eq!(of(200, true), None);
        assert_eq!(of(403, false), None);
        assert_eq!(of(403, true), Some(Cause::NdesForbidden));
        assert_eq!(of(404, true), Some(Cause::NdesNotFound));
        assert_eq!(of(407, true), Some(Cause::ProxyBlocked));
        assert_eq!(of(414, true), Some(Cause::UriTooLong));
        assert_eq!(of(500, true), Some(Cause::NdesInternalError));
        assert_eq!(of(502, true), Some(Cause::AppProxyBadGateway));
        assert_eq!(of(503, true), Some(Cause::ScepAppPoolStopped));
        assert_eq!(of(504, true), Some(Cause::AppProxyConnectorStopped));
    }

    #[test]
    fn a_redirect_is_told_by_where_it_leads() {
        let of = |location| status(&answer(302, b"", Some(location)), &scep(), true);
        let sign_in = of("https://login.microsoftonline.com/common/oauth2?token=secret").unwrap();
        assert_eq!((sign_in.0, sign_in.1), (Cause::PreAuthentication, Confidence::Certain));
        assert!(!sign_in.2.contains("secret"));
        assert_eq!(of("https://login.microsoftonline.com.evil.example/").unwrap().0, Cause::CaptivePortal);
        assert_eq!(of("/elsewhere").unwrap().0, Cause::UnexpectedContent);
        assert_eq!(of("http://portal.hotel.example/").unwrap().0, Cause::CaptivePortal);
    }

    #[test]
    fn the_page_of_ndes_itself_in_utf_16() {
        let page = "<html>Network Device Enrollment Service allows you to obtain certificates";
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(plain_page(&answer(200, &wide, None)).unwrap().0, Cause::NdesPageWithoutPolicyModule);
        assert_eq!(
            plain_page(&answer(200, page.as_bytes(), None)).unwrap().0,
            Cause::NdesPageWithoutPolicyModule
        );
        assert_eq!(plain_page(&answer(200, b"<html>It works", None)), None);
    }

    #[test]
    fn tells_capabilities_from_other_texts() {
        let read = |text: &str| capabilities(&answer(200, text.as_bytes(), None));
        assert_eq!(
            read("POSTPKIOperation\r\nSHA-256\nAES\n").unwrap(),
            ["POSTPKIOperation", "SHA-256", "AES"]
        );
        assert_eq!(read("").unwrap(), Vec::<String>::new());
        assert_eq!(read("<html>sign in</html>"), None);
        assert_eq!(weak(&read("SHA-1\nDES3").unwrap()).unwrap().0, Cause::WeakCapabilities);
        assert_eq!(weak(&read("SHA-256\nAES").unwrap()), None);
        assert_eq!(weak(&[]).unwrap().0, Cause::CapabilitiesMissing);
    }

    #[test]
    fn a_missing_name_behind_the_application_proxy_is_told() {
        let causes: Vec<_> =
            dns("ndes-contoso.msappproxy.net", "not found").into_iter().map(|v| v.0).collect();
        assert_eq!(causes, [Cause::DnsFailure, Cause::AppProxyUrlWrong]);
        assert_eq!(dns("ndes.contoso.example", "not found").len(), 1);
    }
}
