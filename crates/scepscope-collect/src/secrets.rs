//! Secrets leave the evidence before anybody sees it: an excerpt may hold a live challenge.

use scepscope_model::Report;
use scepscope_redact::{Policy, Redactor, Rules};

use crate::{CollectError, ErrorCode};

/// Drops secrets from texts, and nothing else.
pub struct SecretDropper(Redactor);

impl SecretDropper {
    /// One with the program's own rules.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`]; the program's own rules are covered by a test.
    pub fn new() -> Result<SecretDropper, CollectError> {
        let internal = |e: &dyn std::fmt::Display| CollectError::with(ErrorCode::Internal, e.to_string());
        let rules = Rules::builtin().map_err(|e| internal(&e))?;
        // The policy `None` makes no pseudonyms, so the key is never used.
        Redactor::new(rules, Policy::None, [0; 32]).map(SecretDropper).map_err(|e| internal(&e))
    }

    /// Drops the secrets of one text.
    pub fn text(&mut self, text: &mut String) {
        let clean = self.0.redact_text(text).into_owned();
        *text = clean;
    }

    /// Drops the secrets of every excerpt of a report.
    pub fn report(&mut self, report: &mut Report) {
        let evidence = report
            .attempts
            .iter_mut()
            .flat_map(|a| {
                a.milestones
                    .iter_mut()
                    .flat_map(|m| m.evidence.iter_mut())
                    .chain(a.findings.iter_mut().flat_map(|f| f.evidence.iter_mut()))
            })
            .chain(report.findings.iter_mut().flat_map(|f| f.evidence.iter_mut()));
        for item in evidence {
            self.text(&mut item.excerpt);
        }
    }
}
