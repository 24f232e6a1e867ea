# The administrator's analyzer: terminal, page, and the comparison of two reports.
analysis-title = Gerät und Server zusammen
analysis-unverified = Nicht verifiziert. Ein Paket wurde gelesen, obwohl seine Verifizierung fehlschlug; was es sagt, kann von jedem stammen.
analysis-key-not-listed = Der Schlüssel, der es signiert hat, steht nicht auf Ihrer Liste.
analysis-signature-not-accepted = Seine Signatur fehlt oder ist ungültig.
analysis-first-step = Erster Schritt
analysis-flow = Der Ablauf
analysis-flow-note = Die Schritte 1, 2 und 5 sind die des Geräts; die Etappen darunter zeigen, was in ihnen geschah.
analysis-requests = Anforderungen
analysis-device = Gerät
analysis-network = Netzwerk
analysis-server = Server
analysis-request = Anforderung
analysis-answer = Antwort
analysis-seen-by = Gesehen von
analysis-attempt-heading = Versuch { $id }: Gerät und Server
analysis-no-attempts = Die Eingaben enthalten keinen Versuch eines Geräts, also gibt es nichts zu verbinden.
analysis-policy-module = Richtlinienmodul
analysis-no-operation = SCEP-URL
analysis-not-answered = keine Antwort
analysis-sequence = Anforderungen der Reihe nach, zwischen Gerät, Netzwerk und Server
analysis-more-requests = { $count ->
    [one] 1 weitere Anforderung steht im JSON.
   *[other] { $count } weitere Anforderungen stehen im JSON.
}
analysis-servers = Protokolle des Webservers
analysis-no-servers = Es wurde kein Protokoll eines Webservers angegeben. Was beim Server ankam, lässt sich nicht sagen.
analysis-server-untimed = Seine Einträge tragen weder Datum noch Uhrzeit: Nichts lässt sich mit ihnen verbinden.
analysis-server-assumed = Keine Zeile benennt seine Spalten; die übliche Reihenfolge wurde angenommen, wo sie passt.
analysis-server-missing = Es fehlen Spalten: { $columns }. Was sie sagen würden, ist nicht bekannt.
analysis-server-quiet = Gar kein Eintrag von { $from } bis { $to }.
analysis-server-more-quiet = { $count ->
    [one] 1 weiterer stiller Zeitraum steht im JSON.
   *[other] { $count } weitere stille Zeiträume stehen im JSON.
}
analysis-others = Andere Clients
analysis-others-none = Die Protokolle enthalten sonst keine Anforderung an NDES.
analysis-others-count = { $requests ->
    [one] 1 Anforderung gehört
   *[other] { $requests } Anforderungen gehören
} zu keinem dieser Versuche; davon fehlgeschlagen: { $failed }.
analysis-others-client = { $address }: { $requests ->
    [one] 1 Anforderung
   *[other] { $requests } Anforderungen
}, { $failed } fehlgeschlagen
analysis-others-more = { $count ->
    [one] 1 weiterer Client steht im JSON.
   *[other] { $count } weitere Clients stehen im JSON.
}
analysis-other-findings = Was nur diese Anforderungen zeigen
analysis-no-address = Adresse nicht protokolliert
analysis-clock-requests = Die Uhr des Servers geht der des Geräts { $seconds } s voraus, nach { $pairs ->
    [one] 1 Anforderung
   *[other] { $pairs } Anforderungen
}, die beide gesehen haben.
analysis-clock-stated = Beide Uhren schreiben UTC oder ihren Abstand davon. Wie weit sie voneinander abweichen, ist nicht bekannt.
analysis-clock-unknown = Wie die beiden Uhren zueinander stehen, ist nicht bekannt.
analysis-offset-estimated = Die Ortszeit des Geräts wurde als UTC{ $offset } angenommen, da seine Anforderungen nur so zum Protokoll des Servers passen.
analysis-date-estimated = Das Protokoll des Geräts hat kein Datum. Seine Anforderungen passen zum Protokoll des Servers vom { $date }.
analysis-client = Client: { $address }, { $agent }
analysis-client-shared = { $count ->
    [one] 1 andere Art von Gerät kommt
   *[other] { $count } andere Arten von Geräten kommen
} von derselben Adresse. Sie werden nur nach Zeit und User-Agent unterschieden.
analysis-inputs = Woher die Seite des Geräts stammt

join-joined = Das Protokoll des Servers enthält die Anforderungen dieses Versuchs.
join-no-request = Das Protokoll des Servers deckt den Versuch ab und enthält keine Anforderung von ihm.
join-ambiguous = Mehrere Clients im Protokoll des Servers passen gleich gut zu diesem Versuch. Welcher davon dieses Gerät ist, lässt sich nicht sagen.
join-not-covered = Das Protokoll des Servers deckt den Versuch nicht ab. Ob eine Anforderung ankam, konnte darin nicht aufgezeichnet werden.
join-not-placed = Der Versuch lässt sich in der Zeit des Servers nicht einordnen. Ob eine Anforderung ankam, lässt sich nicht sagen.
join-nothing-to-join = Das Gerät hat keine Anforderung aufgezeichnet, nach der sich im Protokoll des Servers suchen ließe.
join-no-server-log = Es wurde kein Protokoll des Webservers angegeben. Ob eine Anforderung ankam, lässt sich nicht sagen.

join-reason-log-begins-later = Das Protokoll beginnt nach dem Versuch.
join-reason-log-ends-earlier = Das Protokoll endet vor dem Versuch.
join-reason-log-quiet = Das Protokoll enthält lange Zeit um den Versuch herum keinen Eintrag irgendeines Clients.
join-reason-no-time-column = Das Protokoll enthält weder Datum noch Uhrzeit.
join-reason-no-uri-column = Das Protokoll sagt nicht, welche Adresse angefragt wurde (cs-uri-stem).
join-reason-no-user-agent-column = Das Protokoll sagt nicht, welches Programm gefragt hat (cs(User-Agent)); Plattformen werden an der Form der Anforderung unterschieden.
join-reason-no-client-column = Das Protokoll sagt nicht, woher die Anforderungen kamen (c-ip).
join-reason-no-status-column = Das Protokoll sagt nicht, wie die Anforderungen endeten (sc-status).
join-reason-no-query-column = Das Protokoll sagt nicht, welche Operation verlangt wurde (cs-uri-query).
join-reason-no-date = Das Protokoll des Geräts hat Uhrzeiten ohne Datum.
join-reason-unknown-offset = Das Protokoll des Geräts hat Ortszeiten ohne ihren Abstand von UTC.
join-reason-others-nearby = Um diese Zeit kamen Anforderungen derselben Art von Gerät. Sie passen nicht zu dem, was dieses Gerät aufgezeichnet hat.
join-reason-several-clients = Mehr als ein Client passt.
join-reason-shared-address = Andere Geräte kommen von derselben Adresse: Vor dem Server steht ein Proxy.
join-reason-too-many-requests = Es gibt mehr Anforderungen, als behalten werden; die älteren sind nicht bekannt.

seen-by-device = nur vom Gerät
seen-by-server = nur vom Server
seen-by-both = von beiden

flow-profile = Profil erreicht das Gerät
flow-device-to-ndes = Gerät fragt NDES
flow-ndes-to-policy-module = NDES lässt die Challenge prüfen
flow-ndes-to-ca = CA stellt das Zertifikat aus
flow-delivery = Zertifikat erreicht das Gerät
flow-report = Ergebnis wird an Intune gemeldet
flow-profile-short = Profil
flow-device-to-ndes-short = Gerät → NDES
flow-ndes-to-policy-module-short = Richtlinienmodul
flow-ndes-to-ca-short = CA
flow-delivery-short = Zustellung
flow-report-short = Meldung

trust-verified = Verifiziert: unverändert, seit { $principal } mit dem Schlüssel { $fingerprint } signiert hat, der auf Ihrer Liste steht.
trust-intact = Unverändert, seit es mit dem Schlüssel { $fingerprint } signiert wurde. Keine Ihrer Listen nennt diesen Schlüssel: Das belegt weder, wer signiert hat, noch wann, noch dass die Protokolle echt sind.
trust-unverified = Nicht verifiziert. Die Verifizierung ist fehlgeschlagen; es kann von jedem stammen.
trust-unsigned = Nicht signiert. Nichts zeigt, ob es verändert wurde.

compare-title = Was sich geändert hat
compare-same = Nichts von dem, was die Berichte sagen, hat sich geändert.
compare-other-device = Die Berichte nennen verschiedene Geräte.
compare-outcome = Ergebnis
compare-reached = Server erreicht
compare-challenge = Anforderung vorgelegt
compare-steps = Schritte
compare-findings = Befunde
compare-no-findings = Keiner der beiden Berichte nennt eine Ursache.
compare-new = neu
compare-stayed = noch da
compare-gone = weg
compare-gone-note = Ein Befund ist weg, wenn der spätere Bericht ihn nicht enthält. Ob er behoben ist, zeigen die Schritte.
