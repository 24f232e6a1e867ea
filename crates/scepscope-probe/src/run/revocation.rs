//! Whether revocation can be checked from this device.

use std::time::Duration;

use scepscope_model::{Cause, Confidence, ProbeStepId, StepResult};

use super::{Run, detail};
use crate::ScepUrl;
use crate::fetch::{Way, get};
use crate::guard::is_public_enough;
use crate::limits::MAX_REVOCATION_URLS;
use crate::reach::resolve;
use crate::verifier::TrustError;

impl Run<'_> {
    /// Whether the addresses for revocation can be reached from here.
    pub(super) async fn revocation(&mut self, way: &Way) -> Result<(), TrustError> {
        let mut urls: Vec<String> = Vec::new();
        for certificate in self.report.tls_chain.iter().chain(&self.report.scep_certificates) {
            for url in &certificate.revocation_urls {
                if !urls.contains(url) {
                    urls.push(url.clone());
                }
            }
        }
        for text in urls.iter().take(MAX_REVOCATION_URLS) {
            let Ok(url) = ScepUrl::parse(text, self.options.allow_local) else {
                self.skip(ProbeStepId::Revocation, text, "not_an_address_to_ask");
                continue;
            };
            if self.out_of_time() {
                self.skip(ProbeStepId::Revocation, text, "total_time");
                continue;
            }
            self.one_revocation(&url, way).await?;
        }
        if urls.len() > MAX_REVOCATION_URLS {
            let more = format!("MAX_REVOCATION_URLS {MAX_REVOCATION_URLS}");
            self.skip(ProbeStepId::Revocation, &more, "limit");
        }
        Ok(())
    }

    async fn one_revocation(&mut self, url: &ScepUrl, way: &Way) -> Result<(), TrustError> {
        let step = ProbeStepId::Revocation;
        let host = url.host();
        let way = match way {
            Way::Proxy(proxy) => Way::Proxy(proxy.clone()),
            Way::Direct(_) => match resolve(&host, url.port()).await {
                Ok(resolved) => {
                    let addresses = resolved.addresses.into_iter();
                    Way::Direct(
                        addresses.filter(|a| self.options.allow_local || is_public_enough(a.ip())).collect(),
                    )
                }
                Err(error) => {
                    self.step(
                        step,
                        url.as_str(),
                        StepResult::Failed,
                        Duration::ZERO,
                        detail([("error", error)]),
                    );
                    self.unreachable_revocation(url);
                    return Ok(());
                }
            },
        };
        if matches!(&way, Way::Direct(addresses) if addresses.is_empty()) {
            self.skip(step, url.as_str(), "local_address");
            return Ok(());
        }
        let client = self.client(&host, &way)?;
        match get(&client, url.url()).await {
            // Whatever it answers to a bare GET: it can be reached. An OCSP responder wants more than that.
            Ok(answer) => {
                let words = detail([("status", answer.status.to_string())]);
                self.step(step, url.as_str(), StepResult::Ok, answer.took, words);
            }
            Err(no_answer) => {
                self.step(
                    step,
                    url.as_str(),
                    StepResult::Failed,
                    no_answer.took,
                    detail([("error", no_answer.text)]),
                );
                self.unreachable_revocation(url);
            }
        }
        Ok(())
    }

    fn unreachable_revocation(&mut self, url: &ScepUrl) {
        let seen = format!("{} can't be reached from here", url.as_str());
        self.find(ProbeStepId::Revocation, (Cause::CrlUnreachable, Confidence::Possible, seen));
    }
}
