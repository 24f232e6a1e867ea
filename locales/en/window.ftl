# The window.
window-title = Scepscope
window-start = Find out why this device has no certificate
window-start-hint = The logs are read on this device. Nothing is sent without your consent.
window-collect = Collect
window-collect-hint = Reads this device's own logs.
window-choose-files = Choose files
window-choose-folder = Choose a folder
window-drop-here = Drop log files here
window-drop-release = Release to check these files
window-open-bundle = Open a bundle
window-progress = Reading the logs…
window-progress-source = Reading { $source }
window-progress-records = { $count ->
    [one] 1 record read
   *[other] { $count } records read
}
window-progress-packing = Packing the bundle…
window-cancel = Cancel
window-cancelling = Cancelling…
window-cancelled = Cancelled. Nothing was saved.
window-check-again = Check again
window-start-over = Start over
window-next = What to do
window-for-admin = For your administrator
window-path = Path
window-path-legend = Key to the signs
window-details = Details
window-hide-details = Hide details
window-findings = Findings
window-no-findings = Nothing was found that explains a failure.
window-evidence = Evidence
window-evidence-count = { $count ->
    [one] 1 record
   *[other] { $count } records
}
window-evidence-none = No records
window-gaps = What is missing
window-key-strings = Key strings
window-sources = Sources
window-attempts = Attempts
window-superseded = Of an earlier attempt
window-preview = Look at what will be in the bundle
window-preview-exact = This is exactly what will be sent.
window-redaction = Redaction
window-redacted = { $count ->
    [one] 1 place redacted
   *[other] { $count } places redacted
}
window-save-bundle = Save bundle
window-save-report = Save report
window-saving = Saving…
window-saved = Saved: { $path }
window-show-in-folder = Show in folder
window-share = Share
window-send = Send
window-queued = Not sent yet: no connection. It will be sent when there is one; you can close this window.
window-sent = Sent. The server has confirmed it.
window-copy = Copy
window-copied = Copied
window-copy-id = Copy { $id }
window-language = Language
window-language-en = English
window-language-ja = 日本語
window-about = About
window-about-text = Scepscope reads this device's logs and finds where getting a certificate stops.
window-version = Version { $version }
window-licenses = Licenses
window-close = Close
window-back = Back
window-error = What happened
window-error-next = What to do
window-error-code = Code: { $code }

# window
window-logs = Logs to read
window-clear = Clear
window-chosen-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
window-collect-asks = Collect asks which logs to read. It does not gather the logs of this device by itself yet.
window-collect-reads = Collect reads these files and nothing else.
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
window-take-in-item = Include { $item } again
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
