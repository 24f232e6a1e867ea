//! `scepscope probe`, and `collect --probe`.

use scepscope_console::{Exit, explain, note, print, print_json, width};
use scepscope_model::ProbeReport;
use scepscope_present::{Words, probe as shown};
use scepscope_probe::{AskAs, Options, Route, ScepUrl, SystemTrust, TrustError, UrlRefusal, probe};
use time::OffsetDateTime;

use crate::args;

/// How the server is asked.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    ask_as: AskAs,
    long_query: bool,
    direct: bool,
}

/// Why nothing was asked.
#[derive(Debug)]
pub(crate) enum Fault {
    Refused(UrlRefusal),
    Trust(TrustError),
}

impl Fault {
    pub(crate) fn explain(&self, words: &Words) {
        match self {
            Fault::Refused(refusal) => explain(words, "probe-url-refused", None, Some(&refusal.to_string())),
            Fault::Trust(error) => explain(words, "probe-trust", None, Some(&error.to_string())),
        }
    }
}

pub(crate) fn run(call: &args::Probe, words: &Words) -> Exit {
    let asking = Asking {
        ask_as: match call.ask_as {
            args::Imitated::Windows => AskAs::Windows,
            args::Imitated::Android => AskAs::Android,
            args::Imitated::Ios => AskAs::Ios,
        },
        long_query: call.long_query,
        direct: call.direct,
    };
    let report = match ask(&call.url, &asking) {
        Ok(report) => report,
        Err(fault) => {
            fault.explain(words);
            return if matches!(fault, Fault::Refused(_)) { Exit::Usage } else { Exit::Failed };
        }
    };
    if call.json {
        if let Err(error) = print_json(&report) {
            note(&error.to_string());
            return Exit::Failed;
        }
    } else {
        print(&shown::render(&report, words, width()));
    }
    Exit::Done
}

/// Asks the server at `url`, as somebody typed it.
pub(crate) fn ask(url: &str, asking: &Asking) -> Result<ProbeReport, Fault> {
    let (url, allow_local) = ScepUrl::as_given(url).map_err(Fault::Refused)?;
    let options = Options {
        ask_as: asking.ask_as,
        long_query: asking.long_query,
        route: if asking.direct { Route::Direct } else { Route::System },
        allow_local,
        trust: &SystemTrust,
        clock: &OffsetDateTime::now_utc,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::Trust(TrustError(error.to_string())))?;
    runtime.block_on(probe(&url, &options)).map_err(Fault::Trust)
}
