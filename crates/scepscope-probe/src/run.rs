//! The probe: which steps, in which order, and when to stop.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Client;
use rustls::crypto::CryptoProvider;
use scepscope_model::{
    Cause, Confidence, PROBE_SCHEMA, ProbeFinding, ProbeReport, ProbeStep, ProbeStepId, Stamp, StepResult,
};
use time::OffsetDateTime;
use url::Url;

use crate::certificates::{ca_list, facts};
use crate::fetch::{self, Fetched, NoAnswer, Way, Why, get};
use crate::guard::is_public_enough;
use crate::judge::{self, Verdict};
use crate::limits::{
    MAX_CERTIFICATES, MAX_CLOCK_SKEW_SECONDS, MAX_REVOCATION_URLS, QUERY_LADDER, TOTAL_TIME,
};
use crate::reach::{HandshakeFault, Tunnel, connect_all, handshake, resolve, tunnel};
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
    /// Whether the lengths of [`QUERY_LADDER`] are tried.
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

    /// The proxy that the system names for this URL.
    fn proxy(&self) -> Option<Url> {
        match &self.options.route {
            Route::Direct => return None,
            Route::Proxy(proxy) => return Some(proxy.clone()),
            Route::System => {}
        }
        let uri: http::Uri = self.url.as_str().parse().ok()?;
        let found = Matcher::from_system().intercept(&uri)?;
        let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
        if let Some((user, password)) = found.raw_auth() {
            proxy.set_username(user).ok()?;
            proxy.set_password(Some(password)).ok()?;
        }
        Some(proxy)
    }

    /// Everything below HTTP. `None` where no request can be made.
    async fn reach(&mut self) -> Result<Option<Way>, TrustError> {
        let host = self.url.host();
        if let Some(proxy) = self.proxy() {
            return self.reach_by_proxy(&host, proxy).await;
        }
        let Some(addresses) = self.dns(&host).await else { return Ok(None) };
        let tried = connect_all(&addresses).await;
        let mut reached = Vec::new();
        let mut first = None;
        let mut faults = Vec::new();
        for one in tried {
            let target = one.address.to_string();
            match one.stream {
                Ok(stream) => {
                    self.step(ProbeStepId::Tcp, &target, StepResult::Ok, one.took, Detail::new());
                    reached.push(one.address);
                    first = first.or(Some(stream));
                }
                Err(error) => {
                    let words = detail([("error", error.to_string())]);
                    self.step(ProbeStepId::Tcp, &target, StepResult::Failed, one.took, words);
                    faults.push((one.address, error));
                }
            }
        }
        let some = !reached.is_empty();
        for (address, error) in faults {
            // A device without IPv6 has no way to such an address, and needs none.
            let no_ipv6 = some && address.is_ipv6() && is_unroutable(&error);
            if no_ipv6 {
                continue;
            }
            let cause = match error.kind() {
                std::io::ErrorKind::TimedOut => Cause::ConnectTimeout,
                _ => Cause::ConnectFailure,
            };
            let confidence = if some { Confidence::Possible } else { Confidence::Certain };
            self.find(ProbeStepId::Tcp, (cause, confidence, format!("{address}: {error}")));
        }
        let Some(stream) = first else { return Ok(None) };
        if self.url.is_tls() && !self.tls(stream, &host).await? {
            return Ok(None);
        }
        Ok(Some(Way::Direct(reached)))
    }

    async fn dns(&mut self, host: &str) -> Option<Vec<SocketAddr>> {
        let began = Instant::now();
        let resolved = resolve(host, self.url.port()).await;
        let took = began.elapsed();
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(error) => {
                self.step(
                    ProbeStepId::Dns,
                    host,
                    StepResult::Failed,
                    took,
                    detail([("error", error.clone())]),
                );
                for verdict in judge::dns(host, &error) {
                    self.find(ProbeStepId::Dns, verdict);
                }
                return None;
            }
        };
        let list: Vec<String> = resolved.addresses.iter().map(|a| a.ip().to_string()).collect();
        let mut words = detail([("addresses", list.join(" ")), ("found", resolved.found.to_string())]);
        let allowed: Vec<SocketAddr> = resolved
            .addresses
            .into_iter()
            .filter(|address| self.options.allow_local || is_public_enough(address.ip()))
            .collect();
        if allowed.is_empty() {
            words.insert("reason".to_owned(), "local_address".to_owned());
            self.step(ProbeStepId::Dns, host, StepResult::Failed, took, words);
            let seen = format!("{host} leads to this device or the local link ({})", list.join(" "));
            self.find(ProbeStepId::Dns, (Cause::DnsFailure, Confidence::Likely, seen));
            return None;
        }
        self.step(ProbeStepId::Dns, host, StepResult::Ok, took, words);
        Some(allowed)
    }

    async fn reach_by_proxy(&mut self, host: &str, proxy: Url) -> Result<Option<Way>, TrustError> {
        let shown = shown_proxy(&proxy);
        self.report.proxy = Some(shown.clone());
        self.skip(ProbeStepId::Dns, host, "the_proxy_looks_up_the_name");
        if !self.url.is_tls() || proxy.scheme() != "http" {
            return Ok(Some(Way::Proxy(proxy)));
        }
        let began = Instant::now();
        let answer = tunnel(&proxy, host, self.url.port()).await;
        let took = began.elapsed();
        let (words, verdict) = match answer {
            Tunnel::Open(stream) => {
                self.step(ProbeStepId::Proxy, &shown, StepResult::Ok, took, Detail::new());
                return Ok(self.tls(stream, host).await?.then_some(Way::Proxy(proxy)));
            }
            // The library signs in with the credentials that the proxy's address holds.
            Tunnel::Refused { status: 407, .. } if !proxy.username().is_empty() => {
                self.step(
                    ProbeStepId::Proxy,
                    &shown,
                    StepResult::Ok,
                    took,
                    detail([("status", "407".to_owned())]),
                );
                return Ok(Some(Way::Proxy(proxy)));
            }
            Tunnel::Refused { status, line } => {
                let confidence =
                    if matches!(status, 403 | 407) { Confidence::Certain } else { Confidence::Likely };
                let words = detail([("status", status.to_string())]);
                (words, (Cause::ProxyBlocked, confidence, format!("the proxy {shown} says {}", line.trim())))
            }
            Tunnel::Broken(error) => {
                let words = detail([("error", error.clone())]);
                (words, (Cause::ConnectFailure, Confidence::Certain, format!("proxy {shown}: {error}")))
            }
        };
        self.step(ProbeStepId::Proxy, &shown, StepResult::Failed, took, words);
        self.find(ProbeStepId::Proxy, verdict);
        Ok(None)
    }

    /// The handshake; whether it worked.
    async fn tls(&mut self, stream: tokio::net::TcpStream, host: &str) -> Result<bool, TrustError> {
        let config = tls_config(Arc::clone(&self.provider), &self.recorder)?;
        let began = Instant::now();
        let ended = handshake(stream, host, config).await;
        let took = began.elapsed();
        self.report.tls_chain = self.recorder.offered().iter().filter_map(|der| facts(der)).collect();
        let target = format!("{host}:{}", self.url.port());
        let verdicts = match ended {
            Ok(session) => {
                self.step(ProbeStepId::Tls, &target, StepResult::Ok, took, detail([("session", session)]));
                let issuer = self.report.tls_chain.first().map(|c| c.issuer.clone()).unwrap_or_default();
                // It works, and what works may still be another server's answer.
                if let Some((cause, _, seen)) = judge::inspection(&issuer) {
                    self.find(ProbeStepId::Tls, (cause, Confidence::Possible, seen));
                }
                return Ok(true);
            }
            Err(HandshakeFault::Tls(error)) => {
                (error.to_string(), judge::tls(&error, &self.report.tls_chain, host))
            }
            Err(HandshakeFault::Timeout) => {
                let seen = "the handshake did not end in time".to_owned();
                (seen.clone(), vec![(Cause::TlsFailure, Confidence::Likely, seen)])
            }
            Err(HandshakeFault::Io(error)) => {
                let seen = format!("the connection ended during the handshake: {error}");
                (error.to_string(), vec![(Cause::TlsFailure, Confidence::Likely, seen)])
            }
            Err(HandshakeFault::Name) => {
                let seen = "the host can't stand in a certificate".to_owned();
                (seen.clone(), vec![(Cause::TlsFailure, Confidence::Certain, seen)])
            }
        };
        let (error, verdicts) = verdicts;
        self.step(ProbeStepId::Tls, &target, StepResult::Failed, took, detail([("error", error)]));
        verdicts.into_iter().for_each(|verdict| self.find(ProbeStepId::Tls, verdict));
        Ok(false)
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
            && let Some(theirs) = answer.date.as_deref().and_then(judge::http_date)
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

    async fn ask(&mut self, way: &Way) -> Result<(), TrustError> {
        let client = self.client(&self.url.host(), way)?;
        let plain = self.request(ProbeStepId::PlainGet, &client, self.url.url()).await;
        if let Some(answer) = &plain
            && let Some(verdict) =
                judge::plain_page(answer).or_else(|| judge::status(answer, self.url, false))
        {
            self.failed();
            self.find(ProbeStepId::PlainGet, verdict);
        }
        if plain.is_none() {
            // What gives no answer at all gives none to the others: they would only cost their time limits.
            for step in [ProbeStepId::GetCaCaps, ProbeStepId::GetCaCert] {
                self.skip(step, self.url.as_str(), "no_answer_to_the_plain_request");
            }
            return Ok(());
        }
        self.capabilities(&client).await;
        self.ca_certificates(&client).await;
        if self.report.capabilities.iter().any(|c| c.eq_ignore_ascii_case("GetNextCACert")) {
            let url = self.options.ask_as.operation(self.url, "GetNextCACert");
            // Most servers have none ready: an error here is no finding.
            self.request(ProbeStepId::GetNextCaCert, &client, &url).await;
        }
        if self.options.long_query {
            self.long_query(&client).await;
        }
        Ok(())
    }

    async fn capabilities(&mut self, client: &Client) {
        let step = ProbeStepId::GetCaCaps;
        let url = self.options.ask_as.operation(self.url, "GetCACaps");
        let Some(answer) = self.request(step, client, &url).await else { return };
        let verdict = match judge::status(&answer, self.url, true) {
            Some(verdict) => Some(verdict),
            None => match judge::capabilities(&answer) {
                Some(list) => {
                    let weak = judge::weak(&list);
                    self.report.capabilities = list;
                    weak
                }
                None => Some(judge::not_scep(&answer)),
            },
        };
        if let Some(verdict) = verdict {
            self.failed();
            self.find(step, verdict);
        }
    }

    async fn ca_certificates(&mut self, client: &Client) {
        let step = ProbeStepId::GetCaCert;
        let url = self.options.ask_as.operation(self.url, "GetCACert");
        let Some(answer) = self.request(step, client, &url).await else { return };
        if let Some(verdict) = judge::status(&answer, self.url, true) {
            self.failed();
            self.find(step, verdict);
            return;
        }
        let Some(list) = ca_list(&answer.body) else {
            self.failed();
            self.find(step, judge::not_scep(&answer));
            return;
        };
        if let Some(last) = self.report.steps.last_mut() {
            last.detail.insert("certificates".to_owned(), list.found.to_string());
            if list.found > MAX_CERTIFICATES {
                last.detail.insert("limit".to_owned(), format!("MAX_CERTIFICATES {MAX_CERTIFICATES}"));
            }
        }
        let certificates: Vec<_> = list.certificates.iter().filter_map(|der| facts(der)).collect();
        let verdicts = judge::ca_certificates(&certificates, self.options.ask_as, (self.options.clock)());
        self.report.scep_certificates = certificates;
        if !verdicts.is_empty() {
            self.failed();
        }
        verdicts.into_iter().for_each(|verdict| self.find(step, verdict));
    }

    /// Longer and longer queries, up to the first refusal. Only where the short one is answered.
    async fn long_query(&mut self, client: &Client) {
        let step = ProbeStepId::LongQuery;
        if self.report.capabilities.is_empty() {
            self.skip(step, self.url.as_str(), "the_short_query_was_not_answered");
            return;
        }
        for bytes in QUERY_LADDER {
            let url = self.options.ask_as.long_query(self.url, bytes);
            let before = self.verdicts.len();
            let answer = self.request(step, client, &url).await;
            if let Some(last) = self.report.steps.last_mut() {
                last.detail.insert("query_bytes".to_owned(), bytes.to_string());
            }
            let accepted =
                answer.as_ref().is_some_and(|a| a.status == 200 && judge::capabilities(a).is_some());
            if accepted {
                self.report.longest_query_answered = Some(bytes as u64);
                continue;
            }
            self.failed();
            self.report.shortest_query_refused = Some(bytes as u64);
            // The short query was answered: what is refused now is the length.
            self.verdicts.truncate(before);
            let how = match &answer {
                Some(answer) => format!("HTTP {}", answer.status),
                None => "the connection ended".to_owned(),
            };
            let answered = self.report.longest_query_answered;
            let shorter = answered.map(|n| format!("; {n} bytes were answered")).unwrap_or_default();
            let seen = format!("a query of {bytes} bytes was refused ({how}){shorter}");
            let status = answer.map_or(0, |a| a.status);
            let confidence = if matches!(status, 400 | 404 | 414 | 431) {
                Confidence::Certain
            } else {
                Confidence::Likely
            };
            self.find(step, (Cause::UriTooLong, confidence, seen));
            return;
        }
    }

    /// Whether the addresses for revocation can be reached from here.
    async fn revocation(&mut self, way: &Way) -> Result<(), TrustError> {
        let mut urls: Vec<String> = Vec::new();
        for certificate in self.report.tls_chain.iter().chain(&self.report.scep_certificates) {
            for url in &certificate.revocation_urls {
                if !urls.contains(url) {
                    urls.push(url.clone());
                }
            }
        }
        for text in urls.iter().take(MAX_REVOCATION_URLS) {
            let Ok(url) = ScepUrl::parse(text, self.options.allow_local) else {
                self.skip(ProbeStepId::Revocation, text, "not_an_address_to_ask");
                continue;
            };
            if self.out_of_time() {
                self.skip(ProbeStepId::Revocation, text, "total_time");
                continue;
            }
            self.one_revocation(&url, way).await?;
        }
        if urls.len() > MAX_REVOCATION_URLS {
            let more = format!("MAX_REVOCATION_URLS {MAX_REVOCATION_URLS}");
            self.skip(ProbeStepId::Revocation, &more, "limit");
        }
        Ok(())
    }

    async fn one_revocation(&mut self, url: &ScepUrl, way: &Way) -> Result<(), TrustError> {
        let step = ProbeStepId::Revocation;
        let host = url.host();
        let way = match way {
            Way::Proxy(proxy) => Way::Proxy(proxy.clone()),
            Way::Direct(_) => match resolve(&host, url.port()).await {
                Ok(resolved) => {
                    let addresses = resolved.addresses.into_iter();
                    Way::Direct(
                        addresses.filter(|a| self.options.allow_local || is_public_enough(a.ip())).collect(),
                    )
                }
                Err(error) => {
                    self.step(
                        step,
                        url.as_str(),
                        StepResult::Failed,
                        Duration::ZERO,
                        detail([("error", error)]),
                    );
                    self.unreachable_revocation(url);
                    return Ok(());
                }
            },
        };
        if matches!(&way, Way::Direct(addresses) if addresses.is_empty()) {
            self.skip(step, url.as_str(), "local_address");
            return Ok(());
        }
        let client = self.client(&host, &way)?;
        match get(&client, url.url()).await {
            // Whatever it answers to a bare GET: it can be reached. An OCSP responder wants more than that.
            Ok(answer) => {
                let words = detail([("status", answer.status.to_string())]);
                self.step(step, url.as_str(), StepResult::Ok, answer.took, words);
            }
            Err(no_answer) => {
                self.step(
                    step,
                    url.as_str(),
                    StepResult::Failed,
                    no_answer.took,
                    detail([("error", no_answer.text)]),
                );
                self.unreachable_revocation(url);
            }
        }
        Ok(())
    }

    fn unreachable_revocation(&mut self, url: &ScepUrl) {
        let seen = format!("{} can't be reached from here", url.as_str());
        self.find(ProbeStepId::Revocation, (Cause::CrlUnreachable, Confidence::Possible, seen));
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

fn is_unroutable(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::NetworkUnreachable
            | std::io::ErrorKind::HostUnreachable
            | std::io::ErrorKind::AddrNotAvailable
    )
}

/// A proxy without its credentials.
fn shown_proxy(proxy: &Url) -> String {
    let mut shown = proxy.clone();
    // Neither can fail: a proxy has a host.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.to_string()
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
