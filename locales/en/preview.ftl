# What a preview says of a bundle that would be made.
preview-title = What would leave this device
preview-nothing-written = Nothing was written.
preview-policy-default = Redaction: secrets are dropped, personal data gets pseudonyms; server names stay.
preview-policy-strict = Redaction: secrets are dropped; personal data, server names and public addresses get pseudonyms.
preview-policy-none = Redaction: secrets are dropped. NOTHING ELSE is replaced: names and addresses leave as they are.
preview-total = { $items ->
    [one] 1 item
   *[other] { $items } items
}, { $bytes } bytes before compression
preview-item-log = a log that was read
preview-item-records = the records of a binary log that was read; the log itself stays here
preview-item-original = the log ITSELF, NOT redacted, as asked for
preview-item-report = what was found
preview-item-report-page = the same as a page for people
preview-bytes = { $before } bytes here, { $after } bytes in the bundle
preview-bytes-made = { $after } bytes in the bundle
preview-unreadable = It can't be read any more and would not be in the bundle.
preview-cited = { $count ->
    [0] The report names no record of it.
    [one] The report names 1 record of it as proof.
   *[other] The report names { $count } records of it as proof.
}
preview-replaced-nothing = Nothing is replaced in it.
preview-replaced = Replaced: { $list }
preview-cut = Cut: { $old } too old, { $over } beyond the size.
preview-left-out = LEFT OUT. The report will say so.
preview-how = --show ID shows the lines of an item before and after; --leave-out ID keeps it here.
preview-line-more = More lines follow: --line { $line }
preview-line-none = No such line.
preview-before = here
preview-after = leaves

# Kinds of values that are replaced.
redacted-challenge = challenge password
redacted-request-token = request token
redacted-pkioperation = request message body
redacted-csr = certificate request
redacted-bearer = token or signed address
redacted-private-key = private key
redacted-password = password
redacted-upn = mail address or sign-in name
redacted-user = user name
redacted-sid = account id (SID)
redacted-serial = serial number or hardware id
redacted-mac = hardware address
redacted-device = device name
redacted-ip = private address
redacted-publicip = public address
redacted-host = server name
redacted-encoded = encoded data

# `scepscope pseudonym`.
pseudonym-kept = Kept on this device, for its owner:
pseudonym-none = No pseudonyms are kept on this device.
pseudonym-forgotten = { $count ->
    [one] The pseudonyms of 1 bundle were deleted.
   *[other] The pseudonyms of { $count } bundles were deleted.
}
pseudonym-not-kept = The pseudonyms of this bundle were not kept on this device.
