//! Which step on the way to a server fails, and at which host.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use url::Url;

use crate::failure::{Failure, FailureCode};
use crate::limits::CONNECT_LIMIT;

/// Longest answer of a proxy to CONNECT that is looked at, in bytes.
const MAX_PROXY_ANSWER: usize = 4096;

/// Name and connection, without a proxy. TLS and the rest show in the request itself.
pub(super) async fn direct(url: &Url) -> Result<(), Failure> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    connect(host, port, FailureCode::DeliveryDns, FailureCode::DeliveryConnect).await.map(|_| ())
}

/// Name of the proxy, connection to it, and its answer to CONNECT.
pub(super) async fn through_proxy(proxy: &Url, url: &Url) -> Result<(), Failure> {
    let unreachable = FailureCode::DeliveryProxyUnreachable;
    let host = proxy.host_str().unwrap_or_default();
    let port = proxy.port_or_known_default().unwrap_or(80);
    let stream = connect(host, port, unreachable, unreachable).await?;
    if url.scheme() != "https" {
        return Ok(());
    }
    let told = |code: FailureCode| Failure::new(code).about(host);
    let asked = tokio::time::timeout(CONNECT_LIMIT, ask(stream, proxy, url)).await;
    let status = match asked {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => return Err(told(FailureCode::DeliveryProxyRefused).detail(error)),
        Err(_) => return Err(told(FailureCode::DeliveryProxyUnreachable)),
    };
    let code = match status {
        200..=299 => return Ok(()),
        407 => FailureCode::DeliveryProxyLogin,
        // The proxy could not reach the server: that is the server's name or connection.
        502..=504 => {
            let server = url.host_str().unwrap_or_default();
            let failure = Failure::new(FailureCode::DeliveryConnect).about(server);
            return Err(Failure { status: Some(status), ..failure }.detail(format!("through {host}")));
        }
        _ => FailureCode::DeliveryProxyRefused,
    };
    Err(Failure { status: Some(status), ..told(code) })
}

async fn connect(
    host: &str,
    port: u16,
    unknown: FailureCode,
    unreachable: FailureCode,
) -> Result<TcpStream, Failure> {
    let told = |code: FailureCode| Failure::new(code).about(host);
    // A literal IPv6 address stands in brackets in a URL.
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = tokio::time::timeout(CONNECT_LIMIT, lookup_host((name, port))).await;
    let addresses: Vec<_> = match addresses {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => return Err(told(unknown).detail(error)),
        Err(_) => return Err(told(unknown)),
    };
    match tokio::time::timeout(CONNECT_LIMIT, TcpStream::connect(addresses.as_slice())).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(told(unreachable).detail(error)),
        Err(_) => Err(told(unreachable)),
    }
}

/// Sends CONNECT; gives the status of the answer.
async fn ask(mut stream: TcpStream, proxy: &Url, url: &Url) -> io::Result<u16> {
    let authority =
        format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
    let login = match scepscope_proxy::authorization(proxy) {
        Some(value) => format!("Proxy-Authorization: {value}\r\n"),
        None => String::new(),
    };
    let request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{login}\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.contains(&b'\n') && answer.len() < MAX_PROXY_ANSWER {
        if stream.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    let line = answer.split(|b| *b == b'\n').next().unwrap_or_default();
    let status =
        std::str::from_utf8(line).ok().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok());
    status.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not an HTTP answer"))
}
