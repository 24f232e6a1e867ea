//! Groups recognised records into attempts, and tells each attempt what its records say.

use std::collections::HashMap;

use scepscope_model::{
    Cause, Confidence, Evidence, Level, Milestone, Platform, ScepOperation as Operation, Stamp,
};

use super::draft::{Draft, OperationFacts, bare_url, profile_name};
use super::tell::tell;
use crate::codes::Codes;
use crate::hit::Hit;
use crate::rules::{Captured, Rule, Rules, Signal};

/// How long after an attempt's end its closing records may still come, in seconds.
const CLOSING_SECONDS: i64 = 120;

/// How long an attempt may be idle before the next record begins another one, in seconds.
const IDLE_SECONDS: i64 = 1800;

/// How far apart records of two Windows channels about one attempt may lie, in seconds.
const CHANNEL_SECONDS: i64 = 600;

/// Most attempts of one timeline that are kept while assembling, the newest; a report lists fewer.
const MAX_DRAFTS: usize = 1_000;

/// How many more there may be before the oldest go, all at once: one at a time would move all the others each time.
const DRAFTS_AT_ONCE: usize = 250;

type Thread = (Option<u32>, Option<u64>);

/// What is known of the sources by their index.
pub(crate) struct Writers<'a> {
    /// The ids in the report.
    pub(crate) names: &'a [String],
    /// The platforms that wrote them.
    pub(crate) platforms: &'a [Platform],
}

impl Writers<'_> {
    /// The platform of a record: rules for Apple's formats hold for all of Apple's systems.
    fn platform(&self, rule: &Rule, source: u32) -> Platform {
        match (rule.platform, self.platforms.get(source as usize)) {
            (Platform::Ios, Some(Platform::Macos)) => Platform::Macos,
            (platform, _) => platform,
        }
    }
}

/// Puts attempts together. `hits` in order of time, all comparable. Also how many were too many, the oldest.
pub(crate) fn assemble(rules: &Rules, hits: &[Hit], writers: &Writers<'_>) -> (Vec<Draft>, usize) {
    let mut assembler = Assembler {
        codes: rules.codes(),
        drafts: Vec::new(),
        by_thread: HashMap::new(),
        runs: HashMap::new(),
        chains: Vec::new(),
        dropped: 0,
    };
    for hit in hits {
        for (index, captured) in &hit.matches {
            let rule = &rules.rules[*index];
            let Some(signal) = rule.signal else { continue };
            let evidence = hit.evidence(&writers.names[hit.source as usize], &rule.id);
            let platform = writers.platform(rule, hit.source);
            assembler.take(&Told { hit, rule, captured, evidence, platform }, signal);
        }
    }
    assembler.join_chains();
    let surplus = assembler.drafts.len().saturating_sub(MAX_DRAFTS);
    assembler.drafts.drain(..surplus);
    (assembler.drafts, assembler.dropped + surplus)
}

/// Adds what the device's present state says: profiles that are there, nobody says since when. Where no attempt
/// names such a profile it is one of its own, unless an attempt without a name may be it.
pub(crate) fn add_state(
    rules: &Rules,
    hits: &[Hit],
    writers: &Writers<'_>,
    drafts: &mut Vec<(crate::timeline::Frame, Draft)>,
) {
    let logged = !drafts.is_empty();
    let unnamed = drafts.iter().any(|(_, d)| d.platform == Platform::Windows && d.profile.is_none());
    for hit in hits {
        for (index, captured) in &hit.matches {
            let rule = &rules.rules[*index];
            let evidence = hit.evidence(&writers.names[hit.source as usize], &rule.id);
            let platform = writers.platform(rule, hit.source);
            let told = Told { hit, rule, captured, evidence, platform };
            let name = told.get("profile").map(profile_name);
            let named = name
                .as_ref()
                .and_then(|name| drafts.iter().rposition(|(_, d)| d.profile.as_deref() == Some(name)));
            let (known, alone) = match rule.signal {
                // Nobody says since when it is there.
                Some(Signal::StateProfile) if name.is_some() => (named, !unnamed),
                // The store says when it was put there: that may be during an attempt that names no profile. One that
                // was installed long ago says nothing of today's attempts.
                Some(Signal::ProfilePresent) => {
                    let during = || drafts.iter().rposition(|(_, d)| unnamed_during(d, &told));
                    (named.or_else(during), !logged)
                }
                _ => continue,
            };
            let at = match known {
                Some(at) => at,
                None if !alone || drafts.len() >= MAX_DRAFTS => continue,
                None => {
                    drafts.push((crate::timeline::Frame::Own(hit.source), Draft::new(platform)));
                    let at = drafts.len() - 1;
                    if rule.signal == Some(Signal::ProfilePresent) {
                        drafts[at].1.touch(hit.source, hit.time);
                    }
                    at
                }
            };
            let draft = &mut drafts[at].1;
            draft.touch(hit.source, None);
            if let Some(name) = &name {
                draft.name_profile(name);
            }
            if let Some(url) = told.get("url") {
                draft.name_url(url);
            }
            draft.seen(Milestone::ProfileReceived, told.evidence());
        }
    }
}

/// Whether the record was written while this attempt, which names no profile, was under way.
fn unnamed_during(draft: &Draft, told: &Told<'_>) -> bool {
    let since = draft.started.zip(told.hit.time).map(|(start, time)| time.seconds_since(&start));
    draft.platform == told.platform
        && draft.profile.is_none()
        && since.is_some_and(|s| s >= -CLOSING_SECONDS)
        && within(draft.ended.max(told.hit.time), draft.ended, CLOSING_SECONDS)
}

/// One rule's match on one record.
pub(super) struct Told<'a> {
    pub(super) hit: &'a Hit,
    pub(super) rule: &'a Rule,
    pub(super) captured: &'a Captured,
    evidence: Evidence,
    /// The platform that the record was written on.
    pub(super) platform: Platform,
}

impl Told<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.captured.iter().find(|(n, _)| n.as_ref() == name).map(|(_, v)| v.as_ref())
    }

    fn thread(&self) -> Thread {
        (self.hit.process_id, self.hit.thread_id)
    }

    /// The operation that the record names, by word or by URL.
    pub(super) fn operation(&self) -> Option<Operation> {
        self.get("operation")
            .and_then(Operation::parse)
            .or_else(|| self.get("url").and_then(Operation::of_url))
    }

    pub(super) fn evidence(&self) -> Evidence {
        self.evidence.clone()
    }
}

/// How a record relates to the attempt it belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// It can begin an attempt, and does where the current one already did this.
    Opens,
    /// It belongs to the attempt that is under way.
    Continues,
    /// It belongs to the attempt that is under way or has just ended.
    Closes,
}

struct Assembler<'r> {
    codes: &'r Codes,
    drafts: Vec<Draft>,
    by_thread: HashMap<Thread, usize>,
    runs: HashMap<Thread, Evidence>,
    /// Chains that were not trusted: when, the code, the proof.
    chains: Vec<(Option<Stamp>, Option<String>, Evidence)>,
    /// Attempts that were too many.
    dropped: usize,
}

impl Assembler<'_> {
    fn take(&mut self, told: &Told<'_>, signal: Signal) {
        match signal {
            Signal::RunBegins => {
                self.runs.insert(told.thread(), told.evidence());
            }
            Signal::AttemptBegins => self.begin(told),
            Signal::DeviceCause
            | Signal::Session
            | Signal::LogCleared
            | Signal::StateProfile
            | Signal::ProfilePresent => {}
            Signal::ChainUntrusted => {
                let code = told.get("result").and_then(|c| self.codes.hresult(&format!("0x{c}")));
                self.chains.push((told.hit.time, code.map(|c| c.label), told.evidence()));
            }
            server if server.is_server() => {}
            _ => {
                let at = self.locate(told, signal);
                let draft = &mut self.drafts[at];
                draft.touch(told.hit.source, told.hit.time);
                draft.verbose |= matches!(told.hit.level, Level::Verbose | Level::Debug);
                if let Some(profile) = told.get("profile") {
                    draft.name_profile(profile);
                }
                if let Some(url) = told.get("url") {
                    draft.name_url(url);
                }
                tell(draft, told, signal, self.codes);
            }
        }
    }

    fn begin(&mut self, told: &Told<'_>) {
        // Windows tells of a failing provider call before it tells of the profile itself.
        let at = match told.get("profile").and_then(|p| self.just_begun(told, p)) {
            Some(at) => at,
            None => self.open(told),
        };
        self.by_thread.insert(told.thread(), at);
        let run = self.runs.get(&told.thread()).cloned();
        let draft = &mut self.drafts[at];
        draft.touch(told.hit.source, told.hit.time);
        draft.verbose |= matches!(told.hit.level, Level::Verbose | Level::Debug);
        if let Some(profile) = told.get("profile") {
            draft.name_profile(profile);
        }
        if let Some(run) = run {
            draft.seen(Milestone::ProfileReceived, run);
        }
        draft.seen(Milestone::ProfileReceived, told.evidence());
    }

    /// A chain that ends in an untrusted root explains a failure next to it that the network does not: after a
    /// renewal of the CA the registration authority's certificates are refused like this.
    fn join_chains(&mut self) {
        for (time, code, evidence) in &self.chains {
            let near = |d: &Draft| {
                d.platform == Platform::Windows
                    && d.failed
                    && !d.no_connection
                    && !d.is_seen(Milestone::ResponseReceived)
                    && time.is_some()
                    && within(d.ended, *time, CLOSING_SECONDS)
            };
            let Some(draft) = self.drafts.iter_mut().rev().find(|d| near(d)) else { continue };
            // Another certificate than the one the profile names may be the whole explanation.
            let told_otherwise = draft.findings.iter().any(|f| f.cause == Cause::CaThumbprintMismatch);
            let confidence = if told_otherwise { Confidence::Possible } else { Confidence::Likely };
            draft.find(Cause::RaCertificateFromOldCa, confidence, code.as_deref(), evidence.clone());
        }
    }

    fn just_begun(&self, told: &Told<'_>, profile: &str) -> Option<usize> {
        let name = profile_name(profile);
        let at = self.drafts.len().checked_sub(1)?;
        let draft = &self.drafts[at];
        let empty = !draft.is_seen(Milestone::ProfileReceived) && draft.asked.is_empty() && !draft.failed;
        (empty
            && draft.platform == told.platform
            && draft.profile.as_deref() == Some(&name)
            && within(draft.ended, told.hit.time, CLOSING_SECONDS))
        .then_some(at)
    }

    fn open(&mut self, told: &Told<'_>) -> usize {
        if self.drafts.len() == MAX_DRAFTS + DRAFTS_AT_ONCE {
            self.drafts.drain(..DRAFTS_AT_ONCE);
            self.dropped += DRAFTS_AT_ONCE;
            self.by_thread.retain(|_, at| *at >= DRAFTS_AT_ONCE);
            self.by_thread.values_mut().for_each(|at| *at -= DRAFTS_AT_ONCE);
        }
        self.drafts.push(Draft::new(told.platform));
        self.drafts.len() - 1
    }

    fn locate(&mut self, told: &Told<'_>, signal: Signal) -> usize {
        let found = match told.platform {
            Platform::Android => self.locate_android(told, signal),
            Platform::Windows => self.locate_windows(told, signal),
            _ => self.locate_serial(told, signal),
        };
        found.unwrap_or_else(|| {
            let retried = self.retried_profile(told);
            let at = self.open(told);
            self.by_thread.insert(told.thread(), at);
            if let Some(profile) = retried {
                self.drafts[at].name_profile(&profile);
            }
            at
        })
    }

    /// Windows tries again without telling the profile anew: it is the one that was told for this URL before, where
    /// there is only one.
    fn retried_profile(&self, told: &Told<'_>) -> Option<String> {
        let url = bare_url(told.get("url").filter(|_| told.platform == Platform::Windows)?);
        let mut profiles = self
            .drafts
            .iter()
            .filter(|d| d.platform == Platform::Windows && d.url.as_deref() == Some(url))
            .map(|d| d.profile.as_deref());
        let first = profiles.next()??;
        profiles.all(|p| p == Some(first)).then(|| first.to_owned())
    }

    fn newest(&self, platform: Platform, fits: impl Fn(&Draft) -> bool) -> Option<usize> {
        self.drafts.iter().rposition(|d| d.platform == platform && fits(d))
    }

    fn newest_of_profile(&self, platform: Platform, profile: &str) -> Option<usize> {
        let name = profile_name(profile);
        self.newest(platform, |d| d.profile.as_deref() == Some(&name))
    }

    /// Android: an attempt runs on one thread; the state machine of the installation names the profile.
    fn locate_android(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        if signal == Signal::InstallState {
            return self.newest_of_profile(Platform::Android, told.get("profile")?);
        }
        let fits = |at: usize| {
            let draft = &self.drafts[at];
            draft.platform == Platform::Android
                && within(draft.ended, told.hit.time, IDLE_SECONDS)
                && !(draft.closed && signal == Signal::Request)
        };
        match self.by_thread.get(&told.thread()).copied() {
            Some(at) if fits(at) => Some(at),
            // Where the layout lost the thread, the newest attempt is the best guess.
            _ if told.hit.thread_id.is_none() => {
                self.newest(Platform::Android, |_| true).filter(|at| fits(*at))
            }
            _ => None,
        }
    }

    /// Apple: `profiled` works on one attempt after the other.
    fn locate_serial(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        let platform = told.platform;
        if signal == Signal::Installed
            && let Some(at) = told.get("profile").and_then(|p| self.newest_of_profile(platform, p))
        {
            return Some(at);
        }
        let at = self.newest(platform, |_| true)?;
        let draft = &self.drafts[at];
        let begun_anew = match role(signal) {
            Role::Opens => match told.operation() {
                Some(operation) => !draft.pending && draft.asked.contains(&operation),
                None => {
                    !draft.pending
                        && told.rule.milestone == Some(Milestone::RequestGenerated)
                        && draft.is_seen(Milestone::RequestGenerated)
                }
            },
            _ => false,
        };
        let other_profile = match (told.get("profile"), &draft.profile) {
            (Some(new), Some(old)) => profile_name(new) != *old,
            _ => false,
        };
        let fits = match role(signal) {
            Role::Closes => !draft.closed || within(draft.ended, told.hit.time, CLOSING_SECONDS),
            _ => !draft.closed && within(draft.ended, told.hit.time, IDLE_SECONDS),
        };
        (fits && !begun_anew && !other_profile).then_some(at)
    }

    /// Windows: 306 and 309 name the profile, 36, 307, 308 and the Application log name the URL, 32 and 37 to 39
    /// name nothing.
    fn locate_windows(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        let time = told.hit.time;
        if let Some(profile) = told.get("profile") {
            let at = self.newest_of_profile(Platform::Windows, profile);
            // 309 may come for an attempt that only its URL or its place in time tells.
            if at.is_some() || signal != Signal::InstallSupport {
                return at.filter(|at| within(self.drafts[*at].ended, time, CLOSING_SECONDS));
            }
        }
        if let Some(url) = told.get("url") {
            let url = bare_url(url);
            let near = |d: &Draft| d.url.as_deref() == Some(url) && within(d.ended, time, CHANNEL_SECONDS);
            let opens = told.rule.milestone == Some(Milestone::RequestGenerated);
            if !opens && let Some(at) = self.newest(Platform::Windows, near) {
                return Some(at);
            }
            // The oldest attempt that waits for its URL; requests are made in the order of the profiles.
            let waiting = |d: &Draft| {
                d.platform == Platform::Windows
                    && !d.is_seen(Milestone::RequestGenerated)
                    && d.url.as_deref().is_none_or(|u| u == url)
                    && (!d.closed || (!opens && within(d.ended, time, CLOSING_SECONDS)))
                    && within(d.ended, time, IDLE_SECONDS)
            };
            return self.drafts.iter().position(waiting);
        }
        match told.rule.milestone {
            Some(step) => self.newest(Platform::Windows, |d| {
                !d.closed && !d.is_seen(step) && within(d.ended, time, IDLE_SECONDS)
            }),
            None => self.newest(Platform::Windows, |d| {
                let span = if d.closed { CLOSING_SECONDS } else { IDLE_SECONDS };
                within(d.ended, time, span)
            }),
        }
    }
}

fn role(signal: Signal) -> Role {
    match signal {
        Signal::Request | Signal::Step => Role::Opens,
        Signal::Failure
        | Signal::Installed
        | Signal::InstallSupport
        | Signal::Failed
        | Signal::TransportError
        | Signal::Cause => Role::Closes,
        _ => Role::Continues,
    }
}

fn within(earlier: Option<Stamp>, later: Option<Stamp>, seconds: i64) -> bool {
    match (earlier, later) {
        (Some(earlier), Some(later)) => later.seconds_since(&earlier).abs() <= seconds,
        _ => true,
    }
}
