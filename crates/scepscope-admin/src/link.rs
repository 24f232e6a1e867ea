//! `scepscope-admin link`.

use std::fs;
use std::io::Read;
use std::path::Path;

use base64ct::{Base64UrlUnpadded, Encoding};
use rand_core::{OsRng, RngCore};
use scepscope_console::{Exit, explain, note, print, print_json};
use scepscope_present::Words;
use scepscope_request::{Draft, HostRule, MintError, TokenFacts, https_link, read_signer, scheme_link};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::args;
use crate::keys::{RECIPIENT_FILE, SETTINGS_FILE, Settings};
use crate::link_show;
use crate::qr::{self, QrError};
use crate::site;
use crate::store::{self, Begun, CredentialsFrom, Permission, Place, StoreError};

/// Largest settings and recipient file, in bytes.
const MAX_FILE_BYTES: u64 = 64 << 10;

/// Random bytes of a `jti` and of a ticket: 128 bits.
const RANDOM_BYTES: usize = 16;

pub(crate) fn run(call: &args::Link, words: &Words) -> Exit {
    match &call.call {
        args::LinkCall::New(call) => new(call, words).unwrap_or_else(|e| e.tell(words, call)),
        args::LinkCall::Show(call) => link_show::run(call, words),
        args::LinkCall::Site(call) => site::run(call, words),
    }
}

/// Why no link was made: code and detail.
enum NotMade {
    Keys(String),
    Refused(scepscope_request::Refusal),
    Host(String),
    Qr(QrError),
    Store(StoreError),
    Internal(String),
}

impl NotMade {
    fn tell(self, words: &Words, call: &args::LinkNew) -> Exit {
        let keys = call.keys.to_string_lossy();
        let qr = call.qr.as_ref().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        let (code, path, detail, exit) = match self {
            NotMade::Keys(detail) => ("keys-unusable", keys.as_ref(), Some(detail), Exit::Refused),
            NotMade::Refused(refusal) => {
                explain(words, refusal.code.id(), None, refusal.detail.as_deref());
                return Exit::Usage;
            }
            NotMade::Host(detail) => ("host-malformed", "", Some(detail), Exit::Usage),
            NotMade::Qr(QrError::Form) => ("qr-form", qr.as_str(), None, Exit::Usage),
            NotMade::Qr(QrError::TooLong(n)) => ("qr-too-long", "", Some(format!("{n} bytes")), Exit::Failed),
            NotMade::Qr(QrError::Io(e)) => {
                ("output-not-writable", qr.as_str(), Some(e.to_string()), Exit::Failed)
            }
            NotMade::Store(StoreError::Address(detail)) => {
                ("store-address", "", Some(detail.to_owned()), Exit::Usage)
            }
            NotMade::Store(StoreError::Credentials(detail)) => {
                ("store-credentials", "", Some(detail), Exit::Refused)
            }
            NotMade::Internal(detail) => ("internal", "", Some(detail), Exit::Failed),
        };
        explain(words, code, Some(path), detail.as_deref());
        exit
    }
}

fn new(call: &args::LinkNew, words: &Words) -> Result<Exit, NotMade> {
    let signer = read_signer(&call.keys).map_err(|e| NotMade::Keys(e.to_string()))?;
    let settings: Settings = serde_json::from_str(&read(&call.keys, SETTINGS_FILE)?)
        .map_err(|e| NotMade::Keys(format!("{SETTINGS_FILE}: {e}")))?;
    let from = OffsetDateTime::now_utc();
    let now = from.unix_timestamp();
    let recipient = match &call.recipient {
        None if call.no_recipient => None,
        None => Some(read(&call.keys, RECIPIENT_FILE)?.trim().to_owned()),
        given => given.clone(),
    };
    let id = random();
    let upload = upload(call, &id, recipient.is_some(), from).map_err(NotMade::Store)?;
    let draft = Draft {
        issuer: settings.issuer,
        id,
        issued: now,
        not_before: now,
        expires: now + call.expires,
        collect: call.collect.iter().map(|s| s.trim().to_owned()).collect(),
        upload,
        case: call.case.clone(),
        scep_url: call.scep_url.clone(),
        recipient,
        redact: call.redact.clone(),
        ticket: Some(call.ticket.clone().unwrap_or_else(random)),
        device: call.device.clone(),
    };
    let (token, facts) = draft.sign(&signer).map_err(|e| match e {
        MintError::Refused(refusal) => NotMade::Refused(refusal),
        other => NotMade::Keys(other.to_string()),
    })?;
    let host = link_host(call.link_host.as_ref().or(settings.link_host.as_ref()), &facts)?;
    let (https, scheme) = (https_link(&host, &token), scheme_link(&token));
    if let Some(path) = &call.qr {
        qr::write(&https, path).map_err(NotMade::Qr)?;
    }
    if call.json {
        let document = json!({
            "schema": "scepscope.link/1",
            "https": https,
            "scheme": scheme,
            "id": facts.id,
            "ticket": facts.ticket,
            "case": facts.case,
            "expires": facts.expires,
            "key": facts.key.fingerprint(),
            "sha256": facts.sha256,
        });
        print_json(&document).map_err(|e| NotMade::Internal(e.to_string()))?;
    } else {
        note(&link_show::describe(words, &facts));
        print(&format!("{https}\n{scheme}\n"));
    }
    Ok(Exit::Done)
}

/// Where the bundle goes: the target as it was given, or with a permission for one file in a store.
fn upload(
    call: &args::LinkNew,
    id: &str,
    encrypted: bool,
    from: OffsetDateTime,
) -> Result<String, StoreError> {
    let Some(kind) = call.store else { return Ok(call.upload.clone()) };
    let place = Place::parse(&call.upload)?;
    let name = store::file_name(call.case.as_deref(), id, encrypted);
    let until = from + Duration::seconds(call.expires);
    let variable = |name: &str| std::env::var(name).ok();
    let region = call.store_region.clone().or_else(|| {
        let own = kind == args::StoreKind::S3;
        variable("AWS_REGION").filter(|r| own && !r.is_empty())
    });
    let begun = call.store_upload.as_deref().map(|answer| Begun { answer, most: call.store_max });
    let permission = Permission { place: &place, name: &name, from, until, begun };
    let credentials = CredentialsFrom { file: call.store_key.as_deref(), variable: &variable };
    store::mint(kind, &permission, region.as_deref(), &credentials)
}

/// The option, else what `keys new` was told, else the host that the bundle goes to.
fn link_host(given: Option<&String>, facts: &TokenFacts) -> Result<String, NotMade> {
    match given {
        Some(host) => {
            let rule: HostRule = host.parse().map_err(|e| NotMade::Host(format!("{e}")))?;
            let host = rule.to_string();
            if host.starts_with("*.") { Err(NotMade::Host(host)) } else { Ok(host) }
        }
        None => facts.upload_hosts.first().cloned().ok_or_else(|| NotMade::Host(String::new())),
    }
}

fn random() -> String {
    let mut bytes = [0; RANDOM_BYTES];
    OsRng.fill_bytes(&mut bytes);
    Base64UrlUnpadded::encode_string(&bytes)
}

fn read(folder: &Path, name: &str) -> Result<String, NotMade> {
    let path = folder.join(name);
    let mut text = String::new();
    fs::File::open(&path)
        .and_then(|file| file.take(MAX_FILE_BYTES).read_to_string(&mut text))
        .map_err(|e| NotMade::Keys(format!("{}: {e}", path.display())))?;
    Ok(text)
}
