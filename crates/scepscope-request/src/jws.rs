//! The compact form of a JWS (RFC 7515): three parts of base64url, the first a JSON object.

use serde_json::Value;

use crate::key::{Algorithm, LinkKey};
use crate::refusal::{Refusal, RefusalCode};
use crate::{TYPE, base64url, json};

/// Bytes of a signature, with either algorithm.
const SIGNATURE_BYTES: usize = 64;

/// What the header says. None of it is trusted: `kid` is a hint, `jwk` counts only where its fingerprint does.
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    pub(crate) jwk: Option<LinkKey>,
}

pub(crate) struct Jws {
    pub(crate) header: Header,
    pub(crate) signed: String,
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Jws {
    /// Takes a token apart. The payload is decoded, not read.
    pub(crate) fn parse(token: &str) -> Result<Jws, Refusal> {
        let malformed = |what: &str| Refusal::with(RefusalCode::LinkMalformed, what);
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed("not three parts"));
        };
        // Strict: no padding, no foreign letters, no loose bits at the end.
        let decode = |part: &str| base64url::decode(part).ok_or_else(|| malformed("not base64url"));
        let header_bytes = decode(header)?;
        let parsed = Header::parse(&header_bytes)?;
        let payload_bytes = decode(payload)?;
        let signature = decode(signature)?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(malformed("the signature is not 64 bytes long"));
        }
        Ok(Jws { header: parsed, signed: format!("{header}.{payload}"), payload: payload_bytes, signature })
    }
}

impl Header {
    fn parse(text: &[u8]) -> Result<Header, Refusal> {
        let members = json::object(text)?;
        let string = |name: &str| members.get(name).and_then(Value::as_str);
        // RFC 7515, 4.1.11: what `crit` lists has to be understood. Nothing that may be listed is.
        if let Some(name) = ["crit", "b64"].into_iter().find(|name| members.contains_key(*name)) {
            return Err(Refusal::with(RefusalCode::CriticalHeader, name));
        }
        let alg = string("alg").unwrap_or_default();
        let algorithm = Algorithm::from_id(alg)
            .ok_or_else(|| Refusal::with(RefusalCode::AlgorithmRefused, format!("alg {alg:?}")))?;
        match string("typ") {
            Some(typ) if typ.eq_ignore_ascii_case(TYPE) => {}
            other => {
                let typ = other.unwrap_or_default();
                return Err(Refusal::with(RefusalCode::TypeWrong, format!("typ {typ:?}")));
            }
        }
        let jwk = members.get("jwk").and_then(Value::as_object).and_then(LinkKey::from_jwk);
        Ok(Header { algorithm, kid: string("kid").map(str::to_owned), jwk })
    }
}
