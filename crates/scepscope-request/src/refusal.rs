//! Why a request is not carried out.

use std::fmt;

use crate::key::LinkKey;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)+) => {
        /// What is wrong. `error-<id>-what` and `error-<id>-next` in `locales/` say it to people; faces act on the code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RefusalCode {
            $($(#[$doc])* $variant,)+
        }

        impl RefusalCode {
            /// Every code.
            pub const ALL: &'static [RefusalCode] = &[$(RefusalCode::$variant,)+];

            /// The stable identifier.
            pub const fn id(self) -> &'static str {
                match self { $(RefusalCode::$variant => $id,)+ }
            }
        }
    };
}

codes! {
    /// Not a link of ours, or its token is no compact JWS of a JSON object.
    LinkMalformed = "link-malformed",
    /// Longer than [`crate::limits`] allow.
    LinkTooLong = "link-too-long",
    /// A key stands twice in the header or in the claims.
    DuplicateKey = "link-duplicate-key",
    /// `alg` is not the algorithm of the trusted key (`none`, `HS256`, `ES256` with an Ed25519 key, …).
    AlgorithmRefused = "link-algorithm-refused",
    /// `typ` is not [`crate::TYPE`].
    TypeWrong = "link-type-wrong",
    /// The header has `crit` or `b64`: it demands what this program does not know.
    CriticalHeader = "link-critical-header",
    /// No trusted key signed it.
    KeyUnknown = "link-key-unknown",
    /// Nobody on this unmanaged device confirmed the key that signed it.
    KeyNotConfirmed = "link-key-not-confirmed",
    /// It names a trusted key, but the signature is not that key's.
    SignatureInvalid = "link-signature-invalid",
    /// `aud` is not [`crate::AUDIENCE`].
    AudienceWrong = "link-audience-wrong",
    /// A claim is missing, or not of the form that `docs/links.md` gives it.
    ClaimInvalid = "link-claim-invalid",
    /// `exp` has passed.
    Expired = "link-expired",
    /// `nbf` or `iat` has not come.
    NotYetValid = "link-not-yet-valid",
    /// Valid for longer than [`crate::limits::MAX_LIFETIME_SECONDS`].
    LifetimeTooLong = "link-lifetime-too-long",
    /// The device's clock shows an earlier time than when a request was last accepted.
    ClockRolledBack = "clock-rolled-back",
    /// This `jti` was carried out before.
    AlreadyUsed = "link-already-used",
    /// What was used before can't be read or written.
    MemoryUnusable = "link-memory-unusable",
    /// The request is for another device.
    DeviceMismatch = "link-device-mismatch",
    /// The request is for one device, and this one does not know its id.
    DeviceUnknown = "link-device-unknown",
    /// `recipient` is no age X25519 recipient.
    RecipientInvalid = "link-recipient-invalid",
    /// An entry of `collect` is not a source id: a path, for instance.
    SourceInvalid = "link-source-invalid",
    /// An address is not a plain URL: whitespace, a backslash, an empty label, a fragment, …
    AddressMalformed = "address-malformed",
    /// An address has a scheme that is not allowed, such as plain `http`.
    AddressScheme = "address-scheme",
    /// An address holds a user name or password.
    AddressUserInfo = "address-user-info",
    /// An address names a host by number.
    AddressIpLiteral = "address-ip-literal",
    /// An address leads back to this device.
    AddressLoopback = "address-loopback",
    /// An address is link-local: the local network, or a cloud machine's metadata service.
    AddressLinkLocal = "address-link-local",
    /// A host is written in punycode.
    AddressPunycode = "address-punycode",
    /// A host has letters outside ASCII, which can imitate others.
    AddressForeignScript = "address-foreign-script",
    /// An address names a port that the policy does not list.
    AddressPort = "address-port",
    /// The policy does not list the host of `upload`.
    UploadHostNotAllowed = "upload-host-not-allowed",
    /// The policy does not list the host of `scep_url`.
    ScepHostNotAllowed = "scep-host-not-allowed",
    /// `--yes`, and the policy does not allow an upload without a person's consent.
    YesNotAllowed = "policy-no-yes",
    /// Nobody is there to ask: no terminal, and no `--yes`.
    NobodyToAsk = "consent-nobody-to-ask",
    /// The policy is there but can't be relied on.
    PolicyUnusable = "policy-unusable",
    /// The consent was given to something else.
    ConsentMismatch = "consent-mismatch",
}

/// A refusal: a code, and particulars for an administrator, which may quote the link and are hostile text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub code: RefusalCode,
    /// Particulars, not translated.
    pub detail: Option<String>,
    /// The key that signed, with [`RefusalCode::KeyNotConfirmed`].
    pub key: Option<Box<LinkKey>>,
}

impl Refusal {
    /// A refusal without particulars.
    pub const fn new(code: RefusalCode) -> Refusal {
        Refusal { code, detail: None, key: None }
    }

    /// A refusal with particulars.
    pub fn with(code: RefusalCode, detail: impl fmt::Display) -> Refusal {
        Refusal { code, detail: Some(detail.to_string()), key: None }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.id())?;
        self.detail.as_ref().map_or(Ok(()), |d| write!(f, ": {d}"))
    }
}

impl std::error::Error for Refusal {}
