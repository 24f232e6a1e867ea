//! The steps below HTTP: the name, a connection to each address, the proxy, TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use scepscope_model::{Cause, Confidence, ProbeStepId, StepResult};
use url::Url;

use super::{Detail, Route, Run, detail};
use crate::certificates::facts;
use crate::fetch::Way;
use crate::guard::is_public_enough;
use crate::judge;
use crate::reach::{HandshakeFault, Tunnel, connect_all, handshake, resolve, tunnel};
use crate::verifier::{TrustError, tls_config};

impl Run<'_> {
    /// The proxy that is to be used for this URL.
    async fn proxy(&self) -> Option<Url> {
        match &self.options.route {
            Route::Direct => None,
            Route::Proxy(proxy) => Some(proxy.clone()),
            Route::System => {
                let url = self.url.url().clone();
                tokio::task::spawn_blocking(move || scepscope_proxy::for_url(&url)).await.ok()?
            }
        }
    }

    /// Everything below HTTP. `None` where no request can be made.
    pub(super) async fn reach(&mut self) -> Result<Option<Way>, TrustError> {
        let host = self.url.host();
        if let Some(proxy) = self.proxy().await {
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
