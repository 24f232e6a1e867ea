//! The rights of users, as `secedit /export /areas USER_RIGHTS` writes them.

use std::collections::BTreeMap;

/// Who has which right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserRights {
    rights: BTreeMap<String, Vec<String>>,
}

impl UserRights {
    /// Reads such a file; `None` where the text has no section of rights.
    pub fn parse(text: &str) -> Option<UserRights> {
        let mut rights = BTreeMap::new();
        let (mut inside, mut found) = (false, false);
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') {
                inside = line.eq_ignore_ascii_case("[Privilege Rights]");
                found |= inside;
            } else if inside && let Some((name, holders)) = line.split_once('=') {
                // An identifier begins with an asterisk; what could not be resolved when it was set is a plain name.
                let holders = holders.split(',').map(|h| h.trim().trim_start_matches('*').to_owned());
                let holders = holders.filter(|h| !h.is_empty()).collect();
                rights.insert(name.trim().to_ascii_lowercase(), holders);
            }
        }
        found.then_some(UserRights { rights })
    }

    /// The holders of a right, as identifiers or names. A right that nobody has is not written: then nobody has it.
    pub fn holders(&self, right: &str) -> &[String] {
        self.rights.get(&right.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}
