//! Every check: right on a server that is as it should be, wrong where one thing is changed, and not told where it could not be
//! read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use scepscope_inspect::{Answer, Configuration, Export, ExportError, StoredCertificate, UserRights, inspect};
use scepscope_model::{
    Cause, Check, CheckId, CheckState, Expected, Found, Inspection, InspectionOrigin, Tool,
};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ndes")
}

fn good() -> Export {
    Export::read(&data().join("good")).unwrap()
}

fn look(export: &Export) -> Inspection {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    inspect(export, None, InspectionOrigin::Export, &tool)
}

fn check(export: &Export, id: CheckId) -> Check {
    look(export).checks.into_iter().find(|check| check.id == id).unwrap()
}

/// One of the certificates that are not as they should be, with its thumbprint.
fn certificate(name: &str) -> (StoredCertificate, String) {
    let text = std::fs::read_to_string(data().join("certificates.json")).unwrap();
    let mut all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let stored = serde_json::from_value(all[name]["stored"].take()).unwrap();
    (stored, all[name]["thumbprint"].as_str().unwrap().to_owned())
}

fn list<T>(answer: &mut Answer<Vec<T>>) -> &mut Vec<T> {
    match answer {
        Answer::Value(list) => list,
        Answer::Error(reason) => panic!("{reason}"),
    }
}

/// Checks that only logs can tell.
const OF_LOGS: [CheckId; 6] = [
    CheckId::WebLog,
    CheckId::PolicyModuleLog,
    CheckId::ConnectorSetup,
    CheckId::ConnectorLog,
    CheckId::AppPoolCrashes,
    CheckId::Revocation,
];

#[test]
fn a_server_that_is_as_it_should_be() {
    for check in look(&good()).checks {
        let of_logs = OF_LOGS.contains(&check.id) || check.id == CheckId::CertificationAuthority;
        // The account and the pool are looked for in the System log, too, which is not in this export.
        let partly = [CheckId::AppPool, CheckId::ServiceAccount].contains(&check.id);
        if of_logs || partly {
            assert_eq!(check.state, CheckState::Unknown, "{check:?}");
            let told = check.items.iter().filter(|item| item.state == CheckState::Ok).count();
            assert_eq!(told > 0, partly, "{check:?}");
        } else {
            assert_eq!(check.state, CheckState::Ok, "{check:?}");
            assert!(!check.items.is_empty());
        }
    }
}

/// What is changed on a good server.
type Change = fn(&mut Export);

fn set_http(export: &mut Export, name: &str, value: Option<&str>) {
    let Answer::Value(values) = &mut export.facts.registry.http else { panic!() };
    match value {
        Some(value) => values.insert(name.to_owned(), value.to_owned()),
        None => values.remove(name),
    };
}

fn set_module(export: &mut Export, name: &str) {
    let (stored, thumbprint) = certificate(name);
    list(&mut export.facts.stores.my).push(stored);
    let Answer::Value(values) = &mut export.facts.registry.ndes_policy else { panic!() };
    values.insert("NDESCertThumbprint".to_owned(), thumbprint);
}

/// Puts one of the other certificates in the place of the encryption certificate of the RA.
fn set_ra(export: &mut Export, name: &str) {
    list(&mut export.facts.stores.my)[0] = certificate(name).0;
}

fn set_configuration(export: &mut Export, from: &str, to: &str) {
    let text = std::fs::read_to_string(data().join("good/applicationHost.config")).unwrap();
    assert!(text.contains(from));
    let site = std::fs::read_to_string(data().join("good/web.config")).unwrap();
    let changed = Configuration::parse(&text.replace(from, to)).unwrap().with_site_root(&site).unwrap();
    export.configuration = Answer::Value(changed);
}

fn set_site(export: &mut Export, from: &str, to: &str) {
    let text = std::fs::read_to_string(data().join("good/applicationHost.config")).unwrap();
    let site = std::fs::read_to_string(data().join("good/web.config")).unwrap();
    assert!(site.contains(from));
    let changed = Configuration::parse(&text).unwrap().with_site_root(&site.replace(from, to)).unwrap();
    export.configuration = Answer::Value(changed);
}

fn set_rights(export: &mut Export, text: &str) {
    export.rights = Answer::Value(UserRights::parse(&format!("[Privilege Rights]\n{text}")).unwrap());
}

fn set_service(export: &mut Export, name: &str, state: &str, start: &str) {
    let service = list(&mut export.facts.services).iter_mut().find(|s| s.name == name).unwrap();
    service.state = state.to_owned();
    service.start = start.to_owned();
}

fn account(export: &mut Export) -> &mut scepscope_inspect::AccountFacts {
    match &mut export.facts.account {
        Answer::Value(account) => account,
        Answer::Error(reason) => panic!("{reason}"),
    }
}

#[test]
fn each_thing_that_is_wrong_is_found_alone() {
    use CheckId as C;
    let cases: &[(&str, Change, CheckId, Option<Cause>)] = &[
        (
            "proxy stopped",
            |e| set_service(e, "WAPCSvc", "Stopped", "Auto"),
            C::AppProxyConnector,
            Some(Cause::AppProxyConnectorStopped),
        ),
        (
            "proxy by hand",
            |e| set_service(e, "WAPCSvc", "Running", "Manual"),
            C::AppProxyConnector,
            Some(Cause::AppProxyConnectorStopped),
        ),
        (
            "field length not set",
            |e| set_http(e, "MaxFieldLength", None),
            C::HttpSys,
            Some(Cause::HttpSysLimit),
        ),
        // 65534 typed as a hexadecimal number is more than HTTP.sys takes.
        (
            "field length in hex",
            |e| set_http(e, "MaxFieldLength", Some("415028")),
            C::HttpSys,
            Some(Cause::HttpSysLimit),
        ),
        (
            "request bytes small",
            |e| set_http(e, "MaxRequestBytes", Some("16384")),
            C::HttpSys,
            Some(Cause::HttpSysLimit),
        ),
        (
            "no HTTP key",
            |e| e.facts.registry.http = Answer::Error("not_there".to_owned()),
            C::HttpSys,
            Some(Cause::HttpSysLimit),
        ),
        (
            "URL limit",
            |e| set_site(e, "maxUrl=\"65534\"", "maxUrl=\"4096\""),
            C::RequestFiltering,
            Some(Cause::RequestFilteringLimit),
        ),
        (
            "query limit not set",
            |e| set_site(e, " maxQueryString=\"65534\"", ""),
            C::RequestFiltering,
            Some(Cause::RequestFilteringLimit),
        ),
        (
            "pool stopped",
            |e| e.facts.pool_state = Answer::Value(Some("Stopped".to_owned())),
            C::AppPool,
            Some(Cause::ScepAppPoolStopped),
        ),
        (
            "pool not started by itself",
            |e| set_configuration(e, "<add name=\"SCEP\">", "<add name=\"SCEP\" autoStart=\"false\">"),
            C::AppPool,
            Some(Cause::ScepAppPoolStopped),
        ),
        (
            "locked",
            |e| account(e).locked = Answer::Value(true),
            C::ServiceAccount,
            Some(Cause::ServiceAccountLocked),
        ),
        (
            "disabled",
            |e| account(e).disabled = Answer::Value(true),
            C::ServiceAccount,
            Some(Cause::ServiceAccountLocked),
        ),
        (
            "password expired",
            |e| account(e).password_expires = Answer::Value(Some("2026-11-19T00:00:00Z".to_owned())),
            C::ServiceAccount,
            Some(Cause::ServiceAccountLocked),
        ),
        (
            "no impersonation",
            |e| {
                set_rights(
                    e,
                    "SeImpersonatePrivilege = *S-1-5-19,*S-1-5-32-5680\nSeServiceLogonRight=*S-1-1-0\nSeBatchLogonRight=*S-1-1-0\nSeInteractiveLogonRight=*S-1-1-0",
                )
            },
            C::ImpersonationRight,
            Some(Cause::IisImpersonationRightMissing),
        ),
        (
            "denied as a service",
            |e| {
                set_rights(
                    e,
                    "SeImpersonatePrivilege = IIS_IUSRS\nSeServiceLogonRight=*S-1-1-0\nSeBatchLogonRight=*S-1-1-0\nSeInteractiveLogonRight=*S-1-1-0\nSeDenyServiceLogonRight=*S-1-5-32-568",
                )
            },
            C::ServiceAccountRights,
            None,
        ),
        (
            "no batch right",
            |e| {
                set_rights(
                    e,
                    "SeImpersonatePrivilege = IIS_IUSRS\nSeServiceLogonRight=*S-1-1-0\nSeBatchLogonRight=*S-1-5-32-544\nSeInteractiveLogonRight=*S-1-1-0",
                )
            },
            C::ServiceAccountRights,
            None,
        ),
        (
            "no member",
            |e| {
                list(&mut e.facts.iis_iusrs).pop();
                set_rights(
                    e,
                    "SeImpersonatePrivilege = IIS_IUSRS\nSeServiceLogonRight=*S-1-1-0\nSeBatchLogonRight=*S-1-1-0\nSeInteractiveLogonRight=*S-1-1-0",
                );
            },
            C::ServiceAccountRights,
            None,
        ),
        (
            "intermediate",
            |e| list(&mut e.facts.stores.root).push(certificate("intermediate").0),
            C::RootStore,
            Some(Cause::IisIntermediateInRootStore),
        ),
        ("RA expired", |e| set_ra(e, "ra_expired"), C::RaCertificates, Some(Cause::RaCertificateExpired)),
        (
            "RA missing",
            |e| {
                list(&mut e.facts.stores.my).remove(1);
            },
            C::RaCertificates,
            None,
        ),
        ("RA of the old CA", |e| set_ra(e, "ra_of_old_ca"), C::RaIssuer, Some(Cause::RaCertificateFromOldCa)),
        ("RA key missing", |e| list(&mut e.facts.stores.my)[0].has_key = false, C::RaKeys, None),
        (
            "RA key not readable",
            |e| list(&mut e.facts.stores.my)[1].key_readers = Answer::Value(vec!["S-1-5-18".to_owned()]),
            C::RaKeys,
            None,
        ),
        (
            "no policy module",
            |e| e.facts.registry.ndes_policy = Answer::Error("not_there".to_owned()),
            C::PolicyModule,
            Some(Cause::NdesPageWithoutPolicyModule),
        ),
        (
            "module expired",
            |e| set_module(e, "module_expired"),
            C::PolicyModuleCertificate,
            Some(Cause::PolicyModuleCertificateExpired),
        ),
        (
            "module key missing",
            |e| list(&mut e.facts.stores.my)[2].has_key = false,
            C::PolicyModuleCertificate,
            None,
        ),
        (
            "module without EKU",
            |e| set_module(e, "module_without_eku"),
            C::PolicyModuleCertificateUse,
            Some(Cause::ClientAuthEkuMissing),
        ),
        (
            "module of another host",
            |e| set_module(e, "module_of_another_host"),
            C::PolicyModuleCertificateUse,
            None,
        ),
        (
            "Windows sign-in",
            |e| {
                set_configuration(
                    e,
                    "windowsAuthentication enabled=\"false\"",
                    "windowsAuthentication enabled=\"true\"",
                )
            },
            C::ConnectorAuthentication,
            Some(Cause::WindowsAuthEnabled),
        ),
        (
            "no anonymous",
            |e| {
                set_configuration(
                    e,
                    "anonymousAuthentication enabled=\"true\"",
                    "anonymousAuthentication enabled=\"false\"",
                )
            },
            C::ConnectorAuthentication,
            Some(Cause::WindowsAuthEnabled),
        ),
        (
            "connector stopped",
            |e| set_service(e, "PFXCertificateConnectorSvc", "Stopped", "Auto"),
            C::ConnectorServices,
            Some(Cause::PolicyModuleCannotReachConnector),
        ),
        ("IIS stopped", |e| set_service(e, "W3SVC", "Stopped", "Auto"), C::ConnectorServices, None),
        (
            "no connector",
            |e| list(&mut e.facts.services).retain(|s| !s.name.contains("ConnectorSvc")),
            C::ConnectorServices,
            None,
        ),
    ];
    for (name, change, id, cause) in cases {
        let mut export = good();
        change(&mut export);
        let wrong: Vec<Check> =
            look(&export).checks.into_iter().filter(|c| c.state == CheckState::Wrong).collect();
        assert_eq!(wrong.iter().map(|c| c.id).collect::<Vec<_>>(), [*id], "{name}: {wrong:?}");
        assert_eq!(wrong[0].causes(), cause.map_or(Vec::new(), |c| vec![c]), "{name}");
        assert_eq!(wrong[0].has_own_fix(), cause.is_none(), "{name}");
        // What is wrong comes first, with something found and something expected.
        assert_eq!(wrong[0].items[0].state, CheckState::Wrong, "{name}");
    }
}

#[test]
fn what_could_not_be_read_is_never_right() {
    let mut export = good();
    export.facts = scepscope_inspect::ServerFacts { taken: export.facts.taken.clone(), ..Default::default() };
    export.configuration = Answer::Error("access_denied".to_owned());
    export.rights = Answer::default();
    for check in look(&export).checks {
        assert_eq!(check.state, CheckState::Unknown, "{check:?}");
        for item in &check.items {
            assert!(matches!(&item.found, Found::Unread { reason } if !reason.is_empty()), "{item:?}");
        }
    }
    let filtering = check(&export, CheckId::RequestFiltering);
    assert_eq!(filtering.items[0].found, Found::Unread { reason: "access_denied".to_owned() });
}

#[test]
fn a_right_that_a_group_of_the_domain_has_is_not_told() {
    let mut export = good();
    let everyone =
        "SeImpersonatePrivilege = IIS_IUSRS\nSeBatchLogonRight=*S-1-1-0\nSeInteractiveLogonRight=*S-1-1-0";
    set_rights(&mut export, &format!("{everyone}\nSeServiceLogonRight = *S-1-5-21-1-2-3-512"));
    assert_eq!(check(&export, CheckId::ServiceAccountRights).state, CheckState::Unknown);
    set_rights(&mut export, &format!("{everyone}\nSeServiceLogonRight = *S-1-5-80-0"));
    assert_eq!(check(&export, CheckId::ServiceAccountRights).state, CheckState::Wrong);
}

#[test]
fn an_identity_of_windows_is_neither_locked_nor_expired() {
    let mut export = good();
    export.facts.account = Answer::Error("no account".to_owned());
    let own = "identityType=\"SpecificUser\" userName=\"FABRIKAM\\svc-ndes\"";
    set_configuration(&mut export, own, "identityType=\"ApplicationPoolIdentity\"");
    let state = check(&export, CheckId::ServiceAccount);
    assert_eq!(state.items.iter().filter(|i| i.state == CheckState::Ok).count(), 1, "{state:?}");
    assert_eq!(check(&export, CheckId::ServiceAccountRights).state, CheckState::Ok);
    // Who may read the keys then is not known.
    assert_eq!(check(&export, CheckId::RaKeys).state, CheckState::Unknown);
}

#[test]
fn a_thumbprint_is_found_as_people_paste_it() {
    let mut export = good();
    let Answer::Value(values) = &mut export.facts.registry.ndes_policy else { panic!() };
    let print = values.remove("NDESCertThumbprint").unwrap().to_ascii_lowercase();
    values.insert("ndescertthumbprint".to_owned(), format!("\u{200e}{} {}", &print[..2], &print[2..]));
    assert_eq!(check(&export, CheckId::PolicyModuleCertificate).state, CheckState::Ok);
    let Answer::Value(values) = &mut export.facts.registry.ndes_policy else { panic!() };
    values.insert("ndescertthumbprint".to_owned(), "00".repeat(20));
    assert_eq!(check(&export, CheckId::PolicyModuleCertificate).state, CheckState::Wrong);
}

#[test]
fn the_group_policy_that_pushes_an_intermediate_is_named() {
    let mut export = good();
    let (stored, thumbprint) = certificate("intermediate");
    list(&mut export.facts.stores.root).push(stored);
    assert_eq!(check(&export, CheckId::RootStore).items[0].looked_at, r"Cert:\LocalMachine\Root");
    list(&mut export.facts.policy_roots).push(thumbprint.to_ascii_lowercase());
    let found = check(&export, CheckId::RootStore);
    assert_eq!(found.items[0].looked_at, r"Cert:\LocalMachine\Root (GPO)");
    assert_eq!(found.items[0].expected, Expected::SelfIssued);
    // A hundred of them are counted, fifty are listed.
    for _ in 0..99 {
        list(&mut export.facts.stores.root).push(certificate("intermediate").0);
    }
    let found = check(&export, CheckId::RootStore);
    assert_eq!((found.items.len(), found.more), (50, 50));
}

#[test]
fn a_damaged_certificate_is_not_told() {
    let mut export = good();
    list(&mut export.facts.stores.root)
        .push(StoredCertificate { der: "AAAA".to_owned(), ..StoredCertificate::default() });
    assert_eq!(check(&export, CheckId::RootStore).state, CheckState::Unknown);
}

#[test]
fn lists_are_read_as_powershell_may_write_them() {
    let text = std::fs::read_to_string(data().join("good/facts.json")).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["iis_iusrs"] = serde_json::json!({ "value": "S-1-5-17" });
    value["policy_roots"] = serde_json::json!({ "value": null });
    let mut facts: scepscope_inspect::ServerFacts = serde_json::from_value(value).unwrap();
    assert_eq!(list(&mut facts.iis_iusrs), &["S-1-5-17"]);
    assert!(list(&mut facts.policy_roots).is_empty());
}

#[test]
fn what_is_no_export_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let write = |text: &str| std::fs::write(folder.join("facts.json"), text).unwrap();
    assert!(matches!(Export::read(folder), Err(ExportError::Unreadable(_))));
    for text in ["", "[]", "{}", r#"{"schema":"scepscope.ndes-export/1","taken":"yesterday"}"#] {
        write(text);
        assert!(matches!(Export::read(folder), Err(ExportError::NotAnExport(_))), "{text}");
    }
    write(r#"{"schema":"scepscope.ndes-export/2"}"#);
    assert!(matches!(Export::read(folder), Err(ExportError::OtherVersion(v)) if v.ends_with("/2")));
    write(r#"{"schema":"scepscope.ndes-export/1","taken":"2026-11-20T09:00:00Z"}"#);
    let export = Export::read(folder).unwrap();
    assert_eq!(export.rights, Answer::default());
}
