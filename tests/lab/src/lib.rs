//! What the delivery tests share: upload servers that others wrote, a proxy that does harm on demand, sample bundles.
//!
//! A server that can't be started stops the test with the word what to install.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

pub mod http;
mod pages;
pub mod proxy;
mod sample;
mod servers;
mod sign;

pub use pages::{look_at, page_folder};
pub use sample::{Chance, bundle, bundle_of, sealed_bundle};
pub use servers::{Kind, Server, root, tool};
