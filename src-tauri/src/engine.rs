//! The collector as the controller sees it.

use std::path::{Path, PathBuf};

use scepscope_collect::{
    Cancel, CheckOptions, CollectError, Input, Observer, PackOptions, Packed, PrepareOptions,
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

/// Sources that were read: the report, and what is needed to pack them.
pub trait Checked: Send {
    /// The report.
    fn report(&self) -> &Report;

    /// Writes the signed bundle into `folder`; its page for people is in `language`.
    ///
    /// # Errors
    /// As the collector's; nothing is left under the final name then.
    fn pack(
        &mut self,
        folder: &Path,
        language: Language,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError>;
}

/// The real collector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Collector;

struct CollectorSources(scepscope_collect::Checked);

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
        Ok(Box::new(CollectorSources(checked)))
    }
}

impl Checked for CollectorSources {
    fn report(&self) -> &Report {
        self.0.report()
    }

    fn pack(
        &mut self,
        folder: &Path,
        language: Language,
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
        let prepare = PrepareOptions { policy: Policy::Default, language, ..PrepareOptions::default() };
        self.0.pack(&prepare, &options, observer, cancel)
    }
}
