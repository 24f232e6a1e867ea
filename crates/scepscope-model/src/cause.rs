//! Causes: the identifiers of everything a finding or a gap can name.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

macro_rules! causes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)+) => {
        /// One cause of the vocabulary. A finding carries exactly one, and a remedy of the same id exists
        /// for it in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Cause {
            $($(#[$doc])* #[serde(rename = $id)] $variant,)+
        }

        impl Cause {
            /// Every cause, in the order of the vocabulary.
            pub const ALL: &'static [Cause] = &[$(Cause::$variant,)+];

            /// The stable identifier, as it stands in reports and rules.
            pub const fn id(self) -> &'static str {
                match self { $(Cause::$variant => $id,)+ }
            }
        }
    };
}

causes! {
    /// The host name of the server could not be resolved.
    DnsFailure = "dns_failure",
    /// The server refused the connection or could not be reached.
    ConnectFailure = "connect_failure",
    /// Nothing answered while the connection was being made.
    ConnectTimeout = "connect_timeout",
    /// The TLS handshake failed.
    TlsFailure = "tls_failure",
    /// The server's TLS certificate does not chain to a root that the device trusts.
    TlsUntrustedRoot = "tls_untrusted_root",
    /// The TLS certificate comes from another issuer than the one seen elsewhere.
    TlsInterception = "tls_interception",
    /// The server asked for a TLS client certificate.
    ClientCertificateRequired = "client_certificate_required",
    /// A proxy refused the request.
    ProxyBlocked = "proxy_blocked",
    /// A network sign-in page answered in place of the server.
    CaptivePortal = "captive_portal",
    /// The application proxy asks for a sign-in first.
    PreAuthentication = "pre_authentication",
    /// The clocks of device and server differ too much.
    ClockSkew = "clock_skew",
    /// The server answers as it should.
    Healthy = "healthy",
    /// NDES answers with its own page: the Intune policy module is not active.
    NdesPageWithoutPolicyModule = "ndes_page_without_policy_module",
    /// The SCEP application pool is stopped (HTTP 503).
    ScepAppPoolStopped = "scep_app_pool_stopped",
    /// The application proxy connector does not answer (HTTP 504).
    AppProxyConnectorStopped = "app_proxy_connector_stopped",
    /// The application proxy got no usable answer from NDES (HTTP 502).
    AppProxyBadGateway = "app_proxy_bad_gateway",
    /// The connection stood, but the answer did not come in time.
    ResponseTimeout = "response_timeout",
    /// The external URL of the application proxy is wrong.
    AppProxyUrlWrong = "app_proxy_url_wrong",
    /// The server refused the length of the request URL.
    UriTooLong = "uri_too_long",
    /// NDES answered with an internal error (HTTP 500).
    NdesInternalError = "ndes_internal_error",
    /// The SCEP URL does not exist on the server (HTTP 404).
    NdesNotFound = "ndes_not_found",
    /// The server refused the request (HTTP 403).
    NdesForbidden = "ndes_forbidden",
    /// Something other than a SCEP answer came back.
    UnexpectedContent = "unexpected_content",
    /// GetCACaps got no answer that names capabilities.
    CapabilitiesMissing = "capabilities_missing",
    /// The server offers no hash or cipher that the device accepts.
    WeakCapabilities = "weak_capabilities",
    /// The CA certificate is not the one that the profile names.
    CaThumbprintMismatch = "ca_thumbprint_mismatch",
    /// The trusted-root profile holds an intermediate certificate.
    RootProfileIsIntermediate = "root_profile_is_intermediate",
    /// A registration authority certificate of NDES has expired.
    RaCertificateExpired = "ra_certificate_expired",
    /// A registration authority certificate was issued by an older CA.
    RaCertificateFromOldCa = "ra_certificate_from_old_ca",
    /// The device rejects the registration authority's certificates.
    RaResponseInvalid = "ra_response_invalid",
    /// The device rejects the certification authority's answer.
    CaResponseInvalid = "ca_response_invalid",
    /// A signature algorithm is not supported by the device.
    SignatureAlgorithmUnsupported = "signature_algorithm_unsupported",
    /// The Windows configuration service provider failed to process the profile.
    CspFailure = "csp_failure",
    /// The device never received the SCEP profile.
    ProfileNotReceived = "profile_not_received",
    /// The challenge holds characters that cannot be encoded.
    ChallengeInvalidCharacters = "challenge_invalid_characters",
    /// The challenge was no longer valid when it arrived.
    ChallengeExpired = "challenge_expired",
    /// The key is smaller than the certificate template asks for.
    KeyTooSmall = "key_too_small",
    /// The device could not make the key pair or the request.
    KeyGenerationFailed = "key_generation_failed",
    /// The request does not fit the certificate template.
    TemplateMismatch = "template_mismatch",
    /// The server's answer could not be read as a SCEP answer.
    InvalidServerResponse = "invalid_server_response",
    /// CertRep FAILURE badAlg.
    PkiBadAlg = "pki_bad_alg",
    /// CertRep FAILURE badMessageCheck.
    PkiBadMessageCheck = "pki_bad_message_check",
    /// CertRep FAILURE badRequest.
    PkiBadRequest = "pki_bad_request",
    /// CertRep FAILURE badTime.
    PkiBadTime = "pki_bad_time",
    /// CertRep FAILURE badCertId.
    PkiBadCertId = "pki_bad_cert_id",
    /// CertRep PENDING: somebody has to approve the request.
    PkiPending = "pki_pending",
    /// The nonce of the answer is not that of the request.
    NonceMismatch = "nonce_mismatch",
    /// The transaction id of the answer is not that of the request.
    TransactionMismatch = "transaction_mismatch",
    /// The user has not accepted the installation.
    InstallNotAccepted = "install_not_accepted",
    /// The certificate arrived and could not be installed.
    InstallFailed = "install_failed",
    /// The certificate that a profile refers to is not on the device.
    CertificateNotFound = "certificate_not_found",
    /// The server has no record of the request at the device's time.
    IisNoRequest = "iis_no_request",
    /// IIS_IUSRS lacks the right to impersonate a client.
    IisImpersonationRightMissing = "iis_impersonation_right_missing",
    /// An intermediate certificate lies in the server's root store.
    IisIntermediateInRootStore = "iis_intermediate_in_root_store",
    /// The server rejected the policy module's client certificate.
    IisClientCertificateRejected = "iis_client_certificate_rejected",
    /// The certificate lacks the client authentication purpose.
    ClientAuthEkuMissing = "client_auth_eku_missing",
    /// IIS request filtering refused the URL's length.
    RequestFilteringLimit = "request_filtering_limit",
    /// HTTP.sys refused the URL's length before IIS saw it.
    HttpSysLimit = "http_sys_limit",
    /// An IIS worker process crashed.
    AppPoolCrash = "app_pool_crash",
    /// A revocation list could not be fetched.
    CrlUnreachable = "crl_unreachable",
    /// Windows authentication is enabled where it must be off.
    WindowsAuthEnabled = "windows_auth_enabled",
    /// The policy module's certificate has expired.
    PolicyModuleCertificateExpired = "policy_module_certificate_expired",
    /// The policy module does not reach the connector.
    PolicyModuleCannotReachConnector = "policy_module_cannot_reach_connector",
    /// The connector's setup failed.
    ConnectorSetupFailed = "connector_setup_failed",
    /// The connector's setup succeeded.
    ConnectorSetupOk = "connector_setup_ok",
    /// The NDES service account is locked or its password expired.
    ServiceAccountLocked = "service_account_locked",
    /// NDES does not reach the certification authority.
    CaUnreachable = "ca_unreachable",
    /// The certification authority refused the request.
    CaRequestFailed = "ca_request_failed",
    /// The policy module's TLS certificate has another name.
    PolicyModuleTlsNameMismatch = "policy_module_tls_name_mismatch",
    /// The connector's signing certificate is missing.
    ConnectorSigningCertificateMissing = "connector_signing_certificate_missing",
    /// The connector could not verify the request.
    VerifyRequestFailed = "verify_request_failed",
    /// Verbose or debug logging was off: the steps could not have been recorded.
    VerboseLoggingOff = "verbose_logging_off",
    /// The log no longer reaches back to the attempt.
    LogRolledOver = "log_rolled_over",
    /// A source could not be read.
    SourceUnreadable = "source_unreadable",
    /// A source ends before its end, or a limit cut it.
    SourceTruncated = "source_truncated",
    /// Part of the evidence was left out of the bundle on purpose.
    SourceLeftOut = "source_left_out",
    /// The attempt stopped, and nothing recorded says why.
    StalledUnexplained = "stalled_unexplained",
}

impl Cause {
    /// Whether this is a statement about the evidence itself, not about the enrolment.
    pub const fn is_about_evidence(self) -> bool {
        matches!(
            self,
            Cause::VerboseLoggingOff
                | Cause::LogRolledOver
                | Cause::SourceUnreadable
                | Cause::SourceTruncated
                | Cause::SourceLeftOut
                | Cause::StalledUnexplained
        )
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Cause {
    type Err = UnknownCause;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Cause::ALL.iter().copied().find(|c| c.id() == s).ok_or(UnknownCause)
    }
}

/// The text is no cause of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCause;

impl fmt::Display for UnknownCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a cause of the vocabulary")
    }
}

impl std::error::Error for UnknownCause {}

impl JsonSchema for Cause {
    fn schema_name() -> Cow<'static, str> {
        "Cause".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = Cause::ALL.iter().map(|c| c.id()).collect();
        json_schema!({ "type": "string", "enum": ids })
    }
}
