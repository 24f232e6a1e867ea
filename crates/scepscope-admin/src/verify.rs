//! `scepscope-admin verify`.

use std::path::Path;

use scepscope_analyze::{Refused, accepted};
use scepscope_bundle::{Note, SignatureVerdict, Verification};
use scepscope_console::{Exit, explain, print, print_json};
use scepscope_present::{Words, text};
use schemars::JsonSchema;
use serde::Serialize;

use crate::args;
use crate::bundle;

/// Longest part of a bundle's own text in a message, in characters.
const MAX_TEXT: usize = 300;

/// One bundle in the output of `verify --json`.
#[derive(Debug, Serialize, JsonSchema)]
struct BundleResult {
    /// The path as given.
    bundle: String,
    /// Whether everything that was asked for holds.
    accepted: bool,
    /// `trusted`, `unknown_key`, `expired`, `not_yet_valid`, `wrong_namespace`, `invalid`, `missing`, or `unread`.
    signature: &'static str,
    /// The principals of the allowed key.
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<String>,
    /// Fingerprint of the key that signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    /// Files whose content was compared.
    checked: usize,
    /// Everything that is wrong, the most fundamental first.
    failures: Vec<Wrong>,
    /// Further failures that are not listed.
    more_failures: usize,
    /// Recipients that the statement names although the bundle came without encryption: somebody opened it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    came_unencrypted: Option<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
struct Wrong {
    /// A stable word for it.
    code: &'static str,
    /// The file that it is about, by its path in the bag.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// In words, for an administrator. Not translated.
    detail: String,
}

pub(crate) fn run(call: &args::Verify, words: &Words) -> Exit {
    let allowed = match bundle::allowed(&call.trust, words) {
        Ok(allowed) => allowed,
        Err(refused) => return refuse(words, &refused, None),
    };
    let mut exit = Exit::Done;
    let mut results = Vec::new();
    for path in &call.bundles {
        match bundle::verify(path, &call.trust, allowed.as_ref()) {
            Ok(verification) => {
                let accepted = accepted(&verification, allowed.is_some());
                if !accepted {
                    exit = Exit::Refused;
                }
                if call.json {
                    results.push(result(path, &verification, accepted));
                } else {
                    print(&describe(words, path, &verification, accepted));
                }
            }
            Err(refused) => {
                if call.json {
                    results.push(unread(path, &refused));
                }
                exit = refuse(words, &refused, Some(path));
            }
        }
    }
    if call.json && print_json(&results).is_err() {
        return Exit::Failed;
    }
    exit
}

/// Explains why nothing was verified.
pub(crate) fn refuse(words: &Words, refused: &Refused, path: Option<&Path>) -> Exit {
    let path = path.map(|p| p.to_string_lossy().into_owned());
    explain(words, refused.code, path.as_deref(), Some(&refused.detail));
    match refused.code {
        "path-not-found" | "path-unreadable" => Exit::NothingToDo,
        _ => Exit::Refused,
    }
}

/// The result in words: the verdict first, what it proves, then every failure.
pub(crate) fn describe(words: &Words, path: &Path, verification: &Verification, accepted: bool) -> String {
    let clean = |t: &str| text::neutralise(t, MAX_TEXT);
    let name = clean(&path.to_string_lossy());
    let fingerprint = clean(verification.fingerprint().unwrap_or_default());
    let principal = clean(principal(verification.signature()).unwrap_or_default());
    let id = signature_id(verification.signature()).replace('_', "-");
    let args = [("fingerprint", fingerprint.into()), ("principal", principal.into())];
    let verdict = words.plain(if accepted { "verify-accepted" } else { "verify-refused" });
    let mut out = format!("{name}: {verdict}\n  {}\n", words.get(&format!("verify-{id}"), &args));
    let count = [("count", verification.checked().into())];
    out.push_str(&format!("  {}\n", words.get("verify-checked", &count)));
    for failure in verification.failures() {
        out.push_str(&format!("  - {}\n", clean(&failure.to_string())));
    }
    for note in verification.notes() {
        let (id, count) = match note {
            Note::CameUnencrypted { stated } => ("verify-came-unencrypted", *stated),
            Note::MoreFailures { count } => ("verify-more-failures", *count),
        };
        out.push_str(&format!("  {}\n", words.get(id, &[("count", count.into())])));
    }
    out
}

fn principal(signature: &SignatureVerdict) -> Option<&str> {
    match signature {
        SignatureVerdict::Trusted { principal }
        | SignatureVerdict::Expired { principal }
        | SignatureVerdict::NotYetValid { principal } => Some(principal),
        _ => None,
    }
}

fn signature_id(signature: &SignatureVerdict) -> &'static str {
    match signature {
        SignatureVerdict::Trusted { .. } => "trusted",
        SignatureVerdict::UnknownKey { .. } => "unknown_key",
        SignatureVerdict::Expired { .. } => "expired",
        SignatureVerdict::NotYetValid { .. } => "not_yet_valid",
        SignatureVerdict::WrongNamespace { .. } => "wrong_namespace",
        SignatureVerdict::Invalid => "invalid",
        SignatureVerdict::Missing => "missing",
    }
}

fn result(path: &Path, verification: &Verification, accepted: bool) -> BundleResult {
    let notes = verification.notes().iter();
    BundleResult {
        bundle: path.to_string_lossy().into_owned(),
        accepted,
        signature: signature_id(verification.signature()),
        principal: principal(verification.signature()).map(str::to_owned),
        fingerprint: verification.fingerprint().map(str::to_owned),
        checked: verification.checked(),
        failures: verification
            .failures()
            .iter()
            .map(|f| Wrong { code: f.id(), path: f.path().map(str::to_owned), detail: f.to_string() })
            .collect(),
        more_failures: notes
            .clone()
            .filter_map(|n| if let Note::MoreFailures { count } = n { Some(*count) } else { None })
            .sum(),
        came_unencrypted: notes
            .filter_map(|n| if let Note::CameUnencrypted { stated } = n { Some(*stated) } else { None })
            .next(),
    }
}

fn unread(path: &Path, refused: &Refused) -> BundleResult {
    BundleResult {
        bundle: path.to_string_lossy().into_owned(),
        accepted: false,
        signature: "unread",
        principal: None,
        fingerprint: None,
        checked: 0,
        failures: vec![Wrong { code: refused.reason, path: None, detail: refused.detail.clone() }],
        more_failures: 0,
        came_unencrypted: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::path::Path;

    use super::BundleResult;

    /// `docs/schema/verify.schema.json` is what the type gives. `SCEPSCOPE_BLESS=1` writes it.
    #[test]
    fn the_published_schema_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/verify.schema.json");
        let schema = schemars::schema_for!(Vec<BundleResult>);
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
            std::fs::write(&path, &current).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == current, "{} is not current: run with SCEPSCOPE_BLESS=1", path.display());
    }
}
