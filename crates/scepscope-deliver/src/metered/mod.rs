//! Whether data costs money here.

// One module a system, each with the same item.
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "other.rs")]
mod system;

/// Whether the system says that the way to the internet is metered: a mobile network, a phone's hotspot, a link whose owner
/// said so. `None` where the system does not tell. Asks the system for a second at most.
pub fn is_metered() -> Option<bool> {
    system::is_metered()
}
