//! How the tests pack.

use std::path::Path;

use scepscope_collect::{KeyPlace, PackOptions};
use time::OffsetDateTime;

/// Packs into `out` below a home that keeps the device's key as well.
pub(crate) fn pack_options(home: &Path) -> PackOptions {
    PackOptions {
        out: home.join("out"),
        case: None,
        recipients: Vec::new(),
        created: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
        key: KeyPlace::file_in(home.join("identity")),
        pseudonyms: None,
    }
}
