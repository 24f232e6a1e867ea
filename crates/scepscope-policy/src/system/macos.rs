//! macOS: managed ("forced") preferences, which the system writes from configuration profiles.
//!
//! The system keeps them in root's folder `/Library/Managed Preferences`, one property list a domain. They are read
//! there, because `CFPreferencesAppValueIsForced` needs unsafe code; the same rule applies: only root can have
//! written it. Preferences for one user only (`/Library/Managed Preferences/USER`) do not count.

use std::path::Path;

use crate::document::PolicyFault;
use crate::root_owned::read_root_owned;
use crate::value::{Found, from_plist};

/// Where the policy is.
pub(crate) const PLACE: &str = "/Library/Managed Preferences/io.github.scepscope.app.plist";

/// Names that the system adds to managed preferences.
const SYSTEMS_OWN: &str = "Payload";

/// Reads it; `None` where there is none.
pub(crate) fn read() -> Result<Option<Found>, PolicyFault> {
    let Some(content) = read_root_owned(Path::new(PLACE))? else { return Ok(None) };
    let mut found = from_plist(PLACE, &content)?;
    found.values.retain(|name, _| !name.starts_with(SYSTEMS_OWN));
    Ok(Some(found))
}
