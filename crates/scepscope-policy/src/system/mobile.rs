//! Android and iOS: the managed app configuration comes through the app's Kotlin or Swift part
//! (`RestrictionsManager.getApplicationRestrictions`, the defaults' `com.apple.configuration.managed`), which hands it over
//! as JSON; see [`crate::from_json`] and [`crate::PolicySource`]. There is nothing to read from here.

use crate::document::PolicyFault;
use crate::value::Found;

/// Where the policy is.
pub(crate) const PLACE: &str = "managed app configuration";

/// Nothing: the app hands it over.
pub(crate) fn read() -> Result<Option<Found>, PolicyFault> {
    Ok(None)
}
