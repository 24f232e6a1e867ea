# What asking the server's address gave.
probe-healthy = The server answers as it should.
probe-healthy-next = If the device still has no certificate, look at its logs: the server can be reached.
probe-trouble = { $title }
probe-unclear = The server answered, but not everything was seen.
probe-unclear-next = Ask again, or send the report to your administrator.
probe-asked = Asked: { $url }, as { $platform } does
probe-proxy = Through the proxy { $proxy }
probe-steps = Steps
probe-findings = What it means
probe-fix = For the administrator
probe-chain = Certificates of the connection, as offered
probe-certificates = Certificates that the server hands out (GetCACert)
probe-certificate-line = { $subject }, issued by { $issuer }, until { $end }; { $key }, { $algorithm }; { $roles }
probe-capabilities = Capabilities (GetCACaps): { $list }
probe-clock = This device's clock and the server's are { $seconds } s apart.
probe-query = Longest query answered: { $answered } bytes; first refused: { $refused } bytes.
probe-query-all = Longest query answered: { $answered } bytes; none was refused.
probe-milliseconds = { $count } ms

probestep-dns = Name
probestep-proxy = Proxy
probestep-tcp = Connection
probestep-tls = TLS
probestep-revocation = Revocation address
probestep-plain-get = Plain request
probestep-get-ca-caps = GetCACaps
probestep-get-ca-cert = GetCACert
probestep-get-next-ca-cert = GetNextCACert
probestep-long-query = Long query

probe-result-ok = answered
probe-result-failed = not as it should be
probe-result-skipped = not taken

probereason-total-time = the time for the whole probe was over
probereason-the-proxy-looks-up-the-name = the proxy looks the name up
probereason-no-answer-to-the-plain-request = there was no answer to the plain request
probereason-the-short-query-was-not-answered = the short query was not answered
probereason-not-an-address-to-ask = this address is not asked
probereason-limit = the limit was reached
probereason-local-address = the name leads to this device or the local link

probe-role-ca = CA
probe-role-ra-signature = RA, signs
probe-role-ra-encryption = RA, encrypts
probe-role-other = no CA, no RA
