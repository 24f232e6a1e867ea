//! A presigned S3 multipart upload: UploadPart, ListParts where a URL for it was given, CompleteMultipartUpload
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>).

use bytes::Bytes;
use md5::Md5;
use reqwest::Method;

use super::{Adapter, Arrival, Standing, Upload, last_answer, xml};
use crate::failure::{Failure, FailureCode};
use crate::http::{Answer, Call, Payload, answered};
use crate::queue::Session;
use crate::target::Multipart;

/// The adapter.
#[derive(Default)]
pub(crate) struct S3Multipart;

impl Adapter for S3Multipart {
    const LAST_PIECE_ENDS: bool = false;

    async fn begin(&self, upload: &Upload<'_>, _: &mut Session) -> Result<(), Failure> {
        let multipart = multipart(upload)?;
        let most = multipart.part_bytes.saturating_mul(multipart.parts.len() as u64);
        if upload.load.bytes > most {
            let failure = Failure::new(FailureCode::DeliveryTooLarge).about(upload.target.host());
            return Err(failure.detail(format!("the target has parts for {most} bytes")));
        }
        Ok(())
    }

    async fn standing(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Standing, Failure> {
        let multipart = multipart(upload)?;
        if session.ending && self.is_there(upload, multipart).await? {
            return Ok(Standing::Complete);
        }
        if let Some(list) = &multipart.list {
            let answer = upload.http.call(Call::new(Method::GET, list), upload.flow).await?;
            match answer.status {
                200 if xml::root(&answer.body).as_deref() == Some("ListPartsResult") => {
                    session.parts = listed(upload, multipart, &answer.body);
                }
                200..=299 => return Err(upload.not_the_protocol(&answer, "list of parts")),
                404 => return Err(vanished(upload, &answer)),
                _ => return Err(upload.refused(&answer)),
            }
        }
        let count = (1..).take_while(|n| session.parts.contains_key(n)).count() as u64;
        Ok(Standing::Has((count * multipart.part_bytes).min(upload.load.bytes)))
    }

    fn piece(&self, upload: &Upload<'_>, _: &Session, from: u64) -> u64 {
        let size = upload.target.multipart().map_or(u64::MAX, |m| m.part_bytes);
        upload.piece_of(size, from)
    }

    async fn send(&self, upload: &Upload<'_>, session: &mut Session, from: u64) -> Result<u64, Failure> {
        let multipart = multipart(upload)?;
        let len = self.piece(upload, session, from);
        let index = usize::try_from(from / multipart.part_bytes).unwrap_or(usize::MAX);
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if session.parts.contains_key(&number) {
            upload.flow.arrived(from + len);
            return Ok(from + len);
        }
        let Some(url) = multipart.parts.get(index) else {
            return Err(Failure::new(FailureCode::DeliveryTooLarge).about(upload.target.host()));
        };
        let call = Call::new(Method::PUT, url)
            .header("Content-MD5", upload.digest::<Md5>(from, len).await?)
            .payload(Payload::Range(upload.load.path.clone(), from, len));
        let answer = upload.http.call(call, upload.flow).await?;
        match answer.status {
            200 => {}
            404 => return Err(vanished(upload, &answer)),
            201..=299 => return Err(upload.not_the_protocol(&answer, "200 to a part")),
            _ => {
                let failure = upload.refused(&answer);
                return Err(match xml::error_code(&answer.body).as_deref() {
                    Some("BadDigest") => Failure { code: FailureCode::DeliveryChecksum, ..failure },
                    _ => failure,
                });
            }
        }
        let Some(tag) = answer.header("etag") else {
            return Err(upload.not_the_protocol(&answer, "ETag"));
        };
        session.parts.insert(number, tag.to_owned());
        Ok(from + len)
    }

    async fn finish(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Arrival, Failure> {
        let multipart = multipart(upload)?;
        let mut list = String::from("<CompleteMultipartUpload>");
        for (number, tag) in &session.parts {
            let tag = tag.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            list.push_str(&format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"));
        }
        list.push_str("</CompleteMultipartUpload>");
        let call = Call::new(Method::POST, &multipart.complete)
            .header("Content-Type", "application/xml")
            .payload(Payload::Bytes(Bytes::from(list)));
        let answer = upload.http.call(call, upload.flow).await?;
        // The store may answer 200 at once and tell an error in the body.
        let code = xml::error_code(&answer.body);
        match (answer.status, code.as_deref()) {
            (200, None) => match xml::root(&answer.body).as_deref() {
                Some("CompleteMultipartUploadResult") => {
                    Ok(Arrival { answer: last_answer(&answer), receipt: None })
                }
                _ => Err(upload.not_the_protocol(&answer, "CompleteMultipartUploadResult")),
            },
            (200 | 500..=599, Some("InternalError" | "SlowDown" | "ServiceUnavailable")) => {
                Err(answered(&answer, FailureCode::DeliveryServer))
            }
            (404, _) | (_, Some("NoSuchUpload")) => {
                if self.is_there(upload, multipart).await? {
                    return Ok(Arrival { answer: last_answer(&answer), receipt: None });
                }
                Err(vanished(upload, &answer))
            }
            (_, Some("InvalidPart" | "InvalidPartOrder")) => {
                session.parts.clear();
                Err(answered(&answer, FailureCode::DeliveryConflict))
            }
            _ => Err(upload.refused(&answer)),
        }
    }
}

impl S3Multipart {
    /// Whether the finished object stands there; can only be told where a URL to ask was given.
    async fn is_there(&self, upload: &Upload<'_>, multipart: &Multipart) -> Result<bool, Failure> {
        let Some(head) = &multipart.head else { return Ok(false) };
        let answer = upload.http.call(Call::new(Method::HEAD, head), upload.flow).await?;
        match answer.status {
            200 if answer.header("etag").is_some() => {
                Ok(answer.number("content-length") == Some(upload.load.bytes))
            }
            200..=299 => Err(upload.not_the_protocol(&answer, "ETag")),
            // A store tells nobody who may not list that nothing is there: 403.
            403 | 404 => Ok(false),
            _ => Err(upload.refused(&answer)),
        }
    }
}

fn multipart<'a>(upload: &Upload<'a>) -> Result<&'a Multipart, Failure> {
    upload.target.multipart().ok_or_else(|| Failure::new(FailureCode::DeliveryInternal))
}

/// The upload's id is not known any more. After a request to complete it that means: done, or thrown away.
fn vanished(upload: &Upload<'_>, answer: &Answer) -> Failure {
    let code = if upload.was_ending { FailureCode::DeliveryDoubtful } else { FailureCode::DeliveryGone };
    answered(answer, code)
}

/// Entity tags of the parts that are there in full.
fn listed(upload: &Upload<'_>, multipart: &Multipart, xml: &[u8]) -> std::collections::BTreeMap<u32, String> {
    let mut parts = std::collections::BTreeMap::new();
    let (mut number, mut tag, mut size) = (None::<u32>, None, None::<u64>);
    xml::each_text(xml, |path, text| match path {
        "/ListPartsResult/Part/PartNumber" => number = text.parse().ok(),
        "/ListPartsResult/Part/ETag" => tag = Some(text.to_owned()),
        "/ListPartsResult/Part/Size" => size = text.parse().ok(),
        "/ListPartsResult/Part" => {
            if let (Some(number), Some(tag), Some(size)) = (number.take(), tag.take(), size.take())
                && number > 0
                && size == upload.piece_of(multipart.part_bytes, u64::from(number - 1) * multipart.part_bytes)
            {
                parts.insert(number, tag);
            }
        }
        _ => {}
    });
    parts
}
