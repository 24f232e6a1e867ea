//! iOS and iPadOS: the unified log comes out by a sysdiagnose or a Mac.

use scepscope_model::Platform;

use crate::phone::Phone;

/// An iPhone or iPad.
pub const fn ios() -> Phone {
    Phone::new(Platform::Ios, &["apple.unified_log", "apple.console"])
}
