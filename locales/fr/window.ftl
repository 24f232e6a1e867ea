# The window.
window-title = Scepscope
window-start = Découvrir pourquoi cet appareil n'a pas de certificat
window-start-hint = Les journaux sont lus sur cet appareil. Rien n'est envoyé sans votre accord.
window-collect = Collecter
window-choose-files = Choisir des fichiers
window-choose-folder = Choisir un dossier
window-drop-here = Déposez des fichiers journaux ici
window-drop-release = Relâchez pour vérifier ces fichiers
window-progress = Lecture des journaux…
window-progress-source = Lecture de { $source }
window-progress-whole = Tous les journaux
window-unpacking = Décompression de { $file }
window-cancel = Annuler
window-cancelling = Annulation…
window-start-over = Recommencer
window-for-admin = Pour votre administrateur
window-path = Parcours
window-path-legend = Légende des symboles
window-details = Détails
window-findings = Constats
window-no-findings = Rien n'a été trouvé qui explique un échec.
window-evidence = Preuves
window-evidence-count = { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}
window-gaps = Ce qui manque
window-key-strings = Chaînes clés
window-sources = Sources
window-attempts = Tentatives
window-superseded = D'une tentative précédente
window-preview-exact = Voici exactement ce qui sera envoyé.
window-redaction = Masquage
window-save-bundle = Enregistrer le paquet
window-saving = Enregistrement…
window-queued = Pas encore envoyé : aucune connexion. L'envoi aura lieu dès qu'il y en aura une ; vous pouvez fermer cette fenêtre.
window-background = Votre rapport est encore en cours d'envoi. Scepscope reste dans la barre des tâches et se ferme de lui-même une fois le rapport arrivé ; fermez-le de nouveau pour arrêter.
window-icon = Scepscope envoie votre rapport
window-icon-open = Ouvrir Scepscope
window-icon-send = Envoyer maintenant
window-icon-stop = Arrêter et envoyer plus tard
window-sent = Envoyé. Le serveur l'a confirmé.
window-copy = Copier
window-copied = Copié
window-copy-id = Copier { $id }
window-language = Langue
window-language-en = English
window-language-ja = 日本語
window-language-de = Deutsch
window-language-fr = Français
window-language-es = Español
window-about = À propos
window-about-text = Scepscope lit les journaux de cet appareil et trouve où l'obtention d'un certificat s'arrête.
window-version = Version { $version }
window-licenses = Licences
window-close = Fermer
window-back = Retour
window-error-code = Code : { $code }

# window
window-logs = Journaux à lire
window-clear = Effacer
window-chosen-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
window-collect-asks = Collecter demande quels journaux lire.
window-collect-reads = Collecter lit ces fichiers et rien d'autre.
window-collect-device = Collecter lit ce que cet appareil a enregistré sur les certificats.
window-collect-both = Collecter lit cet appareil et ces fichiers.
window-device = Cet appareil
window-device-read = Lire cet appareil
window-device-more = Ce qui ne peut pas être lu ici
window-device-nothing = Aucun journal de cet appareil ne peut être lu par un programme. Choisissez des journaux que vous avez enregistrés ou copiés ici.
window-progress-sources = { $done } sur { $total } lus
window-unreadable = illisible
window-show-more = { $count ->
    [one] Afficher { $count } de plus
   *[other] Afficher plus (encore { $count })
}
window-verbose = Entrées détaillées
window-save-bundle-to = Enregistrer le paquet…
window-save-hint = Le paquet contient le rapport et ses preuves, données personnelles masquées. Il est signé par cet appareil et reste là où vous l'enregistrez.
window-saved-short = Le paquet est enregistré.
window-bundle-size = Taille
window-began = Début
window-ended = Fin
window-bundle-path = Chemin
window-bundle-fingerprint = Empreinte de la clé
window-bundle-sha256 = SHA-256
window-signature-means = La signature montre que le paquet est inchangé depuis qu'il a été signé avec cette clé. Elle ne montre pas qui a signé.
window-ends-here-failed = L'échec s'est produit ici
window-ends-here-absent = Cela s'arrête ici
error-not-now-what = Ce n'est pas possible pour le moment.
error-not-now-next = Attendez que l'étape en cours soit terminée.
error-fault-what = Une erreur s'est produite dans le programme.
error-fault-next = Réessayez. Si elle se reproduit, remettez à votre administrateur le fichier indiqué ci-dessous. Il dit à quel endroit le programme a échoué ; les données personnelles y sont remplacées.
error-not-a-file-what = Ce document ne peut pas être ouvert comme fichier.
error-not-a-file-next = Enregistrez-le d'abord sur cet appareil, puis choisissez la copie.
error-no-such-dialog-what = Ce système ne permet pas de choisir un dossier ici.
error-no-such-dialog-next = Choisissez plutôt des fichiers.

# From the result to the preview.
window-review = Examiner le rapport
window-review-hint = Vous voyez d'abord tout ce qui quitterait cet appareil. Rien n'est encore enregistré ni envoyé.
window-preparing = Préparation du rapport…
window-preview-keeps = Les données personnelles sont remplacées, les secrets sont retirés. Ouvrez un élément pour le comparer à ce qui se trouve sur cet appareil.
window-preview-summary = { $items ->
    [one] { $items } élément
   *[other] { $items } éléments
}, { $size }
window-preview-none-replaced = Rien n'est remplacé.
item-log = Journal qui a été lu
item-records = Entrées d'un journal qui a été lu. Le journal lui-même reste ici.
item-original = Le journal lui-même, non masqué
item-report = Ce qui a été trouvé
item-report-page = Ce qui a été trouvé, en page lisible
window-preview-size = { $before } ici, { $after } dans le paquet
window-preview-replaced-count = { $count ->
    [0] rien de remplacé
    [one] { $count } endroit remplacé
   *[other] { $count } endroits remplacés
}
window-preview-kind-count = { $kind } : { $count }
window-preview-left-out = Reste sur cet appareil. Le rapport le dit.
window-preview-unreadable = N'est plus lisible et reste donc ici.
window-preview-cut = { $count ->
    [one] { $count } entrée retirée
   *[other] { $count } entrées retirées
}
window-leave-out = Exclure
window-take-in = Inclure de nouveau
window-leave-out-item = Exclure { $item }
window-take-in-item = Inclure de nouveau { $item }
window-show = Afficher
window-show-item = Afficher { $item }
window-compare = Comparer
window-compare-item = Comparer { $item }
window-close-item = Fermer { $item }
window-lines-changed = Seulement ce qui est remplacé
window-lines-none = Rien n'est remplacé dans cet élément.
window-lines-empty = Cet élément n'a aucune ligne.
window-lines-more = Afficher plus de lignes
window-line-before = Sur cet appareil
window-line-after = Dans le paquet
window-line-shortened = Affiché en partie
window-gaps-count = { $count ->
    [one] Il y manque { $count } chose
   *[other] Il y manque { $count } choses
}

# Links.
window-case = Dossier
window-request-title = { $issuer } demande un rapport
window-request-nothing-yet = Rien n'a encore été lu ni envoyé. Si vous acceptez, vous reverrez tout avant l'envoi.
window-request-reads = Ce qui est lu
window-request-all = Chaque journal qui peut être lu
window-request-goes-to = Destinataire
redaction-default = Les données personnelles sont remplacées, les secrets sont retirés. Les noms de serveurs restent.
redaction-strict = Les données personnelles et les noms de serveurs sont remplacés, les secrets sont retirés.
redaction-none = Seuls les secrets sont retirés.
window-request-encryption = Chiffrement
window-request-encrypted = Seul l'administrateur qui le demande peut le lire.
window-request-not-encrypted = Non chiffré : quiconque exploite le serveur destinataire peut le lire.
window-request-signed = Signature
window-request-key-pinned = Avec une clé que votre organisation a placée sur cet appareil.
window-request-key-confirmed = Avec une clé qui a été confirmée sur cet appareil.
window-request-recipient = Chiffré pour
window-request-until = Fin de validité du lien
window-request-accept = Accepter et collecter
window-request-decline = Refuser
window-request-who = Savez-vous qui a envoyé ce lien ?
window-request-who-text = Personne sur cet appareil n'a confirmé la clé qui l'a signé. Demandez l'empreinte à votre administrateur, par téléphone ou de vive voix, et comparez. Ce que le lien demande est affiché ensuite.
window-request-who-same = C'est la même
window-request-more = { $count ->
    [one] { $count } autre lien est en attente.
   *[other] { $count } autres liens sont en attente.
}
error-too-many-links-what = Trop de liens sont en attente.
error-too-many-links-next = Répondez d'abord à ceux qui sont là, puis ouvrez de nouveau le lien.

# Sending.
window-handed = Votre rapport
window-send-to = Envoyer à { $host }
window-send-hint = Le rapport est signé par cet appareil, puis envoyé. Sans connexion, il est conservé ici et l'envoi est retenté.
window-outgoing = Pas encore envoyé
window-post-sending = Envoi à { $host }…
window-post-waiting = En attente d'envoi à { $host }
window-post-kept = Il n'est pas encore envoyé. Il est conservé sur cet appareil ; l'envoi est retenté tant que cette fenêtre est ouverte, et à sa prochaine ouverture.
window-post-again = Prochain essai : { $time }
window-post-sent-to = À { $host }, { $time }
window-post-retry = Réessayer maintenant
window-post-remove = Supprimer
window-post-remove-sure = Supprimer sans envoyer
window-post-keep = Conserver
window-time-left = { $time } restantes
window-time-left-file = { $time } restantes pour ce fichier
window-time-unknown = durée encore inconnue

# Looked up beside the work.
window-about-key = La clé de cet appareil
window-about-key-what = Les paquets sont signés avec elle. Donnez son empreinte à votre administrateur : il pourra voir qu'un paquet vient de cet appareil.
window-about-policy = Ce que votre organisation a défini
window-about-settings = Tous les paramètres
window-about-licence = Scepscope est un logiciel libre, sous licence MIT ou Apache 2.0, à votre choix.
window-guides = Où se trouvent les journaux
window-guides-text = Choisissez l'appareil qui n'a pas de certificat. Vous pouvez copier ses journaux sur un autre et les y lire.
guide-android-portal = Avec l'application Portail d'entreprise
guide-android-portal-1 = Ouvrez le Portail d'entreprise. Dans un profil professionnel, c'est celui qui porte la mallette.
guide-android-portal-2 = Dans ses paramètres, activez la journalisation détaillée.
guide-android-portal-3 = Réessayez ce qui n'a pas fonctionné, et attendez que l'appareil soit synchronisé.
guide-android-portal-4 = Dans les paramètres, choisissez Journaux de diagnostic, puis Enregistrer les journaux. Choisissez ici chaque fichier de ce dossier.
guide-ios-sysdiagnose = Avec un sysdiagnose, sur l'appareil seul
guide-ios-sysdiagnose-1 = Installez le profil de journalisation d'Apple pour la configuration gérée (Managed Configuration). Sans lui, certaines étapes ne sont pas enregistrées.
guide-ios-sysdiagnose-2 = Réinstallez le profil qui apporte le certificat, et attendez l'échec.
guide-ios-sysdiagnose-3 = Maintenez les deux boutons de volume et le bouton latéral pendant une seconde. L'archive demande quelques minutes.
guide-ios-sysdiagnose-4 = Elle se trouve dans Réglages, Confidentialité et sécurité, Données d'analyse : partagez le sysdiagnose le plus récent, et choisissez-le ici tel quel.
guide-ios-console = Avec l'app Console d'un Mac
guide-ios-console-1 = Reliez l'appareil au Mac par câble, et ouvrez Console.
guide-ios-console-2 = Choisissez l'appareil, activez Inclure les messages de débogage, et recherchez profiled. Puis démarrez.
guide-ios-console-3 = Réinstallez le profil qui apporte le certificat.
guide-ios-console-4 = Sélectionnez toutes les lignes, copiez-les dans un fichier texte, et choisissez ce fichier ici.
guide-windows-events = Avec l'Observateur d'événements
window-request-asks = Interroge le serveur
window-request-choose = Choisir des journaux à la place de ceux de cet appareil
window-step-device = Lecture : { $source }
window-step-server = Interrogation du serveur { $host }
window-step-done = Terminé

# Earlier bundles.
window-history = Rapports précédents
window-history-hint = Ce que vous avez enregistré ou envoyé depuis cet appareil, tel qu'il est parti : masqué. Rien d'autre n'est conservé.
window-history-empty = Vous n'avez pas encore enregistré ni envoyé de rapport.
window-history-saved = Enregistré : { $path }
window-history-sent = Pour { $host }
window-history-open = Ouvrir
window-history-open-item = Ouvrir le rapport de { $time }
window-history-forget-sure = Le retirer de cette liste
window-history-compare = Comparer les deux choisis
guide-windows-events-1 = Synchronisez l'appareil dans Paramètres, Comptes, Accès Professionnel ou Scolaire, et attendez la fin.
guide-windows-events-2 = Ouvrez l'Observateur d'événements : Journaux des applications et des services, Microsoft, Windows, DeviceManagement-Enterprise-Diagnostics-Provider, Admin.
guide-windows-events-3 = Choisissez Enregistrer tous les événements sous, puis choisissez ce fichier ici. La langue des événements n'a pas d'importance.
guide-windows-events-4 = Faites de même avec le journal Application, qui en dit souvent plus sur le certificat.

# Bundles that an administrator opens.
window-analysis = Analyse de { $file }
window-analysis-made-of = Éléments analysés
window-analysis-add = Déposez ici les journaux d'IIS et de NDES, ou un export du serveur : l'analyse est alors refaite avec eux.
window-analysis-add-files = Ajouter des fichiers
window-analysis-add-folder = Ajouter un dossier
window-analysis-save = Enregistrer comme page…
window-doubtful = { $count ->
    [one] { $count } paquet n'est pas fiable.
   *[other] { $count } paquets ne sont pas fiables.
}
window-doubtful-text = Il a été modifié après sa signature, ou sa signature est absente ou non valide : n'importe qui a pu l'écrire. Demandez-en un nouveau à l'expéditeur.
window-doubtful-marked = Si vous le lisez malgré tout, l'analyse est marquée comme non vérifiée.
window-doubtful-read = Lire malgré tout
window-sealed-text = Choisissez le fichier de l'identité age pour laquelle il a été chiffré. Il n'est lu que sur cet appareil.
window-sealed-choose = Choisir le fichier d'identité
error-files-kept-what = Ces fichiers ne peuvent pas être ajoutés tant qu'une opération est en cours.
error-files-kept-next = Ils sont conservés, et choisis dès que vous recommencez.
