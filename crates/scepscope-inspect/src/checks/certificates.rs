//! The certificate stores.

use scepscope_model::{Cause, CheckState, Expected, Found};
use time::format_description::well_known::Rfc3339;

use super::requests::registry_value;
use super::{Items, Server, value};
use crate::certificate::StoreCertificate;
use crate::facts::{Answer, StoredCertificate};

const MY: &str = r"Cert:\LocalMachine\My";
const ROOT: &str = r"Cert:\LocalMachine\Root";
const CA: &str = r"Cert:\LocalMachine\CA, Cert:\LocalMachine\Root";
const THUMBPRINT: &str = r"HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint";

/// What reads any key of the machine: the system and its administrators.
const READS_ANY: [&str; 2] = ["S-1-5-18", "S-1-5-32-544"];

/// The certificates of a store that can be read, and how many can't.
fn store(answer: &Answer<Vec<StoredCertificate>>) -> Result<(Vec<StoreCertificate>, usize), &str> {
    let stored = answer.get()?;
    let read: Vec<_> = stored.iter().filter_map(StoreCertificate::read).collect();
    let damaged = stored.len() - read.len();
    Ok((read, damaged))
}

/// `CN=…, thumbprint, until 2027-…`.
fn describe(certificate: &StoreCertificate) -> Found {
    let until = certificate.not_after.format(&Rfc3339).unwrap_or_default();
    value(&format!("{} · {} · {} – {until}", certificate.subject, certificate.thumbprint, {
        certificate.not_before.format(&Rfc3339).unwrap_or_default()
    }))
}

pub(super) fn root_store(server: &Server<'_>, items: &mut Items) {
    let facts = &server.export.facts;
    let (certificates, damaged) = match store(&facts.stores.root) {
        Ok(read) => read,
        Err(reason) => return items.unread(ROOT, reason, Expected::SelfIssued),
    };
    let pushed = facts.policy_roots.get().map(Vec::as_slice).unwrap_or_default();
    let mut right = 0;
    for certificate in &certificates {
        if certificate.self_issued {
            right += 1;
            continue;
        }
        let by_policy = pushed.iter().any(|print| print.eq_ignore_ascii_case(&certificate.thumbprint));
        let looked_at = if by_policy { format!("{ROOT} (GPO)") } else { ROOT.to_owned() };
        let found =
            value(&format!("{} ← {} · {}", certificate.subject, certificate.issuer, certificate.thumbprint));
        let cause = Some(Cause::IisIntermediateInRootStore);
        items.judge(&looked_at, found, Expected::SelfIssued, false, cause);
    }
    if damaged > 0 {
        items.unread(ROOT, "damaged", Expected::SelfIssued);
    }
    if right == certificates.len() && right > 0 {
        items.judge(ROOT, value(&right.to_string()), Expected::SelfIssued, true, None);
    } else if certificates.is_empty() {
        items.unread(ROOT, "empty", Expected::SelfIssued);
    }
}

/// The RA certificate of a role that NDES would take: a valid one before one that is not, then the newest.
fn ra_of<'a>(
    server: &Server<'_>,
    certificates: &'a [StoreCertificate],
    role: Fits,
) -> Option<&'a StoreCertificate> {
    certificates
        .iter()
        .filter(|c| c.request_agent && role(c))
        .max_by_key(|c| (c.is_valid_at(server.export.taken), c.not_after))
}

/// Whether a certificate fits.
type Fits = fn(&StoreCertificate) -> bool;

/// Both roles: what the template of each is called, and who fits.
const ROLES: [(&str, Fits); 2] =
    [("CEP Encryption", |c| c.encrypts), ("Exchange Enrollment Agent (Offline request)", |c| c.signs)];

pub(super) fn ra(server: &Server<'_>, items: &mut Items) {
    let expected = || Expected::ValidAt { time: server.export.facts.taken.clone() };
    for (template, role) in ROLES {
        let looked_at = format!("{MY}: {template}");
        match store(&server.export.facts.stores.my) {
            Err(reason) => items.unread(&looked_at, reason, expected()),
            Ok((certificates, _)) => match ra_of(server, &certificates, role) {
                Some(found) => {
                    let right = found.is_valid_at(server.export.taken);
                    let cause = Some(Cause::RaCertificateExpired);
                    items.judge(&looked_at, describe(found), expected(), right, cause);
                }
                None => items.judge(&looked_at, Found::Nothing, expected(), false, None),
            },
        }
    }
}

/// Both RA certificates, each once, even where one serves as both.
fn ra_pair(server: &Server<'_>) -> Result<Vec<StoreCertificate>, String> {
    let (certificates, _) = store(&server.export.facts.stores.my).map_err(str::to_owned)?;
    let mut pair: Vec<StoreCertificate> = Vec::new();
    for (_, role) in ROLES {
        if let Some(certificate) = ra_of(server, &certificates, role)
            && !pair.contains(certificate)
        {
            pair.push(certificate.clone());
        }
    }
    if pair.is_empty() { Err("no_ra_certificate".to_owned()) } else { Ok(pair) }
}

pub(super) fn ra_issuer(server: &Server<'_>, items: &mut Items) {
    let stores = &server.export.facts.stores;
    let mut authorities = Vec::new();
    for answer in [&stores.ca, &stores.root] {
        match store(answer) {
            Ok((certificates, _)) => authorities.extend(certificates),
            Err(reason) => return items.unread(CA, reason, Expected::Present),
        }
    }
    let pair = match ra_pair(server) {
        Ok(pair) => pair,
        Err(reason) => return items.unread(MY, &reason, Expected::Present),
    };
    for certificate in pair {
        let looked_at = format!("{MY}: {} ({})", certificate.subject, certificate.thumbprint);
        let newest =
            authorities.iter().filter(|a| a.subject == certificate.issuer).max_by_key(|a| a.not_before);
        let Some(newest) = newest else {
            items.unread(&looked_at, "issuer_not_in_stores", Expected::Present);
            continue;
        };
        let expected = Expected::Is {
            value: format!(
                "{} · {}",
                newest.subject,
                newest.subject_key.as_deref().map_or(String::new(), hex)
            ),
        };
        match (&certificate.authority_key, &newest.subject_key) {
            (Some(of), Some(own)) => {
                let found = value(&format!("{} · {}", certificate.issuer, hex(of)));
                let cause = Some(Cause::RaCertificateFromOldCa);
                items.judge(&looked_at, found, expected, of == own, cause);
            }
            _ => items.unread(&looked_at, "no_key_identifier", expected),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn ra_keys(server: &Server<'_>, items: &mut Items) {
    let pair = match ra_pair(server) {
        Ok(pair) => pair,
        Err(reason) => return items.unread(MY, &reason, Expected::Present),
    };
    for certificate in pair {
        let looked_at = format!("{MY}: {} ({})", certificate.subject, certificate.thumbprint);
        if !certificate.has_key {
            items.judge(&looked_at, Found::Nothing, Expected::Present, false, None);
            continue;
        }
        let account = match server.export.facts.account.get() {
            Ok(account) => account,
            Err(reason) => {
                items.unread(&looked_at, reason, Expected::Present);
                continue;
            }
        };
        let expected = Expected::Holds { value: format!("{} = {}", account.sid, account.name) };
        match certificate.key_readers.get() {
            Ok(readers) => {
                let found = if readers.is_empty() { Found::Nothing } else { value(&readers.join(", ")) };
                let own = readers.iter().any(|reader| reader.eq_ignore_ascii_case(&account.sid));
                // A group of the domain may hold the account.
                let group = readers
                    .iter()
                    .any(|reader| !READS_ANY.contains(&reader.as_str()) && *reader != account.sid);
                let state = match (own, group) {
                    (true, _) => CheckState::Ok,
                    (false, true) => CheckState::Unknown,
                    (false, false) => CheckState::Wrong,
                };
                items.push(&looked_at, found, expected, state, None);
            }
            Err(reason) => items.unread(&looked_at, reason, expected),
        }
    }
}

/// The policy module's certificate, what its store calls it; or the item that says why not.
fn module_certificate(server: &Server<'_>, items: &mut Items) -> Option<StoreCertificate> {
    let expected = Expected::Present;
    let facts = &server.export.facts;
    let values = match facts.registry.ndes_policy.get() {
        Ok(values) => values,
        Err(reason) => {
            items.unread(THUMBPRINT, reason, expected);
            return None;
        }
    };
    // People paste thumbprints with spaces, and with the invisible mark that the certificate's window puts first.
    let print = registry_value(values, "NDESCertThumbprint").unwrap_or_default();
    let clean: String = print.chars().filter(char::is_ascii_hexdigit).collect();
    if clean.is_empty() {
        items.judge(THUMBPRINT, Found::Nothing, expected, false, None);
        return None;
    }
    let certificates = match store(&facts.stores.my) {
        Ok((certificates, _)) => certificates,
        Err(reason) => {
            items.unread(MY, reason, expected);
            return None;
        }
    };
    let certificate = certificates.into_iter().find(|c| c.thumbprint.eq_ignore_ascii_case(&clean));
    if certificate.is_none() {
        let found = value(&format!("{print} – {MY}: –"));
        items.judge(THUMBPRINT, found, expected, false, None);
    }
    certificate
}

pub(super) fn policy_module(server: &Server<'_>, items: &mut Items) {
    let Some(certificate) = module_certificate(server, items) else { return };
    let expected = Expected::ValidAt { time: server.export.facts.taken.clone() };
    let right = certificate.is_valid_at(server.export.taken);
    let cause = Some(Cause::PolicyModuleCertificateExpired);
    items.judge(THUMBPRINT, describe(&certificate), expected, right, cause);
    let looked_at = format!("{MY}: {} (key)", certificate.thumbprint);
    let found = value(if certificate.has_key { "true" } else { "false" });
    items.judge(&looked_at, found, super::is("true"), certificate.has_key, None);
}

pub(super) fn policy_module_use(server: &Server<'_>, items: &mut Items) {
    let Some(certificate) = module_certificate(server, items) else { return };
    let looked_at = format!("{MY}: {} (EKU)", certificate.thumbprint);
    let found = value(if certificate.client_authentication { "true" } else { "false" });
    let expected = Expected::Holds { value: "1.3.6.1.5.5.7.3.2 = Client Authentication".to_owned() };
    let cause = Some(Cause::ClientAuthEkuMissing);
    items.judge(&looked_at, found, expected, certificate.client_authentication, cause);
    let looked_at = format!("{MY}: {} (CN, DNS)", certificate.thumbprint);
    match &server.export.facts.computer {
        Some(computer) => {
            let right = certificate.names.contains(&computer.to_ascii_lowercase());
            let found = value(&certificate.names.join(", "));
            let expected = Expected::Holds { value: computer.to_ascii_lowercase() };
            items.judge(&looked_at, found, expected, right, None);
        }
        None => items.unread(&looked_at, "not_in_export", Expected::Present),
    }
}
