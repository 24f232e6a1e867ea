//! One PUT of the whole file: to a presigned S3 URL, or to any HTTPS server (WebDAV and its like).
//!
//! Neither can be asked what it has. After a fault the whole file is sent again, to the same name: the second
//! replaces the first.

use std::cell::RefCell;

use md5::Md5;
use reqwest::{Method, Url};

use super::{Adapter, Arrival, Standing, Upload, base64, last_answer, xml};
use crate::failure::{Failure, FailureCode};
use crate::http::{Call, Payload};
use crate::queue::Session;
use crate::target::TargetKind;

/// The adapter.
#[derive(Default)]
pub(crate) struct Put {
    answer: RefCell<String>,
}

impl Adapter for Put {
    const LAST_PIECE_ENDS: bool = true;

    async fn begin(&self, _: &Upload<'_>, _: &mut Session) -> Result<(), Failure> {
        Ok(())
    }

    async fn standing(&self, _: &Upload<'_>, _: &mut Session) -> Result<Standing, Failure> {
        Ok(Standing::Has(0))
    }

    fn piece(&self, upload: &Upload<'_>, _: &Session, _: u64) -> u64 {
        upload.load.bytes
    }

    async fn send(&self, upload: &Upload<'_>, _: &mut Session, _: u64) -> Result<u64, Failure> {
        let bytes = upload.load.bytes;
        let s3 = upload.target.kind() == TargetKind::S3Put;
        let url = destination(upload.target.url(), &upload.load.name);
        let mut call =
            Call::new(Method::PUT, &url).payload(Payload::Range(upload.load.path.clone(), 0, bytes));
        if s3 {
            // The only digest header that need not be part of the signature.
            let md5 = match &upload.load.md5 {
                Some(md5) => md5.clone(),
                None => upload.digest::<Md5>(0, bytes).await?,
            };
            call = call.header("Content-MD5", md5);
        } else {
            let digest = base64(&sha256_bytes(&upload.load.sha256.to_string()));
            call = call
                .header("Content-Type", upload.load.content_type())
                .header("Content-Digest", format!("sha-256=:{digest}:"))
                .header("Digest", format!("SHA-256={digest}"));
        }
        let answer = upload.http.call(call, upload.flow).await?;
        let done = match answer.status {
            200 if s3 => answer.header("etag").is_some(),
            // A page that answers 200 to a PUT is not a server's word that it stored something.
            200 => upload.not_the_protocol(&answer, "").code != FailureCode::DeliveryCaptivePortal,
            201 | 204 => !s3,
            202 | 203 | 205..=299 => false,
            _ => {
                let failure = upload.refused(&answer);
                return Err(match xml::error_code(&answer.body).as_deref() {
                    Some("BadDigest") => Failure { code: FailureCode::DeliveryChecksum, ..failure },
                    Some("EntityTooLarge") => Failure { code: FailureCode::DeliveryTooLarge, ..failure },
                    _ => failure,
                });
            }
        };
        if !done {
            return Err(upload.not_the_protocol(&answer, "sign that it was stored"));
        }
        *self.answer.borrow_mut() = last_answer(&answer);
        Ok(bytes)
    }

    async fn finish(&self, _: &Upload<'_>, _: &mut Session) -> Result<Arrival, Failure> {
        Ok(Arrival { answer: self.answer.borrow().clone(), receipt: None })
    }
}

/// A folder gets the bundle's name; anything else is the file itself.
fn destination(target: &Url, name: &str) -> Url {
    let mut url = target.clone();
    if url.path().ends_with('/')
        && let Ok(mut segments) = url.path_segments_mut()
    {
        segments.pop_if_empty().push(name);
    }
    url
}

fn sha256_bytes(hex: &str) -> Vec<u8> {
    let digit = |c: char| c.to_digit(16).unwrap_or_default() as u8;
    let digits: Vec<u8> = hex.chars().map(digit).collect();
    digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}
