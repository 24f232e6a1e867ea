//! Who may send: whoever has a link that one of the administrator's keys signed.

use scepscope_receive::{Admission, Admitted, Claim, Refused};
use scepscope_request::{LinkKey, verify_token};

/// An upload without a request.
const NO_REQUEST: Refused = Refused("link-needed");
/// Another ticket, or another id, than the request's.
const OTHER_TICKET: Refused = Refused("ticket-differs");

/// Admits an upload by its request's token, and each request for one bundle.
pub(crate) struct LinkAdmission {
    keys: Vec<LinkKey>,
}

impl LinkAdmission {
    pub(crate) fn new(keys: Vec<LinkKey>) -> LinkAdmission {
        LinkAdmission { keys }
    }
}

impl Admission for LinkAdmission {
    fn admit(&self, claim: &Claim) -> Result<Admitted, Refused> {
        let token = claim.request.as_deref().ok_or(NO_REQUEST)?;
        let now = claim.now.map(|now| now.unix_timestamp()).ok_or(NO_REQUEST)?;
        let facts = verify_token(token, &self.keys, now).map_err(|refusal| Refused(refusal.code.id()))?;
        let differs = |said: &Option<String>, is: Option<&str>| said.is_some() && said.as_deref() != is;
        if differs(&claim.ticket, facts.ticket.as_deref()) || differs(&claim.id, Some(&facts.id)) {
            return Err(OTHER_TICKET);
        }
        Ok(Admitted { once: Some(facts.id), case: facts.case, request_sha256: Some(facts.sha256) })
    }
}
