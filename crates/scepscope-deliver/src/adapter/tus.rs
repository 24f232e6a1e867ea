//! tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation, and checksum where the server offers it.

use std::cell::RefCell;

use bytes::Bytes;
use reqwest::{Method, Url};
use scepscope_bundle::SignedReceipt;

use super::crc32::Crc32;
use super::{Adapter, Arrival, Standing, Upload, base64, last_answer};
use crate::failure::{Failure, FailureCode};
use crate::http::{Answer, Call, Payload, answered};
use crate::limits::{MAX_PIECE_CHUNKS, MIN_PIECE_BYTES};
use crate::queue::Session;

const VERSION: &str = "1.0.0";
/// Where a Scepscope receiver says that the receipt can be had.
const RECEIPT: &str = "scepscope-receipt";
/// Checksums that are used where offered, the better first. A piece's tells what the line did to it, for which CRC-32 does as
/// well and costs neither side time; what vouches for the bundle is the SHA-256 of the whole.
const CHECKSUMS: [&str; 3] = ["crc32", "sha256", "sha1"];
/// The one that every server with checksums has to know. The protocol names CRC-32 but says nothing of the order of its bytes: a
/// server to which ours seems wrong gets this one.
const SURE_CHECKSUM: &str = "sha1";

/// The adapter; remembers within one try what the last answer said of the end.
#[derive(Default)]
pub(crate) struct Tus {
    last: RefCell<String>,
    receipt: RefCell<Option<Url>>,
}

impl Adapter for Tus {
    const LAST_PIECE_ENDS: bool = true;

    async fn begin(&self, upload: &Upload<'_>, session: &mut Session) -> Result<(), Failure> {
        session.checksum = self.discover(upload).await?;
        let metadata: Vec<String> = upload
            .load
            .metadata
            .iter()
            .map(|(key, value)| format!("{key} {}", base64(value.as_bytes())))
            .collect();
        let call = call(Method::POST, upload.target.url())
            .header("Upload-Length", upload.load.bytes.to_string())
            .header("Upload-Metadata", metadata.join(","));
        let answer = upload.http.call(call, upload.flow).await?;
        if answer.status != 201 {
            return Err(match answer.status {
                200..=299 => upload.not_the_protocol(&answer, "201 to a creation"),
                _ => upload.refused(&answer),
            });
        }
        let location = answer.header("location").and_then(|l| answer.url.join(l).ok());
        let location = location.ok_or_else(|| upload.not_the_protocol(&answer, "Location"))?;
        session.upload = Some(same_origin(upload.target.url(), location, &answer)?.into());
        Ok(())
    }

    async fn standing(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Standing, Failure> {
        let url = upload_url(session)?;
        let answer = upload.http.call(call(Method::HEAD, &url), upload.flow).await?;
        if !(200..300).contains(&answer.status) {
            return Err(upload.refused(&answer));
        }
        let Some(offset) = answer.number("upload-offset") else {
            return Err(upload.not_the_protocol(&answer, "Upload-Offset"));
        };
        let length = answer.number("upload-length");
        if length.is_some_and(|length| length != upload.load.bytes) {
            let detail = "the upload has another length than the bundle";
            return Err(answered(&answer, FailureCode::DeliveryGone).detail(detail));
        }
        if offset > upload.load.bytes {
            return Err(wrong_offset(&answer, offset));
        }
        if offset < upload.load.bytes {
            return Ok(Standing::Has(offset));
        }
        self.confirm(&answer);
        Ok(Standing::Complete)
    }

    fn piece(&self, upload: &Upload<'_>, session: &Session, from: u64) -> u64 {
        upload.piece_of(session.piece.unwrap_or(upload.chunk).min(largest_piece(upload, session)), from)
    }

    async fn send(&self, upload: &Upload<'_>, session: &mut Session, from: u64) -> Result<u64, Failure> {
        let len = self.piece(upload, session, from);
        let mut call = call(Method::PATCH, &upload_url(session)?)
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", from.to_string())
            .payload(Payload::Range(upload.load.path.clone(), from, len));
        let checksum = match session.checksum.as_deref() {
            Some("crc32") => Some(("crc32", upload.digest::<Crc32>(from, len).await?)),
            Some("sha256") => Some(("sha256", upload.digest::<sha2::Sha256>(from, len).await?)),
            Some("sha1") => Some(("sha1", upload.digest::<sha1::Sha1>(from, len).await?)),
            _ => None,
        };
        if let Some((algorithm, digest)) = checksum {
            call = call.header("Upload-Checksum", format!("{algorithm} {digest}"));
        }
        let sent = upload.http.call(call, upload.flow).await;
        let largest = largest_piece(upload, session);
        session.piece = next_piece(sent.as_ref().err(), len, upload.chunk, largest).or(session.piece);
        let answer = sent?;
        if !(200..300).contains(&answer.status) {
            let failure = upload.refused(&answer);
            if failure.code == FailureCode::DeliveryChecksum && session.checksum.as_deref() == Some("crc32") {
                session.checksum = Some(SURE_CHECKSUM.to_owned());
            }
            return Err(failure);
        }
        let Some(offset) = answer.number("upload-offset") else {
            return Err(upload.not_the_protocol(&answer, "Upload-Offset"));
        };
        if offset <= from || offset > from + len {
            return Err(wrong_offset(&answer, offset));
        }
        if offset == upload.load.bytes {
            self.confirm(&answer);
        }
        Ok(offset)
    }

    async fn after_complete(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Arrival, Failure> {
        self.finish(upload, session).await
    }

    async fn finish(&self, upload: &Upload<'_>, _: &mut Session) -> Result<Arrival, Failure> {
        let url = self.receipt.borrow().clone();
        let answer = self.last.borrow().clone();
        let Some(url) = url else {
            if upload.receipt_due {
                let missing = Failure::new(FailureCode::DeliveryReceiptMissing);
                return Err(missing.about(upload.target.host()));
            }
            return Ok(Arrival { answer, receipt: None });
        };
        let got = upload.http.call(Call::new(Method::GET, &url), upload.flow).await?;
        if got.status != 200 {
            return Err(match upload.refused(&got) {
                failure if got.status == 202 || got.status == 404 => {
                    Failure { code: FailureCode::DeliveryReceiptMissing, ..failure }
                }
                failure => failure,
            });
        }
        let receipt = SignedReceipt::read(&got.body).map_err(|e| {
            match upload.not_the_protocol(&got, "receipt") {
                // Somebody else's page says nothing of the receiver.
                portal if portal.code == FailureCode::DeliveryCaptivePortal => portal,
                _ => answered(&got, FailureCode::DeliveryReceipt).detail(e),
            }
        })?;
        Ok(Arrival { answer, receipt: Some(receipt) })
    }
}

impl Tus {
    /// Asks what the server can do. One that does not answer this may still take uploads.
    async fn discover(&self, upload: &Upload<'_>) -> Result<Option<String>, Failure> {
        let answer = upload.http.call(Call::new(Method::OPTIONS, upload.target.url()), upload.flow).await?;
        match answer.status {
            200..=299 => {}
            // The creation will tell what is the matter.
            400..=407 | 410 | 501 => return Ok(None),
            _ => return Err(upload.refused(&answer)),
        }
        let Some(versions) = answer.header("tus-version") else {
            let failure = upload.not_the_protocol(&answer, "Tus-Version");
            return if failure.code == FailureCode::DeliveryCaptivePortal { Err(failure) } else { Ok(None) };
        };
        if !versions.split(',').any(|v| v.trim() == VERSION) {
            let detail = format!("the server speaks no tus {VERSION}");
            return Err(answered(&answer, FailureCode::DeliveryProtocol).detail(detail));
        }
        if let Some(most) = answer.number("tus-max-size")
            && most > 0
            && most < upload.load.bytes
        {
            let detail = format!("the server takes {most} bytes at most");
            return Err(answered(&answer, FailureCode::DeliveryTooLarge).detail(detail));
        }
        let lists = |header: &str, wanted: &str| {
            answer.header(header).is_some_and(|v| v.split(',').any(|v| v.trim() == wanted))
        };
        let offered = CHECKSUMS.into_iter().find(|c| lists("tus-checksum-algorithm", c));
        Ok(offered.filter(|_| lists("tus-extension", "checksum")).map(str::to_owned))
    }

    /// The server says that it has everything.
    fn confirm(&self, answer: &Answer) {
        *self.last.borrow_mut() = last_answer(answer);
        let receipt = answer.header(RECEIPT).and_then(|r| answer.url.join(r).ok());
        // A receipt on another server would be a redirect in disguise.
        *self.receipt.borrow_mut() = receipt.filter(|r| r.origin() == answer.url.origin());
    }
}

/// A piece without a checksum is kept as far as it came, and each piece costs a server more than its bytes: such pieces may
/// become larger.
fn largest_piece(upload: &Upload<'_>, session: &Session) -> u64 {
    let times = if session.checksum.is_some() { 1 } else { MAX_PIECE_CHUNKS };
    upload.chunk.saturating_mul(times)
}

/// A server throws a piece with a checksum away that did not come whole: on a line that is cut often only smaller ones get
/// ahead. After a cut half of it; after a success an eighth more up to what was small enough at first, from there on twice as
/// much where pieces may be larger.
fn next_piece(fault: Option<&Failure>, sent: u64, chunk: u64, largest: u64) -> Option<u64> {
    match fault.map(|failure| failure.code) {
        Some(FailureCode::DeliveryInterrupted | FailureCode::DeliveryTimeout) => {
            Some((sent / 2).max(MIN_PIECE_BYTES.min(chunk)))
        }
        Some(_) => None,
        None if sent < chunk => Some(sent.saturating_add(sent / 8).min(chunk)),
        None => Some(sent.saturating_mul(2).min(largest)),
    }
}

fn call(method: Method, url: &Url) -> Call {
    Call::new(method, url).header("Tus-Resumable", VERSION).payload(Payload::Bytes(Bytes::new()))
}

fn upload_url(session: &Session) -> Result<Url, Failure> {
    let url = session.upload.as_deref().and_then(|u| Url::parse(u).ok());
    url.ok_or_else(|| Failure::new(FailureCode::DeliveryInternal).detail("no upload was begun"))
}

/// A server behind a proxy that ends TLS often names itself with `http:`; it is the same server all the same.
fn same_origin(target: &Url, location: Url, answer: &Answer) -> Result<Url, Failure> {
    let mut location = location;
    let downgraded = location.scheme() == "http"
        && target.scheme() == "https"
        && location.host() == target.host()
        && location.port().is_none();
    if downgraded && location.set_scheme("https").is_ok() {
        // Its port, where the target names one, was not known to the server behind the proxy either.
        let _ = location.set_port(target.port());
    }
    if location.origin() == target.origin() {
        return Ok(location);
    }
    let to = location.host_str().unwrap_or_default();
    Err(answered(answer, FailureCode::DeliveryRedirectRefused).detail(format!("the upload is at {to}")))
}

fn wrong_offset(answer: &Answer, offset: u64) -> Failure {
    answered(answer, FailureCode::DeliveryWrongOffset).detail(format!("offset {offset}"))
}
