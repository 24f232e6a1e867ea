//! Conditions on a value that an expression cannot state.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::rules::Check;

impl Check {
    pub(crate) fn holds(self, value: &str) -> bool {
        match self {
            Check::Token => {
                value.len() >= 8
                    && value.bytes().any(|b| b.is_ascii_digit())
                    && value.bytes().any(|b| b.is_ascii_alphabetic())
            }
            Check::Ipv4Private => value.parse().is_ok_and(private_v4),
            Check::Ipv4Public => value.parse::<Ipv4Addr>().is_ok_and(|a| {
                // 0/8 and low first octets with zeros behind are versions far more often than addresses.
                !private_v4(a)
                    && !a.is_loopback()
                    && !a.is_unspecified()
                    && a.octets()[0] > 0
                    && !looks_like_version(a)
            }),
            Check::Ipv6Private => v6(value)
                .is_some_and(|a| a.segments()[0] & 0xfe00 == 0xfc00 || a.segments()[0] & 0xffc0 == 0xfe80),
            Check::Ipv6Public => v6(value).is_some_and(|a| a.segments()[0] & 0xe000 == 0x2000),
            Check::Fqdn => fqdn(value),
        }
    }
}

fn private_v4(a: Ipv4Addr) -> bool {
    let o = a.octets();
    a.is_private() || a.is_link_local() || (o[0] == 100 && o[1] & 0xc0 == 64)
}

fn looks_like_version(a: Ipv4Addr) -> bool {
    let o = a.octets();
    o[0] < 20 && (o[1] == 0 || o[3] == 0)
}

fn v6(value: &str) -> Option<Ipv6Addr> {
    value.split('%').next()?.parse().ok()
}

fn fqdn(value: &str) -> bool {
    /// First labels of packages and bundles, which read like names turned round.
    const PACKAGES: [&str; 14] = [
        "com", "org", "net", "io", "de", "jp", "edu", "gov", "eu", "uk", "java", "javax", "android",
        "androidx",
    ];
    let lower = value.to_ascii_lowercase();
    let first = lower.split('.').next().unwrap_or_default();
    !PACKAGES.contains(&first)
}
