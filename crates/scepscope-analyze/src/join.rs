//! Finds the requests of one attempt among those that the web server logged.
//!
//! A request of the device and one of the server are the same when the operation is, the platform fits, the time
//! does within the difference of the clocks, and neither side contradicts the other. The difference of the clocks is
//! the one that joins most requests of one client; among equals the smallest.

use std::collections::BTreeMap;

use scepscope_model::{Confidence, Platform};

use crate::place::{Asked, Placement};
use crate::request::{Purpose, Request, may_be};

/// Largest difference of two clocks that is looked for, in seconds.
pub const MAX_SKEW_SECONDS: i64 = 900;

/// Largest difference that a single joined request may rest on, in seconds.
const NORMAL_SKEW_SECONDS: i64 = 60;

/// How far two times of one request may lie apart when the clocks' difference is known, in seconds.
const TOLERANCE_SECONDS: i64 = 5;

/// Most differences that are tried for one client.
const MAX_DIFFERENCES: usize = 512;

/// Milliseconds after which an answer comes too late for a device that gave up.
const LATE_MS: u64 = 10_000;

/// Win32 statuses of a client that went away: ERROR_NETNAME_DELETED, ERROR_OPERATION_ABORTED,
/// ERROR_CONNECTION_ABORTED.
const WENT_AWAY: [u32; 3] = [64, 995, 1236];

/// A client as far as the log tells clients apart.
pub(crate) type ClientKey = (Option<u32>, Option<u32>);

/// The requests of one client that fit an attempt.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub(crate) client: ClientKey,
    pub(crate) placement: Placement,
    /// Seconds by which the server's clock is ahead.
    pub(crate) skew: i64,
    /// Position of the device's request and of the server's.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// Whether another client, or another reading of the times, fits as well.
    pub(crate) ambiguous: bool,
}

impl Fit {
    pub(crate) fn confidence(&self) -> Confidence {
        match (self.ambiguous, self.pairs.len(), self.skew.abs()) {
            (true, ..) => Confidence::Possible,
            (_, 2.., 0..=TOLERANCE_SECONDS) => Confidence::Certain,
            (_, 2.., _) | (_, 1, 0..=TOLERANCE_SECONDS) => Confidence::Likely,
            _ => Confidence::Possible,
        }
    }
}

/// Whether both may tell of one request.
fn compatible(asked: &Asked, request: &Request) -> bool {
    // Without the query's column only the method tells.
    let operation = request.operation();
    if operation.is_some_and(|o| o != asked.operation) {
        return false;
    }
    if let (Some(device), Some(server)) = (asked.status, request.status)
        && device != server
    {
        return false;
    }
    if asked.no_answer {
        // A device that got no answer did not get one: the server must have seen it go, answered late, or failed.
        let prompt = request.status.is_some_and(|s| s < 400)
            && request.taken_ms.is_none_or(|ms| ms < LATE_MS)
            && !request.win32.is_some_and(|w| WENT_AWAY.contains(&w));
        return !prompt;
    }
    true
}

/// The best fit of the attempt, `None` where nothing fits. `requests` in order of time.
pub(crate) fn fit(
    asked: &[Asked],
    placements: &[Placement],
    requests: &[Request],
    platform: Platform,
) -> Option<Fit> {
    let (first, last) = (asked.first()?.at, asked.last()?.at);
    let surely_placed = placements.len() == 1;
    let mut best: Option<Fit> = None;
    for placement in placements {
        let from = first + placement.shift - MAX_SKEW_SECONDS - widest(asked);
        let to = last + placement.shift + MAX_SKEW_SECONDS + widest(asked);
        for (client, members) in clients(requests, from, to, platform) {
            let Some((skew, pairs)) = best_skew(asked, placement.shift, requests, &members) else { continue };
            let few = pairs.len() < 2;
            if few && (!surely_placed || skew.abs() > NORMAL_SKEW_SECONDS) {
                continue;
            }
            let rivals = rivals(asked, placement.shift + skew, requests, &members, &pairs);
            let fit = Fit { client, placement: *placement, skew, pairs, ambiguous: rivals };
            best = Some(match best.take() {
                None => fit,
                Some(other) => better(other, fit),
            });
        }
    }
    best
}

fn widest(asked: &[Asked]) -> i64 {
    asked.iter().map(|a| a.slack).max().unwrap_or(0)
}

/// The better of two fits. Where they are as good, the result is ambiguous.
fn better(one: Fit, other: Fit) -> Fit {
    let rank = |f: &Fit| (f.pairs.len(), -(f.skew.abs() / (TOLERANCE_SECONDS + 1)));
    match rank(&one).cmp(&rank(&other)) {
        std::cmp::Ordering::Greater => one,
        std::cmp::Ordering::Less => other,
        std::cmp::Ordering::Equal => Fit { ambiguous: true, ..one },
    }
}

/// The SCEP requests of the stretch, by client.
fn clients(requests: &[Request], from: i64, to: i64, platform: Platform) -> BTreeMap<ClientKey, Vec<usize>> {
    let mut clients: BTreeMap<ClientKey, Vec<usize>> = BTreeMap::new();
    for at in between(requests, from, to) {
        let request = &requests[at];
        if request.is_scep() && !request.http_sys && may_be(request.platform, platform) {
            clients.entry((request.client, request.agent)).or_default().push(at);
        }
    }
    clients
}

/// Positions of the requests of a stretch of seconds.
pub(crate) fn between(requests: &[Request], from: i64, to: i64) -> std::ops::Range<usize> {
    let second = |r: &Request| r.second.unwrap_or(i64::MIN);
    let begin = requests.partition_point(|r| second(r) < from);
    let end = requests.partition_point(|r| second(r) <= to);
    begin..end.max(begin)
}

/// The difference of the clocks that joins most, and what it joins.
fn best_skew(
    asked: &[Asked],
    shift: i64,
    requests: &[Request],
    members: &[usize],
) -> Option<(i64, Vec<(usize, usize)>)> {
    let mut differences: Vec<i64> = Vec::new();
    for ask in asked {
        for at in members {
            let request = &requests[*at];
            if let Some(second) = request.second
                && compatible(ask, request)
            {
                let difference = second - (ask.at + shift);
                if difference.abs() <= MAX_SKEW_SECONDS + ask.slack {
                    differences.push(difference);
                }
            }
        }
    }
    differences.sort_unstable_by_key(|d| (d.abs(), *d));
    differences.dedup();
    differences.truncate(MAX_DIFFERENCES);
    // No difference at all is the first guess: times have whole seconds on one side.
    differences.insert(0, 0);
    let mut best: Option<(i64, Vec<(usize, usize)>)> = None;
    for skew in differences {
        let pairs = pairs(asked, shift + skew, requests, members);
        let longer = best.as_ref().is_none_or(|(_, b)| pairs.len() > b.len());
        if longer && !pairs.is_empty() {
            best = Some((skew, pairs));
        }
    }
    let (_, pairs) = best?;
    // The middle of what the pairs themselves say.
    let mut measured: Vec<i64> = pairs
        .iter()
        .filter_map(|(a, r)| Some(distance(&asked[*a], shift, requests[*r].second?, requests[*r].taken_ms)))
        .collect();
    measured.sort_unstable();
    let skew = measured.get(measured.len() / 2).copied().unwrap_or(0);
    Some((skew, pairs))
}

/// Seconds by which the server's stretch of a request lies outside the device's: the server logs a request at its end,
/// with the time that it took.
fn distance(asked: &Asked, shift: i64, second: i64, taken: Option<u64>) -> i64 {
    let taken = i64::try_from(taken.unwrap_or(0) / 1000).unwrap_or(0);
    let (from, to) = (asked.at + shift - asked.slack, asked.at + shift);
    if second < from { second - from } else { (second - taken - to).max(0) }
}

/// Joins each request of the device with the nearest free one of the server.
fn pairs(asked: &[Asked], shift: i64, requests: &[Request], members: &[usize]) -> Vec<(usize, usize)> {
    let mut taken = vec![false; members.len()];
    let mut pairs = Vec::new();
    for (n, ask) in asked.iter().enumerate() {
        let nearest = members
            .iter()
            .enumerate()
            .filter(|(m, at)| !taken[*m] && compatible(ask, &requests[**at]))
            .filter_map(|(m, at)| {
                let off = distance(ask, shift, requests[*at].second?, requests[*at].taken_ms).abs();
                (off <= TOLERANCE_SECONDS).then_some((off, m))
            })
            .min();
        if let Some((_, m)) = nearest {
            taken[m] = true;
            pairs.push((n, members[m]));
        }
    }
    pairs
}

/// Whether another request of the same client fits in place of a joined one: two devices that look alike.
fn rivals(
    asked: &[Asked],
    shift: i64,
    requests: &[Request],
    members: &[usize],
    pairs: &[(usize, usize)],
) -> bool {
    let free = |at: &&usize| !pairs.iter().any(|(_, taken)| taken == *at);
    members.iter().filter(free).any(|at| {
        let near = |ask: &Asked| {
            let off = requests[*at].second.map(|s| distance(ask, shift, s, requests[*at].taken_ms).abs());
            off.is_some_and(|off| off <= TOLERANCE_SECONDS)
        };
        pairs.iter().any(|(a, _)| compatible(&asked[*a], &requests[*at]) && near(&asked[*a]))
    })
}

/// The policy module's requests about a request for a certificate that the server logged at `second` after
/// `taken` milliseconds.
pub(crate) fn of_policy_module(requests: &[Request], second: i64, taken: Option<u64>) -> Vec<usize> {
    /// Seconds of rounding, and of a report that follows the answer.
    const BEFORE: i64 = 2;
    const AFTER: i64 = 10;
    let taken = i64::try_from(taken.unwrap_or(0) / 1000).unwrap_or(0).min(600);
    between(requests, second - taken - BEFORE, second + AFTER)
        .filter(|at| match requests[*at].purpose {
            Purpose::Verify => requests[*at].second.is_some_and(|s| s <= second + BEFORE),
            Purpose::Notify => true,
            _ => false,
        })
        .collect()
}
