# Headings and labels of the report, on the terminal and in HTML.
report-title = Certificate enrolment report
report-path = Path
report-milestones = Steps
report-attempt = Attempt { $id }
report-attempt-profile = Attempt { $id }: { $profile }
report-earlier-attempts = Earlier attempts and other profiles ({ $count })
report-findings = Findings
report-no-findings = Nothing was found that explains a failure.
report-earlier-findings = Of earlier attempts
report-fix = For the administrator
report-records = Records
report-key-strings = Key strings
report-gaps = What is missing
report-no-gaps = Nothing is known to be missing.
report-sources = Sources
report-no-sources = No source could be read.
report-probe = Answer of the server's address
report-device = Device
report-outcome = Outcome
report-reached = Server reached
report-challenge = Request presented
report-server = Server
report-profile = Profile
report-platform = System
report-step = Step
report-state = State
report-evidence = Evidence
report-source = Source
report-time = Time
report-cause = Cause
report-reason = Reason
report-string = String
report-count = Records
report-first = First
report-last = Last
report-origin = Origin
report-clock = Clock
report-details = Detailed records
report-codes = Codes
report-made-by = Made by { $name } { $version }
report-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
report-records-count = { $count ->
    [one] 1 record
   *[other] { $count } records
}
report-times = { $count ->
    [0] not found
    [one] 1 record
   *[other] { $count } records
}
report-more = { $count ->
    [one] 1 more is in report.json.
   *[other] { $count } more are in report.json.
}
report-yes = yes
report-no = no
report-not-applicable = –

clock-known = known
clock-assumed-utc = UTC assumed
clock-unknown-offset = local, offset not written
clock-no-date = time of day only
clock-none = none

kind-evtx = Windows event log
kind-event-xml = Windows events (XML)
kind-event-text = Windows events (text)
kind-event-csv = Windows events (CSV)
kind-omadm = Company Portal log (OMADM)
kind-cloud-extension = Intune app log (CloudExtension)
kind-unified-log = Apple unified log
kind-console-text = Console text
kind-syslog = Apple syslog
kind-mc-state = Installed profiles (MCState)
kind-iis-w3c = IIS log
kind-http-err = HTTPERR log
kind-ndes-plugin = NDESPlugin.log
kind-svclog = Connector trace
kind-setup-msi = Setup log
kind-registry-export = Registry export
kind-unknown = Unknown

provenance-heading = Where this report comes from
provenance-bundle = Bundle
provenance-case = Case
provenance-collected = Collected
provenance-redaction = Redaction
provenance-signature = Signature
provenance-unsigned = Not signed. Nothing shows whether it was changed.
provenance-unknown-key = Unchanged since it was signed with the key { $fingerprint }, which is not known here. This proves neither who signed nor when, nor that the logs are genuine.
provenance-known-key = Unchanged since it was signed with the key { $fingerprint }, listed as { $principal }. This does not prove that the logs are genuine.

# `scepscope-admin verify`.
verify-accepted = accepted
verify-refused = refused
verify-trusted = Signed by { $principal } with the key { $fingerprint }, which is on your list. Unchanged since then.
verify-unknown-key = Unchanged since it was signed with the key { $fingerprint }. No list of yours names this key: this proves neither who signed, nor when, nor that the logs are genuine.
verify-expired = Signed with a key of { $principal } whose time on your list is over.
verify-not-yet-valid = Signed with a key of { $principal } whose time on your list has not come.
verify-wrong-namespace = The signature was made for another purpose.
verify-invalid = The signature does not belong to this bundle.
verify-missing = There is no signature.
verify-checked = { $count ->
    [one] 1 file was compared.
   *[other] { $count } files were compared.
}
verify-came-unencrypted = It names { $count ->
    [one] 1 recipient
   *[other] { $count } recipients
} but came without encryption: somebody opened it before.
verify-more-failures = { $count ->
    [one] 1 more failure is not listed.
   *[other] { $count } more failures are not listed.
}
