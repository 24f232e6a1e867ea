//! Structured records: reports and extracted events.

use serde_json::{Map, Value};

use crate::Redactor;
use crate::finder::Found;
use crate::rules::{Action, KeyRule};

/// Deeper records are dropped as a whole.
pub const JSON_DEPTH: usize = 64;

impl Redactor {
    /// Redacts every string of a value, keys too, and whole values under keys that say what they hold.
    /// Numbers under such a key become strings. What lies deeper than [`JSON_DEPTH`] becomes `null`.
    pub fn redact_json(&mut self, value: Value) -> Value {
        self.json(value, None, 0)
    }

    fn json(&mut self, value: Value, key: Option<usize>, depth: usize) -> Value {
        if depth > JSON_DEPTH {
            return Value::Null;
        }
        match value {
            Value::String(text) => Value::String(self.keyed(text, key)),
            Value::Number(n) if key.is_some() => Value::String(self.keyed(n.to_string(), key)),
            Value::Array(items) => items.into_iter().map(|v| self.json(v, key, depth + 1)).collect(),
            Value::Object(map) => Value::Object(self.object(map, key, depth)),
            other => other,
        }
    }

    fn object(&mut self, map: Map<String, Value>, key: Option<usize>, depth: usize) -> Map<String, Value> {
        // A record of the form {"name": "DeviceName", "value": "…"}.
        let pair = map.get("name").and_then(Value::as_str).and_then(|name| self.key_rule(name));
        map.into_iter()
            .map(|(name, value)| {
                let by_pair = if name == "value" { pair } else { None };
                let rule = self.key_rule(&name).or(by_pair).or(key);
                let value = self.json(value, rule, depth + 1);
                (self.redact_text(&name).into_owned(), value)
            })
            .collect()
    }

    fn key_rule(&self, name: &str) -> Option<usize> {
        let finder = &self.finder;
        finder.rules.keys.iter().position(|r| r.applies(finder.policy) && r.pattern.is_match(name.as_bytes()))
    }

    fn keyed(&mut self, text: String, key: Option<usize>) -> String {
        let inner = self.redact_text(&text).into_owned();
        let Some(found) = key.and_then(|n| self.finder.rules.keys.get(n)).and_then(|r| self.whole(r, &text))
        else {
            return inner;
        };
        if inner != text && self.only_a_mark(&inner) {
            return inner;
        }
        let out = String::from_utf8_lossy(&found.text).into_owned();
        self.record(vec![found]);
        out
    }

    fn whole(&self, rule: &KeyRule, text: &str) -> Option<Found> {
        let trivial = text.trim().is_empty() || matches!(text, "true" | "false" | "null" | "-" | "N/A");
        let kept = rule.action == Action::Pseudonymise && self.finder.servers.contains(&text.to_lowercase());
        (!trivial && !kept && !self.only_a_mark(text))
            .then(|| self.finder.replaced(text.trim().as_bytes(), rule.kind, rule.action))
    }
}
