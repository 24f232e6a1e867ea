//! Android's root certificates, judged by rustls.
//!
//! The system's own verifier can only be asked from Kotlin, which a library cannot bring along. Certificates that the user or an
//! MDM added are in another folder, which apps do not see by default: a private authority is not known here.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::server::VerifierBuilderError;

pub(crate) fn verifier(
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, VerifierBuilderError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Ok(WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build()?)
}
