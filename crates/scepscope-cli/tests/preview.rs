//! `scepscope preview` and `scepscope pseudonym`: the same content as `collect`, nothing written, the schema kept.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{data, root, scepscope, text};
use serde_json::Value;

fn redact_case() -> PathBuf {
    data("cases/31-redact-android-syncml-token")
}

fn run(home: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = scepscope(home).args(args).output().unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join(format!("docs/schema/{name}.schema.json"))).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn valid(name: &str, document: &str) -> Value {
    let value: Value = serde_json::from_str(document).unwrap();
    let errors: Vec<String> = schema(name).iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    value
}

#[test]
fn the_documents_keep_their_schemas_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let (case, log) = (redact_case(), data("samples/windows-evtx-scep/dev-01-success.evtx"));
    let from = ["--from", case.to_str().unwrap(), "--from", log.to_str().unwrap()];
    let args = |more: &[&'static str]| -> Vec<String> {
        ["preview"].iter().chain(&from).chain(more).map(|s| (*s).to_owned()).collect()
    };
    let call = |more: &[&'static str]| {
        let args = args(more);
        run(home.path(), &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let (code, out, _) = call(&["--json", "--out", "never-made", "--case", "T-1"]);
    assert_eq!(code, Some(0));
    let preview = valid("preview", &out);
    assert_eq!(preview["items"].as_array().unwrap().len(), 4);
    let (code, out, _) = call(&["--show", "s1", "--changed", "--json"]);
    assert_eq!(code, Some(0));
    assert!(!valid("preview-lines", &out)["lines"].as_array().unwrap().is_empty());
    assert!(!Path::new("never-made").exists());
    // Neither a key nor a map nor anything else was made.
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "something was written");
    let (code, _, said) = call(&["--show", "s9"]);
    assert_eq!(code, Some(2), "{said}");
    let (code, _, said) = call(&["--include-originals"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--redact none"), "{said}");
}

#[test]
fn secrets_are_not_in_the_list_of_what_would_leave() {
    let home = tempfile::tempdir().unwrap();
    let case = redact_case();
    let expect: Value = serde_json::from_slice(&fs::read(case.join("expect.json")).unwrap()).unwrap();
    let (_, list, _) = run(home.path(), &["preview", "--from", case.to_str().unwrap()]);
    let (_, json, _) = run(home.path(), &["preview", "--from", case.to_str().unwrap(), "--json"]);
    for gone in expect["must_not_survive"].as_array().unwrap() {
        let gone = gone.as_str().unwrap();
        assert!(!list.contains(gone) && !json.contains(gone), "{gone:.60}");
    }
}

#[test]
fn the_owner_looks_a_pseudonym_up_and_lets_it_be_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let case = redact_case();
    let collect = ["collect", "--from", case.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let (code, made, said) = run(home.path(), &collect);
    assert_eq!(code, Some(0), "{said}");
    let bundle = made.lines().last().unwrap();
    let (code, all, _) = run(home.path(), &["pseudonym", bundle]);
    assert_eq!(code, Some(0));
    let (name, original) =
        all.lines().find_map(|l| l.split_once('\t').filter(|(n, _)| n.starts_with("upn-"))).unwrap();
    assert!(original.contains('@'));
    let (code, one, _) = run(home.path(), &["pseudonym", bundle, name]);
    assert_eq!((code, one), (Some(0), format!("{name}\t{original}\n")));
    let (code, json, _) = run(home.path(), &["pseudonym", bundle, name, "--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(valid("pseudonyms", &json)["pseudonyms"][name], original);
    assert_eq!(run(home.path(), &["pseudonym", bundle, "upn-00000000"]).0, Some(3));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = home.path().join("data/scepscope/pseudonyms");
        let map = fs::read_dir(folder).unwrap().next().unwrap().unwrap();
        assert_eq!(map.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(run(home.path(), &["pseudonym", bundle, "--forget"]).0, Some(0));
    assert_eq!(run(home.path(), &["pseudonym", bundle]).0, Some(3));
    let (code, _, _) = run(home.path(), &[collect.as_slice(), &["--no-pseudonym-map"]].concat());
    assert_eq!(code, Some(0));
    assert!(run(home.path(), &["pseudonym", "--list"]).1.contains("No pseudonyms are kept"));
}

#[test]
fn what_is_left_out_is_left_out_by_both() {
    let home = tempfile::tempdir().unwrap();
    let (one, two) = (redact_case().join("OMADM.log"), data("cases/02-android-2019-dns/OMADMLog_0.log"));
    let (one, two) = (one.to_str().unwrap(), two.to_str().unwrap());
    let shared = ["--from", one, "--from", two, "--leave-out", one];
    let (_, list, _) = run(home.path(), &[&["preview"][..], &shared].concat());
    assert!(list.contains("LEFT OUT"), "{list}");
    let out = home.path().join("out");
    let (code, made, said) =
        run(home.path(), &[&["collect", "--out", out.to_str().unwrap()][..], &shared].concat());
    assert_eq!(code, Some(0), "{said}");
    let bundle = made.lines().last().unwrap();
    let names = common::tool("unzip").args(["-Z1", bundle]).output().unwrap();
    let names = text(&names.stdout);
    assert!(!names.contains("/data/evidence/s1/") && names.contains("/data/evidence/s2/"), "{names}");
}
