# One message per cause of the vocabulary (its id with dashes):
#   the value   a short title without jargon
#   .what       what it means, one or two sentences
#   .user       what the person with the device does next
#   .fix        what the administrator does, one numbered step a line, in the order to try them

-send = Senden Sie den Bericht an Ihren Administrator.
-retest = Starten Sie auf dem Gerät eine Synchronisierung, und prüfen Sie erneut.

## Network and TLS

cause-dns-failure = Der Name des Servers wurde nicht gefunden
    .what = Das Gerät hat nach der Adresse des Servers gefragt und keine erhalten. In diesem Schritt wurde nichts an den Server gesendet.
    .user = Prüfen Sie das Netzwerk, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Lösen Sie den Host der SCEP-URL aus dem Netzwerk des Geräts auf (nslookup HOST).
        2. Wenn er dort nicht aufgelöst wird, berichtigen Sie den DNS-Eintrag, oder machen Sie einen internen Namen außen bekannt.
        3. Vergleichen Sie den Host mit der Server-URL im SCEP-Profil von Intune; berichtigen Sie einen Schreibfehler.
        4. Hinter dem Microsoft Entra-Anwendungsproxy verwenden Sie die externe URL mit der Standarddomäne msappproxy.net des Mandanten.

cause-connect-failure = Der Server war nicht erreichbar
    .what = Der Name des Servers ist bekannt, aber die Verbindung wurde abgelehnt, oder es gab keinen Weg dorthin.
    .user = Prüfen Sie das Netzwerk, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Öffnen Sie die SCEP-URL in einem Browser im Netzwerk des Geräts; 403 ist die richtige Antwort.
        2. Prüfen Sie die Firewall zwischen diesem Netzwerk und dem Server: TCP 443 (oder der Port der URL) muss offen sein.
        3. Prüfen Sie auf dem NDES-Server, ob der WWW-Publishingdienst läuft und die Site eine Bindung für diesen Port hat.
        4. Hinter einem Anwendungsproxy prüfen Sie, ob dessen Connector läuft.

cause-connect-timeout = Der Server hat auf die Verbindung nicht reagiert
    .what = Das Gerät hat versucht, sich zu verbinden, und nichts hat rechtzeitig geantwortet.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Öffnen Sie die SCEP-URL in einem Browser im Netzwerk des Geräts; 403 ist die richtige Antwort.
        2. Suchen Sie nach einer Firewall, die zwischen diesem Netzwerk und dem Server Pakete stillschweigend verwirft.
        3. Prüfen Sie, ob der Name zur jetzigen Adresse des Servers aufgelöst wird.
        4. Prüfen Sie, ob der Server oder der Anwendungsproxy davor läuft.

cause-tls-failure = Es kam keine sichere Verbindung zustande
    .what = Die Verbindung stand, aber Gerät und Server konnten sich nicht auf eine sichere einigen.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Prüfen Sie das TLS-Zertifikat des Servers: Es ist nicht abgelaufen, und seine Namen enthalten den Host der SCEP-URL.
        2. Prüfen Sie, ob Server und Gerät eine TLS-Version und eine Verschlüsselungssammlung gemeinsam haben (mindestens TLS 1.2).
        3. Prüfen Sie, ob Datum und Uhrzeit des Geräts stimmen.
        4. Suchen Sie nach einem Gerät auf dem Weg, das TLS überprüft, und nehmen Sie den SCEP-Host davon aus.

cause-tls-untrusted-root = Das Gerät vertraut dem Zertifikat des Servers nicht
    .what = Das TLS-Zertifikat des Servers führt zu keinem Stammzertifikat, dem das Gerät vertraut.
    .user = { -send }
    .fix =
        1. Stellen Sie das Stammzertifikat des TLS-Zertifikats des Servers mit einem Profil für vertrauenswürdige Zertifikate derselben Gruppe bereit wie das SCEP-Profil.
        2. Prüfen Sie, ob der Server auch seine Zwischenzertifikate sendet.
        3. Wenn der Aussteller nicht der erwartete ist, suchen Sie auf dem Weg nach TLS-Überprüfung, und nehmen Sie den SCEP-Host davon aus.

cause-tls-interception = Etwas im Netzwerk ersetzt das Zertifikat des Servers
    .what = Das Zertifikat, das das Gerät gesehen hat, kommt von einem anderen Aussteller als das anderswo gesehene. So sieht TLS-Überprüfung aus.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Vergleichen Sie den Aussteller in den Belegen mit dem Aussteller des Zertifikats auf dem Server.
        2. Nehmen Sie den SCEP-Host im Proxy oder in der Firewall von der TLS-Überprüfung aus.
        3. Wenn die Überprüfung bleiben muss, stellen Sie ihr Stammzertifikat auf den Geräten bereit.

cause-client-certificate-required = Der Server verlangt ein Zertifikat, das das Gerät noch nicht hat
    .what = Der Server hat ein TLS-Clientzertifikat verlangt. Ein Gerät, das sich für sein erstes Zertifikat registriert, kann keines vorlegen.
    .user = { -send }
    .fix =
        1. Öffnen Sie im IIS-Manager die SSL-Einstellungen der Anwendung mscep, und stellen Sie Clientzertifikate auf Ignorieren.
        2. Prüfen Sie den Reverseproxy oder Lastenausgleich vor NDES auf eine Clientzertifikatpflicht, und heben Sie sie für diesen Pfad auf.

cause-proxy-blocked = Ein Proxy hat die Anforderung abgelehnt
    .what = Ein Proxy zwischen dem Gerät und dem Server hat die Anforderung abgewiesen.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Lassen Sie den Host der SCEP-URL im Proxy ohne Anmeldung zu.
        2. Prüfen Sie die Proxyeinstellungen, die das Gerät erhält (WLAN-Profil, PAC-Datei); nehmen Sie den SCEP-Host aus, wenn er direkt erreichbar ist.
        3. { -retest }

cause-captive-portal = Eine Anmeldeseite des Netzwerks hat geantwortet
    .what = Die Antwort kam von einer Anmeldeseite des Netzwerks, nicht vom Server.
    .user = Öffnen Sie eine Webseite, melden Sie sich beim Netzwerk an, und versuchen Sie es noch einmal; oder verwenden Sie ein anderes Netzwerk.
    .fix =
        1. Lassen Sie den Benutzer sich beim Netzwerk anmelden oder ein anderes verwenden, und synchronisieren Sie erneut.
        2. Wenn es Ihr eigenes Netzwerk ist, lassen Sie den SCEP-Host vor der Anmeldung zu.

cause-pre-authentication = Vor dem Server steht eine Anmeldeseite
    .what = Die Anforderung wurde auf eine Microsoft-Anmeldeseite umgeleitet. Ein Gerät kann sich in diesem Schritt nicht anmelden.
    .user = { -send }
    .fix =
        1. Öffnen Sie im Microsoft Entra Admin Center die Anwendungsproxy-Anwendung von NDES.
        2. Stellen Sie die Vorauthentifizierung auf Passthrough.
        3. { -retest }

cause-clock-skew = Die Uhren von Gerät und Server gehen verschieden
    .what = Die Zeiten des Geräts und des Servers liegen so weit auseinander, dass Zertifikate und Nachrichten abgelaufen oder noch nicht gültig scheinen.
    .user = Stellen Sie Datum und Uhrzeit dieses Geräts auf automatisch, und versuchen Sie es dann noch einmal.
    .fix =
        1. Stellen Sie Datum, Uhrzeit und Zeitzone des Geräts auf automatisch.
        2. Prüfen Sie die Zeit des NDES-Servers und der Zertifizierungsstelle (w32tm /query /status).
        3. { -retest }

## Server URL

cause-healthy = Der Server antwortet, wie er soll
    .what = Die Adresse des Servers gab die Antwort, die ein richtig eingerichteter Server gibt.
    .user = Hier müssen Sie nichts tun.
    .fix =
        1. Hier ist nichts zu berichtigen. Wenn die Registrierung trotzdem fehlschlägt, sehen Sie die anderen Befunde an.

cause-ndes-page-without-policy-module = Der Server antwortet, aber ohne seinen Intune-Teil
    .what = NDES zeigte seine eigene Seite statt 403. Das Intune-Richtlinienmodul ist nicht davorgeschaltet.
    .user = { -send }
    .fix =
        1. Lesen Sie auf dem NDES-Server SetupMsi.log: „Installation completed successfully“ und „Installation success or error status: 0“ müssen darin stehen.
        2. Wenn das Setup fehlgeschlagen ist, entfernen Sie Certificate Connector for Microsoft Intune, und installieren Sie ihn neu.
        3. Wenn das Setup erfolgreich war, führen Sie iisreset aus.
        4. Öffnen Sie die SCEP-URL in einem Browser: 403 ist die richtige Antwort.

cause-scep-app-pool-stopped = Der Registrierungsdienst auf dem Server ist angehalten
    .what = Der Server antwortete 503: Sein SCEP-Anwendungspool läuft nicht.
    .user = { -send }
    .fix =
        1. Öffnen Sie auf dem NDES-Server den IIS-Manager, Anwendungspools, und starten Sie den Pool SCEP.
        2. Wenn er wieder anhält, suchen Sie im Protokoll Anwendung nach Ereignis 1000 von w3wp.exe.
        3. Suchen Sie im Speicher der vertrauenswürdigen Stammzertifizierungsstellen nach Zertifikaten, die nicht selbstsigniert sind, und entfernen Sie sie: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        4. Prüfen Sie im Betriebsprotokoll von CAPI2, ob die Sperrlisten des Connectorzertifikats abgerufen werden können.
        5. Schalten Sie für CertificateRegistrationSvc die anonyme Authentifizierung ein und die Windows-Authentifizierung aus.
        6. Prüfen Sie, ob das in NDESCertThumbprint genannte Zertifikat nicht abgelaufen ist.

cause-app-proxy-connector-stopped = Der Proxy vor dem Server ist nicht durchgekommen
    .what = Die Antwort war 504 (Gateway Timeout). Das geschieht, wenn der Connectordienst des Anwendungsproxys nicht läuft.
    .user = { -send }
    .fix =
        1. Führen Sie auf dem Connectorserver services.msc aus, und starten Sie den Connectordienst des Microsoft Entra-Anwendungsproxys.
        2. Stellen Sie seinen Starttyp auf Automatisch.
        3. Prüfen Sie, ob der Connectorserver die interne NDES-URL erreicht.

cause-app-proxy-bad-gateway = Der Proxy vor dem Server bekam keine brauchbare Antwort
    .what = Die Antwort war 502 (Bad Gateway). Ein Proxy oder Gateway hat geantwortet, weil vom Server dahinter nichts Brauchbares kam.
    .user = { -send }
    .fix =
        1. Öffnen Sie auf dem Connectorserver die interne NDES-URL in einem Browser; 403 ist die richtige Antwort.
        2. Prüfen Sie, ob der Connectorserver dem TLS-Zertifikat von NDES vertraut und ob dessen Name zur internen URL passt.
        3. Prüfen Sie die interne URL in den Einstellungen des Anwendungsproxys.
        4. Starten Sie den Connectordienst neu.

cause-response-timeout = Der Server hat zu lange für die Antwort gebraucht
    .what = Die Verbindung stand, und die Anforderung wurde gestellt, aber die Antwort kam nicht rechtzeitig.
    .user = Versuchen Sie es später noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Suchen Sie die Anforderung anhand ihrer Zeit im IIS-Protokoll des NDES-Servers; sehen Sie Status und Dauer an.
        2. Prüfen Sie, ob NDES die Zertifizierungsstelle und das Richtlinienmodul den Connector erreicht.
        3. Prüfen Sie die Last des Servers und die Zeitlimits der Proxys auf dem Weg.

cause-app-proxy-url-wrong = Die öffentliche Adresse des Servers stimmt nicht
    .what = Die externe URL des Anwendungsproxys führt nirgendwohin.
    .user = { -send }
    .fix =
        1. Stellen Sie in den Einstellungen des Anwendungsproxys die externe URL von NDES auf die Standarddomäne msappproxy.net des Mandanten.
        2. Tragen Sie dieselbe URL in das SCEP-Profil von Intune ein.
        3. Öffnen Sie die URL in einem Browser: 403 ist die richtige Antwort.

cause-uri-too-long = Der Server lehnt Anforderungen dieser Länge ab
    .what = Die Anforderung trägt ihren Inhalt in der Adresse, und der Server oder etwas davor akzeptiert keine so lange Adresse.
    .user = { -send }
    .fix =
        1. Im IIS-Manager auf dem NDES-Server, Default Web Site, Anforderungsfilterung, Featureeinstellungen bearbeiten: Stellen Sie die maximale URL-Länge und die maximale Abfragezeichenfolge auf 65534.
        2. Setzen Sie unter HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters die DWORDs MaxFieldLength und MaxRequestBytes auf 65534 (dezimal).
        3. Starten Sie den Server neu.
        4. Prüfen Sie, ob Proxys und Lastenausgleiche davor dieselbe Länge zulassen.

cause-ndes-internal-error = Der Server antwortete mit einem internen Fehler
    .what = NDES antwortete 500: Er wurde erreicht, konnte seine Arbeit aber nicht tun.
    .user = { -send }
    .fix =
        1. Prüfen Sie das NDES-Dienstkonto: Entsperren Sie es, oder setzen Sie sein abgelaufenes Kennwort zurück.
        2. Suchen Sie die Anforderung im IIS-Protokoll. Bei win32-Status 1346 geben Sie IIS_IUSRS das Recht „Annehmen der Clientidentität nach Authentifizierung“ (secpol.msc, Lokale Richtlinien, Zuweisen von Benutzerrechten), und starten Sie den Server neu.
        3. Prüfen Sie, ob die beiden MSCEP-RA-Zertifikate nicht abgelaufen sind. Falls doch, stellen Sie sie neu aus (CEP-Verschlüsselung; Exchange-Registrierungs-Agent (Offlineanforderung)), geben Sie dem Dienstkonto Leserecht auf die Schlüssel, und führen Sie iisreset aus.

cause-ndes-not-found = Der Server kennt die Adresse nicht
    .what = Der Server antwortete 404: Unter der URL des Profils gibt es keinen Registrierungsdienst.
    .user = { -send }
    .fix =
        1. Prüfen Sie die Server-URL im SCEP-Profil von Intune: Sie endet auf /certsrv/mscep/mscep.dll.
        2. Öffnen Sie sie in einem Browser: 403 ist die richtige Antwort.
        3. Prüfen Sie den Pfad, den der Anwendungsproxy oder Reverseproxy weiterleitet.
        4. Suchen Sie im IIS-Protokoll nach 404.14 oder 404.15: Dann ist die Anforderung zu lang, nicht der Pfad falsch.

cause-ndes-forbidden = Der Server hat die Anforderung abgelehnt
    .what = Der Server antwortete 403 auf eine Anforderung, die er hätte annehmen sollen.
    .user = { -send }
    .fix =
        1. Suchen Sie die Anforderung im IIS-Protokoll, und lesen Sie den Unterstatus: Bei 403.7, 403.13, 403.16 und 403.17 geht es um Zertifikate.
        2. Prüfen Sie die Zugriffsregeln der Firewalls und Proxys vor NDES.
        3. Lesen Sie NDESPlugin.log zur Zeit der Anforderung.

cause-unexpected-content = Etwas anderes als die erwartete Antwort kam zurück
    .what = Statt Zertifikaten oder Funktionen kam eine Webseite. Ein Filter, eine Anmeldeseite oder eine falsche Adresse kann der Grund sein.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Öffnen Sie die SCEP-URL mit ?operation=GetCACaps in einem Browser im Netzwerk des Geräts, und sehen Sie, was antwortet.
        2. Wenn es die Seite eines Filters, eines Proxys oder einer Anmeldung ist, nehmen Sie den SCEP-Host dort aus.
        3. Wenn es die eigene Seite des Servers ist, prüfen Sie die URL im SCEP-Profil und das Richtlinienmodul.

cause-capabilities-missing = Der Server hat nicht gesagt, was er kann
    .what = Das Gerät hat den Server nach seinen Funktionen gefragt und keine brauchbare Liste erhalten.
    .user = { -send }
    .fix =
        1. Öffnen Sie die SCEP-URL mit ?operation=GetCACaps&message=ca in einem Browser: Eine kurze Liste wie POSTPKIOperation und SHA-256 ist die richtige Antwort.
        2. Prüfen Sie unter iOS, ob das Profil für vertrauenswürdige Zertifikate das Stammzertifikat enthält und kein Zwischenzertifikat.
        3. Prüfen Sie unter iOS den Signaturalgorithmus des CA-Zertifikats: weder SHA-1 noch RSASSA-PSS.
        4. Prüfen Sie, ob kein Proxy Antworten ohne Content-Type verwirft.

cause-weak-capabilities = Der Server bietet nur veralteten Schutz
    .what = Der Server bietet keinen Hash und keine Verschlüsselung, die das Gerät akzeptiert.
    .user = { -send }
    .fix =
        1. Öffnen Sie die SCEP-URL mit ?operation=GetCACaps&message=ca: SHA-256 (oder SHA-512) und AES oder DES3 sollten aufgeführt sein.
        2. Aktualisieren Sie den NDES-Server, und lassen Sie SHA-2 im Hashalgorithmus des SCEP-Profils zu.
        3. { -retest }

## CA and RA

cause-ca-thumbprint-mismatch = Das CA-Zertifikat des Servers ist nicht das erwartete
    .what = Das CA-Zertifikat, das der Server gesendet hat, ist nicht das, das das Profil nennt.
    .user = { -send }
    .fix =
        1. Vergleichen Sie den Fingerabdruck der ausstellenden CA mit dem Stammzertifikat, auf das das SCEP-Profil verweist.
        2. Laden Sie das richtige Stammzertifikat in das Profil für vertrauenswürdige Zertifikate hoch, und wählen Sie dieses Profil im SCEP-Profil aus.
        3. Nach einer Erneuerung der CA stellen Sie das neue Zertifikat bereit, und installieren oder erneuern Sie die RA-Zertifikate von NDES.

cause-root-profile-is-intermediate = Das Profil enthält ein Zwischenzertifikat, wo das Stammzertifikat hingehört
    .what = Das Profil für vertrauenswürdige Zertifikate, das zum SCEP-Profil gehört, enthält ein Zwischenzertifikat der CA.
    .user = { -send }
    .fix =
        1. Öffnen Sie in Intune das Profil für vertrauenswürdige Zertifikate, auf das das SCEP-Profil verweist.
        2. Ersetzen Sie sein Zertifikat durch das der Stamm-CA (Aussteller und Antragsteller sind gleich).
        3. Stellen Sie das Zwischenzertifikat mit einem eigenen Profil bereit.
        4. { -retest }

cause-ra-certificate-expired = Ein Zertifikat des Registrierungsdiensts ist abgelaufen
    .what = Eines der beiden Zertifikate der Registrierungsstelle (MSCEP-RA) auf dem NDES-Server ist nicht mehr gültig.
    .user = { -send }
    .fix =
        1. Suchen Sie auf dem NDES-Server im Speicher Eigene Zertifikate des Computers nach abgelaufenen MSCEP-RA-Zertifikaten.
        2. Fordern Sie neue mit demselben Antragsteller an: CEP-Verschlüsselung (Computer) und Exchange-Registrierungs-Agent (Offlineanforderung) (Benutzer; mit dem Schlüssel exportieren, dann in den Speicher des Computers importieren).
        3. Geben Sie dem NDES-Dienstkonto Leserecht auf beide privaten Schlüssel (Alle Aufgaben, Private Schlüssel verwalten).
        4. Führen Sie iisreset aus. Eine Neuinstallation der NDES-Rolle bewirkt dasselbe.

cause-ra-certificate-from-old-ca = Der Registrierungsdienst verwendet noch Zertifikate einer älteren CA
    .what = Die RA-Zertifikate wurden von einer früheren CA oder einem früheren CA-Schlüssel ausgestellt als dem jetzigen, sodass Geräte sie ablehnen.
    .user = { -send }
    .fix =
        1. Vergleichen Sie den Aussteller der MSCEP-RA-Zertifikate mit dem jetzigen CA-Zertifikat.
        2. Stellen Sie beide (CEP-Verschlüsselung; Exchange-Registrierungs-Agent (Offlineanforderung)) von der jetzigen CA neu aus, oder installieren Sie die NDES-Rolle neu.
        3. Geben Sie dem NDES-Dienstkonto Leserecht auf die privaten Schlüssel, und führen Sie iisreset aus.
        4. Stellen Sie das jetzige Stammzertifikat auf den Geräten bereit.

cause-ra-response-invalid = Das Gerät lehnt die Zertifikate des Registrierungsdiensts ab
    .what = Die Zertifikate der Registrierungsstelle in der Antwort des Servers sind für das Gerät nicht gültig.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob beide MSCEP-RA-Zertifikate gültig sind und von der CA ausgestellt wurden, die das Profil nennt.
        2. Prüfen Sie unter iOS, ob das Profil für vertrauenswürdige Zertifikate das Stammzertifikat enthält und kein Zwischenzertifikat.
        3. Prüfen Sie, ob die ganze Kette bis zum Stammzertifikat auf dem Gerät bereitgestellt ist.
        4. Stellen Sie die RA-Zertifikate bei Bedarf neu aus, und führen Sie iisreset aus.

cause-ca-response-invalid = Das Gerät lehnt die Antwort der CA ab
    .what = Die Antwort des Servers auf die Frage nach seinen CA-Zertifikaten war nicht verwendbar.
    .user = { -send }
    .fix =
        1. Öffnen Sie die SCEP-URL mit ?operation=GetCACert&message=ca in einem Browser: Eine Zertifikatdatei ist die richtige Antwort.
        2. Prüfen Sie, ob kein Proxy den Inhalt oder dessen Typ verändert.
        3. Prüfen Sie, ob die CA- und RA-Zertifikate gültig sind.

cause-signature-algorithm-unsupported = Ein Zertifikat verwendet eine Signatur, die das Gerät nicht unterstützt
    .what = Ein CA-Zertifikat oder eine Antwort des Servers ist mit einem Algorithmus signiert, den diese Plattform ablehnt.
    .user = { -send }
    .fix =
        1. Sehen Sie den Signaturalgorithmus der CA- und RA-Zertifikate an: weder SHA-1 noch RSASSA-PSS.
        2. Stellen Sie die CA so ein, dass sie mit SHA-256 und PKCS #1 v1.5 signiert (AlternateSignatureAlgorithm=0), und erneuern Sie das Zertifikat.
        3. Stellen Sie das neue bereit, und stellen Sie die RA-Zertifikate neu aus.

## Request and response

cause-csp-failure = Das Gerät konnte das Zertifikatprofil nicht verarbeiten
    .what = Windows meldete einen Fehler, während es das SCEP-Profil übernahm.
    .user = Starten Sie das Gerät neu und versuchen Sie es noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Schlagen Sie den Fehlercode in den Belegen nach.
        2. Prüfen Sie die Einstellungen des SCEP-Profils: Antragsteller, Schlüsselspeicheranbieter (für „Bei TPM-KSP registrieren, andernfalls Fehler“ ist ein TPM nötig), Schlüsselverwendung.
        3. Prüfen Sie, ob das Profil für vertrauenswürdige Zertifikate derselben Gruppe zugewiesen ist.
        4. Synchronisieren Sie das Gerät erneut.

cause-profile-not-received = Das Gerät hat das Zertifikatprofil nicht erhalten
    .what = Das Protokoll würde das SCEP-Profil zeigen, wenn es gekommen wäre, und zeigt es nicht.
    .user = Lassen Sie das Gerät eine Weile verbunden, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Prüfen Sie, ob das SCEP-Profil und das Profil für vertrauenswürdige Zertifikate denselben Benutzern oder Geräten zugewiesen sind.
        2. Prüfen Sie Filter, Anwendbarkeitsregeln und die Lizenz des Benutzers.
        3. Sehen Sie in Intune den Status des Profils für dieses Gerät an.
        4. { -retest }

cause-challenge-invalid-characters = Die Anforderung ließ sich nicht codieren
    .what = Die Challenge enthält ein Zeichen, das sich nicht codieren lässt.
    .user = Starten Sie eine Synchronisierung und versuchen Sie es noch einmal; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Synchronisieren Sie das Gerät, damit es eine neue Challenge erhält.
        2. Prüfen Sie den Antragsteller und die anderen Texte des SCEP-Profils auf ungewöhnliche Zeichen.
        3. Prüfen Sie, ob die Version des Connectors aktuell ist.

cause-challenge-expired = Das Einmalkennwort der Anforderung war abgelaufen
    .what = Die Challenge war nicht mehr gültig, als die Anforderung beim Connector ankam.
    .user = Starten Sie eine Synchronisierung und versuchen Sie es noch einmal; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Synchronisieren Sie das Gerät, damit es eine neue Challenge erhält.
        2. Sehen Sie, wie lange die Anforderung unterwegs war: ein Gerät, das offline war, oder ein Server, der nicht lief.
        3. Prüfen Sie die Uhren des Connectorservers und des NDES-Servers.

cause-key-too-small = Der Schlüssel ist kleiner, als der Server verlangt
    .what = Die Zertifikatvorlage verlangt einen längeren Schlüssel, als das Profil das Gerät erzeugen lässt.
    .user = { -send }
    .fix =
        1. Vergleichen Sie die Schlüsselgröße im SCEP-Profil mit der minimalen Schlüsselgröße der Zertifikatvorlage (Registerkarte Kryptografie).
        2. Erhöhen Sie die im Profil, oder senken Sie die in der Vorlage.
        3. { -retest }

cause-key-generation-failed = Das Gerät konnte den Schlüssel oder die Anforderung nicht erzeugen
    .what = Dem Gerät ist es nicht gelungen, das Schlüsselpaar zu erzeugen oder die Anforderung zu erstellen.
    .user = Starten Sie das Gerät neu und versuchen Sie es noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Starten Sie das Gerät neu, und synchronisieren Sie erneut.
        2. Prüfen Sie Schlüsselgröße und Schlüsselspeicheranbieter im SCEP-Profil gegen das, was das Gerät unterstützt.
        3. Prüfen Sie unter Windows den Zustand des TPM (tpm.msc).
        4. Prüfen Sie den Antragsteller des Profils auf Werte, die der Benutzer oder das Gerät nicht hat.

cause-template-mismatch = Die Anforderung passt nicht zur Zertifikatvorlage
    .what = Der Server konnte mit der Vorlage, die für diese Art von Anforderung eingestellt ist, nichts ausstellen.
    .user = { -send }
    .fix =
        1. Prüfen Sie unter HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP SignatureTemplate, EncryptionTemplate und GeneralPurposeTemplate: den Namen der Vorlage, nicht ihren Anzeigenamen.
        2. Prüfen Sie, ob die CA die Vorlage veröffentlicht hat und das NDES-Dienstkonto lesen und registrieren darf.
        3. Prüfen Sie, ob Schlüsselverwendung, Gültigkeit und Antragsteller im SCEP-Profil zur Vorlage passen („Informationen werden in der Anforderung angegeben“).
        4. Führen Sie iisreset aus.

cause-invalid-server-response = Die Antwort des Servers war nicht verständlich
    .what = Was zurückkam, ließ sich nicht als Antwort auf die Anforderung lesen.
    .user = Versuchen Sie es in einem anderen Netzwerk noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Suchen Sie die Anforderung im IIS-Protokoll, und sehen Sie Status und Größe an.
        2. Prüfen Sie, ob kein Proxy oder Filter die Antwort verändert.
        3. Lesen Sie NDESPlugin.log und die fehlgeschlagenen Anforderungen der CA zur selben Zeit.

cause-pki-bad-alg = Der Server akzeptiert den Algorithmus der Anforderung nicht
    .what = Der Server hat die Anforderung mit badAlg abgelehnt: unbekannter oder nicht unterstützter Algorithmus.
    .user = { -send }
    .fix =
        1. Vergleichen Sie den Hashalgorithmus des SCEP-Profils mit dem, was GetCACaps aufführt.
        2. Prüfen Sie Schlüsseltyp und -größe gegen die Zertifikatvorlage.
        3. Aktualisieren Sie den NDES-Server, wenn er SHA-2 nicht kennt.

cause-pki-bad-message-check = Der Server konnte die Anforderung nicht verifizieren
    .what = Der Server hat die Anforderung mit badMessageCheck abgelehnt: Ihre Integritätsprüfung ist fehlgeschlagen.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob beide RA-Zertifikate auf dem NDES-Server gültig sind und das Dienstkonto ihre privaten Schlüssel lesen kann.
        2. Prüfen Sie, ob nichts auf dem Weg die Anforderung kürzt oder verändert (lange URLs).
        3. { -retest }

cause-pki-bad-request = Der Server hat die Anforderung abgelehnt
    .what = Der Server antwortete badRequest: Die Anforderung ist nicht zulässig oder wird nicht unterstützt.
    .user = { -send }
    .fix =
        1. Lesen Sie NDESPlugin.log zur Zeit der Anforderung: War VerifyRequest erfolgreich?
        2. Lesen Sie die Ereignisse des Connectors: 4005 ist eine fehlgeschlagene Verifizierung, 4007 eine fehlgeschlagene Ausstellung.
        3. Sehen Sie in der CA-Konsole die fehlgeschlagenen Anforderungen an.
        4. Prüfen Sie, ob das SCEP-Profil zur Zertifikatvorlage passt.

cause-pki-bad-time = Für den Server stimmt die Zeit der Anforderung nicht
    .what = Der Server hat die Anforderung mit badTime abgelehnt: Ihre Signaturzeit weicht zu sehr von der des Servers ab.
    .user = Stellen Sie Datum und Uhrzeit dieses Geräts auf automatisch, und versuchen Sie es dann noch einmal.
    .fix =
        1. Stellen Sie Datum und Uhrzeit des Geräts auf automatisch.
        2. Prüfen Sie die Zeit des NDES-Servers und der CA.
        3. { -retest }

cause-pki-bad-cert-id = Der Server fand kein Zertifikat zur Anforderung
    .what = Der Server hat die Anforderung mit badCertId abgelehnt: Er fand kein Zertifikat, das zu den Kriterien der Anforderung passt.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob die CA, die die Anforderung nennt, die ist, die NDES verwendet.
        2. Nach einem Wechsel der CA stellen Sie deren Zertifikat neu bereit und die RA-Zertifikate neu aus.
        3. { -retest }

cause-pki-pending = Die Anforderung wartet auf Genehmigung
    .what = Der Server hat die Anforderung angenommen und noch nicht darüber entschieden.
    .user = Warten Sie, oder bitten Sie Ihren Administrator, die Anforderung zu genehmigen.
    .fix =
        1. Öffnen Sie die CA-Konsole, Ausstehende Anforderungen, und stellen Sie das Zertifikat aus, oder verweigern Sie die Anforderung.
        2. Wenn sofort ausgestellt werden soll: Vorlage, Ausstellungsvoraussetzungen, entfernen Sie das Häkchen bei „Genehmigung von Zertifikatverwaltung der Zertifizierungsstelle“.
        3. Prüfen Sie in den Eigenschaften der CA, Richtlinienmodul, ob neue Anforderungen nicht auf ausstehend gesetzt werden.

cause-nonce-mismatch = Die Antwort gehört zu einer anderen Anforderung
    .what = Die Antwort trägt eine andere Nonce als die Anforderung.
    .user = Starten Sie eine Synchronisierung und versuchen Sie es noch einmal; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Synchronisieren Sie das Gerät erneut.
        2. Prüfen Sie, ob Proxys und Lastenausgleiche keine Antworten der SCEP-URL zwischenspeichern.
        3. Bei mehreren NDES-Servern hinter einem Namen prüfen Sie, ob eine Sitzung auf einem Server bleibt.

cause-transaction-mismatch = Die Antwort gehört zu einer anderen Transaktion
    .what = Die Antwort trägt eine andere Transaktionskennung als die Anforderung.
    .user = Starten Sie eine Synchronisierung und versuchen Sie es noch einmal; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Synchronisieren Sie das Gerät erneut.
        2. Prüfen Sie, ob Proxys und Lastenausgleiche keine Antworten der SCEP-URL zwischenspeichern.
        3. Bei mehreren NDES-Servern hinter einem Namen prüfen Sie, ob eine Sitzung auf einem Server bleibt.

## Delivery

cause-install-not-accepted = Die Installation wartet darauf, auf dem Gerät angenommen zu werden
    .what = Das Gerät hat seinen Benutzer gebeten, das Zertifikat anzunehmen, und es ist keine Annahme aufgezeichnet.
    .user = Richten Sie eine Displaysperre ein, öffnen Sie die Benachrichtigung oder das Unternehmensportal, und nehmen Sie das Zertifikat an.
    .fix =
        1. Lassen Sie den Benutzer eine Displaysperre einrichten (PIN, Muster oder Kennwort).
        2. Lassen Sie den Benutzer das Unternehmensportal öffnen und das Zertifikat annehmen.
        3. Prüfen Sie, ob Benachrichtigungen des Unternehmensportals zugelassen sind.

cause-install-failed = Das Zertifikat kam an und ließ sich nicht installieren
    .what = Die Antwort des Servers kam, aber dem Gerät gelang es nicht, das Zertifikat an seinen Platz zu bringen.
    .user = Starten Sie das Gerät neu und versuchen Sie es noch einmal, oder senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Schlagen Sie den Fehlercode in den Belegen nach.
        2. Prüfen Sie, ob die Stamm- und Zwischenzertifikate auf dem Gerät sind.
        3. Prüfen Sie den Schlüsselspeicheranbieter im SCEP-Profil und, falls verwendet, das TPM.
        4. Synchronisieren Sie das Gerät erneut.

cause-certificate-not-found = Ein Zertifikat, das ein Profil braucht, ist nicht auf dem Gerät
    .what = Ein Profil verweist auf ein Zertifikat, und das Gerät hat keines, das passt.
    .user = { -send }
    .fix =
        1. Prüfen Sie, welches Profil auf das Zertifikat verweist (WLAN, VPN, E-Mail) und ob das SCEP-Profil derselben Gruppe zugewiesen ist.
        2. Prüfen Sie, ob das SCEP-Profil auf diesem Gerät erfolgreich war; wenn nicht, beginnen Sie mit dessen Fehlschlag.
        3. Prüfen Sie, ob Antragsteller und Zwecke des Zertifikats zu dem passen, was das Profil sucht.

## NDES server

cause-iis-no-request = Der Server hat keinen Eintrag zu der Anforderung
    .what = Das Protokoll des Webservers deckt die Zeit des Versuchs ab und enthält keine Anforderung dieses Geräts. Sie wurde aufgehalten, bevor sie dort ankam.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob dies die Protokolle des richtigen Servers und der richtigen Site sind und ihre Zeit (UTC) den Versuch abdeckt.
        2. Prüfen Sie Firewalls, Proxys und Lastenausgleiche zwischen dem Gerät und dem Server.
        3. Lesen Sie HTTPERR auf dem Server: Anforderungen, die HTTP.sys abgelehnt hat, stehen nur dort.
        4. Hinter dem Anwendungsproxy prüfen Sie dessen Connector und die externe URL.

cause-iis-impersonation-right-missing = Dem Webserver fehlt ein Recht für seine Arbeit
    .what = Der Server antwortete 500 mit win32-Status 1346: IIS_IUSRS darf die Identität eines Clients nicht annehmen.
    .user = { -send }
    .fix =
        1. Führen Sie auf dem NDES-Server secpol.msc aus, Lokale Richtlinien, Zuweisen von Benutzerrechten.
        2. Öffnen Sie „Annehmen der Clientidentität nach Authentifizierung“, und fügen Sie IIS_IUSRS hinzu.
        3. Prüfen Sie, ob keine Gruppenrichtlinie das Recht wieder entzieht.
        4. Starten Sie den Server neu.

cause-iis-intermediate-in-root-store = Ein Zwischenzertifikat liegt im Stammspeicher des Servers
    .what = Der Speicher der vertrauenswürdigen Stammzertifizierungsstellen des Servers enthält ein Zertifikat, das nicht selbstsigniert ist. IIS lehnt dann Clientzertifikate ab, oder sein Arbeitsprozess endet.
    .user = { -send }
    .fix =
        1. Listen Sie sie auf: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        2. Entfernen Sie sie aus diesem Speicher (Zwischenzertifikate gehören zu den Zwischenzertifizierungsstellen).
        3. Starten Sie den Server neu, und listen Sie erneut auf.
        4. Wenn sie wiederkommen, nehmen Sie den Server von der Gruppenrichtlinie aus, die sie verteilt, und entfernen Sie sie erneut.

cause-iis-client-certificate-rejected = Der Server hat das Zertifikat seines eigenen Moduls abgelehnt
    .what = Das Zertifikat, das das NDES-Richtlinienmodul vorlegt, fehlt, ist gesperrt oder abgelaufen (403.7, 403.13, 403.17).
    .user = { -send }
    .fix =
        1. Sehen Sie den Unterstatus in den Belegen an: 7 keines wurde gesendet, 13 gesperrt oder Sperrliste nicht erreichbar, 17 abgelaufen.
        2. Suchen Sie das Zertifikat, das HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint nennt.
        3. Erneuern Sie es (Clientauthentifizierung, Antragsteller und DNS-Name der FQDN des Servers), und installieren Sie den Connector neu.
        4. Bei 13 prüfen Sie, ob der Server die Sperrliste abrufen kann.

cause-client-auth-eku-missing = Das Zertifikat des Moduls ist nicht für diese Verwendung bestimmt
    .what = Dem Zertifikat des NDES-Richtlinienmoduls fehlt der Zweck Clientauthentifizierung, deshalb antwortet der Connector 403.
    .user = { -send }
    .fix =
        1. Suchen Sie das Zertifikat, das HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint nennt, und sehen Sie seine erweiterte Schlüsselverwendung an.
        2. Fordern Sie eines mit Clientauthentifizierung an (und Serverauthentifizierung, wenn es auch der Site dient), Antragsteller und DNS-Name der FQDN des Servers.
        3. Installieren Sie den Connector neu, um es zu verknüpfen, und starten Sie den Intune-Connectordienst und den WWW-Publishingdienst neu.

cause-request-filtering-limit = Der Filter des Webservers lehnt Anforderungen dieser Länge ab
    .what = Die Anforderungsfilterung von IIS hat die Anforderung als zu lang abgelehnt (404.14 oder 404.15).
    .user = { -send }
    .fix =
        1. Im IIS-Manager, Default Web Site, Anforderungsfilterung, Featureeinstellungen bearbeiten: Stellen Sie die maximale URL-Länge und die maximale Abfragezeichenfolge auf 65534.
        2. Prüfen Sie, ob keine tiefere web.config niedrigere Werte setzt.
        3. Führen Sie iisreset aus.

cause-http-sys-limit = Der Server lehnt Anforderungen dieser Länge ab, bevor sie IIS erreichen
    .what = HTTP.sys hat die Anforderung als zu lang abgelehnt (400 oder 414), deshalb steht sie nicht im IIS-Protokoll.
    .user = { -send }
    .fix =
        1. Setzen Sie unter HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters die DWORDs MaxFieldLength und MaxRequestBytes auf 65534 (dezimal).
        2. Starten Sie den Server neu.
        3. Prüfen Sie auch die Grenzen der Anforderungsfilterung (je 65534).

cause-app-pool-crash = Der Arbeitsprozess des Webservers ist abgestürzt
    .what = Ein Arbeitsprozess (w3wp.exe) von IIS endete mit einem Fehler; wenn sich das wiederholt, hält der Pool SCEP an.
    .user = { -send }
    .fix =
        1. Suchen Sie im Speicher der vertrauenswürdigen Stammzertifizierungsstellen nach Zertifikaten, die nicht selbstsigniert sind, entfernen Sie sie, und starten Sie den Server neu.
        2. Aktivieren Sie das Betriebsprotokoll von CAPI2, wiederholen Sie das Problem, und prüfen Sie, ob die Sperrlisten des Connectorzertifikats abgerufen werden können.
        3. Schalten Sie für CertificateRegistrationSvc die anonyme Authentifizierung ein und die Windows-Authentifizierung aus.
        4. Prüfen Sie, ob das in NDESCertThumbprint genannte Zertifikat nicht abgelaufen ist.
        5. Starten Sie den SCEP-Anwendungspool wieder.

cause-crl-unreachable = Eine Sperrliste konnte nicht abgerufen werden
    .what = Der Server konnte die Liste nicht abrufen, die sagt, ob ein Zertifikat gesperrt ist, und akzeptiert das Zertifikat deshalb nicht.
    .user = { -send }
    .fix =
        1. Aktivieren Sie auf dem Server das Betriebsprotokoll von CAPI2, wiederholen Sie das Problem, und lesen Sie, welche URL fehlschlug.
        2. Machen Sie diese URL vom Server aus erreichbar (DNS, Firewall, der Proxy des Computerkontos: netsh winhttp show proxy).
        3. Prüfen Sie, ob die dort veröffentlichte Liste nicht abgelaufen ist.

cause-windows-auth-enabled = Es wird eine Anmeldung verlangt, wo keine sein darf
    .what = Für CertificateRegistrationSvc ist die Windows-Authentifizierung aktiviert; er funktioniert nur mit anonymem Zugriff.
    .user = { -send }
    .fix =
        1. Öffnen Sie im IIS-Manager CertificateRegistrationSvc, Authentifizierung.
        2. Aktivieren Sie die anonyme Authentifizierung, und deaktivieren Sie die Windows-Authentifizierung.
        3. Starten Sie den Server neu.

cause-policy-module-certificate-expired = Das Zertifikat des Intune-Teils des Servers ist abgelaufen
    .what = Das NDES-Richtlinienmodul verwendet ein Zertifikat, das nicht mehr gültig ist.
    .user = { -send }
    .fix =
        1. Suchen Sie das Zertifikat, das HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint nennt, und sehen Sie seine Gültigkeit an.
        2. Fordern Sie in certlm.msc ein neues an: Clientauthentifizierung, allgemeiner Name und DNS-Name der FQDN des Servers.
        3. Installieren Sie Certificate Connector for Microsoft Intune neu, um es zu verknüpfen.
        4. Starten Sie den Intune-Connectordienst und den WWW-Publishingdienst neu.

cause-policy-module-cannot-reach-connector = Der Intune-Teil des Servers erreicht den Connector nicht
    .what = Das NDES-Richtlinienmodul begann, den Connector nach der Anforderung zu fragen, und erhielt keine Antwort.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob die Site und der Pool von CertificateRegistrationSvc laufen.
        2. Prüfen Sie, ob das in NDESCertThumbprint genannte Zertifikat nicht abgelaufen ist.
        3. Prüfen Sie, ob der Server sich selbst unter dem Namen in NDESPlugin.log erreicht (DNS, hosts-Datei, Proxy des Computerkontos).
        4. Starten Sie den Intune-Connectordienst und den WWW-Publishingdienst neu.

cause-connector-setup-failed = Das Setup des Connectors ist fehlgeschlagen
    .what = Das Setupprotokoll des Connectors endet mit einem Fehlerstatus.
    .user = { -send }
    .fix =
        1. Lesen Sie in SetupMsi.log oberhalb des Fehlerstatus die erste fehlgeschlagene Aktion.
        2. Entfernen Sie Certificate Connector for Microsoft Intune, und installieren Sie ihn als Administrator neu.
        3. Prüfen Sie, ob die Voraussetzungen da sind (NDES-Rolle, .NET Framework, die Rechte des Dienstkontos).

cause-connector-setup-ok = Das Setup des Connectors war erfolgreich
    .what = Das Setupprotokoll des Connectors endet mit Status 0.
    .user = Hier müssen Sie nichts tun.
    .fix =
        1. Hier ist nichts zu berichtigen. Wenn NDES noch seine eigene Seite zeigt, führen Sie iisreset aus.

cause-service-account-locked = Das Konto des Registrierungsdiensts kann sich nicht anmelden
    .what = Das NDES-Dienstkonto ist gesperrt, oder sein Kennwort ist abgelaufen.
    .user = { -send }
    .fix =
        1. Entsperren Sie das Konto, oder setzen Sie sein Kennwort zurück.
        2. Tragen Sie das neue Kennwort beim SCEP-Anwendungspool ein.
        3. Starten Sie den Pool, und sehen Sie, was das Konto gesperrt hat (Sicherheitsprotokoll, Ereignis 4740).

cause-ca-unreachable = Der Registrierungsdienst erreicht die Zertifizierungsstelle nicht
    .what = Der Server konnte nicht mit der CA sprechen (zum Beispiel 0x800706ba, RPC-Server nicht verfügbar).
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob die CA läuft und ihr Dienst ausgeführt wird (certutil -ping -config "CA").
        2. Prüfen Sie RPC und DCOM zwischen dem NDES-Server und der CA (TCP 135 und die dynamischen Ports).
        3. Prüfen Sie, ob das Dienstkonto dort Zertifikate anfordern darf.

cause-ca-request-failed = Die Zertifizierungsstelle hat die Anforderung abgelehnt
    .what = Die Anforderung kam bis zur CA, und die CA hat kein Zertifikat ausgestellt.
    .user = { -send }
    .fix =
        1. Öffnen Sie die CA-Konsole, Fehlgeschlagene Anforderungen, und lesen Sie die Dispositionsmeldung.
        2. Prüfen Sie die Berechtigungen des NDES-Dienstkontos an der Vorlage (Lesen und Registrieren).
        3. Prüfen Sie, ob Antragsteller, Schlüsselgröße und Gültigkeit zur Vorlage passen.

cause-policy-module-tls-name-mismatch = Das Zertifikat des Connectors trägt einen anderen Namen
    .what = Das TLS-Zertifikat, dem das Richtlinienmodul begegnet, enthält den Namen nicht, nach dem es fragt (12175).
    .user = { -send }
    .fix =
        1. Lesen Sie in NDESPlugin.log, nach welchem Namen gefragt wird.
        2. Geben Sie der Site ein TLS-Zertifikat mit diesem FQDN als Antragsteller und DNS-Name, und wählen Sie es in der Bindung aus.
        3. Prüfen Sie, ob der Server der Kette des Zertifikats vertraut.
        4. Führen Sie iisreset aus.

cause-connector-signing-certificate-missing = Das Signaturzertifikat des Connectors fehlt
    .what = Das Zertifikat, mit dem der Connector Anforderungen prüft, konnte nicht abgerufen werden.
    .user = { -send }
    .fix =
        1. Prüfen Sie, ob der Connectorserver den Intune-Dienst erreicht (Proxy, Firewall).
        2. Melden Sie den Connector erneut an, oder installieren Sie ihn neu, damit er ein neues Zertifikat erhält.
        3. Starten Sie den Intune-Connectordienst neu.

cause-verify-request-failed = Der Connector konnte die Anforderung nicht verifizieren
    .what = VerifyRequest wurde mit 500 beantwortet: Der Connector hat die Anforderung nicht akzeptiert oder konnte sie nicht prüfen.
    .user = { -send }
    .fix =
        1. Lesen Sie die Ereignisse des Connectors zu dieser Zeit: 4005 nennt den Grund.
        2. Prüfen Sie, ob der Connector angemeldet, aktuell und im Intune Admin Center aktiv ist.
        3. Synchronisieren Sie das Gerät, damit es eine neue Challenge erhält.
        4. Starten Sie den Intune-Connectordienst neu.

## Evidence

cause-verbose-logging-off = Das Protokoll zeichnet diese Schritte auf seiner jetzigen Stufe nicht auf
    .what = Die ausführliche Protokollierung war aus. Was in diesem Protokoll fehlt, kann trotzdem geschehen sein.
    .user = Schalten Sie die ausführliche Protokollierung ein, wiederholen Sie das Problem, und erfassen Sie erneut.
    .fix =
        1. Android: Schalten Sie im Unternehmensportal unter Einstellungen die ausführliche Protokollierung ein.
        2. iOS und iPadOS: Installieren Sie das Protokollierungsprofil von Apple für die verwaltete Konfiguration (MDM), oder verfolgen Sie das Protokoll live mit Debug-Meldungen.
        3. Windows: Aktivieren Sie die Kanäle Admin und Debug von DeviceManagement-Enterprise-Diagnostics-Provider.
        4. Starten Sie eine Synchronisierung, warten Sie auf den Fehlschlag, und erfassen Sie die Protokolle kurz danach.

cause-log-rolled-over = Das Protokoll reicht nicht mehr bis zu dem Versuch zurück
    .what = Der älteste Eintrag ist jünger als der Versuch. Was davor war, wurde überschrieben.
    .user = Versuchen Sie es noch einmal, und erfassen Sie kurz danach.
    .fix =
        1. Starten Sie auf dem Gerät eine Synchronisierung, und erfassen Sie kurz danach.
        2. Erhöhen Sie unter Windows die Größe des Protokolls des Kanals.
        3. Fügen Sie ältere Protokolldateien desselben Geräts hinzu (etwa OMADMLog_1.log), falls es welche gibt.

cause-source-unreadable = Eine Quelle konnte nicht gelesen werden
    .what = Eine Datei oder ein Protokoll ist da, aber der Inhalt konnte nicht gelesen werden.
    .user = Erfassen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Sehen Sie den Grund daneben im Bericht an.
        2. Bei fehlenden Rechten führen Sie die Erfassung als Administrator aus.
        3. Bei einer beschädigten Datei exportieren Sie das Protokoll erneut, und übergeben Sie das Original, keine Kopie des Textes.

cause-source-truncated = Eine Quelle ist nicht vollständig
    .what = Das Protokoll endet mittendrin oder ist länger als die Grenze für eine Quelle. Was fehlt, lässt sich nicht sagen.
    .user = Erfassen Sie einige Minuten nach dem Problem noch einmal.
    .fix =
        1. Exportieren Sie das Protokoll erneut, und prüfen Sie, ob die Kopie fertig wurde.
        2. Übergeben Sie den Teil um die Zeit des Versuchs, wenn die Datei sehr groß ist.

cause-source-left-out = Ein Teil der Belege wurde absichtlich weggelassen
    .what = Der Benutzer oder eine Option der Erfassung hat eine Quelle oder einen Teil davon nicht in das Paket gelassen. Er ist auf dem Gerät.
    .user = Sie müssen nichts tun. Wenn Ihr Administrator diesen Teil braucht, erfassen Sie erneut, ohne ihn wegzulassen.
    .fix =
        1. Sehen Sie den Grund daneben im Bericht an: vom Benutzer weggelassen, älter als die gewünschte Zeit oder über der gewünschten Größe.
        2. Urteilen Sie nach diesem Paket nur über das, was es enthält: Ein Eintrag, der nicht darin ist, kann noch auf dem Gerät sein.
        3. Bitten Sie um eine neue Erfassung, wenn dieser Teil wichtig ist.

cause-stalled-unexplained = Der Versuch blieb stehen, und kein Eintrag sagt, warum
    .what = Ein Schritt ist aufgezeichnet, der nächste wäre es gewesen und ist es nicht, und nichts erklärt das.
    .user = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
    .fix =
        1. Starten Sie eine Synchronisierung, und erfassen Sie einige Minuten später erneut.
        2. Vergleichen Sie mit den Protokollen des Servers zur selben Zeit: IIS-Protokoll, HTTPERR, NDESPlugin.log.
        3. Suchen Sie nach Energiesparfunktionen und Regeln, die die Verwaltungs-App im Hintergrund anhalten.
