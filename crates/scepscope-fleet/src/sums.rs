//! The sums over the rows, while they go by.

use std::collections::{BTreeMap, HashMap};

use scepscope_model::{FleetDay, Outcome, Tally};
use time::{Date, Duration, OffsetDateTime};

use crate::columns;
use crate::examine::counts;
use crate::limits::{DAYS, MAX_VALUES};
use crate::row::Row;

/// Stands for every value beyond [`MAX_VALUES`].
const OTHER: &str = "…";

/// Different values, each with a number, so that a device's line is short.
#[derive(Default)]
struct Values {
    numbers: HashMap<String, u32>,
    list: Vec<String>,
}

impl Values {
    fn number(&mut self, value: &str) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let value = if self.list.len() < MAX_VALUES { value } else { OTHER };
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(value.to_owned());
        self.numbers.insert(value.to_owned(), number);
        number
    }

    fn tallies(&self, counts: &HashMap<u32, u64>) -> Vec<Tally> {
        let name = |number: &u32| self.list.get(*number as usize).cloned();
        sorted(
            counts.iter().filter_map(|(number, count)| Some(Tally { value: name(number)?, count: *count })),
        )
    }
}

fn sorted(tallies: impl Iterator<Item = Tally>) -> Vec<Tally> {
    let mut list: Vec<Tally> = tallies.collect();
    list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    list
}

/// The questions that devices are counted by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Outcome,
    Step,
    Cause,
    Server,
    System,
    Version,
}

const QUESTIONS: usize = 6;

/// One device, by its newest bundle.
#[derive(Default)]
struct Device {
    created: i64,
    /// Of which bundle the answers are.
    source: u32,
    /// The question and the number of the value: one list, since there is a line for each of many devices.
    answers: Vec<(Question, u32)>,
}

/// Counts rows.
pub(crate) struct Sums {
    first: Date,
    last: Date,
    rows: u64,
    bundles: u64,
    source: Option<String>,
    states: BTreeMap<String, u64>,
    faults: BTreeMap<String, u64>,
    devices: HashMap<Box<str>, Device>,
    values: [Values; QUESTIONS],
    days: BTreeMap<Date, BTreeMap<String, u64>>,
    other_days: u64,
}

/// What [`Sums`] counted.
pub(crate) struct Totals {
    pub(crate) rows: u64,
    pub(crate) bundles: u64,
    pub(crate) devices: u64,
    pub(crate) states: Vec<Tally>,
    pub(crate) faults: Vec<Tally>,
    /// Outcome, step, cause, server, system, version.
    pub(crate) answers: [Vec<Tally>; QUESTIONS],
    pub(crate) days: Vec<FleetDay>,
    pub(crate) other_days: u64,
}

impl Sums {
    /// The days that are counted end with that of `now`.
    pub(crate) fn new(now: OffsetDateTime) -> Sums {
        let last = now.to_offset(time::UtcOffset::UTC).date();
        Sums {
            first: last.saturating_sub(Duration::days(DAYS - 1)),
            last,
            rows: 0,
            bundles: 0,
            source: None,
            states: BTreeMap::new(),
            faults: BTreeMap::new(),
            devices: HashMap::new(),
            values: Default::default(),
            days: BTreeMap::new(),
            other_days: 0,
        }
    }

    /// Counts one row. The rows of one bundle come one after the other.
    pub(crate) fn count(&mut self, row: &Row) {
        self.rows += 1;
        let source = row.text(columns::SOURCE);
        if self.source.as_deref() != source {
            self.source = source.map(str::to_owned);
            self.bundles += 1;
            add(&mut self.states, row.text(columns::STATE));
            add(&mut self.faults, row.text(columns::FAULT));
        }
        if counts(row) {
            self.count_day(row);
            self.count_device(row);
        }
    }

    fn count_day(&mut self, row: &Row) {
        let Some(outcome) = row.text(columns::OUTCOME) else { return };
        let micros = row.time(columns::STARTED).or_else(|| row.time(columns::CREATED));
        let at = micros.and_then(|m| OffsetDateTime::from_unix_timestamp(m.div_euclid(1_000_000)).ok());
        match at.map(OffsetDateTime::date).filter(|day| (self.first..=self.last).contains(day)) {
            Some(day) => add(self.days.entry(day).or_default(), Some(outcome)),
            None => self.other_days += 1,
        }
    }

    fn count_device(&mut self, row: &Row) {
        let Some(key) = row.text(columns::DEVICE_KEY) else { return };
        let created = row.time(columns::CREATED).unwrap_or(i64::MIN);
        let source = u32::try_from(self.bundles).unwrap_or(u32::MAX);
        let new = || Device { created, source, answers: Vec::with_capacity(QUESTIONS) };
        let device = self.devices.entry(key.into()).or_insert_with(new);
        if device.source != source {
            if created < device.created {
                return;
            }
            *device = new();
        }
        for (question, answer) in answers(row) {
            let Some(values) = self.values.get_mut(question as usize) else { continue };
            let told = (question, values.number(&answer));
            if !device.answers.contains(&told) {
                device.answers.push(told);
            }
        }
    }

    pub(crate) fn finish(self) -> Totals {
        let mut counts: [HashMap<u32, u64>; QUESTIONS] = Default::default();
        for (question, number) in self.devices.values().flat_map(|device| &device.answers) {
            if let Some(counts) = counts.get_mut(*question as usize) {
                *counts.entry(*number).or_default() += 1;
            }
        }
        let answers =
            std::array::from_fn(|question| match (self.values.get(question), counts.get(question)) {
                (Some(values), Some(counts)) => values.tallies(counts),
                _ => Vec::new(),
            });
        let list = |counts: BTreeMap<String, u64>| {
            sorted(counts.into_iter().map(|(value, count)| Tally { value, count }))
        };
        let mut days = Vec::new();
        let mut day = Some(self.first);
        let mut by_day = self.days;
        while let Some(date) = day.filter(|d| *d <= self.last) {
            let outcomes = by_day.remove(&date).unwrap_or_default();
            let text = format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day());
            days.push(FleetDay { date: text, outcomes: list(outcomes) });
            day = date.next_day();
        }
        Totals {
            rows: self.rows,
            bundles: self.bundles,
            devices: self.devices.len() as u64,
            states: list(self.states),
            faults: list(self.faults),
            answers,
            days,
            other_days: self.other_days,
        }
    }
}

fn add(counts: &mut BTreeMap<String, u64>, value: Option<&str>) {
    let Some(value) = value else { return };
    match counts.get_mut(value) {
        Some(count) => *count += 1,
        None => {
            counts.insert(value.to_owned(), 1);
        }
    }
}

fn answers(row: &Row) -> Vec<(Question, String)> {
    let mut answers = Vec::new();
    let mut answer = |question, text: Option<&str>| {
        if let Some(text) = text {
            answers.push((question, text.to_owned()));
        }
    };
    answer(Question::Outcome, row.text(columns::REPORT_OUTCOME));
    answer(Question::Version, row.text(columns::APP_VERSION));
    let platform = row.text(columns::PLATFORM).unwrap_or_default();
    let system = row.text(columns::SYSTEM).unwrap_or_default();
    answer(Question::System, Some(format!("{platform} {system}").trim_end()));
    if row.is_true(columns::LATEST) {
        answer(Question::Server, row.text(columns::SERVER_URL));
        if row.text(columns::OUTCOME) != Some(Outcome::Succeeded.id()) {
            answer(Question::Step, row.text(columns::FAILING_STEP));
            answer(Question::Cause, row.text(columns::CAUSE));
        }
    }
    answers
}
