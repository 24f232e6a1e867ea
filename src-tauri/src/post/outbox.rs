//! The outgoing queue as the poster sees it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use scepscope_bundle::Cancel;
use scepscope_deliver::{
    Courier, CourierOptions, Delivery, EntryId, Parcel, Queue, QueueEntry, QueueError, Watcher,
};
use time::OffsetDateTime;

use crate::contract::WindowError;
use crate::trust::Trust;

/// Keeps and sends bundles. Blocking, and called from one thread at a time.
pub trait Outbox: Send + Sync {
    /// What is in it. An entry that is damaged is left out: nothing can be done with it here.
    ///
    /// # Errors
    /// The folder can't be read.
    fn list(&self) -> Result<Vec<QueueEntry>, WindowError>;

    /// Takes a bundle in.
    ///
    /// # Errors
    /// As the queue's; nothing is left then.
    fn add(&self, parcel: &Parcel) -> Result<EntryId, WindowError>;

    /// Sends an entry once.
    ///
    /// # Errors
    /// The queue can't be used, or no connection can be made at all.
    fn deliver(&self, id: &EntryId, watcher: &dyn Watcher, cancel: &Cancel) -> Result<Delivery, WindowError>;

    /// Makes an entry wait again that had stopped or is pausing.
    ///
    /// # Errors
    /// As the queue's.
    fn retry(&self, id: &EntryId) -> Result<(), WindowError>;

    /// Removes an entry and its copy of the bundle.
    ///
    /// # Errors
    /// As the queue's.
    fn remove(&self, id: &EntryId) -> Result<(), WindowError>;
}

/// The queue in a folder, which the command line uses, too: it is held only while something is done with it.
pub(crate) struct QueueFolder {
    folder: Option<PathBuf>,
    trust: Trust,
}

impl QueueFolder {
    /// The queue in `folder`; none where the system names no place for it.
    pub(crate) fn new(folder: Option<PathBuf>, trust: Trust) -> QueueFolder {
        QueueFolder { folder, trust }
    }

    fn open(&self) -> Result<Queue, QueueError> {
        Queue::open(self.folder()?)
    }

    fn folder(&self) -> Result<&Path, QueueError> {
        self.folder.as_deref().ok_or(QueueError::NoPlace)
    }
}

impl Outbox for QueueFolder {
    fn list(&self) -> Result<Vec<QueueEntry>, WindowError> {
        let records = Queue::list(self.folder()?)?;
        Ok(records.iter().filter_map(|r| r.as_ref().ok()).map(QueueEntry::from).collect())
    }

    fn add(&self, parcel: &Parcel) -> Result<EntryId, WindowError> {
        Ok(self.open()?.add(parcel, OffsetDateTime::now_utc())?)
    }

    fn deliver(&self, id: &EntryId, watcher: &dyn Watcher, cancel: &Cancel) -> Result<Delivery, WindowError> {
        let proxy = self.trust.sending()?.proxy;
        // The poster itself waits: it can be woken.
        let options = CourierOptions { patience: Duration::ZERO, proxy, ..CourierOptions::default() };
        Ok(Courier::new(options)?.deliver(&mut self.open()?, id, watcher, cancel)?)
    }

    fn retry(&self, id: &EntryId) -> Result<(), WindowError> {
        Ok(self.open()?.retry(id)?)
    }

    fn remove(&self, id: &EntryId) -> Result<(), WindowError> {
        Ok(self.open()?.drop_entry(id)?)
    }
}
