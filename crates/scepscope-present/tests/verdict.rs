//! Which sentence a report gets. Every row is written by hand; the rows marked "honesty" keep the program from
//! saying more than the evidence does.

use std::collections::BTreeMap;

use scepscope_model::{
    Answer, Attempt, Cause, Clock, Confidence, DeviceFacts, Finding, Gap, Milestone, MilestoneReport,
    MilestoneState, Outcome, Platform, REPORT_SCHEMA, Report, SourceKind, SourceReport, Tool,
};
use scepscope_present::{Language, StopId, Words, path, verdict};

use Answer::{No, Unknown, Yes};
use MilestoneState::{Absent, Failed, Implied, NotRecordable, Seen};

fn source(kind: SourceKind, verbose: Option<bool>) -> SourceReport {
    SourceReport {
        id: "s1".into(),
        kind,
        origin: "log".into(),
        bytes: None,
        records: 100,
        first: None,
        last: None,
        clock: Clock::AssumedUtc,
        verbose,
    }
}

fn finding(cause: Cause, confidence: Confidence, attempt: Option<&str>) -> Finding {
    let attempt = attempt.map(str::to_owned);
    Finding { cause, confidence, attempt, superseded: false, codes: vec![], evidence: vec![] }
}

fn attempt(
    id: &str,
    states: [MilestoneState; 7],
    outcome: Outcome,
    reached: Answer,
    presented: Answer,
) -> Attempt {
    Attempt {
        id: id.into(),
        platform: Platform::Android,
        server_url: Some("https://ndes.example:8443/certsrv/mscep/mscep.dll".into()),
        profile: None,
        started: None,
        ended: None,
        milestones: Milestone::ALL
            .iter()
            .zip(states)
            .map(|(id, state)| MilestoneReport { id: *id, state, evidence: vec![] })
            .collect(),
        outcome,
        reached_ndes: reached,
        challenge_presented: presented,
        exchanges: vec![],
        findings: vec![],
    }
}

fn report(outcome: Outcome, attempts: Vec<Attempt>, findings: Vec<Finding>) -> Report {
    let last = attempts.last();
    Report {
        schema: REPORT_SCHEMA.into(),
        tool: Tool { name: "scepscope".into(), version: "0".into() },
        device: DeviceFacts { platform: Platform::Android, name: None, system: None },
        sources: vec![source(SourceKind::Omadm, Some(true))],
        gaps: vec![],
        key_strings: vec![],
        outcome,
        reached_ndes: last.map_or(Unknown, |a| a.reached_ndes),
        challenge_presented: last.map_or(Unknown, |a| a.challenge_presented),
        attempts,
        findings,
        probe: None,
    }
}

const STOPPED_AT_CAPABILITIES: [MilestoneState; 7] = [Seen, Failed, Absent, Absent, Absent, Absent, Absent];

#[test]
fn failed_by_cause() {
    use Confidence::{Certain, Likely, Possible};
    let rows = [
        (Cause::DnsFailure, Certain, No, "verdict-name"),
        (Cause::DnsFailure, Certain, Unknown, "verdict-name"),
        // honesty: it did answer before, so "can't find" would send somebody to the DNS for nothing.
        (Cause::DnsFailure, Certain, Yes, "verdict-network-later"),
        (Cause::DnsFailure, Likely, No, "verdict-likely"),
        (Cause::DnsFailure, Possible, No, "verdict-possible"),
        (Cause::ConnectFailure, Certain, No, "verdict-connect"),
        (Cause::ConnectTimeout, Certain, No, "verdict-connect"),
        (Cause::TlsFailure, Certain, No, "verdict-secure"),
        (Cause::TlsUntrustedRoot, Certain, No, "verdict-secure"),
        (Cause::TlsUntrustedRoot, Certain, Yes, "verdict-network-later"),
        (Cause::AppProxyConnectorStopped, Certain, Unknown, "verdict-between"),
        (Cause::PreAuthentication, Certain, Unknown, "verdict-between"),
        (Cause::ResponseTimeout, Certain, Unknown, "verdict-slow"),
        (Cause::UnexpectedContent, Certain, Unknown, "verdict-answer-unusable"),
        // honesty: another operation was answered, yet who wrote this page is still not known.
        (Cause::UnexpectedContent, Certain, Yes, "verdict-answer-unusable"),
        (Cause::NdesNotFound, Certain, Yes, "verdict-server-error"),
        (Cause::ScepAppPoolStopped, Certain, Yes, "verdict-server-error"),
        // honesty: "was reached" only where that is proven.
        (Cause::NdesInternalError, Certain, Unknown, "verdict-answer-unusable"),
        (Cause::NdesInternalError, Certain, No, "verdict-cause"),
        (Cause::CaThumbprintMismatch, Certain, Yes, "verdict-ca"),
        (Cause::CaThumbprintMismatch, Certain, Unknown, "verdict-cause"),
        (Cause::PkiBadRequest, Certain, Yes, "verdict-refused"),
        (Cause::PkiBadRequest, Certain, Unknown, "verdict-cause"),
        (Cause::InvalidServerResponse, Certain, Yes, "verdict-server-answer"),
        (Cause::CspFailure, Certain, Unknown, "verdict-profile"),
        (Cause::KeyGenerationFailed, Certain, Yes, "verdict-request"),
        (Cause::InstallFailed, Certain, Yes, "verdict-install"),
        (Cause::IisNoRequest, Certain, Unknown, "verdict-iis-no-request"),
        (Cause::IisImpersonationRightMissing, Certain, Yes, "verdict-server-side"),
    ];
    for (cause, confidence, reached, expected) in rows {
        let attempts = vec![attempt("1", STOPPED_AT_CAPABILITIES, Outcome::Failed, reached, No)];
        let got = verdict(&report(Outcome::Failed, attempts, vec![finding(cause, confidence, Some("1"))]));
        assert_eq!(got.id, expected, "{cause} {confidence:?} {reached:?}");
        assert_eq!(got.cause, Some(cause));
        assert_eq!(got.next, format!("cause-{}.user", cause.id().replace('_', "-")));
        assert_eq!(got.host.as_deref(), Some("ndes.example:8443"));
        assert_eq!(got.milestone, Some(Milestone::CapabilitiesReceived));
    }
}

#[test]
fn without_a_cause() {
    const SENT: [MilestoneState; 7] = [Seen, Seen, Seen, Seen, Seen, Absent, Absent];
    const MADE: [MilestoneState; 7] = [Seen, Seen, Seen, Seen, Absent, Absent, Absent];
    const WINDOWS_MADE: [MilestoneState; 7] = [Seen, Implied, Implied, Seen, Absent, Absent, Absent];
    const WINDOWS_BLIND: [MilestoneState; 7] = [Seen, Implied, Implied, Seen, NotRecordable, Absent, Absent];
    const RECEIVED: [MilestoneState; 7] = [Seen, Absent, Absent, Absent, Absent, Absent, Absent];
    const ANSWERED: [MilestoneState; 7] = [Seen, Seen, Seen, Absent, Absent, Absent, Absent];
    const ISSUED: [MilestoneState; 7] = [Seen, Seen, Seen, Seen, Seen, Seen, Absent];
    const NOTHING: [MilestoneState; 7] = [NotRecordable; 7];
    use Outcome::{Failed as F, Inconclusive, Pending, Stalled, Succeeded};
    let rows = [
        (Succeeded, [Seen; 7], Yes, Yes, "verdict-succeeded"),
        (F, STOPPED_AT_CAPABILITIES, Unknown, No, "verdict-failed-step"),
        (F, NOTHING, Unknown, Unknown, "verdict-failed"),
        (Stalled, MADE, Yes, No, "verdict-never-left"),
        (Stalled, WINDOWS_MADE, Yes, No, "verdict-never-left"),
        // honesty: event 36 alone proves a request that was made, not one that was or was not sent.
        (Stalled, WINDOWS_MADE, Yes, Unknown, "verdict-leaving-unknown"),
        (Stalled, WINDOWS_BLIND, Yes, Unknown, "verdict-leaving-unknown"),
        (Stalled, RECEIVED, No, No, "verdict-not-reached"),
        // honesty: "did not reach" needs reached_ndes = no.
        (Stalled, RECEIVED, Unknown, No, "verdict-stopped-early"),
        (Stalled, ANSWERED, Yes, No, "verdict-stopped-after-answer"),
        (Stalled, ANSWERED, Unknown, No, "verdict-stopped-early"),
        (Stalled, SENT, Yes, Yes, "verdict-no-answer"),
        (Stalled, ISSUED, Yes, Yes, "verdict-not-installed"),
        (Stalled, NOTHING, Unknown, Unknown, "verdict-stalled"),
        (Pending, SENT, Yes, Yes, "verdict-pending"),
        (Inconclusive, NOTHING, Unknown, Unknown, "verdict-inconclusive"),
    ];
    for (outcome, states, reached, presented, expected) in rows {
        let stalled = finding(Cause::StalledUnexplained, Confidence::Certain, Some("1"));
        let got =
            verdict(&report(outcome, vec![attempt("1", states, outcome, reached, presented)], vec![stalled]));
        assert_eq!(got.id, expected, "{outcome:?} {states:?} {reached:?} {presented:?}");
        assert_eq!(got.next, format!("{expected}.next"));
        for language in Language::ALL {
            let words = Words::new(*language);
            assert_ne!(got.next_step(&words), got.next);
            assert!(!got.sentence(&words).contains(['{', '$']));
        }
    }
}

#[test]
fn never_reached_is_said_only_where_it_is_known() {
    let words = Words::new(Language::En);
    for outcome in Outcome::ALL {
        for reached in [Yes, Unknown] {
            for presented in [Yes, No, Unknown] {
                for cause in Cause::ALL {
                    let states = [Seen, Absent, Absent, Absent, Absent, Absent, Absent];
                    let attempts = vec![attempt("1", states, *outcome, reached, presented)];
                    let findings = vec![finding(*cause, Confidence::Certain, Some("1"))];
                    let got = verdict(&report(*outcome, attempts, findings));
                    let said = got.sentence(&words);
                    assert!(!said.contains("did not reach"), "{outcome:?} {cause}: {said}");
                    if presented != No {
                        assert!(!said.contains("never left"), "{outcome:?} {cause}: {said}");
                    }
                    if reached == Unknown {
                        assert!(!said.contains("was reached, but"), "{outcome:?} {cause}: {said}");
                        assert!(!said.contains("received the request"), "{outcome:?} {cause}: {said}");
                    }
                }
            }
        }
    }
}

#[test]
fn evidence_that_is_missing() {
    let gap = |cause| Gap { source: Some("s1".into()), cause, detail: BTreeMap::new() };
    let rows = [
        (Outcome::Inconclusive, Some(Cause::VerboseLoggingOff), "verdict-not-recordable"),
        (Outcome::Inconclusive, Some(Cause::LogRolledOver), "verdict-rolled-over"),
        // honesty: a damaged place somewhere is no log that ends before the attempt.
        (Outcome::Inconclusive, Some(Cause::SourceTruncated), "verdict-inconclusive"),
        (Outcome::Inconclusive, None, "verdict-inconclusive"),
        (Outcome::NoEvidence, None, "verdict-no-evidence"),
        (Outcome::NoEvidence, Some(Cause::SourceUnreadable), "verdict-unreadable"),
        (Outcome::NoEvidence, Some(Cause::VerboseLoggingOff), "verdict-not-recordable"),
    ];
    for (outcome, cause, expected) in rows {
        let mut report = report(outcome, vec![], vec![]);
        report.gaps = cause.map(gap).into_iter().collect();
        if expected == "verdict-unreadable" {
            report.sources[0].records = 0;
        }
        assert_eq!(verdict(&report).id, expected, "{outcome:?} {cause:?}");
    }
    // honesty: a damaged part does not make a log unread.
    let mut damaged = report(Outcome::NoEvidence, vec![], vec![]);
    damaged.gaps = vec![gap(Cause::SourceUnreadable)];
    assert_eq!(verdict(&damaged).id, "verdict-no-evidence");
    damaged.sources.clear();
    assert_eq!(verdict(&damaged).id, "verdict-unreadable");
    let mut server = report(Outcome::NoEvidence, vec![], vec![]);
    server.sources = vec![source(SourceKind::IisW3c, None)];
    assert_eq!(verdict(&server).id, "verdict-server-only");
    server.findings = vec![finding(Cause::ConnectorSetupFailed, Confidence::Certain, None)];
    assert_eq!(verdict(&server).id, "verdict-no-evidence-finding");
    server.findings = vec![finding(Cause::ConnectorSetupFailed, Confidence::Likely, None)];
    assert_eq!(verdict(&server).id, "verdict-no-evidence-hint");
    server.findings = vec![finding(Cause::ConnectorSetupOk, Confidence::Certain, None)];
    assert_eq!(verdict(&server).id, "verdict-server-only");
}

#[test]
fn pending_and_what_else_was_found() {
    let issued = [Seen, Seen, Seen, Seen, Seen, Seen, Absent];
    let pending = |cause, reached| {
        let attempts = vec![attempt("1", issued, Outcome::Pending, reached, Yes)];
        verdict(&report(Outcome::Pending, attempts, vec![finding(cause, Confidence::Certain, Some("1"))])).id
    };
    assert_eq!(pending(Cause::PkiPending, Yes), "verdict-pending-approval");
    assert_eq!(pending(Cause::PkiPending, Unknown), "verdict-pending");
    assert_eq!(pending(Cause::InstallNotAccepted, Yes), "verdict-pending-accept");

    let done = || vec![attempt("1", [Seen; 7], Outcome::Succeeded, Yes, Yes)];
    let with = |cause| {
        verdict(&report(Outcome::Succeeded, done(), vec![finding(cause, Confidence::Certain, None)])).id
    };
    assert_eq!(with(Cause::Healthy), "verdict-succeeded");
    assert_eq!(with(Cause::RaCertificateExpired), "verdict-succeeded-with-findings");
}

#[test]
fn the_sentence_speaks_of_the_latest_attempt_of_the_profile_that_failed() {
    let profile = |mut a: Attempt, name: &str, host: &str| {
        a.profile = Some(name.into());
        a.server_url = Some(format!("https://{host}/certsrv/mscep/mscep.dll"));
        a
    };
    let failed = |id, reached| attempt(id, STOPPED_AT_CAPABILITIES, Outcome::Failed, reached, No);
    let succeeded = |id| attempt(id, [Seen; 7], Outcome::Succeeded, Yes, Yes);
    let mut report = report(
        Outcome::Failed,
        vec![
            profile(failed("1", No), "A", "a.example"),
            profile(failed("2", No), "B", "b.example"),
            profile(succeeded("3"), "B", "b.example"),
        ],
        vec![
            finding(Cause::DnsFailure, Confidence::Certain, Some("1")),
            Finding { superseded: true, ..finding(Cause::ConnectFailure, Confidence::Certain, Some("2")) },
        ],
    );
    report.reached_ndes = Yes;
    let got = verdict(&report);
    assert_eq!((got.attempt.as_deref(), got.host.as_deref()), (Some("1"), Some("a.example")));
    // honesty: that B's server answered says nothing of A's.
    assert_eq!(got.id, "verdict-name");
}

#[test]
fn the_host_is_made_safe() {
    let words = Words::new(Language::En);
    let rows = [
        ("https://user:secret@ndes.example/x", Some("ndes.example")),
        ("https://[2001:db8::1]:443/x", Some("[2001:db8::1]:443")),
        ("ndes.example/certsrv", Some("ndes.example")),
        ("https://a\u{202e}b.example/", Some("a\u{fffd}b.example")),
        ("https://a\u{1b}[31mb.example/", Some("a\u{fffd}[31mb.example")),
        ("https://\u{5d0}b.example/", Some("\u{fffd}b.example")),
        ("https://<script>.example/", Some("\u{fffd}script\u{fffd}.example")),
        ("https:///x", None),
        ("", None),
    ];
    for (url, expected) in rows {
        let mut one = attempt("1", STOPPED_AT_CAPABILITIES, Outcome::Failed, No, No);
        one.server_url = Some(url.into());
        let findings = vec![finding(Cause::DnsFailure, Confidence::Certain, Some("1"))];
        let got = verdict(&report(Outcome::Failed, vec![one], findings));
        assert_eq!(got.host.as_deref(), expected, "{url}");
        let sentence = match expected {
            Some(host) => format!("This device can't find the server {host}."),
            None => "This device can't find the server.".to_owned(),
        };
        assert_eq!(got.sentence(&words), sentence);
    }
}

#[test]
fn the_path() {
    let states = |states, reached, causes: &[Cause]| -> Vec<MilestoneState> {
        let attempts = vec![attempt("1", states, Outcome::Failed, reached, No)];
        let findings = causes.iter().map(|c| finding(*c, Confidence::Certain, Some("1"))).collect();
        path(&report(Outcome::Failed, attempts, findings)).iter().map(|s| s.state).collect()
    };
    let tail = [Failed, Absent, Absent, Absent, Absent];
    let stopped = |name, connection| [vec![Seen, name, connection], tail.to_vec()].concat();
    let at = STOPPED_AT_CAPABILITIES;
    assert_eq!(states(at, No, &[Cause::DnsFailure]), stopped(Failed, NotRecordable));
    assert_eq!(states(at, No, &[Cause::ConnectFailure]), stopped(Implied, Failed));
    assert_eq!(states(at, No, &[Cause::TlsUntrustedRoot]), stopped(Implied, Failed));
    // honesty: a time-out may have happened before the name was known.
    assert_eq!(states(at, No, &[Cause::ConnectTimeout]), stopped(NotRecordable, Failed));
    assert_eq!(states(at, Yes, &[Cause::NdesNotFound]), stopped(Seen, Seen));
    // honesty: a gateway's answer does not show that the server was found.
    assert_eq!(states(at, Unknown, &[Cause::AppProxyBadGateway]), stopped(NotRecordable, NotRecordable));
    let windows = states([Seen, Implied, Implied, Seen, Absent, Absent, Absent], Yes, &[]);
    assert_eq!(windows, [Seen, Implied, Implied, Implied, Implied, Absent, Absent, Absent]);
    let no_key = states([Seen, Seen, Seen, Failed, Absent, Absent, Absent], Yes, &[]);
    assert_eq!(no_key, [Seen, Seen, Seen, Seen, Seen, Failed, Absent, Absent]);
    assert_eq!(states([Seen; 7], Yes, &[]), [Seen; 8]);
}

#[test]
fn the_eye_lands_on_one_stop() {
    let one = vec![attempt("1", STOPPED_AT_CAPABILITIES, Outcome::Failed, No, No)];
    let findings = vec![finding(Cause::ConnectFailure, Confidence::Certain, Some("1"))];
    let stops = path(&report(Outcome::Failed, one, findings));
    let focus: Vec<StopId> = stops.iter().filter(|s| s.focus).map(|s| s.id).collect();
    assert_eq!(focus, [StopId::Connection]);
    let nothing = path(&report(Outcome::NoEvidence, vec![], vec![]));
    assert_eq!((nothing[0].state, nothing[1].state, nothing.len()), (Absent, NotRecordable, 8));
    let mut blind = report(Outcome::NoEvidence, vec![], vec![]);
    blind.sources = vec![source(SourceKind::UnifiedLog, Some(false))];
    assert!(path(&blind).iter().all(|s| s.state == NotRecordable && !s.focus));
}
