# The seven milestones: name and the question that each answers.
milestone-profile-received = Profil erhalten
    .question = Hat das Gerät das SCEP-Profil erhalten und mit der Verarbeitung begonnen?
milestone-capabilities-received = Funktionen erhalten
    .question = Hat der Server auf GetCACaps geantwortet?
milestone-ca-certificate-received = CA-Zertifikat erhalten
    .question = Hat der Server auf GetCACert mit CA-Zertifikaten (und RA-Zertifikaten) geantwortet?
milestone-request-generated = Anforderung vorbereitet
    .question = Wurde ein Schlüssel erzeugt und die Zertifikatanforderung erstellt und signiert?
milestone-request-sent = Anforderung gesendet
    .question = Hat das Gerät PKIOperation gesendet, also die Challenge vorgelegt?
milestone-response-received = Antwort erhalten
    .question = Hat der Server mit einer CertRep geantwortet?
milestone-certificate-installed = Zertifikat installiert
    .question = Ist das Zertifikat installiert und verwendbar?

# The eight stops of the path picture.
stop-device = Gerät
stop-name = Name
stop-connection = Verbindung
stop-capabilities = Funktionen
stop-ca-certificate = CA-Zertifikat
stop-request = Anforderung
stop-answer = Antwort
stop-installed = installiert

# The state of a milestone or stop: a word, and what it means.
state-seen = gesehen
    .meaning = ein Eintrag belegt es
state-implied = erschlossen
    .meaning = nichts aufgezeichnet, aber ein späterer Schritt zeigt, dass es geschehen sein muss
state-failed = fehlgeschlagen
    .meaning = ein Eintrag sagt, dass genau dieser Schritt fehlgeschlagen ist
state-absent = fehlt
    .meaning = nichts aufgezeichnet, obwohl dieses Protokoll es aufgezeichnet hätte
state-not-recordable = nicht aufzeichenbar
    .meaning = nichts aufgezeichnet, und dieses Protokoll hätte es nicht aufzeichnen können

outcome-succeeded = erfolgreich
outcome-failed = fehlgeschlagen
outcome-stalled = stehen geblieben
outcome-pending = ausstehend
outcome-inconclusive = nicht eindeutig
outcome-no-evidence = keine Belege

answer-yes = ja
answer-no = nein
answer-unknown = nicht bekannt

confidence-certain = sicher
confidence-likely = wahrscheinlich
confidence-possible = möglich

platform-windows = Windows
platform-android = Android
platform-ios = iOS / iPadOS
platform-macos = macOS
platform-linux = Linux
platform-unknown = in den Protokollen nicht genannt

level-verbose = ausführlich
level-debug = Debug
level-info = Information
level-default = Standard
level-warning = Warnung
level-error = Fehler
level-fault = Ausfall
level-unknown = –
