//! The answers of a server's address, for a terminal.

use scepscope_model::{
    Cause, CertificateFacts, CertificateRole, ProbeFinding, ProbeReport, ProbeStep, StepResult,
};

use crate::terminal::{MAX_TEXT_CHARS, MAX_WIDTH, MIN_WIDTH};
use crate::text::{columns, neutralise, pad, wrap};
use crate::words::Words;

/// Certificates of one list that are shown; how many more there are is said.
const MAX_CERTIFICATES: usize = 10;

/// The probe as text of at most `width` columns, ending in a line break. Everything that a server sent is neutralised.
pub fn render(report: &ProbeReport, words: &Words, width: usize) -> String {
    let mut page = Page { out: String::new(), words, width: width.clamp(MIN_WIDTH, MAX_WIDTH) };
    page.headline(report);
    page.line("");
    let platform = words.platform(report.asked_as);
    page.block(
        "",
        &words.get("probe-asked", &[("url", report.url.as_str().into()), ("platform", platform.into())]),
    );
    if let Some(proxy) = &report.proxy {
        page.block("", &words.get("probe-proxy", &[("proxy", proxy.as_str().into())]));
    }
    page.heading("probe-steps");
    report.steps.iter().for_each(|step| page.step(step));
    page.answers(report);
    page.certificates("probe-chain", &report.tls_chain);
    page.certificates("probe-certificates", &report.scep_certificates);
    page.findings(&report.findings);
    page.out
}

/// The finding that the probe's sentence rests on.
fn first(report: &ProbeReport) -> Option<&ProbeFinding> {
    report.findings.first()
}

struct Page<'a> {
    out: String,
    words: &'a Words,
    width: usize,
}

impl Page<'_> {
    fn headline(&mut self, report: &ProbeReport) {
        let words = self.words;
        let (sentence, next) = match first(report) {
            Some(finding) if finding.cause == Cause::Healthy => {
                (words.plain("probe-healthy"), words.plain("probe-healthy-next"))
            }
            Some(finding) => {
                let title = words.cause_title(finding.cause);
                (
                    words.get("probe-trouble", &[("title", title.into())]),
                    words.cause_part(finding.cause, "user"),
                )
            }
            None => (words.plain("probe-unclear"), words.plain("probe-unclear-next")),
        };
        let mark = match first(report) {
            Some(finding) if finding.cause == Cause::Healthy => "● ",
            Some(_) => "✕ ",
            None => "○ ",
        };
        self.block(mark, &sentence);
        self.block("  ", &next);
    }

    fn step(&mut self, step: &ProbeStep) {
        let words = self.words;
        let sign = match step.result {
            StepResult::Ok => "●",
            StepResult::Failed => "✕",
            StepResult::Skipped => "◌",
        };
        let name = words.vocabulary("probestep", step.step.id());
        let mut facts = vec![self.result(step.result)];
        if step.result != StepResult::Skipped {
            facts.push(words.get("probe-milliseconds", &[("count", step.milliseconds.into())]));
        }
        for (name, value) in &step.detail {
            facts.push(match name.as_str() {
                "reason" => words.vocabulary("probereason", value),
                "error" | "session" | "addresses" => value.clone(),
                "status" => format!("HTTP {value}"),
                _ => format!("{name} {value}"),
            });
        }
        self.block(&format!("  {sign} {} ", pad(&name, 14)), &step.target);
        self.block("      ", &facts.join(" · "));
    }

    fn result(&self, result: StepResult) -> String {
        self.words.plain(match result {
            StepResult::Ok => "probe-result-ok",
            StepResult::Failed => "probe-result-failed",
            StepResult::Skipped => "probe-result-skipped",
        })
    }

    fn answers(&mut self, report: &ProbeReport) {
        let words = self.words;
        if !report.capabilities.is_empty() {
            self.line("");
            let list = report.capabilities.join(", ");
            self.block("", &words.get("probe-capabilities", &[("list", list.into())]));
        }
        if let Some(answered) = report.longest_query_answered {
            let answered = ("answered", answered.into());
            let text = match report.shortest_query_refused {
                Some(refused) => words.get("probe-query", &[answered, ("refused", refused.into())]),
                None => words.get("probe-query-all", &[answered]),
            };
            self.block("", &text);
        }
        if let Some(skew) = report.clock_skew_seconds {
            self.block("", &words.get("probe-clock", &[("seconds", skew.unsigned_abs().into())]));
        }
    }

    fn certificates(&mut self, heading: &str, certificates: &[CertificateFacts]) {
        if certificates.is_empty() {
            return;
        }
        let words = self.words;
        self.heading(heading);
        for certificate in certificates.iter().take(MAX_CERTIFICATES) {
            let roles: Vec<String> = certificate
                .roles
                .iter()
                .map(|role| {
                    words.plain(match role {
                        CertificateRole::Ca => "probe-role-ca",
                        CertificateRole::RaSignature => "probe-role-ra-signature",
                        CertificateRole::RaEncryption => "probe-role-ra-encryption",
                        CertificateRole::Other => "probe-role-other",
                    })
                })
                .collect();
            let end = certificate.not_after.map(|end| end.to_string()).unwrap_or_default();
            let line = words.get(
                "probe-certificate-line",
                &[
                    ("subject", certificate.subject.as_str().into()),
                    ("issuer", certificate.issuer.as_str().into()),
                    ("end", end.into()),
                    ("key", certificate.public_key.as_str().into()),
                    ("algorithm", certificate.signature_algorithm.as_str().into()),
                    ("roles", roles.join(", ").into()),
                ],
            );
            self.block("  - ", &line);
            self.block("    ", &certificate.thumbprint);
        }
        if certificates.len() > MAX_CERTIFICATES {
            let more = (certificates.len() - MAX_CERTIFICATES).into();
            self.block("  ", &words.get("report-more", &[("count", more)]));
        }
    }

    fn findings(&mut self, findings: &[ProbeFinding]) {
        let words = self.words;
        let troubles: Vec<_> = findings.iter().filter(|f| f.cause != Cause::Healthy).collect();
        if troubles.is_empty() {
            return;
        }
        self.heading("probe-findings");
        for finding in troubles {
            let title = words.cause_title(finding.cause);
            let confidence = words.confidence(finding.confidence);
            self.block("  ✕ ", &format!("{title} ({}, {confidence})", finding.cause.id()));
            if let Some(seen) = &finding.seen {
                let step = words.vocabulary("probestep", finding.step.id());
                self.block("    ", &words.labelled(&step, seen));
            }
            self.block("    ", &words.cause_part(finding.cause, "what"));
            self.block("    ", &words.plain("probe-fix"));
            for (number, fix) in words.fix_steps(finding.cause).iter().enumerate() {
                self.block(&format!("    {}. ", number + 1), fix);
            }
        }
    }

    fn heading(&mut self, id: &str) {
        let text = self.words.plain(id);
        self.line("");
        self.block("", &text);
    }

    fn block(&mut self, lead: &str, text: &str) {
        let text = neutralise(text, MAX_TEXT_CHARS);
        let indent = columns(lead).min(self.width / 2);
        for (number, line) in wrap(&text, self.width - indent).iter().enumerate() {
            match number {
                0 => self.line(format!("{lead}{line}").trim_end()),
                _ => self.line(format!("{}{line}", " ".repeat(indent)).trim_end()),
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use scepscope_model::{Confidence, PROBE_SCHEMA, Platform, ProbeStepId};

    use super::*;
    use crate::words::Language;

    /// The ids of every step, for the test of the language files.
    const STEPS: [ProbeStepId; 10] = [
        ProbeStepId::Dns,
        ProbeStepId::Proxy,
        ProbeStepId::Tcp,
        ProbeStepId::Tls,
        ProbeStepId::Revocation,
        ProbeStepId::PlainGet,
        ProbeStepId::GetCaCaps,
        ProbeStepId::GetCaCert,
        ProbeStepId::GetNextCaCert,
        ProbeStepId::LongQuery,
    ];

    fn report() -> ProbeReport {
        ProbeReport {
            schema: PROBE_SCHEMA.to_owned(),
            url: "https://ndes.contoso.example/certsrv/mscep/mscep.dll".to_owned(),
            asked_as: Platform::Windows,
            started: None,
            proxy: None,
            steps: vec![ProbeStep {
                step: ProbeStepId::GetCaCaps,
                target: "https://ndes.contoso.example/\u{1b}[2Jevil".to_owned(),
                result: StepResult::Failed,
                milliseconds: 12,
                detail: [("status".to_owned(), "503".to_owned())].into(),
            }],
            tls_chain: Vec::new(),
            scep_certificates: Vec::new(),
            capabilities: vec!["AES".to_owned(), "\u{202e}lie".to_owned()],
            clock_skew_seconds: Some(-7),
            longest_query_answered: Some(2100),
            shortest_query_refused: None,
            findings: vec![ProbeFinding {
                cause: Cause::ScepAppPoolStopped,
                confidence: Confidence::Likely,
                step: ProbeStepId::GetCaCaps,
                seen: Some("HTTP 503".to_owned()),
            }],
        }
    }

    #[test]
    fn says_cause_and_fix_and_obeys_no_escape() {
        let text = render(&report(), &Words::new(Language::En), 80);
        for expected in ["scep_app_pool_stopped", "HTTP 503", "12 ms", "1. ", "7 s apart", "2,100 bytes"] {
            assert!(text.contains(expected), "{expected} in\n{text}");
        }
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
        assert!(text.lines().all(|line| columns(line) <= 80), "{text}");
    }

    #[test]
    fn every_step_has_a_name_in_every_language() {
        for language in Language::ALL {
            let words = Words::new(*language);
            for step in STEPS {
                let id = format!("probestep-{}", step.id().replace('_', "-"));
                assert!(words.try_get(&id, &[]).is_ok(), "{id}");
            }
        }
    }
}
