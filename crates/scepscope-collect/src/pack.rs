//! Packing what was prepared: redact → hash → write.

use std::io::{self, Read};
use std::path::PathBuf;

use rand_core::{OsRng, RngCore};
use scepscope_bundle::{
    BundleName, BundleWriter, Cancel, Declaration, Recipient, Redaction, SourceMeta, WriteError,
    WriterOptions,
};
use scepscope_model::{Cause, Gap, Report};
use scepscope_redact::{Counts, Redactor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::check::{Checked, CheckedSource};
use crate::error::internal;
use crate::identity::{DeviceIdentity, KeyPlace};
use crate::pipe::pipe;
use crate::prepare::{by_kind, limits};
use crate::preview::ItemKind;
use crate::pseudonyms::Pseudonyms;
use crate::session::{Part, Promised, Session, stopped, write_part};
use crate::{CollectError, ErrorCode, Event, Observer};

/// The report's path in the bundle.
pub(crate) const REPORT_PATH: &str = "data/report.json";
/// The path of its page for people.
pub(crate) const PAGE_PATH: &str = "data/report.html";

/// Where a bundle is written to, for whom, and signed by which key.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// The folder that the bundle is written to.
    pub out: PathBuf,
    /// The administrator's case id.
    pub case: Option<String>,
    /// age recipients (`age1…`); the bundle is encrypted where there is one.
    pub recipients: Vec<Recipient>,
    /// The time to state in the bundle.
    pub created: OffsetDateTime,
    /// Where the device's signing key is; it is made on first use.
    pub key: KeyPlace,
    /// The folder that keeps what the pseudonyms stand for, on this device; none where nothing is to be kept.
    pub pseudonyms: Option<PathBuf>,
}

/// A bundle that stands under its final name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Packed {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Number of files under `data/`.
    pub entries: usize,
    /// Fingerprint of the key that signed it.
    pub fingerprint: String,
    /// The line for an OpenSSH `allowed_signers` file; its first word is the principal.
    pub allowed_signers: String,
    /// Where that key is kept: `secret-service`, `keychain`, `credential-manager` or `file`.
    pub key_store: String,
    /// Why it is kept there, where that needs a word: `no-store`, `store-unavailable`, `store-silent`,
    /// `moved-into-store`.
    pub key_store_note: Option<String>,
    /// Whether this device keeps what the pseudonyms of the bundle stand for.
    pub pseudonyms_kept: bool,
}

pub(crate) fn pack(
    checked: &mut Checked,
    session: &mut Session,
    options: &PackOptions,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<(Packed, Report), CollectError> {
    let identity = DeviceIdentity::open(&options.key)?;
    std::fs::create_dir_all(&options.out).map_err(|e| output_error(&e))?;
    let name = bundle_name(options, &checked.report)?;
    let writer_options = WriterOptions {
        recipients: options.recipients.clone(),
        cancel: cancel.clone(),
        ..WriterOptions::default()
    };
    let mut writer = BundleWriter::create(&options.out, &name, writer_options).map_err(write_error)?;
    let parts = || session.parts.iter().filter(|p| !p.left_out);
    let total = parts().filter_map(|p| p.meta.original_bytes).sum();
    let mut work =
        Work { observer, cancel, done: 0, total, counts: session.learned.clone(), gaps: Vec::new() };
    for part in session.parts.iter().filter(|p| !p.left_out) {
        if let Some(source) = checked.sources.get_mut(part.source) {
            work.add(&mut writer, part, source, &mut session.redactor)?;
        }
    }
    let report = session.report(checked, &work.gaps);
    let report = session.redact_report(report)?;
    work.counts.merge(&report.counts);
    for (path, content, kind) in [
        (REPORT_PATH, report.json.as_slice(), ItemKind::Report),
        (PAGE_PATH, report.html.as_slice(), ItemKind::ReportPage),
    ] {
        let meta = SourceMeta { why: kind.why().to_owned(), ..SourceMeta::default() };
        writer.add(path, meta, &mut &*content).map_err(write_error)?;
    }
    let redaction =
        Redaction { policy: session.policy(), counts: by_kind(&work.counts), limits: limits(&work.counts) };
    let declaration = Declaration {
        case: options.case.clone(),
        tool: report.report.tool.clone(),
        request: checked.request.clone(),
        redaction,
        gaps: report.report.gaps.clone(),
        device_ids: Vec::new(),
        clock: None,
    };
    let finished = writer.finish(declaration, identity.signer()).map_err(write_error)?;
    let path = finished.path.to_string_lossy().into_owned();
    observer.event(Event::Packed { path: path.clone() });
    // The bundle stands: a map that can't be kept is no reason to take it back.
    let pseudonyms_kept = options.pseudonyms.as_ref().is_some_and(|folder| {
        let maps = Pseudonyms::new(folder);
        maps.keep(name.as_str(), options.created, session.redactor.map()).is_ok()
    });
    let packed = Packed {
        path,
        bytes: finished.bytes,
        sha256: finished.sha256.to_string(),
        entries: finished.entries,
        fingerprint: identity.fingerprint(),
        allowed_signers: identity.allowed_signers().to_owned(),
        key_store: identity.store().id().to_owned(),
        key_store_note: identity.note().map(|note| note.id().to_owned()),
        pseudonyms_kept,
    };
    Ok((packed, report.report))
}

struct Work<'a> {
    observer: &'a dyn Observer,
    cancel: &'a Cancel,
    done: u64,
    total: u64,
    counts: Counts,
    gaps: Vec<Gap>,
}

impl Work<'_> {
    fn add(
        &mut self,
        writer: &mut BundleWriter,
        part: &Part,
        source: &mut CheckedSource,
        redactor: &mut Redactor,
    ) -> Result<(), CollectError> {
        let promised = match &part.measured {
            Some(Ok(measured)) => Some(measured.sha256),
            // Known since the preview, which said so in these words.
            Some(Err(system)) => {
                self.gaps.push(not_in_the_bundle(&part.id, system));
                return Ok(());
            }
            None => None,
        };
        let (mut sink, mut reader) = pipe();
        let (cancel, observer, before, total) = (self.cancel, self.observer, self.done, self.total);
        let written = std::thread::scope(|scope| {
            // Here is redacted, there written: the expressions keep memory for each thread that ever used them.
            let writing = scope.spawn(move || {
                let counted = Counted { inner: &mut reader, bytes: 0, observer, before, total };
                let mut promised = Promised::new(counted, promised);
                let added = writer.add(&part.path, part.meta.clone(), &mut promised);
                (added, promised.into_inner().bytes)
            });
            let mut counts = Counts::default();
            let redacted =
                write_part(redactor, part, source, cancel, &mut sink).map(|counted| counts = counted);
            sink.finish(redacted);
            writing.join().map(|(added, bytes)| (added, bytes, counts))
        });
        let Ok((added, bytes, counts)) = written else { return Err(internal("the writing thread ended")) };
        stopped(self.cancel)?;
        match added {
            Ok(()) => {
                self.done += bytes;
                self.counts.merge(&counts);
                Ok(())
            }
            Err(WriteError::Source { source, .. }) if crate::session::is_not_as_promised(&source) => {
                self.gaps.push(gap(&part.id, "changed_since_preview", &source));
                Ok(())
            }
            Err(error @ (WriteError::Source { .. } | WriteError::Limit { .. })) => {
                self.gaps.push(not_in_the_bundle(&part.id, &error));
                Ok(())
            }
            Err(error) => Err(write_error(error)),
        }
    }
}

/// The gap of an item that could not be packed.
pub(crate) fn not_in_the_bundle(item: &str, system: &dyn std::fmt::Display) -> Gap {
    gap(item, "not_in_the_bundle", system)
}

fn gap(item: &str, reason: &str, system: &dyn std::fmt::Display) -> Gap {
    let source = item.split('-').next().unwrap_or(item);
    let detail = [("reason", reason.to_owned()), ("item", item.to_owned()), ("system", system.to_string())];
    Gap {
        source: Some(source.to_owned()),
        cause: Cause::SourceUnreadable,
        detail: detail.map(|(name, value)| (name.to_owned(), value)).into(),
    }
}

/// Counts what the writer takes, and tells the observer now and then.
struct Counted<'a> {
    inner: &'a mut dyn Read,
    bytes: u64,
    observer: &'a dyn Observer,
    before: u64,
    total: u64,
}

/// Bytes between two progress events while packing.
const PROGRESS_BYTES: u64 = 4 << 20;

impl Read for Counted<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        let before = self.bytes / PROGRESS_BYTES;
        self.bytes += n as u64;
        if n == 0 || self.bytes / PROGRESS_BYTES != before {
            self.observer.event(Event::PackProgress { bytes: self.before + self.bytes, total: self.total });
        }
        Ok(n)
    }
}

fn bundle_name(options: &PackOptions, report: &Report) -> Result<BundleName, CollectError> {
    // The device's name is personal data: without a case id the platform has to do.
    let subject = options.case.as_deref().unwrap_or(report.device.platform.id());
    let mut id = [0; 3];
    OsRng.fill_bytes(&mut id);
    let id: String = id.iter().map(|b| format!("{b:02x}")).collect();
    BundleName::new(subject, options.created, &id).map_err(internal)
}

fn output_error(error: &io::Error) -> CollectError {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::OutputNotWritable,
    };
    CollectError::with(code, error.to_string())
}

fn write_error(error: WriteError) -> CollectError {
    match &error {
        WriteError::Cancelled => CollectError::new(ErrorCode::Cancelled),
        WriteError::Output(io) => output_error(io),
        WriteError::Exists { .. } => CollectError::with(ErrorCode::OutputNotWritable, error.to_string()),
        WriteError::Sign(_) => CollectError::with(ErrorCode::KeyUnusable, error.to_string()),
        _ => internal(error),
    }
}
