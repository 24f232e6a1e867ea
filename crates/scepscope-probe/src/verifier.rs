//! The server's certificates: recorded as offered, judged by the system's store.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::limits::{MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES};

/// Who decides whether a server's certificates are trusted.
pub trait Trust: Send + Sync {
    /// The verifier.
    ///
    /// # Errors
    /// The system's store can't be used.
    fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, TrustError>;
}

/// The system's certificate store can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the system's certificate store can't be used: {0}")]
pub struct TrustError(pub String);

/// The system's own certificate store.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTrust;

impl Trust for SystemTrust {
    fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, TrustError> {
        crate::system_trust::verifier(provider).map_err(|error| TrustError(error.to_string()))
    }
}

/// Keeps what the server offered, then lets the real verifier judge it.
#[derive(Debug)]
pub(crate) struct Recorder {
    inner: Arc<dyn ServerCertVerifier>,
    offered: Mutex<Vec<Vec<u8>>>,
}

impl Recorder {
    pub(crate) fn new(inner: Arc<dyn ServerCertVerifier>) -> Arc<Recorder> {
        Arc::new(Recorder { inner, offered: Mutex::default() })
    }

    /// The certificates of the latest handshake, the server's own first.
    pub(crate) fn offered(&self) -> Vec<Vec<u8>> {
        self.offered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A TLS configuration that verifies by `recorder`, for HTTP/1.1.
pub(crate) fn tls_config(
    provider: Arc<CryptoProvider>,
    recorder: &Arc<Recorder>,
) -> Result<ClientConfig, TrustError> {
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TrustError(error.to_string()))?;
    let mut config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(recorder) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Every connection is a full handshake: a resumed one shows no certificates.
    config.resumption = rustls::client::Resumption::disabled();
    Ok(config)
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let offered = std::iter::once(end_entity)
            .chain(intermediates)
            .take(MAX_CERTIFICATES)
            .filter(|der| der.len() <= MAX_CERTIFICATE_BYTES)
            .map(|der| der.to_vec())
            .collect();
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = offered;
        self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
