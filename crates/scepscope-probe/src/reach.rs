//! Everything below HTTP: names, connections, the tunnel of a proxy, TLS.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::fetch::tls_error;
use crate::limits::{CONNECT_TIME, DNS_TIME, MAX_ADDRESSES, TLS_TIME};

/// Longest answer of a proxy that is read, in bytes.
const MAX_PROXY_ANSWER: usize = 8 << 10;

/// The addresses of a name, each once, in the system's order.
pub(crate) struct Resolved {
    pub(crate) addresses: Vec<SocketAddr>,
    /// How many there were before the limit.
    pub(crate) found: usize,
}

pub(crate) async fn resolve(host: &str, port: u16) -> Result<Resolved, String> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(Resolved { addresses: vec![SocketAddr::new(address, port)], found: 1 });
    }
    match timeout(DNS_TIME, tokio::net::lookup_host((host, port))).await {
        Err(_) => Err(format!("no answer within {} s", DNS_TIME.as_secs())),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(found)) => {
            let mut addresses: Vec<SocketAddr> = Vec::new();
            for address in found {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            let found = addresses.len();
            addresses.truncate(MAX_ADDRESSES);
            if addresses.is_empty() {
                Err("the name has no address".to_owned())
            } else {
                Ok(Resolved { addresses, found })
            }
        }
    }
}

/// How connecting to one address ended.
pub(crate) struct Tried {
    pub(crate) address: SocketAddr,
    pub(crate) took: Duration,
    pub(crate) stream: Result<TcpStream, io::Error>,
}

/// Connects to every address at once; answers in the order of `addresses`.
pub(crate) async fn connect_all(addresses: &[SocketAddr]) -> Vec<Tried> {
    let mut tasks = JoinSet::new();
    for (at, address) in addresses.iter().copied().enumerate() {
        tasks.spawn(async move {
            let began = Instant::now();
            let stream = connect(address).await;
            (at, Tried { address, took: began.elapsed(), stream })
        });
    }
    let mut tried = Vec::new();
    while let Some(done) = tasks.join_next().await {
        tried.extend(done.ok());
    }
    tried.sort_by_key(|(at, _)| *at);
    tried.into_iter().map(|(_, tried)| tried).collect()
}

async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    match timeout(CONNECT_TIME, TcpStream::connect(address)).await {
        Ok(stream) => stream,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// What a proxy said to CONNECT.
pub(crate) enum Tunnel {
    Open(TcpStream),
    Refused { status: u16, line: String },
    Broken(String),
}

/// Asks an HTTP proxy for a tunnel (RFC 9110, 9.3.6).
pub(crate) async fn tunnel(proxy: &Url, host: &str, port: u16) -> Tunnel {
    match timeout(TLS_TIME + CONNECT_TIME, ask_tunnel(proxy, host, port)).await {
        Ok(Ok(tunnel)) => tunnel,
        Ok(Err(error)) => Tunnel::Broken(error.to_string()),
        Err(_) => Tunnel::Broken("the proxy did not answer in time".to_owned()),
    }
}

async fn ask_tunnel(proxy: &Url, host: &str, port: u16) -> io::Result<Tunnel> {
    let unusable = || io::Error::other("the proxy's address can't be used");
    let address =
        (proxy.host_str().ok_or_else(unusable)?, proxy.port_or_known_default().ok_or_else(unusable)?);
    let mut stream = TcpStream::connect(address).await?;
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    stream
        .write_all(format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n").as_bytes())
        .await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        // Byte by byte: what follows the answer belongs to the tunnel.
        answer.push(stream.read_u8().await?);
        if answer.len() > MAX_PROXY_ANSWER {
            return Ok(Tunnel::Broken("the proxy's answer is too long".to_owned()));
        }
    }
    let text = String::from_utf8_lossy(&answer);
    let line = text.lines().next().unwrap_or_default().to_owned();
    let status = line.split(' ').nth(1).and_then(|code| code.parse::<u16>().ok());
    Ok(match status {
        Some(200..=299) => Tunnel::Open(stream),
        Some(status) => Tunnel::Refused { status, line },
        None => Tunnel::Broken("what answers there is no HTTP proxy".to_owned()),
    })
}

/// Why a handshake failed.
#[derive(Debug)]
pub(crate) enum HandshakeFault {
    Timeout,
    Tls(rustls::Error),
    Io(io::Error),
    /// The host can't stand in a certificate.
    Name,
}

/// The version and cipher suite of a handshake that worked.
pub(crate) async fn handshake(
    stream: TcpStream,
    host: &str,
    config: ClientConfig,
) -> Result<String, HandshakeFault> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| HandshakeFault::Name)?;
    let connector = TlsConnector::from(Arc::new(config));
    match timeout(TLS_TIME, connector.connect(name, stream)).await {
        Err(_) => Err(HandshakeFault::Timeout),
        Ok(Err(error)) => Err(match tls_error(&error) {
            Some(tls) => HandshakeFault::Tls(tls),
            None => HandshakeFault::Io(error),
        }),
        Ok(Ok(stream)) => {
            let (_, session) = stream.get_ref();
            let version = session.protocol_version().and_then(|v| v.as_str()).unwrap_or("TLS");
            let suite =
                session.negotiated_cipher_suite().and_then(|s| s.suite().as_str()).unwrap_or_default();
            Ok(format!("{version} {suite}").trim().to_owned())
        }
    }
}
