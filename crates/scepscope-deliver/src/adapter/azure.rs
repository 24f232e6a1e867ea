//! Azure Blob Storage with a shared access signature: Put Block, Put Block List
//! (<https://learn.microsoft.com/rest/api/storageservices/put-block-list>).
//!
//! The ids of the blocks are made from the bundle's digest and the block's number: a block that is sent twice is one
//! block, and blocks of another file are never taken for ours.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use md5::Md5;
use reqwest::{Method, Url};

use super::{Adapter, Arrival, Standing, Upload, base64, last_answer, xml};
use crate::failure::{Failure, FailureCode};
use crate::http::{Call, Payload};
use crate::queue::Session;

/// The adapter.
#[derive(Default)]
pub(crate) struct Azure;

impl Adapter for Azure {
    const LAST_PIECE_ENDS: bool = false;

    async fn begin(&self, _: &Upload<'_>, _: &mut Session) -> Result<(), Failure> {
        Ok(())
    }

    /// Asks for the list of blocks. A signature that only allows writing can't: then what was acknowledged counts.
    async fn standing(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Standing, Failure> {
        let url = with(&blob(upload), &[("comp", "blocklist"), ("blocklisttype", "all")]);
        let answer = upload.http.call(Call::new(Method::GET, &url), upload.flow).await?;
        match answer.status {
            200 => {}
            404 => {
                session.parts.clear();
                return Ok(Standing::Has(0));
            }
            _ => {
                let failure = upload.refused(&answer);
                return match failure.code {
                    FailureCode::DeliveryForbidden => {
                        let known = |number: u32| session.parts.contains_key(&number);
                        Ok(Standing::Has(prefix(upload, known)))
                    }
                    _ => Err(failure),
                };
            }
        }
        if xml::root(&answer.body).as_deref() != Some("BlockList") {
            return Err(upload.not_the_protocol(&answer, "list of blocks"));
        }
        let (committed, uncommitted) = block_list(&answer.body);
        let there = |list: &BTreeMap<String, u64>, number: u32| {
            let from = u64::from(number - 1) * upload.chunk;
            list.get(&block_id(upload, number)) == Some(&upload.piece_of(upload.chunk, from))
        };
        if (1..=blocks(upload)).all(|n| there(&committed, n)) && committed.len() == blocks(upload) as usize {
            return Ok(Standing::Complete);
        }
        session.parts.clear();
        let ours: BTreeSet<u32> = (1..=blocks(upload)).filter(|n| there(&uncommitted, *n)).collect();
        session.parts.extend(ours.iter().map(|n| (*n, String::new())));
        Ok(Standing::Has(prefix(upload, |n| ours.contains(&n))))
    }

    fn piece(&self, upload: &Upload<'_>, _: &Session, from: u64) -> u64 {
        upload.piece_of(upload.chunk, from)
    }

    async fn send(&self, upload: &Upload<'_>, session: &mut Session, from: u64) -> Result<u64, Failure> {
        let len = self.piece(upload, session, from);
        let number = u32::try_from(from / upload.chunk + 1).unwrap_or(u32::MAX);
        let next = from + len;
        if session.parts.contains_key(&number) {
            upload.flow.arrived(next);
            return Ok(next);
        }
        let url = with(&blob(upload), &[("comp", "block"), ("blockid", &block_id(upload, number))]);
        let call = Call::new(Method::PUT, &url)
            .header("Content-MD5", upload.digest::<Md5>(from, len).await?)
            .payload(Payload::Range(upload.load.path.clone(), from, len));
        let answer = upload.http.call(call, upload.flow).await?;
        if answer.status != 201 {
            let failure = upload.refused(&answer);
            return Err(match answer.header("x-ms-error-code") {
                Some("Md5Mismatch") => Failure { code: FailureCode::DeliveryChecksum, ..failure },
                _ => failure,
            });
        }
        if answer.header("x-ms-request-id").is_none() {
            return Err(upload.not_the_protocol(&answer, "x-ms-request-id"));
        }
        session.parts.insert(number, String::new());
        Ok(next)
    }

    /// Commits the blocks. A second commit of the same blocks changes nothing.
    async fn finish(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Arrival, Failure> {
        let mut list = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for number in 1..=blocks(upload) {
            list.push_str(&format!("<Latest>{}</Latest>", block_id(upload, number)));
        }
        list.push_str("</BlockList>");
        let call = Call::new(Method::PUT, &with(&blob(upload), &[("comp", "blocklist")]))
            .header("x-ms-blob-content-type", upload.load.content_type())
            .header("x-ms-meta-sha256", upload.load.sha256.to_string())
            .payload(Payload::Bytes(Bytes::from(list)));
        let answer = upload.http.call(call, upload.flow).await?;
        let code = answer.header("x-ms-error-code");
        match (answer.status, code) {
            (201, _) if answer.header("x-ms-request-id").is_some() => {}
            (200..=299, _) => return Err(upload.not_the_protocol(&answer, "x-ms-request-id")),
            // The store forgot blocks: ask again what it has.
            (400, Some("InvalidBlockList" | "InvalidBlobOrBlock")) => {
                session.parts.clear();
                return Err(Failure { code: FailureCode::DeliveryConflict, ..upload.refused(&answer) });
            }
            // May create, may not overwrite, and the blob is there: the first commit's answer was lost.
            (403 | 409, Some("UnauthorizedBlobOverwrite" | "BlobAlreadyExists")) if upload.was_ending => {}
            _ => return Err(upload.refused(&answer)),
        }
        Ok(Arrival { answer: last_answer(&answer), receipt: None })
    }
}

/// The blob: the URL itself where the signature is for one blob, else the bundle's name in the container.
fn blob(upload: &Upload<'_>) -> Url {
    let mut url = upload.target.url().clone();
    let for_one_blob = url.query_pairs().any(|(name, value)| name == "sr" && value == "b");
    if !for_one_blob && let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push(&upload.load.name);
    }
    url
}

fn with(url: &Url, pairs: &[(&str, &str)]) -> Url {
    let mut url = url.clone();
    url.query_pairs_mut().extend_pairs(pairs);
    url
}

/// All ids of one blob have to be of one length.
fn block_id(upload: &Upload<'_>, number: u32) -> String {
    let digest: String = upload.load.sha256.to_string().chars().take(24).collect();
    base64(format!("{digest}-{number:08}").as_bytes())
}

fn blocks(upload: &Upload<'_>) -> u32 {
    u32::try_from(upload.load.bytes.div_ceil(upload.chunk)).unwrap_or(u32::MAX)
}

/// Bytes of the blocks at the start that are all there.
fn prefix(upload: &Upload<'_>, there: impl Fn(u32) -> bool) -> u64 {
    let count = (1..=blocks(upload)).take_while(|n| there(*n)).count() as u64;
    (count * upload.chunk).min(upload.load.bytes)
}

type Blocks = BTreeMap<String, u64>;

/// Names and sizes of the committed and the uncommitted blocks.
fn block_list(xml: &[u8]) -> (Blocks, Blocks) {
    let (mut committed, mut uncommitted) = (Blocks::new(), Blocks::new());
    let (mut name, mut size) = (String::new(), None);
    xml::each_text(xml, |path, text| match path.rsplit('/').next() {
        Some("Name") => name = text.to_owned(),
        Some("Size") => size = text.parse().ok(),
        Some("Block") => {
            let list = if path.contains("/CommittedBlocks/") { &mut committed } else { &mut uncommitted };
            if let Some(size) = size.take() {
                list.insert(std::mem::take(&mut name), size);
            }
        }
        _ => {}
    });
    (committed, uncommitted)
}
