//! Android: Company Portal's log lies in the work profile, out of every other app's reach.

use scepscope_model::Platform;

use crate::phone::Phone;

/// An Android device. Which of the two logs there is depends on how it is enrolled.
pub const fn android() -> Phone {
    Phone::new(Platform::Android, &["android.omadm", "android.cloud_extension"])
}
