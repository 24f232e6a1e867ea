//! Errors that travel through other crates' readers and keep their reason.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use crate::Reason;

/// A reason inside an [`io::Error`].
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) reason: Reason,
    pub(crate) detail: String,
}

impl Fault {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Fault {
        Fault { reason, detail: detail.into() }
    }

    pub(crate) fn limit(name: &str, value: u64) -> Fault {
        Fault::new(Reason::Limit, format!("{name} {value}"))
    }

    /// What an error means, whoever wrapped it.
    pub(crate) fn of(error: &io::Error) -> Fault {
        if let Some(fault) = inside(error) {
            return fault.clone();
        }
        let reason = match error.kind() {
            ErrorKind::UnexpectedEof => Reason::Truncated,
            ErrorKind::InvalidData | ErrorKind::InvalidInput => Reason::Damaged,
            ErrorKind::PermissionDenied => Reason::PermissionDenied,
            ErrorKind::NotFound => Reason::NotFound,
            _ => Reason::Io,
        };
        Fault::new(reason, error.to_string())
    }

    pub(crate) fn into_error(self) -> io::Error {
        let kind = match self.reason {
            Reason::Truncated => ErrorKind::UnexpectedEof,
            Reason::Damaged | Reason::Checksum => ErrorKind::InvalidData,
            _ => ErrorKind::Other,
        };
        io::Error::new(kind, self)
    }
}

/// Longest chain of causes that is followed.
const MAX_CAUSES: usize = 8;

fn inside(error: &io::Error) -> Option<&Fault> {
    let mut next: Option<&(dyn Error + 'static)> = error.get_ref().map(|e| e as _);
    for _ in 0..MAX_CAUSES {
        let error = next?;
        if let Some(fault) = error.downcast_ref::<Fault>() {
            return Some(fault);
        }
        next = match error.downcast_ref::<io::Error>() {
            Some(error) => error.get_ref().map(|e| e as _),
            None => error.source(),
        };
    }
    None
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason.id(), self.detail)
    }
}

impl Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_survives_wrapping() {
        let error = Fault::limit("X", 3).into_error();
        let wrapped = io::Error::new(ErrorKind::InvalidData, io::Error::other(error));
        assert_eq!(Fault::of(&wrapped).reason, Reason::Limit);
        assert_eq!(Fault::of(&wrapped).detail, "X 3");
        let plain = io::Error::from(ErrorKind::UnexpectedEof);
        assert_eq!(Fault::of(&plain).reason, Reason::Truncated);
    }
}
