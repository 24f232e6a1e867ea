//! Who may send.

use time::OffsetDateTime;

/// What an upload says of itself before a byte of it is taken. Anybody's words.
#[derive(Clone, Default)]
pub struct Claim {
    /// The request's token, exactly as the device received it.
    pub request: Option<String>,
    /// The request's `jti`.
    pub id: Option<String>,
    /// The request's ticket.
    pub ticket: Option<String>,
    /// The case id.
    pub case: Option<String>,
    /// SHA-256 of the bundle, in hexadecimal.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub bytes: u64,
    /// The receiver's time.
    pub now: Option<OffsetDateTime>,
}

impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim").field("id", &self.id).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// An upload that may go on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Admitted {
    /// What is good for one bundle only: the request's `jti`. `None` where nothing limits.
    pub once: Option<String>,
    /// The case id as the request has it.
    pub case: Option<String>,
    /// SHA-256 of the request's token, in hexadecimal. A bundle that can be looked into has to name it.
    pub request_sha256: Option<String>,
}

/// An upload that may not. The word is told to the client and to the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// Decides who may send.
pub trait Admission: Send + Sync {
    /// Looks at a claim. Called for every new upload; whether a ticket was used before is the receiver's business.
    ///
    /// # Errors
    /// [`Refused`] with a short stable word.
    fn admit(&self, claim: &Claim) -> Result<Admitted, Refused>;
}

/// Lets everybody send who reaches the address.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anybody;

impl Admission for Anybody {
    fn admit(&self, claim: &Claim) -> Result<Admitted, Refused> {
        Ok(Admitted { case: claim.case.clone(), ..Admitted::default() })
    }
}
