//! `scepscope-admin receive`.

use std::sync::Arc;

use scepscope_analyze::read_identity;
use scepscope_console::{Exit, explain, note, print};
use scepscope_present::{Words, text};
use scepscope_receive::{Admission, Anybody, Observer, Receiver, ReceiverError, ReceiverOptions, TlsFiles};
use scepscope_request::{LinkKey, read_link_keys};

use crate::admission::LinkAdmission;
use crate::args;
use crate::verify::refuse;

/// Longest name or reason in a message, in characters.
const MAX_TEXT: usize = 300;

pub(crate) fn run(call: &args::Receive, words: &Arc<Words>) -> Exit {
    let keys = match call.keys.as_deref().map(read_link_keys).transpose() {
        Ok(keys) => keys,
        Err(error) => {
            let path = call.keys.as_ref().map(|p| p.to_string_lossy().into_owned());
            explain(words, "keys-unusable", path.as_deref(), Some(&error.to_string()));
            return Exit::Refused;
        }
    };
    let admission: Box<dyn Admission> = match &keys {
        Some(keys) => Box::new(LinkAdmission::new(keys.clone())),
        None => Box::new(Anybody),
    };
    let observer = Box::new(Teller { words: words.clone() });
    let mut options = ReceiverOptions::new(&call.inbox, call.listen, admission, observer);
    options.max_inbox = call.quota;
    options.max_bundle = call.max_bundle.min(options.max_bundle);
    if let (Some(certificates), Some(key)) = (&call.tls_cert, &call.tls_key) {
        options.tls = Some(TlsFiles { certificates: certificates.clone(), key: key.clone() });
    }
    if let Some(path) = &call.identity {
        match read_identity(path) {
            Ok(identity) => options.identity = Some(identity),
            Err(refused) => return refuse(words, &refused, Some(path)),
        }
    }
    if !call.listen.ip().is_loopback() && keys.is_none() {
        return wrong_address(call, words, "without --keys anybody could fill the inbox");
    }
    match serve(options, keys.as_deref(), words) {
        Ok(()) => Exit::Done,
        Err(error @ ReceiverError::PlainBeyondLoopback) => wrong_address(call, words, &error.to_string()),
        Err(error) => {
            let (code, path) = match &error {
                ReceiverError::Tls(_) => ("receive-tls", String::new()),
                ReceiverError::Inbox(_) => ("output-not-writable", call.inbox.display().to_string()),
                ReceiverError::Key(_) => ("key-unusable", String::new()),
                _ => ("receive-address", call.listen.to_string()),
            };
            explain(words, code, Some(&path), Some(&error.to_string()));
            Exit::Failed
        }
    }
}

fn serve(options: ReceiverOptions, keys: Option<&[LinkKey]>, words: &Words) -> Result<(), ReceiverError> {
    let receiver = Receiver::open(options)?;
    let stop = receiver.stop();
    let stopping = words.plain("receive-stopping");
    // Without a handler the program ends at once; what is on disk then is finished at the next start.
    let _ = ctrlc::set_handler(move || {
        note(&stopping);
        stop.now();
    });
    note(
        &words.get(
            "receive-key",
            &[("fingerprint", scepscope_bundle::fingerprint(receiver.public_key()).into())],
        ),
    );
    match keys {
        None => note(&words.plain("receive-open")),
        Some(keys) => {
            let keys: Vec<String> = keys.iter().map(LinkKey::fingerprint).collect();
            note(&words.get("receive-links", &[("fingerprints", keys.join(", ").into())]));
        }
    }
    note(&words.get("receive-listening", &[("address", receiver.address()?.to_string().into())]));
    let key = receiver.public_key().to_openssh().unwrap_or_default();
    print(&format!("{key}\n{}\n", receiver.target()?));
    receiver.run();
    Ok(())
}

fn wrong_address(call: &args::Receive, words: &Words, detail: &str) -> Exit {
    explain(words, "receive-address", Some(&call.listen.to_string()), Some(detail));
    Exit::Usage
}

/// Tells the administrator what arrives.
struct Teller {
    words: Arc<Words>,
}

impl Observer for Teller {
    fn arrived(&self, name: &str, bytes: u64) {
        let args = [("name", text::neutralise(name, MAX_TEXT).into()), ("bytes", bytes.into())];
        note(&self.words.get("receive-arrived", &args));
    }

    fn refused(&self, reason: &str) {
        let reason = text::neutralise(reason, MAX_TEXT);
        note(&self.words.get("receive-refused", &[("reason", reason.into())]));
    }
}
