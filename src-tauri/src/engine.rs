//! The collector as the controller sees it.

use std::path::{Path, PathBuf};

use scepscope_collect::{
    Cancel, CheckOptions, CollectError, ErrorCode, Input, LineRange, Observer, PackOptions, Packed,
    PrepareOptions, Prepared, Preview, PreviewLines,
};
use scepscope_model::{Report, Tool};
use scepscope_present::Language;
use scepscope_redact::Policy;
use time::OffsetDateTime;

/// The program's name in reports: the same for the window and the command line, which make the same report.
const TOOL_NAME: &str = "scepscope";

/// Reads sources. Blocking: called on a worker thread.
pub trait Engine: Send + Sync {
    /// Reads `inputs` and makes the report.
    ///
    /// # Errors
    /// As the collector's.
    fn check(
        &self,
        inputs: Vec<PathBuf>,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError>;
}

/// Sources that were read: the report, and what is needed to show and pack them.
pub trait Checked: Send {
    /// The report.
    fn report(&self) -> &Report;

    /// Everything that would leave. The first call prepares it; the page for people in it is in that call's `language`
    /// from then on.
    ///
    /// # Errors
    /// As the collector's.
    fn preview(
        &mut self,
        language: Language,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Preview, CollectError>;

    /// Leaves out exactly these items of the preview.
    ///
    /// # Errors
    /// As the collector's; `no-such-item` before there is a preview.
    fn leave_out(&mut self, items: &[String]) -> Result<(), CollectError>;

    /// Some lines of an item of the preview, before and after.
    ///
    /// # Errors
    /// As the collector's; `no-such-item` before there is a preview.
    fn lines(&mut self, item: &str, range: LineRange, cancel: &Cancel) -> Result<PreviewLines, CollectError>;

    /// Writes the signed bundle of what was previewed into `folder`.
    ///
    /// # Errors
    /// As the collector's; nothing is left under the final name then.
    fn pack(
        &mut self,
        folder: &Path,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError>;
}

/// The real collector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Collector;

/// What was checked, and from the first preview on what is prepared.
struct CollectorSources {
    report: Report,
    stage: Stage,
}

enum Stage {
    Checked(Box<scepscope_collect::Checked>),
    Prepared(Box<Prepared>),
    /// Between two stages; stays only where a fault of the program came in between.
    Gone,
}

impl Stage {
    fn take(&mut self) -> Stage {
        std::mem::replace(self, Stage::Gone)
    }
}

impl CollectorSources {
    fn prepared(&mut self) -> Result<&mut Prepared, CollectError> {
        match &mut self.stage {
            Stage::Prepared(prepared) => Ok(prepared),
            Stage::Checked(_) | Stage::Gone => Err(CollectError::new(ErrorCode::NoSuchItem)),
        }
    }
}

impl Engine for Collector {
    fn check(
        &self,
        inputs: Vec<PathBuf>,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError> {
        let tool = Tool { name: TOOL_NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let options = CheckOptions { since: None, tool };
        let inputs = inputs.into_iter().map(Input::Path).collect();
        let checked = scepscope_collect::check(inputs, &options, observer, cancel)?;
        Ok(Box::new(CollectorSources {
            report: checked.report().clone(),
            stage: Stage::Checked(Box::new(checked)),
        }))
    }
}

impl Checked for CollectorSources {
    fn report(&self) -> &Report {
        &self.report
    }

    fn preview(
        &mut self,
        language: Language,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Preview, CollectError> {
        let options = PrepareOptions { policy: Policy::Default, language, ..PrepareOptions::default() };
        match self.stage.take() {
            Stage::Checked(checked) => match checked.prepare_or_back(&options, cancel) {
                Ok(prepared) => self.stage = Stage::Prepared(Box::new(prepared)),
                Err((checked, error)) => {
                    self.stage = Stage::Checked(checked);
                    return Err(error);
                }
            },
            other => self.stage = other,
        }
        self.prepared()?.preview(observer, cancel)
    }

    fn leave_out(&mut self, items: &[String]) -> Result<(), CollectError> {
        self.prepared()?.leave_out(items)
    }

    fn lines(&mut self, item: &str, range: LineRange, cancel: &Cancel) -> Result<PreviewLines, CollectError> {
        self.prepared()?.lines(item, range, cancel)
    }

    fn pack(
        &mut self,
        folder: &Path,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        let options = PackOptions {
            out: folder.to_owned(),
            case: None,
            recipients: Vec::new(),
            created: OffsetDateTime::now_utc(),
            key: scepscope_collect::key_place()?,
            pseudonyms: scepscope_collect::pseudonym_folder().ok(),
        };
        self.prepared()?.pack(&options, observer, cancel)
    }
}
