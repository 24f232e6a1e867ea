//! Error codes: their names, and the cause that each one means on its own.

use std::collections::HashMap;

use scepscope_model::{Cause, Confidence, Milestone};
use serde::Deserialize;

use crate::rules::RuleError;

/// What one error code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMeaning {
    /// The code as it is written, with its name: `0x80072ee7 ERROR_WINHTTP_NAME_NOT_RESOLVED`. Empty where a code that
    /// was cut off may be one of several of the same meaning.
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

/// A failure that no table lists: its facility and number, which is how it is searched for. The numbers of the
/// facilities are those of winerror.h.
fn by_facility(code: &str) -> Option<CodeMeaning> {
    const FACILITIES: [(u32, &str); 10] = [
        (1, "RPC"),
        (4, "ITF"),
        (7, "Win32"),
        (9, "security"),
        (11, "certificate"),
        (16, "smart card"),
        (25, "HTTP"),
        (40, "TPM services"),
        (41, "TPM software"),
        (1536, "device management"),
    ];
    let number = u32::from_str_radix(code.strip_prefix("0x").filter(|hex| hex.len() == 8)?, 16).ok()?;
    let facility = (number >> 16) & 0x7FF;
    let (_, name) = FACILITIES.iter().find(|(known, _)| *known == facility)?;
    (number & 0x8000_0000 != 0).then(|| CodeMeaning {
        label: format!("{code} {name} {}", number & 0xFFFF),
        cause: None,
        confidence: Confidence::Possible,
        long_query: None,
        network: false,
        from_ndes: false,
        milestone: None,
        number: None,
    })
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
    /// Six or seven digits, as event 307 leaves them, are completed where the known codes that fit mean the same.
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
            return self.completed(&code);
        }
        by_facility(&code)
    }

    /// What a code whose end was cut off means, where all that it may be mean the same. It gets a label only where
    /// there is but one.
    fn completed(&self, cut: &str) -> Option<CodeMeaning> {
        let mut fits =
            self.tables.get("hresult")?.iter().filter(|(known, _)| known.starts_with(cut)).map(|(_, m)| m);
        let first = CodeMeaning { confidence: Confidence::Likely, ..fits.next()?.clone() };
        let others: Vec<&CodeMeaning> = fits.collect();
        match others.as_slice() {
            [] => Some(first),
            _ if first.cause.is_some()
                && others.iter().all(|o| (o.cause, o.network) == (first.cause, first.network)) =>
            {
                Some(CodeMeaning { label: String::new(), ..first })
            }
            _ => None,
        }
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
