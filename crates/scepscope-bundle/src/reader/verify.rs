//! The verification: every check, every failure.

use std::collections::BTreeMap;
use std::io::Read;

use thiserror::Error;
use time::OffsetDateTime;

use super::contents::{Contents, IntactBundle, VerifiedBundle};
use super::failure::{Failure, Note, SignatureVerdict};
use super::{Archive, Transport, UnverifiedBundle};
use crate::allowed::{AllowedSigners, Lookup};
use crate::bag::{self, Manifest};
use crate::digest::Sha256Hex;
use crate::limits::{MAX_FAILURES, MAX_SIGNATURE_BYTES, MAX_TAG_FILE_BYTES};
use crate::sign::{Checked, check, fingerprint};
use crate::statement::{self, STATEMENT_SCHEMA, Statement};
use crate::zipform::DosTime;
use crate::{FORMAT_VERSION, NAMESPACE};

/// One file as the verification found it. The path comes from the bundle: printable ASCII, nothing that leads
/// elsewhere, but anybody's words while the bundle is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedEntry<'a> {
    /// Its path in the bag.
    pub path: &'a str,
    /// Its size in bytes, as its headers say.
    pub bytes: u64,
    /// The digest of its content; none where it could not be read to its end.
    pub sha256: Option<Sha256Hex>,
    /// Whether no failure names it.
    pub sound: bool,
}

/// The result of [`UnverifiedBundle::verify`].
#[derive(Debug)]
pub struct Verification {
    failures: Vec<Failure>,
    notes: Vec<Note>,
    signature: SignatureVerdict,
    fingerprint: Option<String>,
    checked: usize,
    contents: Contents,
}

/// The bundle must not be used as the caller wanted; the verification tells why.
#[derive(Debug, Error)]
#[error("the bundle is not verified: {} failures, signature {:?}", .0.failures.len(), .0.signature)]
pub struct NotVerified(pub Box<Verification>);

impl Verification {
    /// Everything that is wrong, the most fundamental first: signature, tag files, then the files in order.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// What is to be told besides.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What the signature is worth.
    pub fn signature(&self) -> &SignatureVerdict {
        &self.signature
    }

    /// `SHA256:…` of the key that signed, where the signature is sound.
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Every file in the zip, tag files included, in the order of the zip.
    pub fn entries(&self) -> impl Iterator<Item = CheckedEntry<'_>> {
        let failed: std::collections::HashSet<&str> =
            self.failures.iter().filter_map(Failure::path).collect();
        self.contents.entries().map(move |(path, bytes)| CheckedEntry {
            path,
            bytes,
            sha256: self.contents.digest(path),
            sound: !failed.contains(path),
        })
    }

    /// Files whose content was read and compared, tag files included.
    pub fn checked(&self) -> usize {
        self.checked
    }

    /// The bundle, if nothing failed and a key that the caller trusts signed it.
    ///
    /// # Errors
    /// [`NotVerified`] otherwise.
    pub fn into_verified(self) -> Result<VerifiedBundle, NotVerified> {
        match &self.signature {
            SignatureVerdict::Trusted { principal } if self.failures.is_empty() => {
                Ok(VerifiedBundle { principal: principal.clone(), contents: self.contents })
            }
            _ => Err(NotVerified(Box::new(self))),
        }
    }

    /// The bundle, if nothing failed and its signature is sound, whoever made it. That proves: unchanged since
    /// signed by this key. It proves neither who signed, nor when, nor that the logs are genuine.
    ///
    /// # Errors
    /// [`NotVerified`] otherwise.
    pub fn into_intact(self) -> Result<IntactBundle, NotVerified> {
        match &self.fingerprint {
            Some(fingerprint) if self.failures.is_empty() => {
                Ok(IntactBundle { fingerprint: fingerprint.clone(), contents: self.contents })
            }
            _ => Err(NotVerified(Box::new(self))),
        }
    }
}

impl UnverifiedBundle {
    /// Checks everything: the signature, each file against the manifests, the tag files against each other, the
    /// statement against the bag and its encryption. Reads the whole bundle once; memory does not grow with it.
    ///
    /// `allowed` are the keys that the caller trusts; `now` is the time at which they have to be valid.
    pub fn verify(self, allowed: Option<&AllowedSigners>, now: OffsetDateTime) -> Verification {
        let UnverifiedBundle { archive, transport } = self;
        let mut run =
            Run { archive, failures: Vec::new(), more: 0, notes: Vec::new(), digests: BTreeMap::new() };
        let tags = run.read_tag_files();
        let (signature, fingerprint) = run.check_signature(&tags, allowed, now);
        run.digest_everything(&tags);
        let statement = run.check_tag_files(&tags, &transport);
        if run.more > 0 {
            run.notes.push(Note::MoreFailures { count: run.more });
        }
        let checked = run.digests.len();
        let contents = Contents::checked(run.archive, run.digests, statement);
        Verification { failures: run.failures, notes: run.notes, signature, fingerprint, checked, contents }
    }
}

type Tags = BTreeMap<&'static str, Vec<u8>>;

struct Run {
    archive: Archive,
    failures: Vec<Failure>,
    more: usize,
    notes: Vec<Note>,
    digests: Manifest,
}

impl Run {
    fn fail(&mut self, failure: Failure) {
        if self.failures.len() < MAX_FAILURES {
            self.failures.push(failure);
        } else {
            self.more += 1;
        }
    }

    fn read_tag_files(&mut self) -> Tags {
        let mut tags = Tags::new();
        // The signature first: it is what everything else hangs on.
        for path in [bag::SIGNATURE, bag::TAG_MANIFEST].into_iter().chain(bag::LISTED_TAG_FILES) {
            let Some(entry) = self.archive.find(path).cloned() else {
                self.fail(if path == bag::SIGNATURE {
                    Failure::SignatureMissing
                } else {
                    Failure::TagFileMissing { path }
                });
                continue;
            };
            let limit = if path == bag::SIGNATURE { MAX_SIGNATURE_BYTES as u64 } else { MAX_TAG_FILE_BYTES };
            if u64::from(entry.size) > limit {
                self.fail(Failure::TagFileTooLarge { path });
                continue;
            }
            let mut content = Vec::new();
            match self.archive.read(&entry).and_then(|mut r| r.read_to_end(&mut content)) {
                Ok(_) => {
                    tags.insert(path, content);
                }
                // Told once, when everything is read.
                Err(_) if path != bag::SIGNATURE => {}
                Err(_) => self.fail(Failure::SignatureInvalid),
            }
        }
        tags
    }

    fn check_signature(
        &mut self,
        tags: &Tags,
        allowed: Option<&AllowedSigners>,
        now: OffsetDateTime,
    ) -> (SignatureVerdict, Option<String>) {
        if self.archive.find(bag::SIGNATURE).is_none() {
            return (SignatureVerdict::Missing, None);
        }
        let (Some(armored), Some(message)) = (tags.get(bag::SIGNATURE), tags.get(bag::TAG_MANIFEST)) else {
            return (SignatureVerdict::Invalid, None);
        };
        let key = match check(NAMESPACE, message, armored) {
            Checked::Valid(key) => key,
            Checked::WrongNamespace(namespace) => {
                self.fail(Failure::SignatureNamespace { namespace: namespace.clone() });
                return (SignatureVerdict::WrongNamespace { namespace }, None);
            }
            Checked::Unsupported(algorithm) => {
                self.fail(Failure::SignatureAlgorithm { algorithm: algorithm.to_string() });
                return (SignatureVerdict::Invalid, None);
            }
            Checked::Invalid => {
                self.fail(Failure::SignatureInvalid);
                return (SignatureVerdict::Invalid, None);
            }
        };
        let fingerprint = fingerprint(&key);
        let unknown = SignatureVerdict::UnknownKey { fingerprint: fingerprint.clone() };
        let verdict = match allowed.map(|a| a.find(&key, NAMESPACE, now)) {
            Some(Lookup::Trusted { principal }) => SignatureVerdict::Trusted { principal },
            Some(Lookup::Expired { principal }) => SignatureVerdict::Expired { principal },
            Some(Lookup::NotYetValid { principal }) => SignatureVerdict::NotYetValid { principal },
            Some(Lookup::OtherNamespace { .. } | Lookup::Unknown) | None => unknown,
        };
        (verdict, Some(fingerprint))
    }

    /// Reads every file to its end, which checks sizes and CRC too. Tag files are not read a second time: what is
    /// digested has to be what is evaluated, also when somebody changes the file meanwhile.
    fn digest_everything(&mut self, tags: &Tags) {
        for entry in self.archive.walked.entries.clone() {
            let path = self.archive.walked.path(&entry).to_owned();
            if !path.starts_with(bag::PAYLOAD) && !bag::is_tag_file(&path) {
                self.fail(Failure::UnexpectedFile { path: path.clone() });
            }
            if let Some(content) = tags.get(path.as_str()) {
                self.digests.insert(path, Sha256Hex::of(content));
                continue;
            }
            match self.archive.read(&entry).and_then(|mut reader| Sha256Hex::of_reader(&mut reader)) {
                Ok((digest, _)) => {
                    self.digests.insert(path, digest);
                }
                Err(error) => self.fail(Failure::Damaged { path, reason: error.to_string() }),
            }
        }
    }

    fn check_tag_files(&mut self, tags: &Tags, transport: &Transport) -> Option<Statement> {
        let is_listed_tag = |path: &str| bag::LISTED_TAG_FILES.contains(&path);
        self.check_manifest(tags, bag::TAG_MANIFEST, is_listed_tag);
        self.check_manifest(tags, bag::MANIFEST, |path| path.starts_with(bag::PAYLOAD));
        if tags.get(bag::BAGIT).is_some_and(|content| content != bag::BAGIT_TEXT.as_bytes()) {
            self.fail(Failure::TagFileContent { path: bag::BAGIT });
        }
        let statement = tags.get(bag::STATEMENT)?;
        // What a newer version means is not known here: it is told as that, not as a contradiction.
        if let Some(version) = statement::version(statement).filter(|v| *v > FORMAT_VERSION) {
            self.fail(Failure::NewerVersion { version });
            return None;
        }
        let statement: Statement = match serde_json::from_slice(statement) {
            Ok(statement) => statement,
            Err(error) => {
                self.fail(Failure::Statement { reason: error.to_string() });
                return None;
            }
        };
        self.check_statement(&statement);
        self.check_recipients(&statement, transport);
        let (bytes, files) = self.payload();
        let info = bag::bag_info(&statement, bytes, files);
        if tags.get(bag::BAG_INFO).is_some_and(|content| content != info.as_bytes()) {
            self.fail(Failure::TagFileContent { path: bag::BAG_INFO });
        }
        Some(statement)
    }

    /// The listed files are exactly those that `belongs` here, and have the listed digests.
    fn check_manifest(&mut self, tags: &Tags, path: &'static str, belongs: impl Fn(&str) -> bool) {
        let Some(content) = tags.get(path) else { return };
        let read = std::str::from_utf8(content).map_err(|_| 0).and_then(bag::read_manifest);
        let listed = match read {
            Ok(listed) => listed,
            Err(line) => return self.fail(Failure::ManifestLine { path, line }),
        };
        let paths: Vec<String> =
            self.archive.walked.entries.iter().map(|e| self.archive.walked.path(e).to_owned()).collect();
        let mut there = std::collections::BTreeSet::new();
        for path in paths.iter().filter(|p| belongs(p)) {
            there.insert(path.as_str());
            match (listed.get(path), self.digests.get(path)) {
                (None, _) => self.fail(Failure::NotListed { path: path.clone() }),
                (Some(listed), Some(found)) if listed != found => {
                    self.fail(Failure::Digest { path: path.clone() })
                }
                // Equal, or damaged, which has been told.
                (Some(_), _) => {}
            }
        }
        for path in listed.keys().filter(|p| !there.contains(p.as_str())) {
            self.fail(Failure::ListedButMissing { path: path.clone() });
        }
    }

    fn check_statement(&mut self, statement: &Statement) {
        if statement.schema != STATEMENT_SCHEMA {
            self.fail(Failure::Statement { reason: format!("not {STATEMENT_SCHEMA}") });
        }
        if statement.bundle != self.archive.walked.root {
            self.fail(Failure::StatementMismatch { what: "name" });
        }
        let stamp = bag::parse_rfc3339(&statement.created).map(DosTime::new);
        if self.archive.walked.entries.iter().any(|e| Some(e.stamp) != stamp) {
            self.fail(Failure::StatementMismatch { what: "time" });
        }
        let stated: Vec<(&str, u64, Option<Sha256Hex>)> = statement
            .entries
            .iter()
            .map(|e| (e.path.as_str(), e.bytes, Sha256Hex::parse(&e.sha256)))
            .collect();
        let mut found: Vec<(&str, u64, Option<Sha256Hex>)> = self
            .archive
            .walked
            .entries
            .iter()
            .map(|e| (self.archive.walked.path(e), e))
            .filter(|(path, _)| path.starts_with(bag::PAYLOAD))
            .map(|(path, e)| (path, e.size.into(), self.digests.get(path).copied()))
            .collect();
        found.sort();
        if stated != found {
            self.fail(Failure::StatementMismatch { what: "list of files" });
        }
    }

    fn check_recipients(&mut self, statement: &Statement, transport: &Transport) {
        let stated = statement.recipients.len();
        match transport {
            Transport::Plain if stated > 0 => self.notes.push(Note::CameUnencrypted { stated }),
            Transport::Plain => {}
            Transport::Decrypted { recipients, own } => {
                let own_stated = statement.recipients.contains(own);
                if *recipients != stated || !own_stated {
                    self.fail(Failure::Recipients { found: *recipients, stated, own_stated });
                }
            }
        }
    }

    fn payload(&self) -> (u64, usize) {
        let walked = &self.archive.walked;
        let sizes = walked
            .entries
            .iter()
            .filter(|e| walked.path(e).starts_with(bag::PAYLOAD))
            .map(|e| u64::from(e.size));
        (sizes.clone().sum(), sizes.count())
    }
}
