//! The requests: the plain URL, the operations, longer and longer queries.

use reqwest::Client;
use scepscope_model::{Cause, Confidence, ProbeStepId};

use super::Run;
use crate::certificates::{ca_list, facts};
use crate::fetch::Way;
use crate::judge;
use crate::limits::{MAX_CERTIFICATES, QUERY_LADDER};
use crate::verifier::TrustError;

impl Run<'_> {
    pub(super) async fn ask(&mut self, way: &Way) -> Result<(), TrustError> {
        let client = self.client(&self.url.host(), way)?;
        let plain = self.request(ProbeStepId::PlainGet, &client, self.url.url()).await;
        if let Some(answer) = &plain
            && let Some(verdict) =
                judge::plain_page(answer).or_else(|| judge::status(answer, self.url, false))
        {
            self.failed();
            self.find(ProbeStepId::PlainGet, verdict);
        }
        if plain.is_none() {
            // What gives no answer at all gives none to the others: they would only cost their time limits.
            for step in [ProbeStepId::GetCaCaps, ProbeStepId::GetCaCert] {
                self.skip(step, self.url.as_str(), "no_answer_to_the_plain_request");
            }
            return Ok(());
        }
        self.capabilities(&client).await;
        self.ca_certificates(&client).await;
        if self.report.capabilities.iter().any(|c| c.eq_ignore_ascii_case("GetNextCACert")) {
            let url = self.options.ask_as.operation(self.url, "GetNextCACert");
            // Most servers have none ready: an error here is no finding.
            self.request(ProbeStepId::GetNextCaCert, &client, &url).await;
        }
        if self.options.long_query {
            self.long_query(&client).await;
        }
        Ok(())
    }

    async fn capabilities(&mut self, client: &Client) {
        let step = ProbeStepId::GetCaCaps;
        let url = self.options.ask_as.operation(self.url, "GetCACaps");
        let Some(answer) = self.request(step, client, &url).await else { return };
        let verdict = match judge::status(&answer, self.url, true) {
            Some(verdict) => Some(verdict),
            None => match judge::capabilities(&answer) {
                Some(list) => {
                    let weak = judge::weak(&list);
                    self.report.capabilities = list;
                    weak
                }
                None => Some(judge::not_scep(&answer)),
            },
        };
        if let Some(verdict) = verdict {
            self.failed();
            self.find(step, verdict);
        }
    }

    async fn ca_certificates(&mut self, client: &Client) {
        let step = ProbeStepId::GetCaCert;
        let url = self.options.ask_as.operation(self.url, "GetCACert");
        let Some(answer) = self.request(step, client, &url).await else { return };
        if let Some(verdict) = judge::status(&answer, self.url, true) {
            self.failed();
            self.find(step, verdict);
            return;
        }
        let Some(list) = ca_list(&answer.body) else {
            self.failed();
            self.find(step, judge::no_list(&answer));
            return;
        };
        if let Some(last) = self.report.steps.last_mut() {
            last.detail.insert("certificates".to_owned(), list.found.to_string());
            if list.found > MAX_CERTIFICATES {
                last.detail.insert("limit".to_owned(), format!("MAX_CERTIFICATES {MAX_CERTIFICATES}"));
            }
        }
        let certificates: Vec<_> = list.certificates.iter().filter_map(|der| facts(der)).collect();
        let verdicts = judge::ca_certificates(&certificates, self.options.ask_as, (self.options.clock)());
        self.report.scep_certificates = certificates;
        if !verdicts.is_empty() {
            self.failed();
        }
        verdicts.into_iter().for_each(|verdict| self.find(step, verdict));
    }

    /// Longer and longer queries, up to the first refusal. Only where the short one is answered.
    async fn long_query(&mut self, client: &Client) {
        let step = ProbeStepId::LongQuery;
        if self.report.capabilities.is_empty() {
            self.skip(step, self.url.as_str(), "the_short_query_was_not_answered");
            return;
        }
        for bytes in QUERY_LADDER {
            let url = self.options.ask_as.long_query(self.url, bytes);
            let before = self.verdicts.len();
            let answer = self.request(step, client, &url).await;
            if let Some(last) = self.report.steps.last_mut() {
                last.detail.insert("query_bytes".to_owned(), bytes.to_string());
            }
            let accepted =
                answer.as_ref().is_some_and(|a| a.status == 200 && judge::capabilities(a).is_some());
            if accepted {
                self.report.longest_query_answered = Some(bytes as u64);
                continue;
            }
            self.failed();
            self.report.shortest_query_refused = Some(bytes as u64);
            // The short query was answered: what is refused now is the length.
            self.verdicts.truncate(before);
            let how = match &answer {
                Some(answer) => format!("HTTP {}", answer.status),
                None => "the connection ended".to_owned(),
            };
            let answered = self.report.longest_query_answered;
            let shorter = answered.map(|n| format!("; {n} bytes were answered")).unwrap_or_default();
            let seen = format!("a query of {bytes} bytes was refused ({how}){shorter}");
            let status = answer.map_or(0, |a| a.status);
            let confidence = if matches!(status, 400 | 404 | 414 | 431) {
                Confidence::Certain
            } else {
                Confidence::Likely
            };
            self.find(step, (Cause::UriTooLong, confidence, seen));
            return;
        }
    }
}
