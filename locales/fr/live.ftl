# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Lecture de { $source } …
live-state-ready = Prêt.
live-state-needs-consent = Seulement si vous la nommez ou la partagez.
live-state-needs-elevation = Nécessite des droits d'administrateur.
live-state-absent = Absent de cet appareil.
live-more-with-elevation = Un administrateur en verrait davantage.

# `scepscope record`.
record-started = Enregistrement depuis { $time }.
record-stopped = Arrêté à { $time }.
record-until-enter = Reproduisez le problème maintenant, puis appuyez sur Entrée.
record-for = Reproduisez le problème maintenant ; l'enregistrement s'arrête après { $seconds } secondes.
record-sync-windows = Pour lancer une synchronisation : Paramètres → Comptes → Accès Professionnel ou Scolaire → votre compte → Informations → Synchroniser (ms-settings:workplace).
record-sync-macos = Pour lancer une synchronisation : Portail d'entreprise → Appareils → ce Mac → Vérifier l'état ; ou supprimez puis réinstallez le profil.
record-sync-linux = Pour lancer une synchronisation : ouvrez Microsoft Intune (intune-portal) et choisissez Actualiser.
record-sync-android = Pour lancer une synchronisation : Portail d'entreprise → Paramètres → Synchroniser.
record-sync-ios = Pour lancer une synchronisation : Portail d'entreprise → Appareils → cet appareil → Vérifier l'état.
record-sync-unknown = Lancez une synchronisation dans votre application de gestion.
