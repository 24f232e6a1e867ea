//! Secrets leave the evidence before anybody sees it: an excerpt may hold a live challenge.

use std::thread;

use rand_core::{OsRng, RngCore};
use scepscope_model::Report;
use scepscope_redact::{Policy, Redactor, Rules};

use crate::CollectError;
use crate::error::internal;
use crate::session::evidence_of;

/// Drops secrets from texts, and nothing else.
pub struct SecretDropper(Redactor);

impl SecretDropper {
    /// Compiles the program's rules on another thread: by the time that logs are read, they are ready.
    pub(crate) fn warm_up() {
        // Where no thread can be had, `new` compiles them; what is wrong with them it says as well.
        let _ = thread::Builder::new().name("secrets".to_owned()).spawn(|| Rules::builtin().map(drop));
    }

    /// One with the program's own rules.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`](crate::ErrorCode::Internal); the program's own rules are covered by a test.
    pub fn new() -> Result<SecretDropper, CollectError> {
        let rules = Rules::builtin().map_err(internal)?;
        // The policy `None` makes no pseudonyms, so the key is never used.
        Redactor::new(rules, Policy::None, [0; 32]).map(SecretDropper).map_err(internal)
    }

    /// Drops the secrets of one text.
    pub fn text(&mut self, text: &mut String) {
        let clean = self.0.redact_text(text).into_owned();
        *text = clean;
    }

    /// Drops the secrets of every excerpt of a report.
    pub fn report(&mut self, report: &mut Report) {
        for item in evidence_of(report) {
            self.text(&mut item.excerpt);
        }
    }
}

/// A text without its secrets, and with everything replaced that is personal or names a server: for a note of the program's
/// own. The pseudonyms join with nothing else.
///
/// # Errors
/// [`ErrorCode::Internal`](crate::ErrorCode::Internal), as [`SecretDropper::new`].
pub fn redacted_strictly(text: &str) -> Result<String, CollectError> {
    let mut key = [0; 32];
    OsRng.fill_bytes(&mut key);
    let rules = Rules::builtin().map_err(internal)?;
    let mut redactor = Redactor::new(rules, Policy::Strict, key).map_err(internal)?;
    redactor.learn_text(text);
    redactor.refresh().map_err(internal)?;
    Ok(redactor.redact_text(text).into_owned())
}
