//! One GET, bounded in time and bytes, that follows nothing.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderMap, HeaderName};
use reqwest::{Client, Proxy, redirect};
use rustls::ClientConfig;
use url::Url;

use crate::limits::{CONNECT_TIME, MAX_BODY_BYTES, MAX_TEXT_CHARS, REQUEST_TIME};

/// The way that requests take.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// Straight to these addresses, which were checked before.
    Direct(Vec<SocketAddr>),
    /// Through a proxy, given with its credentials.
    Proxy(Url),
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) server: Option<String>,
    pub(crate) body: Vec<u8>,
    /// Whether more was to come than [`MAX_BODY_BYTES`].
    pub(crate) cut: bool,
    pub(crate) took: Duration,
}

/// No answer.
#[derive(Debug)]
pub(crate) struct NoAnswer {
    pub(crate) why: Why,
    /// The library's words, without the URL.
    pub(crate) text: String,
    pub(crate) took: Duration,
}

#[derive(Debug)]
pub(crate) enum Why {
    /// The connection stood and the answer did not come in time.
    Timeout,
    /// No connection.
    Connect,
    Tls(rustls::Error),
    /// The connection ended, or what came is no HTTP.
    Broken,
}

/// A client for one host and one way.
pub(crate) fn client(
    user_agent: &str,
    host: &str,
    way: &Way,
    tls: ClientConfig,
) -> Result<Client, reqwest::Error> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(user_agent)
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIME)
        .pool_max_idle_per_host(1)
        .http1_only()
        .no_proxy();
    match way {
        Way::Direct(addresses) => builder.resolve_to_addrs(host, addresses).build(),
        Way::Proxy(proxy) => builder.proxy(Proxy::all(proxy.as_str())?).build(),
    }
}

/// Asks once.
pub(crate) async fn get(client: &Client, url: &Url) -> Result<Fetched, NoAnswer> {
    let began = Instant::now();
    match tokio::time::timeout(REQUEST_TIME, answer(client, url)).await {
        Ok(Ok(mut fetched)) => {
            fetched.took = began.elapsed();
            Ok(fetched)
        }
        Ok(Err(error)) => Err(no_answer(&error, began.elapsed())),
        Err(_) => {
            let text = format!("no complete answer within {} s", REQUEST_TIME.as_secs());
            Err(NoAnswer { why: Why::Timeout, text, took: began.elapsed() })
        }
    }
}

async fn answer(client: &Client, url: &Url) -> Result<Fetched, reqwest::Error> {
    let mut response = client.get(url.clone()).header(header::ACCEPT, "*/*").send().await?;
    let headers = response.headers();
    let mut fetched = Fetched {
        status: response.status().as_u16(),
        content_type: text(headers, header::CONTENT_TYPE),
        location: text(headers, header::LOCATION),
        date: text(headers, header::DATE),
        server: text(headers, header::SERVER),
        body: Vec::new(),
        cut: false,
        took: Duration::ZERO,
    };
    while let Some(chunk) = response.chunk().await? {
        let room = MAX_BODY_BYTES - fetched.body.len();
        fetched.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            fetched.cut = true;
            break;
        }
    }
    Ok(fetched)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).chars().take(MAX_TEXT_CHARS).collect())
}

fn no_answer(error: &reqwest::Error, took: Duration) -> NoAnswer {
    let mut words = Vec::new();
    let mut tls = None;
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = source {
        words.push(inner.to_string());
        tls = tls.or_else(|| tls_error(inner));
        source = inner.source();
    }
    let why = match tls {
        Some(tls) => Why::Tls(tls),
        None if error.is_timeout() => Why::Timeout,
        None if error.is_connect() => Why::Connect,
        None => Why::Broken,
    };
    // The innermost words say what happened; the outer ones say only where.
    let text = words.pop().unwrap_or_else(|| "the request failed".to_owned());
    NoAnswer { why, text: text.chars().take(MAX_TEXT_CHARS).collect(), took }
}

/// The TLS error in an error, or inside an I/O error that wraps it.
pub(crate) fn tls_error(error: &(dyn Error + 'static)) -> Option<rustls::Error> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(tls.clone());
    }
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    inner.downcast_ref::<rustls::Error>().cloned()
}
