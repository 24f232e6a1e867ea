//! HTTP for the adapters: bounded answers, redirects on one origin, an idle limit, faults with names.

mod body;
mod fault;
mod preflight;
#[cfg_attr(target_os = "android", path = "tls_android.rs")]
mod tls;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Url};
use scepscope_bundle::Cancel;

use crate::backoff::{Clock, retry_after};
use crate::courier::{CourierOptions, ProxyChoice};
use crate::failure::{Failure, FailureCode};
use crate::limits::{CONNECT_LIMIT, MAX_ANSWER_BYTES, MAX_REDIRECTS};
use crate::progress::{Meter, Watcher};
use crate::target::{is_loopback, redacted};

pub(crate) use body::FileBody;

/// How often a request under way looks for a cancel, an idle connection and a watcher's turn.
const TICK: Duration = Duration::from_millis(100);

/// The body of a request; it can be made again after a redirect.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    Empty,
    Bytes(Bytes),
    /// Bytes of a file: where from, how many.
    Range(PathBuf, u64, u64),
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) payload: Payload,
}

impl Call {
    pub(crate) fn new(method: Method, url: &Url) -> Call {
        Call { method, url: url.clone(), headers: Vec::new(), payload: Payload::Empty }
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Call {
        self.headers.push((name, value.into()));
        self
    }

    #[must_use]
    pub(crate) fn payload(mut self, payload: Payload) -> Call {
        self.payload = payload;
        self
    }
}

/// One answer, its body bounded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// The server's Retry-After.
    pub(crate) retry_after: Option<Duration>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.header(name).and_then(|v| v.trim().parse().ok())
    }
}

/// What goes along with every request of one try: cancel, watcher, position.
pub(crate) struct Flow<'a> {
    cancel: &'a Cancel,
    watcher: &'a dyn Watcher,
    meter: RefCell<Meter>,
    position: Arc<AtomicU64>,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(cancel: &'a Cancel, watcher: &'a dyn Watcher, total: u64) -> Flow<'a> {
        let meter = RefCell::new(Meter::new(total));
        Flow { cancel, watcher, meter, position: Arc::default() }
    }

    /// The bytes before this position are known to have arrived.
    pub(crate) fn arrived(&self, position: u64) {
        self.position.store(position, Ordering::Relaxed);
        self.tell();
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }

    fn tell(&self) {
        if let Some(progress) = self.meter.borrow_mut().at(self.position(), Instant::now()) {
            self.watcher.progress(progress);
        }
    }
}

/// A client for one target.
pub(crate) struct Http {
    client: Client,
    clock: Arc<dyn Clock>,
    idle: Duration,
    proxy: Option<Url>,
}

impl Http {
    /// A client for requests to `url`'s origin.
    pub(crate) fn new(url: &Url, options: &CourierOptions) -> Result<Http, Failure> {
        let internal = |e: &dyn std::fmt::Display| Failure::new(FailureCode::DeliveryInternal).detail(e);
        // Reading the system's certificates takes a while, and is for nothing without TLS.
        let tls = if url.scheme() == "http" {
            tls::trusting_nobody()
        } else {
            tls::client_config(&options.extra_roots)
        };
        let tls = tls.map_err(|e| Failure::new(FailureCode::DeliveryTls).detail(e))?;
        // A proxy that others run cannot reach this very machine.
        let choice = if is_loopback(url) { &ProxyChoice::None } else { &options.proxy };
        let proxy = match choice {
            ProxyChoice::None => None,
            ProxyChoice::System => scepscope_proxy::for_url(url),
            ProxyChoice::Url(proxy) => Some(Url::parse(proxy).map_err(|e| internal(&e))?),
        };
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("scepscope/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT_LIMIT)
            .http1_only();
        let builder = match &proxy {
            None => builder.no_proxy(),
            Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy.as_str()).map_err(|e| internal(&e))?),
        };
        let client = builder.build().map_err(|e| internal(&e))?;
        Ok(Http { client, clock: options.clock.clone(), idle: options.idle, proxy })
    }

    /// Sends a request and reads the answer, whatever its status. Follows redirects to the same origin only.
    pub(crate) async fn call(&self, call: Call, flow: &Flow<'_>) -> Result<Answer, Failure> {
        let mut call = call;
        let start = flow.position();
        for _ in 0..=MAX_REDIRECTS {
            flow.position.store(start, Ordering::Relaxed);
            let answer = self.once(&call, flow).await.map_err(|f| told(f, &call))?;
            let Some(next) = redirection(&answer, &call.method) else { return Ok(answer) };
            let next = next.map_err(|f| told(f, &call))?;
            if next.origin() != call.url.origin() {
                let to = next.host_str().unwrap_or_default();
                return Err(fault::answered(&answer, FailureCode::DeliveryRedirectRefused)
                    .detail(format!("redirected to {to}")));
            }
            call.url = next;
        }
        Err(told(Failure::new(FailureCode::DeliveryRedirectLoop), &call))
    }

    /// One exchange, watched.
    async fn once(&self, call: &Call, flow: &Flow<'_>) -> Result<Answer, Failure> {
        let exchange = self.exchange(call, flow);
        tokio::pin!(exchange);
        let mut ticks = tokio::time::interval(TICK);
        let (mut last, mut since) = (flow.position(), Instant::now());
        loop {
            tokio::select! {
                done = &mut exchange => {
                    flow.tell();
                    return done;
                }
                _ = ticks.tick() => {}
            }
            if flow.is_cancelled() {
                return Err(Failure::new(FailureCode::DeliveryCancelled));
            }
            flow.tell();
            let position = flow.position();
            if position != last {
                (last, since) = (position, Instant::now());
            } else if since.elapsed() > self.idle {
                return Err(Failure::new(FailureCode::DeliveryTimeout));
            }
        }
    }

    async fn exchange(&self, call: &Call, flow: &Flow<'_>) -> Result<Answer, Failure> {
        let mut request = self.client.request(call.method.clone(), call.url.clone());
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        request = match &call.payload {
            Payload::Empty => match call.method {
                Method::GET | Method::HEAD | Method::OPTIONS | Method::DELETE => request,
                // Some servers want a length where there might be a body.
                _ => request.header("Content-Length", "0"),
            },
            Payload::Bytes(bytes) => request.body(bytes.clone()),
            Payload::Range(path, from, len) => {
                let body = FileBody::read(path.clone(), *from, *len, flow.position.clone());
                request.body(reqwest::Body::wrap(body))
            }
        };
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.explain(&error, &call.url).await),
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(piece)) if body.len() + piece.len() <= MAX_ANSWER_BYTES => body.extend(&piece),
                Ok(Some(_)) => {
                    let detail = format!("the answer is longer than {MAX_ANSWER_BYTES} bytes");
                    return Err(Failure::new(FailureCode::DeliveryProtocol).detail(detail));
                }
                Ok(None) => break,
                Err(error) => return Err(fault::of_error(&error)),
            }
        }
        let wait = headers.get("retry-after").and_then(|v| v.to_str().ok());
        let retry_after = wait.and_then(|v| retry_after(v, self.clock.now()));
        let (method, url) = (call.method.clone(), call.url.clone());
        Ok(Answer { status, headers, body, method, url, retry_after })
    }

    /// The fault behind an error; where a proxy stands between, what the proxy says.
    async fn explain(&self, error: &reqwest::Error, url: &Url) -> Failure {
        let failure = fault::of_error(error);
        let reached = !matches!(failure.code, FailureCode::DeliveryDns | FailureCode::DeliveryConnect);
        match &self.proxy {
            Some(proxy) if !reached => preflight::through_proxy(proxy, url).await.err().unwrap_or(failure),
            _ => failure,
        }
    }

    /// Whether the server can be reached, step by step; see [`crate::Courier::preflight`].
    pub(crate) async fn preflight(&self, url: &Url, flow: &Flow<'_>) -> Result<(), Failure> {
        let call = Call::new(Method::OPTIONS, url);
        match &self.proxy {
            Some(proxy) => preflight::through_proxy(proxy, url).await,
            None => preflight::direct(url).await,
        }
        .map_err(|f| told(f, &call))?;
        self.call(call, flow).await.map(|_| ())
    }
}

pub(crate) use fault::{answered, refusal};

/// Adds request and host to a fault that does not know them.
fn told(mut failure: Failure, call: &Call) -> Failure {
    failure.method.get_or_insert_with(|| call.method.as_str().into());
    failure.url.get_or_insert_with(|| redacted(&call.url).into());
    if failure.host.is_none() {
        failure.host = call.url.host_str().map(str::to_owned);
    }
    failure
}

/// Where the answer sends the same request; `None` where it is no redirect.
fn redirection(answer: &Answer, method: &Method) -> Option<Result<Url, Failure>> {
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    match answer.status {
        307 | 308 => {}
        // These turn other methods into GET in practice: an upload must not be sent on like that.
        301..=303 if safe => {}
        301..=303 => {
            return Some(Err(answered(answer, FailureCode::DeliveryRedirectRefused)));
        }
        _ => return None,
    }
    let location = answer.header("location").and_then(|l| answer.url.join(l).ok());
    Some(location.ok_or_else(|| answered(answer, FailureCode::DeliveryProtocol)))
}
