//! `scepscope policy`: what holds on this device, and which keys its user confirmed.

use scepscope_console::{Exit, explain, print, print_json};
use scepscope_policy::{Origin, SETTINGS, fingerprint};
use scepscope_present::{Words, text};
use scepscope_request::Refusal;
use serde_json::{Value, json};

use crate::args;
use crate::trust::{confirmed_keys, effective, now, refuse};

/// Longest value that is shown, in characters.
const MAX_VALUE: usize = 300;

pub(crate) fn run(call: &args::Policy, words: &Words) -> Exit {
    let done = match &call.call {
        args::PolicyCall::Show { json } => show(*json, words),
        args::PolicyCall::Trust { keys } => trust(keys, words),
        args::PolicyCall::Revoke { keys } => revoke(keys, words),
    };
    done.unwrap_or_else(|refusal| refuse(words, &refusal))
}

fn show(as_json: bool, words: &Words) -> Result<Exit, Refusal> {
    let effective = effective()?;
    let settings: Vec<(&str, Value, Origin)> =
        SETTINGS.iter().map(|name| (*name, effective.value(name), effective.origin(name))).collect();
    if as_json {
        let list: Vec<Value> = settings
            .iter()
            .map(|(name, value, origin)| json!({ "name": name, "value": value, "origin": origin.id() }))
            .collect();
        let document = json!({
            "schema": "scepscope.policy-in-force/1",
            "place": effective.place,
            "managed": effective.managed,
            "settings": list,
            "confirmed": effective.confirmed,
            "unknown": effective.policy.unknown,
        });
        return Ok(if print_json(&document).is_ok() { Exit::Done } else { Exit::Failed });
    }
    let place = [("place", effective.place.as_str().into())];
    let head = if effective.managed { "policy-managed" } else { "policy-unmanaged" };
    let mut out = format!("{}\n\n", words.get(head, &place));
    for (name, value, origin) in &settings {
        let from = words.plain(match origin {
            Origin::Policy => "policy-from-policy",
            Origin::User => "policy-from-user",
            Origin::Default => "policy-from-default",
        });
        out.push_str(&format!("{name} ({from})\n"));
        for line in lines(value, words) {
            out.push_str(&format!("  {line}\n"));
        }
    }
    if effective.pinned() && !effective.confirmed.is_empty() {
        out.push_str(&format!("\n{}\n", words.plain("policy-confirmed-do-not-count")));
    }
    for name in &effective.policy.unknown {
        let args = [("name", name.as_str().into())];
        out.push_str(&format!("{}\n", words.get("policy-unknown-setting", &args)));
    }
    print(&out);
    Ok(Exit::Done)
}

fn lines(value: &Value, words: &Words) -> Vec<String> {
    let clean = |t: &str| text::neutralise(t, MAX_VALUE);
    match value {
        Value::Null => vec![words.plain("policy-not-set")],
        Value::Bool(true) => vec![words.plain("policy-on")],
        Value::Bool(false) => vec![words.plain("policy-off")],
        Value::Array(items) if items.is_empty() => vec![words.plain("policy-none")],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(clean).collect(),
        other => vec![other.as_str().map_or_else(|| other.to_string(), clean)],
    }
}

fn trust(texts: &[String], words: &Words) -> Result<Exit, Refusal> {
    let effective = effective()?;
    if effective.pinned() {
        explain(words, "policy-pins-keys", None, Some(&effective.place));
        return Ok(Exit::Refused);
    }
    each(texts, words, |fingerprint, key| {
        let new = confirmed_keys()?.confirm(fingerprint, key, now())?;
        Ok(if new { "policy-key-confirmed" } else { "policy-key-known" })
    })
}

fn revoke(texts: &[String], words: &Words) -> Result<Exit, Refusal> {
    each(texts, words, |fingerprint, _| {
        let was = confirmed_keys()?.revoke(fingerprint)?;
        Ok(if was { "policy-key-revoked" } else { "policy-key-was-not" })
    })
}

fn each(
    texts: &[String],
    words: &Words,
    mut act: impl FnMut(&str, Option<&scepscope_request::LinkKey>) -> Result<&'static str, Refusal>,
) -> Result<Exit, Refusal> {
    let mut keys = Vec::new();
    for text in texts {
        match fingerprint(text) {
            Ok(key) => keys.push(key),
            Err(error) => {
                explain(words, "fingerprint-malformed", None, Some(&error.to_string()));
                return Ok(Exit::Usage);
            }
        }
    }
    for (fingerprint, key) in &keys {
        let said = act(fingerprint, key.as_ref())?;
        print(&format!("{}\n", words.get(said, &[("fingerprint", fingerprint.as_str().into())])));
    }
    Ok(Exit::Done)
}
