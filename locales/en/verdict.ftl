# One sentence on how it went, and what to do next. $host is the server's host name; where the evidence names
# none, .nohost takes the sentence's place. Where a cause is known, the next step is the cause's .user.

verdict-succeeded = The certificate is installed.
    .next = Nothing to do.
verdict-succeeded-with-findings = The certificate is installed. The report also names something that can stop the next one.
    .next = Send the report to your administrator.

# failed: one sentence for each group of causes
verdict-name = This device can't find the server { $host }.
    .nohost = This device can't find the server.
verdict-connect = This device can't connect to the server { $host }.
    .nohost = This device can't connect to the server.
verdict-secure = This device and the server { $host } could not make a secure connection.
    .nohost = This device and the server could not make a secure connection.
verdict-network-later = The server { $host } answered before, but a later connection to it failed.
    .nohost = The server answered before, but a later connection to it failed.
verdict-between = Something between this device and the server { $host } answered in its place.
    .nohost = Something between this device and the server answered in its place.
verdict-slow = The server { $host } did not answer in time.
    .nohost = The server did not answer in time.
verdict-clock = The clocks of this device and the server { $host } differ.
    .nohost = The clocks of this device and the server differ.
verdict-server-error = The server { $host } was reached, but can't handle requests as it is set up now.
    .nohost = The server was reached, but can't handle requests as it is set up now.
verdict-server-answer = The server { $host } was reached, but its answer was not one that this device can use.
    .nohost = The server was reached, but its answer was not one that this device can use.
verdict-answer-unusable = An answer came for this device that it can't use. Whether it came from the server { $host } itself is not known.
    .nohost = An answer came for this device that it can't use. Whether it came from the server itself is not known.
verdict-ca = This device does not accept the certificates that the server { $host } sent.
    .nohost = This device does not accept the certificates that the server sent.
verdict-refused = The server { $host } received the request and refused it.
    .nohost = The server received the request and refused it.
verdict-profile = This device could not process the settings for its certificate.
verdict-no-profile = The settings for the certificate have not arrived on this device.
verdict-request = This device could not prepare the request for its certificate.
verdict-install = The certificate arrived, but this device could not install it.
verdict-certificate-missing = A certificate that this device's settings need is not on it.
verdict-iis-no-request = The server's log holds no request from this device for that time.
verdict-server-side = This device did not get its certificate. The cause is on the server: { $title }.
verdict-cause = This device did not get its certificate. { $title }.
verdict-likely = This device did not get its certificate. Probably: { $title }.
verdict-possible = This device did not get its certificate. Possibly: { $title }.
verdict-failed-step = This device did not get its certificate. It failed at this step: { $step }.
    .next = Send the report to your administrator.
verdict-failed = This device did not get its certificate. The records do not say why.
    .next = Send the report to your administrator.

# stalled: a step is missing that would have been recorded
verdict-never-left = The request was prepared but never left this device.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-not-reached = The settings for the certificate arrived, but this device did not reach the server { $host }.
    .nohost = The settings for the certificate arrived, but this device did not reach the server.
    .next = Check the network, or send the report to your administrator.
verdict-stopped-early = The settings for the certificate arrived, and then it stopped. Whether the server { $host } was reached is not recorded.
    .nohost = The settings for the certificate arrived, and then it stopped. Whether the server was reached is not recorded.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-stopped-after-answer = The server { $host } answered, and then this device went no further.
    .nohost = The server answered, and then this device went no further.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-leaving-unknown = The request was prepared. Whether it left this device is not recorded.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-no-answer = The request left this device, and no answer to it is recorded.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-not-installed = The server { $host } answered the request, but no installation is recorded on this device.
    .nohost = The server answered the request, but no installation is recorded on this device.
    .next = Start a sync and check again; if it stays, send the report to your administrator.
verdict-stalled = It stopped before the certificate was installed, and no record says why.
    .next = Start a sync and check again; if it stays, send the report to your administrator.

verdict-pending-approval = The server { $host } received the request. Somebody has to approve it.
    .nohost = The server received the request. Somebody has to approve it.
    .next = Wait, or ask your administrator to approve the request.
verdict-pending-accept = The certificate waits to be accepted on this device.
    .next = Set a screen lock, open the notification or the Company Portal, and accept the certificate.
verdict-pending = The request has not been decided yet.
    .next = Wait a while and check again.

verdict-not-recordable = The log does not record these steps at its current level, so nothing can be said about them yet.
    .next = Turn on detailed logging, repeat the problem, and collect again.
verdict-rolled-over = The log no longer reaches back to the attempt, so nothing can be said about it yet.
    .next = Try again, and collect soon after.
verdict-cut-off = The log ends before the attempt does, so nothing can be said about its end yet.
    .next = Collect again a few minutes after the problem.
verdict-inconclusive = The records do not show how it ended.
    .next = Start a sync, wait a few minutes, and collect again.
verdict-inconclusive-finding = The records do not show how it ended. They do show this: { $title }.
    .next = Send the report to your administrator.
verdict-inconclusive-hint = The records do not show how it ended. They suggest this: { $title }.
    .next = Send the report to your administrator.

verdict-no-evidence = These logs hold nothing about a certificate for this device.
    .next = Start a sync, wait a few minutes, and collect again.
verdict-no-evidence-finding = These logs hold no attempt of this device. They do show this: { $title }.
    .next = Send the report to your administrator.
verdict-no-evidence-hint = These logs hold no attempt of this device. They suggest this: { $title }.
    .next = Send the report to your administrator.
verdict-unreadable = None of the logs could be read, so nothing can be said yet.
    .next = Export the logs again, or choose other files.
verdict-server-finding = These are logs of the server. They show this: { $title }.
verdict-server-hint = These are logs of the server. They suggest this: { $title }.
verdict-server-only = These are logs of the server. They hold no attempt of a device and name no fault.
    .next = Add the logs of the device.
