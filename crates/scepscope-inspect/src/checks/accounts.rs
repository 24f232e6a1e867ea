//! The account of the application pool, and what it may do.

use scepscope_model::{Cause, CheckState, Expected, Found};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Items, POOL, Server, is, logs, value};
use crate::facts::AccountFacts;

/// `IIS_IUSRS`, by identifier and by name.
const IIS_IUSRS: [&str; 2] = ["S-1-5-32-568", "IIS_IUSRS"];

const IMPERSONATE: &str = "SeImpersonatePrivilege";

/// What the documentation of NDES asks for the account: the right, and the one that takes it away.
const LOGON_RIGHTS: [(&str, &str); 3] = [
    ("SeServiceLogonRight", "SeDenyServiceLogonRight"),
    ("SeBatchLogonRight", "SeDenyBatchLogonRight"),
    ("SeInteractiveLogonRight", "SeDenyInteractiveLogonRight"),
];

/// Groups that every account of the domain belongs to: everyone, authenticated users, the local users.
const EVERYBODY: [&str; 3] = ["S-1-1-0", "S-1-5-11", "S-1-5-32-545"];

/// How identifiers of accounts and groups of a domain or machine begin. Who is in such a group is not known here.
const OF_A_DOMAIN: &str = "S-1-5-21-";

/// Whom the pool runs as.
enum Account<'a> {
    /// An account that somebody made.
    Own(&'a AccountFacts),
    /// An identity that Windows makes itself: it is neither locked nor does it expire.
    BuiltIn(String),
    /// Not known, and why.
    Unknown(&'a str),
}

fn account<'a>(server: &Server<'a>) -> Account<'a> {
    let export = server.export;
    let own = export.configuration.get().ok().and_then(|c| c.pool_identity(POOL));
    match (export.facts.account.get(), own) {
        (Ok(account), _) => Account::Own(account),
        (Err(_), Some(name)) if !name.contains(['\\', '@']) => Account::BuiltIn(name),
        (Err(reason), _) => Account::Unknown(reason),
    }
}

fn built_in(items: &mut Items, name: &str) {
    let looked_at = format!("applicationPools/{POOL}/processModel");
    items.push(&looked_at, value(name), Expected::Present, CheckState::Ok, None);
}

pub(super) fn state(server: &Server<'_>, items: &mut Items) {
    let cause = Some(Cause::ServiceAccountLocked);
    match account(server) {
        Account::BuiltIn(name) => built_in(items, &name),
        Account::Unknown(reason) => items.unread("IsAccountLocked", reason, is("false")),
        Account::Own(account) => {
            for (what, answer) in
                [("IsAccountLocked", &account.locked), ("AccountDisabled", &account.disabled)]
            {
                let looked_at = format!("{}: {what}", account.name);
                match answer.get() {
                    Ok(set) => {
                        items.judge(&looked_at, value(&set.to_string()), is("false"), !set, cause);
                    }
                    Err(reason) => items.unread(&looked_at, reason, is("false")),
                }
            }
            password(server, items, account);
        }
    }
    logs::events(server, items, "System", &[Cause::ServiceAccountLocked]);
}

fn password(server: &Server<'_>, items: &mut Items, account: &AccountFacts) {
    let looked_at = format!("{}: PasswordExpirationDate", account.name);
    let expected = Expected::ValidAt { time: server.export.facts.taken.clone() };
    match account.password_expires.get() {
        Ok(Some(word)) if ["never", "not_yet"].contains(&word.as_str()) => {
            items.judge(&looked_at, value(word), expected, true, None);
        }
        Ok(Some(word)) if word == "expired" => {
            items.judge(&looked_at, value(word), expected, false, Some(Cause::ServiceAccountLocked));
        }
        Ok(Some(text)) => match OffsetDateTime::parse(text, &Rfc3339) {
            Ok(end) => {
                let right = end > server.export.taken;
                items.judge(&looked_at, value(text), expected, right, Some(Cause::ServiceAccountLocked));
            }
            Err(_) => items.unread(&looked_at, "damaged", expected),
        },
        Ok(None) => items.unread(&looked_at, "not_there", expected),
        Err(reason) => items.unread(&looked_at, reason, expected),
    }
}

pub(super) fn impersonation(server: &Server<'_>, items: &mut Items) {
    let expected = Expected::Holds { value: IIS_IUSRS.join(" = ") };
    match server.export.rights.get() {
        Ok(rights) => {
            let holders = rights.holders(IMPERSONATE);
            let right = holders.iter().any(|holder| is_iis_iusrs(holder));
            let cause = Some(Cause::IisImpersonationRightMissing);
            items.judge(IMPERSONATE, list(holders), expected, right, cause);
        }
        Err(reason) => items.unread(IMPERSONATE, reason, expected),
    }
}

fn is_iis_iusrs(holder: &str) -> bool {
    IIS_IUSRS.iter().any(|own| holder.eq_ignore_ascii_case(own))
}

fn list(holders: &[String]) -> Found {
    if holders.is_empty() { Found::Nothing } else { value(&holders.join(", ")) }
}

pub(super) fn rights(server: &Server<'_>, items: &mut Items) {
    let account = match account(server) {
        Account::Own(account) => account,
        Account::BuiltIn(name) => return built_in(items, &name),
        Account::Unknown(reason) => {
            let expected = Expected::Holds { value: POOL.to_owned() };
            return items.unread(IIS_IUSRS[1], reason, expected);
        }
    };
    let named = format!("{} = {}", account.sid, account.name);
    let expected = Expected::Holds { value: named.clone() };
    let is_own = |holder: &str| {
        holder.eq_ignore_ascii_case(&account.sid) || holder.eq_ignore_ascii_case(&account.name)
    };
    let member = match server.export.facts.iis_iusrs.get() {
        Ok(members) => {
            let member = members.iter().any(|member| is_own(member));
            items.judge(IIS_IUSRS[1], list(members), expected.clone(), member, None);
            member
        }
        Err(reason) => {
            items.unread(IIS_IUSRS[1], reason, expected.clone());
            false
        }
    };
    let holds = |holder: &String| is_own(holder) || (member && is_iis_iusrs(holder));
    for (right, denied) in LOGON_RIGHTS {
        let rights = match server.export.rights.get() {
            Ok(rights) => rights,
            Err(reason) => {
                items.unread(right, reason, expected.clone());
                continue;
            }
        };
        let holders = rights.holders(right);
        let granted = holders.iter().any(holds)
            || holders.iter().any(|h| EVERYBODY.iter().any(|group| h.eq_ignore_ascii_case(group)));
        let by_group = holders.iter().any(|h| h.starts_with(OF_A_DOMAIN) || !h.starts_with("S-1-"));
        let state = match (granted, by_group) {
            (true, _) => CheckState::Ok,
            (false, true) => CheckState::Unknown,
            (false, false) => CheckState::Wrong,
        };
        items.push(right, list(holders), expected.clone(), state, None);
        let holders = rights.holders(denied);
        if holders.iter().any(holds) {
            let expected = Expected::Lacks { value: named.clone() };
            items.judge(denied, list(holders), expected, false, None);
        }
    }
}
