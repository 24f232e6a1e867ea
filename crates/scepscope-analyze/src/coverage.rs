//! Which times the web server's logs cover, and what their columns can't tell.

use scepscope_model::SourceKind;
use scepscope_parse::Coverage;

use crate::gather::ReadLog;
use crate::request::stamp;
use scepscope_model::JoinReason;
use scepscope_model::{Quiet, ServerLog};

/// Quiet up to this many seconds is taken for a time without requests.
pub const GAP_SECONDS: i64 = 3600;

/// Longest quiet, in seconds, that may be taken for a time without requests in a log that is often that quiet.
const LONGEST_QUIET_SECONDS: i64 = 24 * 3600;

/// A log is often that quiet when so many other stretches of quiet are at least half as long.
const USUAL_QUIETS: usize = 3;

/// Most stretches of quiet that are listed for one log.
pub const MAX_GAPS_SHOWN: usize = 20;

/// The columns that the join needs, each with the reason that its absence is.
const NEEDED: [(&str, JoinReason); 6] = [
    ("cs-uri-stem", JoinReason::NoUriColumn),
    ("cs-uri-query", JoinReason::NoQueryColumn),
    ("cs(User-Agent)", JoinReason::NoUserAgentColumn),
    ("c-ip", JoinReason::NoClientColumn),
    ("sc-status", JoinReason::NoStatusColumn),
    ("time", JoinReason::NoTimeColumn),
];

/// Columns whose absence costs detail only.
const HELPFUL: [&str; 2] = ["sc-substatus", "sc-win32-status"];

const NANOS: i128 = 1_000_000_000;

/// Whether a time is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covered {
    /// Records stand close around it.
    Surely,
    /// The log is quiet around it, as it often is.
    Likely,
    /// It is not, for this reason.
    Not(JoinReason),
}

/// All logs of IIS together.
#[derive(Debug, Default)]
pub(crate) struct Covering {
    stretches: Vec<(i64, i64)>,
    /// What some log lacks.
    pub(crate) lacks: Vec<JoinReason>,
    /// Whether there is any log of IIS.
    pub(crate) any: bool,
}

impl Covering {
    pub(crate) fn new(logs: &[ReadLog]) -> Covering {
        let iis = || logs.iter().filter(|l| l.kind == SourceKind::IisW3c);
        let mut all: Vec<(i64, i64)> = iis().flat_map(|l| seconds(&l.coverage)).collect();
        all.sort_unstable();
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for (from, to) in all {
            match stretches.last_mut() {
                Some(last) if from <= last.1 + scepscope_parse::limits::QUIET_SECONDS => {
                    last.1 = last.1.max(to);
                }
                _ => stretches.push((from, to)),
            }
        }
        let mut lacks: Vec<JoinReason> = NEEDED
            .iter()
            .filter(|(name, _)| iis().any(|l| missing(&l.coverage, name)))
            .map(|(_, reason)| *reason)
            .collect();
        if stretches.is_empty() && iis().next().is_some() && !lacks.contains(&JoinReason::NoTimeColumn) {
            lacks.push(JoinReason::NoTimeColumn);
        }
        Covering { stretches, lacks, any: iis().next().is_some() }
    }

    /// The oldest and newest second.
    pub(crate) fn range(&self) -> Option<(i64, i64)> {
        Some((self.stretches.first()?.0, self.stretches.last()?.1))
    }

    /// Whether every second of the stretch is covered.
    pub(crate) fn covers(&self, from: i64, to: i64) -> Covered {
        let Some((first, last)) = self.range() else { return Covered::Not(JoinReason::NoTimeColumn) };
        if from < first {
            return Covered::Not(JoinReason::LogBeginsLater);
        }
        if to > last {
            return Covered::Not(JoinReason::LogEndsEarlier);
        }
        let quiets: Vec<(i64, i64)> = self.stretches.windows(2).map(|p| (p[0].1, p[1].0)).collect();
        let mut result = Covered::Surely;
        for (n, (begins, ends)) in quiets.iter().enumerate() {
            let length = ends - begins;
            if *ends <= from || *begins >= to || length <= GAP_SECONDS {
                continue;
            }
            let as_long = |(other, (a, b)): &(usize, &(i64, i64))| *other != n && (b - a) * 2 >= length;
            let usual = quiets.iter().enumerate().filter(as_long).count() >= USUAL_QUIETS;
            if !usual || length > LONGEST_QUIET_SECONDS {
                return Covered::Not(JoinReason::LogQuiet);
            }
            result = Covered::Likely;
        }
        result
    }
}

/// Whether the column is missing under some header that has records.
fn missing(coverage: &Coverage, name: &str) -> bool {
    coverage.layouts.iter().any(|l| l.records > 0 && !l.fields.iter().any(|f| f.eq_ignore_ascii_case(name)))
}

fn seconds(coverage: &Coverage) -> Vec<(i64, i64)> {
    let second = |s: &scepscope_model::Stamp| s.nanos().div_euclid(NANOS) as i64;
    coverage.stretches.iter().map(|(from, to)| (second(from), second(to))).collect()
}

/// What one log covers, for the report.
pub(crate) fn server_log(log: &ReadLog) -> ServerLog {
    let coverage = &log.coverage;
    let stretches = seconds(coverage);
    let quiet: Vec<Quiet> = stretches
        .windows(2)
        .filter(|p| p[1].0 - p[0].1 > GAP_SECONDS)
        .map(|p| Quiet { from: stamp(p[0].1), to: stamp(p[1].0) })
        .collect();
    let is_iis = log.kind == SourceKind::IisW3c;
    let needed = NEEDED.iter().map(|(name, _)| *name).chain(HELPFUL);
    ServerLog {
        source: format!("s{}", log.source + 1),
        kind: log.kind,
        records: coverage.layouts.iter().map(|l| l.records).sum(),
        first: stretches.first().map(|s| stamp(s.0)),
        last: stretches.last().map(|s| stamp(s.1)),
        more_quiet: quiet.len().saturating_sub(MAX_GAPS_SHOWN) as u64,
        quiet: quiet.into_iter().take(MAX_GAPS_SHOWN).collect(),
        missing_columns: needed.filter(|name| is_iis && missing(coverage, name)).map(str::to_owned).collect(),
        assumed_columns: coverage.layouts.iter().any(|l| l.assumed && l.records > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covering(stretches: &[(i64, i64)]) -> Covering {
        Covering { stretches: stretches.to_vec(), lacks: Vec::new(), any: true }
    }

    #[test]
    fn says_which_end_is_missing() {
        let log = covering(&[(10_000, 20_000)]);
        assert_eq!(log.covers(10_000, 20_000), Covered::Surely);
        assert_eq!(log.covers(9_999, 10_100), Covered::Not(JoinReason::LogBeginsLater));
        assert_eq!(log.covers(19_000, 20_001), Covered::Not(JoinReason::LogEndsEarlier));
        assert_eq!(covering(&[]).covers(0, 1), Covered::Not(JoinReason::NoTimeColumn));
    }

    #[test]
    fn long_quiet_counts_only_where_it_is_usual() {
        let hour = 3600;
        let once = covering(&[(0, hour), (5 * hour, 6 * hour)]);
        assert_eq!(once.covers(3 * hour, 3 * hour + 60), Covered::Not(JoinReason::LogQuiet));
        assert_eq!(once.covers(0, hour), Covered::Surely);
        let often = covering(&[
            (0, 1),
            (3 * hour, 3 * hour),
            (6 * hour, 6 * hour),
            (9 * hour, 9 * hour),
            (13 * hour, 13 * hour),
        ]);
        assert_eq!(often.covers(10 * hour, 10 * hour + 60), Covered::Likely);
        let days = covering(&[
            (0, 1),
            (30 * hour, 30 * hour),
            (60 * hour, 61 * hour),
            (91 * hour, 91 * hour),
            (121 * hour, 121 * hour),
        ]);
        assert_eq!(days.covers(100 * hour, 100 * hour), Covered::Not(JoinReason::LogQuiet));
        let short = covering(&[(0, hour), (2 * hour, 3 * hour)]);
        assert_eq!(short.covers(hour + 60, hour + 90), Covered::Surely);
    }
}
