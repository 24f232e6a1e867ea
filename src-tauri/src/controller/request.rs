//! Links: the one that is shown over everything else, and those that wait behind it.

use std::collections::VecDeque;
use std::path::PathBuf;

use scepscope_collect::{CollectError, ErrorCode, Packed};
use scepscope_deliver::{KnownBundle, Parcel, RequestRef, Target};
use scepscope_request::{AgreedRequest, FileUsed, LinkKey, Offer, Refusal, RefusalCode, VerifiedRequest};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Controller, Inner, State, chosen};
use crate::contract::{OwnErrorCode, RequestView, Screen, WindowError, WindowEvent};
use crate::engine::{Ask, DeviceReading, Engine};
use crate::trust::{Sending, Trust, now};

/// Most links that wait behind the one on show.
pub const MAX_WAITING_LINKS: usize = 8;

/// The links that came.
#[derive(Default)]
pub(super) struct Requests {
    waiting: VecDeque<String>,
    shown: Option<Shown>,
}

enum Shown {
    Offer {
        request: Box<VerifiedRequest>,
        target: Box<Target>,
        /// The sources of this device that answer it.
        answering: Vec<String>,
    },
    UnknownKey {
        link: String,
        key: Box<LinkKey>,
    },
    Refused(WindowError),
}

/// A request that somebody agreed to. It is good for another try unless its bundle was handed over.
pub(super) struct Errand {
    agreed: Option<AgreedRequest>,
    target: Target,
    sending: Sending,
    used: FileUsed,
}

impl Errand {
    /// What the collector has to know.
    pub(super) fn ask(&self) -> Option<Ask> {
        let agreed = self.agreed.as_ref()?;
        Some(Ask {
            facts: agreed.facts(),
            sources: agreed.sources().to_vec(),
            redaction: agreed.redaction(),
            recipient: agreed.recipient().cloned(),
            case: agreed.case().map(str::to_owned),
            scep_url: agreed.scep_url().map(str::to_owned),
        })
    }

    pub(super) fn case(&self) -> Option<&str> {
        self.agreed.as_ref().and_then(AgreedRequest::case)
    }

    pub(super) fn host(&self) -> &str {
        self.target.host()
    }

    /// The bundle, ready for the queue.
    pub(super) fn parcel(&self, bundle: &Packed) -> Parcel {
        let agreed = self.agreed.as_ref();
        Parcel {
            bundle: PathBuf::from(&bundle.path),
            known: KnownBundle::read(&bundle.sha256, bundle.bytes),
            target: self.target.clone(),
            case: agreed.and_then(AgreedRequest::case).map(str::to_owned),
            request: agreed.map(|agreed| RequestRef {
                token: agreed.token().to_owned(),
                id: agreed.id().to_owned(),
                ticket: agreed.ticket().map(str::to_owned),
            }),
            receiver_key: self.sending.receiver_key.clone(),
        }
    }

    /// Its bundle was handed over.
    pub(super) fn done(mut self) {
        self.agreed = None;
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        if let Some(agreed) = self.agreed.take() {
            // Nothing left the device. Where that can't be written down, the link stays used: the safe side.
            let _ = agreed.release(&self.used);
        }
    }
}

impl Requests {
    /// Whether a link is on show.
    pub(super) fn is_shown(&self) -> bool {
        self.shown.is_some()
    }

    /// Whether logs can be chosen for the link on show.
    pub(super) fn takes_files(&self) -> bool {
        matches!(self.shown, Some(Shown::Offer { .. }))
    }

    pub(super) fn screen(&self, files: &[PathBuf]) -> Option<Screen> {
        let request = match self.shown.as_ref()? {
            Shown::Offer { request, answering, .. } => {
                let device = device(answering, files);
                let offer = offer(request, files, device);
                let until = OffsetDateTime::from_unix_timestamp(offer.content().expires).ok();
                let until = until.and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default();
                let chosen = files.iter().map(|path| chosen(path)).collect();
                RequestView::Offer { offer: Box::new(offer), until, chosen, device: device.to_vec() }
            }
            Shown::UnknownKey { key, .. } => RequestView::UnknownKey { fingerprint: key.fingerprint() },
            Shown::Refused(error) => RequestView::Refused { error: error.clone() },
        };
        Some(Screen::Request { request, more: self.waiting.len() })
    }

    fn take_in(&mut self, link: String) -> Result<(), WindowError> {
        if self.waiting.contains(&link) {
            return Ok(());
        }
        if self.waiting.len() >= MAX_WAITING_LINKS {
            return Err(OwnErrorCode::TooManyLinks.into());
        }
        self.waiting.push_back(link);
        Ok(())
    }
}

/// What of this device is read: without logs the device itself answers.
fn device<'a>(answering: &'a [String], files: &[PathBuf]) -> &'a [String] {
    if files.is_empty() { answering } else { &[] }
}

fn offer(request: &VerifiedRequest, files: &[PathBuf], device: &[String]) -> Offer {
    let files = files.iter().map(|path| path.to_string_lossy().into_owned());
    request.offer(&files.chain(device.iter().cloned()).collect::<Vec<_>>())
}

fn look(trust: &Trust, engine: &dyn Engine, link: String) -> Shown {
    let looked = trust.verify(&link).and_then(|request| Ok((trust.target(&request)?, request)));
    match looked {
        Ok((target, request)) => {
            let answering = engine.answering(&request.offer(&[]).content().sources);
            Shown::Offer { request: Box::new(request), target: Box::new(target), answering }
        }
        Err(Refusal { code: RefusalCode::KeyNotConfirmed, key: Some(key), .. }) => {
            Shown::UnknownKey { link, key }
        }
        Err(refusal) => Shown::Refused(refusal.into()),
    }
}

impl Controller {
    /// A link was opened: shown at once where nothing is under way, else when that is done.
    pub fn link(&self, link: String) {
        let mut inner = self.lock();
        if let Err(error) = inner.requests.take_in(link) {
            self.face.emit(WindowEvent::Trouble { error });
            return;
        }
        self.next_link(&mut inner);
        if inner.requests.is_shown() {
            self.emit_screen(&inner);
        }
    }

    /// Shows the next waiting link where none is shown and nothing is under way.
    pub(super) fn next_link(&self, inner: &mut Inner) {
        if inner.requests.is_shown() || !inner.is_free() {
            return;
        }
        if let Some(link) = inner.requests.waiting.pop_front() {
            inner.requests.shown = Some(look(&self.trust, self.engine.as_ref(), link));
        }
    }

    /// The fingerprint on show is that of somebody whose links count from now on.
    ///
    /// # Errors
    /// `not-now` where another fingerprint is shown, or none; what the memory of keys says.
    pub fn confirm_key(&self, fingerprint: &str) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let Some(Shown::UnknownKey { link, key }) = &inner.requests.shown else {
            return Err(OwnErrorCode::NotNow.into());
        };
        if key.fingerprint() != fingerprint {
            return Err(OwnErrorCode::NotNow.into());
        }
        self.trust.confirm(key)?;
        inner.requests.shown = Some(look(&self.trust, self.engine.as_ref(), link.clone()));
        self.emit_screen(&inner);
        Ok(())
    }

    /// Puts the link on show away unused.
    ///
    /// # Errors
    /// `not-now` where none is shown.
    pub fn decline(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.requests.shown.take().ok_or(OwnErrorCode::NotNow)?;
        self.next_link(&mut inner);
        self.emit_screen(&inner);
        Ok(())
    }

    /// Agrees to the offer on show, whose digest is `shown`, and collects for it.
    ///
    /// # Errors
    /// `not-now` where no offer is shown, `no-input` where no logs are chosen and this device has none that answer. A link that can't be followed any
    /// more is told on the screen.
    pub fn accept(&self, shown: &str) -> Result<(), WindowError> {
        let mut inner = self.lock();
        if !inner.requests.takes_files() {
            return Err(OwnErrorCode::NotNow.into());
        }
        if let Some(Shown::Offer { answering, .. }) = &inner.requests.shown
            && answering.is_empty()
            && inner.chosen.is_empty()
        {
            return Err(CollectError::new(ErrorCode::NoInput).into());
        }
        let Some(Shown::Offer { request, target, answering }) = inner.requests.shown.take() else {
            return Err(OwnErrorCode::NotNow.into());
        };
        let device = device(&answering, &inner.chosen).to_vec();
        match self.agree(*request, *target, shown, &inner.chosen, &device) {
            Ok(errand) => {
                let device =
                    if device.is_empty() { DeviceReading::Nothing } else { DeviceReading::Answering(device) };
                self.begin(&mut inner, device, Some(errand))
            }
            Err(refusal) => {
                inner.requests.shown = Some(Shown::Refused(refusal.into()));
                self.emit_screen(&inner);
                Ok(())
            }
        }
    }

    fn agree(
        &self,
        request: VerifiedRequest,
        target: Target,
        shown: &str,
        files: &[PathBuf],
        device: &[String],
    ) -> Result<Errand, Refusal> {
        let (sending, used) = (self.trust.sending()?, self.trust.used()?);
        let offer = offer(&request, files, device);
        let consent = offer.accept(shown)?;
        let agreed = request.agree(&offer, consent, &used, now())?;
        Ok(Errand { agreed: Some(agreed), target, sending, used })
    }
}

impl Inner {
    /// Whether a link may be shown: nothing is under way, and nobody agreed to another one that is not done.
    fn is_free(&self) -> bool {
        match &self.state {
            State::Collecting { .. } => false,
            State::Work(work) => work.is_free(),
            State::Start | State::Analysis(_) | State::Failed(_) => true,
        }
    }
}
