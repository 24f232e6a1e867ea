//! The configuration of each system is one that Tauri takes as a whole, and says what the system needs to hear.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use tauri::utils::config::parse::read_from;
use tauri::utils::config::{BundleTarget, BundleType, Config};
use tauri::utils::platform::Target;

/// What Tauri makes of the common file and the system's own; a field that it does not know is an error.
fn of(target: Target) -> Config {
    let (merged, files) = read_from(target, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(files.len(), if target == Target::Linux { 1 } else { 2 }, "{files:?}");
    serde_json::from_value(merged).unwrap()
}

#[test]
fn every_system_knows_the_scheme_of_the_links() {
    for target in [Target::Windows, Target::MacOS, Target::Linux, Target::Android, Target::Ios] {
        let links = &of(target).plugins.0["deep-link"];
        assert_eq!(links["desktop"]["schemes"][0], "scepscope", "{target:?}");
        assert_eq!(links["mobile"][0]["scheme"][0], "scepscope", "{target:?}");
    }
}

#[test]
fn each_desktop_has_its_installers() {
    let wanted = [
        (Target::Windows, vec![BundleType::Nsis, BundleType::Msi]),
        (Target::MacOS, vec![BundleType::App, BundleType::Dmg]),
        (Target::Linux, vec![BundleType::Deb]),
    ];
    for (target, types) in wanted {
        assert_eq!(of(target).bundle.targets, BundleTarget::List(types), "{target:?}");
    }
}

#[test]
fn no_system_opens_every_log_with_the_window_by_itself() {
    // An installer for Windows makes itself the program of what it associates: nothing is, there and on Linux.
    for target in [Target::Windows, Target::Linux] {
        assert!(of(target).bundle.file_associations.is_none(), "{target:?}");
    }
    for target in [Target::MacOS, Target::Ios, Target::Android] {
        let associations = of(target).bundle.file_associations.unwrap();
        let named: Vec<String> = associations.iter().flat_map(|a| &a.ext).map(|e| e.0.clone()).collect();
        assert_eq!(named, ["log", "txt", "zip", "gz"], "{target:?}");
        if target != Target::Android {
            assert!(associations.iter().all(|a| a.rank.to_string() == "Alternate"), "{target:?}");
        }
    }
}

#[test]
fn files_that_the_configuration_names_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ios = of(Target::Ios).bundle.ios;
    assert!(folder.join(ios.info_plist.unwrap()).is_file());
    for target in [Target::Windows, Target::MacOS, Target::Ios, Target::Android] {
        for icon in of(target).bundle.icon {
            assert!(folder.join(&icon).is_file(), "{icon}");
        }
    }
}
