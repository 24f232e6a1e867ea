# The inspection of an NDES server.
inspection-title = Serveur NDES { $server }
inspection-title-unnamed = Serveur NDES
inspection-counts = { $wrong ->
    [0] Rien n'est incorrect
    [one] { $wrong } contrôle est incorrect
   *[other] { $wrong } contrôles sont incorrects
} ; impossibles à déterminer : { $unknown } ; conformes : { $ok }.
inspection-origin-export = D'après un export du { $taken }. La validité est jugée à ce moment.
inspection-origin-live = Du serveur lui-même, { $taken }.
inspection-found = trouvé : { $found }
inspection-expected = attendu : { $expected }
inspection-more = { $count ->
    [one] { $count } de plus dans le JSON.
   *[other] { $count } de plus dans le JSON.
}
inspection-checks = Contrôles
inspection-unknown = Impossible à déterminer
inspection-ok = Conforme

found-default = { $value } (rien n'est défini ; c'est la valeur par défaut du système)
found-nothing = rien
found-unread = inconnu : { $reason }

expected-at-least = { $value } ou plus
expected-holds = avec { $value } dedans
expected-lacks = sans { $value }
expected-present = quelque chose
expected-valid-at = valable le { $value }
expected-self-issued = seulement des certificats émis par leur propre sujet
expected-no-record = aucune entrée signalant une erreur

unread-not-in-export = l'export ne le contient pas
unread-not-there = cela n'existe pas sur ce serveur
unread-access-denied = l'accès a été refusé ; exécutez en tant qu'administrateur
unread-damaged = cela ne peut pas être lu
unread-empty = le magasin est vide
unread-not-on-this-server = ce service n'existe pas sur ce serveur ; il fonctionne peut-être sur un autre
unread-log-missing = aucun journal de ce type n'a été fourni
unread-log-switched-off = ce journal est désactivé ; activez-le, reproduisez le problème, et inspectez de nouveau
unread-no-ra-certificate = il n'y a pas de certificat de RA
unread-issuer-not-in-stores = le certificat de l'émetteur n'est dans aucun de ces magasins
unread-not-read-live = seul un export le dit ; faites-en un avec le script qu'affiche --script
unread-no-key-identifier = les certificats ne nomment pas leurs clés

check-app-proxy-connector = Le connecteur du proxy d'application fonctionne
check-http-sys = HTTP.sys accepte des demandes aussi longues que celles de SCEP
check-request-filtering = Le filtrage des demandes d'IIS accepte des URL aussi longues que celles de SCEP
check-web-log = Les journaux du serveur web ne montrent aucune erreur
check-app-pool = Le pool d'applications SCEP fonctionne
    .fix =
        1. Ouvrez le Gestionnaire des services Internet (IIS), Pools d'applications. S'il n'y a pas de pool SCEP, supprimez et réinstallez le rôle NDES.
        2. Donnez au pool SCEP le compte de service NDES comme identité.
        3. Démarrez le pool, et ouvrez l'URL SCEP dans un navigateur ; 403 est la bonne réponse.
check-app-pool-crashes = Aucun processus de travail d'IIS ne s'est arrêté brutalement
check-service-account = Le compte de service peut se connecter
check-service-account-rights = Le compte de service a ses droits et son groupe
    .fix =
        1. Ajoutez le compte de service NDES au groupe local IIS_IUSRS (lusrmgr.msc).
        2. Dans secpol.msc, Stratégies locales, Attribution des droits utilisateur, donnez-lui « Ouvrir une session en tant que service », « Ouvrir une session en tant que tâche » et « Permettre l'ouverture d'une session locale ».
        3. Retirez-le des droits « Interdire … », ou excluez le serveur de la stratégie de groupe qui les définit.
        4. Redémarrez le serveur.
check-impersonation-right = IIS_IUSRS peut emprunter l'identité d'un client
check-root-store = Le magasin racine ne contient aucun certificat intermédiaire
check-ra-certificates = Les deux certificats de RA sont présents et valables
    .fix =
        1. Demandez le certificat manquant : Chiffrement CEP dans le magasin de l'ordinateur, Agent d'inscription Exchange (demande hors connexion) dans celui de l'utilisateur, puis déplacez-le avec sa clé dans celui de l'ordinateur.
        2. Donnez au compte de service NDES l'autorisation de lecture sur les deux clés privées.
        3. Exécutez iisreset.
        4. Si cela échoue, supprimez et réinstallez le rôle NDES, qui demande les deux.
check-ra-issuer = Les certificats de RA viennent du certificat de CA actuel
check-ra-keys = Le compte de service peut lire les clés de RA
    .fix =
        1. Ouvrez certlm.msc, Personnel, Certificats.
        2. Pour chaque certificat de RA : Toutes les tâches, Gérer les clés privées ; donnez au compte de service NDES l'autorisation de lecture.
        3. Un certificat sans sa clé privée est inutile : demandez-en un nouveau.
        4. Exécutez iisreset.
check-policy-module = Le module de stratégie Intune est installé
check-policy-module-certificate = Le certificat du module de stratégie est présent et valable
    .fix =
        1. Trouvez dans certlm.msc, Personnel, un certificat valable avec sa clé privée, l'authentification du client et le nom du serveur.
        2. S'il n'y en a pas, demandez-en un.
        3. Relancez l'installation du connecteur de certificats Intune, qui écrit l'empreinte.
check-policy-module-certificate-use = Le certificat du module de stratégie convient à son usage
    .fix =
        1. Demandez un certificat avec l'authentification du client, dont le sujet et le nom DNS sont le nom complet du serveur.
        2. Relancez l'installation du connecteur de certificats Intune, qui écrit l'empreinte.
check-policy-module-log = Le journal du module de stratégie ne montre aucune erreur
check-connector-authentication = Le site du connecteur accepte les demandes anonymes
check-connector-setup = L'installation du connecteur a réussi
check-connector-services = Les services du connecteur fonctionnent
    .fix =
        1. Démarrez les services à l'arrêt (services.msc) : Service d'activation des processus Windows, Service de publication World Wide Web, puis ceux du connecteur.
        2. S'il n'y a aucun service du connecteur, relancez son installation.
check-connector-log = Les journaux du connecteur ne montrent aucune erreur
check-revocation = Les listes de révocation peuvent être récupérées
check-certification-authority = L'autorité de certification répond
