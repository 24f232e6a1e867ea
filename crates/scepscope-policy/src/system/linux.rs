//! Linux and other systems of its kind: a file of root's.

use std::path::Path;

use crate::document::PolicyFault;
use crate::root_owned::read_root_owned;
use crate::value::{Found, from_json};

/// Where the policy is.
pub(crate) const PLACE: &str = "/etc/scepscope/policy.json";

/// Reads it; `None` where there is none.
pub(crate) fn read() -> Result<Option<Found>, PolicyFault> {
    read_root_owned(Path::new(PLACE))?.map(|text| from_json(PLACE, &text)).transpose()
}
