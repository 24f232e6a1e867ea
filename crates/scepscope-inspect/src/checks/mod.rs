//! The checks: facts in, what was looked at, found and expected out.

mod accounts;
mod certificates;
mod logs;
mod requests;
mod services;

use scepscope_model::{
    Cause, Check, CheckId, CheckItem, CheckState, Expected, Found, INSPECTION_SCHEMA, Inspection,
    InspectionOrigin, Report, Tool,
};

use crate::export::Export;
use crate::limits::{MAX_ITEMS, MAX_VALUE_CHARS};

/// The application pool of NDES.
const POOL: &str = "SCEP";

/// The application of NDES below its site.
const MSCEP: &str = "/CertSrv/mscep";

/// The connector's application, which the policy module talks to.
const REGISTRATION: &str = "/CertificateRegistrationSvc";

/// What is known of the server.
struct Server<'a> {
    export: &'a Export,
    logs: Option<&'a Report>,
}

/// Makes every check. `logs` is what the server's logs say, where some were read.
pub fn inspect(export: &Export, logs: Option<&Report>, origin: InspectionOrigin, tool: &Tool) -> Inspection {
    let server = Server { export, logs };
    Inspection {
        schema: INSPECTION_SCHEMA.to_owned(),
        tool: tool.clone(),
        origin,
        server: export.facts.computer.as_deref().map(clip),
        taken: clip(&export.facts.taken),
        checks: CheckId::ALL.iter().map(|id| check(*id, &server)).collect(),
    }
}

fn check(id: CheckId, server: &Server<'_>) -> Check {
    let mut items = Items::default();
    let make: fn(&Server<'_>, &mut Items) = match id {
        CheckId::AppProxyConnector => services::app_proxy,
        CheckId::HttpSys => requests::http_sys,
        CheckId::RequestFiltering => requests::request_filtering,
        CheckId::WebLog => logs::web,
        CheckId::AppPool => services::app_pool,
        CheckId::AppPoolCrashes => logs::crashes,
        CheckId::ServiceAccount => accounts::state,
        CheckId::ServiceAccountRights => accounts::rights,
        CheckId::ImpersonationRight => accounts::impersonation,
        CheckId::RootStore => certificates::root_store,
        CheckId::RaCertificates => certificates::ra,
        CheckId::RaIssuer => certificates::ra_issuer,
        CheckId::RaKeys => certificates::ra_keys,
        CheckId::PolicyModule => requests::policy_module,
        CheckId::PolicyModuleCertificate => certificates::policy_module,
        CheckId::PolicyModuleCertificateUse => certificates::policy_module_use,
        CheckId::PolicyModuleLog => logs::policy_module,
        CheckId::ConnectorAuthentication => requests::authentication,
        CheckId::ConnectorSetup => logs::setup,
        CheckId::ConnectorServices => services::connector,
        CheckId::ConnectorLog => logs::connector,
        CheckId::Revocation => logs::revocation,
        CheckId::CertificationAuthority => logs::authority,
    };
    make(server, &mut items);
    items.check(id)
}

/// The items of one check in the making.
#[derive(Default)]
struct Items {
    items: Vec<CheckItem>,
    more: u64,
    worst: Option<CheckState>,
}

impl Items {
    fn push(
        &mut self,
        looked_at: &str,
        found: Found,
        expected: Expected,
        state: CheckState,
        cause: Option<Cause>,
    ) {
        self.worst = self.worst.max(Some(state));
        if self.items.len() >= MAX_ITEMS {
            self.more += 1;
            return;
        }
        let looked_at = clip(looked_at);
        self.items.push(CheckItem { looked_at, found, expected: clipped(expected), state, cause });
    }

    /// Something that is right or wrong; `cause` is what it proves where it is wrong.
    fn judge(
        &mut self,
        looked_at: &str,
        found: Found,
        expected: Expected,
        right: bool,
        cause: Option<Cause>,
    ) {
        let state = if right { CheckState::Ok } else { CheckState::Wrong };
        self.push(looked_at, found, expected, state, cause.filter(|_| !right));
    }

    /// Something that could not be read.
    fn unread(&mut self, looked_at: &str, reason: &str, expected: Expected) {
        let found = Found::Unread { reason: clip(reason) };
        self.push(looked_at, found, expected, CheckState::Unknown, None);
    }

    /// What is wrong first, then what is not known.
    fn check(mut self, id: CheckId) -> Check {
        self.items.sort_by_key(|item| std::cmp::Reverse(item.state));
        let state = self.worst.unwrap_or(CheckState::Unknown);
        Check { id, state, items: self.items, more: self.more }
    }
}

fn value(text: &str) -> Found {
    Found::Value { value: clip(text) }
}

fn is(text: &str) -> Expected {
    Expected::Is { value: text.to_owned() }
}

/// An expectation may name what the server calls something.
fn clipped(expected: Expected) -> Expected {
    match expected {
        Expected::Is { value } => Expected::Is { value: clip(&value) },
        Expected::Holds { value } => Expected::Holds { value: clip(&value) },
        Expected::Lacks { value } => Expected::Lacks { value: clip(&value) },
        Expected::ValidAt { time } => Expected::ValidAt { time: clip(&time) },
        short
        @ (Expected::AtLeast { .. } | Expected::Present | Expected::SelfIssued | Expected::NoRecord) => short,
    }
}

fn clip(text: &str) -> String {
    text.chars().take(MAX_VALUE_CHARS).collect()
}
