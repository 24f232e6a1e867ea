# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Reading { $source } …
live-state-ready = Ready.
live-state-needs-consent = Only when you name or share it.
live-state-needs-elevation = Needs administrator rights.
live-state-absent = Not on this device.
live-more-with-elevation = An administrator would see more of it.
