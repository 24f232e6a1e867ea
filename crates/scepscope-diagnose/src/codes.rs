//! Error codes: their names, and the cause that each one means on its own.

use std::collections::HashMap;

use scepscope_model::{Cause, Confidence, Milestone};
use serde::Deserialize;

use crate::rules::RuleError;

/// What one error code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMeaning {
    /// The code as it is written, with its name: `0x80072ee7 ERROR_WINHTTP_NAME_NOT_RESOLVED`.
    pub label: String,
    /// The cause it means on its own; `None` where the code says too little.
    pub cause: Option<Cause>,
    /// How sure that is.
    pub confidence: Confidence,
    /// The cause in place of `cause` when a long query was sent.
    pub long_query: Option<Cause>,
    /// Whether it is a failure below HTTP: the server can't have answered.
    pub network: bool,
    /// Whether only the NDES machine itself gives this answer.
    pub from_ndes: bool,
    /// The milestone that failed, where the code tells.
    pub milestone: Option<Milestone>,
    number: Option<u32>,
}

/// The code tables, read from `rules/codes.toml`.
#[derive(Debug, Clone)]
pub struct Codes {
    tables: HashMap<String, HashMap<String, CodeMeaning>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    name: String,
    cause: Option<String>,
    confidence: Option<Confidence>,
    long_query: Option<String>,
    #[serde(default)]
    network: bool,
    #[serde(default)]
    from_ndes: bool,
    milestone: Option<Milestone>,
    number: Option<u32>,
}

impl Codes {
    pub(crate) fn parse(file: &str, text: &str) -> Result<Codes, RuleError> {
        let raw: HashMap<String, HashMap<String, toml::Spanned<RawCode>>> =
            toml::from_str(text).map_err(|e| RuleError::toml(file, text, &e))?;
        let mut tables = HashMap::new();
        for (table, codes) in raw {
            let mut meanings = HashMap::new();
            for (code, spanned) in codes {
                let offset = spanned.span().start;
                let raw = spanned.into_inner();
                let cause = |id: &Option<String>| {
                    id.as_ref().map(|id| id.parse::<Cause>()).transpose().map_err(|_| {
                        RuleError::new(
                            file,
                            text,
                            offset,
                            format!("code `{code}` names no cause of the vocabulary"),
                        )
                    })
                };
                let meaning = CodeMeaning {
                    label: format!("{code} {}", raw.name),
                    cause: cause(&raw.cause)?,
                    confidence: raw.confidence.unwrap_or(Confidence::Certain),
                    long_query: cause(&raw.long_query)?,
                    network: raw.network,
                    from_ndes: raw.from_ndes,
                    milestone: raw.milestone,
                    number: raw.number,
                };
                meanings.insert(code.to_ascii_lowercase(), meaning);
            }
            tables.insert(table, meanings);
        }
        Ok(Codes { tables })
    }

    fn get(&self, table: &str, code: &str) -> Option<&CodeMeaning> {
        self.tables.get(table)?.get(&code.to_ascii_lowercase())
    }

    /// An HRESULT written as `0x` and hexadecimal digits. The form 0x8019 + HTTP status is decoded by its status.
    /// Seven digits, as event 307 leaves them, are completed where only one known code fits.
    pub fn hresult(&self, code: &str) -> Option<CodeMeaning> {
        let code = code.to_ascii_lowercase();
        if let Some(meaning) = self.get("hresult", &code) {
            return Some(meaning.clone());
        }
        if let Some(status) = code.strip_prefix("0x8019").and_then(|s| u32::from_str_radix(s, 16).ok()) {
            let meaning = self.http(&status.to_string())?;
            return Some(CodeMeaning { label: format!("{code} HTTP {}", meaning.label), ..meaning });
        }
        if (8..10).contains(&code.len()) {
            let mut fits = self.tables.get("hresult")?.iter().filter(|(known, _)| known.starts_with(&code));
            let (_, meaning) = fits.next()?;
            return fits
                .next()
                .is_none()
                .then(|| CodeMeaning { confidence: Confidence::Likely, ..meaning.clone() });
        }
        None
    }

    /// A WinHTTP error number, such as `12175`.
    pub fn winhttp(&self, code: &str) -> Option<CodeMeaning> {
        self.get("winhttp", code).cloned()
    }

    /// A code of NSURLErrorDomain, such as `-1003`.
    pub fn nsurl(&self, code: &str) -> Option<CodeMeaning> {
        self.get("nsurl", code).cloned()
    }

    /// A code of MCSCEPErrorDomain, such as `22003`.
    pub fn mcscep(&self, code: &str) -> Option<CodeMeaning> {
        self.get("mcscep", code).cloned()
    }

    /// An HTTP status. Every 3xx counts as a redirect; a status that is not listed means an answer that SCEP does
    /// not know.
    pub fn http(&self, status: &str) -> Option<CodeMeaning> {
        if let Some(meaning) = self.get("http", status) {
            return Some(meaning.clone());
        }
        match status.parse::<u16>().ok()? {
            300..=399 => {
                self.get("http", "302").map(|m| CodeMeaning { label: status.to_owned(), ..m.clone() })
            }
            400..=599 => Some(CodeMeaning {
                label: status.to_owned(),
                cause: Some(Cause::InvalidServerResponse),
                confidence: Confidence::Likely,
                long_query: None,
                network: false,
                from_ndes: false,
                milestone: None,
                number: None,
            }),
            _ => None,
        }
    }

    /// An HTTP status of IIS with its sub-status, named: `403.16 Client certificate is untrusted or invalid`.
    pub fn iis_status(&self, status: &str, substatus: Option<&str>) -> String {
        let full = substatus.filter(|s| *s != "0").map(|s| format!("{status}.{s}"));
        let known = |code: &str| self.get("iis", code).or_else(|| self.get("http", code));
        match &full {
            Some(full) => known(full).map_or_else(|| full.clone(), |m| m.label.clone()),
            None => known(status).map_or_else(|| status.to_owned(), |m| m.label.clone()),
        }
    }

    /// A win32 status of IIS, named. Large numbers are HRESULTs in decimal.
    pub fn win32(&self, code: &str) -> String {
        if let Some(meaning) = self.get("win32", code) {
            return meaning.label.clone();
        }
        match code.parse::<u32>() {
            Ok(number) if number >= 0x8000_0000 => {
                let hresult = format!("0x{number:08x}");
                let label = self.hresult(&hresult).map_or(hresult, |m| m.label);
                format!("{code} = {label}")
            }
            _ => code.to_owned(),
        }
    }

    /// The code with its name in the named table; the code alone where the table does not hold it.
    pub fn label(&self, table: &str, code: &str) -> String {
        self.get(table, code).map_or_else(|| code.to_owned(), |m| m.label.clone())
    }

    /// A failInfo of RFC 8894, by name (`badRequest`) or number (`2`).
    pub fn fail_info(&self, value: &str) -> Option<CodeMeaning> {
        if let Ok(number) = value.parse::<u32>() {
            return self.tables.get("fail_info")?.values().find(|m| m.number == Some(number)).cloned();
        }
        self.get("fail_info", value).cloned()
    }
}
