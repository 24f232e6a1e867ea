//! Settings as a system stores them, before they mean anything.

use serde_json::{Map, Value};

use crate::document::{MAX_POLICY_BYTES, PolicyFault};

/// A policy as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where: a file, a registry key, …
    pub place: String,
    /// Setting name to value.
    pub values: Map<String, Value>,
}

/// Reads a policy in JSON: the file of Linux, and what the Kotlin and Swift parts hand over from the managed app
/// configuration.
///
/// # Errors
/// [`PolicyFault`] where it is no JSON object, or larger than [`MAX_POLICY_BYTES`].
pub fn from_json(place: &str, text: &[u8]) -> Result<Found, PolicyFault> {
    bounded(place, text)?;
    match serde_json::from_slice(text) {
        Ok(Value::Object(values)) => Ok(Found { place: place.to_owned(), values }),
        Ok(_) => Err(PolicyFault::new(place, "not a JSON object")),
        Err(e) => Err(PolicyFault::new(place, e)),
    }
}

/// Reads a policy in a property list (XML or binary): managed preferences of macOS.
///
/// # Errors
/// [`PolicyFault`] where it is no dictionary, holds what a policy never does, or is larger than [`MAX_POLICY_BYTES`].
pub fn from_plist(place: &str, content: &[u8]) -> Result<Found, PolicyFault> {
    bounded(place, content)?;
    let value =
        plist::Value::from_reader(std::io::Cursor::new(content)).map_err(|e| PolicyFault::new(place, e))?;
    let Some(dictionary) = value.into_dictionary() else {
        return Err(PolicyFault::new(place, "not a dictionary"));
    };
    let mut values = Map::new();
    for (name, value) in dictionary {
        let value =
            plain(value).ok_or_else(|| PolicyFault::new(place, format!("{name}: unknown kind of value")))?;
        values.insert(name, value);
    }
    Ok(Found { place: place.to_owned(), values })
}

/// Texts, numbers, truth values and lists of these; a policy has nothing else.
fn plain(value: plist::Value) -> Option<Value> {
    match value {
        plist::Value::String(text) => Some(Value::String(text)),
        plist::Value::Boolean(truth) => Some(Value::Bool(truth)),
        plist::Value::Integer(number) => number.as_signed().map(Value::from),
        plist::Value::Array(items) => {
            let texts = items.into_iter().map(|i| i.into_string().map(Value::String));
            texts.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        _ => None,
    }
}

fn bounded(place: &str, content: &[u8]) -> Result<(), PolicyFault> {
    if content.len() as u64 > MAX_POLICY_BYTES {
        return Err(PolicyFault::new(place, format!("larger than {MAX_POLICY_BYTES} bytes")));
    }
    Ok(())
}
