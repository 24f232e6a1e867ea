//! The root of trust: whose links a device follows, and what they may ask for.
//!
//! A managed device has a policy that only its management can write: on Windows the registry below
//! `HKLM\SOFTWARE\Policies\Scepscope`, on macOS managed preferences, on Linux a root-owned file, on Android and iOS the
//! managed app configuration. The settings have the same names everywhere (`docs/policy.md`). Where no policy pins
//! a key, a user may confirm one by its fingerprint.
//!
//! [`Effective::load`] reads both and gives the [`scepscope_request::Terms`] for checking a request.

mod confirmed;
mod document;
mod effective;
mod file;
mod proxy;
#[cfg(all(unix, not(target_os = "android"), not(target_os = "ios")))]
mod root_owned;
mod snippet;
mod value;

// One module a system, each with the same two items: `PLACE` and `read`.
#[cfg(all(unix, not(target_os = "macos"), not(target_os = "android"), not(target_os = "ios")))]
#[path = "system/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "system/macos.rs"]
mod system;
#[cfg(any(target_os = "android", target_os = "ios"))]
#[path = "system/mobile.rs"]
mod system;
#[cfg(windows)]
#[path = "system/windows.rs"]
mod system;

pub use confirmed::{ConfirmedKeys, ConfirmedRecord, FingerprintError, MAX_CONFIRMED, fingerprint};
pub use document::{MAX_LIST, MAX_POLICY_BYTES, Policy, PolicyDocument, PolicyFault, SETTINGS};
pub use effective::{Effective, Origin, PolicySource, SystemPolicy};
pub use file::{FileFacts, FileFault, check_facts};
pub use proxy::{ProxyAddress, ProxyAddressError};
pub use snippet::{APPLE_DOMAIN, REGISTRY_KEY, Snippet, snippets};
pub use value::{Found, from_json, from_plist};
