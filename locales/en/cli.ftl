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
report-system = Version
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
report-label = { $label }:
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
clock-assumed-year = local, year assumed from the file's date
clock-no-date = time of day only
clock-none = none

kind-evtx = Windows event log
kind-event-xml = Windows events (XML)
kind-event-text = Windows events (text)
kind-event-csv = Windows events (CSV)
kind-omadm = Company Portal log (OMADM)
kind-cloud-extension = Intune app log (CloudExtension)
kind-logcat = Android system log (logcat)
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
kind-mdm-diag-report = Windows management report (MDMDiagReport)
kind-journal = systemd journal
kind-device-facts = Facts about the device
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

# `scepscope send` and `scepscope queue`.
send-delivered = Sent to { $host }.
send-receipt-pinned = The receipt is signed with the expected key { $fingerprint }.
send-receipt-unknown = The receipt is signed with the key { $fingerprint }, which was not known beforehand.
send-receipt-none = This server gives no signed receipt; its last answer was { $answer }.
send-kept = Not sent yet; kept in the queue as { $id }.
send-stopped = Not sent; kept in the queue as { $id }.
queue-empty = The queue is empty.
queue-waiting = waiting
queue-delivered = sent
queue-stopped = stopped
queue-dropped = { $id } was removed from the queue.
# `scepscope-admin receive`.
receive-listening = Listening on { $address }.
receive-key = Receipts are signed with the key { $fingerprint }.
receive-open = Anybody who reaches this address can send: no keys were given.
receive-links = Answers to links of these keys are taken: { $fingerprints }
receive-arrived = { $name } arrived ({ $bytes } bytes).
receive-refused = An upload was refused: { $reason }
receive-stopping = Stopping.
# `scepscope open`: what a link asks for, before anything is read.
open-asks = { $issuer } asks for a report from this device.
open-key-pinned = Signed with the key { $fingerprint }, which your organisation put on this device.
open-key-confirmed = Signed with the key { $fingerprint }, which was confirmed on this device.
open-case = Case: { $case }
open-reads = Would be read: { $sources }
open-files = From: { $files }
open-scep = Would be asked: the certificate server { $url }
open-redaction-default = Redaction: user names, addresses, serial numbers and the like are replaced; secrets are dropped.
open-redaction-strict = Redaction: personal data and server names are replaced; secrets are dropped.
open-redaction-none = Redaction: only secrets are dropped.
open-encrypted = Encrypted to: { $recipient }
open-not-encrypted = Not encrypted: whoever runs the receiving host can read it.
open-goes-to = Would be sent to: { $hosts }
open-metered = Sending may cost money: the system says that this connection is metered.
open-until = The link ends: { $time }
open-still-good = Nothing left this device; the link can be opened again.
open-goes-on = The report is made all the same, and kept until it can be sent.
open-agree = Read and send this? [y/N]
open-yes-answers = y yes
open-unknown-key = This link is signed with a key that nobody on this device has confirmed:
    { $fingerprint }
    Compare it with the fingerprint that your administrator told you in another way.
open-confirm-key = Is it the same, and should links of this key be followed from now on? [y/N]

# `scepscope policy`.
policy-managed = This device is managed: { $place }
policy-unmanaged = This device has no policy; it would be here: { $place }
policy-from-policy = from the policy
policy-from-user = confirmed on this device
policy-from-default = not set, the program's own
policy-not-set = –
policy-none = none
policy-on = on
policy-off = off
policy-confirmed-do-not-count = Keys were confirmed on this device, too. They do not count, because the policy names keys.
policy-unknown-setting = The policy sets { $name }, which this version does not know. It has no effect.
policy-key-confirmed = { $fingerprint }: links of this key are followed from now on.
policy-key-known = { $fingerprint }: was confirmed before.
policy-key-revoked = { $fingerprint }: links of this key are no longer followed.
policy-key-was-not = { $fingerprint }: was not confirmed.

# `scepscope-admin keys` and `link`.
keys-link-key = Key that signs links (public part):
keys-recipient = Bundles are encrypted to:
keys-policy = Policy for the devices. The folder { $folder } holds it in the form of each system:
link-key-yours = Signed with your key { $fingerprint }.
link-key-unvouched = Unchanged since it was signed with the key { $fingerprint }, which the link itself brought. Nothing here says whose it is.
link-says-issuer = Asks: { $value }
link-says-case = Case: { $value }
link-says-collect = Collects: { $value }
link-says-upload = Sends to: { $value }
link-says-scep = Certificate server: { $value }
link-says-recipient = Encrypts to: { $value }
link-says-redact = Redacts at least: { $value }
link-says-device = For the device: { $value }
link-says-from = Valid from: { $value }
link-says-until = Valid until: { $value }
link-says-id = Id: { $value }
site-title = Your support asks for a report
site-what = Scepscope can tell why this device gets no certificate. It reads nothing before you saw what is asked for, and by whom, and agreed.
site-open = Open in Scepscope
site-not-installed = If nothing happens, Scepscope is not installed on this device. Ask your support for it, or open the link on the device that has the problem.
site-incomplete = This link is not complete. Open it again from the message in which you got it.
signers-cert-authority = Line { $line } of the list names a certificate authority. Certificates are not supported: the line was not used.
signers-bad-key = Line { $line } of the list holds no key that can be read: the line was not used.
signers-bad-option = Line { $line } of the list was not used: { $option } is unknown, given twice, or has a bad value.
signers-too-long = The list is too long. Only its first { $bytes } bytes were read.

# Where the device's signing key is (`scepscope identity`).
key-store-secret-service = The key is kept in this system's key store (Secret Service).
key-store-keychain = The key is kept in the Keychain.
key-store-credential-manager = The key is kept in the Credential Manager of Windows.
key-store-file = The key is kept in a file that only you can read.
key-store-note-no-store = This system has no key store that Scepscope knows: the signing key is a file that only you can read.
key-store-note-store-unavailable = The key store of this system can't be reached or is locked: a signing key from a file was used, which only you can read.
key-store-note-store-silent = The key store of this system did not answer in time; it may wait to be unlocked. A signing key from a file was used, which only you can read.
key-store-note-moved-into-store = The signing key was a file. It is in the key store of this system now, and the file is gone.
