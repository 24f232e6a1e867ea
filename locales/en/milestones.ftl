# The seven milestones: name and the question that each answers.
milestone-profile-received = Profile received
    .question = Did the device receive the SCEP profile and start to process it?
milestone-capabilities-received = Capabilities received
    .question = Did the server answer GetCACaps?
milestone-ca-certificate-received = CA certificate received
    .question = Did the server answer GetCACert with CA (and RA) certificates?
milestone-request-generated = Request prepared
    .question = Was a key made and the certificate request built and signed?
milestone-request-sent = Request sent
    .question = Did the device send PKIOperation, that is: present the challenge?
milestone-response-received = Answer received
    .question = Did the server answer with a CertRep?
milestone-certificate-installed = Certificate installed
    .question = Is the certificate installed and usable?

# The eight stops of the path picture.
stop-device = device
stop-name = name
stop-connection = connection
stop-capabilities = capabilities
stop-ca-certificate = CA certificate
stop-request = request
stop-answer = answer
stop-installed = installed

# The state of a milestone or stop: a word, and what it means.
state-seen = seen
    .meaning = a record proves it
state-implied = implied
    .meaning = nothing recorded, but a later step shows that it must have happened
state-failed = failed
    .meaning = a record says that this very step failed
state-absent = absent
    .meaning = nothing recorded, although this log would have recorded it
state-not-recordable = not recordable
    .meaning = nothing recorded, and this log could not have recorded it

outcome-succeeded = succeeded
outcome-failed = failed
outcome-stalled = stopped
outcome-pending = pending
outcome-inconclusive = inconclusive
outcome-no-evidence = no evidence

answer-yes = yes
answer-no = no
answer-unknown = not known

confidence-certain = certain
confidence-likely = likely
confidence-possible = possible

platform-windows = Windows
platform-android = Android
platform-ios = iOS / iPadOS
platform-macos = macOS
platform-linux = Linux
platform-unknown = not told by the logs

level-verbose = verbose
level-debug = debug
level-info = info
level-default = default
level-warning = warning
level-error = error
level-fault = fault
level-unknown = –
