# The window.
window-title = Scepscope
window-start = Herausfinden, warum dieses Gerät kein Zertifikat hat
window-start-hint = Die Protokolle werden auf diesem Gerät gelesen. Ohne Ihre Zustimmung wird nichts gesendet.
window-collect = Erfassen
window-choose-files = Dateien wählen
window-choose-folder = Ordner wählen
window-drop-here = Protokolldateien hier ablegen
window-drop-release = Loslassen, um diese Dateien zu prüfen
window-progress = Protokolle werden gelesen …
window-progress-source = { $source } wird gelesen
window-progress-whole = Alle Protokolle
window-unpacking = { $file } wird entpackt
window-cancel = Abbrechen
window-cancelling = Wird abgebrochen …
window-start-over = Von vorn beginnen
window-for-admin = Für Ihren Administrator
window-path = Weg
window-path-legend = Bedeutung der Zeichen
window-details = Details
window-findings = Befunde
window-no-findings = Es wurde nichts gefunden, das einen Fehlschlag erklärt.
window-evidence = Belege
window-evidence-count = { $count ->
    [one] 1 Eintrag
   *[other] { $count } Einträge
}
window-gaps = Was fehlt
window-key-strings = Schlüsseltexte
window-sources = Quellen
window-attempts = Versuche
window-superseded = Aus einem früheren Versuch
window-preview-exact = Genau das wird gesendet.
window-redaction = Schwärzung
window-save-bundle = Paket speichern
window-saving = Wird gespeichert …
window-queued = Noch nicht gesendet: keine Verbindung. Es wird gesendet, sobald es eine gibt; Sie können dieses Fenster schließen.
window-background = Ihr Bericht wird noch gesendet. Scepscope bleibt in der Taskleiste und beendet sich selbst, wenn er angekommen ist; schließen Sie es noch einmal, um aufzuhören.
window-icon = Scepscope sendet Ihren Bericht
window-icon-open = Scepscope öffnen
window-icon-send = Jetzt senden
window-icon-stop = Aufhören und später senden
window-sent = Gesendet. Der Server hat es bestätigt.
window-copy = Kopieren
window-copied = Kopiert
window-copy-id = { $id } kopieren
window-language = Sprache
window-language-en = English
window-language-ja = 日本語
window-language-de = Deutsch
window-language-fr = Français
window-language-es = Español
window-about = Info
window-about-text = Scepscope liest die Protokolle dieses Geräts und findet, wo der Weg zum Zertifikat endet.
window-version = Version { $version }
window-licenses = Lizenzen
window-close = Schließen
window-back = Zurück
window-error-code = Code: { $code }

# window
window-logs = Zu lesende Protokolle
window-clear = Leeren
window-chosen-more = { $count ->
    [one] und 1 weitere
   *[other] und { $count } weitere
}
window-collect-asks = Erfassen fragt, welche Protokolle gelesen werden sollen.
window-collect-reads = Erfassen liest diese Dateien und sonst nichts.
window-collect-device = Erfassen liest, was dieses Gerät über Zertifikate aufgezeichnet hat.
window-collect-both = Erfassen liest dieses Gerät und diese Dateien.
window-device = Dieses Gerät
window-device-read = Dieses Gerät lesen
window-device-more = Was sich hier nicht lesen lässt
window-device-nothing = Kein Protokoll dieses Geräts lässt sich von einem Programm lesen. Wählen Sie Protokolle, die Sie hier gespeichert oder hierher kopiert haben.
window-progress-sources = { $done } von { $total } gelesen
window-unreadable = nicht lesbar
window-show-more = { $count ->
    [one] 1 weiteren zeigen
   *[other] Mehr zeigen (noch { $count })
}
window-verbose = Ausführliche Einträge
window-save-bundle-to = Paket speichern …
window-save-hint = Das Paket enthält den Bericht und seine Belege; persönliche Daten sind geschwärzt. Dieses Gerät signiert es, und es bleibt dort, wo Sie es speichern.
window-saved-short = Das Paket ist gespeichert.
window-bundle-size = Größe
window-began = Beginn
window-ended = Ende
window-bundle-path = Pfad
window-bundle-fingerprint = Fingerabdruck des Schlüssels
window-bundle-sha256 = SHA-256
window-signature-means = Die Signatur zeigt, dass das Paket unverändert ist, seit es mit diesem Schlüssel signiert wurde. Sie zeigt nicht, wer signiert hat.
window-ends-here-failed = Hier ist es fehlgeschlagen
window-ends-here-absent = Hier endet es
error-not-now-what = Das geht im Moment nicht.
error-not-now-next = Warten Sie, bis der jetzige Schritt fertig ist.
error-fault-what = Im Programm ist etwas schiefgegangen.
error-fault-next = Versuchen Sie es noch einmal. Tritt es wieder auf, geben Sie Ihrem Administrator die unten genannte Datei. Sie sagt, an welcher Stelle das Programm gescheitert ist; Persönliches ist darin ersetzt.
error-not-a-file-what = Dieses Dokument lässt sich nicht als Datei öffnen.
error-not-a-file-next = Speichern Sie es zuerst auf diesem Gerät, und wählen Sie dann die Kopie.
error-no-such-dialog-what = Auf diesem System lassen sich hier keine Ordner wählen.
error-no-such-dialog-next = Wählen Sie stattdessen Dateien.

# From the result to the preview.
window-review = Bericht ansehen
window-review-hint = Sie sehen zuerst alles, was dieses Gerät verlassen würde. Noch wird nichts gespeichert oder gesendet.
window-preparing = Der Bericht wird zusammengestellt …
window-preview-keeps = Persönliche Daten werden ersetzt, Geheimnisse entfallen. Öffnen Sie ein Element, um es mit dem zu vergleichen, was auf diesem Gerät ist.
window-preview-summary = { $items ->
    [one] 1 Element
   *[other] { $items } Elemente
}, { $size }
window-preview-none-replaced = Nichts wird ersetzt.
item-log = Protokoll, das gelesen wurde
item-records = Einträge eines Protokolls, das gelesen wurde. Das Protokoll selbst bleibt hier.
item-original = Das Protokoll selbst, nicht geschwärzt
item-report = Was gefunden wurde
item-report-page = Was gefunden wurde, als Seite zum Lesen
window-preview-size = { $before } hier, { $after } im Paket
window-preview-replaced-count = { $count ->
    [0] nichts ersetzt
    [one] 1 Stelle ersetzt
   *[other] { $count } Stellen ersetzt
}
window-preview-kind-count = { $kind }: { $count }
window-preview-left-out = Bleibt auf diesem Gerät. Der Bericht sagt es.
window-preview-unreadable = Nicht mehr lesbar, deshalb bleibt es hier.
window-preview-cut = { $count ->
    [one] 1 Eintrag gekürzt
   *[other] { $count } Einträge gekürzt
}
window-leave-out = Weglassen
window-take-in = Wieder aufnehmen
window-leave-out-item = { $item } weglassen
window-take-in-item = { $item } wieder aufnehmen
window-show = Zeigen
window-show-item = { $item } zeigen
window-compare = Vergleichen
window-compare-item = { $item } vergleichen
window-close-item = { $item } schließen
window-lines-changed = Nur was ersetzt wird
window-lines-none = In diesem Element wird nichts ersetzt.
window-lines-empty = Dieses Element hat keine Zeilen.
window-lines-more = Weitere Zeilen zeigen
window-line-before = Auf diesem Gerät
window-line-after = Im Paket
window-line-shortened = Teilweise gezeigt
window-gaps-count = { $count ->
    [one] 1 Sache fehlt darin
   *[other] { $count } Dinge fehlen darin
}

# Links.
window-case = Fall
window-request-title = { $issuer } bittet um einen Bericht
window-request-nothing-yet = Noch wurde nichts gelesen oder gesendet. Wenn Sie zustimmen, sehen Sie alles noch einmal, bevor es gesendet wird.
window-request-reads = Was gelesen wird
window-request-all = Jedes Protokoll, das sich lesen lässt
window-request-goes-to = Geht an
redaction-default = Persönliche Daten werden ersetzt, Geheimnisse entfallen. Servernamen bleiben.
redaction-strict = Persönliche Daten und Servernamen werden ersetzt, Geheimnisse entfallen.
redaction-none = Nur Geheimnisse entfallen.
window-request-encryption = Verschlüsselung
window-request-encrypted = Nur der anfragende Administrator kann es lesen.
window-request-not-encrypted = Nicht verschlüsselt: Wer den empfangenden Server betreibt, kann es lesen.
window-request-signed = Signiert
window-request-key-pinned = Mit einem Schlüssel, den Ihre Organisation auf diesem Gerät hinterlegt hat.
window-request-key-confirmed = Mit einem Schlüssel, der auf diesem Gerät bestätigt wurde.
window-request-recipient = Verschlüsselt für
window-request-until = Der Link endet
window-request-accept = Zustimmen und erfassen
window-request-decline = Ablehnen
window-request-who = Wissen Sie, wer diesen Link gesendet hat?
window-request-who-text = Niemand auf diesem Gerät hat den Schlüssel bestätigt, der ihn signiert hat. Fragen Sie Ihren Administrator am Telefon oder persönlich nach dem Fingerabdruck, und vergleichen Sie. Was der Link verlangt, wird danach gezeigt.
window-request-who-same = Er ist derselbe
window-request-more = { $count ->
    [one] 1 weiterer Link wartet.
   *[other] { $count } weitere Links warten.
}
error-too-many-links-what = Zu viele Links warten.
error-too-many-links-next = Beantworten Sie zuerst die vorhandenen, und öffnen Sie dann den Link noch einmal.

# Sending.
window-handed = Ihr Bericht
window-send-to = An { $host } senden
window-send-hint = Dieses Gerät signiert den Bericht, dann wird er gesendet. Ohne Verbindung wird er hier aufbewahrt und noch einmal versucht.
window-outgoing = Noch nicht gesendet
window-post-sending = Wird an { $host } gesendet …
window-post-waiting = Wartet darauf, an { $host } gesendet zu werden
window-post-kept = Es ist noch nicht gesendet. Es wird auf diesem Gerät aufbewahrt und erneut versucht, solange dieses Fenster offen ist und wenn es das nächste Mal geöffnet wird.
window-post-again = Nächster Versuch: { $time }
window-post-sent-to = An { $host }, { $time }
window-post-retry = Jetzt versuchen
window-post-remove = Entfernen
window-post-remove-sure = Ungesendet entfernen
window-post-keep = Behalten
window-time-left = noch { $time }
window-time-left-file = noch { $time } für diese Datei
window-time-unknown = wie lange es dauert, lässt sich noch nicht sagen

# Looked up beside the work.
window-about-key = Der Schlüssel dieses Geräts
window-about-key-what = Pakete werden damit signiert. Nennen Sie Ihrem Administrator seinen Fingerabdruck; so lässt sich sehen, dass ein Paket von diesem Gerät kommt.
window-about-policy = Was Ihre Organisation festgelegt hat
window-about-settings = Alle Einstellungen
window-about-licence = Scepscope ist freie Software, nach Ihrer Wahl unter der MIT- oder der Apache-2.0-Lizenz.
window-guides = Wo die Protokolle sind
window-guides-text = Wählen Sie das Gerät, das kein Zertifikat hat. Sie können seine Protokolle auf ein anderes kopieren und dort lesen.
guide-android-portal = Mit der App Unternehmensportal
guide-android-portal-1 = Öffnen Sie das Unternehmensportal. In einem Arbeitsprofil ist es das mit der Aktentasche.
guide-android-portal-2 = Schalten Sie in dessen Einstellungen die ausführliche Protokollierung ein.
guide-android-portal-3 = Versuchen Sie noch einmal, was nicht funktioniert hat, und warten Sie, bis das Gerät synchronisiert ist.
guide-android-portal-4 = Wählen Sie in den Einstellungen Diagnoseprotokolle, dann Protokolle speichern. Wählen Sie hier jede Datei dieses Ordners.
guide-ios-sysdiagnose = Mit einer Sysdiagnose, allein auf dem Gerät
guide-ios-sysdiagnose-1 = Installieren Sie das Protokollierungsprofil von Apple für die verwaltete Konfiguration (Managed Configuration). Ohne es werden einige Schritte nicht aufgezeichnet.
guide-ios-sysdiagnose-2 = Installieren Sie das Profil erneut, das das Zertifikat bringt, und warten Sie, bis es fehlschlägt.
guide-ios-sysdiagnose-3 = Halten Sie beide Lautstärketasten und die Seitentaste eine Sekunde lang gedrückt. Das Archiv braucht einige Minuten.
guide-ios-sysdiagnose-4 = Es liegt unter Einstellungen, Datenschutz & Sicherheit, Analysedaten: Teilen Sie die neueste sysdiagnose, und wählen Sie sie hier, wie sie ist.
guide-ios-console = Mit der App Konsole eines Mac
guide-ios-console-1 = Verbinden Sie das Gerät per Kabel mit dem Mac, und öffnen Sie Konsole.
guide-ios-console-2 = Wählen Sie das Gerät, schalten Sie Debug-Meldungen einschließen ein, und suchen Sie nach profiled. Starten Sie dann.
guide-ios-console-3 = Installieren Sie das Profil erneut, das das Zertifikat bringt.
guide-ios-console-4 = Wählen Sie alle Zeilen aus, kopieren Sie sie in eine Textdatei, und wählen Sie diese Datei hier.
guide-windows-events = Mit der Ereignisanzeige
window-request-asks = Fragt den Server
window-request-choose = Protokolle statt der dieses Geräts wählen
window-step-device = { $source } wird gelesen
window-step-server = Der Server { $host } wird gefragt
window-step-done = Fertig

# Earlier bundles.
window-history = Frühere Berichte
window-history-hint = Was Sie von diesem Gerät gespeichert oder gesendet haben, wie es hinausging: geschwärzt. Sonst wird nichts aufbewahrt.
window-history-empty = Sie haben noch keinen Bericht gespeichert oder gesendet.
window-history-saved = Gespeichert: { $path }
window-history-sent = Für { $host }
window-history-open = Öffnen
window-history-open-item = Den Bericht von { $time } öffnen
window-history-forget-sure = Aus dieser Liste entfernen
window-history-compare = Die beiden gewählten vergleichen
guide-windows-events-1 = Synchronisieren Sie das Gerät unter Einstellungen, Konten, Auf Arbeits- oder Schulkonto zugreifen, und warten Sie, bis es fertig ist.
guide-windows-events-2 = Öffnen Sie die Ereignisanzeige: Anwendungs- und Dienstprotokolle, Microsoft, Windows, DeviceManagement-Enterprise-Diagnostics-Provider, Admin.
guide-windows-events-3 = Wählen Sie Alle Ereignisse speichern unter, und wählen Sie diese Datei hier. Auf die Sprache der Ereignisse kommt es nicht an.
guide-windows-events-4 = Machen Sie dasselbe mit dem Protokoll Anwendung, das oft mehr über das Zertifikat sagt.

# Bundles that an administrator opens.
window-analysis = Auswertung von { $file }
window-analysis-made-of = Ausgewertet wurden
window-analysis-add = Legen Sie hier die Protokolle von IIS und NDES ab oder einen Export des Servers: Die Auswertung wird dann mit ihnen neu erstellt.
window-analysis-add-files = Dateien hinzufügen
window-analysis-add-folder = Ordner hinzufügen
window-analysis-save = Als Seite speichern …
window-doubtful = { $count ->
    [one] Auf dieses Paket ist kein Verlass.
   *[other] Auf diese Pakete ist kein Verlass.
}
window-doubtful-text = Es wurde nach dem Signieren verändert, oder seine Signatur fehlt oder ist ungültig: Jeder kann es geschrieben haben. Bitten Sie den Absender um ein neues.
window-doubtful-marked = Wenn Sie es dennoch lesen, wird die Auswertung als nicht verifiziert gekennzeichnet.
window-doubtful-read = Dennoch lesen
window-sealed-text = Wählen Sie die Datei der age-Identität, für die es verschlüsselt wurde. Sie wird nur auf diesem Gerät gelesen.
window-sealed-choose = Identitätsdatei wählen
error-files-kept-what = Diese Dateien können nicht hinzugefügt werden, solange noch etwas läuft.
error-files-kept-next = Sie werden aufbewahrt und ausgewählt, sobald Sie von vorn beginnen.
