# What a preview says of a bundle that would be made.
preview-title = Was dieses Gerät verlassen würde
preview-nothing-written = Es wurde nichts geschrieben.
preview-policy-default = Schwärzung: Geheimnisse entfallen, persönliche Daten erhalten Pseudonyme; Servernamen bleiben.
preview-policy-strict = Schwärzung: Geheimnisse entfallen; persönliche Daten, Servernamen und öffentliche Adressen erhalten Pseudonyme.
preview-policy-none = Schwärzung: Geheimnisse entfallen. SONST WIRD NICHTS ersetzt: Namen und Adressen verlassen das Gerät, wie sie sind.
preview-total = { $items ->
    [one] 1 Element
   *[other] { $items } Elemente
}, { $bytes } Bytes vor der Komprimierung
preview-item-log = ein Protokoll, das gelesen wurde
preview-item-records = die Einträge eines binären Protokolls, das gelesen wurde; das Protokoll selbst bleibt hier
preview-item-original = das Protokoll SELBST, NICHT geschwärzt, wie verlangt
preview-item-report = was gefunden wurde
preview-item-report-page = dasselbe als Seite für Menschen
preview-bytes = { $before } Bytes hier, { $after } Bytes im Paket
preview-bytes-made = { $after } Bytes im Paket
preview-unreadable = Es ist nicht mehr lesbar und wäre nicht im Paket.
preview-cited = { $count ->
    [0] Der Bericht nennt keinen Eintrag daraus.
    [one] Der Bericht nennt 1 Eintrag daraus als Beleg.
   *[other] Der Bericht nennt { $count } Einträge daraus als Beleg.
}
preview-replaced-nothing = Darin wird nichts ersetzt.
preview-replaced = Ersetzt: { $list }
preview-cut = Gekürzt: { $old } zu alt, { $over } über der Größe.
preview-left-out = WEGGELASSEN. Der Bericht wird es sagen.
preview-how = --show ID zeigt die Zeilen eines Elements vorher und nachher; --leave-out ID behält es hier.
preview-line-more = Weitere Zeilen folgen: --line { $line }
preview-line-none = Diese Zeile gibt es nicht.
preview-before = hier
preview-after = geht hinaus

# Kinds of values that are replaced.
redacted-challenge = Challenge-Kennwort
redacted-request-token = Anforderungstoken
redacted-pkioperation = Nachrichtentext der Anforderung
redacted-csr = Zertifikatanforderung
redacted-bearer = Token oder signierte Adresse
redacted-private-key = privater Schlüssel
redacted-password = Kennwort
redacted-upn = E-Mail-Adresse oder Anmeldename
redacted-user = Benutzername
redacted-sid = Kontokennung (SID)
redacted-serial = Seriennummer oder Hardwarekennung
redacted-mac = Hardwareadresse
redacted-device = Gerätename
redacted-ip = private Adresse
redacted-publicip = öffentliche Adresse
redacted-host = Servername
redacted-encoded = codierte Daten

# `scepscope pseudonym`.
pseudonym-kept = Auf diesem Gerät für seinen Besitzer aufbewahrt:
pseudonym-none = Auf diesem Gerät werden keine Pseudonyme aufbewahrt.
pseudonym-forgotten = { $count ->
    [one] Die Pseudonyme von 1 Paket wurden gelöscht.
   *[other] Die Pseudonyme von { $count } Paketen wurden gelöscht.
}
pseudonym-not-kept = Die Pseudonyme dieses Pakets wurden auf diesem Gerät nicht aufbewahrt.
