//! tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation, termination, checksum, expiration.

mod body;
mod metadata;
mod writing;

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::response::Builder;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum::routing::any;
use time::OffsetDateTime;

use crate::admission::{Admission, Claim};
use crate::limits::UPLOAD_KEPT;
use crate::record::{Upload, UploadId, UploadState};
use crate::server::Observer;
use crate::store::{Completed, NotBegun, Store};
use body::{Appended, Bounds, Checksum, append};
use metadata::Metadata;
pub(crate) use writing::Writers;
use writing::{Wanted, Writing};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,termination,checksum,expiration";
/// Seconds after which a client may come back when the receiver is full.
const COME_BACK: &str = "60";

/// What the handlers share.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) admission: Box<dyn Admission>,
    pub(crate) observer: Box<dyn Observer>,
    /// Uploads that somebody is writing to.
    pub(crate) writers: Arc<Writers>,
    pub(crate) body_idle_limit: Duration,
}

type Shared = State<Arc<App>>;

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/files", any(collection))
        .route("/files/", any(collection))
        .route("/files/{id}", any(upload))
        .route("/files/{id}/receipt", any(receipt))
        .fallback(|| async { plain(StatusCode::NOT_FOUND, "not found") })
        .with_state(app)
}

async fn collection(State(app): Shared, request: Request) -> Response {
    match method(&request) {
        Method::OPTIONS => done(
            reply(StatusCode::NO_CONTENT)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Checksum-Algorithm", Checksum::OFFERED)
                .header("Tus-Max-Size", app.store.max_bundle()),
        ),
        Method::POST => match wrong_version(request.headers()) {
            None => create(app, request.headers().clone()).await,
            Some(response) => response,
        },
        _ => plain(StatusCode::METHOD_NOT_ALLOWED, "POST or OPTIONS"),
    }
}

async fn upload(State(app): Shared, Path(id): Path<String>, request: Request) -> Response {
    let method = method(&request);
    if method == Method::OPTIONS {
        return collection(State(app), request).await;
    }
    if let Some(response) = wrong_version(request.headers()) {
        return response;
    }
    let Some(id) = UploadId::parse(&id) else { return plain(StatusCode::NOT_FOUND, "no such upload") };
    let Some(writing) = Writing::begin(&app.writers, &id).await else {
        return plain(StatusCode::LOCKED, "somebody is writing to this upload");
    };
    // In a task of its own: a client that goes away must not free the upload while the disk is still busy with it.
    let served = tokio::spawn(async move {
        let answer = serve(app, &id, method, request, writing.wanted()).await;
        drop(writing);
        answer
    });
    served.await.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"))
}

async fn serve(app: Arc<App>, id: &UploadId, method: Method, request: Request, wanted: Wanted) -> Response {
    let Some(found) = app.store.get(id) else { return plain(StatusCode::NOT_FOUND, "no such upload") };
    if let Err(error) = app.store.settle(&found) {
        return failed(&error);
    }
    match method {
        Method::HEAD => head(app, found).await,
        Method::PATCH => patch(app, found, request, wanted).await,
        Method::DELETE => match app.store.terminate(&found) {
            Ok(()) => done(reply(StatusCode::NO_CONTENT)),
            Err(error) => failed(&error),
        },
        _ => plain(StatusCode::METHOD_NOT_ALLOWED, "HEAD, PATCH or DELETE"),
    }
}

async fn receipt(State(app): Shared, Path(id): Path<String>) -> Response {
    let found = UploadId::parse(&id).and_then(|id| app.store.get(&id)).filter(|u| app.store.is_settled(u));
    match found.map(|u| u.state) {
        Some(UploadState::Done { receipt, .. }) => match serde_json::to_vec(&receipt) {
            Ok(json) => finish(reply(StatusCode::OK).header("Content-Type", "application/json"), json.into()),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        },
        _ => plain(StatusCode::NOT_FOUND, "no receipt"),
    }
}

async fn create(app: Arc<App>, headers: HeaderMap) -> Response {
    let Some(length) = number(&headers, "upload-length").filter(|length| *length > 0) else {
        return plain(StatusCode::BAD_REQUEST, "Upload-Length is needed");
    };
    let Some(metadata) = Metadata::read(text(&headers, "upload-metadata").unwrap_or_default()) else {
        return plain(StatusCode::BAD_REQUEST, "Upload-Metadata can't be read");
    };
    let now = OffsetDateTime::now_utc();
    let claim = Claim {
        request: metadata.get("request"),
        id: metadata.get("id"),
        ticket: metadata.get("ticket"),
        case: metadata.get("case"),
        sha256: metadata.get("sha256"),
        bytes: length,
        now: Some(now),
    };
    let name = metadata.get("filename").or_else(|| metadata.get("name")).unwrap_or_default();
    let begun = blocking(move || {
        let admitted = app.admission.admit(&claim).map_err(|refused| {
            app.observer.refused(refused.0);
            Box::new(plain(StatusCode::FORBIDDEN, refused.0))
        })?;
        app.store.begin(&claim, &name, admitted, &metadata.shown(), now).map_err(|error| {
            Box::new(match error {
                NotBegun::Used => plain(StatusCode::FORBIDDEN, "the ticket was used for another bundle"),
                NotBegun::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, "larger than a bundle may be"),
                NotBegun::Full => plain(StatusCode::INSUFFICIENT_STORAGE, "the inbox is full"),
                NotBegun::Crowded => {
                    done(reply(StatusCode::TOO_MANY_REQUESTS).header("Retry-After", COME_BACK))
                }
                NotBegun::Io(error) => failed(&error),
            })
        })
    })
    .await;
    match begun {
        Some(Ok(upload)) => {
            let location = format!("/files/{}", upload.id.as_str());
            done(expiring(reply(StatusCode::CREATED), &upload).header("Location", location))
        }
        Some(Err(response)) => *response,
        None => plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

async fn head(app: Arc<App>, upload: Upload) -> Response {
    let offset = match app.store.offset(&upload) {
        Ok(offset) => offset,
        Err(error) => return failed(&error),
    };
    let receiving = matches!(upload.state, UploadState::Receiving);
    // Everything is there, but the receiver was stopped before it looked into it.
    if receiving && offset == upload.length {
        return complete(app, upload).await;
    }
    standing(&upload, StatusCode::OK, offset)
}

async fn patch(app: Arc<App>, upload: Upload, request: Request, wanted: Wanted) -> Response {
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    if text(&headers, "content-type") != Some("application/offset+octet-stream") {
        return plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/offset+octet-stream is needed");
    }
    let offset = match app.store.offset(&upload) {
        Ok(offset) => offset,
        Err(error) => return failed(&error),
    };
    if number(&headers, "upload-offset") != Some(offset) {
        return plain(StatusCode::CONFLICT, "another offset");
    }
    if !matches!(upload.state, UploadState::Receiving) {
        return standing(&upload, StatusCode::NO_CONTENT, offset);
    }
    let room = upload.length.saturating_sub(offset);
    if number(&headers, "content-length").is_some_and(|length| length > room) {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "more than Upload-Length");
    }
    let checksum = match text(&headers, "upload-checksum").map(Checksum::read) {
        None => None,
        Some(Some(checksum)) => Some(checksum),
        Some(None) => return plain(StatusCode::BAD_REQUEST, "crc32, sha256 or sha1, a blank, base64"),
    };
    match append(
        app.store.part(&upload.id),
        Bounds { offset, room, idle: app.body_idle_limit },
        checksum,
        body,
        wanted,
    )
    .await
    {
        Appended::Bytes(bytes) if bytes == room => complete(app, upload).await,
        Appended::Bytes(bytes) => standing(&upload, StatusCode::NO_CONTENT, offset + bytes),
        Appended::Mismatch => match StatusCode::from_u16(460) {
            Ok(status) => plain(status, "the checksum does not fit"),
            Err(_) => plain(StatusCode::BAD_REQUEST, "the checksum does not fit"),
        },
        Appended::TooMuch => plain(StatusCode::PAYLOAD_TOO_LARGE, "more than Upload-Length"),
        Appended::Taken => plain(StatusCode::LOCKED, "another request took over"),
        Appended::Slow => plain(StatusCode::REQUEST_TIMEOUT, "too slow"),
        Appended::Broken => plain(StatusCode::BAD_REQUEST, "the body was cut off"),
        Appended::Disk(error) => failed(&error),
    }
}

/// Looks into a complete upload; what comes of it is the answer.
async fn complete(app: Arc<App>, upload: Upload) -> Response {
    let done = blocking(move || {
        let completed = app.store.complete(&upload, OffsetDateTime::now_utc());
        match &completed {
            Ok(Completed::Done(name)) => app.observer.arrived(name, upload.length),
            Ok(Completed::Refused(reason)) => app.observer.refused(reason),
            Err(_) => {}
        }
        completed.map(|_| app.store.get(&upload.id).unwrap_or(upload))
    })
    .await;
    match done {
        Some(Ok(upload)) => standing(&upload, StatusCode::NO_CONTENT, upload.length),
        Some(Err(error)) => failed(&error),
        None => plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// The answer that tells where an upload stands.
fn standing(upload: &Upload, status: StatusCode, offset: u64) -> Response {
    if let UploadState::Refused { reason } = &upload.state {
        return plain(StatusCode::UNPROCESSABLE_ENTITY, reason);
    }
    let mut answer = expiring(reply(status), upload)
        .header("Upload-Offset", offset)
        .header("Upload-Length", upload.length)
        .header("Cache-Control", "no-store");
    if !upload.metadata.is_empty() {
        answer = answer.header("Upload-Metadata", &upload.metadata);
    }
    if matches!(upload.state, UploadState::Done { .. }) {
        answer = answer.header("Scepscope-Receipt", format!("/files/{}/receipt", upload.id.as_str()));
    }
    done(answer)
}

/// The method, or the one that a client behind a narrow proxy means.
fn method(request: &Request) -> Method {
    let meant = text(request.headers(), "x-http-method-override");
    match meant.and_then(|m| m.parse().ok()) {
        Some(meant) if *request.method() == Method::POST => meant,
        _ => request.method().clone(),
    }
}

/// The answer to a client of another version.
fn wrong_version(headers: &HeaderMap) -> Option<Response> {
    let right = text(headers, "tus-resumable") == Some(VERSION);
    (!right).then(|| done(reply(StatusCode::PRECONDITION_FAILED).header("Tus-Version", VERSION)))
}

fn expiring(answer: Builder, upload: &Upload) -> Builder {
    if !matches!(upload.state, UploadState::Receiving) {
        return answer;
    }
    let expires = SystemTime::now() + UPLOAD_KEPT;
    answer.header("Upload-Expires", httpdate::fmt_http_date(expires))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse().ok())
}

fn reply(status: StatusCode) -> Builder {
    Response::builder().status(status).header("Tus-Resumable", VERSION)
}

fn done(answer: Builder) -> Response {
    finish(answer, Body::empty())
}

fn plain(status: StatusCode, text: &str) -> Response {
    finish(reply(status).header("Content-Type", "text/plain; charset=utf-8"), text.to_owned().into())
}

fn finish(answer: Builder, body: Body) -> Response {
    answer.body(body).unwrap_or_else(|_| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

/// The disk failed; its own words are for the administrator, not for the client.
fn failed(error: &std::io::Error) -> Response {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            plain(StatusCode::INSUFFICIENT_STORAGE, "the disk is full")
        }
        _ => plain(StatusCode::INTERNAL_SERVER_ERROR, "the inbox can't be written"),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}
