//! The sources of a check: what each could have recorded, and when.

use std::collections::BTreeMap;

use scepscope_model::{Outcome, Platform, SourceKind, SourceSummary, Stamp};

use crate::attempt::{Draft, Horizon};
use crate::rotation::{Hole, Part, holes, numbered};
use crate::timeline::{Frame, SourceOrder};

/// The channel that Windows records enrolments in.
const ENROLMENT_CHANNEL: &str = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin";

/// One source while the check goes on.
pub(crate) struct Source {
    pub(crate) kind: SourceKind,
    pub(crate) origin: String,
    pub(crate) bytes: Option<u64>,
    pub(crate) seen: u64,
    pub(crate) matched: u64,
    /// Whether it holds a record of an enrolment.
    pub(crate) enrols: bool,
    pub(crate) end: Option<SourceSummary>,
}

impl Source {
    fn end_of(&self, platform: Platform) -> Option<&SourceSummary> {
        self.end.as_ref().filter(|end| end.platform == platform)
    }

    /// A picture of the present, not a log: it proves what it shows and nothing by what it lacks.
    fn is_state(&self) -> bool {
        self.kind.is_state()
    }

    fn is_channel(&self) -> bool {
        let named = |channel: &str| {
            channel.eq_ignore_ascii_case(ENROLMENT_CHANNEL)
                // Exports of one event write the channel's name without the word that tells its type.
                || channel.eq_ignore_ascii_case(ENROLMENT_CHANNEL.trim_end_matches("/Admin"))
        };
        self.end.as_ref().and_then(|e| e.channel.as_deref()).is_some_and(named)
    }

    /// Whether enrolments are recorded here at all.
    fn records_enrolment(&self) -> bool {
        match self.end.as_ref().map(|e| e.platform) {
            _ if self.is_state() => false,
            Some(Platform::Windows) => self.enrols || self.is_channel(),
            Some(Platform::Android | Platform::Ios | Platform::Macos) => true,
            _ => false,
        }
    }
}

/// All of them, by index.
#[derive(Default)]
pub(crate) struct Sources(Vec<Source>);

impl Sources {
    pub(crate) fn begin(&mut self, kind: SourceKind, origin: String, bytes: Option<u64>) -> u32 {
        self.0.push(Source { kind, origin, bytes, seen: 0, matched: 0, enrols: false, end: None });
        self.len() - 1
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn get_mut(&mut self, index: u32) -> Option<&mut Source> {
        self.0.get_mut(index as usize)
    }

    pub(crate) fn get(&self, index: u32) -> Option<&Source> {
        self.0.get(index as usize)
    }

    pub(crate) fn into_reports(self) -> impl Iterator<Item = (u32, Source)> {
        (0..).zip(self.0)
    }

    pub(crate) fn is_state(&self, index: u32) -> bool {
        self.get(index).is_some_and(Source::is_state)
    }

    pub(crate) fn records_enrolment(&self, index: u32) -> bool {
        self.get(index).is_some_and(Source::records_enrolment)
    }

    pub(crate) fn platforms(&self) -> Vec<Platform> {
        self.0.iter().map(|s| s.end.as_ref().map_or(s.kind.platform(), |e| e.platform)).collect()
    }

    /// The platform of the first source that tells one.
    pub(crate) fn platform(&self) -> Platform {
        let told = self.0.iter().filter_map(|s| Some(s.end.as_ref()?.platform));
        told.into_iter().find(|p| *p != Platform::Unknown).unwrap_or(Platform::Unknown)
    }

    /// The name that the first source states. What this program found out about the device that it runs on says nothing
    /// of the device whose logs were brought there, which is of another system.
    pub(crate) fn device_name(&self, platform: Platform) -> Option<String> {
        let here = |s: &&Source| s.kind != SourceKind::DeviceFacts || s.end_of(platform).is_some();
        self.0.iter().filter(here).find_map(|s| s.end.as_ref()?.device_name.clone())
    }

    /// The system's name and version, where the evidence is the device's own.
    pub(crate) fn system(&self, platform: Platform) -> Option<String> {
        self.0.iter().find_map(|s| s.end_of(platform)?.system.clone())
    }

    fn frame(&self, index: u32) -> Frame {
        Frame::of(index, self.get(index).and_then(|s| s.end.as_ref()?.first))
    }

    pub(crate) fn orders(&self) -> Vec<SourceOrder> {
        (0..self.len())
            .zip(&self.0)
            .map(|(index, source)| SourceOrder {
                frame: self.frame(index),
                newest_first: source.end.as_ref().is_some_and(|e| e.newest_first),
            })
            .collect()
    }

    /// What could have been recorded of this attempt. Only sources whose clock compares with the attempt's say how
    /// far its time is covered.
    pub(crate) fn horizon(&self, frame: Frame, draft: &Draft) -> Horizon {
        use scepscope_model::Milestone;
        let recording: Vec<(u32, &SourceSummary)> = (0..self.len())
            .zip(&self.0)
            .filter(|(index, source)| self.frame(*index) == frame && source.records_enrolment())
            .filter_map(|(index, source)| Some((index, source.end_of(draft.platform)?)))
            .collect();
        let started = draft.started;
        let before = |time: Option<Stamp>| matches!((time, started), (Some(t), Some(s)) if t < s);
        let not_before = |time: Option<Stamp>| matches!((time, started), (Some(t), Some(s)) if t >= s);
        let contributes = |index: &u32| draft.sources.contains(index);
        let levels = || draft.sources.iter().filter_map(|i| self.get(*i)?.end.as_ref()?.verbose);
        Horizon {
            logged: draft.sources.iter().any(|index| !self.is_state(*index)),
            last: recording.iter().filter_map(|(_, end)| end.last).max(),
            verbose: levels().next().is_none() || draft.verbose,
            channel: recording
                .iter()
                .any(|(i, end)| contributes(i) || (!not_before(end.first) && not_before(end.last))),
            covered: draft.is_seen(Milestone::ProfileReceived)
                || recording.iter().any(|(_, end)| before(end.first)),
        }
    }

    /// Sources of a platform that could have told more and holds no verbose record anywhere.
    pub(crate) fn without_levels(&self) -> Vec<u32> {
        let has_levels = |s: &Source, platform| s.end_of(platform).is_some_and(|e| e.verbose.is_some());
        let mut silent = Vec::new();
        for platform in [Platform::Android, Platform::Ios, Platform::Macos] {
            let levels: Vec<bool> = self.0.iter().filter_map(|s| s.end_of(platform)?.verbose).collect();
            if !levels.is_empty() && !levels.contains(&true) {
                silent.extend((0..).zip(&self.0).filter(|(_, s)| has_levels(s, platform)).map(|(i, _)| i));
            }
        }
        silent
    }

    /// What is missing in rotated sets of files.
    pub(crate) fn holes(&self) -> Vec<Hole> {
        let mut sets: BTreeMap<&str, BTreeMap<u32, Part>> = BTreeMap::new();
        for (source, (set, number)) in (0..).zip(&self.0).filter_map(|(i, s)| Some((i, numbered(&s.origin)?)))
        {
            let end = self.get(source).and_then(|s| s.end.as_ref());
            let part = Part { source, first: end.and_then(|e| e.first), last: end.and_then(|e| e.last) };
            sets.entry(set).or_default().insert(number, part);
        }
        sets.iter().flat_map(|(set, parts)| holes(set, parts)).collect()
    }

    pub(crate) fn outcome_without_attempts(&self) -> Outcome {
        let android = || self.0.iter().filter_map(|s| s.end_of(Platform::Android));
        let levels: Vec<bool> = android().filter_map(|e| e.verbose).collect();
        let silent = !levels.is_empty() && !levels.contains(&true);
        if silent || !self.0.iter().any(Source::records_enrolment) {
            Outcome::Inconclusive
        } else {
            Outcome::NoEvidence
        }
    }
}
