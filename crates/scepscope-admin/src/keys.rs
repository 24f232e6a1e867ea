//! `scepscope-admin keys new`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rand_core::OsRng;
use scepscope_bundle::{FileKeyStore, Identity};
use scepscope_console::{Exit, explain, print};
use scepscope_policy::{PolicyDocument, snippets};
use scepscope_present::Words;
use scepscope_request::{HostRule, LINK_KEY_FILE, LinkSigner};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::args;

/// The age identity, in the form of `age-keygen`.
pub(crate) const IDENTITY_FILE: &str = "age-identity.txt";
/// Its public half.
pub(crate) const RECIPIENT_FILE: &str = "age-recipient.txt";
/// What `link new` takes as defaults.
pub(crate) const SETTINGS_FILE: &str = "keys.json";
/// The folder with the policy for each system.
const POLICY_FOLDER: &str = "policy";

const SCHEMA: &str = "scepscope.keys/1";

/// `keys.json`: what every link of these keys says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    schema: String,
    /// `iss` of the links.
    pub(crate) issuer: String,
    /// Host of the https form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link_host: Option<String>,
}

pub(crate) fn run(call: &args::Keys, words: &Words) -> Exit {
    let args::KeysCall::New(call) = &call.call;
    for host in call.upload_host.iter().chain(&call.scep_host).chain(&call.link_host) {
        if let Err(error) = host.parse::<HostRule>() {
            explain(words, "host-malformed", None, Some(&error.to_string()));
            return Exit::Usage;
        }
    }
    let out = call.out.to_string_lossy();
    if [LINK_KEY_FILE, IDENTITY_FILE, SETTINGS_FILE].iter().any(|name| call.out.join(name).exists()) {
        explain(words, "keys-exist", Some(&out), None);
        return Exit::Refused;
    }
    match make(call) {
        Ok(made) => {
            print(&made.text(words, &call.out));
            Exit::Done
        }
        Err(error) => {
            explain(words, "keys-not-made", Some(&out), Some(&error));
            Exit::Failed
        }
    }
}

struct Made {
    link_key: String,
    fingerprint: String,
    recipient: String,
    policy: String,
}

impl Made {
    fn text(&self, words: &Words, folder: &Path) -> String {
        let place = folder.join(POLICY_FOLDER).to_string_lossy().into_owned();
        [
            words.plain("keys-link-key"),
            format!("  {}\n  {}", self.fingerprint, self.link_key),
            words.plain("keys-recipient"),
            format!("  {}", self.recipient),
            words.get("keys-policy", &[("folder", place.into())]),
            self.policy.clone(),
        ]
        .join("\n")
    }
}

fn make(call: &args::KeysNew) -> Result<Made, String> {
    let text = |e: &dyn std::fmt::Display| e.to_string();
    // Makes the folder for its owner alone, and the key file with mode 0600.
    let store = FileKeyStore::new(call.out.join(LINK_KEY_FILE));
    let key = store.read_or_create(&mut OsRng).map_err(|e| text(&e))?;
    let private = key.to_openssh().map_err(|e| text(&e))?;
    let signer = LinkSigner::from_openssh(private.as_bytes()).map_err(|e| text(&e))?;
    let link_key = signer.public().to_string();
    let identity = Identity::generate();
    let recipient = identity.recipient().to_string();
    let secret = identity.to_secret_line();
    let policy = PolicyDocument {
        link_keys: Some(vec![link_key.clone()]),
        upload_hosts: (!call.upload_host.is_empty()).then(|| call.upload_host.clone()),
        scep_hosts: (!call.scep_host.is_empty()).then(|| call.scep_host.clone()),
        ..PolicyDocument::default()
    };
    let settings = Settings {
        schema: SCHEMA.to_owned(),
        issuer: call.issuer.clone(),
        link_host: call.link_host.clone(),
    };
    let settings = serde_json::to_string_pretty(&settings).map_err(|e| text(&e))?;
    let private_file = |name: &str, content: &str| write_new(&call.out, name, content).map_err(|e| text(&e));
    private_file(&format!("{LINK_KEY_FILE}.pub"), &format!("{link_key}\n"))?;
    private_file(IDENTITY_FILE, &format!("# public key: {recipient}\n{}\n", secret.as_str()))?;
    private_file(RECIPIENT_FILE, &format!("{recipient}\n"))?;
    private_file(SETTINGS_FILE, &format!("{settings}\n"))?;
    let folder = call.out.join(POLICY_FOLDER);
    fs::create_dir_all(&folder).map_err(|e| text(&e))?;
    for snippet in snippets(&policy).map_err(|e| text(&e))? {
        write_new(&folder, snippet.file, &snippet.content).map_err(|e| text(&e))?;
    }
    Ok(Made {
        link_key,
        fingerprint: signer.public().fingerprint(),
        recipient,
        policy: serde_json::to_string_pretty(&policy).map_err(|e| text(&e))? + "\n",
    })
}

/// Writes a file that is not there yet, whole, with mode 0600.
fn write_new(folder: &Path, name: &str, content: &str) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(content.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(folder.join(name)).map(drop).map_err(|e| e.error)
}
