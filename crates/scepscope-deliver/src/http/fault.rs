//! From an error or an answer to a [`Failure`].

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::Answer;
use super::body::LoadError;
use crate::failure::{Failure, FailureCode};
use crate::target::redacted;

/// What an error of the HTTP library means. Decides by types, not by texts.
pub(super) fn of_error(error: &reqwest::Error) -> Failure {
    let code = match cause(error) {
        Some(code) => code,
        None if error.is_timeout() => FailureCode::DeliveryTimeout,
        None if error.is_dns() => FailureCode::DeliveryDns,
        None if error.is_connect() => FailureCode::DeliveryConnect,
        None if error.is_builder() => FailureCode::DeliveryInternal,
        None => FailureCode::DeliveryInterrupted,
    };
    Failure::new(code).detail(innermost(error))
}

/// The first cause that says more than the library's own kinds.
fn cause(error: &(dyn Error + 'static)) -> Option<FailureCode> {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<LoadError>() {
            return Some(FailureCode::DeliveryBundleUnreadable);
        }
        // An I/O error hides what it wraps from `source`.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let tls = error.downcast_ref().or_else(|| wrapped.and_then(|w| w.downcast_ref()));
        if let Some(tls) = tls {
            return Some(of_tls(tls));
        }
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

fn of_tls(error: &rustls::Error) -> FailureCode {
    match error {
        rustls::Error::InvalidCertificate(
            CertificateError::UnknownIssuer
            | CertificateError::BadSignature
            | CertificateError::Other(_)
            | CertificateError::ApplicationVerificationFailure,
        ) => FailureCode::DeliveryTlsUntrusted,
        _ => FailureCode::DeliveryTls,
    }
}

/// The last error of the chain; it holds no URL.
fn innermost(error: &reqwest::Error) -> String {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if innermost.is::<reqwest::Error>() {
        return "no further cause".to_owned();
    }
    innermost.to_string()
}

/// A fault that this answer tells, of a kind that the caller knows.
pub(crate) fn answered(answer: &Answer, code: FailureCode) -> Failure {
    Failure {
        host: answer.url.host_str().map(str::to_owned),
        method: Some(answer.method.as_str().into()),
        url: Some(redacted(&answer.url).into()),
        status: Some(answer.status),
        retry_after: answer.retry_after.map(|wait| wait.as_secs()),
        ..Failure::new(code)
    }
}

/// A fault by the status of an answer that is not what the protocol wants.
pub(crate) fn refusal(answer: &Answer) -> Failure {
    let code = match answer.status {
        200..=299 | 511 if is_page(answer) => FailureCode::DeliveryCaptivePortal,
        511 => FailureCode::DeliveryCaptivePortal,
        401 | 403 => FailureCode::DeliveryForbidden,
        404 | 410 => FailureCode::DeliveryGone,
        407 => FailureCode::DeliveryProxyLogin,
        408 => FailureCode::DeliveryTimeout,
        409 => FailureCode::DeliveryConflict,
        413 => FailureCode::DeliveryTooLarge,
        422 => FailureCode::DeliveryRefused,
        423 => FailureCode::DeliveryLocked,
        425 | 429 => FailureCode::DeliveryBusy,
        460 => FailureCode::DeliveryChecksum,
        500..=599 => FailureCode::DeliveryServer,
        _ => FailureCode::DeliveryProtocol,
    };
    let failure = answered(answer, code);
    match std::str::from_utf8(&answer.body) {
        Ok(text) if !text.trim().is_empty() && !is_page(answer) => failure.detail(text.trim()),
        _ => failure,
    }
}

/// Whether the answer is a web page.
fn is_page(answer: &Answer) -> bool {
    let html = answer.header("content-type").is_some_and(|t| {
        let kind = t.trim_start();
        kind.get(..9).is_some_and(|k| k.eq_ignore_ascii_case("text/html"))
    });
    html || answer.body.trim_ascii_start().first_chunk().is_some_and(|start: &[u8; 5]| {
        start.eq_ignore_ascii_case(b"<html") || start.eq_ignore_ascii_case(b"<!doc")
    })
}
