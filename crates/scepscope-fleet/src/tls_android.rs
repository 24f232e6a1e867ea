//! TLS with Android's root certificates: the system's own verifier can only be asked from Kotlin.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// rustls with ring and the system's root certificates.
pub(crate) fn client_config() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
