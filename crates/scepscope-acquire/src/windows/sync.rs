//! A sync by the enrolment's scheduled task, or else the page of the settings that has the button for it.

use std::io;

use super::registry;
use super::system::WindowsSystem;
use crate::program::Call;
use crate::source::Reason;
use crate::stop::Stop;
use crate::sync::{SyncOutcome, SyncStart, SyncWay, reason_of};

const SCHTASKS: &[&str] = &[r"C:\Windows\System32\schtasks.exe"];

/// The folder of the tasks of all enrolments; each has one of its own below, named by its id.
const TASKS: &str = r"\Microsoft\Windows\EnterpriseMgmt";

/// The task that a push notification of the management starts: a session with it, at once.
const PUSH: &str = "PushLaunch";

/// Who manages, where it is Intune.
const INTUNE: &str = "MS DM Server";

/// The page with the accounts of work and school, and their button *SyncStart*.
const PAGE: &str = "ms-settings:workplace";

pub(super) fn sync(system: &dyn WindowsSystem, stop: &Stop) -> SyncStart {
    let ids = registry::enrolments(system).into_iter().filter(|(_, provider)| {
        // A device without Intune is synced by whoever else manages it.
        provider.as_deref() == Some(INTUNE)
    });
    let ids: Vec<String> = ids.map(|(id, _)| id).filter(|id| is_id(id)).collect();
    let Some(id) = ids.first() else {
        return SyncStart::failed(SyncWay::ScheduledTask, Reason::NotEnrolled, "");
    };
    let denied = match run(system, id, stop) {
        Ok(()) => return SyncStart::started(SyncWay::ScheduledTask),
        Err(error) => error,
    };
    if stop.is_over() {
        return SyncStart::refused(SyncWay::ScheduledTask, &denied);
    }
    match system.open(PAGE) {
        Ok(()) => SyncStart {
            way: SyncWay::SettingsPage,
            outcome: SyncOutcome::LeftToUser,
            reason: Some(reason_of(&denied)),
            system: Some(denied.to_string()),
        },
        Err(error) => SyncStart::refused(SyncWay::SettingsPage, &error),
    }
}

/// Starts the task. What the program prints has the system's language; that it failed for a user without an administrator's rights
/// follows from whose task it is.
fn run(system: &dyn WindowsSystem, id: &str, stop: &Stop) -> io::Result<()> {
    let task = format!(r"{TASKS}\{id}\{PUSH}");
    let call = Call { places: SCHTASKS, arguments: vec!["/run".into(), "/tn".into(), task.into()] };
    let output = system.programs().run(&call, stop)?;
    match (output.success, output.cut, system.is_elevated()) {
        (true, ..) => Ok(()),
        (false, Some(Reason::TimeLimit), _) => Err(io::ErrorKind::TimedOut.into()),
        (false, _, false) => Err(io::Error::new(io::ErrorKind::PermissionDenied, output.message)),
        (false, _, true) => Err(io::Error::other(output.message)),
    }
}

/// An enrolment's id, 8-4-4-4-12 hex digits: what the registry says stands in a program's argument.
fn is_id(id: &str) -> bool {
    let groups: Vec<&str> = id.trim_start_matches('{').trim_end_matches('}').split('-').collect();
    let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(hex)
}
