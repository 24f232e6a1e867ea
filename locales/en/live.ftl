# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Reading { $source } …
live-state-ready = Ready.
live-state-needs-consent = Only when you name or share it.
live-state-needs-elevation = Needs administrator rights.
live-state-absent = Not on this device.
live-more-with-elevation = An administrator would see more of it.
live-elevate = --elevate asks for these rights.

# `scepscope record`.
record-started = Recording since { $time }.
record-stopped = Stopped at { $time }.
record-until-enter = Reproduce the fault now, then press Enter.
record-for = Reproduce the fault now; the recording ends after { $seconds } seconds.
record-sync-started-task = Started a sync by the enrolment's scheduled task.
record-sync-started-unit = Started a sync by the unit of Intune's agent.
record-sync-opened = Opened the page of the settings that starts a sync.
record-sync-windows = To start a sync: Settings → Accounts → Access work or school → your account → Info → Sync (ms-settings:workplace).
record-sync-macos = To start a sync: Company Portal → Devices → this Mac → Check status; or remove and install the profile again.
record-sync-linux = To start a sync: open Microsoft Intune (intune-portal) and choose Refresh.
record-sync-android = To start a sync: Company Portal → Settings → Sync.
record-sync-ios = To start a sync: Company Portal → Devices → this device → Check status.
record-sync-unknown = Start a sync in your management app.

# The sources of a device, as the window names them.
source-linux-journal = Journal of Intune and the identity broker
source-linux-broker-logs = Log files of the identity broker
source-windows-events-mdm-admin = Event log of device management
source-windows-events-mdm-operational = Detailed event log of device management
source-windows-events-certenroll = Events of certificate enrolment
source-windows-events-capi2 = Event log of certificate checks (CAPI2)
source-windows-registry = State of the profiles in the registry
source-windows-channels = Whole event logs
source-windows-mdm-diagnostics = Diagnostics of device management
source-macos-unified-log = System log of the processes that enrol
source-macos-profiles = Installed profiles
source-macos-intune-agent = Log files of the Intune agent
source-android-omadm = Company Portal log
source-android-cloud-extension = Log of the device policy app
source-apple-unified-log = Sysdiagnose
source-apple-console = Lines of the Console app
source-device-facts = Name, system and version of this device
