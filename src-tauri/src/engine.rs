//! The collector as the controller sees it.

use std::path::{Path, PathBuf};

use scepscope_acquire::{Order, SourceList};
use scepscope_bundle::{Recipient, RequestFacts};
use scepscope_collect::{
    Cancel, CheckOptions, CollectError, ErrorCode, Input, LineRange, Observer, PackOptions, Packed,
    PrepareOptions, Prepared, Preview, PreviewLines,
};
use scepscope_model::{Report, Tool};
use scepscope_present::Language;
use scepscope_redact::Policy;
use time::OffsetDateTime;

use crate::contract::WindowError;
use crate::{device, server};

/// The program's name in reports: the same for the window and the command line, which make the same report.
const TOOL_NAME: &str = "scepscope";

/// What a link asks for, once somebody agreed to it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What the bundle's statement says of the request.
    pub facts: RequestFacts,
    /// The source ids that it names.
    pub sources: Vec<String>,
    /// How much is redacted.
    pub redaction: Policy,
    /// Whom the bundle is encrypted to.
    pub recipient: Option<Recipient>,
    /// The case id.
    pub case: Option<String>,
    /// The SCEP URL that the device asks, too.
    pub scep_url: Option<String>,
}

/// What is read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Chosen files and folders.
    pub files: Vec<PathBuf>,
    /// What of this device itself.
    pub device: DeviceReading,
    /// The request that it answers.
    pub ask: Option<Ask>,
}

/// What is read of this device itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DeviceReading {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything that can be read.
    Everything,
    /// The sources that answer a link.
    Answering(Vec<String>),
}

/// Hears of the work in front of the collector's own, too.
pub trait Watch: Observer {
    /// A source of this device begins to be read.
    fn reading(&self, source: &str);

    /// The server of the SCEP URL begins to be asked.
    fn asking(&self, host: &str);

    /// The server was not asked. The work goes on without.
    fn not_asked(&self, error: WindowError);
}

/// Reads sources. Blocking: called on a worker thread.
pub trait Engine: Send + Sync {
    /// What can be read of this device itself. Quick: reads no log.
    fn sources(&self) -> SourceList;

    /// The sources of this device that answer what a link asks for. Touches none of them.
    fn answering(&self, asked: &[String]) -> Vec<String>;

    /// Reads and makes the report.
    ///
    /// # Errors
    /// As the collector's.
    fn check(
        &self,
        reading: Reading,
        watch: &dyn Watch,
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

    /// The report of the latest bundle that was packed, redacted as it left.
    fn packed_report(&self) -> Option<&Report>;

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
    ask: Option<Ask>,
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
    fn sources(&self) -> SourceList {
        scepscope_acquire::list(device::this().as_ref())
    }

    fn answering(&self, asked: &[String]) -> Vec<String> {
        scepscope_acquire::answering(device::this().as_ref(), asked)
    }

    fn check(
        &self,
        reading: Reading,
        watch: &dyn Watch,
        cancel: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError> {
        let Reading { files, device, ask } = reading;
        let now = OffsetDateTime::now_utc();
        let order = match device {
            DeviceReading::Nothing => None,
            DeviceReading::Everything => Some(Order::everything(now)),
            DeviceReading::Answering(sources) => {
                Order::answering(ask.as_ref().map_or(&[], |ask| &ask.sources), sources, now)
            }
        };
        let live = order.is_some();
        let mut inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
        if let Some(order) = order {
            inputs.extend(device::read(&order, watch, cancel)?);
        }
        let tool = Tool { name: TOOL_NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let options = CheckOptions { since: None, tool };
        let mut checked = scepscope_collect::check(inputs, &options, watch, cancel)?;
        if let Some(ask) = &ask {
            checked.answer(ask.facts.clone(), &ask.sources, live);
            if let Some(url) = &ask.scep_url
                && let Some(probe) = server::ask(url, watch, cancel)?
            {
                checked.attach_probe(probe);
            }
        }
        let report = checked.report().clone();
        Ok(Box::new(CollectorSources { report, stage: Stage::Checked(Box::new(checked)), ask }))
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
        let policy = self.ask.as_ref().map_or(Policy::Default, |ask| ask.redaction);
        let options = PrepareOptions { policy, language, ..PrepareOptions::default() };
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

    fn packed_report(&self) -> Option<&Report> {
        match &self.stage {
            Stage::Prepared(prepared) => prepared.packed_report(),
            Stage::Checked(_) | Stage::Gone => None,
        }
    }

    fn pack(
        &mut self,
        folder: &Path,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        let options = PackOptions {
            out: folder.to_owned(),
            case: self.ask.as_ref().and_then(|ask| ask.case.clone()),
            recipients: self.ask.as_ref().and_then(|ask| ask.recipient.clone()).into_iter().collect(),
            created: OffsetDateTime::now_utc(),
            key: scepscope_collect::key_place()?,
            pseudonyms: scepscope_collect::pseudonym_folder().ok(),
        };
        self.prepared()?.pack(&options, observer, cancel)
    }
}
