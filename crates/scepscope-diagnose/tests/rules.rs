//! The rules as data: the program's own set, and how a malformed file is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::HashSet;

use scepscope_diagnose::Rules;

const CODES: (&str, &str) =
    ("codes.toml", "[http]\n404 = { name = \"Not Found\", cause = \"ndes_not_found\" }\n");

const HEAD: &str = "[defaults]\nplatform = \"android\"\nkinds = [\"omadm\"]\n\n";

fn refusal(rule: &str) -> (usize, String) {
    let text = format!("{HEAD}{rule}");
    let error = Rules::compile(&[("mine.toml", &text)], CODES).unwrap_err();
    assert_eq!(error.file, "mine.toml");
    (error.line, error.reason)
}

#[test]
fn the_own_rules_compile_and_name_every_key_string() {
    let rules = Rules::builtin().unwrap();
    let listed: HashSet<&str> = rules.key_strings().iter().map(String::as_str).collect();
    // The key strings of the vocabulary, written out by hand.
    let wanted = [
        "android.requests",
        "android.getcacaps_ok",
        "android.scep_url",
        "android.signing",
        "ios.getcacert",
        "ios.retrieve",
        "ios.csr_via_get",
        "ios.csr_via_post",
        "ios.pkioperation",
        "windows.event36",
    ];
    assert_eq!(listed, HashSet::from(wanted));
}

#[test]
fn a_malformed_rule_is_refused_with_file_line_and_reason() {
    let good =
        "[[rule]]\nid = \"a\"\nliterals = [\"x\"]\nsignal = \"request\"\nproves = \"p\"\nsource = \"s\"\n";
    let text = format!("{HEAD}{good}");
    assert!(Rules::compile(&[("mine.toml", &text)], CODES).is_ok());

    let (line, reason) = refusal(&good.replace("\"x\"", "\"\""));
    assert_eq!((line, reason.as_str()), (5, "rule `a` has an empty literal"));
    let (line, reason) = refusal(&format!("{good}\n{good}"));
    assert_eq!((line, reason.as_str()), (12, "rule `a` is there twice"));
    let (_, reason) = refusal(&good.replace("literals = [\"x\"]\n", ""));
    assert!(reason.contains("needs either `literals` or `event`"), "{reason}");
    let (_, reason) = refusal(&good.replace("signal = \"request\"\n", ""));
    assert!(reason.contains("says nothing"), "{reason}");
    let (line, reason) = refusal(&good.replace("request", "reqest"));
    assert_eq!(line, 8);
    assert!(reason.contains("reqest"), "{reason}");
    let (_, reason) = refusal(&good.replace("request", "step"));
    assert!(reason.contains("needs a `milestone`"), "{reason}");
    let (_, reason) =
        refusal(&good.replace("signal = \"request\"", "signal = \"cause\"\ncause = \"bad_luck\""));
    assert!(reason.contains("`bad_luck` is no cause"), "{reason}");
    let (_, reason) = refusal(&format!("{good}pattern = \"(\"\n"));
    assert!(reason.contains("pattern `(`"), "{reason}");
    let (line, reason) = refusal(&format!("{good}colour = \"red\"\n"));
    assert_eq!(line, 11);
    assert!(reason.contains("colour"), "{reason}");
    let (_, reason) = refusal(&good.replace("proves = \"p\"", "proves = \"\""));
    assert!(reason.contains("needs `proves` and `source`"), "{reason}");
}

#[test]
fn a_code_that_names_no_cause_is_refused() {
    let codes = ("codes.toml", "[http]\n404 = { name = \"Not Found\", cause = \"lost\" }\n");
    let error = Rules::compile(&[], codes).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("codes.toml", 2));
}

#[test]
fn codes_are_decoded_by_name_in_every_form() {
    let rules = Rules::builtin().unwrap();
    let codes = rules.codes();
    let cause = |m: Option<scepscope_diagnose::CodeMeaning>| m.and_then(|m| m.cause).map(|c| c.id());
    assert_eq!(cause(codes.hresult("0x80072EE7")), Some("dns_failure"));
    assert_eq!(cause(codes.hresult("0x80190194")), Some("ndes_not_found"));
    assert_eq!(cause(codes.hresult("0x801901F7")), Some("scep_app_pool_stopped"));
    // Event 307 is cut off inside the code: seven digits that fit one known code only.
    assert_eq!(cause(codes.hresult("0x8009100")), Some("ca_thumbprint_mismatch"));
    // 0x80072ee… may be a timeout or a name that could not be resolved.
    assert_eq!(cause(codes.hresult("0x80072ee")), None);
    // 0x80072f8… may be a revoked certificate or another failure of TLS: the same, but which code is not known.
    assert_eq!(cause(codes.hresult("0x80072f8")), Some("tls_failure"));
    assert_eq!(codes.hresult("0x80072f8").unwrap().label, "");
    // No table lists it: facility and number are what it is searched for by.
    assert_eq!(codes.hresult("0x8007054F").unwrap().label, "0x8007054f Win32 1359");
    assert_eq!(codes.hresult("0x00000001"), None);
    assert_eq!(cause(codes.fail_info("2")), Some("pki_bad_request"));
    assert_eq!(cause(codes.fail_info("badCertId")), Some("pki_bad_cert_id"));
    assert_eq!(cause(codes.http("302")), Some("pre_authentication"));
    assert_eq!(cause(codes.http("418")), Some("invalid_server_response"));
    assert_eq!(codes.http("200"), None);
    assert_eq!(codes.hresult("0x0"), None);
}
