//! Services and the application pool.

use scepscope_model::{Cause, CheckState, Expected, Found};

use super::{Items, POOL, Server, is, logs, value};
use crate::facts::ServiceFacts;

/// The application proxy's connector; its name stayed when the product's changed.
const APP_PROXY: &str = "WAPCSvc";

/// Services of IIS that NDES needs.
const IIS: [&str; 2] = ["WAS", "W3SVC"];

const RUNNING: &str = "Running";
const STARTED: &str = "Started";

/// `Running, Auto`: the state and how it starts.
fn found(service: &ServiceFacts) -> Found {
    value(&format!("{}, {}", service.state, service.start))
}

fn runs(service: &ServiceFacts) -> bool {
    service.state.eq_ignore_ascii_case(RUNNING)
}

fn starts_itself(service: &ServiceFacts) -> bool {
    service.start.to_ascii_lowercase().starts_with("auto")
}

fn expected() -> Expected {
    is("Running, Auto")
}

pub(super) fn app_proxy(server: &Server<'_>, items: &mut Items) {
    let services = match server.export.facts.services.get() {
        Ok(services) => services,
        Err(reason) => return items.unread(APP_PROXY, reason, expected()),
    };
    match services.iter().find(|s| s.name.eq_ignore_ascii_case(APP_PROXY)) {
        Some(service) => {
            let right = runs(service) && starts_itself(service);
            items.judge(APP_PROXY, found(service), expected(), right, Some(Cause::AppProxyConnectorStopped));
        }
        // It may run on another server, or there is no application proxy.
        None => items.unread(APP_PROXY, "not_on_this_server", expected()),
    }
}

pub(super) fn connector(server: &Server<'_>, items: &mut Items) {
    let services = match server.export.facts.services.get() {
        Ok(services) => services,
        Err(reason) => return items.unread("services.msc", reason, expected()),
    };
    for name in IIS {
        match services.iter().find(|s| s.name.eq_ignore_ascii_case(name)) {
            Some(service) => items.judge(name, found(service), expected(), runs(service), None),
            None => items.judge(name, Found::Nothing, expected(), false, None),
        }
    }
    let is_connector = |s: &&ServiceFacts| {
        let name = s.name.to_ascii_lowercase();
        name.contains("connector") && !name.eq_ignore_ascii_case(APP_PROXY)
    };
    let mut some = false;
    for service in services.iter().filter(is_connector) {
        some = true;
        // The setup leaves services of features that nobody chose switched off or to be started by hand.
        let right = runs(service) || !starts_itself(service);
        let cause = Some(Cause::PolicyModuleCannotReachConnector);
        items.judge(&service.name, found(service), expected(), right, cause);
    }
    if !some {
        items.judge("*Connector*", Found::Nothing, Expected::Present, false, None);
    }
}

pub(super) fn app_pool(server: &Server<'_>, items: &mut Items) {
    let cause = Some(Cause::ScepAppPoolStopped);
    let looked_at = format!("applicationPools/{POOL}: state");
    match server.export.facts.pool_state.get() {
        Ok(Some(state)) => {
            let right = state.eq_ignore_ascii_case(STARTED);
            items.judge(&looked_at, value(state), is(STARTED), right, cause);
        }
        Ok(None) => items.unread(&looked_at, "not_there", is(STARTED)),
        Err(reason) => items.unread(&looked_at, reason, is(STARTED)),
    }
    let auto = format!("applicationPools/{POOL}/@autoStart");
    match server.export.configuration.get() {
        Ok(configuration) if configuration.has_pool(POOL) => {
            let starts = configuration.pool_starts(POOL);
            items.judge(&auto, value(if starts { "true" } else { "false" }), is("true"), starts, cause);
            let identity = configuration.pool_identity(POOL);
            let found = identity.as_deref().map_or(Found::Nothing, value);
            let state = if identity.is_some() { CheckState::Ok } else { CheckState::Wrong };
            let looked_at = format!("applicationPools/{POOL}/processModel");
            items.push(&looked_at, found, Expected::Present, state, None);
        }
        Ok(_) => {
            let looked_at = format!("applicationPools/{POOL}");
            items.judge(&looked_at, Found::Nothing, Expected::Present, false, None);
        }
        Err(reason) => items.unread(&auto, reason, is("true")),
    }
    logs::events(server, items, "System", &[Cause::ScepAppPoolStopped]);
}
