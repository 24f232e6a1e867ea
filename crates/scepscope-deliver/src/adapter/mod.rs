//! The protocols, behind one trait.

mod azure;
mod crc32;
mod expiry;
mod put;
mod s3_multipart;
mod tus;
mod xml;

use std::any::TypeId;
use std::cell::Cell;
use std::io;

use scepscope_bundle::SignedReceipt;
use tokio::task::JoinHandle;

use crate::backoff::Clock;
use crate::failure::{Failure, FailureCode};
use crate::http::{Answer, Flow, Http, answered, refusal};
use crate::load::{Load, digest_range};
use crate::queue::Session;
use crate::target::Target;

pub(crate) use azure::Azure;
pub(crate) use put::Put;
pub(crate) use s3_multipart::S3Multipart;
pub(crate) use tus::Tus;

/// What the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The first so many bytes.
    Has(u64),
    /// All of it, and it knows that this is all.
    Complete,
}

/// What a server said at the end.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// Status, and an entity tag where there was one.
    pub(crate) answer: String,
    /// A receipt that is not checked yet.
    pub(crate) receipt: Option<SignedReceipt>,
}

/// A digest that is being computed: its kind, and the piece's begin and length.
pub(crate) struct Ahead {
    piece: (TypeId, u64, u64),
    digest: JoinHandle<io::Result<Vec<u8>>>,
}

/// One try to upload one bundle.
pub(crate) struct Upload<'a> {
    pub(crate) http: &'a Http,
    pub(crate) flow: &'a Flow<'a>,
    pub(crate) target: &'a Target,
    pub(crate) load: &'a Load,
    /// Bytes of one request where the protocol leaves that open.
    pub(crate) chunk: u64,
    pub(crate) clock: &'a dyn Clock,
    /// Whether a request that could complete the upload was sent in an earlier try.
    pub(crate) was_ending: bool,
    /// Whether a receipt has to come.
    pub(crate) receipt_due: bool,
    /// The next piece's digest.
    pub(crate) ahead: Cell<Option<Ahead>>,
}

/// One protocol. Every request may be lost, before or after the server acted on it: each step can be repeated.
pub(crate) trait Adapter {
    /// Whether the last piece itself completes the upload, so that [`Session::ending`] is written before it.
    const LAST_PIECE_ENDS: bool;

    /// Begins an upload at the server; what is needed to resume it goes into the session.
    async fn begin(&self, upload: &Upload<'_>, session: &mut Session) -> Result<(), Failure>;

    /// Asks the server what it has.
    async fn standing(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Standing, Failure>;

    /// Bytes of the request that would begin at `from`.
    fn piece(&self, upload: &Upload<'_>, session: &Session, from: u64) -> u64;

    /// Sends the piece that begins at `from`; gives the offset at which the next one begins. What the session learns from a
    /// fault is kept, too.
    async fn send(&self, upload: &Upload<'_>, session: &mut Session, from: u64) -> Result<u64, Failure>;

    /// Completes the upload, when all pieces are there.
    async fn finish(&self, upload: &Upload<'_>, session: &mut Session) -> Result<Arrival, Failure>;

    /// What is left to do where [`Adapter::standing`] found the upload complete.
    async fn after_complete(&self, _: &Upload<'_>, _: &mut Session) -> Result<Arrival, Failure> {
        Ok(Arrival { answer: "complete".to_owned(), receipt: None })
    }
}

impl Upload<'_> {
    /// The fault that an answer tells; a refusal whose permission has run out by the server's clock is an expiry.
    pub(crate) fn refused(&self, answer: &Answer) -> Failure {
        let failure = refusal(answer);
        let may_be_expired = matches!(answer.status, 400 | 401 | 403);
        if may_be_expired && expiry::has_expired(&answer.url, answer.header("date"), self.clock) {
            return Failure { code: FailureCode::DeliveryExpired, ..failure };
        }
        failure
    }

    /// An answer with a good status that lacks what the protocol wants.
    pub(crate) fn not_the_protocol(&self, answer: &Answer, lacking: &str) -> Failure {
        match refusal(answer) {
            failure if failure.code == FailureCode::DeliveryCaptivePortal => failure,
            _ => answered(answer, FailureCode::DeliveryProtocol).detail(format!("no {lacking}")),
        }
    }

    /// Digest of a piece of the bundle, in base64. That of the next piece is computed while this one is sent.
    pub(crate) async fn digest<D: sha2::Digest + 'static>(
        &self,
        from: u64,
        len: u64,
    ) -> Result<String, Failure> {
        let compute = |from: u64, len: u64| {
            let path = self.load.path.clone();
            let digest = tokio::task::spawn_blocking(move || digest_range::<D>(&path, from, len));
            Ahead { piece: (TypeId::of::<D>(), from, len), digest }
        };
        let wanted = (TypeId::of::<D>(), from, len);
        let ahead = self.ahead.take().filter(|ahead| ahead.piece == wanted);
        let digest = ahead.unwrap_or_else(|| compute(from, len)).digest.await;
        let next = self.piece_of(len, from + len);
        if next > 0 {
            self.ahead.set(Some(compute(from + len, next)));
        }
        match digest {
            Ok(Ok(digest)) => Ok(base64(&digest)),
            Ok(Err(error)) => Err(Failure::new(FailureCode::DeliveryBundleUnreadable).detail(error)),
            Err(error) => Err(Failure::new(FailureCode::DeliveryInternal).detail(error)),
        }
    }

    /// Size of the piece at `from` where pieces have one size but the last.
    pub(crate) fn piece_of(&self, size: u64, from: u64) -> u64 {
        size.min(self.load.bytes.saturating_sub(from))
    }
}

/// Status and entity tag of a last answer.
pub(crate) fn last_answer(answer: &Answer) -> String {
    match answer.header("etag") {
        Some(tag) => format!("{} {}", answer.status, tag.chars().take(100).collect::<String>()),
        None => answer.status.to_string(),
    }
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
