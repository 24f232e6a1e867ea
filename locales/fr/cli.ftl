# Headings and labels of the report, on the terminal and in HTML.
report-title = Rapport d'inscription de certificat
report-path = Parcours
report-milestones = Étapes
report-attempt = Tentative { $id }
report-attempt-profile = Tentative { $id } : { $profile }
report-earlier-attempts = Tentatives précédentes et autres profils ({ $count })
report-findings = Constats
report-no-findings = Rien n'a été trouvé qui explique un échec.
report-earlier-findings = De tentatives précédentes
report-fix = Pour l'administrateur
report-records = Entrées
report-key-strings = Chaînes clés
report-gaps = Ce qui manque
report-no-gaps = À notre connaissance, rien ne manque.
report-sources = Sources
report-no-sources = Aucune source n'a pu être lue.
report-probe = Réponse de l'adresse du serveur
report-device = Appareil
report-outcome = Résultat
report-reached = Serveur atteint
report-challenge = Demande présentée
report-server = Serveur
report-profile = Profil
report-platform = Système
report-system = Version
report-step = Étape
report-state = État
report-evidence = Preuves
report-source = Source
report-time = Heure
report-cause = Cause
report-reason = Raison
report-string = Chaîne
report-count = Entrées
report-first = Première
report-last = Dernière
report-origin = Origine
report-clock = Horloge
report-details = Entrées détaillées
report-label = { $label } :
report-codes = Codes
report-made-by = Créé par { $name } { $version }
report-bytes = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
report-records-count = { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}
report-times = { $count ->
    [0] non trouvé
    [one] { $count } entrée
   *[other] { $count } entrées
}
report-more = { $count ->
    [one] { $count } de plus dans report.json.
   *[other] { $count } de plus dans report.json.
}
report-yes = oui
report-no = non
report-not-applicable = –

clock-known = connue
clock-assumed-utc = UTC supposé
clock-unknown-offset = locale, décalage non indiqué
clock-assumed-year = locale, année supposée d'après la date du fichier
clock-no-date = heure seulement
clock-none = aucune

kind-evtx = Journal d'événements Windows
kind-event-xml = Événements Windows (XML)
kind-event-text = Événements Windows (texte)
kind-event-csv = Événements Windows (CSV)
kind-omadm = Journal du Portail d'entreprise (OMADM)
kind-cloud-extension = Journal de l'application Intune (CloudExtension)
kind-logcat = Journal système Android (logcat)
kind-unified-log = Journal unifié d'Apple
kind-console-text = Texte de la Console
kind-syslog = Syslog d'Apple
kind-mc-state = Profils installés (MCState)
kind-iis-w3c = Journal IIS
kind-http-err = Journal HTTPERR
kind-ndes-plugin = NDESPlugin.log
kind-svclog = Trace du connecteur
kind-setup-msi = Journal d'installation
kind-registry-export = Export du Registre
kind-mdm-diag-report = Rapport de gestion Windows (MDMDiagReport)
kind-journal = Journal systemd
kind-device-facts = Informations sur l'appareil
kind-unknown = Inconnu

provenance-heading = D'où vient ce rapport
provenance-bundle = Paquet
provenance-case = Dossier
provenance-collected = Collecté
provenance-redaction = Masquage
provenance-signature = Signature
provenance-unsigned = Non signé. Rien ne montre s'il a été modifié.
provenance-unknown-key = Inchangé depuis sa signature avec la clé { $fingerprint }, qui n'est pas connue ici. Cela ne prouve ni qui a signé, ni quand, ni que les journaux sont authentiques.
provenance-known-key = Inchangé depuis sa signature avec la clé { $fingerprint }, inscrite au nom de { $principal }. Cela ne prouve pas que les journaux sont authentiques.

# `scepscope-admin verify`.
verify-accepted = accepté
verify-refused = refusé
verify-trusted = Signé par { $principal } avec la clé { $fingerprint }, qui est sur votre liste. Inchangé depuis.
verify-unknown-key = Inchangé depuis sa signature avec la clé { $fingerprint }. Aucune de vos listes ne nomme cette clé : cela ne prouve ni qui a signé, ni quand, ni que les journaux sont authentiques.
verify-expired = Signé avec une clé de { $principal } dont la période sur votre liste est terminée.
verify-not-yet-valid = Signé avec une clé de { $principal } dont la période sur votre liste n'a pas commencé.
verify-wrong-namespace = La signature a été faite dans un autre but.
verify-invalid = La signature n'appartient pas à ce paquet.
verify-missing = Il n'y a pas de signature.
verify-checked = { $count ->
    [one] { $count } fichier a été comparé.
   *[other] { $count } fichiers ont été comparés.
}
verify-came-unencrypted = Il nomme { $count ->
    [one] { $count } destinataire
   *[other] { $count } destinataires
} mais est arrivé sans chiffrement : quelqu'un l'a ouvert auparavant.
verify-more-failures = { $count ->
    [one] { $count } autre échec n'est pas indiqué.
   *[other] { $count } autres échecs ne sont pas indiqués.
}

# `scepscope send` and `scepscope queue`.
send-delivered = Envoyé à { $host }.
send-receipt-pinned = L'accusé de réception est signé avec la clé attendue { $fingerprint }.
send-receipt-unknown = L'accusé de réception est signé avec la clé { $fingerprint }, qui n'était pas connue auparavant.
send-receipt-none = Ce serveur ne donne pas d'accusé de réception signé ; sa dernière réponse a été { $answer }.
send-kept = Pas encore envoyé ; conservé dans la file d'attente sous { $id }.
send-stopped = Non envoyé ; conservé dans la file d'attente sous { $id }.
queue-empty = La file d'attente est vide.
queue-waiting = en attente
queue-delivered = envoyé
queue-stopped = arrêté
queue-dropped = { $id } a été retiré de la file d'attente.
# `scepscope-admin receive`.
receive-listening = À l'écoute sur { $address }.
receive-key = Les accusés de réception sont signés avec la clé { $fingerprint }.
receive-open = Quiconque atteint cette adresse peut envoyer : aucune clé n'a été indiquée.
receive-links = Les réponses aux liens de ces clés sont acceptées : { $fingerprints }
receive-arrived = { $name } est arrivé ({ $bytes } octets).
receive-refused = Un envoi a été refusé : { $reason }
receive-stopping = Arrêt en cours.
# `scepscope open`: what a link asks for, before anything is read.
open-asks = { $issuer } demande un rapport de cet appareil.
open-key-pinned = Signé avec la clé { $fingerprint }, que votre organisation a placée sur cet appareil.
open-key-confirmed = Signé avec la clé { $fingerprint }, qui a été confirmée sur cet appareil.
open-case = Dossier : { $case }
open-reads = Serait lu : { $sources }
open-files = Depuis : { $files }
open-scep = Serait interrogé : le serveur de certificats { $url }
open-redaction-default = Masquage : les noms d'utilisateur, adresses, numéros de série et données semblables sont remplacés ; les secrets sont retirés.
open-redaction-strict = Masquage : les données personnelles et les noms de serveurs sont remplacés ; les secrets sont retirés.
open-redaction-none = Masquage : seuls les secrets sont retirés.
open-encrypted = Chiffré pour : { $recipient }
open-not-encrypted = Non chiffré : quiconque exploite l'hôte destinataire peut le lire.
open-goes-to = Serait envoyé à : { $hosts }
open-metered = L'envoi peut être payant : le système indique que cette connexion est limitée.
open-until = Fin de validité du lien : { $time }
open-still-good = Rien n'a quitté cet appareil ; le lien peut être ouvert de nouveau.
open-goes-on = Le rapport est tout de même créé, et conservé jusqu'à ce qu'il puisse être envoyé.
open-agree = Lire et envoyer cela ? [o/N]
open-yes-answers = o oui y yes
open-unknown-key = Ce lien est signé avec une clé que personne n'a confirmée sur cet appareil :
    { $fingerprint }
    Comparez-la avec l'empreinte que votre administrateur vous a donnée par un autre moyen.
open-confirm-key = Est-ce la même, et faut-il désormais suivre les liens de cette clé ? [o/N]

# `scepscope policy`.
policy-managed = Cet appareil est géré : { $place }
policy-unmanaged = Cet appareil n'a pas de stratégie ; elle se trouverait ici : { $place }
policy-from-policy = de la stratégie
policy-from-user = confirmé sur cet appareil
policy-from-default = non défini, valeur du programme
policy-not-set = –
policy-none = aucun
policy-on = activé
policy-off = désactivé
policy-confirmed-do-not-count = Des clés ont aussi été confirmées sur cet appareil. Elles ne comptent pas, car la stratégie nomme des clés.
policy-unknown-setting = La stratégie définit { $name }, que cette version ne connaît pas. C'est sans effet.
policy-key-confirmed = { $fingerprint } : les liens de cette clé sont désormais suivis.
policy-key-known = { $fingerprint } : avait déjà été confirmée.
policy-key-revoked = { $fingerprint } : les liens de cette clé ne sont plus suivis.
policy-key-was-not = { $fingerprint } : n'était pas confirmée.

# `scepscope-admin keys` and `link`.
keys-link-key = Clé qui signe les liens (partie publique) :
keys-recipient = Les paquets sont chiffrés pour :
keys-policy = Stratégie pour les appareils. Le dossier { $folder } la contient sous la forme propre à chaque système :
link-key-yours = Signé avec votre clé { $fingerprint }.
link-key-unvouched = Inchangé depuis sa signature avec la clé { $fingerprint }, que le lien lui-même a apportée. Rien ici ne dit à qui elle est.
link-says-issuer = Demandeur : { $value }
link-says-case = Dossier : { $value }
link-says-collect = Collecte : { $value }
link-says-upload = Envoie à : { $value }
link-says-scep = Serveur de certificats : { $value }
link-says-recipient = Chiffre pour : { $value }
link-says-redact = Masque au moins : { $value }
link-says-device = Pour l'appareil : { $value }
link-says-from = Valable à partir de : { $value }
link-says-until = Valable jusqu'à : { $value }
link-says-id = Identifiant : { $value }
site-title = Votre support demande un rapport
site-what = Scepscope peut dire pourquoi cet appareil n'obtient pas de certificat. Il ne lit rien avant que vous ayez vu ce qui est demandé, et par qui, et que vous ayez accepté.
site-open = Ouvrir dans Scepscope
site-not-installed = Si rien ne se passe, Scepscope n'est pas installé sur cet appareil. Demandez-le à votre support, ou ouvrez le lien sur l'appareil qui a le problème.
site-incomplete = Ce lien n'est pas complet. Rouvrez-le depuis le message dans lequel vous l'avez reçu.
signers-cert-authority = La ligne { $line } de la liste nomme une autorité de certification. Les certificats ne sont pas pris en charge : la ligne n'a pas été utilisée.
signers-bad-key = La ligne { $line } de la liste ne contient pas de clé lisible : elle n'a pas été utilisée.
signers-bad-option = La ligne { $line } de la liste n'a pas été utilisée : { $option } est inconnu, indiqué deux fois ou a une valeur incorrecte.
signers-too-long = La liste est trop longue. Seuls ses { $bytes } premiers octets ont été lus.

# Where the device's signing key is (`scepscope identity`).
key-store-secret-service = La clé est conservée dans le magasin de clés de ce système (Secret Service).
key-store-keychain = La clé est conservée dans le trousseau.
key-store-credential-manager = La clé est conservée dans le Gestionnaire d'identification de Windows.
key-store-file = La clé est conservée dans un fichier que vous seul pouvez lire.
key-store-note-no-store = Ce système n'a pas de magasin de clés que Scepscope connaisse : la clé de signature est un fichier que vous seul pouvez lire.
key-store-note-store-unavailable = Le magasin de clés de ce système est inaccessible ou verrouillé : une clé de signature provenant d'un fichier, que vous seul pouvez lire, a été utilisée.
key-store-note-store-silent = Le magasin de clés de ce système n'a pas répondu à temps ; il attend peut-être d'être déverrouillé. Une clé de signature provenant d'un fichier, que vous seul pouvez lire, a été utilisée.
key-store-note-moved-into-store = La clé de signature était un fichier. Elle est maintenant dans le magasin de clés de ce système, et le fichier a disparu.
