//! TLS with Android's root certificates.
//!
//! The system's own verifier can only be asked from Kotlin, which a library cannot bring along. So the root store's
//! files are read, and rustls judges. Certificates that the user or an MDM added are in another folder, which apps
//! do not see by default: on Android a private authority has to be given as `extra_roots`.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

/// rustls with ring, the system's root certificates, and `extra_roots` (DER) besides.
pub(super) fn client_config(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    let system = rustls_native_certs::load_native_certs().certs;
    let extra = extra_roots.iter().map(|der| CertificateDer::from(der.clone()));
    roots.add_parsable_certificates(system.into_iter().chain(extra));
    with_roots(roots)
}

/// For targets on this very machine that use no TLS.
pub(super) fn trusting_nobody() -> Result<ClientConfig, rustls::Error> {
    with_roots(RootCertStore::empty())
}

fn with_roots(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
