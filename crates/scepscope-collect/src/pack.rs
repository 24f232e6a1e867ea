//! Packing what was checked: redact → hash → write.

use std::io::{self, Read};
use std::path::PathBuf;

use rand_core::{OsRng, RngCore};
use scepscope_bundle::{
    BundleName, BundleWriter, Cancel, Declaration, FileKeyStore, Recipient, Redaction, RedactionPolicy,
    Sha256Hex, Signer, SourceMeta, WriteError, WriterOptions, evidence_path,
};
use scepscope_model::{Gap, Report};
use scepscope_present::{Language, Words, html};
use scepscope_redact::{Policy, Redactor, Rules};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::check::{Checked, CheckedSource};
use crate::evidence::{EvidenceForm, copy, digest};
use crate::pipe::pipe;
use crate::{CollectError, ErrorCode, Event, Observer};

/// How a bundle is made.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// The folder that the bundle is written to.
    pub out: PathBuf,
    /// The administrator's case id.
    pub case: Option<String>,
    /// How much is redacted.
    pub policy: Policy,
    /// age recipients (`age1…`); the bundle is encrypted where there is one.
    pub recipients: Vec<Recipient>,
    /// The time to state in the bundle.
    pub created: OffsetDateTime,
    /// The file of the device's signing key; the key is made on first use.
    pub key_path: PathBuf,
    /// The language of the page for people that goes into the bundle.
    pub language: Language,
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
}

impl Checked {
    /// Writes the bundle: report, page and evidence, all redacted, signed with the device's key.
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
        let key = FileKeyStore::new(&options.key_path)
            .read_or_create(&mut OsRng)
            .map_err(|e| CollectError::with(ErrorCode::KeyUnusable, e.to_string()))?;
        let allowed_signers = key
            .allowed_signers_line()
            .map_err(|e| CollectError::with(ErrorCode::KeyUnusable, e.to_string()))?;
        std::fs::create_dir_all(&options.out).map_err(|e| output_error(&e))?;
        let rules = Rules::builtin().map_err(internal)?;
        let mut secret = [0; 32];
        OsRng.fill_bytes(&mut secret);
        let mut work = Work {
            redactor: Redactor::new(rules, options.policy, secret).map_err(internal)?,
            observer,
            cancel,
            done: 0,
        };
        let (digests, total) = work.learn(&mut self.sources)?;
        let mut report = self.report.clone();
        let name = bundle_name(options, &report)?;
        let writer_options = WriterOptions { recipients: options.recipients.clone(), cancel: cancel.clone() };
        let mut writer = BundleWriter::create(&options.out, &name, writer_options).map_err(write_error)?;
        for (source, digest) in self.sources.iter_mut().zip(digests) {
            if let Err(gap) = work.add_source(&mut writer, source, digest, total)? {
                report.gaps.push(gap);
            }
        }
        let report = work.add_report(&mut writer, &report, options.language)?;
        let declaration = Declaration {
            case: options.case.clone(),
            tool: report.tool.clone(),
            request: None,
            redaction: work.redaction(options.policy),
            gaps: report.gaps,
            device_ids: Vec::new(),
            clock: None,
        };
        let finished = writer.finish(declaration, &key).map_err(write_error)?;
        let path = finished.path.to_string_lossy().into_owned();
        observer.event(Event::Packed { path: path.clone() });
        Ok(Packed {
            path,
            bytes: finished.bytes,
            sha256: finished.sha256.to_string(),
            entries: finished.entries,
            fingerprint: scepscope_bundle::fingerprint(key.public_key()),
            allowed_signers,
        })
    }
}

struct Work<'a> {
    redactor: Redactor,
    observer: &'a dyn Observer,
    cancel: &'a Cancel,
    done: u64,
}

/// Digest and size of a source before redaction; `None` where it can no longer be read.
type Original = Option<(Sha256Hex, u64)>;

impl Work<'_> {
    /// First pass over every source: what is personal in the last must be replaced in the first, too.
    fn learn(&mut self, sources: &mut [CheckedSource]) -> Result<(Vec<Original>, u64), CollectError> {
        let mut originals = Vec::new();
        let mut total = 0;
        for source in sources {
            let redactor = &mut self.redactor;
            let learned = copy(source, self.cancel, &mut |form, read| {
                redactor.learn(read, form.encoding()).map_err(io::Error::other)
            })
            .and_then(|()| digest(source, self.cancel));
            if self.cancel.is_cancelled() {
                return Err(CollectError::new(ErrorCode::Cancelled));
            }
            originals.push(match learned {
                Ok(original) => {
                    total += original.1;
                    Some(original)
                }
                Err(_) => None,
            });
        }
        Ok((originals, total))
    }

    fn add_source(
        &mut self,
        writer: &mut BundleWriter,
        source: &mut CheckedSource,
        original: Original,
        total: u64,
    ) -> Result<Result<(), Gap>, CollectError> {
        let id = source.id.name();
        let form = EvidenceForm::of(source.detected);
        let mut file_name = source.artifact.evidence_name();
        file_name.push_str(form.suffix());
        let path = evidence_path(&id, &self.redactor.redact_text(&file_name));
        let meta = SourceMeta {
            source: Some(id.clone()),
            origin: Some(self.redactor.redact_text(&source.artifact.origin).into_owned()),
            original_sha256: original.as_ref().map(|(digest, _)| digest.to_string()),
            original_bytes: original.as_ref().map(|(_, bytes)| *bytes),
            why: form.why().to_owned(),
        };
        let (mut sink, mut reader) = pipe();
        let (redactor, cancel) = (&mut self.redactor, self.cancel);
        let (observer, before) = (self.observer, self.done);
        let added = std::thread::scope(|scope| {
            scope.spawn(move || {
                let redacted = copy(source, cancel, &mut |form, read| {
                    redactor
                        .redact_stream(read, form.encoding(), &mut sink)
                        .map(|_| ())
                        .map_err(io::Error::other)
                });
                sink.finish(redacted);
            });
            let mut counted = Counted { inner: &mut reader, bytes: 0, observer, before, total };
            let added = writer.add(&path, meta, &mut counted);
            let bytes = counted.bytes;
            drop(reader);
            added.map(|()| bytes)
        });
        match added {
            Ok(bytes) => {
                self.done += bytes;
                Ok(Ok(()))
            }
            Err(_) if self.cancel.is_cancelled() => Err(CollectError::new(ErrorCode::Cancelled)),
            Err(error @ (WriteError::Source { .. } | WriteError::Limit { .. })) => {
                let detail = [
                    ("reason".to_owned(), "not_in_the_bundle".to_owned()),
                    ("system".to_owned(), error.to_string()),
                ];
                Ok(Err(Gap {
                    source: Some(id),
                    cause: scepscope_model::Cause::SourceUnreadable,
                    detail: detail.into(),
                }))
            }
            Err(error) => Err(write_error(error)),
        }
    }

    /// Adds the report and its page, both redacted. Returns the redacted report.
    fn add_report(
        &mut self,
        writer: &mut BundleWriter,
        report: &Report,
        language: Language,
    ) -> Result<Report, CollectError> {
        let value = serde_json::to_value(report).map_err(internal)?;
        let value = self.redactor.redact_json(value);
        let redacted: Report = serde_json::from_value(value.clone()).map_err(internal)?;
        let mut json = serde_json::to_vec_pretty(&value).map_err(internal)?;
        json.push(b'\n');
        let html = html::render(&redacted, &Words::new(language), None);
        for (path, content, why) in [
            ("data/report.json", json.as_slice(), "what the check found"),
            ("data/report.html", html.as_bytes(), "the same, for people"),
        ] {
            let meta = SourceMeta { why: why.to_owned(), ..SourceMeta::default() };
            writer.add(path, meta, &mut &*content).map_err(write_error)?;
        }
        Ok(redacted)
    }

    fn redaction(&self, policy: Policy) -> Redaction {
        Redaction {
            policy: match policy {
                Policy::Default => RedactionPolicy::Default,
                Policy::Strict => RedactionPolicy::Strict,
                Policy::None => RedactionPolicy::None,
            },
            counts: self.redactor.counts().iter().map(|(kind, n)| (kind.id().to_owned(), n)).collect(),
        }
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

fn internal(error: impl std::fmt::Display) -> CollectError {
    CollectError::with(ErrorCode::Internal, error.to_string())
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
