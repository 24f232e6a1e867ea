//! One row of the table.

use scepscope_model::{Answer, Milestone, MilestoneState, Outcome, Report, Stamp, latest_attempts};
use scepscope_model::{Attempt, Offset};
use scepscope_present::text::host_of;

use crate::columns::{self, COLUMNS, Kind};
use crate::limits::MAX_ATTEMPTS;
use crate::text::cell;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Cell {
    #[default]
    Null,
    Text(String),
    Number(i64),
    Truth(bool),
    /// Microseconds since 1970 in UTC.
    Time(i64),
}

impl Cell {
    pub(crate) const fn fits(&self, kind: Kind) -> bool {
        matches!(
            (self, kind),
            (Cell::Null, _)
                | (Cell::Text(_), Kind::Text)
                | (Cell::Number(_), Kind::Number)
                | (Cell::Truth(_), Kind::Truth)
                | (Cell::Time(_), Kind::Time)
        )
    }
}

/// One row: a value for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn new() -> Row {
        Row { cells: vec![Cell::Null; COLUMNS.len()] }
    }

    pub(crate) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Null)
    }

    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match self.cell(column) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn time(&self, column: usize) -> Option<i64> {
        match self.cell(column) {
            Cell::Time(micros) => Some(*micros),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self, column: usize) -> bool {
        matches!(self.cell(column), Cell::Truth(true))
    }

    pub(crate) fn put(&mut self, column: usize, value: Cell) {
        debug_assert!(COLUMNS.get(column).is_some_and(|c| value.fits(c.kind)));
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = value;
        }
    }

    /// One of this program's own words.
    pub(crate) fn word(&mut self, column: usize, word: &str) {
        self.put(column, Cell::Text(word.to_owned()));
    }

    /// Text out of a bundle.
    pub(crate) fn foreign(&mut self, column: usize, text: Option<&str>) {
        if let Some(text) = text {
            self.put(column, Cell::Text(cell(text)));
        }
    }
}

/// The rows of a bundle's report: one for each attempt, or one where there is none.
pub(crate) fn of_report(bundle: &Row, report: &Report) -> Vec<Row> {
    let mut base = bundle.clone();
    base.word(columns::PLATFORM, report.device.platform.id());
    base.foreign(columns::DEVICE_NAME, report.device.name.as_deref());
    base.foreign(columns::SYSTEM, report.device.system.as_deref());
    base.word(columns::REPORT_OUTCOME, report.outcome.id());
    base.put(columns::ATTEMPTS, Cell::Number(report.attempts.len() as i64));
    base.put(columns::GAPS, ids(report.gaps.iter().map(|gap| gap.cause.id())));
    if report.attempts.is_empty() {
        base.put(columns::CAUSES, ids(report.findings.iter().map(|f| f.cause.id())));
        return vec![base];
    }
    let latest = latest_attempts(&report.attempts);
    let surplus = report.attempts.len().saturating_sub(MAX_ATTEMPTS);
    let attempts = report.attempts.iter().enumerate().skip(surplus);
    attempts.map(|(at, attempt)| of_attempt(&base, attempt, latest.contains(&at))).collect()
}

fn of_attempt(base: &Row, attempt: &Attempt, latest: bool) -> Row {
    let mut row = base.clone();
    row.foreign(columns::ATTEMPT, Some(&attempt.id));
    row.put(columns::LATEST, Cell::Truth(latest));
    row.word(columns::PLATFORM, attempt.platform.id());
    row.foreign(columns::PROFILE, attempt.profile.as_deref());
    row.foreign(columns::SERVER_URL, attempt.server_url.as_deref());
    let host = attempt.server_url.as_deref().and_then(host_of);
    row.foreign(columns::SERVER_HOST, host.as_deref());
    for (instant, written, stamp) in [
        (columns::STARTED, columns::STARTED_TEXT, attempt.started),
        (columns::ENDED, columns::ENDED_TEXT, attempt.ended),
    ] {
        let Some(stamp) = stamp else { continue };
        row.put(instant, micros(&stamp));
        row.word(written, &stamp.to_string());
    }
    row.word(columns::OUTCOME, attempt.outcome.id());
    if let Some((step, state)) = failing(attempt) {
        row.word(columns::FAILING_STEP, step.id());
        row.word(columns::FAILING_STATE, state.id());
    }
    row.word(columns::REACHED_NDES, answer(attempt.reached_ndes));
    row.word(columns::CHALLENGE_PRESENTED, answer(attempt.challenge_presented));
    if let Some(first) = attempt.findings.first() {
        row.word(columns::CAUSE, first.cause.id());
        row.word(columns::CONFIDENCE, first.confidence.id());
    }
    row.put(columns::CAUSES, ids(attempt.findings.iter().map(|f| f.cause.id())));
    for milestone in Milestone::ALL {
        row.word(columns::of(*milestone), attempt.state(*milestone).id());
    }
    row
}

fn answer(answer: Answer) -> &'static str {
    answer.id()
}

/// Where the attempt stopped: the first step that failed; of a stalled attempt the first that is absent.
fn failing(attempt: &Attempt) -> Option<(Milestone, MilestoneState)> {
    let first = |wanted: MilestoneState| {
        Milestone::ALL.iter().find(|m| attempt.state(**m) == wanted).map(|m| (*m, wanted))
    };
    match attempt.outcome {
        Outcome::Succeeded => None,
        Outcome::Stalled => first(MilestoneState::Failed).or_else(|| first(MilestoneState::Absent)),
        _ => first(MilestoneState::Failed),
    }
}

/// Stable ids with spaces between, each once, in order.
fn ids(ids: impl Iterator<Item = &'static str>) -> Cell {
    let mut list: Vec<&str> = Vec::new();
    for id in ids {
        if !list.contains(&id) {
            list.push(id);
        }
    }
    if list.is_empty() { Cell::Null } else { Cell::Text(list.join(" ")) }
}

/// The instant, where the source knew date and offset, or its format is in UTC.
fn micros(stamp: &Stamp) -> Cell {
    if !stamp.is_dated() || stamp.offset() == Offset::Unknown {
        return Cell::Null;
    }
    i64::try_from(stamp.nanos() / 1000).map_or(Cell::Null, Cell::Time)
}
