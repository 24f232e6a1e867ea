//! Which of Apple's processes are of interest, by the path of their program.

/// What a process has to do with enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Enrols: its lines are the evidence, its debug lines tell that debug logging was on.
    Enrols,
    /// Delivers or applies profiles: its lines are kept, and handed on where they hold a string of interest.
    Accompanies,
    /// Anything else.
    Other,
}

/// iOS and iPadOS enrol in `profiled`, macOS in `mdmclient` and the XPC service `CertificateService`.
const ENROLS: [&str; 3] = ["profiled", "mdmclient", "CertificateService"];

const ACCOMPANIES: [&str; 8] = [
    "dmd",
    "mdmd",
    "mdmuserd",
    "mdmagent",
    "remotemanagementd",
    "ManagedClient",
    "ManagedClientAgent",
    "cloudconfigurationd",
];

/// Runs on macOS only.
const MACOS: [&str; 4] = ["mdmclient", "CertificateService", "ManagedClient", "ManagedClientAgent"];

/// The program's file name.
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Role {
    /// What a program does, by its path or name.
    pub fn of(path: &str) -> Role {
        let name = name(path);
        if ENROLS.contains(&name) {
            Role::Enrols
        } else if ACCOMPANIES.contains(&name) {
            Role::Accompanies
        } else {
            Role::Other
        }
    }
}

/// Whether a process of that name is found on macOS only.
pub fn is_macos(name: &str) -> bool {
    MACOS.contains(&name)
}
