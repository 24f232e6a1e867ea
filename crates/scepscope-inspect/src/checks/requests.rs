//! What HTTP.sys, IIS and NDES do with a request before the policy module sees it.

use std::collections::BTreeMap;

use scepscope_model::{Cause, Expected, Found};

use super::{Items, MSCEP, REGISTRATION, Server, is, value};
use crate::facts::Answer;

const HTTP: &str = r"HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters";
const MODULE: &str = r"HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy";

/// What Microsoft asks to set for SCEP with Intune, in bytes. `MaxFieldLength` takes no more.
const WANTED: u64 = 65_534;

/// HTTP.sys's own limit of a header's length and of a request's, in bytes.
const HTTP_SYS_DEFAULT: &str = "16384";

const LIMITS: &str = "system.webServer/security/requestFiltering/requestLimits";
const WINDOWS: &str = "system.webServer/security/authentication/windowsAuthentication";
const ANONYMOUS: &str = "system.webServer/security/authentication/anonymousAuthentication";

pub(super) fn http_sys(server: &Server<'_>, items: &mut Items) {
    let nothing = BTreeMap::new();
    let values = match &server.export.facts.registry.http {
        Answer::Value(values) => Ok(values),
        missing if missing.is_not_there() => Ok(&nothing),
        Answer::Error(reason) => Err(reason),
    };
    for (name, exact) in [("MaxFieldLength", true), ("MaxRequestBytes", false)] {
        let looked_at = format!("{HTTP}\\{name}");
        let expected = if exact { is(&WANTED.to_string()) } else { Expected::AtLeast { value: WANTED } };
        match values {
            Err(reason) => items.unread(&looked_at, reason, expected),
            Ok(values) => {
                let set = registry_value(values, name);
                let found = set.map_or(Found::Default { value: HTTP_SYS_DEFAULT.to_owned() }, value);
                let number: Option<u64> = set.and_then(|text| text.parse().ok());
                let right = number.is_some_and(|n| if exact { n == WANTED } else { n >= WANTED });
                items.judge(&looked_at, found, expected, right, Some(Cause::HttpSysLimit));
            }
        }
    }
}

/// Names of values have no case.
pub(super) fn registry_value<'a>(values: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    values.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

pub(super) fn request_filtering(server: &Server<'_>, items: &mut Items) {
    for (name, default) in [("maxUrl", "4096"), ("maxQueryString", "2048")] {
        let expected = Expected::AtLeast { value: WANTED };
        let configuration = match server.export.configuration.get() {
            Ok(configuration) => configuration,
            Err(reason) => {
                items.unread(&format!("{LIMITS}/@{name}"), reason, expected);
                continue;
            }
        };
        let looked_at = format!("{}{MSCEP}: {LIMITS}/@{name}", configuration.site());
        let set = configuration.effective(MSCEP, LIMITS, name);
        let found = set.map_or(Found::Default { value: default.to_owned() }, value);
        let right = set.and_then(|text| text.parse::<u64>().ok()).is_some_and(|n| n >= WANTED);
        items.judge(&looked_at, found, expected, right, Some(Cause::RequestFilteringLimit));
    }
}

pub(super) fn policy_module(server: &Server<'_>, items: &mut Items) {
    let expected = Expected::Present;
    match &server.export.facts.registry.ndes_policy {
        Answer::Value(_) => items.judge(MODULE, value("NDESPolicy"), expected, true, None),
        missing if missing.is_not_there() => {
            let cause = Some(Cause::NdesPageWithoutPolicyModule);
            items.judge(MODULE, Found::Nothing, expected, false, cause);
        }
        Answer::Error(reason) => items.unread(MODULE, reason, expected),
    }
}

pub(super) fn authentication(server: &Server<'_>, items: &mut Items) {
    for (element, expected, default) in [(WINDOWS, "false", "false"), (ANONYMOUS, "true", "true")] {
        let configuration = match server.export.configuration.get() {
            Ok(configuration) => configuration,
            Err(reason) => {
                items.unread(&format!("{element}/@enabled"), reason, is(expected));
                continue;
            }
        };
        let looked_at = format!("{}{REGISTRATION}: {element}/@enabled", configuration.site());
        if !configuration.has_application(REGISTRATION) {
            items.unread(&looked_at, "not_there", is(expected));
            continue;
        }
        let set = configuration.effective(REGISTRATION, element, "enabled");
        let found = set.map_or(Found::Default { value: default.to_owned() }, value);
        let right = set.unwrap_or(default).eq_ignore_ascii_case(expected);
        items.judge(&looked_at, found, is(expected), right, Some(Cause::WindowsAuthEnabled));
    }
}
