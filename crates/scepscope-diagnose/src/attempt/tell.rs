//! What one record says of the attempt that it belongs to.

use scepscope_model::{Answer, Cause, Confidence, Evidence, Milestone, Platform, ScepOperation as Operation};

use super::assemble::Told;
use super::draft::{Draft, Installation, OperationFacts};
use crate::codes::{CodeMeaning, Codes};
use crate::rules::Signal;

/// Notes in the draft what the record says.
pub(super) fn tell(draft: &mut Draft, told: &Told<'_>, signal: Signal, codes: &Codes) {
    match signal {
        // Taken care of before, or no matter of an attempt.
        Signal::RunBegins
        | Signal::AttemptBegins
        | Signal::DeviceCause
        | Signal::ChainUntrusted
        | Signal::Session
        | Signal::LogCleared
        | Signal::StateProfile
        | Signal::ProfilePresent
        | Signal::ServerCause
        | Signal::ServerStep
        | Signal::PluginBegins
        | Signal::PluginAsks
        | Signal::PluginTold => {}
        Signal::Profile | Signal::Step => {
            if let Some(milestone) = told.rule.milestone {
                draft.seen(milestone, told.evidence());
            }
        }
        Signal::Request => request(draft, told),
        Signal::RequestMethod => {
            draft.query_holds_request |= told.rule.id.ends_with("via_get");
            draft.open = Some(Operation::PkiOperation);
            draft.seen(Milestone::RequestSent, told.evidence());
        }
        Signal::Answer => {
            let operation = told.operation().or(draft.open).or(draft.last_answer.as_ref().map(|(o, _)| *o));
            answer(draft, told, operation, codes);
        }
        Signal::AnswerToOpenRequest => {
            let operation = draft.open;
            answer(draft, told, operation, codes);
        }
        Signal::TransportError => transport_error(draft, told, codes),
        Signal::Failed => {
            find_rule(draft, told);
            find_codes(draft, told, codes);
            draft.fail(told.rule.milestone, told.evidence());
        }
        Signal::Refused => {
            find_rule(draft, told);
            if let Some(milestone) = told.rule.milestone {
                draft.take_back(milestone, told.evidence());
            }
        }
        Signal::RefusedAnswer => refused_answer(draft, told),
        Signal::RefusedResponse => {
            find_rule(draft, told);
            draft.fail(Some(Milestone::ResponseReceived), told.evidence());
        }
        Signal::CertRep => cert_rep(draft, told, codes),
        Signal::InstallState => install_state(draft, told),
        Signal::Installed => {
            draft.seen(Milestone::CertificateInstalled, told.evidence());
            draft.closed = true;
        }
        Signal::InstallSupport => {
            install_support(draft, told, codes);
        }
        Signal::SendFailed => send_failed(draft, told, codes),
        Signal::Failure => {
            let meanings = find_codes(draft, told, codes);
            if meanings.is_empty() {
                // A record that states an error and not its reason is all that there is to show.
                draft.find(Cause::StalledUnexplained, Confidence::Possible, None, told.evidence());
            }
            for meaning in meanings {
                if let Some(milestone) = meaning.milestone {
                    failed_by_code(draft, milestone, told.evidence());
                }
            }
            draft.fail(None, told.evidence());
        }
        Signal::StageFailed => {
            find_codes(draft, told, codes);
            let milestone = told.get("stage").and_then(Operation::parse).map(Operation::answered);
            draft.fail(milestone, told.evidence());
        }
        Signal::EnrollFailed => enroll_failed(draft, told, codes),
        Signal::Cause => find_rule(draft, told),
    }
}

fn find_rule(draft: &mut Draft, told: &Told<'_>) {
    if let Some(cause) = told.rule.cause {
        draft.find(cause, told.rule.confidence, None, told.evidence());
    }
}

/// Decodes every code that the record names, and notes what each means.
fn find_codes(draft: &mut Draft, told: &Told<'_>, codes: &Codes) -> Vec<CodeMeaning> {
    let mut meanings = Vec::new();
    for (name, value) in told.captured {
        let meaning = match name.as_ref() {
            "hresult" | "cut_hresult" | "result" => codes.hresult(value),
            "winhttp" => codes.winhttp(value),
            "nsurl" => codes.nsurl(value),
            "mcscep" => codes.mcscep(value),
            _ => continue,
        };
        match meaning {
            Some(meaning) => {
                match (meaning.cause, told.rule.cause) {
                    // The code alone says too little, the record as a whole does not.
                    (None, Some(cause)) => {
                        draft.find(cause, told.rule.confidence, Some(&meaning.label), told.evidence());
                    }
                    _ => draft.find_code(&meaning, told.evidence()),
                }
                meanings.push(meaning);
            }
            // A code that no table knows is still worth a search: keep it, and say that it explains nothing.
            None if name.as_ref() != "cut_hresult" && !is_success(value) => {
                let cause = told.rule.cause.unwrap_or(Cause::StalledUnexplained);
                let confidence = told.rule.cause.map_or(Confidence::Possible, |_| told.rule.confidence);
                draft.find(cause, confidence, Some(value), told.evidence());
            }
            None => {}
        }
    }
    meanings
}

/// An HRESULT without the failure bit.
fn is_success(code: &str) -> bool {
    code.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok()).is_some_and(|n| n < 0x8000_0000)
}

/// Event 309 stays at level Information when it fails: its Result tells.
fn install_support(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    let Some(result) = told.get("result") else { return };
    if is_success(result) {
        draft.install_supported |= result.trim_start_matches("0x").chars().all(|c| c == '0');
        return;
    }
    find_codes(draft, told, codes);
    let answered = draft.is_seen(Milestone::ResponseReceived);
    draft.fail(answered.then_some(Milestone::CertificateInstalled), told.evidence());
}

fn failed_by_code(draft: &mut Draft, milestone: Milestone, evidence: Evidence) {
    let refused = matches!(milestone, Milestone::CapabilitiesReceived | Milestone::CaCertificateReceived);
    if refused { draft.take_back(milestone, evidence) } else { draft.fail(Some(milestone), evidence) }
}

fn request(draft: &mut Draft, told: &Told<'_>) {
    let Some(operation) = told.operation() else { return };
    draft.open = Some(operation);
    draft.sent(operation, told.hit.time);
    draft.last_answer = None;
    if !draft.asked.contains(&operation) {
        draft.asked.push(operation);
    }
    if operation == Operation::PkiOperation {
        draft.query_holds_request |= told.get("url").is_some_and(|u| u.contains("message="));
        draft.seen(Milestone::RequestSent, told.evidence());
    }
}

fn answer(draft: &mut Draft, told: &Told<'_>, operation: Option<Operation>, codes: &Codes) {
    let (Some(operation), Some(status)) = (operation, told.get("status")) else { return };
    let repeated = draft.last_answer.as_ref().is_some_and(|(_, s)| s == status) && draft.open.is_none();
    draft.open = None;
    draft.last_answer = Some((operation, status.to_owned()));
    if !repeated {
        draft.ended(operation, told.hit.time, status.parse().ok());
    }
    draft.query_holds_request |=
        operation == Operation::PkiOperation && told.get("url").is_some_and(|u| u.contains("message="));
    if status.starts_with('2') {
        draft.answers.push((operation, Answer::Yes));
        if operation != Operation::PkiOperation {
            draft.seen(operation.answered(), told.evidence());
        }
        return;
    }
    let Some(meaning) = codes.http(status) else { return };
    if !repeated {
        draft.answers.push((operation, if meaning.from_ndes { Answer::Yes } else { Answer::Unknown }));
    }
    let long = operation == Operation::PkiOperation && draft.query_holds_request;
    let capabilities_only = draft.platform != Platform::Android
        && operation == Operation::GetCaCaps
        && draft.is_seen(Milestone::CaCertificateReceived);
    let cause = match (meaning.long_query, meaning.cause) {
        (Some(cause), _) if long => Some(cause),
        (_, Some(_)) if capabilities_only => Some(Cause::CapabilitiesMissing),
        (_, cause) => cause,
    };
    if let Some(cause) = cause {
        let confidence = if Some(cause) == meaning.cause { meaning.confidence } else { Confidence::Likely };
        draft.find(cause, confidence, Some(&format!("HTTP {}", meaning.label)), told.evidence());
    }
    if capabilities_only {
        // The device goes on without capabilities: what follows decides whether the attempt failed.
        draft.note_failed(Milestone::CapabilitiesReceived, told.evidence());
    } else {
        draft.fail(Some(operation.answered()), told.evidence());
    }
}

fn transport_error(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_rule(draft, told);
    let meanings = find_codes(draft, told, codes);
    let late = told.rule.cause == Some(Cause::ResponseTimeout);
    let network = told.rule.cause.is_some() || meanings.iter().any(|m| m.network);
    draft.no_connection |= network && !late;
    let operation = told.operation().or(draft.open);
    draft.open = None;
    if let Some(operation) = operation {
        draft.ended(operation, told.hit.time, None);
    }
    match operation {
        Some(Operation::PkiOperation) if network && !late => {
            draft.take_back(Milestone::RequestSent, told.evidence());
        }
        Some(operation) => draft.fail(Some(operation.answered()), told.evidence()),
        None => draft.fail(None, told.evidence()),
    }
}

fn refused_answer(draft: &mut Draft, told: &Told<'_>) {
    find_rule(draft, told);
    let operation = draft.open.or(draft.last_answer.as_ref().map(|(o, _)| *o));
    draft.open = None;
    let Some(operation) = operation else {
        draft.fail(None, told.evidence());
        return;
    };
    // What answered with something else than SCEP may have been a proxy or a sign-in page.
    for (answered, reached) in &mut draft.answers {
        if *answered == operation {
            *reached = Answer::Unknown;
        }
    }
    draft.take_back(operation.answered(), told.evidence());
}

fn cert_rep(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    draft.answers.push((Operation::PkiOperation, Answer::Yes));
    draft.cert_rep_at(told.hit.time);
    draft.open = None;
    let status = told.get("pki_status").unwrap_or_default().to_ascii_uppercase();
    let evidence = told.evidence();
    match status.as_str() {
        "PENDING" => {
            draft.pending = true;
            draft.seen(Milestone::ResponseReceived, evidence.clone());
            draft.find(Cause::PkiPending, Confidence::Certain, None, evidence);
        }
        "FAILURE" => {
            draft.pending = false;
            draft.seen(Milestone::ResponseReceived, evidence.clone());
            if let Some(meaning) = told.get("fail_info").and_then(|f| codes.fail_info(f)) {
                draft.find_code(&meaning, evidence.clone());
            }
            draft.fail(None, evidence);
        }
        _ => {
            draft.pending = false;
            draft.findings.retain(|f| f.cause != Cause::PkiPending);
            draft.seen(Milestone::ResponseReceived, evidence);
        }
    }
}

fn install_state(draft: &mut Draft, told: &Told<'_>) {
    let to = told.get("to").unwrap_or_default();
    if to == "CERT_ACCESS_GRANTED" {
        draft.installation = Installation::Done;
        draft.findings.retain(|f| f.cause != Cause::InstallNotAccepted);
        draft.seen(Milestone::CertificateInstalled, told.evidence());
        draft.closed = true;
    } else if to.contains("FAIL") {
        draft.find(Cause::InstallFailed, Confidence::Certain, None, told.evidence());
        draft.fail(Some(Milestone::CertificateInstalled), told.evidence());
    } else if to.starts_with("CERT_") && draft.installation != Installation::Done {
        draft.installation = Installation::UnderWay;
        draft.find(Cause::InstallNotAccepted, Confidence::Likely, None, told.evidence());
    }
}

fn send_failed(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_codes(draft, told, codes);
    // Without a request made before, it was GetCACaps or GetCACert that could not be sent; which one, nobody says.
    let milestone = draft.is_seen(Milestone::RequestGenerated).then_some(Milestone::RequestSent);
    draft.fail(milestone, told.evidence());
}

fn enroll_failed(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_codes(draft, told, codes);
    if let Some(meaning) = told.get("fail_info_number").and_then(|n| codes.fail_info(n)) {
        let explained =
            draft.findings.iter().any(|f| matches!(f.cause, Cause::KeyTooSmall | Cause::TemplateMismatch));
        if !explained {
            draft.find_code(&meaning, told.evidence());
        }
        draft.answers.push((Operation::PkiOperation, Answer::Yes));
        draft.seen(Milestone::ResponseReceived, told.evidence());
    }
    draft.fail(None, told.evidence());
}
