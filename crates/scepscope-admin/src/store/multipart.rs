//! A multipart upload of S3 that the administrator began: an address for each part, and those to list, complete and look
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>).

use std::path::Path;

use scepscope_request::limits::{MAX_UPLOAD_ADDRESSES, MAX_UPLOAD_BYTES};
use serde::Deserialize;
use serde_json::{Value, json};

use super::credentials::read;
use super::s3::Signer;
use super::{Place, StoreError};

/// Addresses of the document that are not a part's.
const OTHERS: usize = 3;

/// S3's smallest and largest part, in bytes.
const PART_BYTES: std::ops::RangeInclusive<u64> = 5 << 20..=5 << 30;

/// Parts are a multiple of this, in bytes.
const PART_STEP: u64 = 1 << 20;

/// Bytes that an address takes in the document beside itself: quotes, which a token escapes, and a comma.
const AROUND: usize = 5;

/// An upload that was begun, and the largest bundle that it shall take.
pub(crate) struct Begun<'a> {
    /// The answer of *CreateMultipartUpload*: the store's XML, or the JSON of Amazon's tools.
    pub(crate) answer: &'a Path,
    /// In bytes.
    pub(crate) most: u64,
}

/// What of the answer counts.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    bucket: String,
    key: String,
    upload_id: String,
}

/// The target's document.
pub(super) fn mint(begun: &Begun<'_>, signer: &Signer<'_>, ending: &str) -> Result<String, StoreError> {
    let answer = Answer::read(&read(begun.answer)?, begun.answer)?;
    let path = answer.path(signer.place)?;
    if !path.ends_with(ending) {
        return Err(StoreError::Address(
            "the begun upload's key has to end as the bundle does: in .zip.age where it is encrypted, else in .zip",
        ));
    }
    let id = ("uploadId", answer.upload_id.as_str());
    let part = |number: u64| signer.sign("PUT", &path, &[("partNumber", &number.to_string()), id]);
    let document = |part_bytes: u64, parts: &[String]| -> Value {
        json!({
            "schema": "scepscope.target/1",
            "kind": "s3_multipart",
            "part_bytes": part_bytes,
            "parts": parts,
            "complete": signer.sign("POST", &path, &[id]),
            "list": signer.sign("GET", &path, &[id]),
            "head": signer.sign("HEAD", &path, &[]),
        })
    };
    // As many parts as a link has room for, so that each is small.
    let empty = document(*PART_BYTES.end(), &[]).to_string().len() + OTHERS * AROUND;
    let each = part(MAX_UPLOAD_ADDRESSES as u64).len() + AROUND;
    let room = (MAX_UPLOAD_BYTES.saturating_sub(empty) / each).min(MAX_UPLOAD_ADDRESSES - OTHERS) as u64;
    if room == 0 {
        return Err(StoreError::Address(
            "the addresses are too long for a link: take shorter credentials or key",
        ));
    }
    let part_bytes = begun.most.div_ceil(room).next_multiple_of(PART_STEP).max(*PART_BYTES.start());
    if !PART_BYTES.contains(&part_bytes) {
        return Err(StoreError::Address("--store-max is more than the parts in a link can hold"));
    }
    let parts: Vec<String> = (1..=begun.most.div_ceil(part_bytes)).map(part).collect();
    Ok(document(part_bytes, &parts).to_string())
}

impl Answer {
    fn read(text: &str, path: &Path) -> Result<Answer, StoreError> {
        let wrong =
            || StoreError::Credentials(format!("{}: no answer of CreateMultipartUpload", path.display()));
        if !text.contains("<UploadId>") {
            return serde_json::from_str(text).map_err(|_| wrong());
        }
        // The store's own answer: elements without attributes. What would have to be escaped is in no plain key.
        let field = |name: &str| {
            let text = text.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once('<'));
            text.map(|(text, _)| text.trim().to_owned()).filter(|t| !t.is_empty() && !t.contains('&'))
        };
        match (field("Bucket"), field("Key"), field("UploadId")) {
            (Some(bucket), Some(key), Some(upload_id)) => Ok(Answer { bucket, key, upload_id }),
            _ => Err(wrong()),
        }
    }

    /// The object's path at the store; it has to lie where the call says.
    fn path(&self, place: &Place) -> Result<String, StoreError> {
        let own = |host: &str| host.strip_prefix(&self.bucket).is_some_and(|rest| rest.starts_with('.'));
        let path = if own(&place.authority) {
            format!("/{}", self.key)
        } else {
            format!("/{}/{}", self.bucket, self.key)
        };
        let file = Place::parse(&format!("https://{}{path}", place.authority)).ok();
        let lies_there = |file: &Place| {
            file.segments.len() > place.segments.len() && file.segments.starts_with(&place.segments)
        };
        let same = |file: &Place| format!("/{}", file.segments.join("/")) == path;
        file.filter(|file| lies_there(file) && same(file)).map(|_| path).ok_or(StoreError::Address(
            "the begun upload is of another bucket or folder than --upload names, or its key needs escapes",
        ))
    }
}
