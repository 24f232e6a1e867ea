//! The SCEP server as a source: asked as the device would.

use std::time::Duration;

use scepscope_collect::{Cancel, CollectError, ErrorCode};
use scepscope_model::ProbeReport;
use scepscope_probe::{AskAs, Options, Route, ScepUrl, SystemTrust, TrustError, probe};
use time::OffsetDateTime;

use crate::contract::{WindowError, WindowErrorCode};
use crate::engine::Watch;

/// How often it is asked whether somebody cancels.
const LOOK: Duration = Duration::from_millis(50);

/// Asks the server of a link. `None` where it was not asked, which `watch` hears: that is no reason to keep the logs back.
pub(crate) fn ask(
    url: &str,
    watch: &dyn Watch,
    cancel: &Cancel,
) -> Result<Option<ProbeReport>, CollectError> {
    let (url, allow_local) = match ScepUrl::as_given(url) {
        Ok(given) => given,
        Err(refusal) => return Ok(untold(watch, "probe-url-refused", refusal.to_string())),
    };
    watch.asking(&url.host());
    let options = Options {
        ask_as: AskAs::default(),
        long_query: false,
        route: Route::System,
        allow_local,
        trust: &SystemTrust,
        clock: &OffsetDateTime::now_utc,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CollectError::with(ErrorCode::Internal, error.to_string()))?;
    let answered = runtime.block_on(async {
        let mut asked = std::pin::pin!(probe(&url, &options));
        loop {
            match tokio::time::timeout(LOOK, &mut asked).await {
                Ok(answered) => return Ok(answered),
                Err(_) if cancel.is_cancelled() => return Err(CollectError::new(ErrorCode::Cancelled)),
                Err(_) => {}
            }
        }
    })?;
    match answered {
        Ok(report) => Ok(Some(report)),
        Err(TrustError(detail)) => Ok(untold(watch, "probe-trust", detail)),
    }
}

fn untold(watch: &dyn Watch, code: &'static str, detail: String) -> Option<ProbeReport> {
    watch.not_asked(WindowError { code: WindowErrorCode::Other(code), detail: Some(detail) });
    None
}
