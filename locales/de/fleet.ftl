# Many bundles: the sums over the devices, on a terminal and as a page.
fleet-title = { $devices ->
    [one] 1 Gerät
   *[other] { $devices } Geräte
}, { $bundles ->
    [one] 1 Paket
   *[other] { $bundles } Pakete
}
fleet-run = Jetzt gelesen: { $read }. Aus der früheren Tabelle bekannt: { $kept }. Nicht mehr vorhanden oder geändert: { $gone }. Zeilen: { $rows }.
fleet-note = Ein Gerät ist ein Signaturschlüssel. Es zählt mit seinem neuesten einwandfreien Paket, darin mit dem letzten Versuch jedes Profils.
fleet-states = Pakete nach Zustand
fleet-faults = Pakete, die nicht zählen, nach Fehler
fleet-outcomes = Geräte nach Ergebnis
fleet-steps = Geräte nach fehlschlagendem Schritt
fleet-causes = Geräte nach Ursache
fleet-servers = Geräte nach SCEP-URL
fleet-systems = Geräte nach System
fleet-versions = Geräte nach Scepscope-Version
fleet-nothing = Keine.
fleet-more = { $count ->
    [one] 1 weiterer Wert steht im JSON-Dokument.
   *[other] { $count } weitere Werte stehen im JSON-Dokument.
}
fleet-written = { $path }: { $rows ->
    [one] 1 Zeile
   *[other] { $rows } Zeilen
}
fleet-state-verified = verifiziert: unverändert, seit ein Schlüssel der Liste signiert hat
fleet-state-intact = intakt: unverändert, seit irgendein Schlüssel signiert hat
fleet-state-failed = Verifizierung fehlgeschlagen
fleet-state-refused = kein wohlgeformtes Paket
fleet-state-sealed = für jemand anderen verschlüsselt
fleet-state-other-version = von einer anderen Version
fleet-state-unreadable = konnte diesmal nicht gelesen werden
fleet-value = Wert
fleet-count = Anzahl
fleet-days = Versuche nach Tag
fleet-days-picture = Versuche nach Tag vom { $first } bis zum { $last }, höchstens { $most } an einem Tag
fleet-days-table = Dasselbe in Zahlen
fleet-date = Tag (UTC)
fleet-attempts = Versuche
fleet-other-days = { $count ->
    [one] 1 Versuch ist
   *[other] { $count } Versuche sind
} von anderen Tagen.
