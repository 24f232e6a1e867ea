//! The cost of the connection that leads to the internet
//! (<https://learn.microsoft.com/uwp/api/windows.networking.connectivity.connectioncost>).

use windows::Networking::Connectivity::{NetworkCostType, NetworkInformation};

pub(super) fn is_metered() -> Option<bool> {
    let cost = NetworkInformation::GetInternetConnectionProfile().and_then(|p| p.GetConnectionCost()).ok()?;
    if cost.Roaming().unwrap_or_default() || cost.OverDataLimit().unwrap_or_default() {
        return Some(true);
    }
    match cost.NetworkCostType().ok()? {
        NetworkCostType::Fixed | NetworkCostType::Variable => Some(true),
        NetworkCostType::Unrestricted => Some(false),
        _ => None,
    }
}
