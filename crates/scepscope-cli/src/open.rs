//! `scepscope open`: verify, show, ask, collect, send.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use scepscope_bundle::Cancel;
use scepscope_collect::{
    CollectError, ErrorCode, PackOptions, Packed, PrepareOptions, key_place, outbox_path, pseudonym_folder,
};
use scepscope_console::{Exit, collect_error, explain, note};
use scepscope_deliver::{Target, is_metered};
use scepscope_present::Words;
use scepscope_request::{
    AgreedRequest, Consent, Offer, ParsedRequest, Refusal, RefusalCode, UntrustedText, UsedRequests,
    VerifiedRequest,
};
use time::OffsetDateTime;

use crate::args;
use crate::check::read;
use crate::deliver::{self, How};
use crate::hand_over::{self, Errand};
use crate::input::cancel_on_interrupt;
use crate::live;
use crate::probe::{self, Asking};
use crate::progress::Progress;
use crate::trust::{Sending, confirmed_keys, effective, now, refuse, used_requests};

/// Longest answer that is read from the terminal, in bytes.
const MAX_ANSWER: u64 = 256;

pub(crate) fn run(call: &args::Open, words: &Words) -> Exit {
    open(call, words).unwrap_or_else(|stop| match stop {
        Stop::Refused(refusal) => refuse(words, &refusal),
        Stop::Target(reason) => {
            explain(words, "target-invalid", None, Some(&reason));
            Exit::Refused
        }
        Stop::Declined => {
            explain(words, "link-declined", None, None);
            Exit::Interrupted
        }
        Stop::Failed(error) => collect_error(words, &error, None),
    })
}

/// Why nothing was sent.
enum Stop {
    Refused(Refusal),
    /// The upload target is none of the forms that are known.
    Target(String),
    Declined,
    Failed(CollectError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<CollectError> for Stop {
    fn from(error: CollectError) -> Stop {
        Stop::Failed(error)
    }
}

/// Nothing of the device's logs is opened before the consent is there.
fn open(call: &args::Open, words: &Words) -> Result<Exit, Stop> {
    let used = used_requests()?;
    let (verified, sending) = verify(call, &used, words)?;
    let target = Target::parse(verified.upload(), sending.plain).map_err(|e| Stop::Target(e.to_string()))?;
    // Without files the device itself answers.
    let asked = &verified.offer(&[]).content().sources.clone();
    let live = if call.from.is_empty() { live::answering(asked) } else { Vec::new() };
    let files: Vec<String> =
        call.from.iter().map(|p| p.to_string_lossy().into_owned()).chain(live.clone()).collect();
    let offer = verified.offer(&files);
    note(&offer_text(words, &offer));
    let consent = consent(call, &offer, words)?;
    let agreed = verified.agree(&offer, consent, &used, now())?;
    let cancel = cancel_on_interrupt();
    // Told before the work begins; a network that blocks the server now may let it through later.
    deliver::look_ahead(&target, &sending, words, &cancel);
    match collect(call, &live, &agreed, words, &cancel) {
        Ok(collected) => {
            let how = How { json: call.json, patience: Duration::from_secs(call.wait) };
            let errand = Errand { agreed, target, sending, used: &used };
            Ok(hand_over::send(&collected, errand, words, how, &cancel))
        }
        Err(error) => {
            // Nothing was sent: the link stays good for another try.
            agreed.release(&used)?;
            Err(Stop::Failed(error))
        }
    }
}

/// The request, and what the very policy that it was verified against says of sending.
fn verify(
    call: &args::Open,
    used: &dyn UsedRequests,
    words: &Words,
) -> Result<(VerifiedRequest, Sending), Refusal> {
    let text = UntrustedText::from_link(&call.link)?;
    let once = || -> Result<_, Refusal> {
        let parsed = ParsedRequest::parse(&text)?;
        let effective = effective()?;
        let verified = parsed.verify(&effective.terms(), used, now())?;
        Ok((verified, Sending::of(effective.policy)?))
    };
    match once() {
        Err(refusal) if refusal.code == RefusalCode::KeyNotConfirmed && !call.yes && can_ask() => {
            let Some(key) = &refusal.key else { return Err(refusal) };
            let fingerprint = key.fingerprint();
            note(&words.get("open-unknown-key", &[("fingerprint", fingerprint.as_str().into())]));
            if !ask(&words.plain("open-confirm-key"), words) {
                return Err(refusal);
            }
            confirmed_keys()?.confirm(&fingerprint, Some(key), now())?;
            once()
        }
        result => result,
    }
}

fn consent(call: &args::Open, offer: &Offer, words: &Words) -> Result<Consent, Stop> {
    if call.yes {
        return Ok(offer.accept_by_policy()?);
    }
    if !can_ask() {
        return Err(Refusal::new(RefusalCode::NobodyToAsk).into());
    }
    if ask(&words.plain("open-agree"), words) {
        Ok(offer.accept(offer.digest())?)
    } else {
        Err(Stop::Declined)
    }
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on the terminal; anything but a plain yes is a no.
fn ask(question: &str, words: &Words) -> bool {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question} ").and_then(|()| err.flush());
    let mut answer = String::new();
    let read = io::Read::take(io::stdin().lock(), MAX_ANSWER).read_line(&mut answer);
    let yes = words.plain("open-yes-answers");
    read.is_ok() && yes.split(' ').any(|y| answer.trim().eq_ignore_ascii_case(y))
}

/// What a person agrees to, in words. Every text out of the link is neutralised where it meets a sentence.
fn offer_text(words: &Words, offer: &Offer) -> String {
    let content = offer.content();
    let mut lines = vec![words.get("open-asks", &[("issuer", content.issuer.as_str().into())])];
    let who = if content.pinned { "open-key-pinned" } else { "open-key-confirmed" };
    lines.push(words.get(who, &[("fingerprint", content.key.as_str().into())]));
    if let Some(case) = &content.case {
        lines.push(words.get("open-case", &[("case", case.as_str().into())]));
    }
    lines.push(words.get("open-reads", &[("sources", content.sources.join(", ").into())]));
    if !content.files.is_empty() {
        lines.push(words.get("open-files", &[("files", content.files.join(", ").into())]));
    }
    if let Some(url) = &content.scep_url {
        lines.push(words.get("open-scep", &[("url", url.as_str().into())]));
    }
    lines.push(words.plain(&format!("open-redaction-{}", content.redaction)));
    lines.push(match &content.recipient {
        Some(recipient) => words.get("open-encrypted", &[("recipient", recipient.as_str().into())]),
        None => words.plain("open-not-encrypted"),
    });
    lines.push(words.get("open-goes-to", &[("hosts", content.destinations.join(", ").into())]));
    if is_metered() == Some(true) {
        lines.push(words.plain("open-metered"));
    }
    let until = OffsetDateTime::from_unix_timestamp(content.expires).ok();
    let until = until.and_then(|t| t.format(&time::format_description::well_known::Rfc3339).ok());
    lines.push(words.get("open-until", &[("time", until.unwrap_or_default().into())]));
    lines.join("\n")
}

/// A bundle in a folder that goes away with it.
pub(crate) struct Collected {
    pub(crate) packed: Packed,
    _folder: tempfile::TempDir,
}

fn collect(
    call: &args::Open,
    live: &[String],
    agreed: &AgreedRequest,
    words: &Words,
    cancel: &Cancel,
) -> Result<Collected, CollectError> {
    let inputs = live::read(agreed.sources(), live, words, cancel)?;
    let mut checked = read(&call.from, inputs, None, cancel)?;
    checked.answer(agreed.facts(), agreed.sources(), !live.is_empty());
    if let Some(url) = agreed.scep_url() {
        // A server that can't be asked is no reason to keep the logs back.
        match probe::ask(url, &Asking::default()) {
            Ok(report) => checked.attach_probe(report),
            Err(fault) => fault.explain(words),
        }
    }
    let place = outbox_path()?;
    let folder = std::fs::create_dir_all(&place)
        .and_then(|()| tempfile::tempdir_in(&place))
        .map_err(|e| CollectError::with(ErrorCode::OutputNotWritable, e.to_string()))?;
    let options = PackOptions {
        out: folder.path().to_owned(),
        case: agreed.case().map(str::to_owned),
        recipients: agreed.recipient().cloned().into_iter().collect(),
        created: OffsetDateTime::now_utc(),
        key: key_place()?,
        pseudonyms: pseudonym_folder().ok(),
    };
    let prepare = PrepareOptions {
        policy: agreed.redaction(),
        language: words.language(),
        ..PrepareOptions::default()
    };
    let packed = checked.prepare(&prepare, cancel)?.pack(&options, &Progress::new(), cancel)?;
    Ok(Collected { packed, _folder: folder })
}
