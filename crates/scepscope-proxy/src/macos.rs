//! The network's settings, as the dynamic store keeps them. A script in them is not run.

pub(crate) use super::by_matcher as for_origin;
