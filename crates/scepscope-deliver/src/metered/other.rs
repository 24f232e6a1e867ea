//! Systems whose word needs a part of the app in another language.

pub(super) fn is_metered() -> Option<bool> {
    None
}
