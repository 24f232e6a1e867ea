# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Lecture de { $source } …
live-state-ready = Prêt.
live-state-needs-consent = Seulement si vous la nommez ou la partagez.
live-state-needs-elevation = Nécessite des droits d'administrateur.
live-state-absent = Absent de cet appareil.
live-more-with-elevation = Un administrateur en verrait davantage.
live-elevate = --elevate demande ces droits.

# `scepscope record`.
record-started = Enregistrement depuis { $time }.
record-stopped = Arrêté à { $time }.
record-until-enter = Reproduisez le problème maintenant, puis appuyez sur Entrée.
record-for = Reproduisez le problème maintenant ; l'enregistrement s'arrête après { $seconds } secondes.
record-sync-started-task = Une synchronisation a été lancée par la tâche planifiée de l'inscription.
record-sync-started-unit = Une synchronisation a été lancée par l'unité de l'agent Intune.
record-sync-opened = La page des paramètres qui lance une synchronisation a été ouverte.
record-sync-windows = Pour lancer une synchronisation : Paramètres → Comptes → Accès Professionnel ou Scolaire → votre compte → Informations → Synchroniser (ms-settings:workplace).
record-sync-macos = Pour lancer une synchronisation : Portail d'entreprise → Appareils → ce Mac → Vérifier l'état ; ou supprimez puis réinstallez le profil.
record-sync-linux = Pour lancer une synchronisation : ouvrez Microsoft Intune (intune-portal) et choisissez Actualiser.
record-sync-android = Pour lancer une synchronisation : Portail d'entreprise → Paramètres → Synchroniser.
record-sync-ios = Pour lancer une synchronisation : Portail d'entreprise → Appareils → cet appareil → Vérifier l'état.
record-sync-unknown = Lancez une synchronisation dans votre application de gestion.

# The sources of a device, as the window names them.
source-linux-journal = Journal d'Intune et du broker d'identité
source-linux-broker-logs = Fichiers journaux du broker d'identité
source-windows-events-mdm-admin = Journal d'événements de la gestion des appareils
source-windows-events-mdm-operational = Journal d'événements détaillé de la gestion des appareils
source-windows-events-certenroll = Événements de l'inscription de certificats
source-windows-events-capi2 = Journal d'événements des vérifications de certificats (CAPI2)
source-windows-registry = État des profils dans le Registre
source-windows-channels = Journaux d'événements entiers
source-windows-mdm-diagnostics = Diagnostics de la gestion des appareils
source-macos-unified-log = Journal système des processus d'inscription
source-macos-profiles = Profils installés
source-macos-intune-agent = Fichiers journaux de l'agent Intune
source-android-omadm = Journal du Portail d'entreprise
source-android-cloud-extension = Journal de l'application de stratégie d'appareil
source-apple-unified-log = Sysdiagnose
source-apple-console = Lignes de l'app Console
source-device-facts = Nom, système et version de cet appareil
