//! Asks a SCEP server as the device would, step by step, and names what the answers mean.
//!
//! Name lookup, connection, TLS, the plain URL, GetCACaps, GetCACert, and on request a query as long as a certificate
//! request makes it. Only ever GET; never the administration page, which mints a challenge; never PKIOperation, which
//! would use one up. What a server sends is hostile until checked: every body, every wait and every list is bounded by
//! a constant of [`limits`], and reaching it is a finding or stands in the step.
//!
//! The library knows no clock and no settings of its own: they come in as [`Options`].

mod ask;
mod certificates;
mod fetch;
mod guard;
mod judge;
mod reach;
mod run;
mod scep_url;
#[cfg_attr(target_os = "android", path = "system_trust_android.rs")]
mod system_trust;
mod verifier;

pub use ask::AskAs;
pub use run::{Options, Route, probe};
pub use scep_url::{ScepUrl, UrlRefusal};
pub use verifier::{SystemTrust, Trust, TrustError};

/// Every limit of the probe.
pub mod limits {
    use std::time::Duration;

    /// Longest SCEP URL that is taken, in bytes.
    pub const MAX_URL_BYTES: usize = 2048;
    /// Addresses of one name that are tried; how many there were is said.
    pub const MAX_ADDRESSES: usize = 8;
    /// How long looking up a name may take.
    pub const DNS_TIME: Duration = Duration::from_secs(10);
    /// How long connecting to one address may take.
    pub const CONNECT_TIME: Duration = Duration::from_secs(5);
    /// How long a TLS handshake, or the answer of a proxy, may take.
    pub const TLS_TIME: Duration = Duration::from_secs(10);
    /// How long one request may take, from the first byte sent to the last byte received.
    pub const REQUEST_TIME: Duration = Duration::from_secs(20);
    /// How long everything may take. What is left then is skipped.
    pub const TOTAL_TIME: Duration = Duration::from_secs(120);
    /// Longest body that is read, in bytes. The rest is not fetched.
    pub const MAX_BODY_BYTES: usize = 1 << 20;
    /// Most certificates that are looked at in one list.
    pub const MAX_CERTIFICATES: usize = 64;
    /// Largest certificate that is parsed, in bytes.
    pub const MAX_CERTIFICATE_BYTES: usize = 64 << 10;
    /// Most capabilities that are listed, and the longest one, in bytes.
    pub const MAX_CAPABILITIES: usize = 64;
    /// Longest text of a server that stands in a report, in characters.
    pub const MAX_TEXT_CHARS: usize = 300;
    /// Addresses for revocation that are tried.
    pub const MAX_REVOCATION_URLS: usize = 4;
    /// Lengths of the query that are tried, in bytes. A full 64 KiB fails on right servers too.
    pub const QUERY_LADDER: [usize; 5] = [2_100, 4_200, 16_000, 32_000, 60_000];
    /// Difference between the clocks of device and server from which it is a finding, in seconds: what Kerberos and
    /// many certificate checks allow.
    pub const MAX_CLOCK_SKEW_SECONDS: i64 = 300;
}
