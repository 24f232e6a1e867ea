# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = { $source } wird gelesen …
live-state-ready = Bereit.
live-state-needs-consent = Nur wenn Sie sie nennen oder teilen.
live-state-needs-elevation = Benötigt Administratorrechte.
live-state-absent = Nicht auf diesem Gerät.
live-more-with-elevation = Ein Administrator würde mehr davon sehen.
live-elevate = --elevate fragt nach diesen Rechten.

# `scepscope record`.
record-started = Aufzeichnung seit { $time }.
record-stopped = Beendet um { $time }.
record-until-enter = Führen Sie den Fehler jetzt herbei, und drücken Sie dann die Eingabetaste.
record-for = Führen Sie den Fehler jetzt herbei; die Aufzeichnung endet nach { $seconds } Sekunden.
record-sync-started-task = Eine Synchronisierung wurde über die geplante Aufgabe der Registrierung gestartet.
record-sync-started-unit = Eine Synchronisierung wurde über die Unit des Intune-Agenten gestartet.
record-sync-opened = Die Seite der Einstellungen, die eine Synchronisierung startet, wurde geöffnet.
record-sync-windows = So starten Sie eine Synchronisierung: Einstellungen → Konten → Auf Arbeits- oder Schulkonto zugreifen → Ihr Konto → Info → Synchronisieren (ms-settings:workplace).
record-sync-macos = So starten Sie eine Synchronisierung: Unternehmensportal → Geräte → dieser Mac → Status überprüfen; oder entfernen Sie das Profil und installieren Sie es neu.
record-sync-linux = So starten Sie eine Synchronisierung: Öffnen Sie Microsoft Intune (intune-portal), und wählen Sie Aktualisieren.
record-sync-android = So starten Sie eine Synchronisierung: Unternehmensportal → Einstellungen → Synchronisieren.
record-sync-ios = So starten Sie eine Synchronisierung: Unternehmensportal → Geräte → dieses Gerät → Status überprüfen.
record-sync-unknown = Starten Sie in Ihrer Verwaltungs-App eine Synchronisierung.

# The sources of a device, as the window names them.
source-linux-journal = Journal von Intune und dem Identitätsbroker
source-linux-broker-logs = Protokolldateien des Identitätsbrokers
source-windows-events-mdm-admin = Ereignisprotokoll der Geräteverwaltung
source-windows-events-mdm-operational = Ausführliches Ereignisprotokoll der Geräteverwaltung
source-windows-events-certenroll = Ereignisse der Zertifikatregistrierung
source-windows-events-capi2 = Ereignisprotokoll der Zertifikatprüfungen (CAPI2)
source-windows-registry = Zustand der Profile in der Registrierung
source-windows-channels = Ganze Ereignisprotokolle
source-windows-mdm-diagnostics = Diagnose der Geräteverwaltung
source-macos-unified-log = Systemprotokoll der Prozesse, die registrieren
source-macos-profiles = Installierte Profile
source-macos-intune-agent = Protokolldateien des Intune-Agents
source-android-omadm = Protokoll des Unternehmensportals
source-android-cloud-extension = Protokoll der Geräterichtlinien-App
source-apple-unified-log = Sysdiagnose
source-apple-console = Zeilen der App Konsole
source-device-facts = Name, System und Version dieses Geräts
