//! `scepscope-admin link show`.

use scepscope_console::{Exit, explain, print, print_json};
use scepscope_present::Words;
use scepscope_request::{LinkKey, Refusal, TokenFacts, UntrustedText, own_key, read_link_keys, verify_link};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::args;

pub(crate) fn run(call: &args::LinkShow, words: &Words) -> Exit {
    let keys = match &call.keys {
        None => None,
        Some(folder) => match read_link_keys(folder) {
            Ok(keys) => Some(keys),
            Err(error) => {
                let folder = folder.to_string_lossy();
                explain(words, "keys-unusable", Some(&folder), Some(&error.to_string()));
                return Exit::Refused;
            }
        },
    };
    let vouched = keys.is_some();
    match verify(&call.link, keys) {
        Ok(facts) if call.json => {
            if print_json(&document(&facts, vouched)).is_ok() {
                Exit::Done
            } else {
                Exit::Failed
            }
        }
        Ok(facts) => {
            let who = if vouched { "link-key-yours" } else { "link-key-unvouched" };
            let who = words.get(who, &[("fingerprint", facts.key.fingerprint().into())]);
            print(&format!("{who}\n{}\n", describe(words, &facts)));
            Exit::Done
        }
        Err(refusal) => {
            explain(words, refusal.code.id(), None, refusal.detail.as_deref());
            Exit::Refused
        }
    }
}

fn verify(link: &str, keys: Option<Vec<LinkKey>>) -> Result<TokenFacts, Refusal> {
    let text = UntrustedText::from_link(link)?;
    let keys = match keys {
        Some(keys) => keys,
        None => vec![own_key(&text)?],
    };
    verify_link(&text, &keys, OffsetDateTime::now_utc().unix_timestamp())
}

fn stamp(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.and_then(|t| t.format(&Rfc3339).ok()).unwrap_or_default()
}

/// What a link says, a line for each claim; secrets of the upload's address are not shown. Every text is neutralised where it
/// meets a sentence.
pub(crate) fn describe(words: &Words, facts: &TokenFacts) -> String {
    let mut lines = Vec::new();
    let mut say = |id: &str, value: Option<&str>| {
        if let Some(value) = value {
            lines.push(words.get(id, &[("value", value.into())]));
        }
    };
    say("link-says-issuer", Some(&facts.issuer));
    say("link-says-case", facts.case.as_deref());
    say("link-says-collect", Some(&facts.collect.join(", ")));
    say("link-says-upload", Some(&facts.upload_hosts.join(", ")));
    say("link-says-scep", facts.scep_url.as_deref());
    say("link-says-recipient", facts.recipient.as_deref());
    say("link-says-redact", facts.redact.as_deref());
    say("link-says-device", facts.device.as_deref());
    say("link-says-from", Some(&stamp(facts.not_before)));
    say("link-says-until", Some(&stamp(facts.expires)));
    say("link-says-id", Some(&facts.id));
    lines.join("\n")
}

fn document(facts: &TokenFacts, vouched: bool) -> serde_json::Value {
    json!({
        "schema": "scepscope.link-facts/1",
        "key": facts.key.fingerprint(),
        "key_is_yours": vouched,
        "issuer": facts.issuer,
        "case": facts.case,
        "collect": facts.collect,
        "upload_hosts": facts.upload_hosts,
        "scep_url": facts.scep_url,
        "recipient": facts.recipient,
        "redact": facts.redact,
        "device": facts.device,
        "not_before": facts.not_before,
        "expires": facts.expires,
        "id": facts.id,
        "sha256": facts.sha256,
    })
}
