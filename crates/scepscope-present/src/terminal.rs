//! The report for a terminal.

use scepscope_model::{
    Attempt, Cause, Evidence, Finding, Gap, KeyStringCount, MilestoneState, Outcome, Report, SourceReport,
};

use crate::path::{Stop, path, sign};
use crate::text::{columns, neutralise, pad, wrap};
use crate::verdict::{focus_attempt, gap_causes, verdict};
use crate::words::Words;

/// Characters of one log text that are shown.
pub const MAX_TEXT_CHARS: usize = 400;
/// Attempts, findings, gaps and sources that are listed, each; how many more there are is said.
pub const MAX_ITEMS: usize = 40;
/// Records that are quoted for one finding; how many more there are is said.
pub const MAX_RECORDS: usize = 3;
/// The narrowest terminal that is laid out for, in columns.
pub const MIN_WIDTH: usize = 40;
/// The widest, so that lines stay readable.
pub const MAX_WIDTH: usize = 110;

#[derive(Clone, Copy)]
pub(crate) enum Style {
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    Accent,
}

/// The report as text of at most `width` columns, ending in a line break.
///
/// Without `color` there is no escape sequence in it; with it, only those that this function writes: everything
/// out of the report is neutralised.
pub fn render(report: &Report, words: &Words, width: usize, color: bool) -> String {
    let nothing = |_: &mut Page<'_>| ();
    render_around(report, words, width, color, [&nothing, &nothing, &nothing])
}

/// A part of the page that somebody else writes.
pub(crate) type Part<'a> = &'a dyn Fn(&mut Page<'_>);

/// The report with something before it, something between the facts and the milestones, and something behind it.
pub(crate) fn render_around(
    report: &Report,
    words: &Words,
    width: usize,
    color: bool,
    [before, between, after]: [Part<'_>; 3],
) -> String {
    let mut page = Page::new(words, width, color);
    before(&mut page);
    page.verdict(report);
    page.path(&path(report));
    page.facts(report);
    between(&mut page);
    let focus = focus_attempt(report);
    if let Some(attempt) = focus {
        page.milestones(attempt);
    }
    page.findings(report);
    page.other_attempts(report, focus);
    page.gaps(report);
    page.key_strings(&report.key_strings);
    page.sources(&report.sources);
    if let Some(probe) = &report.probe {
        page.heading("report-probe");
        page.out.push_str(&crate::probe::render(probe, words, page.width));
    }
    after(&mut page);
    page.finish()
}

/// A text in the making.
pub(crate) struct Page<'a> {
    out: String,
    pub(crate) words: &'a Words,
    width: usize,
    color: bool,
}

impl<'a> Page<'a> {
    pub(crate) fn new(words: &'a Words, width: usize, color: bool) -> Page<'a> {
        Page { out: String::new(), words, width: width.clamp(MIN_WIDTH, MAX_WIDTH), color }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn verdict(&mut self, report: &Report) {
        let verdict = verdict(report);
        let (mark, style) = match report.outcome {
            Outcome::Succeeded => ("●", Style::Good),
            Outcome::Failed => ("✕", Style::Bad),
            Outcome::Stalled => ("○", Style::Bad),
            _ => ("○", Style::Accent),
        };
        self.block(&format!("{mark} "), &verdict.sentence(self.words), style);
        self.block("  ", &verdict.next_step(self.words), Style::Plain);
    }

    fn path(&mut self, stops: &[Stop]) {
        self.heading("report-path");
        let mut line = String::from("  ");
        let mut used = 2;
        for (n, stop) in stops.iter().enumerate() {
            let label = self.words.plain(stop.label_id);
            let text = match stop.focus {
                true => format!("[{} {label}]", sign(stop.state)),
                false => format!("{} {label}", sign(stop.state)),
            };
            let arrow = if n + 1 < stops.len() { " →" } else { "" };
            if used + columns(&text) + columns(arrow) > self.width {
                self.line(line.trim_end());
                line = String::from("  ");
                used = 2;
            }
            used += columns(&text) + columns(arrow) + 1;
            let style = if stop.focus { Style::Bold } else { state_style(stop.state) };
            line.push_str(&self.paint(&text, style));
            line.push_str(arrow);
            line.push(' ');
        }
        self.line(line.trim_end());
        let states = [
            MilestoneState::Seen,
            MilestoneState::Implied,
            MilestoneState::Failed,
            MilestoneState::Absent,
            MilestoneState::NotRecordable,
        ];
        let legend: Vec<String> = states
            .iter()
            .filter(|state| stops.iter().any(|s| s.state == **state))
            .map(|state| format!("{} {}", sign(*state), self.words.state(*state)))
            .collect();
        self.block("  ", &legend.join("   "), Style::Dim);
    }

    fn facts(&mut self, report: &Report) {
        let words = self.words;
        let attempt = focus_attempt(report);
        let mut rows = vec![
            ("report-outcome", words.outcome(report.outcome)),
            ("report-reached", words.vocabulary("answer", report.reached_ndes.id())),
            ("report-challenge", words.vocabulary("answer", report.challenge_presented.id())),
        ];
        if let Some(url) = attempt.and_then(|a| a.server_url.as_deref()) {
            rows.push(("report-server", url.to_owned()));
        }
        if let Some(profile) = attempt.and_then(|a| a.profile.as_deref()) {
            rows.push(("report-profile", profile.to_owned()));
        }
        rows.push(("report-platform", words.platform(report.device.platform)));
        rows.extend(report.device.system.clone().map(|system| ("report-system", system)));
        if let Some(name) = &report.device.name {
            rows.push(("report-device", name.clone()));
        }
        self.line("");
        let labels: Vec<String> = rows.iter().map(|(id, _)| words.plain(id)).collect();
        let column = labels.iter().map(|l| columns(l)).max().unwrap_or(0) + 2;
        for (label, (_, value)) in labels.iter().zip(&rows) {
            self.block(&format!("  {}", pad(label, column)), value, Style::Plain);
        }
    }

    fn milestones(&mut self, attempt: &Attempt) {
        let words = self.words;
        self.heading_text(&format!(
            "{} – {}",
            words.plain("report-milestones"),
            attempt_title(words, attempt)
        ));
        let names: Vec<String> = attempt.milestones.iter().map(|m| words.milestone(m.id)).collect();
        let states: Vec<String> = attempt.milestones.iter().map(|m| words.state(m.state)).collect();
        let name_column = names.iter().map(|n| columns(n)).max().unwrap_or(0) + 2;
        let state_column = states.iter().map(|s| columns(s)).max().unwrap_or(0) + 2;
        for ((milestone, name), state) in attempt.milestones.iter().zip(&names).zip(&states) {
            let style = state_style(milestone.state);
            let head = format!("  {} {}", sign(milestone.state), pad(name, name_column));
            let gap = " ".repeat(state_column.saturating_sub(columns(state)));
            let start = format!("{head}{}", self.paint(state, style));
            let place = milestone.evidence.first().map(|e| neutralise(&place(e), MAX_TEXT_CHARS));
            match place {
                None => self.line(&start),
                Some(place) if columns(&head) + state_column + columns(&place) <= self.width => {
                    self.line(&format!("{start}{gap}{place}"));
                }
                Some(place) => {
                    self.line(&start);
                    self.block("      ", &place, Style::Plain);
                }
            }
        }
    }

    fn findings(&mut self, report: &Report) {
        self.heading("report-findings");
        if report.findings.is_empty() {
            self.block("  ", &self.words.plain("report-no-findings"), Style::Plain);
        }
        let (now, before): (Vec<&Finding>, Vec<&Finding>) =
            report.findings.iter().partition(|f| !f.superseded);
        for (n, finding) in now.iter().take(MAX_ITEMS).enumerate() {
            if n > 0 {
                self.line("");
            }
            self.finding(finding);
        }
        self.more(now.len(), MAX_ITEMS);
        if !before.is_empty() {
            self.heading("report-earlier-findings");
            for finding in before.iter().take(MAX_ITEMS) {
                let attempt = finding.attempt.as_deref().unwrap_or("–");
                let title = self.words.cause_title(finding.cause);
                let text = self.words.labelled(attempt, &format!("{title} ({})", finding.cause.id()));
                self.block("  ", &text, Style::Plain);
            }
            self.more(before.len(), MAX_ITEMS);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let words = self.words;
        let confidence = words.confidence(finding.confidence);
        let title = format!("{} ({}, {confidence})", words.cause_title(finding.cause), finding.cause.id());
        self.block("  ", &title, Style::Bold);
        self.block("  ", &words.cause_part(finding.cause, "what"), Style::Plain);
        if !finding.codes.is_empty() {
            let codes = words.labelled(&words.plain("report-codes"), &finding.codes.join(", "));
            self.block("  ", &codes, Style::Plain);
        }
        self.fix(&words.plain("report-fix"), finding.cause);
        for evidence in finding.evidence.iter().take(MAX_RECORDS) {
            self.block("  > ", &place(evidence), Style::Dim);
            self.block("    ", &evidence.excerpt, Style::Dim);
        }
        self.more(finding.evidence.len(), MAX_RECORDS);
    }

    fn fix(&mut self, heading: &str, cause: Cause) {
        self.block("  ", &self.words.headed(heading), Style::Accent);
        for (n, step) in self.words.fix_steps(cause).iter().enumerate() {
            self.block(&format!("  {:>2}. ", n + 1), step, Style::Plain);
        }
    }

    fn other_attempts(&mut self, report: &Report, focus: Option<&Attempt>) {
        let others: Vec<&Attempt> =
            report.attempts.iter().rev().filter(|a| focus.is_none_or(|f| f.id != a.id)).collect();
        if others.is_empty() {
            return;
        }
        let heading = self.words.get("report-earlier-attempts", &[("count", others.len().into())]);
        self.heading_text(&heading);
        for attempt in others.iter().take(MAX_ITEMS) {
            let signs: Vec<&str> = attempt.milestones.iter().map(|m| sign(m.state)).collect();
            let start = attempt.started.map(|s| format!("  {s}")).unwrap_or_default();
            let outcome = self.words.outcome(attempt.outcome);
            let title = neutralise(&attempt_title(self.words, attempt), MAX_TEXT_CHARS);
            let said = self.words.labelled(&title, &outcome);
            self.block("  ", &format!("{}  {said}{start}", signs.concat()), Style::Plain);
        }
        self.more(others.len(), MAX_ITEMS);
    }

    fn gaps(&mut self, report: &Report) {
        let gaps = &report.gaps;
        self.heading("report-gaps");
        if gaps.is_empty() {
            self.block("  ", &self.words.plain("report-no-gaps"), Style::Plain);
        }
        for gap in gaps.iter().take(MAX_ITEMS) {
            let text = self.words.labelled(&gap_source(self.words, gap), &self.words.cause_title(gap.cause));
            self.block("  ", &text, Style::Plain);
            if let Some(reason) = gap.detail.get("reason") {
                self.block("    ", &self.words.gap_reason(reason), Style::Plain);
            }
            for (name, value) in gap.detail.iter().filter(|(name, _)| *name != "reason").take(MAX_RECORDS) {
                self.block("    ", &format!("{name}: {value}"), Style::Dim);
            }
        }
        self.more(gaps.len(), MAX_ITEMS);
        for cause in gap_causes(report) {
            self.fix(&format!("{} ({})", self.words.plain("report-fix"), cause.id()), cause);
        }
    }

    fn key_strings(&mut self, strings: &[KeyStringCount]) {
        if strings.is_empty() {
            return;
        }
        self.heading("report-key-strings");
        let ids: Vec<String> = strings.iter().take(MAX_ITEMS).map(|s| neutralise(&s.id, 40)).collect();
        let column = ids.iter().map(|i| columns(i)).max().unwrap_or(0) + 2;
        for (string, id) in strings.iter().zip(&ids) {
            let count = self.words.get("report-times", &[("count", string.count.into())]);
            let first =
                string.first.as_ref().map(|p| format!("  {} {}", p.source, p.locator)).unwrap_or_default();
            self.block(
                &format!("  {}", pad(id, column)),
                &format!("{}{first}", pad(&count, 10)),
                Style::Plain,
            );
        }
        self.more(strings.len(), MAX_ITEMS);
    }

    fn sources(&mut self, sources: &[SourceReport]) {
        self.heading("report-sources");
        if sources.is_empty() {
            self.block("  ", &self.words.plain("report-no-sources"), Style::Plain);
        }
        for source in sources.iter().take(MAX_ITEMS) {
            let id = neutralise(&source.id, 12);
            self.block(&format!("  {} ", pad(&id, 3)), &source.origin, Style::Plain);
            let records = self.words.get("report-records-count", &[("count", source.records.into())]);
            let mut facts = vec![self.words.kind(source.kind), records];
            if let (Some(first), Some(last)) = (source.first, source.last) {
                facts.push(format!("{first} – {last}"));
            }
            facts.push(self.words.labelled(&self.words.plain("report-clock"), &clock(self.words, source)));
            if let Some(verbose) = source.verbose {
                let answer = self.words.plain(if verbose { "report-yes" } else { "report-no" });
                facts.push(self.words.labelled(&self.words.plain("report-details"), &answer));
            }
            self.block("      ", &facts.join(" · "), Style::Dim);
        }
        self.more(sources.len(), MAX_ITEMS);
    }

    fn more(&mut self, count: usize, shown: usize) {
        if count > shown {
            let text = self.words.get("report-more", &[("count", (count - shown).into())]);
            self.block("  ", &text, Style::Dim);
        }
    }

    pub(crate) fn heading(&mut self, id: &str) {
        self.heading_text(&self.words.plain(id));
    }

    pub(crate) fn heading_text(&mut self, text: &str) {
        self.line("");
        self.block("", text, Style::Bold);
    }

    /// `text`, neutralised and wrapped, behind `lead` on the first line and as many spaces on the others.
    pub(crate) fn block(&mut self, lead: &str, text: &str, style: Style) {
        let text = neutralise(text, MAX_TEXT_CHARS);
        let indent = columns(lead).min(self.width / 2);
        let fits = self.width.saturating_sub(columns(lead).min(self.width - 2));
        for (n, line) in wrap(&text, fits.max(self.width / 4)).iter().enumerate() {
            let line = self.paint(line, style);
            match n {
                0 => self.line(format!("{lead}{line}").trim_end()),
                _ => self.line(format!("{}{line}", " ".repeat(indent)).trim_end()),
            }
        }
    }

    pub(crate) fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn paint(&self, text: &str, style: Style) -> String {
        let code = match style {
            Style::Plain => return text.to_owned(),
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Good => "1;32",
            Style::Bad => "1;31",
            Style::Accent => "36",
        };
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

const fn state_style(state: MilestoneState) -> Style {
    match state {
        MilestoneState::Seen => Style::Good,
        MilestoneState::Failed => Style::Bad,
        MilestoneState::Implied | MilestoneState::Absent => Style::Plain,
        MilestoneState::NotRecordable => Style::Dim,
    }
}

fn place(evidence: &Evidence) -> String {
    let time = evidence.time.map(|t| format!("  {t}")).unwrap_or_default();
    format!("{} {}{time}", evidence.source, evidence.locator)
}

/// "Attempt 1: profile", neutralised.
pub(crate) fn attempt_title(words: &Words, attempt: &Attempt) -> String {
    match &attempt.profile {
        Some(profile) => words.get(
            "report-attempt-profile",
            &[("id", attempt.id.as_str().into()), ("profile", profile.as_str().into())],
        ),
        None => words.get("report-attempt", &[("id", attempt.id.as_str().into())]),
    }
}

/// The source's id of a gap, or the words for none. Not neutralised.
pub(crate) fn gap_source(words: &Words, gap: &Gap) -> String {
    gap.source.clone().unwrap_or_else(|| words.plain("gap-no-source"))
}

/// The words for what a source says of its clock.
pub(crate) fn clock(words: &Words, source: &SourceReport) -> String {
    use scepscope_model::Clock;
    words.plain(match source.clock {
        Clock::Known => "clock-known",
        Clock::AssumedUtc => "clock-assumed-utc",
        Clock::UnknownOffset => "clock-unknown-offset",
        Clock::AssumedYear => "clock-assumed-year",
        Clock::NoDate => "clock-no-date",
        Clock::None => "clock-none",
    })
}
