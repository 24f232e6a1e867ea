# One message per cause of the vocabulary (its id with dashes):
#   the value   a short title without jargon
#   .what       what it means, one or two sentences
#   .user       what the person with the device does next
#   .fix        what the administrator does, one numbered step a line, in the order to try them

-send = Send the report to your administrator.
-retest = Start a sync on the device and check again.

## Network and TLS

cause-dns-failure = The server's name was not found
    .what = The device asked for the address of the server and got none. Nothing was sent to the server in this step.
    .user = Check the network, or send the report to your administrator.
    .fix =
        1. Resolve the host of the SCEP URL from the device's network (nslookup HOST).
        2. If it does not resolve there, correct the DNS record, or make an internal name known outside.
        3. Compare the host with the server URL in the Intune SCEP profile; correct a misspelled one.
        4. Behind the Microsoft Entra application proxy, use the external URL with the tenant's msappproxy.net default domain.

cause-connect-failure = The server could not be reached
    .what = The server's name is known, but the connection was refused or there was no way to it.
    .user = Check the network, or send the report to your administrator.
    .fix =
        1. Open the SCEP URL in a browser on the device's network; 403 is the right answer.
        2. Check the firewall between this network and the server: TCP 443 (or the port of the URL) must be open.
        3. On the NDES server, check that the World Wide Web Publishing Service runs and the site has a binding for this port.
        4. Behind an application proxy, check that its connector is running.

cause-connect-timeout = The server did not respond to the connection
    .what = The device tried to connect and nothing answered in time.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Open the SCEP URL in a browser on the device's network; 403 is the right answer.
        2. Look for a firewall that drops packets silently between this network and the server.
        3. Check that the name resolves to the server's present address.
        4. Check that the server, or the application proxy in front of it, is up.

cause-tls-failure = No secure connection could be made
    .what = The connection stood, but device and server could not agree on a secure one.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Check the server's TLS certificate: not expired, and its names contain the host of the SCEP URL.
        2. Check that server and device share a TLS version and a cipher suite (TLS 1.2 at least).
        3. Check that the date and time of the device are right.
        4. Look for a device on the way that inspects TLS, and exempt the SCEP host.

cause-tls-untrusted-root = The device does not trust the server's certificate
    .what = The server's TLS certificate does not lead to a root certificate that the device trusts.
    .user = { -send }
    .fix =
        1. Deploy the root of the server's TLS certificate with a trusted certificate profile to the same group as the SCEP profile.
        2. Check that the server sends its intermediate certificates too.
        3. If the issuer is not the one that you expect, look for TLS inspection on the way and exempt the SCEP host.

cause-tls-interception = Something on the network replaces the server's certificate
    .what = The certificate that the device saw comes from another issuer than the one seen elsewhere. That is how TLS inspection looks.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Compare the issuer in the evidence with the issuer of the certificate on the server.
        2. Exempt the SCEP host from TLS inspection in the proxy or firewall.
        3. If inspection has to stay, deploy its root certificate to the devices.

cause-client-certificate-required = The server asks for a certificate that the device does not have yet
    .what = The server asked for a TLS client certificate. A device that enrols for its first certificate cannot present one.
    .user = { -send }
    .fix =
        1. In IIS Manager, open SSL Settings of the mscep application and set client certificates to Ignore.
        2. Check the reverse proxy or load balancer in front of NDES for a client certificate requirement and remove it for this path.

cause-proxy-blocked = A proxy refused the request
    .what = A proxy between the device and the server turned the request away.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Allow the host of the SCEP URL in the proxy without a sign-in.
        2. Check the proxy settings that the device gets (Wi-Fi profile, PAC file); add the SCEP host as an exception if it can be reached directly.
        3. { -retest }

cause-captive-portal = A sign-in page of the network answered
    .what = The answer came from a sign-in page of the network, not from the server.
    .user = Open a web page, sign in to the network, and try again; or use another network.
    .fix =
        1. Have the user sign in to the network, or use another one, and sync again.
        2. If this is your own network, allow the SCEP host before the sign-in.

cause-pre-authentication = A sign-in page stands in front of the server
    .what = The request was redirected to a Microsoft sign-in page. A device cannot sign in during this step.
    .user = { -send }
    .fix =
        1. In the Microsoft Entra admin center, open the application proxy application of NDES.
        2. Set Pre Authentication to Passthrough.
        3. { -retest }

cause-clock-skew = The clocks of device and server differ
    .what = The times of the device and the server are too far apart, so that certificates and messages seem expired or not yet valid.
    .user = Set date and time of this device to automatic, then try again.
    .fix =
        1. Set the device's date, time and time zone to automatic.
        2. Check the time of the NDES server and of the certification authority (w32tm /query /status).
        3. { -retest }

## Server URL

cause-healthy = The server answers as it should
    .what = The server's address gave the answer that a correctly set up server gives.
    .user = Nothing to do about this.
    .fix =
        1. Nothing to correct here. If enrolment fails all the same, look at the other findings.

cause-ndes-page-without-policy-module = The server answers, but without its Intune part
    .what = NDES showed its own page in place of 403. The Intune policy module is not in front of it.
    .user = { -send }
    .fix =
        1. On the NDES server, read SetupMsi.log: “Installation completed successfully” and “Installation success or error status: 0” must be there.
        2. If the setup failed, remove the Certificate Connector for Microsoft Intune and install it again.
        3. If the setup succeeded, run iisreset.
        4. Open the SCEP URL in a browser: 403 is the right answer.

cause-scep-app-pool-stopped = The enrolment service on the server is stopped
    .what = The server answered 503: its SCEP application pool is not running.
    .user = { -send }
    .fix =
        1. On the NDES server, open IIS Manager, Application Pools, and start the SCEP pool.
        2. If it stops again, look in the Application log for event 1000 of w3wp.exe.
        3. Look for certificates in the Trusted Root store that are not self-signed, and remove them: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        4. Check in the CAPI2 operational log that the revocation lists of the connector's certificate can be fetched.
        5. On CertificateRegistrationSvc, switch anonymous authentication on and Windows authentication off.
        6. Check that the certificate named in NDESCertThumbprint has not expired.

cause-app-proxy-connector-stopped = The proxy in front of the server did not get through
    .what = The answer was 504 (gateway timeout). That happens when the application proxy's connector service is not running.
    .user = { -send }
    .fix =
        1. On the connector server, run services.msc and start the Microsoft Entra application proxy connector service.
        2. Set its startup type to Automatic.
        3. Check that the connector server reaches the internal NDES URL.

cause-app-proxy-bad-gateway = The proxy in front of the server got no usable answer
    .what = The answer was 502 (bad gateway). A proxy or gateway answered because it got nothing usable from the server behind it.
    .user = { -send }
    .fix =
        1. On the connector server, open the internal NDES URL in a browser; 403 is the right answer.
        2. Check that the connector server trusts the TLS certificate of NDES and that its name matches the internal URL.
        3. Check the internal URL in the application proxy's settings.
        4. Restart the connector service.

cause-response-timeout = The server took too long to answer
    .what = The connection stood and the request was made, but the answer did not come in time.
    .user = Try again later, or send the report to your administrator.
    .fix =
        1. Find the request in the IIS log of the NDES server by its time; look at the status and the time taken.
        2. Check that NDES reaches the certification authority, and the policy module reaches the connector.
        3. Check the load of the server and the timeouts of proxies on the way.

cause-app-proxy-url-wrong = The server's public address is not right
    .what = The external URL of the application proxy leads nowhere.
    .user = { -send }
    .fix =
        1. In the application proxy's settings, set the external URL of NDES to the tenant's msappproxy.net default domain.
        2. Put the same URL into the Intune SCEP profile.
        3. Open the URL in a browser: 403 is the right answer.

cause-uri-too-long = The server refuses requests of this length
    .what = The request carries its content in the address, and the server or something before it does not accept an address that long.
    .user = { -send }
    .fix =
        1. In IIS Manager on the NDES server, Default Web Site, Request Filtering, Edit Feature Settings: set maximum URL length and maximum query string to 65534.
        2. Under HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters set the DWORDs MaxFieldLength and MaxRequestBytes to 65534 (decimal).
        3. Restart the server.
        4. Check that proxies and load balancers in front of it allow the same length.

cause-ndes-internal-error = The server answered with an internal error
    .what = NDES answered 500: it was reached, but could not do its work.
    .user = { -send }
    .fix =
        1. Check the NDES service account: unlock it, or reset its expired password.
        2. Look up the request in the IIS log. With win32 status 1346, give IIS_IUSRS the right “Impersonate a client after authentication” (secpol.msc, Local Policies, User Rights Assignment) and restart the server.
        3. Check that the two MSCEP-RA certificates have not expired. If so, reissue them (CEP Encryption; Exchange Enrollment Agent (Offline request)), give the service account read permission on the keys, and run iisreset.

cause-ndes-not-found = The server does not know the address
    .what = The server answered 404: there is no enrolment service at the URL of the profile.
    .user = { -send }
    .fix =
        1. Check the server URL in the Intune SCEP profile: it ends in /certsrv/mscep/mscep.dll.
        2. Open it in a browser: 403 is the right answer.
        3. Check the path that the application proxy or reverse proxy forwards.
        4. Check in the IIS log for 404.14 or 404.15: then the request is too long, not the path wrong.

cause-ndes-forbidden = The server refused the request
    .what = The server answered 403 to a request that it should have accepted.
    .user = { -send }
    .fix =
        1. Find the request in the IIS log and read the sub-status: 403.7, 403.13, 403.16 and 403.17 are about certificates.
        2. Check the access rules of firewalls and proxies in front of NDES.
        3. Read NDESPlugin.log at the time of the request.

cause-unexpected-content = Something other than the expected answer came back
    .what = A web page came in place of certificates or capabilities. A filter, a sign-in page or a wrong address can be the reason.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Open the SCEP URL with ?operation=GetCACaps in a browser on the device's network and look at what answers.
        2. If it is a page of a filter, proxy or sign-in, exempt the SCEP host there.
        3. If it is the server's own page, check the URL in the SCEP profile and the policy module.

cause-capabilities-missing = The server did not say what it can do
    .what = The device asked the server for its capabilities and got no usable list.
    .user = { -send }
    .fix =
        1. Open the SCEP URL with ?operation=GetCACaps&message=ca in a browser: a short list such as POSTPKIOperation and SHA-256 is the right answer.
        2. On iOS, check that the trusted certificate profile holds the root certificate and not an intermediate one.
        3. Check that no proxy drops answers without a Content-Type.

cause-weak-capabilities = The server offers only outdated protection
    .what = The server offers no hash or cipher that the device accepts.
    .user = { -send }
    .fix =
        1. Open the SCEP URL with ?operation=GetCACaps&message=ca: SHA-256 (or SHA-512) and AES or DES3 should be listed.
        2. Update the NDES server, and allow SHA-2 in the SCEP profile's hash algorithm.
        3. { -retest }

## CA and RA

cause-ca-thumbprint-mismatch = The server's CA certificate is not the expected one
    .what = The CA certificate that the server sent is not the one that the profile names.
    .user = { -send }
    .fix =
        1. Compare the thumbprint of the issuing CA with the root certificate that the SCEP profile refers to.
        2. Upload the right root certificate to the trusted certificate profile, and select that profile in the SCEP profile.
        3. After a CA renewal, deploy the new certificate and reinstall or renew the RA certificates of NDES.

cause-root-profile-is-intermediate = The profile holds an intermediate certificate where the root belongs
    .what = The trusted certificate profile that belongs to the SCEP profile holds an intermediate CA certificate.
    .user = { -send }
    .fix =
        1. In Intune, open the trusted certificate profile that the SCEP profile refers to.
        2. Replace its certificate by the root CA's (issuer and subject are the same).
        3. Deploy the intermediate one with a profile of its own.
        4. { -retest }

cause-ra-certificate-expired = A certificate of the enrolment service has expired
    .what = One of the two registration authority (MSCEP-RA) certificates on the NDES server is no longer valid.
    .user = { -send }
    .fix =
        1. On the NDES server, look for expired MSCEP-RA certificates in the computer's personal store.
        2. Request new ones with the same subject: CEP Encryption (computer), and Exchange Enrollment Agent (Offline request) (user; export with the key, then import into the computer's store).
        3. Give the NDES service account read permission on both private keys (All Tasks, Manage Private Keys).
        4. Run iisreset. Reinstalling the NDES role does the same.

cause-ra-certificate-from-old-ca = The enrolment service still uses certificates of an older CA
    .what = The RA certificates were issued by an earlier CA or CA key than the one in use, so that devices reject them.
    .user = { -send }
    .fix =
        1. Compare the issuer of the MSCEP-RA certificates with the present CA certificate.
        2. Reissue both (CEP Encryption; Exchange Enrollment Agent (Offline request)) from the present CA, or reinstall the NDES role.
        3. Give the NDES service account read permission on the private keys and run iisreset.
        4. Deploy the present root certificate to the devices.

cause-ra-response-invalid = The device rejects the certificates of the enrolment service
    .what = The registration authority's certificates in the server's answer are not valid for the device.
    .user = { -send }
    .fix =
        1. Check that both MSCEP-RA certificates are valid and were issued by the CA that the profile names.
        2. On iOS, check that the trusted certificate profile holds the root certificate and not an intermediate one.
        3. Check that the whole chain up to the root is deployed to the device.
        4. Reissue the RA certificates if needed, and run iisreset.

cause-ca-response-invalid = The device rejects the CA's answer
    .what = The answer of the server to the question for its CA certificates could not be used.
    .user = { -send }
    .fix =
        1. Open the SCEP URL with ?operation=GetCACert&message=ca in a browser: a certificate file is the right answer.
        2. Check that a proxy does not change the content or its type.
        3. Check that the CA and RA certificates are valid.

cause-signature-algorithm-unsupported = A certificate uses a signature that the device does not support
    .what = A CA certificate, or an answer of the server, is signed with an algorithm that this platform rejects.
    .user = { -send }
    .fix =
        1. Look at the signature algorithm of the CA and RA certificates: neither SHA-1 nor RSASSA-PSS.
        2. Set the CA to sign with SHA-256 and PKCS #1 v1.5 (AlternateSignatureAlgorithm=0), and renew the certificate.
        3. Deploy the new one and reissue the RA certificates.

## Request and response

cause-csp-failure = The device could not process the certificate profile
    .what = Windows reported an error while it took in the SCEP profile.
    .user = Restart the device and try again, or send the report to your administrator.
    .fix =
        1. Look up the error code in the evidence.
        2. Check the settings of the SCEP profile: subject, key storage provider (a TPM is needed for “Enroll to TPM KSP, otherwise fail”), key usage.
        3. Check that the trusted certificate profile is assigned to the same group.
        4. Sync the device again.

cause-profile-not-received = The device has not received the certificate profile
    .what = The log would show the SCEP profile if it had come, and it does not.
    .user = Keep the device connected for a while, or send the report to your administrator.
    .fix =
        1. Check that the SCEP profile and the trusted certificate profile are assigned to the same users or devices.
        2. Check filters, applicability rules and the license of the user.
        3. Look at the profile's status for this device in Intune.
        4. { -retest }

cause-challenge-invalid-characters = The request could not be encoded
    .what = The challenge holds a character that cannot be encoded.
    .user = Start a sync and try again; if it stays, send the report to your administrator.
    .fix =
        1. Sync the device, so that it gets a new challenge.
        2. Check the subject and the other text of the SCEP profile for unusual characters.
        3. Check that the connector's version is current.

cause-challenge-expired = The one-time password of the request had expired
    .what = The challenge was no longer valid when the request arrived at the connector.
    .user = Start a sync and try again; if it stays, send the report to your administrator.
    .fix =
        1. Sync the device, so that it gets a new challenge.
        2. Look at how long the request was on its way: a device that was offline, or a server that was down.
        3. Check the clocks of the connector server and the NDES server.

cause-key-too-small = The key is smaller than the server demands
    .what = The certificate template asks for a longer key than the profile lets the device make.
    .user = { -send }
    .fix =
        1. Compare the key size in the SCEP profile with the minimum key size of the certificate template (Cryptography tab).
        2. Raise the one in the profile, or lower the one in the template.
        3. { -retest }

cause-key-generation-failed = The device could not make the key or the request
    .what = The device failed to create the key pair or to build the request.
    .user = Restart the device and try again, or send the report to your administrator.
    .fix =
        1. Restart the device and sync again.
        2. Check key size and key storage provider in the SCEP profile against what the device supports.
        3. On Windows, check the state of the TPM (tpm.msc).
        4. Check the subject of the profile for values that the user or device does not have.

cause-template-mismatch = The request does not fit the certificate template
    .what = The server could not issue with the template that is set for this kind of request.
    .user = { -send }
    .fix =
        1. Under HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP check SignatureTemplate, EncryptionTemplate and GeneralPurposeTemplate: the template's name, not its display name.
        2. Check that the CA has the template published and the NDES service account may read and enrol.
        3. Check that key usage, validity and subject in the SCEP profile fit the template (“Supply in the request”).
        4. Run iisreset.

cause-invalid-server-response = The server's answer could not be understood
    .what = What came back could not be read as an answer to the request.
    .user = Try again on another network, or send the report to your administrator.
    .fix =
        1. Find the request in the IIS log and look at its status and size.
        2. Check that no proxy or filter changes the answer.
        3. Read NDESPlugin.log and the CA's failed requests at the same time.

cause-pki-bad-alg = The server does not accept the algorithm of the request
    .what = The server refused the request with badAlg: unknown or unsupported algorithm.
    .user = { -send }
    .fix =
        1. Compare the hash algorithm of the SCEP profile with what GetCACaps lists.
        2. Check the key type and size against the certificate template.
        3. Update the NDES server if it knows no SHA-2.

cause-pki-bad-message-check = The server could not verify the request
    .what = The server refused the request with badMessageCheck: its integrity check failed.
    .user = { -send }
    .fix =
        1. Check that both RA certificates on the NDES server are valid and their private keys can be read by the service account.
        2. Check that nothing on the way shortens or changes the request (long URLs).
        3. { -retest }

cause-pki-bad-request = The server refused the request
    .what = The server answered badRequest: the request is not permitted or not supported.
    .user = { -send }
    .fix =
        1. Read NDESPlugin.log at the time of the request: did VerifyRequest succeed?
        2. Read the connector's events: 4005 is a failed verification, 4007 a failed issue.
        3. Look at the failed requests in the CA console.
        4. Check that the SCEP profile fits the certificate template.

cause-pki-bad-time = The server found the time of the request wrong
    .what = The server refused the request with badTime: its signing time differs too much from the server's.
    .user = Set date and time of this device to automatic, then try again.
    .fix =
        1. Set the device's date and time to automatic.
        2. Check the time of the NDES server and the CA.
        3. { -retest }

cause-pki-bad-cert-id = The server found no certificate for the request
    .what = The server refused the request with badCertId: it found no certificate that fits the criteria of the request.
    .user = { -send }
    .fix =
        1. Check that the CA that the request names is the one NDES uses.
        2. After a change of the CA, deploy its certificate again and reissue the RA certificates.
        3. { -retest }

cause-pki-pending = The request waits for approval
    .what = The server accepted the request and has not decided on it yet.
    .user = Wait, or ask your administrator to approve the request.
    .fix =
        1. Open the CA console, Pending Requests, and issue or deny the request.
        2. If requests should be issued at once: template, Issuance Requirements, take the check mark off “CA certificate manager approval”.
        3. In the CA's properties, Policy Module, check that new requests are not set to pending.

cause-nonce-mismatch = The answer belongs to another request
    .what = The answer carries another nonce than the request.
    .user = Start a sync and try again; if it stays, send the report to your administrator.
    .fix =
        1. Sync the device again.
        2. Check that proxies and load balancers do not cache answers of the SCEP URL.
        3. With several NDES servers behind one name, check that one session stays on one server.

cause-transaction-mismatch = The answer belongs to another transaction
    .what = The answer carries another transaction id than the request.
    .user = Start a sync and try again; if it stays, send the report to your administrator.
    .fix =
        1. Sync the device again.
        2. Check that proxies and load balancers do not cache answers of the SCEP URL.
        3. With several NDES servers behind one name, check that one session stays on one server.

## Delivery

cause-install-not-accepted = The installation waits to be accepted on the device
    .what = The device asked its user to accept the certificate, and no acceptance is recorded.
    .user = Set a screen lock, open the notification or the Company Portal, and accept the certificate.
    .fix =
        1. Have the user set a screen lock (PIN, pattern or password).
        2. Have the user open the Company Portal and accept the certificate.
        3. Check that notifications of the Company Portal are allowed.

cause-install-failed = The certificate arrived and could not be installed
    .what = The server's answer came, but the device did not manage to put the certificate in its place.
    .user = Restart the device and try again, or send the report to your administrator.
    .fix =
        1. Look up the error code in the evidence.
        2. Check that the root and intermediate certificates are on the device.
        3. Check the key storage provider in the SCEP profile, and the TPM if it is used.
        4. Sync the device again.

cause-certificate-not-found = A certificate that a profile needs is not on the device
    .what = A profile refers to a certificate, and the device has none that fits.
    .user = { -send }
    .fix =
        1. Check which profile refers to the certificate (Wi-Fi, VPN, e-mail), and that the SCEP profile is assigned to the same group.
        2. Check whether the SCEP profile succeeded on this device; if not, begin with its failure.
        3. Check that subject and purposes of the certificate fit what the profile looks for.

## NDES server

cause-iis-no-request = The server has no record of the request
    .what = The web server's log covers the time of the attempt and holds no request of this device. It was stopped before it came there.
    .user = { -send }
    .fix =
        1. Check that these are the logs of the right server and site, and that their time (UTC) covers the attempt.
        2. Check firewalls, proxies and load balancers between the device and the server.
        3. Read HTTPERR on the server: requests that HTTP.sys refused stand there only.
        4. Behind the application proxy, check its connector and the external URL.

cause-iis-impersonation-right-missing = The web server lacks a right to do its work
    .what = The server answered 500 with win32 status 1346: IIS_IUSRS may not impersonate a client.
    .user = { -send }
    .fix =
        1. On the NDES server, run secpol.msc, Local Policies, User Rights Assignment.
        2. Open “Impersonate a client after authentication” and add IIS_IUSRS.
        3. Check that no group policy takes the right away again.
        4. Restart the server.

cause-iis-intermediate-in-root-store = An intermediate certificate lies in the server's root store
    .what = The Trusted Root store of the server holds a certificate that is not self-signed. IIS then rejects client certificates, or its worker process ends.
    .user = { -send }
    .fix =
        1. List them: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        2. Remove them from the Trusted Root store (intermediates belong to Intermediate Certification Authorities).
        3. Restart the server and list again.
        4. If they come back, exclude the server from the group policy that pushes them, and remove them again.

cause-iis-client-certificate-rejected = The server rejected its own module's certificate
    .what = The certificate that the NDES policy module presents is missing, revoked or expired (403.7, 403.13, 403.17).
    .user = { -send }
    .fix =
        1. Look at the sub-status in the evidence: 7 none was sent, 13 revoked or its revocation list not reachable, 17 expired.
        2. Find the certificate named in HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint.
        3. Renew it (client authentication, subject and DNS name the server's FQDN), and reinstall the connector.
        4. For 13, check that the server can fetch the revocation list.

cause-client-auth-eku-missing = The module's certificate is not meant for this use
    .what = The certificate of the NDES policy module lacks the purpose Client Authentication, so the connector answers 403.
    .user = { -send }
    .fix =
        1. Find the certificate named in HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint and look at its Enhanced Key Usage.
        2. Request one with Client Authentication (and Server Authentication if it serves the site too), subject and DNS name the server's FQDN.
        3. Reinstall the connector to link it, and restart the Intune connector service and the World Wide Web Publishing Service.

cause-request-filtering-limit = The web server's filter refuses requests of this length
    .what = IIS request filtering refused the request as too long (404.14 or 404.15).
    .user = { -send }
    .fix =
        1. In IIS Manager, Default Web Site, Request Filtering, Edit Feature Settings: set maximum URL length and maximum query string to 65534.
        2. Check that no deeper web.config sets lower values.
        3. Run iisreset.

cause-http-sys-limit = The server refuses requests of this length before they get to IIS
    .what = HTTP.sys refused the request as too long (400 or 414), so the IIS log does not hold it.
    .user = { -send }
    .fix =
        1. Under HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters set the DWORDs MaxFieldLength and MaxRequestBytes to 65534 (decimal).
        2. Restart the server.
        3. Check the limits of request filtering too (65534 each).

cause-app-pool-crash = The web server's worker process crashed
    .what = A worker process (w3wp.exe) of IIS ended with an error; the SCEP pool stops when that repeats.
    .user = { -send }
    .fix =
        1. Look for certificates in the Trusted Root store that are not self-signed, remove them, and restart the server.
        2. Enable the CAPI2 operational log, repeat the problem, and check that the revocation lists of the connector's certificate can be fetched.
        3. On CertificateRegistrationSvc, switch anonymous authentication on and Windows authentication off.
        4. Check that the certificate named in NDESCertThumbprint has not expired.
        5. Start the SCEP application pool again.

cause-crl-unreachable = A revocation list could not be fetched
    .what = The server could not fetch the list that tells whether a certificate was revoked, and so does not accept the certificate.
    .user = { -send }
    .fix =
        1. Enable the CAPI2 operational log on the server, repeat the problem, and read which URL failed.
        2. Make that URL reachable from the server (DNS, firewall, the proxy of the machine account: netsh winhttp show proxy).
        3. Check that the list published there has not expired.

cause-windows-auth-enabled = A sign-in is demanded where none must be
    .what = Windows authentication is enabled on CertificateRegistrationSvc, which only works with anonymous access.
    .user = { -send }
    .fix =
        1. In IIS Manager, open CertificateRegistrationSvc, Authentication.
        2. Enable anonymous authentication and disable Windows authentication.
        3. Restart the server.

cause-policy-module-certificate-expired = The certificate of the server's Intune part has expired
    .what = The NDES policy module uses a certificate that is no longer valid.
    .user = { -send }
    .fix =
        1. Find the certificate named in HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint and look at its validity.
        2. In certlm.msc, request a new one: client authentication, common name and DNS name the server's FQDN.
        3. Reinstall the Certificate Connector for Microsoft Intune to link it.
        4. Restart the Intune connector service and the World Wide Web Publishing Service.

cause-policy-module-cannot-reach-connector = The server's Intune part does not reach the connector
    .what = The NDES policy module began to ask the connector about the request and got no answer.
    .user = { -send }
    .fix =
        1. Check that the site and the pool of CertificateRegistrationSvc run.
        2. Check that the certificate named in NDESCertThumbprint has not expired.
        3. Check that the server reaches itself by the name in NDESPlugin.log (DNS, hosts file, proxy of the machine account).
        4. Restart the Intune connector service and the World Wide Web Publishing Service.

cause-connector-setup-failed = The connector's setup failed
    .what = The setup log of the connector ends with an error status.
    .user = { -send }
    .fix =
        1. Read SetupMsi.log above the error status for the first failed action.
        2. Remove the Certificate Connector for Microsoft Intune and install it again as an administrator.
        3. Check that the prerequisites are there (NDES role, .NET Framework, the service account's rights).

cause-connector-setup-ok = The connector's setup succeeded
    .what = The setup log of the connector ends with status 0.
    .user = Nothing to do about this.
    .fix =
        1. Nothing to correct here. If NDES still shows its own page, run iisreset.

cause-service-account-locked = The account of the enrolment service cannot sign in
    .what = The NDES service account is locked, or its password has expired.
    .user = { -send }
    .fix =
        1. Unlock the account or reset its password.
        2. Enter the new password for the SCEP application pool.
        3. Start the pool and look at what locked the account (security log, event 4740).

cause-ca-unreachable = The enrolment service does not reach the certification authority
    .what = The server could not talk to the CA (for example 0x800706ba, RPC server unavailable).
    .user = { -send }
    .fix =
        1. Check that the CA is up and its service runs (certutil -ping -config "CA").
        2. Check RPC and DCOM between the NDES server and the CA (TCP 135 and the dynamic ports).
        3. Check that the service account may request certificates there.

cause-ca-request-failed = The certification authority refused the request
    .what = The request came as far as the CA, and the CA did not issue a certificate.
    .user = { -send }
    .fix =
        1. Open the CA console, Failed Requests, and read the disposition message.
        2. Check the template's permissions of the NDES service account (read and enrol).
        3. Check that subject, key size and validity fit the template.

cause-policy-module-tls-name-mismatch = The connector's certificate carries another name
    .what = The TLS certificate that the policy module meets does not hold the name that it asks for (12175).
    .user = { -send }
    .fix =
        1. Read in NDESPlugin.log which name is asked for.
        2. Give the site a TLS certificate with this FQDN as subject and DNS name, and select it in the binding.
        3. Check that the certificate's chain is trusted by the server.
        4. Run iisreset.

cause-connector-signing-certificate-missing = The connector's signing certificate is missing
    .what = The certificate that the connector uses to check requests could not be retrieved.
    .user = { -send }
    .fix =
        1. Check that the connector server reaches the Intune service (proxy, firewall).
        2. Sign in to the connector again, or reinstall it, so that it gets a new certificate.
        3. Restart the Intune connector service.

cause-verify-request-failed = The connector could not verify the request
    .what = VerifyRequest was answered with 500: the connector did not accept or could not check the request.
    .user = { -send }
    .fix =
        1. Read the connector's events at that time: 4005 names the reason.
        2. Check that the connector is signed in, current, and active in the Intune admin center.
        3. Sync the device, so that it gets a new challenge.
        4. Restart the Intune connector service.

## Evidence

cause-verbose-logging-off = The log does not record these steps at its current level
    .what = Detailed logging was off. What is missing in this log may have happened all the same.
    .user = Turn on detailed logging, repeat the problem, and collect again.
    .fix =
        1. Android: in the Company Portal, Settings, turn on Verbose logging.
        2. iOS and iPadOS: install Apple's logging profile for managed configuration (MDM), or stream the log live with debug messages.
        3. Windows: enable the Admin and Debug channels of DeviceManagement-Enterprise-Diagnostics-Provider.
        4. Start a sync, wait for the failure, and collect the logs soon after.

cause-log-rolled-over = The log no longer reaches back to the attempt
    .what = The oldest record is younger than the attempt. What came before was overwritten.
    .user = Try again, and collect soon after.
    .fix =
        1. Start a sync on the device and collect soon after.
        2. On Windows, raise the size of the channel's log.
        3. Add older log files of the same device (such as OMADMLog_1.log) if there are any.

cause-source-unreadable = A source could not be read
    .what = A file or log is there, but its content could not be read.
    .user = Collect again; if it stays, send the report to your administrator.
    .fix =
        1. Look at the reason beside it in the report.
        2. For missing rights, run the collection as an administrator.
        3. For a damaged file, export the log again and hand over the original, not a copy of the text.

cause-source-truncated = A source is not complete
    .what = The log ends in the middle, or is longer than the limit for one source. What is missing cannot be told.
    .user = Collect again a few minutes after the problem.
    .fix =
        1. Export the log again, and check that the copy finished.
        2. Hand over the part around the time of the attempt if the file is very large.

cause-source-left-out = Part of the evidence was left out on purpose
    .what = The user, or an option of the collection, kept a source or a part of it out of the bundle. It is on the device.
    .user = Nothing needs to be done. If your administrator needs that part, collect again without leaving it out.
    .fix =
        1. Look at the reason beside it: left out by the user, older than the time asked for, or beyond the size asked for.
        2. Judge from this bundle only what it holds: a record that is not in it may still be on the device.
        3. Ask for a new collection if that part matters.

cause-stalled-unexplained = The attempt stopped, and no record says why
    .what = A step is recorded, the next one would have been and is not, and nothing explains it.
    .user = Start a sync and check again; if it stays, send the report to your administrator.
    .fix =
        1. Start a sync and collect again a few minutes later.
        2. Compare with the server's logs at the same time: the IIS log, HTTPERR, NDESPlugin.log.
        3. Check for battery savers and rules that stop the management app in the background.
