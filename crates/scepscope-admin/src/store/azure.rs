//! Shared access signatures of Azure Blob Storage, for one blob
//! (<https://learn.microsoft.com/rest/api/storageservices/create-service-sas>,
//! <https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas>).

use base64ct::{Base64, Encoding};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::credentials::{AzureKey, Delegation};
use super::{Permission, Place, StoreError, hmac, query};

const SECONDS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The version whose rules the text that is signed keeps.
const VERSION: &str = "2020-12-06";

/// Create and write: no reading, no listing, no deleting.
const PERMISSIONS: &str = "cw";

/// One blob.
const RESOURCE: &str = "b";

pub(super) fn mint(permission: &Permission<'_>, key: &AzureKey) -> Result<String, StoreError> {
    let Permission { place, name, until, .. } = permission;
    let blob = format!("/blob{}", canonical(place, name)?);
    let end = stamp(*until)?;
    let protocol = if place.is_secure() { "https" } else { "https,http" };
    // The empty lines: begin, stored policy, addresses; at the end snapshot, encryption scope and five answer headers.
    let (text, mut pairs) = match key {
        AzureKey::Account(_) => {
            let text = format!(
                "{PERMISSIONS}\n\n{end}\n{blob}\n\n\n{protocol}\n{VERSION}\n{RESOURCE}\n\n\n\n\n\n\n"
            );
            (text, Vec::new())
        }
        AzureKey::Delegation(delegation) => {
            (delegated(delegation, *until, &end, &blob, protocol)?, delegation.pairs())
        }
    };
    let signature = Base64::encode_string(&hmac(key.bytes(), &text));
    pairs.extend([("sv", VERSION), ("sr", RESOURCE), ("sp", PERMISSIONS), ("se", &end), ("spr", protocol)]);
    pairs.push(("sig", &signature));
    Ok(place.url(name, &query(&pairs)))
}

fn delegated(
    key: &Delegation,
    until: OffsetDateTime,
    end: &str,
    blob: &str,
    protocol: &str,
) -> Result<String, StoreError> {
    if until > key.expiry {
        let text = format!("the user delegation key ends at {}, before the link does", key.signed_expiry);
        return Err(StoreError::Credentials(text));
    }
    let Delegation { oid, tid, start, signed_expiry, service, version, .. } = key;
    // The three empty lines after the key: authorised and unauthorised object id, correlation id.
    Ok(format!(
        "{PERMISSIONS}\n\n{end}\n{blob}\n{oid}\n{tid}\n{start}\n{signed_expiry}\n{service}\n{version}\n\n\n\n\n\
         {protocol}\n{VERSION}\n{RESOURCE}\n\n\n\n\n\n\n"
    ))
}

/// `/ACCOUNT/CONTAINER/BLOB`. The account is the host's first label, or where the host is not of the service's own
/// form (an emulator, an address of one's own) the path's first part.
fn canonical(place: &Place, name: &str) -> Result<String, StoreError> {
    let labels = place.labels();
    let of_service = labels.iter().skip(1).any(|l| *l == "blob");
    match (of_service, place.segments.len()) {
        (true, 1..) => Ok(format!("/{}{}", labels.first().copied().unwrap_or_default(), place.path(name))),
        (false, 2..) => Ok(place.path(name)),
        _ => Err(StoreError::Address(
            "the address names no container: https://ACCOUNT.blob.core.windows.net/CONTAINER",
        )),
    }
}

fn stamp(time: OffsetDateTime) -> Result<String, StoreError> {
    time.format(SECONDS).map_err(|e| StoreError::Credentials(e.to_string()))
}
