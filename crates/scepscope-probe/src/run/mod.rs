//! The probe: which steps, in which order, and when to stop.

mod below;
mod operations;
mod revocation;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Client;
use rustls::crypto::CryptoProvider;
use scepscope_model::{
    Cause, Confidence, PROBE_SCHEMA, ProbeFinding, ProbeReport, ProbeStep, ProbeStepId, Stamp, StepResult,
};
use time::OffsetDateTime;
use url::Url;

use crate::fetch::{self, Fetched, NoAnswer, Way, Why, get};
use crate::judge::{self, Verdict};
use crate::limits::{MAX_CLOCK_SKEW_SECONDS, TOTAL_TIME};
use crate::verifier::{Recorder, Trust, TrustError, tls_config};
use crate::{AskAs, ScepUrl};

/// The way that the requests take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// Through the proxy that system and environment name for this URL, else directly.
    #[default]
    System,
    /// Directly, whatever the system says.
    Direct,
    /// Through this proxy, which may hold credentials.
    Proxy(Url),
}

/// How the probe is made.
pub struct Options<'a> {
    /// The platform whose requests are imitated.
    pub ask_as: AskAs,
    /// Whether the lengths of [`QUERY_LADDER`](crate::limits::QUERY_LADDER) are tried.
    pub long_query: bool,
    /// The way that the requests take.
    pub route: Route,
    /// Whether a name may lead to this device or the local link.
    pub allow_local: bool,
    /// Who decides whether certificates are trusted.
    pub trust: &'a dyn Trust,
    /// The device's clock.
    pub clock: &'a (dyn Fn() -> OffsetDateTime + Sync),
}

/// Asks the server. Must run inside a tokio runtime with I/O and time enabled; dropping the future ends it at once.
///
/// # Errors
/// Only where the system's certificate store can't be used. Whatever the server does is in the report.
pub async fn probe(url: &ScepUrl, options: &Options<'_>) -> Result<ProbeReport, TrustError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let recorder = Recorder::new(options.trust.verifier(Arc::clone(&provider))?);
    let now = (options.clock)();
    let mut run = Run {
        url,
        options,
        provider,
        recorder,
        began: Instant::now(),
        verdicts: Vec::new(),
        report: ProbeReport {
            schema: PROBE_SCHEMA.to_owned(),
            url: url.as_str().to_owned(),
            asked_as: options.ask_as.platform(),
            started: Some(Stamp::from_unix_nanos(now.unix_timestamp_nanos())),
            proxy: None,
            steps: Vec::new(),
            tls_chain: Vec::new(),
            scep_certificates: Vec::new(),
            capabilities: Vec::new(),
            clock_skew_seconds: None,
            longest_query_answered: None,
            shortest_query_refused: None,
            findings: Vec::new(),
        },
    };
    if let Some(way) = run.reach().await? {
        run.ask(&way).await?;
        run.revocation(&way).await?;
    }
    Ok(run.finish())
}

struct Run<'a> {
    url: &'a ScepUrl,
    options: &'a Options<'a>,
    provider: Arc<CryptoProvider>,
    recorder: Arc<Recorder>,
    began: Instant,
    verdicts: Vec<(ProbeStepId, Verdict)>,
    report: ProbeReport,
}

type Detail = BTreeMap<String, String>;

fn detail<const N: usize>(pairs: [(&str, String); N]) -> Detail {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Run<'_> {
    fn step(&mut self, step: ProbeStepId, target: &str, result: StepResult, took: Duration, detail: Detail) {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.report.steps.push(ProbeStep { step, target: target.to_owned(), result, milliseconds, detail });
    }

    fn skip(&mut self, step: ProbeStepId, target: &str, reason: &str) {
        self.step(step, target, StepResult::Skipped, Duration::ZERO, detail([("reason", reason.to_owned())]));
    }

    fn find(&mut self, step: ProbeStepId, verdict: Verdict) {
        self.verdicts.push((step, verdict));
    }

    fn out_of_time(&self) -> bool {
        self.began.elapsed() >= TOTAL_TIME
    }

    fn client(&self, host: &str, way: &Way) -> Result<Client, TrustError> {
        let config = tls_config(Arc::clone(&self.provider), &self.recorder)?;
        fetch::client(self.options.ask_as.user_agent(), host, way, config)
            .map_err(|e| TrustError(e.to_string()))
    }

    /// One request as a step. The answer, where there is one.
    async fn request(&mut self, step: ProbeStepId, client: &Client, url: &Url) -> Option<Fetched> {
        let target = shown_url(url);
        if self.out_of_time() {
            self.skip(step, &target, "total_time");
            return None;
        }
        match get(client, url).await {
            Ok(answer) => {
                let mut words =
                    detail([("status", answer.status.to_string()), ("bytes", answer.body.len().to_string())]);
                let named = [("content_type", &answer.content_type), ("server", &answer.server)];
                for (name, value) in named {
                    if let Some(value) = value {
                        words.insert(name.to_owned(), value.clone());
                    }
                }
                if answer.cut {
                    words.insert(
                        "limit".to_owned(),
                        format!("MAX_BODY_BYTES {}", crate::limits::MAX_BODY_BYTES),
                    );
                }
                self.clock(&answer);
                self.step(step, &target, StepResult::Ok, answer.took, words);
                Some(answer)
            }
            Err(no_answer) => {
                self.no_answer(step, &target, &no_answer);
                None
            }
        }
    }

    fn no_answer(&mut self, step: ProbeStepId, target: &str, no_answer: &NoAnswer) {
        let words = detail([("error", no_answer.text.clone())]);
        self.step(step, target, StepResult::Failed, no_answer.took, words);
        let seen = no_answer.text.clone();
        let host = self.url.host();
        let verdicts = match &no_answer.why {
            Why::Tls(error) => judge::tls(error, &self.report.tls_chain, &host),
            Why::Timeout => vec![(Cause::ResponseTimeout, Confidence::Certain, seen)],
            Why::Connect => vec![(Cause::ConnectFailure, Confidence::Certain, seen)],
            Why::Broken => vec![(Cause::InvalidServerResponse, Confidence::Likely, seen)],
        };
        verdicts.into_iter().for_each(|verdict| self.find(step, verdict));
    }

    fn clock(&mut self, answer: &Fetched) {
        if self.report.clock_skew_seconds.is_none()
            && let Some(theirs) = answer.date.as_deref().and_then(http_date)
        {
            self.report.clock_skew_seconds = Some(((self.options.clock)() - theirs).whole_seconds());
        }
    }

    /// Marks the latest step as failed.
    fn failed(&mut self) {
        if let Some(step) = self.report.steps.last_mut() {
            step.result = StepResult::Failed;
        }
    }

    fn finish(mut self) -> ProbeReport {
        if let Some(skew) = self.report.clock_skew_seconds
            && skew.abs() > MAX_CLOCK_SKEW_SECONDS
        {
            let seen = format!("this clock and the server's are {} s apart", skew.abs());
            self.find(ProbeStepId::PlainGet, (Cause::ClockSkew, Confidence::Certain, seen));
        }
        let answered = !self.report.capabilities.is_empty() && !self.report.scep_certificates.is_empty();
        if answered {
            // Servers other than NDES answer the plain request as they like. NDES's own page stays: it says that the
            // policy module is not active.
            self.verdicts.retain(|(step, (cause, _, _))| {
                *step != ProbeStepId::PlainGet
                    || matches!(cause, Cause::NdesPageWithoutPolicyModule | Cause::ClockSkew)
            });
        }
        let troubled =
            self.verdicts.iter().any(|(_, (_, confidence, _))| *confidence != Confidence::Possible);
        if answered && !troubled {
            let seen = "capabilities and certificates were given".to_owned();
            self.verdicts.insert(0, (ProbeStepId::GetCaCert, (Cause::Healthy, Confidence::Certain, seen)));
        }
        let mut findings: Vec<ProbeFinding> = Vec::new();
        for (step, (cause, confidence, seen)) in self.verdicts {
            match findings.iter_mut().find(|f| f.cause == cause) {
                Some(known) => known.confidence = known.confidence.min(confidence),
                None => findings.push(ProbeFinding { cause, confidence, step, seen: Some(seen) }),
            }
        }
        findings.sort_by_key(|finding| finding.confidence);
        self.report.findings = findings;
        self.report
    }
}

/// A URL as a step shows it: a long query is named by its length.
fn shown_url(url: &Url) -> String {
    const SHOWN_QUERY: usize = 80;
    match url.query() {
        Some(query) if query.len() > SHOWN_QUERY => {
            let mut short = url.clone();
            short.set_query(None);
            format!("{short}?{}… ({} bytes)", query.get(..28).unwrap_or_default(), query.len())
        }
        _ => url.to_string(),
    }
}

/// The moment in a `Date` header.
fn http_date(text: &str) -> Option<OffsetDateTime> {
    httpdate::parse_http_date(text).ok().map(OffsetDateTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_date_of_an_answer_in_each_form_that_servers_may_write() {
        for date in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(http_date(date).map(OffsetDateTime::unix_timestamp), Some(784_111_777), "{date}");
        }
        for wrong in ["", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994", "1994-11-06"] {
            assert_eq!(http_date(wrong), None, "{wrong}");
        }
    }
}
