# The inspection of an NDES server.
inspection-title = NDES server { $server }
inspection-title-unnamed = NDES server
inspection-counts = { $wrong ->
    [0] Nothing is wrong
    [one] 1 check is wrong
   *[other] { $wrong } checks are wrong
}; { $unknown } could not be told; { $ok } are as they should be.
inspection-origin-export = From an export of { $taken }. Validity is judged at that time.
inspection-origin-live = From the server itself, { $taken }.
inspection-found = found: { $found }
inspection-expected = expected: { $expected }
inspection-more = { $count ->
    [one] 1 more is in the JSON.
   *[other] { $count } more are in the JSON.
}
inspection-checks = Checks
inspection-unknown = Could not be told
inspection-ok = As it should be

found-default = { $value } (nothing is set; this is the system's default)
found-nothing = nothing
found-unread = not known: { $reason }

expected-at-least = { $value } or more
expected-holds = with { $value } in it
expected-lacks = without { $value }
expected-present = something
expected-valid-at = valid at { $value }
expected-self-issued = only certificates that their own subject issued
expected-no-record = no record of a fault

unread-not-in-export = the export does not hold it
unread-not-there = there is no such thing on this server
unread-access-denied = access was denied; run as an administrator
unread-damaged = it can't be read
unread-empty = the store is empty
unread-not-on-this-server = there is no such service on this server; it may run on another one
unread-log-missing = no such log was given
unread-log-switched-off = this log is switched off; switch it on, reproduce the fault, and inspect again
unread-no-ra-certificate = there is no RA certificate
unread-issuer-not-in-stores = the issuer's certificate is in none of these stores
unread-not-read-live = only an export tells it; make one with the script that --script prints
unread-no-key-identifier = the certificates do not name their keys

check-app-proxy-connector = The application proxy's connector runs
check-http-sys = HTTP.sys takes requests as long as SCEP's
check-request-filtering = IIS request filtering takes URLs as long as SCEP's
check-web-log = The web server's logs show no fault
check-app-pool = The SCEP application pool runs
    .fix =
        1. Open IIS Manager, Application Pools. Without a pool SCEP, remove and install the NDES role.
        2. Give the pool SCEP the NDES service account as its identity.
        3. Start the pool, and open the SCEP URL in a browser; 403 is the right answer.
check-app-pool-crashes = No worker process of IIS crashed
check-service-account = The service account can sign in
check-service-account-rights = The service account has its rights and its group
    .fix =
        1. Add the NDES service account to the local group IIS_IUSRS (lusrmgr.msc).
        2. In secpol.msc, Local Policies, User Rights Assignment, give it "Log on as a service", "Log on as a batch job" and "Allow log on locally".
        3. Take it out of the "Deny …" rights, or exclude the server from the group policy that sets them.
        4. Restart the server.
check-impersonation-right = IIS_IUSRS may impersonate a client
check-root-store = The root store holds no intermediate certificate
check-ra-certificates = Both RA certificates are there and valid
    .fix =
        1. Request the missing certificate: CEP Encryption in the computer's store, Exchange Enrollment Agent (Offline request) in the user's, then move it with its key into the computer's.
        2. Give the NDES service account Read on both private keys.
        3. Run iisreset.
        4. If that fails, remove and install the NDES role, which requests both.
check-ra-issuer = The RA certificates come from the present CA certificate
check-ra-keys = The service account may read the RA keys
    .fix =
        1. Open certlm.msc, Personal, Certificates.
        2. For each RA certificate: All Tasks, Manage Private Keys; give the NDES service account Read.
        3. A certificate without its private key is useless: request it anew.
        4. Run iisreset.
check-policy-module = The Intune policy module is installed
check-policy-module-certificate = The policy module's certificate is there and valid
    .fix =
        1. Find in certlm.msc, Personal, a valid certificate with its private key, Client Authentication, and the server's name.
        2. If there is none, request one.
        3. Run the setup of the Intune certificate connector again, which writes the thumbprint.
check-policy-module-certificate-use = The policy module's certificate fits its use
    .fix =
        1. Request a certificate with Client Authentication whose subject and DNS name are the server's full name.
        2. Run the setup of the Intune certificate connector again, which writes the thumbprint.
check-policy-module-log = The policy module's log shows no fault
check-connector-authentication = The connector's site takes anonymous requests
check-connector-setup = The connector's setup succeeded
check-connector-services = The connector's services run
    .fix =
        1. Start the services that stand still (services.msc): Windows Process Activation, World Wide Web Publishing, then the connector's.
        2. Without any service of the connector, run its setup again.
check-connector-log = The connector's logs show no fault
check-revocation = Revocation lists can be fetched
check-certification-authority = The certification authority answers
