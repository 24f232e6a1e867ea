//! Connections: TLS, bounds, graceful stop.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rand_core::OsRng;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use scepscope_bundle::{FileKeyStore, Identity, KeyStoreError, PublicKey, Signer};
use thiserror::Error;
use time::OffsetDateTime;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::admission::Admission;
use crate::limits::{
    BODY_IDLE_LIMIT, HANDSHAKE_LIMIT, HEAD_LIMIT, MAX_BUNDLE_BYTES, MAX_CONNECTIONS,
    MAX_CONNECTIONS_PER_ADDRESS, MAX_HEAD_BYTES, MAX_INBOX_BYTES, STOP_LIMIT, SWEEP_EVERY,
};
use crate::store::{Quota, Store};
use crate::tus::{App, router};

/// Pause after the system refused to give a connection, so that a full table does not become a busy loop.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Hears what arrives.
pub trait Observer: Send + Sync {
    /// A bundle stands in the inbox.
    fn arrived(&self, name: &str, bytes: u64);
    /// An upload was refused. The reason may hold a client's words: neutralise.
    fn refused(&self, reason: &str);
}

/// PEM files for TLS.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate chain, the server's own first.
    pub certificates: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How a receiver works.
pub struct ReceiverOptions {
    /// The folder that bundles are put into.
    pub inbox: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// TLS; without, the receiver listens on a loopback address only.
    pub tls: Option<TlsFiles>,
    /// Who may send.
    pub admission: Box<dyn Admission>,
    /// Hears what arrives.
    pub observer: Box<dyn Observer>,
    /// An identity that opens encrypted bundles, so that they are looked into, too.
    pub identity: Option<Identity>,
    /// Largest bundle, in bytes.
    pub max_bundle: u64,
    /// Most bytes in the inbox.
    pub max_inbox: u64,
    /// Time for the head of a request, and between two requests of a connection.
    pub head_limit: Duration,
    /// Time in which not one byte of a body comes.
    pub body_idle_limit: Duration,
}

impl ReceiverOptions {
    /// Options with the limits of [`crate::limits`].
    pub fn new(
        inbox: &Path,
        listen: SocketAddr,
        admission: Box<dyn Admission>,
        observer: Box<dyn Observer>,
    ) -> ReceiverOptions {
        ReceiverOptions {
            inbox: inbox.to_owned(),
            listen,
            tls: None,
            admission,
            observer,
            identity: None,
            max_bundle: MAX_BUNDLE_BYTES,
            max_inbox: MAX_INBOX_BYTES,
            head_limit: HEAD_LIMIT,
            body_idle_limit: BODY_IDLE_LIMIT,
        }
    }
}

/// Why a receiver did not start, or ended.
#[derive(Debug, Error)]
pub enum ReceiverError {
    /// Without TLS beyond this machine.
    #[error("without TLS only a loopback address can be listened on")]
    PlainBeyondLoopback,
    /// The address can't be listened on.
    #[error("{0}")]
    Listen(#[source] io::Error),
    /// The certificate or its key can't be used.
    #[error("{0}")]
    Tls(String),
    /// The inbox can't be used.
    #[error("{0}")]
    Inbox(#[source] io::Error),
    /// The receiver's signing key can't be used.
    #[error("{0}")]
    Key(#[from] KeyStoreError),
}

/// Stops a receiver from anywhere.
#[derive(Debug, Clone)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Takes no more connections; those under way get [`STOP_LIMIT`].
    pub fn now(&self) {
        self.0.send_replace(true);
    }
}

/// A receiver that listens, and serves once it runs.
pub struct Receiver {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Arc<App>,
    key: PublicKey,
    stop: watch::Sender<bool>,
    head_limit: Duration,
}

impl Receiver {
    /// Opens the inbox, finishes what an earlier run left, and listens.
    ///
    /// # Errors
    /// [`ReceiverError`].
    pub fn open(options: ReceiverOptions) -> Result<Receiver, ReceiverError> {
        if options.tls.is_none() && !options.listen.ip().is_loopback() {
            return Err(ReceiverError::PlainBeyondLoopback);
        }
        let tls = options.tls.as_ref().map(acceptor).transpose()?;
        let key_path = options.inbox.join(".receiver/identity/receiver-key");
        std::fs::create_dir_all(&options.inbox).map_err(ReceiverError::Inbox)?;
        let key = FileKeyStore::new(key_path).read_or_create(&mut OsRng)?;
        let public = key.public_key().clone();
        let quota = Quota { bundle: options.max_bundle, inbox: options.max_inbox };
        let store =
            Store::open(&options.inbox, quota, key, options.identity).map_err(ReceiverError::Inbox)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(ReceiverError::Listen)?;
        let listener = runtime.block_on(TcpListener::bind(options.listen)).map_err(ReceiverError::Listen)?;
        let app = App {
            store,
            admission: options.admission,
            observer: options.observer,
            writers: Arc::default(),
            body_idle_limit: options.body_idle_limit,
        };
        let stop = watch::Sender::new(false);
        let head_limit = options.head_limit;
        Ok(Receiver { runtime, listener, tls, app: Arc::new(app), key: public, stop, head_limit })
    }

    /// The address that it listens on.
    ///
    /// # Errors
    /// [`ReceiverError::Listen`].
    pub fn address(&self) -> Result<SocketAddr, ReceiverError> {
        self.listener.local_addr().map_err(ReceiverError::Listen)
    }

    /// The key that signs receipts.
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The target for devices: `tus+http[s]://ADDRESS/files/`.
    ///
    /// # Errors
    /// [`ReceiverError::Listen`].
    pub fn target(&self) -> Result<String, ReceiverError> {
        let scheme = if self.tls.is_some() { "tus+https" } else { "tus+http" };
        Ok(format!("{scheme}://{}/files/", self.address()?))
    }

    /// A handle that stops it.
    pub fn stop(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// Serves until it is stopped.
    pub fn run(self) {
        let Receiver { runtime, listener, tls, app, stop, head_limit, .. } = self;
        let mut stopped = stop.subscribe();
        runtime.block_on(async move {
            let graceful = GracefulShutdown::new();
            let crowd = Arc::new(Crowd::default());
            let mut sweeps = tokio::time::interval(SWEEP_EVERY);
            loop {
                tokio::select! {
                    _ = stopped.wait_for(|stopped| *stopped) => break,
                    _ = sweeps.tick() => sweep(&app),
                    accepted = listener.accept() => match accepted {
                        Ok((stream, address)) => {
                            let Some(seat) = Crowd::enter(&crowd, address.ip()) else { continue };
                            let (tls, app) = (tls.clone(), app.clone());
                            let connection = Connection { stream, tls, app, seat, head_limit };
                            tokio::spawn(connection.serve(graceful.watcher()));
                        }
                        Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                    },
                }
            }
            drop(listener);
            let _ = tokio::time::timeout(STOP_LIMIT, graceful.shutdown()).await;
        });
        runtime.shutdown_timeout(STOP_LIMIT);
    }
}

fn sweep(app: &Arc<App>) {
    let app = app.clone();
    // What can't be removed now is tried again in the next round.
    tokio::task::spawn_blocking(move || app.store.sweep(OffsetDateTime::now_utc()));
}

fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, ReceiverError> {
    let unusable =
        |path: &Path, e: &dyn std::fmt::Display| ReceiverError::Tls(format!("{}: {e}", path.display()));
    let certificates = CertificateDer::pem_file_iter(&files.certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| unusable(&files.certificates, &e))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|e| unusable(&files.key, &e))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|b| b.with_no_client_auth().with_single_cert(certificates, key))
        .map_err(|e| ReceiverError::Tls(e.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// How many connections there are, and from where.
#[derive(Default)]
struct Crowd(Mutex<HashMap<IpAddr, usize>>);

/// One connection's place; gives it back when dropped.
struct Seat {
    crowd: Arc<Crowd>,
    address: IpAddr,
}

impl Crowd {
    /// `None` where there are too many already.
    fn enter(crowd: &Arc<Crowd>, address: IpAddr) -> Option<Seat> {
        let mut all = crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.values().sum::<usize>() >= MAX_CONNECTIONS {
            return None;
        }
        let here = all.entry(address).or_default();
        if *here >= MAX_CONNECTIONS_PER_ADDRESS {
            return None;
        }
        *here += 1;
        Some(Seat { crowd: crowd.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = all.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                all.remove(&self.address);
            }
        }
    }
}

struct Connection {
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    app: Arc<App>,
    seat: Seat,
    head_limit: Duration,
}

impl Connection {
    /// Serves one connection to its end. Whatever ends it early is the client's to notice.
    async fn serve(self, watcher: hyper_util::server::graceful::Watcher) {
        let Connection { stream, tls, app, seat, head_limit } = self;
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router(app));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(head_limit).max_buf_size(MAX_HEAD_BYTES);
        match tls {
            None => {
                let _ = watcher.watch(http.serve_connection(TokioIo::new(stream), service)).await;
            }
            Some(tls) => {
                if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_LIMIT, tls.accept(stream)).await {
                    let _ = watcher.watch(http.serve_connection(TokioIo::new(stream), service)).await;
                }
            }
        }
        drop(seat);
    }
}
