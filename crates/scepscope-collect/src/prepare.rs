//! Between the check and the bundle: everything that would leave, to be looked at and left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use scepscope_bundle::Cancel;
use scepscope_model::{Gap, Report};
use scepscope_redact::Counts;

use crate::check::Checked;
use crate::evidence::copy;
use crate::pack::{self, PackOptions, Packed};
use crate::preview::{
    CutFacts, ItemKind, LineRange, PREVIEW_SCHEMA, Page, Preview, PreviewItem, PreviewLines,
};
use crate::session::{
    PrepareOptions, REPORT, REPORT_PAGE, RedactedReport, Session, evidence_of, pretty, stopped,
};
use crate::trim::Taken;
use crate::{CollectError, ErrorCode, Event, Observer};

/// A check whose bundle is prepared: the same redaction, with the same pseudonyms, is shown and packed.
pub struct Prepared {
    checked: Checked,
    session: Session,
    /// The report of the latest bundle, as it left.
    packed: Option<Report>,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("items", &self.session.parts.len()).finish_non_exhaustive()
    }
}

impl Checked {
    /// Prepares the bundle: learns what has to be replaced in every source, and cuts what is asked for. Writes
    /// nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchItem`], [`ErrorCode::OriginalsNeedNone`], [`ErrorCode::Cancelled`].
    pub fn prepare(self, options: &PrepareOptions, cancel: &Cancel) -> Result<Prepared, CollectError> {
        self.prepare_or_back(options, cancel).map_err(|(_, error)| error)
    }

    /// As [`Checked::prepare`]; gives the check back where that fails, so that a face can offer to try again.
    ///
    /// # Errors
    /// As [`Checked::prepare`], with the check.
    pub fn prepare_or_back(
        mut self,
        options: &PrepareOptions,
        cancel: &Cancel,
    ) -> Result<Prepared, (Box<Checked>, CollectError)> {
        match Session::new(&mut self, options, cancel) {
            Ok(session) => Ok(Prepared { checked: self, session, packed: None }),
            Err(error) => Err((Box::new(self), error)),
        }
    }

    /// Prepares and packs in one go, for a face that shows no preview.
    ///
    /// # Errors
    /// As [`Checked::prepare`] and [`Prepared::pack`].
    pub fn pack(
        &mut self,
        prepare: &PrepareOptions,
        options: &PackOptions,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        let mut session = Session::new(self, prepare, cancel)?;
        Ok(pack::pack(self, &mut session, options, observer, cancel)?.0)
    }
}

impl Prepared {
    /// What the check found, as [`Checked::report`].
    pub fn report(&self) -> &Report {
        self.checked.report()
    }

    /// Leaves out exactly these items (ids of the preview, or origins as they were given), and no others.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchItem`], also for the report, which can't be left out; nothing is changed then.
    pub fn leave_out(&mut self, items: &[String]) -> Result<(), CollectError> {
        self.session.leave_out(&self.checked, items)
    }

    /// Everything that would leave. The first call redacts every item once, for its size and digest; what is packed
    /// afterwards is compared with them.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`].
    pub fn preview(&mut self, observer: &dyn Observer, cancel: &Cancel) -> Result<Preview, CollectError> {
        let total: u64 = self.checked.sources.iter().map(|s| s.bytes).sum();
        let mut done = 0;
        for index in 0..self.session.parts.len() {
            self.session.measure(&mut self.checked, index, cancel)?;
            let source = self.session.parts.get(index).and_then(|p| self.checked.sources.get(p.source));
            done += source.map_or(0, |s| s.bytes);
            observer.event(Event::PackProgress { bytes: done.min(total), total });
        }
        let redacted = self.redacted_report()?;
        let mut cited = self.cited();
        let mut items: Vec<PreviewItem> = Vec::new();
        let mut sum = self.session.learned.clone();
        for part in &self.session.parts {
            let measured = part.measured.as_ref().and_then(|m| m.as_ref().ok());
            let source = self.checked.sources.get(part.source);
            if let Some(measured) = measured.filter(|_| !part.left_out) {
                sum.merge(&measured.counts);
            }
            let counts = measured.map(|m| m.counts.clone()).unwrap_or_default();
            items.push(PreviewItem {
                records_in_report: cited.remove(&part.id).unwrap_or_default(),
                kind: part.kind,
                path: part.path.clone(),
                origin: part.meta.origin.clone(),
                source_kind: source.map(|s| s.detected.kind),
                bytes_before: part.meta.original_bytes,
                bytes: measured.map(|m| m.bytes),
                sha256: measured.map(|m| hex(&m.sha256)),
                cut: cut_facts(part.taken),
                left_out: part.left_out,
                can_be_left_out: true,
                ..made(part.id.clone(), part.kind, &counts)
            });
        }
        sum.merge(&redacted.counts);
        for (id, kind, path, content, counts) in [
            (REPORT, ItemKind::Report, pack::REPORT_PATH, &redacted.json, redacted.counts),
            (REPORT_PAGE, ItemKind::ReportPage, pack::PAGE_PATH, &redacted.html, Counts::default()),
        ] {
            items.push(PreviewItem {
                path: path.to_owned(),
                bytes: Some(content.len() as u64),
                sha256: Some(scepscope_bundle::Sha256Hex::of(content).to_string()),
                ..made(id.to_owned(), kind, &counts)
            });
        }
        Ok(Preview {
            schema: PREVIEW_SCHEMA.to_owned(),
            policy: self.session.policy(),
            bytes: items.iter().filter(|i| !i.left_out).filter_map(|i| i.bytes).sum(),
            items,
            replaced: by_kind(&sum),
            limits: limits(&sum),
            gaps: redacted.report.gaps,
        })
    }

    /// Some lines of an item, before and after. Redacts the item up to there again; nothing is kept.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchItem`], also for an original, which has no lines; [`ErrorCode::NothingReadable`] where the
    /// source can no longer be read, [`ErrorCode::Cancelled`].
    pub fn lines(
        &mut self,
        item: &str,
        range: LineRange,
        cancel: &Cancel,
    ) -> Result<PreviewLines, CollectError> {
        let mut page = Page::new(range);
        if item == REPORT || item == REPORT_PAGE {
            let redacted = self.redacted_report()?;
            if item == REPORT {
                let before = pretty(&self.session.report(&self.checked, &[]))?;
                by_lines(Some(&before), &redacted.json, &mut page);
            } else {
                by_lines(None, &redacted.html, &mut page);
            }
            return Ok(page.finish(item));
        }
        let unknown = || CollectError::with(ErrorCode::NoSuchItem, item);
        let part = self.session.parts.iter().find(|p| p.id == item && p.kind != ItemKind::Original);
        let part = part.ok_or_else(unknown)?;
        let source = self.checked.sources.get_mut(part.source).ok_or_else(unknown)?;
        let redactor = &mut self.session.redactor;
        let mut full = false;
        let read = copy(source, &part.cut, cancel, &mut |form, read| {
            redactor
                .redact_lines(read, form.encoding(), &mut |before, after| {
                    let flow = page.take(Some(before), after);
                    full |= flow.is_break();
                    flow
                })
                .map_err(io::Error::other)
        });
        stopped(cancel)?;
        match read {
            // A log whose reading ends early is a broken pipe, not a fault.
            Err(error) if !full => Err(CollectError::with(ErrorCode::NothingReadable, error.to_string())),
            _ => Ok(page.finish(item)),
        }
    }

    /// Writes the bundle: report, page and evidence, all redacted, signed with the device's key. What was previewed
    /// leaves as it was shown; an item that is no longer the same is a gap.
    ///
    /// # Errors
    /// [`ErrorCode::OutputNotWritable`], [`ErrorCode::DiskFull`], [`ErrorCode::KeyUnusable`],
    /// [`ErrorCode::Cancelled`]; nothing is left then. A source that can't be read again is a gap in the bundle.
    pub fn pack(
        &mut self,
        options: &PackOptions,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        let (packed, report) = pack::pack(&mut self.checked, &mut self.session, options, observer, cancel)?;
        self.packed = Some(report);
        Ok(packed)
    }

    /// The report of the latest bundle that was packed, redacted as it left.
    pub fn packed_report(&self) -> Option<&Report> {
        self.packed.as_ref()
    }

    fn redacted_report(&mut self) -> Result<RedactedReport, CollectError> {
        let report = self.session.report(&self.checked, &self.unreadable());
        self.session.redact_report(report)
    }

    /// Items that are known not to be readable any more.
    fn unreadable(&self) -> Vec<Gap> {
        let parts = self.session.parts.iter().filter(|p| !p.left_out);
        parts
            .filter_map(|p| match &p.measured {
                Some(Err(system)) => Some(pack::not_in_the_bundle(&p.id, system)),
                _ => None,
            })
            .collect()
    }

    /// How many records of each source the report names as proof.
    fn cited(&self) -> BTreeMap<String, u64> {
        let mut report = self.checked.report.clone();
        let places: BTreeSet<(String, String)> =
            evidence_of(&mut report).map(|e| (e.source.clone(), e.locator.to_string())).collect();
        let mut cited = BTreeMap::new();
        for (source, _) in places {
            *cited.entry(source).or_default() += 1;
        }
        cited
    }
}

/// An item that the program makes.
fn made(id: String, kind: ItemKind, counts: &Counts) -> PreviewItem {
    PreviewItem {
        id,
        kind,
        path: String::new(),
        origin: None,
        source_kind: None,
        bytes_before: None,
        bytes: None,
        sha256: None,
        records_in_report: 0,
        replaced: by_kind(counts),
        limits: limits(counts),
        cut: None,
        left_out: false,
        can_be_left_out: false,
    }
}

fn by_lines(before: Option<&[u8]>, after: &[u8], page: &mut Page) {
    let after: Vec<&[u8]> = after.split(|b| *b == b'\n').collect();
    let before: Option<Vec<&[u8]>> = before.map(|b| b.split(|b| *b == b'\n').collect());
    // Both are the same document, so line stands by line; if not, nothing is said of before.
    let before = before.filter(|b| b.len() == after.len());
    let last = after.len() - usize::from(after.last().is_some_and(|l| l.is_empty()));
    for (n, line) in after.iter().take(last).enumerate() {
        let old = before.as_ref().and_then(|b| b.get(n).copied());
        if page.take(old, line).is_break() {
            break;
        }
    }
}

fn cut_facts(taken: Taken) -> Option<CutFacts> {
    let Taken { old, old_bytes, over, over_bytes } = taken;
    (taken != Taken::default()).then_some(CutFacts { old, old_bytes, over, over_bytes })
}

pub(crate) fn by_kind(counts: &Counts) -> BTreeMap<String, u64> {
    counts.iter().map(|(kind, n)| (kind.id().to_owned(), n)).collect()
}

pub(crate) fn limits(counts: &Counts) -> BTreeMap<String, u64> {
    counts.limits().map(|(name, n)| (name.to_owned(), n)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
