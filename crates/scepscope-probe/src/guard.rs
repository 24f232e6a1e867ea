//! Addresses that a name must not lead to unless somebody asked for them.

use std::net::IpAddr;

/// Whether an address is neither this device nor the local link. Private networks are fine: NDES servers stand there.
pub(crate) fn is_public_enough(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            !(v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.octets()[0] == 0)
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback() || v6.is_unspecified() || v6.is_multicast() || v6.is_unicast_link_local())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_dns_that_leads_to_this_device_or_its_link_is_refused() {
        for lie in [
            "127.0.0.1",
            "127.255.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "169.254.169.254",
            "fe80::1",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
        ] {
            assert!(!lie.parse().is_ok_and(is_public_enough), "{lie}");
        }
        for server in ["10.0.0.5", "192.168.1.10", "172.16.0.1", "203.0.113.7", "fd00::5", "2001:db8::1"] {
            assert!(server.parse().is_ok_and(is_public_enough), "{server}");
        }
    }
}
