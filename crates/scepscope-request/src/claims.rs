//! What a request says, read from its payload.

use scepscope_redact::Policy;
use serde_json::{Map, Value};

use crate::limits::{
    MAX_LIFETIME_SECONDS, MAX_NAME_CHARS, MAX_SOURCE_CHARS, MAX_SOURCES, MAX_TICKET_BYTES,
    MAX_UPLOAD_ADDRESSES, MAX_UPLOAD_BYTES, MIN_ID_CHARS,
};
use crate::refusal::{Refusal, RefusalCode};
use crate::{AUDIENCE, json};

/// The entry of `collect` that means every source of the device.
pub const ALL_SOURCES: &str = "all";

/// The latest time that a claim may name: the end of the year 9999.
const MAX_TIME: i64 = 253_402_300_799;

/// Every claim, of the form that `docs/links.md` gives it. Whether it may be carried out is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) issuer: String,
    pub(crate) id: String,
    pub(crate) issued: i64,
    pub(crate) not_before: i64,
    pub(crate) expires: i64,
    pub(crate) case: Option<String>,
    pub(crate) collect: Vec<String>,
    pub(crate) scep_url: Option<String>,
    pub(crate) upload: String,
    pub(crate) upload_addresses: Vec<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) redact: Option<Policy>,
    pub(crate) ticket: Option<String>,
    pub(crate) device: Option<String>,
}

impl Claims {
    /// Reads a payload whose signature was checked. Unknown claims are passed over, as RFC 7519 has it.
    pub(crate) fn parse(payload: &[u8]) -> Result<Claims, Refusal> {
        let map = json::object(payload)?;
        let claims = Reader(&map);
        claims.audience()?;
        let upload = claims.required("upload", MAX_UPLOAD_BYTES)?;
        let parsed = Claims {
            issuer: claims.required("iss", MAX_NAME_CHARS)?,
            id: claims.id()?,
            issued: claims.time("iat")?,
            not_before: claims.time("nbf")?,
            expires: claims.time("exp")?,
            case: claims.text("case", MAX_NAME_CHARS)?,
            collect: claims.sources()?,
            scep_url: claims.text("scep_url", crate::limits::MAX_ADDRESS_BYTES)?,
            upload_addresses: upload_addresses(&upload)?,
            upload,
            recipient: claims.text("recipient", MAX_NAME_CHARS)?,
            redact: claims.redact()?,
            ticket: claims.text("ticket", MAX_TICKET_BYTES)?.filter(|t| !t.is_empty()),
            device: claims.text("device", MAX_NAME_CHARS)?,
        };
        if parsed.ticket.as_ref().is_some_and(|t| !t.bytes().all(|b| b.is_ascii_graphic())) {
            return Err(invalid("ticket"));
        }
        if parsed.expires <= parsed.not_before || parsed.expires <= parsed.issued {
            return Err(invalid("exp"));
        }
        if parsed.expires - parsed.not_before.min(parsed.issued) > MAX_LIFETIME_SECONDS {
            return Err(Refusal::new(RefusalCode::LifetimeTooLong));
        }
        Ok(parsed)
    }
}

fn invalid(claim: &str) -> Refusal {
    Refusal::with(RefusalCode::ClaimInvalid, claim)
}

struct Reader<'a>(&'a Map<String, Value>);

impl Reader<'_> {
    fn audience(&self) -> Result<(), Refusal> {
        let ours = |v: &Value| v.as_str() == Some(AUDIENCE);
        match self.0.get("aud") {
            Some(Value::Array(all)) if all.iter().any(ours) => Ok(()),
            Some(one) if ours(one) => Ok(()),
            _ => Err(Refusal::new(RefusalCode::AudienceWrong)),
        }
    }

    /// A text of at most `max` characters without control characters.
    fn text(&self, name: &str, max: usize) -> Result<Option<String>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text))
                if text.chars().count() <= max && !text.chars().any(char::is_control) =>
            {
                Ok(Some(text.clone()))
            }
            Some(_) => Err(invalid(name)),
        }
    }

    fn required(&self, name: &str, max: usize) -> Result<String, Refusal> {
        self.text(name, max)?.filter(|t| !t.trim().is_empty()).ok_or_else(|| invalid(name))
    }

    fn id(&self) -> Result<String, Refusal> {
        let id = self.required("jti", MAX_NAME_CHARS)?;
        let sound = id.len() >= MIN_ID_CHARS && id.bytes().all(|b| b.is_ascii_graphic());
        if sound { Ok(id) } else { Err(invalid("jti")) }
    }

    /// Whole seconds since 1970-01-01 UTC.
    fn time(&self, name: &str) -> Result<i64, Refusal> {
        let seconds = self.0.get(name).and_then(Value::as_i64);
        seconds.filter(|t| (0..=MAX_TIME).contains(t)).ok_or_else(|| invalid(name))
    }

    fn sources(&self) -> Result<Vec<String>, Refusal> {
        let Some(Value::Array(items)) = self.0.get("collect") else { return Err(invalid("collect")) };
        if items.is_empty() || items.len() > MAX_SOURCES {
            return Err(invalid("collect"));
        }
        let mut sources = Vec::new();
        for item in items {
            let id = item.as_str().ok_or_else(|| invalid("collect"))?;
            if !is_source_id(id) {
                return Err(Refusal::with(
                    RefusalCode::SourceInvalid,
                    id.chars().take(80).collect::<String>(),
                ));
            }
            if !sources.iter().any(|s| s == id) {
                sources.push(id.to_owned());
            }
        }
        Ok(sources)
    }

    fn redact(&self) -> Result<Option<Policy>, Refusal> {
        let Some(text) = self.text("redact", MAX_NAME_CHARS)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| invalid("redact"))
    }
}

/// Whether `text` has the form of a source id: lower-case letters, digits, `.`, `_`, `-`, beginning with a letter, no
/// two dots in a row. A path has not.
pub fn is_source_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    text.len() <= MAX_SOURCE_CHARS
        && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && text.bytes().all(plain)
        && !text.contains("..")
}

/// The addresses in `upload`: itself, or for an S3 multipart upload every one in the JSON document.
fn upload_addresses(upload: &str) -> Result<Vec<String>, Refusal> {
    if !upload.starts_with('{') {
        return Ok(vec![upload.to_owned()]);
    }
    let document = json::object(upload.as_bytes())?;
    let mut all = Vec::new();
    let parts = document.get("parts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let others = ["complete", "list", "head"].into_iter().filter_map(|name| document.get(name));
    for value in parts.iter().chain(others) {
        all.push(value.as_str().ok_or_else(|| invalid("upload"))?.to_owned());
    }
    if all.is_empty() || all.len() > MAX_UPLOAD_ADDRESSES {
        return Err(invalid("upload"));
    }
    Ok(all)
}
