# The administrator's analyzer: terminal, page, and the comparison of two reports.
analysis-title = Device and server together
analysis-unverified = Not verified. A bundle was read although its verification failed; what it says may be anybody's.
analysis-key-not-listed = The key that signed it is not on your list.
analysis-signature-not-accepted = Its signature is missing or not valid.
analysis-first-step = First step
analysis-flow = The flow
analysis-flow-note = Steps 1, 2 and 5 are the device's; the milestones below show what happened inside them.
analysis-requests = Requests
analysis-device = Device
analysis-network = Network
analysis-server = Server
analysis-request = Request
analysis-answer = Answer
analysis-seen-by = Seen by
analysis-attempt-heading = Attempt { $id }: device and server
analysis-no-attempts = The inputs hold no attempt of a device, so there is nothing to join.
analysis-policy-module = policy module
analysis-no-operation = SCEP URL
analysis-not-answered = no answer
analysis-sequence = Requests in order, between device, network and server
analysis-more-requests = { $count ->
    [one] 1 more request is in the JSON.
   *[other] { $count } more requests are in the JSON.
}
analysis-servers = Logs of the web server
analysis-no-servers = No log of a web server was given. What arrived at the server can't be told.
analysis-server-untimed = Its records carry no date and time: nothing can be joined with them.
analysis-server-assumed = No line names its columns; the usual order was taken where it fits.
analysis-server-missing = It lacks columns: { $columns }. What they would tell is not known.
analysis-server-quiet = No record at all from { $from } to { $to }.
analysis-server-more-quiet = { $count ->
    [one] 1 more stretch of quiet is in the JSON.
   *[other] { $count } more stretches of quiet are in the JSON.
}
analysis-others = Other clients
analysis-others-none = The logs hold no request to NDES besides.
analysis-others-count = { $requests ->
    [one] 1 request belongs
   *[other] { $requests } requests belong
} to none of these attempts; { $failed } of them failed.
analysis-others-client = { $address }: { $requests ->
    [one] 1 request
   *[other] { $requests } requests
}, { $failed } failed
analysis-others-more = { $count ->
    [one] 1 more client is in the JSON.
   *[other] { $count } more clients are in the JSON.
}
analysis-other-findings = What only those requests show
analysis-no-address = address not logged
analysis-clock-requests = The server's clock is { $seconds } s ahead of the device's, by { $pairs ->
    [one] 1 request
   *[other] { $pairs } requests
} that both saw.
analysis-clock-stated = Both clocks write UTC or their offset. How far they differ is not known.
analysis-clock-unknown = How the two clocks relate is not known.
analysis-offset-estimated = The device's local time was taken as UTC{ $offset }, since its requests fit the server's log only so.
analysis-date-estimated = The device's log has no date. Its requests fit the server's log of { $date }.
analysis-client = Client: { $address }, { $agent }
analysis-client-shared = { $count ->
    [one] 1 other kind of device comes
   *[other] { $count } other kinds of device come
} from the same address. They are told apart by time and user agent only.
analysis-inputs = Where the device's side comes from

join-joined = The server's log holds the requests of this attempt.
join-no-request = The server's log covers the attempt and holds no request of it.
join-ambiguous = Several clients of the server's log fit this attempt equally well. Which one is this device can't be told.
join-not-covered = The server's log does not cover the attempt. Whether a request arrived could not have been recorded in it.
join-not-placed = The attempt can't be placed in the server's time. Whether a request arrived can't be told.
join-nothing-to-join = The device recorded no request that could be looked for in the server's log.
join-no-server-log = No log of the web server was given. Whether a request arrived can't be told.

join-reason-log-begins-later = The log begins after the attempt.
join-reason-log-ends-earlier = The log ends before the attempt.
join-reason-log-quiet = The log holds no record of any client for a long time around the attempt.
join-reason-no-time-column = The log carries no date and time.
join-reason-no-uri-column = The log does not say which address was asked for (cs-uri-stem).
join-reason-no-user-agent-column = The log does not say which program asked (cs(User-Agent)); platforms are told apart by the form of the request.
join-reason-no-client-column = The log does not say where requests came from (c-ip).
join-reason-no-status-column = The log does not say how requests ended (sc-status).
join-reason-no-query-column = The log does not say which operation was asked for (cs-uri-query).
join-reason-no-date = The device's log has times of day without a date.
join-reason-unknown-offset = The device's log has local times without their offset from UTC.
join-reason-others-nearby = Requests of the same kind of device came near that time. They do not fit what this device recorded.
join-reason-several-clients = More than one client fits.
join-reason-shared-address = Other devices come from the same address: a proxy stands in front of the server.
join-reason-too-many-requests = There are more requests than are kept; the older ones are not known.

seen-by-device = device only
seen-by-server = server only
seen-by-both = both

flow-profile = Profile reaches the device
flow-device-to-ndes = Device asks NDES
flow-ndes-to-policy-module = NDES has the challenge checked
flow-ndes-to-ca = CA issues the certificate
flow-delivery = Certificate reaches the device
flow-report = Result is reported to Intune
flow-profile-short = Profile
flow-device-to-ndes-short = Device → NDES
flow-ndes-to-policy-module-short = Policy module
flow-ndes-to-ca-short = CA
flow-delivery-short = Delivery
flow-report-short = Report

trust-verified = Verified: unchanged since it was signed by { $principal } with the key { $fingerprint }, which is on your list.
trust-intact = Unchanged since it was signed with the key { $fingerprint }. No list of yours names this key: this proves neither who signed, nor when, nor that the logs are genuine.
trust-unverified = Not verified. Its verification failed; it may be anybody's.
trust-unsigned = Not signed. Nothing shows whether it was changed.

compare-title = What changed
compare-same = Nothing that the reports tell has changed.
compare-other-device = The reports name different devices.
compare-outcome = Outcome
compare-reached = Server reached
compare-challenge = Request presented
compare-steps = Steps
compare-findings = Findings
compare-no-findings = Neither report names a cause.
compare-new = new
compare-stayed = still there
compare-gone = gone
compare-gone-note = A finding is gone when the later report does not hold it. Whether it is solved, the steps show.
