//! A system that no NDES runs on.

use crate::live::ServerSystem;

pub(crate) fn server() -> Option<Box<dyn ServerSystem>> {
    None
}
