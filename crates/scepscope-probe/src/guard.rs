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
