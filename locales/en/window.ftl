# The window.
window-title = Scepscope
window-start = Find out why this device has no certificate
window-start-hint = The logs are read on this device. Nothing is sent without your consent.
window-collect = Collect
window-choose-files = Choose files
window-choose-folder = Choose a folder
window-drop-here = Drop log files here
window-drop-release = Release to check these files
window-progress = Reading the logs…
window-progress-source = Reading { $source }
window-progress-whole = All logs
window-unpacking = Unpacking { $file }
window-cancel = Cancel
window-cancelling = Cancelling…
window-start-over = Start over
window-for-admin = For your administrator
window-path = Path
window-path-legend = Key to the signs
window-details = Details
window-findings = Findings
window-no-findings = Nothing was found that explains a failure.
window-evidence = Evidence
window-evidence-count = { $count ->
    [one] 1 record
   *[other] { $count } records
}
window-gaps = What is missing
window-key-strings = Key strings
window-sources = Sources
window-attempts = Attempts
window-superseded = Of an earlier attempt
window-preview-exact = This is exactly what will be sent.
window-redaction = Redaction
window-save-bundle = Save bundle
window-saving = Saving…
window-queued = Not sent yet: no connection. It will be sent when there is one; you can close this window.
window-background = Your report is still being sent. Scepscope stays in the task bar and ends by itself when it has arrived; close it again to stop.
window-icon = Scepscope is sending your report
window-icon-open = Open Scepscope
window-icon-send = Send now
window-icon-stop = Stop; send later
window-sent = Sent. The server has confirmed it.
window-copy = Copy
window-copied = Copied
window-copy-id = Copy { $id }
window-language = Language
window-language-en = English
window-language-ja = 日本語
window-language-de = Deutsch
window-language-fr = Français
window-language-es = Español
window-about = About
window-about-text = Scepscope reads this device's logs and finds where getting a certificate stops.
window-version = Version { $version }
window-licenses = Licenses
window-close = Close
window-back = Back
window-error-code = Code: { $code }

# window
window-logs = Logs to read
window-clear = Clear
window-chosen-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
window-collect-asks = Collect asks which logs to read.
window-collect-reads = Collect reads these files and nothing else.
window-collect-device = Collect reads what this device recorded about certificates.
window-collect-both = Collect reads this device and these files.
window-device = This device
window-device-read = Read this device
window-device-more = What can't be read here
window-device-nothing = No log of this device can be read by a program. Choose logs that you saved or copied here.
window-progress-sources = { $done } of { $total } read
window-unreadable = can't be read
window-show-more = { $count ->
    [one] Show 1 more
   *[other] Show more ({ $count } left)
}
window-verbose = Verbose records
window-save-bundle-to = Save bundle…
window-save-hint = The bundle holds the report and its evidence, with personal data redacted. It is signed by this device and stays where you save it.
window-saved-short = The bundle is saved.
window-bundle-size = Size
window-began = Begin
window-ended = End
window-bundle-path = Path
window-bundle-fingerprint = Key fingerprint
window-bundle-sha256 = SHA-256
window-signature-means = The signature shows that the bundle is unchanged since it was signed with this key. It does not show who signed.
window-ends-here-failed = It failed here
window-ends-here-absent = It ends here
error-not-now-what = That can't be done right now.
error-not-now-next = Wait until the present step is done.
error-fault-what = Something went wrong inside the program.
error-fault-next = Try again. If it happens again, give your administrator the file that is named below. It says where the program failed; what is personal is replaced in it.
error-not-a-file-what = This document can't be opened as a file.
error-not-a-file-next = Save it on this device first, then choose the copy.
error-no-such-dialog-what = This system can't choose folders here.
error-no-such-dialog-next = Choose files instead.

# From the result to the preview.
window-review = Review the report
window-review-hint = You see everything that would leave this device first. Nothing is saved or sent yet.
window-preparing = Putting the report together…
window-preview-keeps = Personal data is replaced, secrets are dropped. Open an item to compare it with what is on this device.
window-preview-summary = { $items ->
    [one] 1 item
   *[other] { $items } items
}, { $size }
window-preview-none-replaced = Nothing is replaced.
item-log = Log that was read
item-records = Records of a log that was read. The log itself stays here.
item-original = The log itself, not redacted
item-report = What was found
item-report-page = What was found, as a page to read
window-preview-size = { $before } here, { $after } in the bundle
window-preview-replaced-count = { $count ->
    [0] nothing replaced
    [one] 1 place replaced
   *[other] { $count } places replaced
}
window-preview-kind-count = { $kind }: { $count }
window-preview-left-out = Stays on this device. The report says so.
window-preview-unreadable = Can't be read any more, so it stays here.
window-preview-cut = { $count ->
    [one] 1 record cut
   *[other] { $count } records cut
}
window-leave-out = Leave out
window-take-in = Include again
window-leave-out-item = Leave out { $item }
window-take-in-item = Include again: { $item }
window-show = Show
window-show-item = Show { $item }
window-compare = Compare
window-compare-item = Compare { $item }
window-close-item = Close { $item }
window-lines-changed = Only what is replaced
window-lines-none = Nothing is replaced in this item.
window-lines-empty = This item has no lines.
window-lines-more = Show more lines
window-line-before = On this device
window-line-after = In the bundle
window-line-shortened = Shown in part
window-gaps-count = { $count ->
    [one] 1 thing is missing in it
   *[other] { $count } things are missing in it
}

# Links.
window-case = Case
window-request-title = { $issuer } asks for a report
window-request-nothing-yet = Nothing has been read or sent yet. If you agree, you see everything once more before it is sent.
window-request-reads = What is read
window-request-all = Every log that can be read
window-request-goes-to = Goes to
redaction-default = Personal data is replaced, secrets are dropped. Server names stay.
redaction-strict = Personal data and server names are replaced, secrets are dropped.
redaction-none = Only secrets are dropped.
window-request-encryption = Encryption
window-request-encrypted = Only the asking administrator can read it.
window-request-not-encrypted = Not encrypted: whoever runs the receiving server can read it.
window-request-signed = Signed
window-request-key-pinned = With a key that your organisation put on this device.
window-request-key-confirmed = With a key that was confirmed on this device.
window-request-recipient = Encrypted to
window-request-until = The link ends
window-request-accept = Agree and collect
window-request-decline = Decline
window-request-who = Do you know who sent this link?
window-request-who-text = Nobody on this device has confirmed the key that signed it. Ask your administrator for the fingerprint, by phone or in person, and compare. What the link asks for is shown after that.
window-request-who-same = It is the same
window-request-more = { $count ->
    [one] 1 more link is waiting.
   *[other] { $count } more links are waiting.
}
error-too-many-links-what = Too many links are waiting.
error-too-many-links-next = Answer those that are here first, then open the link again.

# Sending.
window-handed = Your report
window-send-to = Send to { $host }
window-send-hint = The report is signed by this device, then sent. Without a connection it is kept here and tried again.
window-outgoing = Not sent yet
window-post-sending = Sending to { $host }…
window-post-waiting = Waiting to be sent to { $host }
window-post-kept = It is not sent yet. It is kept on this device and tried again while this window is open, and when it is opened next.
window-post-again = Next try: { $time }
window-post-sent-to = To { $host }, { $time }
window-post-retry = Try now
window-post-remove = Remove
window-post-remove-sure = Remove it unsent
window-post-keep = Keep it
window-time-left = { $time } left
window-time-left-file = { $time } left for this file
window-time-unknown = how long it takes can't be told yet

# Looked up beside the work.
window-about-key = This device's key
window-about-key-what = Bundles are signed with it. Tell your administrator its fingerprint, and they can see that a bundle comes from this device.
window-about-policy = What your organisation set
window-about-settings = All settings
window-about-licence = Scepscope is free software, under the MIT or the Apache 2.0 licence, at your choice.
window-guides = Where the logs are
window-guides-text = Choose the device that has no certificate. You can copy its logs to another one and read them there.
guide-android-portal = With the Company Portal app
guide-android-portal-1 = Open Company Portal. In a work profile it is the one with the briefcase.
guide-android-portal-2 = In its settings turn on verbose logging.
guide-android-portal-3 = Try again what did not work, and wait until the device has synchronised.
guide-android-portal-4 = In the settings choose Diagnostic logs, then Save logs. Choose every file of that folder here.
guide-ios-sysdiagnose = With a sysdiagnose, on the device alone
guide-ios-sysdiagnose-1 = Install Apple's logging profile for Managed Configuration. Without it some steps are not recorded.
guide-ios-sysdiagnose-2 = Install the profile again that brings the certificate, and wait until it fails.
guide-ios-sysdiagnose-3 = Hold both volume buttons and the side button for a second. The archive takes some minutes.
guide-ios-sysdiagnose-4 = It is in Settings, Privacy & Security, Analytics Data: share the newest sysdiagnose, and choose it here as it is.
guide-ios-console = With the Console app of a Mac
guide-ios-console-1 = Connect the device to the Mac by cable, and open Console.
guide-ios-console-2 = Choose the device, turn on Include Debug Messages, and search for profiled. Then start.
guide-ios-console-3 = Install the profile again that brings the certificate.
guide-ios-console-4 = Select all lines, copy them into a text file, and choose that file here.
guide-windows-events = With the Event Viewer
guide-windows-events-1 = Synchronise the device in Settings, Accounts, Access work or school, and wait until it is done.
guide-windows-events-2 = Open Event Viewer: Applications and Services Logs, Microsoft, Windows, DeviceManagement-Enterprise-Diagnostics-Provider, Admin.
guide-windows-events-3 = Choose Save All Events As, and choose that file here. The language of the events does not matter.
guide-windows-events-4 = Do the same with the Application log, which often says more about the certificate.
window-request-asks = Asks the server
window-request-choose = Choose logs in place of this device's
window-step-device = Reading: { $source }
window-step-server = Asking the server { $host }
window-step-done = Done

# Earlier bundles.
window-history = Earlier reports
window-history-hint = What you saved or sent from this device, as it left: redacted. Nothing else is kept.
window-history-empty = You have not saved or sent a report yet.
window-history-saved = Saved: { $path }
window-history-sent = For { $host }
window-history-open = Open
window-history-open-item = Open the report of { $time }
window-history-forget-sure = Remove it from this list
window-history-compare = Compare the two chosen ones

# Bundles that an administrator opens.
window-analysis = Analysis of { $file }
window-analysis-made-of = Made of
window-analysis-add = Drop the logs of IIS and NDES here, or an export of the server: the analysis is then made anew with them.
window-analysis-add-files = Add files
window-analysis-add-folder = Add a folder
window-analysis-save = Save as a page…
window-doubtful = { $count ->
    [one] This bundle can't be relied on.
   *[other] These bundles can't be relied on.
}
window-doubtful-text = It was changed after it was signed, or its signature is missing or not valid: anybody may have written it. Ask the sender for a new one.
window-doubtful-marked = If you read it all the same, the analysis is marked as not verified.
window-doubtful-read = Read it all the same
window-sealed-text = Choose the file of the age identity that it was encrypted to. It is read on this device only.
window-sealed-choose = Choose the identity file
error-files-kept-what = These files can't be added while something is under way.
error-files-kept-next = They are kept, and chosen as soon as you start over.
