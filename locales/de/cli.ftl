# Headings and labels of the report, on the terminal and in HTML.
report-title = Bericht zur Zertifikatregistrierung
report-path = Weg
report-milestones = Schritte
report-attempt = Versuch { $id }
report-attempt-profile = Versuch { $id }: { $profile }
report-earlier-attempts = Frühere Versuche und andere Profile ({ $count })
report-findings = Befunde
report-no-findings = Es wurde nichts gefunden, das einen Fehlschlag erklärt.
report-earlier-findings = Aus früheren Versuchen
report-fix = Für den Administrator
report-records = Einträge
report-key-strings = Schlüsseltexte
report-gaps = Was fehlt
report-no-gaps = Soweit bekannt, fehlt nichts.
report-sources = Quellen
report-no-sources = Keine Quelle konnte gelesen werden.
report-probe = Antwort der Adresse des Servers
report-device = Gerät
report-outcome = Ergebnis
report-reached = Server erreicht
report-challenge = Anforderung vorgelegt
report-server = Server
report-profile = Profil
report-platform = System
report-system = Version
report-step = Schritt
report-state = Zustand
report-evidence = Belege
report-source = Quelle
report-time = Zeit
report-cause = Ursache
report-reason = Grund
report-string = Text
report-count = Einträge
report-first = Erster
report-last = Letzter
report-origin = Herkunft
report-clock = Uhr
report-details = Ausführliche Einträge
report-label = { $label }:
report-codes = Codes
report-made-by = Erstellt von { $name } { $version }
report-bytes = { $count ->
    [one] 1 Byte
   *[other] { $count } Bytes
}
report-records-count = { $count ->
    [one] 1 Eintrag
   *[other] { $count } Einträge
}
report-times = { $count ->
    [0] nicht gefunden
    [one] 1 Eintrag
   *[other] { $count } Einträge
}
report-more = { $count ->
    [one] 1 weiterer steht in report.json.
   *[other] { $count } weitere stehen in report.json.
}
report-yes = ja
report-no = nein
report-not-applicable = –

clock-known = bekannt
clock-assumed-utc = UTC angenommen
clock-unknown-offset = Ortszeit, Abstand nicht angegeben
clock-assumed-year = Ortszeit, Jahr nach dem Datum der Datei angenommen
clock-no-date = nur Uhrzeit
clock-none = keine

kind-evtx = Windows-Ereignisprotokoll
kind-event-xml = Windows-Ereignisse (XML)
kind-event-text = Windows-Ereignisse (Text)
kind-event-csv = Windows-Ereignisse (CSV)
kind-omadm = Protokoll des Unternehmensportals (OMADM)
kind-cloud-extension = Protokoll der Intune-App (CloudExtension)
kind-logcat = Android-Systemprotokoll (logcat)
kind-unified-log = Vereinheitlichtes Protokoll von Apple (Unified Log)
kind-console-text = Text aus der Konsole
kind-syslog = Apple-Syslog
kind-mc-state = Installierte Profile (MCState)
kind-iis-w3c = IIS-Protokoll
kind-http-err = HTTPERR-Protokoll
kind-ndes-plugin = NDESPlugin.log
kind-svclog = Ablaufverfolgung des Connectors
kind-setup-msi = Setupprotokoll
kind-registry-export = Export der Registrierung
kind-mdm-diag-report = Windows-Verwaltungsbericht (MDMDiagReport)
kind-journal = systemd-Journal
kind-device-facts = Angaben zum Gerät
kind-unknown = Unbekannt

provenance-heading = Woher dieser Bericht stammt
provenance-bundle = Paket
provenance-case = Fall
provenance-collected = Erfasst
provenance-redaction = Schwärzung
provenance-signature = Signatur
provenance-unsigned = Nicht signiert. Nichts zeigt, ob es verändert wurde.
provenance-unknown-key = Unverändert, seit es mit dem Schlüssel { $fingerprint } signiert wurde, der hier nicht bekannt ist. Das belegt weder, wer signiert hat, noch wann, noch dass die Protokolle echt sind.
provenance-known-key = Unverändert, seit es mit dem Schlüssel { $fingerprint } signiert wurde, aufgeführt als { $principal }. Das belegt nicht, dass die Protokolle echt sind.

# `scepscope-admin verify`.
verify-accepted = angenommen
verify-refused = abgelehnt
verify-trusted = Signiert von { $principal } mit dem Schlüssel { $fingerprint }, der auf Ihrer Liste steht. Seitdem unverändert.
verify-unknown-key = Unverändert, seit es mit dem Schlüssel { $fingerprint } signiert wurde. Keine Ihrer Listen nennt diesen Schlüssel: Das belegt weder, wer signiert hat, noch wann, noch dass die Protokolle echt sind.
verify-expired = Signiert mit einem Schlüssel von { $principal }, dessen Zeit auf Ihrer Liste abgelaufen ist.
verify-not-yet-valid = Signiert mit einem Schlüssel von { $principal }, dessen Zeit auf Ihrer Liste noch nicht gekommen ist.
verify-wrong-namespace = Die Signatur wurde für einen anderen Zweck erstellt.
verify-invalid = Die Signatur gehört nicht zu diesem Paket.
verify-missing = Es gibt keine Signatur.
verify-checked = { $count ->
    [one] 1 Datei wurde verglichen.
   *[other] { $count } Dateien wurden verglichen.
}
verify-came-unencrypted = Es nennt { $count ->
    [one] 1 Empfänger
   *[other] { $count } Empfänger
}, kam aber unverschlüsselt: Jemand hat es vorher geöffnet.
verify-more-failures = { $count ->
    [one] 1 weiterer Fehler ist nicht aufgeführt.
   *[other] { $count } weitere Fehler sind nicht aufgeführt.
}

# `scepscope send` and `scepscope queue`.
send-delivered = An { $host } gesendet.
send-receipt-pinned = Die Empfangsbestätigung ist mit dem erwarteten Schlüssel { $fingerprint } signiert.
send-receipt-unknown = Die Empfangsbestätigung ist mit dem Schlüssel { $fingerprint } signiert, der vorher nicht bekannt war.
send-receipt-none = Dieser Server gibt keine signierte Empfangsbestätigung; seine letzte Antwort war { $answer }.
send-kept = Noch nicht gesendet; in der Warteschlange als { $id } aufbewahrt.
send-stopped = Nicht gesendet; in der Warteschlange als { $id } aufbewahrt.
queue-empty = Die Warteschlange ist leer.
queue-waiting = wartet
queue-delivered = gesendet
queue-stopped = angehalten
queue-dropped = { $id } wurde aus der Warteschlange entfernt.
# `scepscope-admin receive`.
receive-listening = Lauscht auf { $address }.
receive-key = Empfangsbestätigungen werden mit dem Schlüssel { $fingerprint } signiert.
receive-open = Jeder, der diese Adresse erreicht, kann senden: Es wurden keine Schlüssel angegeben.
receive-links = Antworten auf Links dieser Schlüssel werden angenommen: { $fingerprints }
receive-arrived = { $name } ist angekommen ({ $bytes } Bytes).
receive-refused = Ein Upload wurde abgelehnt: { $reason }
receive-stopping = Wird beendet.
# `scepscope open`: what a link asks for, before anything is read.
open-asks = { $issuer } bittet um einen Bericht von diesem Gerät.
open-key-pinned = Signiert mit dem Schlüssel { $fingerprint }, den Ihre Organisation auf diesem Gerät hinterlegt hat.
open-key-confirmed = Signiert mit dem Schlüssel { $fingerprint }, der auf diesem Gerät bestätigt wurde.
open-case = Fall: { $case }
open-reads = Gelesen würde: { $sources }
open-files = Aus: { $files }
open-scep = Gefragt würde: der Zertifikatserver { $url }
open-redaction-default = Schwärzung: Benutzernamen, Adressen, Seriennummern und Ähnliches werden ersetzt; Geheimnisse entfallen.
open-redaction-strict = Schwärzung: Persönliche Daten und Servernamen werden ersetzt; Geheimnisse entfallen.
open-redaction-none = Schwärzung: Nur Geheimnisse entfallen.
open-encrypted = Verschlüsselt für: { $recipient }
open-not-encrypted = Nicht verschlüsselt: Wer den empfangenden Host betreibt, kann es lesen.
open-goes-to = Gesendet würde an: { $hosts }
open-metered = Das Senden kann Geld kosten: Das System meldet eine getaktete Verbindung.
open-until = Der Link endet: { $time }
open-still-good = Nichts hat dieses Gerät verlassen; der Link kann noch einmal geöffnet werden.
open-goes-on = Der Bericht wird trotzdem erstellt und aufbewahrt, bis er gesendet werden kann.
open-agree = Lesen und senden? [j/N]
open-yes-answers = j ja y yes
open-unknown-key = Dieser Link ist mit einem Schlüssel signiert, den niemand auf diesem Gerät bestätigt hat:
    { $fingerprint }
    Vergleichen Sie ihn mit dem Fingerabdruck, den Ihr Administrator Ihnen auf anderem Weg genannt hat.
open-confirm-key = Ist er derselbe, und soll Links dieses Schlüssels von nun an gefolgt werden? [j/N]

# `scepscope policy`.
policy-managed = Dieses Gerät wird verwaltet: { $place }
policy-unmanaged = Dieses Gerät hat keine Richtlinie; sie wäre hier: { $place }
policy-from-policy = aus der Richtlinie
policy-from-user = auf diesem Gerät bestätigt
policy-from-default = nicht gesetzt, Vorgabe des Programms
policy-not-set = –
policy-none = keine
policy-on = ein
policy-off = aus
policy-confirmed-do-not-count = Auf diesem Gerät wurden auch Schlüssel bestätigt. Sie zählen nicht, weil die Richtlinie Schlüssel nennt.
policy-unknown-setting = Die Richtlinie setzt { $name }; diese Version kennt das nicht. Es hat keine Wirkung.
policy-key-confirmed = { $fingerprint }: Links dieses Schlüssels wird von nun an gefolgt.
policy-key-known = { $fingerprint }: wurde schon früher bestätigt.
policy-key-revoked = { $fingerprint }: Links dieses Schlüssels wird nicht mehr gefolgt.
policy-key-was-not = { $fingerprint }: war nicht bestätigt.

# `scepscope-admin keys` and `link`.
keys-link-key = Schlüssel, der Links signiert (öffentlicher Teil):
keys-recipient = Pakete werden verschlüsselt für:
keys-policy = Richtlinie für die Geräte. Der Ordner { $folder } enthält sie in der Form jedes Systems:
link-key-yours = Signiert mit Ihrem Schlüssel { $fingerprint }.
link-key-unvouched = Unverändert, seit er mit dem Schlüssel { $fingerprint } signiert wurde, den der Link selbst mitgebracht hat. Nichts hier sagt, wem er gehört.
link-says-issuer = Bittet: { $value }
link-says-case = Fall: { $value }
link-says-collect = Erfasst: { $value }
link-says-upload = Sendet an: { $value }
link-says-scep = Zertifikatserver: { $value }
link-says-recipient = Verschlüsselt für: { $value }
link-says-redact = Schwärzt mindestens: { $value }
link-says-device = Für das Gerät: { $value }
link-says-from = Gültig ab: { $value }
link-says-until = Gültig bis: { $value }
link-says-id = Kennung: { $value }
site-title = Ihr Support bittet um einen Bericht
site-what = Scepscope kann feststellen, warum dieses Gerät kein Zertifikat bekommt. Es liest nichts, bevor Sie gesehen haben, was wer von Ihnen möchte, und zugestimmt haben.
site-open = In Scepscope öffnen
site-not-installed = Wenn nichts geschieht, ist Scepscope auf diesem Gerät nicht installiert. Fragen Sie Ihren Support danach, oder öffnen Sie den Link auf dem Gerät, das das Problem hat.
site-incomplete = Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal aus der Nachricht, in der Sie ihn bekommen haben.
signers-cert-authority = Zeile { $line } der Liste nennt eine Zertifizierungsstelle. Zertifikate werden nicht unterstützt: Die Zeile wurde nicht verwendet.
signers-bad-key = Zeile { $line } der Liste enthält keinen lesbaren Schlüssel: Die Zeile wurde nicht verwendet.
signers-bad-option = Zeile { $line } der Liste wurde nicht verwendet: { $option } ist unbekannt, doppelt angegeben oder hat einen falschen Wert.
signers-too-long = Die Liste ist zu lang. Nur ihre ersten { $bytes } Bytes wurden gelesen.

# Where the device's signing key is (`scepscope identity`).
key-store-secret-service = Der Schlüssel liegt im Schlüsselspeicher dieses Systems (Secret Service).
key-store-keychain = Der Schlüssel liegt im Schlüsselbund.
key-store-credential-manager = Der Schlüssel liegt in der Anmeldeinformationsverwaltung von Windows.
key-store-file = Der Schlüssel liegt in einer Datei, die nur Sie lesen können.
key-store-note-no-store = Dieses System hat keinen Schlüsselspeicher, den Scepscope kennt: Der Signaturschlüssel ist eine Datei, die nur Sie lesen können.
key-store-note-store-unavailable = Der Schlüsselspeicher dieses Systems ist nicht erreichbar oder gesperrt: Es wurde ein Signaturschlüssel aus einer Datei verwendet, die nur Sie lesen können.
key-store-note-store-silent = Der Schlüsselspeicher dieses Systems hat nicht rechtzeitig geantwortet; vielleicht wartet er darauf, entsperrt zu werden. Es wurde ein Signaturschlüssel aus einer Datei verwendet, die nur Sie lesen können.
key-store-note-moved-into-store = Der Signaturschlüssel war eine Datei. Er liegt jetzt im Schlüsselspeicher dieses Systems, und die Datei ist weg.
