//! Earlier bundles: what somebody saved or sent.

use scepscope_collect::{CollectError, ErrorCode, History, Packed, PastBundle, Went};
use scepscope_diagnose::compare;
use scepscope_model::{Comparison, Report};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Controller;
use crate::contract::{ResultView, WindowError, WindowEvent};
use crate::view;

impl Controller {
    /// Every bundle that is remembered, the newest first.
    ///
    /// # Errors
    /// `history-unusable`.
    pub fn past(&self) -> Result<Vec<PastBundle>, WindowError> {
        // Where nothing can be kept, nothing was.
        self.faults.guarded(|| self.history.as_ref().map_or(Ok(Vec::new()), History::list))
    }

    /// The result of an earlier bundle, redacted as it left.
    ///
    /// # Errors
    /// `history-unusable`, also for an id that is not in the list.
    pub fn past_result(&self, id: &str) -> Result<ResultView, WindowError> {
        self.faults.guarded(|| Ok::<_, CollectError>(view::result(&self.history()?.report(id)?)))
    }

    /// What changed from one earlier bundle to another.
    ///
    /// # Errors
    /// As [`Controller::past_result`].
    pub fn compare_past(&self, before: &str, after: &str) -> Result<Comparison, WindowError> {
        self.faults.guarded(|| {
            let history = self.history()?;
            Ok::<_, CollectError>(compare(&history.report(before)?, &history.report(after)?))
        })
    }

    /// Forgets an earlier bundle. A saved file stays where it is.
    ///
    /// # Errors
    /// As [`Controller::past_result`].
    pub fn forget(&self, id: &str) -> Result<(), WindowError> {
        self.faults.guarded(|| self.history()?.forget(id))
    }

    /// Remembers a bundle that was saved or handed over. It stands in any case; where it can't be remembered, the page says so.
    pub(super) fn remember(&self, packed: &Packed, report: Option<Report>, case: Option<String>, went: Went) {
        let (Some(history), Some(report)) = (&self.history, report) else { return };
        let kept = OffsetDateTime::now_utc()
            .format(&Rfc3339)
            .map_err(|error| CollectError::with(ErrorCode::HistoryUnusable, error.to_string()))
            .and_then(|created| {
                history.keep(&PastBundle::new(packed, &report, created, case, went), &report)
            });
        if let Err(error) = kept {
            self.face.emit(WindowEvent::Trouble { error: error.into() });
        }
    }

    /// Forgets what left the queue unsent.
    pub(super) fn forget_unsent(&self, post: &str) {
        let Some(history) = &self.history else { return };
        let is_it = |past: &PastBundle| matches!(&past.went, Went::Sent { post: of, .. } if of == post);
        let forgotten = history
            .list()
            .and_then(|all| all.into_iter().find(is_it).map_or(Ok(()), |past| history.forget(&past.id)));
        if let Err(error) = forgotten {
            self.face.emit(WindowEvent::Trouble { error: error.into() });
        }
    }

    fn history(&self) -> Result<&History, CollectError> {
        self.history.as_ref().ok_or(CollectError::new(ErrorCode::HistoryUnusable))
    }
}
