# Many bundles: the sums over the devices, on a terminal and as a page.
fleet-title = { $devices ->
    [one] 1 device
   *[other] { $devices } devices
}, { $bundles ->
    [one] 1 bundle
   *[other] { $bundles } bundles
}
fleet-run = Read now: { $read }. Known from the earlier table: { $kept }. No longer there, or changed: { $gone }. Rows: { $rows }.
fleet-note = A device is a signing key. It counts with its newest sound bundle, there with the latest attempt of each profile.
fleet-states = Bundles by state
fleet-faults = Bundles that do not count, by fault
fleet-outcomes = Devices by outcome
fleet-steps = Devices by failing step
fleet-causes = Devices by cause
fleet-servers = Devices by SCEP URL
fleet-systems = Devices by system
fleet-versions = Devices by Scepscope version
fleet-nothing = None.
fleet-more = { $count ->
    [one] 1 more value is in the JSON document.
   *[other] { $count } more values are in the JSON document.
}
fleet-written = { $path }: { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}
fleet-state-verified = verified: unchanged since a listed key signed
fleet-state-intact = intact: unchanged since some key signed
fleet-state-failed = verification failed
fleet-state-refused = not a well-formed bundle
fleet-state-sealed = encrypted for somebody else
fleet-state-other-version = of another version
fleet-state-unreadable = could not be read this time
fleet-value = Value
fleet-count = Number
fleet-days = Attempts by day
fleet-days-picture = Attempts by day from { $first } to { $last }, at most { $most } on one day
fleet-days-table = The same in numbers
fleet-date = Day (UTC)
fleet-attempts = Attempts
fleet-other-days = { $count ->
    [one] 1 attempt is
   *[other] { $count } attempts are
} of other days.
