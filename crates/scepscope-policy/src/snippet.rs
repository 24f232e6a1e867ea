//! A policy in the form of each system, for the administrator to deploy.

use serde_json::{Value, json};

use crate::document::PolicyDocument;

/// The registry key of Windows.
pub const REGISTRY_KEY: &str = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Scepscope";

/// The preference domain of macOS, and the app's id on iOS.
pub const APPLE_DOMAIN: &str = "io.github.scepscope.app";

/// A policy for one system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The name of its file.
    pub file: &'static str,
    /// Its content.
    pub content: String,
}

/// The policy for every system: Linux, Windows, macOS, Android, iOS.
///
/// # Errors
/// Where the policy can't be written as JSON, which does not happen.
pub fn snippets(policy: &PolicyDocument) -> Result<Vec<Snippet>, serde_json::Error> {
    let value = serde_json::to_value(policy)?;
    let settings: Vec<(&String, &Value)> = value.as_object().map(|m| m.iter().collect()).unwrap_or_default();
    Ok(vec![
        Snippet { file: "policy.json", content: serde_json::to_string_pretty(policy)? + "\n" },
        Snippet { file: "policy.reg", content: registry(&settings) },
        Snippet { file: "policy.mobileconfig", content: profile(&settings) },
        Snippet { file: "policy-android.json", content: android(&settings)? },
        Snippet { file: "policy-ios.plist", content: app_configuration(&settings) },
    ])
}

/// For `reg import`: UTF-8 is taken as long as all is ASCII; CRLF at line ends.
fn registry(settings: &[(&String, &Value)]) -> String {
    let mut lines =
        vec!["Windows Registry Editor Version 5.00".to_owned(), String::new(), format!("[{REGISTRY_KEY}]")];
    for (name, value) in settings {
        lines.push(match value {
            Value::Bool(truth) => format!("\"{name}\"=dword:{:08x}", u8::from(*truth)),
            Value::Array(items) => format!("\"{name}\"=hex(7):{}", multi_string(items)),
            other => format!("\"{name}\"=\"{}\"", text(other).replace('\\', "\\\\").replace('"', "\\\"")),
        });
    }
    lines.push(String::new());
    lines.join("\r\n")
}

/// REG_MULTI_SZ: UTF-16LE, each text ended by zero, the list by another.
fn multi_string(items: &[Value]) -> String {
    let mut units: Vec<u16> = Vec::new();
    for item in items {
        units.extend(text(item).encode_utf16());
        units.push(0);
    }
    units.push(0);
    let bytes: Vec<String> = units.iter().flat_map(|u| u.to_le_bytes()).map(|b| format!("{b:02x}")).collect();
    bytes.join(",")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn dictionary(settings: &[(&String, &Value)], indent: &str) -> String {
    let mut out = String::new();
    for (name, value) in settings {
        out.push_str(&format!("{indent}<key>{name}</key>\n"));
        match value {
            Value::Bool(truth) => out.push_str(&format!("{indent}<{truth}/>\n")),
            Value::Array(items) => {
                out.push_str(&format!("{indent}<array>\n"));
                for item in items {
                    out.push_str(&format!("{indent}  <string>{}</string>\n", escape(&text(item))));
                }
                out.push_str(&format!("{indent}</array>\n"));
            }
            other => out.push_str(&format!("{indent}<string>{}</string>\n", escape(&text(other)))),
        }
    }
    out
}

const PLIST_HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n",
    "<plist version=\"1.0\">\n",
);

/// A configuration profile with managed preferences (payload type = the preference domain).
fn profile(settings: &[(&String, &Value)]) -> String {
    let payload = dictionary(settings, "      ");
    format!(
        "{PLIST_HEAD}<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>{APPLE_DOMAIN}.policy</string>
  <key>PayloadUUID</key><string>5C0E5C0E-0000-4000-8000-000000000001</string>
  <key>PayloadDisplayName</key><string>Scepscope policy</string>
  <key>PayloadScope</key><string>System</string>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>{APPLE_DOMAIN}</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>{APPLE_DOMAIN}.policy.preferences</string>
      <key>PayloadUUID</key><string>5C0E5C0E-0000-4000-8000-000000000002</string>
{payload}    </dict>
  </array>
</dict>
</plist>
"
    )
}

/// The dictionary that Intune's app configuration policy for iOS takes.
fn app_configuration(settings: &[(&String, &Value)]) -> String {
    format!("{PLIST_HEAD}<dict>\n{}</dict>\n</plist>\n", dictionary(settings, "  "))
}

/// The JSON that Intune's app configuration policy for Android Enterprise takes. Android has no lists of free texts:
/// they are one text with a line an entry.
fn android(settings: &[(&String, &Value)]) -> Result<String, serde_json::Error> {
    let properties: Vec<Value> = settings
        .iter()
        .map(|(name, value)| match value {
            Value::Bool(truth) => json!({ "key": name, "valueBool": truth }),
            Value::Array(items) => {
                let lines: Vec<String> = items.iter().map(text).collect();
                json!({ "key": name, "valueString": lines.join("\n") })
            }
            other => json!({ "key": name, "valueString": text(other) }),
        })
        .collect();
    let document = json!({
        "kind": "androidenterprise#managedConfiguration",
        "productId": format!("app:{APPLE_DOMAIN}"),
        "managedProperty": properties,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
