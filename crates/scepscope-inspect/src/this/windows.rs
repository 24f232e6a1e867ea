//! This machine runs Windows.

#[path = "win32.rs"]
mod win32;

use crate::live::ServerSystem;

pub(crate) fn server() -> Option<Box<dyn ServerSystem>> {
    Some(Box::new(win32::Server::default()))
}
