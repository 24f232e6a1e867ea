# The inspection of an NDES server.
inspection-title = NDES-Server { $server }
inspection-title-unnamed = NDES-Server
inspection-counts = { $wrong ->
    [0] Nichts ist falsch
    [one] 1 Prüfpunkt ist falsch
   *[other] { $wrong } Prüfpunkte sind falsch
}; nicht feststellbar: { $unknown }; wie sie sein sollen: { $ok }.
inspection-origin-export = Aus einem Export vom { $taken }. Die Gültigkeit wird für diesen Zeitpunkt beurteilt.
inspection-origin-live = Vom Server selbst, { $taken }.
inspection-found = gefunden: { $found }
inspection-expected = erwartet: { $expected }
inspection-more = { $count ->
    [one] 1 weiterer steht im JSON.
   *[other] { $count } weitere stehen im JSON.
}
inspection-checks = Prüfungen
inspection-unknown = Nicht feststellbar
inspection-ok = Wie es sein soll

found-default = { $value } (nichts ist gesetzt; das ist die Vorgabe des Systems)
found-nothing = nichts
found-unread = nicht bekannt: { $reason }

expected-at-least = { $value } oder mehr
expected-holds = mit { $value } darin
expected-lacks = ohne { $value }
expected-present = etwas
expected-valid-at = gültig am { $value }
expected-self-issued = nur Zertifikate, die ihr eigener Antragsteller ausgestellt hat
expected-no-record = kein Eintrag über einen Fehler

unread-not-in-export = der Export enthält es nicht
unread-not-there = das gibt es auf diesem Server nicht
unread-access-denied = der Zugriff wurde verweigert; führen Sie es als Administrator aus
unread-damaged = es kann nicht gelesen werden
unread-empty = der Speicher ist leer
unread-not-on-this-server = diesen Dienst gibt es auf diesem Server nicht; vielleicht läuft er auf einem anderen
unread-log-missing = ein solches Protokoll wurde nicht angegeben
unread-log-switched-off = dieses Protokoll ist ausgeschaltet; schalten Sie es ein, führen Sie den Fehler herbei, und prüfen Sie erneut
unread-no-ra-certificate = es gibt kein RA-Zertifikat
unread-issuer-not-in-stores = das Zertifikat des Ausstellers ist in keinem dieser Speicher
unread-not-read-live = das sagt nur ein Export; machen Sie einen mit dem Skript, das --script ausgibt
unread-no-key-identifier = die Zertifikate nennen ihre Schlüssel nicht

check-app-proxy-connector = Der Connector des Anwendungsproxys läuft
check-http-sys = HTTP.sys nimmt Anforderungen an, die so lang sind wie die von SCEP
check-request-filtering = Die Anforderungsfilterung von IIS nimmt URLs an, die so lang sind wie die von SCEP
check-web-log = Die Protokolle des Webservers zeigen keinen Fehler
check-app-pool = Der SCEP-Anwendungspool läuft
    .fix =
        1. Öffnen Sie den IIS-Manager, Anwendungspools. Ohne einen Pool SCEP entfernen Sie die NDES-Rolle, und installieren Sie sie neu.
        2. Geben Sie dem Pool SCEP das NDES-Dienstkonto als Identität.
        3. Starten Sie den Pool, und öffnen Sie die SCEP-URL in einem Browser; 403 ist die richtige Antwort.
check-app-pool-crashes = Kein Arbeitsprozess von IIS ist abgestürzt
check-service-account = Das Dienstkonto kann sich anmelden
check-service-account-rights = Das Dienstkonto hat seine Rechte und seine Gruppe
    .fix =
        1. Fügen Sie das NDES-Dienstkonto der lokalen Gruppe IIS_IUSRS hinzu (lusrmgr.msc).
        2. Geben Sie ihm in secpol.msc, Lokale Richtlinien, Zuweisen von Benutzerrechten, „Anmelden als Dienst“, „Anmelden als Stapelverarbeitungsauftrag“ und „Lokal anmelden zulassen“.
        3. Nehmen Sie es aus den Rechten „… verweigern“ heraus, oder nehmen Sie den Server von der Gruppenrichtlinie aus, die sie setzt.
        4. Starten Sie den Server neu.
check-impersonation-right = IIS_IUSRS darf die Identität eines Clients annehmen
check-root-store = Der Stammspeicher enthält kein Zwischenzertifikat
check-ra-certificates = Beide RA-Zertifikate sind da und gültig
    .fix =
        1. Fordern Sie das fehlende Zertifikat an: CEP-Verschlüsselung im Speicher des Computers, Exchange-Registrierungs-Agent (Offlineanforderung) in dem des Benutzers; verschieben Sie es dann mit seinem Schlüssel in den des Computers.
        2. Geben Sie dem NDES-Dienstkonto Leserecht auf beide privaten Schlüssel.
        3. Führen Sie iisreset aus.
        4. Wenn das fehlschlägt, entfernen Sie die NDES-Rolle, und installieren Sie sie neu; sie fordert beide an.
check-ra-issuer = Die RA-Zertifikate stammen vom jetzigen CA-Zertifikat
check-ra-keys = Das Dienstkonto darf die RA-Schlüssel lesen
    .fix =
        1. Öffnen Sie certlm.msc, Eigene Zertifikate, Zertifikate.
        2. Für jedes RA-Zertifikat: Alle Aufgaben, Private Schlüssel verwalten; geben Sie dem NDES-Dienstkonto Leserecht.
        3. Ein Zertifikat ohne seinen privaten Schlüssel ist nutzlos: Fordern Sie es neu an.
        4. Führen Sie iisreset aus.
check-policy-module = Das Intune-Richtlinienmodul ist installiert
check-policy-module-certificate = Das Zertifikat des Richtlinienmoduls ist da und gültig
    .fix =
        1. Suchen Sie in certlm.msc, Eigene Zertifikate, ein gültiges Zertifikat mit privatem Schlüssel, Clientauthentifizierung und dem Namen des Servers.
        2. Wenn es keines gibt, fordern Sie eines an.
        3. Führen Sie das Setup des Intune-Zertifikatconnectors erneut aus; es schreibt den Fingerabdruck.
check-policy-module-certificate-use = Das Zertifikat des Richtlinienmoduls passt zu seiner Verwendung
    .fix =
        1. Fordern Sie ein Zertifikat mit Clientauthentifizierung an, dessen Antragsteller und DNS-Name der volle Name des Servers sind.
        2. Führen Sie das Setup des Intune-Zertifikatconnectors erneut aus; es schreibt den Fingerabdruck.
check-policy-module-log = Das Protokoll des Richtlinienmoduls zeigt keinen Fehler
check-connector-authentication = Die Site des Connectors nimmt anonyme Anforderungen an
check-connector-setup = Das Setup des Connectors war erfolgreich
check-connector-services = Die Dienste des Connectors laufen
    .fix =
        1. Starten Sie die Dienste, die stillstehen (services.msc): Windows-Prozessaktivierungsdienst, WWW-Publishingdienst, dann die des Connectors.
        2. Ohne irgendeinen Dienst des Connectors führen Sie dessen Setup erneut aus.
check-connector-log = Die Protokolle des Connectors zeigen keinen Fehler
check-revocation = Sperrlisten können abgerufen werden
check-certification-authority = Die Zertifizierungsstelle antwortet
