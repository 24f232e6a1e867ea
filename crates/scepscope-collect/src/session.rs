//! One redaction of everything that goes into one bundle: the preview and the packing share it, and so its
//! pseudonyms.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

use rand_core::{OsRng, RngCore};
use scepscope_bundle::{Cancel, RedactionPolicy, Sha256Hex, SourceMeta, evidence_path};
use scepscope_model::{Cause, Evidence, Gap, Report};
use scepscope_present::{Language, Words, html};
use scepscope_redact::{Counts, Kind, Policy, Redactor, Rules};
use sha2::{Digest, Sha256};

use crate::artifact::Content;
use crate::check::{Checked, CheckedSource};
use crate::error::internal;
use crate::evidence::{EvidenceForm, copy, original, survey};
use crate::learn::learn_all;
use crate::preview::ItemKind;
use crate::trim::{Cut, MAX_CUTS, Taken, cuts_lines};
use crate::{CollectError, ErrorCode};

/// Id of the report among the items.
pub(crate) const REPORT: &str = "report";
/// Id of its page for people.
pub(crate) const REPORT_PAGE: &str = "report-page";

/// How the content of a bundle is prepared.
#[derive(Debug, Clone, Default)]
pub struct PrepareOptions {
    /// How much is redacted.
    pub policy: Policy,
    /// The language of the page for people that goes into the bundle.
    pub language: Language,
    /// Most bytes of one source; of a longer one the newest part goes into the bundle, and the rest is a gap. Exports
    /// in XML are not cut, which is a gap, too.
    pub max_source_bytes: Option<u64>,
    /// Whether binary logs go into the bundle as they are, besides their records. Only with [`Policy::None`], and
    /// only where no secret was found in their records.
    pub include_originals: bool,
    /// Items that stay on the device: ids of the preview, or origins as they were given.
    pub leave_out: Vec<String>,
}

/// One source as it goes into the bundle.
pub(crate) struct Part {
    pub(crate) id: String,
    /// Index among the checked sources.
    pub(crate) source: usize,
    pub(crate) kind: ItemKind,
    pub(crate) path: String,
    pub(crate) meta: SourceMeta,
    pub(crate) cut: Cut,
    pub(crate) taken: Taken,
    pub(crate) left_out: bool,
    /// What it comes to, once that is known; `Err` where it can't be read.
    pub(crate) measured: Option<Result<Measured, String>>,
}

/// The redacted form of an item, without its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) bytes: u64,
    pub(crate) sha256: [u8; 32],
    pub(crate) counts: Counts,
}

/// The report as it would leave.
pub(crate) struct RedactedReport {
    pub(crate) report: Report,
    pub(crate) json: Vec<u8>,
    pub(crate) html: Vec<u8>,
    pub(crate) counts: Counts,
}

pub(crate) struct Session {
    pub(crate) options: PrepareOptions,
    pub(crate) redactor: Redactor,
    pub(crate) parts: Vec<Part>,
    /// What learning counted: limits that were reached.
    pub(crate) learned: Counts,
    /// What preparing found to be missing.
    gaps: Vec<Gap>,
}

impl Session {
    /// Learns from every source what has to be replaced in all of them, cuts what is asked for, and leaves out.
    pub(crate) fn new(
        checked: &mut Checked,
        options: &PrepareOptions,
        cancel: &Cancel,
    ) -> Result<Session, CollectError> {
        if options.include_originals && options.policy != Policy::None {
            return Err(CollectError::new(ErrorCode::OriginalsNeedNone));
        }
        let mut secret = [0; 32];
        OsRng.fill_bytes(&mut secret);
        let rules = Rules::builtin().map_err(internal)?;
        let redactor = Redactor::new(rules, options.policy, secret).map_err(internal)?;
        let mut session = Session {
            options: options.clone(),
            redactor,
            parts: Vec::new(),
            learned: Counts::default(),
            gaps: Vec::new(),
        };
        // Learnt from the whole source, whatever is cut: a name that only an old line tells is known then, too.
        let originals = learn_all(&mut session.redactor, &mut checked.sources, cancel)?;
        session.learned = session.redactor.take_counts();
        for (source, digest) in (0..).zip(originals) {
            session.source(checked, source, digest, cancel)?;
            stopped(cancel)?;
        }
        session.leave_out(checked, &options.leave_out)?;
        // Names of files are no content.
        session.redactor.take_counts();
        Ok(session)
    }

    fn source(
        &mut self,
        checked: &mut Checked,
        index: usize,
        digest: Option<(Sha256Hex, u64)>,
        cancel: &Cancel,
    ) -> Result<(), CollectError> {
        let since = checked.since;
        let Some(source) = checked.sources.get_mut(index) else { return Ok(()) };
        let form = EvidenceForm::of(source.detected);
        let too_long = self.options.max_source_bytes.is_some_and(|most| most < source.bytes);
        if form != EvidenceForm::Records && !cuts_lines(source.detected) && (since.is_some() || too_long) {
            self.gaps.push(gap(&source.id.name(), "kind_not_cut", [("bytes", source.bytes.to_string())]));
        }
        let (cut, taken) = survey(source, since, self.options.max_source_bytes, cancel).unwrap_or_default();
        let id = source.id.name();
        let since = since.map(|s| s.to_string()).unwrap_or_default();
        let most = self.options.max_source_bytes.unwrap_or_default().to_string();
        for (reason, what, many, bytes) in [
            ("cut_by_time", ("since", since), taken.old, taken.old_bytes),
            ("cut_by_size", ("limit", most), taken.over, taken.over_bytes),
        ] {
            if many > 0 {
                let counted = if form == EvidenceForm::Records { "records" } else { "lines" };
                let detail = [(counted, many.to_string()), ("bytes", bytes.to_string()), what];
                self.gaps.push(gap(&id, reason, detail));
            }
        }
        if cut.limited {
            let detail = [("limit", format!("MAX_CUTS {MAX_CUTS}"))];
            self.gaps.push(gap(&id, "not_cut_further", detail));
        }
        let kind = if form == EvidenceForm::Records { ItemKind::Records } else { ItemKind::Log };
        let part = self.part(source, index, kind, form.suffix(), digest.as_ref());
        self.parts.push(Part { cut, taken, ..part });
        if kind == ItemKind::Records && self.options.include_originals {
            let origin = source.artifact.origin.clone();
            let damaged = checked.report.gaps.iter().any(|g| g.source.as_deref() == Some(&id));
            let index_of_part = self.parts.len() - 1;
            self.measure(checked, index_of_part, cancel)?;
            let clean = self.parts.get(index_of_part).and_then(|p| p.measured.as_ref());
            let clean = clean.is_some_and(|m| m.as_ref().is_ok_and(|m| m.counts.total() == 0)) && !damaged;
            // The archive that a log archive lies in holds much else that nobody looked at.
            let alone = |s: &&CheckedSource| !matches!(s.artifact.content, Content::Group(_));
            let Some(source) = checked.sources.get(index).filter(|_| clean).filter(alone) else {
                self.gaps.push(gap(&id, "original_withheld", [("origin", origin)]));
                return Ok(());
            };
            let part = self.part(source, index, ItemKind::Original, "", digest.as_ref());
            self.parts.push(Part { id: format!("{id}-original"), ..part });
        }
        Ok(())
    }

    fn part(
        &mut self,
        source: &CheckedSource,
        index: usize,
        kind: ItemKind,
        suffix: &str,
        digest: Option<&(Sha256Hex, u64)>,
    ) -> Part {
        let id = source.id.name();
        let file_name = format!("{}{suffix}", source.artifact.evidence_name());
        Part {
            path: evidence_path(&id, &self.redactor.redact_text(&file_name)),
            meta: SourceMeta {
                source: Some(id.clone()),
                origin: Some(self.redactor.redact_text(&source.artifact.origin).into_owned()),
                original_sha256: digest.map(|(digest, _)| digest.to_string()),
                original_bytes: digest.map(|(_, bytes)| *bytes),
                why: kind.why().to_owned(),
            },
            id,
            source: index,
            kind,
            cut: Cut::default(),
            taken: Taken::default(),
            left_out: false,
            measured: None,
        }
    }

    /// Leaves out exactly these items: by id, or by origin as it was given.
    pub(crate) fn leave_out(&mut self, checked: &Checked, items: &[String]) -> Result<(), CollectError> {
        let origin = |part: &Part| checked.sources.get(part.source).map(|s| s.artifact.origin.as_str());
        let named = |part: &Part, item: &str| part.id == item || origin(part) == Some(item);
        let unknown = items.iter().find(|item| !self.parts.iter().any(|part| named(part, item)));
        if let Some(item) = unknown {
            return Err(CollectError::with(ErrorCode::NoSuchItem, item.clone()));
        }
        for part in &mut self.parts {
            part.left_out = items.iter().any(|item| named(part, item));
        }
        Ok(())
    }

    /// Makes the redacted form of an item once, for its size, digest and counts.
    pub(crate) fn measure(
        &mut self,
        checked: &mut Checked,
        index: usize,
        cancel: &Cancel,
    ) -> Result<(), CollectError> {
        let Some(part) = self.parts.get(index).filter(|p| p.measured.is_none()) else { return Ok(()) };
        let Some(source) = checked.sources.get_mut(part.source) else { return Ok(()) };
        let mut sink = Hashing::default();
        let done = write_part(&mut self.redactor, part, source, cancel, &mut sink);
        stopped(cancel)?;
        let measured = done.map(|counts| sink.measured(counts)).map_err(|e| e.to_string());
        if let Some(part) = self.parts.get_mut(index) {
            part.measured = Some(measured);
        }
        Ok(())
    }

    /// The report with everything that the bundle will lack.
    pub(crate) fn report(&self, checked: &Checked, more: &[Gap]) -> Report {
        let mut report = checked.report.clone();
        report.gaps.extend(self.gaps.iter().cloned());
        for part in self.parts.iter().filter(|p| p.left_out) {
            let origin = checked.sources.get(part.source).map(|s| s.artifact.origin.clone());
            let detail = [("origin", origin.unwrap_or_default()), ("item", part.id.clone())];
            report.gaps.push(gap(part.meta.source.as_deref().unwrap_or(&part.id), "left_out", detail));
        }
        report.gaps.extend(more.iter().cloned());
        let silent: BTreeSet<&str> = self
            .parts
            .iter()
            .filter(|p| p.left_out && p.kind != ItemKind::Original)
            .map(|p| p.id.as_str())
            .collect();
        // What is left out does not leave by the report, either.
        for item in evidence_of(&mut report).filter(|e| silent.contains(e.source.as_str())) {
            item.excerpt.clear();
        }
        report
    }

    /// Redacts a report and its page.
    pub(crate) fn redact_report(&mut self, mut report: Report) -> Result<RedactedReport, CollectError> {
        self.redactor.take_counts();
        if let Some(name) = &mut report.device.name {
            *name = self.redactor.redact_value(Kind::Device, name);
        }
        let value = self.redactor.redact_json(serde_json::to_value(&report).map_err(internal)?);
        let redacted: Report = serde_json::from_value(value.clone()).map_err(internal)?;
        let html = html::render(&redacted, &Words::new(self.options.language), None).into_bytes();
        let counts = self.redactor.take_counts();
        Ok(RedactedReport { json: pretty(&value)?, report: redacted, html, counts })
    }

    pub(crate) fn policy(&self) -> RedactionPolicy {
        match self.options.policy {
            Policy::Default => RedactionPolicy::Default,
            Policy::Strict => RedactionPolicy::Strict,
            Policy::None => RedactionPolicy::None,
        }
    }
}

/// Writes an item as it leaves.
pub(crate) fn write_part(
    redactor: &mut Redactor,
    part: &Part,
    source: &mut CheckedSource,
    cancel: &Cancel,
    sink: &mut (dyn Write + Send),
) -> io::Result<Counts> {
    if part.kind == ItemKind::Original {
        original(source, cancel, &mut |read| io::copy(read, sink))?;
        return Ok(Counts::default());
    }
    let mut counts = Counts::default();
    copy(source, &part.cut, cancel, &mut |form, read| {
        counts = redactor.redact_stream(read, form.encoding(), sink).map_err(io::Error::other)?;
        Ok(())
    })?;
    Ok(counts)
}

/// A document as it is written into the bundle.
pub(crate) fn pretty<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, CollectError> {
    let mut json = serde_json::to_vec_pretty(value).map_err(internal)?;
    json.push(b'\n');
    Ok(json)
}

/// Every record that the report names as proof.
pub(crate) fn evidence_of(report: &mut Report) -> impl Iterator<Item = &mut Evidence> {
    let of_attempts = report.attempts.iter_mut().flat_map(|a| {
        let milestones = a.milestones.iter_mut().flat_map(|m| m.evidence.iter_mut());
        milestones.chain(a.findings.iter_mut().flat_map(|f| f.evidence.iter_mut()))
    });
    of_attempts.chain(report.findings.iter_mut().flat_map(|f| f.evidence.iter_mut()))
}

pub(crate) fn gap<const N: usize>(source: &str, reason: &str, detail: [(&str, String); N]) -> Gap {
    let mut all: BTreeMap<String, String> =
        detail.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    all.insert("reason".to_owned(), reason.to_owned());
    Gap { source: Some(source.to_owned()), cause: Cause::SourceLeftOut, detail: all }
}

pub(crate) fn stopped(cancel: &Cancel) -> Result<(), CollectError> {
    if cancel.is_cancelled() { Err(CollectError::new(ErrorCode::Cancelled)) } else { Ok(()) }
}

/// Counts and hashes what is written, and keeps nothing of it.
#[derive(Default)]
struct Hashing {
    sha256: Sha256,
    bytes: u64,
}

impl Hashing {
    fn measured(self, counts: Counts) -> Measured {
        Measured { bytes: self.bytes, sha256: self.sha256.finalize().into(), counts }
    }
}

impl Write for Hashing {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.sha256.update(data);
        self.bytes += data.len() as u64;
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Passes on what is read, and fails at the end where it is not what the preview showed.
pub(crate) struct Promised<R> {
    inner: R,
    sha256: Sha256,
    wanted: Option<[u8; 32]>,
}

impl<R: Read> Promised<R> {
    pub(crate) fn new(inner: R, wanted: Option<[u8; 32]>) -> Promised<R> {
        Promised { inner, sha256: Sha256::new(), wanted }
    }

    pub(crate) fn into_inner(self) -> R {
        self.inner
    }
}

/// What [`Promised`] fails with.
#[derive(Debug, thiserror::Error)]
#[error("the content is no longer what the preview showed")]
struct NotAsPromised;

/// Whether an error says that an item is no longer what the preview showed.
pub(crate) fn is_not_as_promised(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<NotAsPromised>())
}

impl<R: Read> Read for Promised<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        let Some(wanted) = self.wanted else { return Ok(n) };
        self.sha256.update(&buf[..n]);
        if n == 0 && !buf.is_empty() && wanted != <[u8; 32]>::from(self.sha256.clone().finalize()) {
            return Err(io::Error::other(NotAsPromised));
        }
        Ok(n)
    }
}
