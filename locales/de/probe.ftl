# What asking the server's address gave.
probe-healthy = Der Server antwortet, wie er soll.
probe-healthy-next = Wenn das Gerät trotzdem kein Zertifikat hat, sehen Sie in seine Protokolle: Der Server ist erreichbar.
probe-trouble = { $title }
probe-unclear = Der Server hat geantwortet, aber nicht alles wurde gesehen.
probe-unclear-next = Fragen Sie noch einmal, oder senden Sie den Bericht an Ihren Administrator.
probe-asked = Gefragt: { $url }, wie { $platform } es tut
probe-proxy = Über den Proxy { $proxy }
probe-steps = Schritte
probe-findings = Was es bedeutet
probe-fix = Für den Administrator
probe-chain = Zertifikate der Verbindung, wie angeboten
probe-certificates = Zertifikate, die der Server ausgibt (GetCACert)
probe-certificate-line = { $subject }, ausgestellt von { $issuer }, bis { $end }; { $key }, { $algorithm }; { $roles }
probe-capabilities = Funktionen (GetCACaps): { $list }
probe-clock = Die Uhren dieses Geräts und des Servers liegen { $seconds } s auseinander.
probe-query = Längste beantwortete Abfrage: { $answered } Bytes; erste abgelehnte: { $refused } Bytes.
probe-query-all = Längste beantwortete Abfrage: { $answered } Bytes; keine wurde abgelehnt.
probe-milliseconds = { $count } ms

probestep-dns = Name
probestep-proxy = Proxy
probestep-tcp = Verbindung
probestep-tls = TLS
probestep-revocation = Sperradresse
probestep-plain-get = Einfache Anfrage
probestep-get-ca-caps = GetCACaps
probestep-get-ca-cert = GetCACert
probestep-get-next-ca-cert = GetNextCACert
probestep-long-query = Lange Abfrage

probe-result-ok = beantwortet
probe-result-failed = nicht, wie es sein soll
probe-result-skipped = nicht ausgeführt

probereason-total-time = die Zeit für die ganze Prüfung war um
probereason-the-proxy-looks-up-the-name = der Proxy löst den Namen auf
probereason-no-answer-to-the-plain-request = auf die einfache Anfrage kam keine Antwort
probereason-the-short-query-was-not-answered = die kurze Abfrage wurde nicht beantwortet
probereason-not-an-address-to-ask = diese Adresse wird nicht gefragt
probereason-limit = die Grenze wurde erreicht
probereason-local-address = der Name führt zu diesem Gerät oder in die lokale Verbindung

probe-role-ca = CA
probe-role-ra-signature = RA, signiert
probe-role-ra-encryption = RA, verschlüsselt
probe-role-other = weder CA noch RA
