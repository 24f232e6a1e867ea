//! One bundle: verified, then its rows.

use std::path::Path;

use scepscope_bundle::limits::MAX_ZIP_BYTES;
use scepscope_bundle::{
    AllowedSigners, BundleFile, Contents, Identity, ReadError, Refusal, SealedBundle, SignatureVerdict,
    UnsealError, UnverifiedBundle, Verification,
};
use scepscope_model::{REPORT_SCHEMA, Report};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::columns;
use crate::inbox::{Found, Inbox};
use crate::limits::MAX_REPORT_BYTES;
use crate::row::{Cell, Row, of_report};
use crate::text;

/// What bundles are checked and opened with.
#[derive(Debug, Clone, Copy)]
pub struct Trust<'a> {
    /// The keys that count. Without it any key's sound signature passes, as `intact`.
    pub allowed: Option<&'a AllowedSigners>,
    /// Opens encrypted bundles.
    pub identity: Option<&'a Identity>,
    /// When the keys have to be valid.
    pub now: OffsetDateTime,
}

/// Names what bundles were checked and opened with. A table of another basis is made anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustBasis(pub String);

/// The states of a bundle.
mod state {
    /// Unchanged since a listed key signed it.
    pub(super) const VERIFIED: &str = "verified";
    /// Unchanged since some key signed it.
    pub(super) const INTACT: &str = "intact";
    /// It was read, and is not what was signed, or by no key that counts.
    pub(super) const FAILED: &str = "failed";
    /// Its form is not that of a bundle.
    pub(super) const REFUSED: &str = "refused";
    /// It is encrypted, and not for the identity at hand.
    pub(super) const SEALED: &str = "sealed";
    /// Sound, but its report is of another version.
    pub(super) const OTHER_VERSION: &str = "other_version";
    /// The system or the store did not give it. Tried again at the next run.
    pub(super) const UNREADABLE: &str = "unreadable";
}

/// Whether the next run should look again although the bundle did not change.
pub(crate) fn is_passing(row: &Row) -> bool {
    row.text(columns::STATE) == Some(state::UNREADABLE)
}

/// Whether the bundle's content counts.
pub(crate) fn counts(row: &Row) -> bool {
    matches!(row.text(columns::STATE), Some(state::VERIFIED | state::INTACT))
}

struct Fault(&'static str, &'static str);

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        match refusal {
            Refusal::Io(_) => Fault(state::UNREADABLE, "io"),
            refusal => Fault(state::REFUSED, refusal.id()),
        }
    }
}

impl From<UnsealError> for Fault {
    fn from(error: UnsealError) -> Fault {
        match error {
            UnsealError::Refused(refusal) => refusal.into(),
            UnsealError::Io(_) => Fault(state::UNREADABLE, "io"),
            UnsealError::NotForThisIdentity => Fault(state::SEALED, error.id()),
            _ => Fault(state::REFUSED, error.id()),
        }
    }
}

/// The rows of one bundle; one that says why, where it has none.
pub(crate) fn examine(inbox: &dyn Inbox, found: &Found, trust: Trust<'_>) -> Vec<Row> {
    let mut row = Row::new();
    row.word(columns::SOURCE, &text::source(&found.name));
    row.foreign(columns::SOURCE_VERSION, Some(&found.version));
    row.put(columns::SOURCE_BYTES, Cell::Number(i64::try_from(found.bytes).unwrap_or(i64::MAX)));
    match read(inbox, found, trust, &mut row) {
        Ok(report) => of_report(&row, &report),
        Err(Fault(state, fault)) => {
            row.word(columns::STATE, state);
            row.word(columns::FAULT, fault);
            vec![row]
        }
    }
}

fn read(inbox: &dyn Inbox, found: &Found, trust: Trust<'_>, row: &mut Row) -> Result<Report, Fault> {
    if found.bytes > MAX_ZIP_BYTES {
        return Err(Fault(state::REFUSED, "zip-too-large"));
    }
    let fetched = inbox.fetch(found).map_err(|_| Fault(state::UNREADABLE, "io"))?;
    let verification = open(fetched.path(), trust)?.verify(trust.allowed, trust.now);
    let mut contents = admit(verification, trust, row)?;
    describe(&contents, row);
    report(&mut contents)
}

fn open(path: &Path, trust: Trust<'_>) -> Result<UnverifiedBundle, Fault> {
    match BundleFile::open(path) {
        Err(Refusal::Sealed) => {
            let identity = trust.identity.ok_or(Fault(state::SEALED, "no-identity"))?;
            Ok(SealedBundle::open(path)?.decrypt(identity, &std::env::temp_dir())?)
        }
        opened => Ok(opened?),
    }
}

/// What may be read of a bundle, and as what.
fn admit(verification: Verification, trust: Trust<'_>, row: &mut Row) -> Result<Contents, Fault> {
    row.foreign(columns::DEVICE_KEY, verification.fingerprint());
    if let Some(failure) = verification.failures().first() {
        return Err(Fault(state::FAILED, failure.id()));
    }
    let refused = match verification.signature() {
        SignatureVerdict::Missing => "signature-missing",
        SignatureVerdict::Expired { .. } => "key-expired",
        SignatureVerdict::NotYetValid { .. } => "key-not-yet-valid",
        SignatureVerdict::UnknownKey { .. } => "key-not-listed",
        _ => "signature-invalid",
    };
    let fault = |_| Fault(state::FAILED, refused);
    if trust.allowed.is_some() {
        let verified = verification.into_verified().map_err(fault)?;
        row.word(columns::STATE, state::VERIFIED);
        row.foreign(columns::PRINCIPAL, Some(verified.principal()));
        Ok(verified.into_contents())
    } else {
        let intact = verification.into_intact().map_err(fault)?;
        row.word(columns::STATE, state::INTACT);
        Ok(intact.into_contents())
    }
}

fn describe(contents: &Contents, row: &mut Row) {
    row.foreign(columns::BUNDLE, Some(contents.name()));
    let Some(statement) = contents.statement() else { return };
    let created = OffsetDateTime::parse(&statement.created, &Rfc3339).ok();
    if let Some(micros) = created.and_then(|at| i64::try_from(at.unix_timestamp_nanos() / 1000).ok()) {
        row.put(columns::CREATED, Cell::Time(micros));
    }
    row.foreign(columns::CASE_ID, statement.case.as_deref());
    row.foreign(columns::APP_VERSION, Some(&statement.tool.version));
    let policy = serde_json::to_value(statement.redaction.policy).ok();
    row.foreign(columns::REDACTION, policy.as_ref().and_then(|p| p.as_str()));
}

fn report(contents: &mut Contents) -> Result<Report, Fault> {
    let bytes = contents.read_entry("data/report.json", MAX_REPORT_BYTES).map_err(|error| match error {
        ReadError::NotFound { .. } => Fault(state::REFUSED, "report-missing"),
        ReadError::TooLarge { .. } => Fault(state::REFUSED, "report-too-large"),
        ReadError::Changed { .. } => Fault(state::UNREADABLE, "changed-meanwhile"),
        ReadError::Io { .. } => Fault(state::UNREADABLE, "io"),
    })?;
    // The version first: what another one means is not known here, whatever its form.
    let schema = schema(&bytes).ok_or(Fault(state::REFUSED, "report-unreadable"))?;
    if schema != REPORT_SCHEMA {
        return Err(Fault(state::OTHER_VERSION, "report-version"));
    }
    serde_json::from_slice(&bytes).map_err(|_| Fault(state::REFUSED, "report-unreadable"))
}

fn schema(bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        schema: String,
    }
    serde_json::from_slice::<Versioned>(bytes).ok().map(|versioned| versioned.schema)
}
