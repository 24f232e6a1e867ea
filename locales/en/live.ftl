# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Reading { $source } …
live-state-ready = Ready.
live-state-needs-consent = Only when you name or share it.
live-state-needs-elevation = Needs administrator rights.
live-state-absent = Not on this device.
live-more-with-elevation = An administrator would see more of it.

# `scepscope record`.
record-started = Recording since { $time }.
record-stopped = Stopped at { $time }.
record-until-enter = Reproduce the fault now, then press Enter.
record-for = Reproduce the fault now; the recording ends after { $seconds } seconds.
record-sync-windows = To start a sync: Settings → Accounts → Access work or school → your account → Info → Sync (ms-settings:workplace).
record-sync-macos = To start a sync: Company Portal → Devices → this Mac → Check status; or remove and install the profile again.
record-sync-linux = To start a sync: open Microsoft Intune (intune-portal) and choose Refresh.
record-sync-android = To start a sync: Company Portal → Settings → Sync.
record-sync-ios = To start a sync: Company Portal → Devices → this device → Check status.
record-sync-unknown = Start a sync in your management app.
