//! What an inspection of an NDES server says: check by check, what was looked at, found and expected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Cause, Tool};

/// The value of `schema` in every inspection of this form.
pub const INSPECTION_SCHEMA: &str = "scepscope.inspection/1";

macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)+) => {
        /// A check of the server. Its title and its own fix are looked up by this id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum CheckId {
            $($(#[$doc])* #[serde(rename = $id)] $variant,)+
        }

        impl CheckId {
            /// Every check, in the order in which they are made and shown: along the way of a request.
            pub const ALL: &'static [CheckId] = &[$(CheckId::$variant,)+];

            /// The stable identifier.
            pub const fn id(self) -> &'static str {
                match self { $(CheckId::$variant => $id,)+ }
            }
        }
    };
}

checks! {
    /// The application proxy's connector runs and starts by itself.
    AppProxyConnector = "app_proxy_connector",
    /// HTTP.sys takes requests as long as SCEP's.
    HttpSys = "http_sys",
    /// IIS request filtering takes URLs and queries as long as SCEP's.
    RequestFiltering = "request_filtering",
    /// What IIS and HTTP.sys logged of requests.
    WebLog = "web_log",
    /// The SCEP application pool runs.
    AppPool = "app_pool",
    /// No worker process of IIS crashed.
    AppPoolCrashes = "app_pool_crashes",
    /// The pool's account is neither locked nor disabled, and its password has not expired.
    ServiceAccount = "service_account",
    /// The pool's account may log on and is a member of `IIS_IUSRS`.
    ServiceAccountRights = "service_account_rights",
    /// `IIS_IUSRS` may impersonate a client after authentication.
    ImpersonationRight = "impersonation_right",
    /// The root store holds self-issued certificates only.
    RootStore = "root_store",
    /// Both RA certificates are there and valid.
    RaCertificates = "ra_certificates",
    /// The RA certificates come from the present CA certificate.
    RaIssuer = "ra_issuer",
    /// The pool's account may read the RA certificates' keys.
    RaKeys = "ra_keys",
    /// The Intune policy module is registered with NDES.
    PolicyModule = "policy_module",
    /// The policy module's certificate is there and valid.
    PolicyModuleCertificate = "policy_module_certificate",
    /// The policy module's certificate is for client authentication and carries the server's name.
    PolicyModuleCertificateUse = "policy_module_certificate_use",
    /// What the policy module logged.
    PolicyModuleLog = "policy_module_log",
    /// The connector's site takes anonymous requests and asks for no Windows sign-in.
    ConnectorAuthentication = "connector_authentication",
    /// The connector's setup succeeded.
    ConnectorSetup = "connector_setup",
    /// The services of the connector and of IIS run.
    ConnectorServices = "connector_services",
    /// What the connector logged.
    ConnectorLog = "connector_log",
    /// Revocation lists can be fetched.
    Revocation = "revocation",
    /// What NDES and the connector logged of the certification authority.
    CertificationAuthority = "certification_authority",
}

/// How a check, or one thing that was looked at, came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// As it should be.
    Ok,
    /// It could not be told. Never stands for "as it should be".
    Unknown,
    /// Not as it should be.
    Wrong,
}

impl CheckState {
    /// The stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            CheckState::Ok => "ok",
            CheckState::Unknown => "unknown",
            CheckState::Wrong => "wrong",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Found {
    /// This.
    Value {
        /// As the server has it.
        value: String,
    },
    /// Nothing is set, so that the system's own default counts.
    Default {
        /// The default.
        value: String,
    },
    /// Nothing.
    Nothing,
    /// It could not be read.
    Unread {
        /// Why: a stable word, or what the system said.
        reason: String,
    },
}

/// What was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Expected {
    /// Exactly this.
    Is {
        /// The value.
        value: String,
    },
    /// This or more.
    AtLeast {
        /// The number.
        value: u64,
    },
    /// A list with this in it.
    Holds {
        /// The member.
        value: String,
    },
    /// A list without this.
    Lacks {
        /// The member.
        value: String,
    },
    /// That it is there.
    Present,
    /// A certificate that is valid at the time of the inspection.
    ValidAt {
        /// RFC 3339.
        time: String,
    },
    /// A certificate that its own subject issued.
    SelfIssued,
    /// No record of this kind.
    NoRecord,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckItem {
    /// Where: a registry value, a store, an element of a configuration file, a line of a log.
    pub looked_at: String,
    /// What is there.
    pub found: Found,
    /// What should be.
    pub expected: Expected,
    /// How it came out.
    pub state: CheckState,
    /// The cause that it proves, where it is wrong and the vocabulary has one; its remedy applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Which one.
    pub id: CheckId,
    /// The worst of its items' states; unknown where there is none.
    pub state: CheckState,
    /// What was looked at.
    pub items: Vec<CheckItem>,
    /// Further items that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Check {
    /// The causes of what is wrong, each once, in the order of the items.
    pub fn causes(&self) -> Vec<Cause> {
        let mut causes = Vec::new();
        let wrong = self.items.iter().filter(|item| item.state == CheckState::Wrong);
        for cause in wrong.filter_map(|item| item.cause) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    /// Whether something is wrong that the vocabulary has no cause for, so that the check's own fix applies.
    pub fn has_own_fix(&self) -> bool {
        self.items.iter().any(|item| item.state == CheckState::Wrong && item.cause.is_none())
    }
}

/// Where the facts came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionOrigin {
    /// An export that the script made on the server.
    Export,
    /// The server itself.
    Live,
}

/// An inspection of an NDES server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inspection {
    /// Always [`INSPECTION_SCHEMA`].
    pub schema: String,
    /// The program that made it.
    pub tool: Tool,
    /// Where the facts came from.
    pub origin: InspectionOrigin,
    /// The server's full name, where it is known.
    pub server: Option<String>,
    /// When the facts were taken, RFC 3339. Validity is judged at this time.
    pub taken: String,
    /// Every check, in the order of [`CheckId::ALL`].
    pub checks: Vec<Check>,
}
