//! A container of Azure Blob (`az://CONTAINER/PREFIX`) or a bucket of S3 (`s3://BUCKET/PREFIX`) as an inbox.
//!
//! Account, endpoint and credentials come from the environment under the names that the stores' own tools use, so that no
//! secret stands on a command line. Only what is read is asked for: list and get.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path;
use object_store::{ClientConfigKey, ClientOptions, GetOptions, ObjectMeta, ObjectStore, RetryConfig};
use tempfile::NamedTempFile;
use tokio::runtime::Runtime;
use url::{Host, Url};

use crate::error::FleetError;
use crate::inbox::{Fetched, Found, Inbox, is_bundle_name};
use crate::tls;

/// How long a connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(30);
/// How long a store may be silent while it answers.
const READ_LIMIT: Duration = Duration::from_secs(60);
/// How often, and how long, a request is repeated after a fault that passes.
const RETRIES: usize = 4;
const RETRY_LIMIT: Duration = Duration::from_secs(60);

/// An object store.
#[derive(Debug)]
pub struct StoreInbox {
    name: String,
    prefix: Path,
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

impl StoreInbox {
    /// Whether `text` names an object store.
    pub fn is_url(text: &str) -> bool {
        ["az://", "s3://"].iter().any(|scheme| text.starts_with(scheme))
    }

    /// The store that `url` names, with the environment's account and credentials. Nothing is asked yet.
    ///
    /// # Errors
    /// [`FleetError::Inbox`] where the URL names no store, or the environment lacks what the store needs.
    pub fn from_environment(url: &str) -> Result<StoreInbox, FleetError> {
        // A query could hold a signature: it is neither used nor shown.
        let name = url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let failed = |detail: String| FleetError::Inbox { inbox: name.clone(), detail };
        let parsed = Url::parse(&name).map_err(|e| failed(e.to_string()))?;
        let prefix = Path::from_url_path(parsed.path()).map_err(|e| failed(e.to_string()))?;
        let retry =
            RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_LIMIT, ..RetryConfig::default() };
        let store: Arc<dyn ObjectStore> = match parsed.scheme() {
            "az" => {
                let builder = MicrosoftAzureBuilder::from_env().with_url(name.as_str()).with_retry(retry);
                let here = is_here(builder.get_config_value(&AzureConfigKey::Endpoint));
                let builder = builder.with_allow_http(here).with_http_connector(Connector { direct: here });
                Arc::new(builder.build().map_err(|e| failed(e.to_string()))?)
            }
            "s3" => {
                let builder = AmazonS3Builder::from_env().with_url(name.as_str()).with_retry(retry);
                let here = is_here(builder.get_config_value(&AmazonS3ConfigKey::Endpoint));
                let builder = builder.with_allow_http(here).with_http_connector(Connector { direct: here });
                Arc::new(builder.build().map_err(|e| failed(e.to_string()))?)
            }
            other => return Err(failed(format!("{other}: neither az nor s3"))),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|e| failed(e.to_string()))?;
        Ok(StoreInbox { name, prefix, store, runtime })
    }

    fn found(&self, object: &ObjectMeta) -> Option<Found> {
        let parts = object.location.prefix_match(&self.prefix)?;
        let name = parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join("/");
        let version = object.e_tag.clone().unwrap_or_else(|| {
            format!("{}-{}", object.size, object.last_modified.timestamp_nanos_opt().unwrap_or_default())
        });
        is_bundle_name(&name).then_some(Found { name, version, bytes: object.size })
    }

    async fn download(&self, found: &Found) -> io::Result<NamedTempFile> {
        let location = match self.prefix.as_ref() {
            "" => Path::parse(&found.name),
            prefix => Path::parse(format!("{prefix}/{}", found.name)),
        };
        let location = location.map_err(io::Error::other)?;
        // Of the very content that was listed: another one gets its row at the next run.
        let etag = Some(&found.version).filter(|version| version.contains('"')).cloned();
        let options = GetOptions { if_match: etag, ..GetOptions::default() };
        let mut content =
            self.store.get_opts(&location, options).await.map_err(io::Error::other)?.into_stream();
        let mut file = NamedTempFile::new()?;
        let mut left = found.bytes;
        while let Some(chunk) = content.next().await {
            let chunk = chunk.map_err(io::Error::other)?;
            left =
                left.checked_sub(chunk.len() as u64).ok_or_else(|| io::Error::other("longer than listed"))?;
            file.write_all(&chunk)?;
        }
        if left == 0 { Ok(file) } else { Err(io::Error::other("shorter than listed")) }
    }
}

impl Inbox for StoreInbox {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self, tell: &mut dyn FnMut(Found)) -> io::Result<()> {
        self.runtime.block_on(async {
            let mut objects = self.store.list(Some(&self.prefix));
            while let Some(object) = objects.next().await {
                if let Some(found) = self.found(&object.map_err(io::Error::other)?) {
                    tell(found);
                }
            }
            Ok(())
        })
    }

    fn fetch(&self, found: &Found) -> io::Result<Fetched> {
        let file = self.runtime.block_on(self.download(found))?;
        Ok(Fetched::Copy(file.into_temp_path()))
    }
}

/// Whether an endpoint is this very machine: only there TLS may be missing, and no proxy is asked.
fn is_here(endpoint: Option<String>) -> bool {
    let url = endpoint.and_then(|text| Url::parse(&text).ok());
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// Makes HTTP clients whose TLS is judged by the system.
#[derive(Debug)]
struct Connector {
    direct: bool,
}

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| object_store::Error::Generic {
            store: "HTTP",
            source,
        };
        let plain = options.get_config_value(&ClientConfigKey::AllowHttp).as_deref() == Some("true");
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config().map_err(|e| failed(e.into()))?)
            .user_agent(concat!("scepscope/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .https_only(!plain)
            .connect_timeout(CONNECT_LIMIT)
            .read_timeout(READ_LIMIT)
            .http1_only();
        if self.direct {
            builder = builder.no_proxy();
        }
        Ok(HttpClient::new(builder.build().map_err(|e| failed(e.into()))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_very_machine_may_do_without_tls() {
        let here = |text: &str| is_here(Some(text.to_owned()));
        assert!(
            here("http://127.0.0.1:10000/devstoreaccount1")
                && here("http://[::1]:9000")
                && here("http://localhost")
        );
        assert!(!here("http://10.0.0.5:9000") && !here("http://localhost.example") && !here("nonsense"));
        assert!(!is_here(None));
    }

    #[test]
    fn a_signature_in_the_url_is_not_shown() {
        let refused = StoreInbox::from_environment("gs://bucket/x?sig=secret").unwrap_err().to_string();
        assert!(!refused.contains("secret") && refused.contains("neither az nor s3"), "{refused}");
    }
}
