//! Why a bundle has not arrived, as codes that faces act on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kept a bundle from arriving. Its two sentences are `error-<code>-what` and `-next` in `locales/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// The server's name was not found.
    DeliveryDns,
    /// No connection to the server's address.
    DeliveryConnect,
    /// The connection was lost while sending.
    DeliveryInterrupted,
    /// No answer within the time limit.
    DeliveryTimeout,
    /// TLS failed for another reason than trust.
    DeliveryTls,
    /// The certificate shown is not issued by a trusted authority: TLS inspection, or a foreign network.
    DeliveryTlsUntrusted,
    /// The proxy's name was not found, or it does not answer.
    DeliveryProxyUnreachable,
    /// The proxy wants a login (407).
    DeliveryProxyLogin,
    /// The proxy refused to connect.
    DeliveryProxyRefused,
    /// A page came where the protocol's answer was due: a captive portal or filter.
    DeliveryCaptivePortal,
    /// Redirected to another server.
    DeliveryRedirectRefused,
    /// Redirected more often than is followed.
    DeliveryRedirectLoop,
    /// Not allowed (401, 403).
    DeliveryForbidden,
    /// The permission to upload has expired.
    DeliveryExpired,
    /// The upload place does not exist (404, 410).
    DeliveryGone,
    /// Larger than the server takes (413).
    DeliveryTooLarge,
    /// Another offset than the server's (409).
    DeliveryConflict,
    /// Somebody else is writing to this upload (423).
    DeliveryLocked,
    /// Too many requests (429).
    DeliveryBusy,
    /// The server failed (5xx).
    DeliveryServer,
    /// What arrived had another checksum.
    DeliveryChecksum,
    /// The server named an offset that can't be.
    DeliveryWrongOffset,
    /// The server looked at the bundle and refused it.
    DeliveryRefused,
    /// The server forgot the upload after the last bytes had been sent: whether it arrived can't be told.
    DeliveryDoubtful,
    /// An answer that the protocol does not know.
    DeliveryProtocol,
    /// The receipt is not valid, not for this bundle, or of another key than the pinned one.
    DeliveryReceipt,
    /// No receipt came although one is due.
    DeliveryReceiptMissing,
    /// The bundle's file was changed since it was queued.
    DeliveryBundleChanged,
    /// The bundle's file can't be read.
    DeliveryBundleUnreadable,
    /// Somebody asked to stop.
    DeliveryCancelled,
    /// A fault of the program itself.
    DeliveryInternal,
}

impl FailureCode {
    /// Every code.
    pub const ALL: &'static [FailureCode] = &[
        FailureCode::DeliveryDns,
        FailureCode::DeliveryConnect,
        FailureCode::DeliveryInterrupted,
        FailureCode::DeliveryTimeout,
        FailureCode::DeliveryTls,
        FailureCode::DeliveryTlsUntrusted,
        FailureCode::DeliveryProxyUnreachable,
        FailureCode::DeliveryProxyLogin,
        FailureCode::DeliveryProxyRefused,
        FailureCode::DeliveryCaptivePortal,
        FailureCode::DeliveryRedirectRefused,
        FailureCode::DeliveryRedirectLoop,
        FailureCode::DeliveryForbidden,
        FailureCode::DeliveryExpired,
        FailureCode::DeliveryGone,
        FailureCode::DeliveryTooLarge,
        FailureCode::DeliveryConflict,
        FailureCode::DeliveryLocked,
        FailureCode::DeliveryBusy,
        FailureCode::DeliveryServer,
        FailureCode::DeliveryChecksum,
        FailureCode::DeliveryWrongOffset,
        FailureCode::DeliveryRefused,
        FailureCode::DeliveryDoubtful,
        FailureCode::DeliveryProtocol,
        FailureCode::DeliveryReceipt,
        FailureCode::DeliveryReceiptMissing,
        FailureCode::DeliveryBundleChanged,
        FailureCode::DeliveryBundleUnreadable,
        FailureCode::DeliveryCancelled,
        FailureCode::DeliveryInternal,
    ];

    /// The code as it stands in documents and message ids.
    pub const fn id(self) -> &'static str {
        match self {
            FailureCode::DeliveryDns => "delivery-dns",
            FailureCode::DeliveryConnect => "delivery-connect",
            FailureCode::DeliveryInterrupted => "delivery-interrupted",
            FailureCode::DeliveryTimeout => "delivery-timeout",
            FailureCode::DeliveryTls => "delivery-tls",
            FailureCode::DeliveryTlsUntrusted => "delivery-tls-untrusted",
            FailureCode::DeliveryProxyUnreachable => "delivery-proxy-unreachable",
            FailureCode::DeliveryProxyLogin => "delivery-proxy-login",
            FailureCode::DeliveryProxyRefused => "delivery-proxy-refused",
            FailureCode::DeliveryCaptivePortal => "delivery-captive-portal",
            FailureCode::DeliveryRedirectRefused => "delivery-redirect-refused",
            FailureCode::DeliveryRedirectLoop => "delivery-redirect-loop",
            FailureCode::DeliveryForbidden => "delivery-forbidden",
            FailureCode::DeliveryExpired => "delivery-expired",
            FailureCode::DeliveryGone => "delivery-gone",
            FailureCode::DeliveryTooLarge => "delivery-too-large",
            FailureCode::DeliveryConflict => "delivery-conflict",
            FailureCode::DeliveryLocked => "delivery-locked",
            FailureCode::DeliveryBusy => "delivery-busy",
            FailureCode::DeliveryServer => "delivery-server",
            FailureCode::DeliveryChecksum => "delivery-checksum",
            FailureCode::DeliveryWrongOffset => "delivery-wrong-offset",
            FailureCode::DeliveryRefused => "delivery-refused",
            FailureCode::DeliveryDoubtful => "delivery-doubtful",
            FailureCode::DeliveryProtocol => "delivery-protocol",
            FailureCode::DeliveryReceipt => "delivery-receipt",
            FailureCode::DeliveryReceiptMissing => "delivery-receipt-missing",
            FailureCode::DeliveryBundleChanged => "delivery-bundle-changed",
            FailureCode::DeliveryBundleUnreadable => "delivery-bundle-unreadable",
            FailureCode::DeliveryCancelled => "delivery-cancelled",
            FailureCode::DeliveryInternal => "delivery-internal",
        }
    }

    /// Whether trying again later, without anybody changing anything, may help.
    pub const fn is_transient(self) -> bool {
        match self {
            FailureCode::DeliveryDns
            | FailureCode::DeliveryConnect
            | FailureCode::DeliveryInterrupted
            | FailureCode::DeliveryTimeout
            | FailureCode::DeliveryTls
            | FailureCode::DeliveryTlsUntrusted
            | FailureCode::DeliveryProxyUnreachable
            | FailureCode::DeliveryProxyLogin
            | FailureCode::DeliveryProxyRefused
            | FailureCode::DeliveryCaptivePortal
            | FailureCode::DeliveryConflict
            | FailureCode::DeliveryLocked
            | FailureCode::DeliveryBusy
            | FailureCode::DeliveryServer
            | FailureCode::DeliveryChecksum
            | FailureCode::DeliveryWrongOffset
            | FailureCode::DeliveryReceiptMissing
            | FailureCode::DeliveryCancelled => true,
            FailureCode::DeliveryRedirectRefused
            | FailureCode::DeliveryRedirectLoop
            | FailureCode::DeliveryForbidden
            | FailureCode::DeliveryExpired
            | FailureCode::DeliveryGone
            | FailureCode::DeliveryTooLarge
            | FailureCode::DeliveryRefused
            | FailureCode::DeliveryDoubtful
            | FailureCode::DeliveryProtocol
            | FailureCode::DeliveryReceipt
            | FailureCode::DeliveryBundleChanged
            | FailureCode::DeliveryBundleUnreadable
            | FailureCode::DeliveryInternal => false,
        }
    }
}

/// A fault with everything that an administrator asks for. Holds no secret: URLs stand without their query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Failure {
    /// What kind.
    pub code: FailureCode,
    /// The host that the fault is about: the server, or the proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The request's method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Box<str>>,
    /// The request's URL without query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// The answer's status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How often this entry has been tried, this time included.
    #[serde(default)]
    pub tries: u32,
    /// Milliseconds that this try took.
    #[serde(default)]
    pub elapsed_ms: u64,
    /// Seconds that the server asked to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The system's or server's own words, cut to [`crate::limits::MAX_DETAIL_CHARS`]. Anybody's text: neutralise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Failure {
    /// A fault of this kind, with nothing known of it yet.
    pub const fn new(code: FailureCode) -> Failure {
        Failure {
            code,
            host: None,
            method: None,
            url: None,
            status: None,
            tries: 0,
            elapsed_ms: 0,
            retry_after: None,
            detail: None,
        }
    }

    /// The same with the system's or server's words.
    #[must_use]
    pub fn detail(mut self, detail: impl std::fmt::Display) -> Failure {
        let text: String = detail.to_string().chars().take(crate::limits::MAX_DETAIL_CHARS).collect();
        self.detail = Some(text);
        self
    }

    /// The same about a host.
    #[must_use]
    pub fn about(mut self, host: &str) -> Failure {
        self.host = Some(host.to_owned());
        self
    }

    /// One line for an administrator: code, request, status, tries, time, the system's words.
    pub fn summary(&self) -> String {
        let mut out = self.code.id().to_owned();
        if let (Some(method), Some(url)) = (&self.method, &self.url) {
            out.push_str(&format!(": {method} {url}"));
        } else if let Some(host) = &self.host {
            out.push_str(&format!(": {host}"));
        }
        if let Some(status) = self.status {
            out.push_str(&format!(" → {status}"));
        }
        if self.tries > 0 {
            let seconds = self.elapsed_ms / 1000;
            let tenths = self.elapsed_ms % 1000 / 100;
            out.push_str(&format!(", try {}, {seconds}.{tenths} s", self.tries));
        }
        if let Some(detail) = &self.detail {
            out.push_str(&format!(": {detail}"));
        }
        out
    }
}
