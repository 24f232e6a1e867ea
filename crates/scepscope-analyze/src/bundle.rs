//! A bundle as an input. What was not verified is only read when the caller says so, and stays marked.

use scepscope_bundle::{Contents, IntactBundle, Statement, VerifiedBundle, limits::MAX_REPORT_BYTES};
use scepscope_collect::Input;
use scepscope_model::{REPORT_SCHEMA, Report, SourceKind};

use crate::AnalyzeError;
use scepscope_model::{InputReport, Trust};

/// Most failures of an unverified bundle that are listed.
pub const MAX_FAILURES: usize = 50;

/// Largest piece of evidence of a server inside a bundle that is read again, in bytes.
const MAX_EVIDENCE_BYTES: u64 = 2 << 30;

/// A bundle, in the state in which it may be used.
pub enum BundleInput {
    /// Unchanged since a key that the caller trusts signed it.
    Verified {
        /// As the caller named it.
        name: String,
        /// The bundle.
        bundle: Box<VerifiedBundle>,
        /// `SHA256:…` of the key.
        fingerprint: Option<String>,
    },
    /// Unchanged since some key signed it.
    Intact {
        /// As the caller named it.
        name: String,
        /// The bundle.
        bundle: Box<IntactBundle>,
    },
    /// Not verified; the caller wants to see it all the same.
    Unverified {
        /// As the caller named it.
        name: String,
        /// The content of nobody knows whom.
        contents: Box<Contents>,
        /// What is wrong with it.
        failures: Vec<String>,
    },
}

/// What was taken out of a bundle.
pub(crate) struct Taken {
    pub(crate) report: Report,
    pub(crate) input: InputReport,
    /// Logs of a web server among the evidence, to be read again.
    pub(crate) logs: Vec<Input>,
}

impl BundleInput {
    fn name(&self) -> &str {
        match self {
            BundleInput::Verified { name, .. }
            | BundleInput::Intact { name, .. }
            | BundleInput::Unverified { name, .. } => name,
        }
    }

    fn contents(&mut self) -> &mut Contents {
        match self {
            BundleInput::Verified { bundle, .. } => bundle.contents(),
            BundleInput::Intact { bundle, .. } => bundle.contents(),
            BundleInput::Unverified { contents, .. } => contents,
        }
    }

    fn input(&self) -> InputReport {
        let (trust, principal, fingerprint) = match self {
            BundleInput::Verified { bundle, fingerprint, .. } => {
                (Trust::Verified, Some(bundle.principal().to_owned()), fingerprint.clone())
            }
            BundleInput::Intact { bundle, .. } => {
                (Trust::Intact, None, Some(bundle.fingerprint().to_owned()))
            }
            BundleInput::Unverified { .. } => (Trust::Unverified, None, None),
        };
        let failures = match self {
            BundleInput::Unverified { failures, .. } => failures.iter().take(MAX_FAILURES).cloned().collect(),
            _ => Vec::new(),
        };
        InputReport {
            name: self.name().to_owned(),
            trust,
            principal,
            fingerprint,
            created: None,
            case: None,
            redaction: None,
            failures,
            attempts: Vec::new(),
        }
    }

    /// Takes the report out of it.
    pub(crate) fn take(mut self) -> Result<Taken, AnalyzeError> {
        let name = self.name().to_owned();
        let mut input = self.input();
        let contents = self.contents();
        let unreadable = |detail: String| AnalyzeError::BundleUnreadable { name: name.clone(), detail };
        let bytes = contents
            .read_entry("data/report.json", MAX_REPORT_BYTES)
            .map_err(|e| unreadable(e.to_string()))?;
        let report: Report = serde_json::from_slice(&bytes).map_err(|e| unreadable(e.to_string()))?;
        if report.schema != REPORT_SCHEMA {
            return Err(AnalyzeError::OtherVersion { name, found: report.schema });
        }
        if let Some(statement) = contents.statement().cloned() {
            describe(&mut input, &statement);
        }
        let logs = logs(contents, &report, &name);
        Ok(Taken { report, input, logs })
    }
}

fn describe(input: &mut InputReport, statement: &Statement) {
    input.created = Some(statement.created.clone());
    input.case.clone_from(&statement.case);
    let policy = serde_json::to_value(statement.redaction.policy).ok();
    input.redaction = policy.and_then(|p| p.as_str().map(str::to_owned));
}

/// The web server's logs in a bundle: the report holds their findings, not their requests.
fn logs(contents: &mut Contents, report: &Report, name: &str) -> Vec<Input> {
    let of_server = |id: &str| {
        report
            .sources
            .iter()
            .any(|s| s.id == id && matches!(s.kind, SourceKind::IisW3c | SourceKind::HttpErr))
    };
    // `data/evidence/<source id>/…`
    let wanted: Vec<String> = contents
        .entries()
        .filter(|(path, bytes)| {
            let id = path.strip_prefix("data/evidence/").and_then(|rest| rest.split('/').next());
            id.is_some_and(of_server) && *bytes <= MAX_EVIDENCE_BYTES
        })
        .map(|(path, _)| path.to_owned())
        .collect();
    let mut logs = Vec::new();
    for path in wanted {
        let Ok(mut file) = tempfile::tempfile() else { continue };
        if contents.copy_entry(&path, &mut file).is_ok() {
            logs.push(Input::Document { name: format!("{name}!{path}"), content: Box::new(file) });
        }
    }
    logs
}
