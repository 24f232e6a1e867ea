# One message per cause of the vocabulary (its id with dashes):
#   the value   a short title without jargon
#   .what       what it means, one or two sentences
#   .user       what the person with the device does next
#   .fix        what the administrator does, one numbered step a line, in the order to try them

-send = Envoyez le rapport à votre administrateur.
-retest = Lancez une synchronisation sur l'appareil et vérifiez de nouveau.

## Network and TLS

cause-dns-failure = Le nom du serveur est introuvable
    .what = L'appareil a demandé l'adresse du serveur et n'en a reçu aucune. Rien n'a été envoyé au serveur à cette étape.
    .user = Vérifiez le réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Résolvez l'hôte de l'URL SCEP depuis le réseau de l'appareil (nslookup HOST).
        2. S'il n'y est pas résolu, corrigez l'enregistrement DNS, ou faites connaître un nom interne à l'extérieur.
        3. Comparez l'hôte avec l'URL du serveur dans le profil SCEP d'Intune ; corrigez une faute de frappe.
        4. Derrière le proxy d'application Microsoft Entra, utilisez l'URL externe avec le domaine msappproxy.net par défaut du locataire.

cause-connect-failure = Le serveur n'a pas pu être atteint
    .what = Le nom du serveur est connu, mais la connexion a été refusée ou il n'y avait pas de chemin jusqu'à lui.
    .user = Vérifiez le réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Ouvrez l'URL SCEP dans un navigateur sur le réseau de l'appareil ; 403 est la bonne réponse.
        2. Vérifiez le pare-feu entre ce réseau et le serveur : TCP 443 (ou le port de l'URL) doit être ouvert.
        3. Sur le serveur NDES, vérifiez que le Service de publication World Wide Web fonctionne et que le site a une liaison pour ce port.
        4. Derrière un proxy d'application, vérifiez que son connecteur fonctionne.

cause-connect-timeout = Le serveur n'a pas réagi à la connexion
    .what = L'appareil a essayé de se connecter et rien n'a répondu à temps.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Ouvrez l'URL SCEP dans un navigateur sur le réseau de l'appareil ; 403 est la bonne réponse.
        2. Cherchez un pare-feu qui rejette les paquets sans réponse entre ce réseau et le serveur.
        3. Vérifiez que le nom est résolu vers l'adresse actuelle du serveur.
        4. Vérifiez que le serveur, ou le proxy d'application placé devant lui, est en marche.

cause-tls-failure = Aucune connexion sécurisée n'a pu être établie
    .what = La connexion existait, mais l'appareil et le serveur n'ont pas pu s'accorder pour la sécuriser.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Vérifiez le certificat TLS du serveur : il n'a pas expiré, et ses noms contiennent l'hôte de l'URL SCEP.
        2. Vérifiez que le serveur et l'appareil ont en commun une version de TLS et une suite de chiffrement (TLS 1.2 au moins).
        3. Vérifiez que la date et l'heure de l'appareil sont justes.
        4. Cherchez sur le trajet un équipement qui inspecte TLS, et exemptez-en l'hôte SCEP.

cause-tls-untrusted-root = L'appareil ne fait pas confiance au certificat du serveur
    .what = Le certificat TLS du serveur ne mène à aucun certificat racine auquel l'appareil fait confiance.
    .user = { -send }
    .fix =
        1. Déployez la racine du certificat TLS du serveur avec un profil de certificat approuvé, pour le même groupe que le profil SCEP.
        2. Vérifiez que le serveur envoie aussi ses certificats intermédiaires.
        3. Si l'émetteur n'est pas celui que vous attendez, cherchez une inspection TLS sur le trajet et exemptez-en l'hôte SCEP.

cause-tls-interception = Quelque chose sur le réseau remplace le certificat du serveur
    .what = Le certificat que l'appareil a vu vient d'un autre émetteur que celui vu ailleurs. C'est à cela que ressemble une inspection TLS.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Comparez l'émetteur indiqué dans les preuves avec celui du certificat sur le serveur.
        2. Exemptez l'hôte SCEP de l'inspection TLS dans le proxy ou le pare-feu.
        3. Si l'inspection doit rester, déployez son certificat racine sur les appareils.

cause-client-certificate-required = Le serveur demande un certificat que l'appareil n'a pas encore
    .what = Le serveur a demandé un certificat client TLS. Un appareil qui s'inscrit pour son premier certificat ne peut pas en présenter.
    .user = { -send }
    .fix =
        1. Dans le Gestionnaire des services Internet (IIS), ouvrez Paramètres SSL de l'application mscep et réglez les certificats clients sur Ignorer.
        2. Vérifiez si le proxy inverse ou l'équilibreur de charge devant NDES exige un certificat client, et supprimez cette exigence pour ce chemin.

cause-proxy-blocked = Un proxy a refusé la demande
    .what = Un proxy entre l'appareil et le serveur a rejeté la demande.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Autorisez l'hôte de l'URL SCEP dans le proxy, sans authentification.
        2. Vérifiez les paramètres de proxy que reçoit l'appareil (profil Wi-Fi, fichier PAC) ; ajoutez l'hôte SCEP comme exception s'il est joignable directement.
        3. { -retest }

cause-captive-portal = Une page de connexion du réseau a répondu
    .what = La réponse vient d'une page de connexion du réseau, pas du serveur.
    .user = Ouvrez une page web, connectez-vous au réseau et réessayez ; ou utilisez un autre réseau.
    .fix =
        1. Demandez à l'utilisateur de se connecter au réseau ou d'en utiliser un autre, puis de resynchroniser.
        2. S'il s'agit de votre propre réseau, autorisez l'hôte SCEP avant la connexion.

cause-pre-authentication = Une page de connexion se trouve devant le serveur
    .what = La demande a été redirigée vers une page de connexion Microsoft. Un appareil ne peut pas se connecter pendant cette étape.
    .user = { -send }
    .fix =
        1. Dans le centre d'administration Microsoft Entra, ouvrez l'application de proxy d'application de NDES.
        2. Réglez Pré-authentification sur Passthrough.
        3. { -retest }

cause-clock-skew = Les horloges de l'appareil et du serveur diffèrent
    .what = Les heures de l'appareil et du serveur sont trop éloignées, si bien que certificats et messages semblent expirés ou pas encore valables.
    .user = Réglez la date et l'heure de cet appareil sur automatique, puis réessayez.
    .fix =
        1. Réglez la date, l'heure et le fuseau horaire de l'appareil sur automatique.
        2. Vérifiez l'heure du serveur NDES et de l'autorité de certification (w32tm /query /status).
        3. { -retest }

## Server URL

cause-healthy = Le serveur répond comme il le doit
    .what = L'adresse du serveur a donné la réponse que donne un serveur correctement configuré.
    .user = Rien à faire à ce sujet.
    .fix =
        1. Rien à corriger ici. Si l'inscription échoue malgré tout, examinez les autres constats.

cause-ndes-page-without-policy-module = Le serveur répond, mais sans sa partie Intune
    .what = NDES a montré sa propre page au lieu de 403. Le module de stratégie Intune n'est pas placé devant lui.
    .user = { -send }
    .fix =
        1. Sur le serveur NDES, lisez SetupMsi.log : « Installation completed successfully » et « Installation success or error status: 0 » doivent y figurer.
        2. Si l'installation a échoué, supprimez Certificate Connector for Microsoft Intune et réinstallez-le.
        3. Si l'installation a réussi, exécutez iisreset.
        4. Ouvrez l'URL SCEP dans un navigateur : 403 est la bonne réponse.

cause-scep-app-pool-stopped = Le service d'inscription du serveur est arrêté
    .what = Le serveur a répondu 503 : son pool d'applications SCEP ne fonctionne pas.
    .user = { -send }
    .fix =
        1. Sur le serveur NDES, ouvrez le Gestionnaire des services Internet (IIS), Pools d'applications, et démarrez le pool SCEP.
        2. S'il s'arrête de nouveau, cherchez dans le journal Application l'événement 1000 de w3wp.exe.
        3. Cherchez dans le magasin des autorités de certification racines de confiance les certificats qui ne sont pas auto-signés, et supprimez-les : Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        4. Vérifiez dans le journal opérationnel de CAPI2 que les listes de révocation du certificat du connecteur peuvent être récupérées.
        5. Sur CertificateRegistrationSvc, activez l'authentification anonyme et désactivez l'authentification Windows.
        6. Vérifiez que le certificat nommé dans NDESCertThumbprint n'a pas expiré.

cause-app-proxy-connector-stopped = Le proxy placé devant le serveur n'a pas pu passer
    .what = La réponse a été 504 (gateway timeout). Cela se produit quand le service du connecteur de proxy d'application ne fonctionne pas.
    .user = { -send }
    .fix =
        1. Sur le serveur du connecteur, lancez services.msc et démarrez le service du connecteur de proxy d'application Microsoft Entra.
        2. Réglez son type de démarrage sur Automatique.
        3. Vérifiez que le serveur du connecteur atteint l'URL NDES interne.

cause-app-proxy-bad-gateway = Le proxy placé devant le serveur n'a pas reçu de réponse utilisable
    .what = La réponse a été 502 (bad gateway). Un proxy ou une passerelle a répondu parce que rien d'utilisable ne venait du serveur situé derrière.
    .user = { -send }
    .fix =
        1. Sur le serveur du connecteur, ouvrez l'URL NDES interne dans un navigateur ; 403 est la bonne réponse.
        2. Vérifiez que le serveur du connecteur fait confiance au certificat TLS de NDES et que le nom de celui-ci correspond à l'URL interne.
        3. Vérifiez l'URL interne dans les paramètres du proxy d'application.
        4. Redémarrez le service du connecteur.

cause-response-timeout = Le serveur a mis trop de temps à répondre
    .what = La connexion existait et la demande a été faite, mais la réponse n'est pas arrivée à temps.
    .user = Réessayez plus tard, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Retrouvez la demande dans le journal IIS du serveur NDES d'après son heure ; regardez l'état et la durée.
        2. Vérifiez que NDES atteint l'autorité de certification, et que le module de stratégie atteint le connecteur.
        3. Vérifiez la charge du serveur et les délais d'expiration des proxys sur le trajet.

cause-app-proxy-url-wrong = L'adresse publique du serveur n'est pas la bonne
    .what = L'URL externe du proxy d'application ne mène nulle part.
    .user = { -send }
    .fix =
        1. Dans les paramètres du proxy d'application, réglez l'URL externe de NDES sur le domaine msappproxy.net par défaut du locataire.
        2. Mettez la même URL dans le profil SCEP d'Intune.
        3. Ouvrez l'URL dans un navigateur : 403 est la bonne réponse.

cause-uri-too-long = Le serveur refuse les demandes de cette longueur
    .what = La demande porte son contenu dans l'adresse, et le serveur, ou quelque chose devant lui, n'accepte pas une adresse aussi longue.
    .user = { -send }
    .fix =
        1. Dans le Gestionnaire des services Internet (IIS) du serveur NDES, Default Web Site, Filtrage des demandes, Modifier les paramètres de fonctionnalité : réglez la longueur maximale de l'URL et celle de la chaîne de requête sur 65534.
        2. Sous HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters, réglez les DWORD MaxFieldLength et MaxRequestBytes sur 65534 (décimal).
        3. Redémarrez le serveur.
        4. Vérifiez que les proxys et équilibreurs de charge placés devant permettent la même longueur.

cause-ndes-internal-error = Le serveur a répondu par une erreur interne
    .what = NDES a répondu 500 : il a été atteint, mais n'a pas pu faire son travail.
    .user = { -send }
    .fix =
        1. Vérifiez le compte de service NDES : déverrouillez-le, ou réinitialisez son mot de passe expiré.
        2. Retrouvez la demande dans le journal IIS. Avec l'état win32 1346, donnez à IIS_IUSRS le droit « Emprunter l'identité d'un client après l'authentification » (secpol.msc, Stratégies locales, Attribution des droits utilisateur) et redémarrez le serveur.
        3. Vérifiez que les deux certificats MSCEP-RA n'ont pas expiré. Sinon, réémettez-les (Chiffrement CEP ; Agent d'inscription Exchange (demande hors connexion)), donnez au compte de service l'autorisation de lecture sur les clés, et exécutez iisreset.

cause-ndes-not-found = Le serveur ne connaît pas l'adresse
    .what = Le serveur a répondu 404 : il n'y a pas de service d'inscription à l'URL du profil.
    .user = { -send }
    .fix =
        1. Vérifiez l'URL du serveur dans le profil SCEP d'Intune : elle se termine par /certsrv/mscep/mscep.dll.
        2. Ouvrez-la dans un navigateur : 403 est la bonne réponse.
        3. Vérifiez le chemin que transmet le proxy d'application ou le proxy inverse.
        4. Cherchez 404.14 ou 404.15 dans le journal IIS : c'est alors la demande qui est trop longue, pas le chemin qui est faux.

cause-ndes-forbidden = Le serveur a refusé la demande
    .what = Le serveur a répondu 403 à une demande qu'il aurait dû accepter.
    .user = { -send }
    .fix =
        1. Retrouvez la demande dans le journal IIS et lisez le sous-état : 403.7, 403.13, 403.16 et 403.17 concernent les certificats.
        2. Vérifiez les règles d'accès des pare-feu et des proxys devant NDES.
        3. Lisez NDESPlugin.log à l'heure de la demande.

cause-unexpected-content = Autre chose que la réponse attendue est revenu
    .what = Une page web est arrivée au lieu de certificats ou de fonctions. Un filtre, une page de connexion ou une mauvaise adresse peut en être la raison.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Ouvrez l'URL SCEP avec ?operation=GetCACaps dans un navigateur sur le réseau de l'appareil et regardez ce qui répond.
        2. Si c'est la page d'un filtre, d'un proxy ou d'une connexion, exemptez-y l'hôte SCEP.
        3. Si c'est la page du serveur lui-même, vérifiez l'URL dans le profil SCEP et le module de stratégie.

cause-capabilities-missing = Le serveur n'a pas dit ce qu'il sait faire
    .what = L'appareil a demandé au serveur ses fonctions et n'a reçu aucune liste utilisable.
    .user = { -send }
    .fix =
        1. Ouvrez l'URL SCEP avec ?operation=GetCACaps&message=ca dans un navigateur : une courte liste comme POSTPKIOperation et SHA-256 est la bonne réponse.
        2. Sur iOS, vérifiez que le profil de certificat approuvé contient le certificat racine et non un certificat intermédiaire.
        3. Sur iOS, vérifiez l'algorithme de signature du certificat de CA : ni SHA-1 ni RSASSA-PSS.
        4. Vérifiez qu'aucun proxy n'écarte les réponses sans Content-Type.

cause-weak-capabilities = Le serveur n'offre qu'une protection dépassée
    .what = Le serveur n'offre aucun hachage ni chiffrement que l'appareil accepte.
    .user = { -send }
    .fix =
        1. Ouvrez l'URL SCEP avec ?operation=GetCACaps&message=ca : SHA-256 (ou SHA-512) et AES ou DES3 devraient y figurer.
        2. Mettez à jour le serveur NDES, et autorisez SHA-2 dans l'algorithme de hachage du profil SCEP.
        3. { -retest }

## CA and RA

cause-ca-thumbprint-mismatch = Le certificat de CA du serveur n'est pas celui attendu
    .what = Le certificat de CA que le serveur a envoyé n'est pas celui que nomme le profil.
    .user = { -send }
    .fix =
        1. Comparez l'empreinte de la CA émettrice avec le certificat racine auquel renvoie le profil SCEP.
        2. Chargez le bon certificat racine dans le profil de certificat approuvé, et sélectionnez ce profil dans le profil SCEP.
        3. Après un renouvellement de la CA, déployez le nouveau certificat et réinstallez ou renouvelez les certificats de RA de NDES.

cause-root-profile-is-intermediate = Le profil contient un certificat intermédiaire à la place du certificat racine
    .what = Le profil de certificat approuvé lié au profil SCEP contient un certificat de CA intermédiaire.
    .user = { -send }
    .fix =
        1. Dans Intune, ouvrez le profil de certificat approuvé auquel renvoie le profil SCEP.
        2. Remplacez son certificat par celui de la CA racine (émetteur et sujet sont identiques).
        3. Déployez l'intermédiaire avec un profil à part.
        4. { -retest }

cause-ra-certificate-expired = Un certificat du service d'inscription a expiré
    .what = L'un des deux certificats de l'autorité d'inscription (MSCEP-RA) sur le serveur NDES n'est plus valable.
    .user = { -send }
    .fix =
        1. Sur le serveur NDES, cherchez les certificats MSCEP-RA expirés dans le magasin Personnel de l'ordinateur.
        2. Demandez-en de nouveaux avec le même sujet : Chiffrement CEP (ordinateur), et Agent d'inscription Exchange (demande hors connexion) (utilisateur ; exportez avec la clé, puis importez dans le magasin de l'ordinateur).
        3. Donnez au compte de service NDES l'autorisation de lecture sur les deux clés privées (Toutes les tâches, Gérer les clés privées).
        4. Exécutez iisreset. Réinstaller le rôle NDES a le même effet.

cause-ra-certificate-from-old-ca = Le service d'inscription utilise encore des certificats d'une CA plus ancienne
    .what = Les certificats de RA ont été émis par une CA ou une clé de CA antérieure à celle en service, si bien que les appareils les rejettent.
    .user = { -send }
    .fix =
        1. Comparez l'émetteur des certificats MSCEP-RA avec le certificat de CA actuel.
        2. Réémettez les deux (Chiffrement CEP ; Agent d'inscription Exchange (demande hors connexion)) depuis la CA actuelle, ou réinstallez le rôle NDES.
        3. Donnez au compte de service NDES l'autorisation de lecture sur les clés privées et exécutez iisreset.
        4. Déployez le certificat racine actuel sur les appareils.

cause-ra-response-invalid = L'appareil rejette les certificats du service d'inscription
    .what = Les certificats de l'autorité d'inscription dans la réponse du serveur ne sont pas valables pour l'appareil.
    .user = { -send }
    .fix =
        1. Vérifiez que les deux certificats MSCEP-RA sont valables et ont été émis par la CA que nomme le profil.
        2. Sur iOS, vérifiez que le profil de certificat approuvé contient le certificat racine et non un certificat intermédiaire.
        3. Vérifiez que toute la chaîne jusqu'à la racine est déployée sur l'appareil.
        4. Réémettez les certificats de RA au besoin, et exécutez iisreset.

cause-ca-response-invalid = L'appareil rejette la réponse de la CA
    .what = La réponse du serveur à la question de ses certificats de CA n'a pas pu être utilisée.
    .user = { -send }
    .fix =
        1. Ouvrez l'URL SCEP avec ?operation=GetCACert&message=ca dans un navigateur : un fichier de certificat est la bonne réponse.
        2. Vérifiez qu'aucun proxy ne modifie le contenu ou son type.
        3. Vérifiez que les certificats de CA et de RA sont valables.

cause-signature-algorithm-unsupported = Un certificat utilise une signature que l'appareil ne prend pas en charge
    .what = Un certificat de CA, ou une réponse du serveur, est signé avec un algorithme que cette plateforme rejette.
    .user = { -send }
    .fix =
        1. Regardez l'algorithme de signature des certificats de CA et de RA : ni SHA-1 ni RSASSA-PSS.
        2. Réglez la CA pour qu'elle signe avec SHA-256 et PKCS #1 v1.5 (AlternateSignatureAlgorithm=0), et renouvelez le certificat.
        3. Déployez le nouveau et réémettez les certificats de RA.

## Request and response

cause-csp-failure = L'appareil n'a pas pu traiter le profil de certificat
    .what = Windows a signalé une erreur en appliquant le profil SCEP.
    .user = Redémarrez l'appareil et réessayez, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Recherchez le code d'erreur indiqué dans les preuves.
        2. Vérifiez les paramètres du profil SCEP : sujet, fournisseur de stockage de clés (un module TPM est nécessaire pour « Inscrire auprès du KSP TPM, sinon échec »), utilisation de la clé.
        3. Vérifiez que le profil de certificat approuvé est attribué au même groupe.
        4. Synchronisez de nouveau l'appareil.

cause-profile-not-received = L'appareil n'a pas reçu le profil de certificat
    .what = Le journal montrerait le profil SCEP s'il était arrivé, et ne le montre pas.
    .user = Gardez l'appareil connecté un moment, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Vérifiez que le profil SCEP et le profil de certificat approuvé sont attribués aux mêmes utilisateurs ou appareils.
        2. Vérifiez les filtres, les règles d'applicabilité et la licence de l'utilisateur.
        3. Regardez dans Intune l'état du profil pour cet appareil.
        4. { -retest }

cause-challenge-invalid-characters = La demande n'a pas pu être encodée
    .what = Le challenge contient un caractère qui ne peut pas être encodé.
    .user = Lancez une synchronisation et réessayez ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Synchronisez l'appareil, pour qu'il reçoive un nouveau challenge.
        2. Cherchez des caractères inhabituels dans le sujet et les autres textes du profil SCEP.
        3. Vérifiez que la version du connecteur est à jour.

cause-challenge-expired = Le mot de passe à usage unique de la demande avait expiré
    .what = Le challenge n'était plus valable quand la demande est arrivée au connecteur.
    .user = Lancez une synchronisation et réessayez ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Synchronisez l'appareil, pour qu'il reçoive un nouveau challenge.
        2. Regardez combien de temps la demande a été en route : un appareil hors ligne, ou un serveur à l'arrêt.
        3. Vérifiez les horloges du serveur du connecteur et du serveur NDES.

cause-key-too-small = La clé est plus petite que ce que le serveur exige
    .what = Le modèle de certificat demande une clé plus longue que celle que le profil fait créer à l'appareil.
    .user = { -send }
    .fix =
        1. Comparez la taille de clé du profil SCEP avec la taille de clé minimale du modèle de certificat (onglet Chiffrement).
        2. Augmentez celle du profil, ou abaissez celle du modèle.
        3. { -retest }

cause-key-generation-failed = L'appareil n'a pas pu créer la clé ou la demande
    .what = L'appareil n'a pas réussi à créer la paire de clés ou à construire la demande.
    .user = Redémarrez l'appareil et réessayez, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Redémarrez l'appareil et synchronisez de nouveau.
        2. Comparez la taille de clé et le fournisseur de stockage de clés du profil SCEP avec ce que l'appareil prend en charge.
        3. Sur Windows, vérifiez l'état du module TPM (tpm.msc).
        4. Cherchez dans le sujet du profil des valeurs que l'utilisateur ou l'appareil n'a pas.

cause-template-mismatch = La demande ne correspond pas au modèle de certificat
    .what = Le serveur n'a pas pu émettre avec le modèle défini pour ce type de demande.
    .user = { -send }
    .fix =
        1. Sous HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP, vérifiez SignatureTemplate, EncryptionTemplate et GeneralPurposeTemplate : le nom du modèle, pas son nom complet affiché.
        2. Vérifiez que la CA a publié le modèle et que le compte de service NDES peut lire et inscrire.
        3. Vérifiez que l'utilisation de la clé, la validité et le sujet du profil SCEP correspondent au modèle (« Fournir dans la demande »).
        4. Exécutez iisreset.

cause-invalid-server-response = La réponse du serveur n'a pas pu être comprise
    .what = Ce qui est revenu n'a pas pu être lu comme une réponse à la demande.
    .user = Réessayez sur un autre réseau, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Retrouvez la demande dans le journal IIS et regardez son état et sa taille.
        2. Vérifiez qu'aucun proxy ni filtre ne modifie la réponse.
        3. Lisez NDESPlugin.log et les demandes ayant échoué de la CA au même moment.

cause-pki-bad-alg = Le serveur n'accepte pas l'algorithme de la demande
    .what = Le serveur a refusé la demande avec badAlg : algorithme inconnu ou non pris en charge.
    .user = { -send }
    .fix =
        1. Comparez l'algorithme de hachage du profil SCEP avec ce qu'énumère GetCACaps.
        2. Comparez le type et la taille de clé avec le modèle de certificat.
        3. Mettez à jour le serveur NDES s'il ne connaît pas SHA-2.

cause-pki-bad-message-check = Le serveur n'a pas pu vérifier la demande
    .what = Le serveur a refusé la demande avec badMessageCheck : son contrôle d'intégrité a échoué.
    .user = { -send }
    .fix =
        1. Vérifiez que les deux certificats de RA du serveur NDES sont valables et que le compte de service peut lire leurs clés privées.
        2. Vérifiez que rien sur le trajet ne raccourcit ni ne modifie la demande (URL longues).
        3. { -retest }

cause-pki-bad-request = Le serveur a refusé la demande
    .what = Le serveur a répondu badRequest : la demande n'est pas permise ou n'est pas prise en charge.
    .user = { -send }
    .fix =
        1. Lisez NDESPlugin.log à l'heure de la demande : VerifyRequest a-t-il réussi ?
        2. Lisez les événements du connecteur : 4005 est une vérification échouée, 4007 une émission échouée.
        3. Regardez les demandes ayant échoué dans la console de la CA.
        4. Vérifiez que le profil SCEP correspond au modèle de certificat.

cause-pki-bad-time = Le serveur a jugé l'heure de la demande incorrecte
    .what = Le serveur a refusé la demande avec badTime : son heure de signature diffère trop de celle du serveur.
    .user = Réglez la date et l'heure de cet appareil sur automatique, puis réessayez.
    .fix =
        1. Réglez la date et l'heure de l'appareil sur automatique.
        2. Vérifiez l'heure du serveur NDES et de la CA.
        3. { -retest }

cause-pki-bad-cert-id = Le serveur n'a trouvé aucun certificat pour la demande
    .what = Le serveur a refusé la demande avec badCertId : il n'a trouvé aucun certificat qui réponde aux critères de la demande.
    .user = { -send }
    .fix =
        1. Vérifiez que la CA nommée par la demande est celle que NDES utilise.
        2. Après un changement de CA, redéployez son certificat et réémettez les certificats de RA.
        3. { -retest }

cause-pki-pending = La demande attend une approbation
    .what = Le serveur a accepté la demande et n'a pas encore décidé.
    .user = Patientez, ou demandez à votre administrateur d'approuver la demande.
    .fix =
        1. Ouvrez la console de la CA, Demandes en attente, et délivrez ou refusez la demande.
        2. Si les demandes doivent être délivrées immédiatement : modèle, Conditions d'émission, décochez « Approbation du gestionnaire de certificat de l'autorité de certification ».
        3. Dans les propriétés de la CA, Module de stratégie, vérifiez que les nouvelles demandes ne sont pas mises en attente.

cause-nonce-mismatch = La réponse appartient à une autre demande
    .what = La réponse porte un autre nonce que la demande.
    .user = Lancez une synchronisation et réessayez ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Synchronisez de nouveau l'appareil.
        2. Vérifiez que les proxys et équilibreurs de charge ne mettent pas en cache les réponses de l'URL SCEP.
        3. Avec plusieurs serveurs NDES derrière un même nom, vérifiez qu'une session reste sur un même serveur.

cause-transaction-mismatch = La réponse appartient à une autre transaction
    .what = La réponse porte un autre identifiant de transaction que la demande.
    .user = Lancez une synchronisation et réessayez ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Synchronisez de nouveau l'appareil.
        2. Vérifiez que les proxys et équilibreurs de charge ne mettent pas en cache les réponses de l'URL SCEP.
        3. Avec plusieurs serveurs NDES derrière un même nom, vérifiez qu'une session reste sur un même serveur.

## Delivery

cause-install-not-accepted = L'installation attend d'être acceptée sur l'appareil
    .what = L'appareil a demandé à son utilisateur d'accepter le certificat, et aucune acceptation n'est enregistrée.
    .user = Configurez un verrouillage d'écran, ouvrez la notification ou le Portail d'entreprise, et acceptez le certificat.
    .fix =
        1. Demandez à l'utilisateur de configurer un verrouillage d'écran (code PIN, schéma ou mot de passe).
        2. Demandez à l'utilisateur d'ouvrir le Portail d'entreprise et d'accepter le certificat.
        3. Vérifiez que les notifications du Portail d'entreprise sont autorisées.

cause-install-failed = Le certificat est arrivé et n'a pas pu être installé
    .what = La réponse du serveur est arrivée, mais l'appareil n'a pas réussi à mettre le certificat à sa place.
    .user = Redémarrez l'appareil et réessayez, ou envoyez le rapport à votre administrateur.
    .fix =
        1. Recherchez le code d'erreur indiqué dans les preuves.
        2. Vérifiez que les certificats racine et intermédiaires sont sur l'appareil.
        3. Vérifiez le fournisseur de stockage de clés du profil SCEP, et le module TPM s'il est utilisé.
        4. Synchronisez de nouveau l'appareil.

cause-certificate-not-found = Un certificat dont un profil a besoin n'est pas sur l'appareil
    .what = Un profil renvoie à un certificat, et l'appareil n'en a aucun qui convienne.
    .user = { -send }
    .fix =
        1. Vérifiez quel profil renvoie au certificat (Wi-Fi, VPN, e-mail), et que le profil SCEP est attribué au même groupe.
        2. Vérifiez si le profil SCEP a réussi sur cet appareil ; sinon, commencez par son échec.
        3. Vérifiez que le sujet et les rôles du certificat correspondent à ce que cherche le profil.

## NDES server

cause-iis-no-request = Le serveur n'a aucune entrée pour la demande
    .what = Le journal du serveur web couvre le moment de la tentative et ne contient aucune demande de cet appareil. Elle a été arrêtée avant d'y parvenir.
    .user = { -send }
    .fix =
        1. Vérifiez que ce sont les journaux du bon serveur et du bon site, et que leur période (UTC) couvre la tentative.
        2. Vérifiez les pare-feu, proxys et équilibreurs de charge entre l'appareil et le serveur.
        3. Lisez HTTPERR sur le serveur : les demandes refusées par HTTP.sys ne figurent que là.
        4. Derrière le proxy d'application, vérifiez son connecteur et l'URL externe.

cause-iis-impersonation-right-missing = Il manque au serveur web un droit pour faire son travail
    .what = Le serveur a répondu 500 avec l'état win32 1346 : IIS_IUSRS n'a pas le droit d'emprunter l'identité d'un client.
    .user = { -send }
    .fix =
        1. Sur le serveur NDES, lancez secpol.msc, Stratégies locales, Attribution des droits utilisateur.
        2. Ouvrez « Emprunter l'identité d'un client après l'authentification » et ajoutez IIS_IUSRS.
        3. Vérifiez qu'aucune stratégie de groupe ne retire ce droit.
        4. Redémarrez le serveur.

cause-iis-intermediate-in-root-store = Un certificat intermédiaire se trouve dans le magasin racine du serveur
    .what = Le magasin des autorités de certification racines de confiance du serveur contient un certificat qui n'est pas auto-signé. IIS rejette alors les certificats clients, ou son processus de travail s'arrête.
    .user = { -send }
    .fix =
        1. Listez-les : Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        2. Supprimez-les de ce magasin (les intermédiaires vont dans Autorités de certification intermédiaires).
        3. Redémarrez le serveur et listez de nouveau.
        4. S'ils reviennent, excluez le serveur de la stratégie de groupe qui les distribue, et supprimez-les encore.

cause-iis-client-certificate-rejected = Le serveur a rejeté le certificat de son propre module
    .what = Le certificat que présente le module de stratégie NDES manque, est révoqué ou a expiré (403.7, 403.13, 403.17).
    .user = { -send }
    .fix =
        1. Regardez le sous-état dans les preuves : 7 aucun n'a été envoyé, 13 révoqué ou liste de révocation inaccessible, 17 expiré.
        2. Retrouvez le certificat nommé dans HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint.
        3. Renouvelez-le (authentification du client, sujet et nom DNS égaux au FQDN du serveur), et réinstallez le connecteur.
        4. Pour 13, vérifiez que le serveur peut récupérer la liste de révocation.

cause-client-auth-eku-missing = Le certificat du module n'est pas destiné à cet usage
    .what = Il manque au certificat du module de stratégie NDES le rôle Authentification du client, si bien que le connecteur répond 403.
    .user = { -send }
    .fix =
        1. Retrouvez le certificat nommé dans HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint et regardez son utilisation avancée de la clé.
        2. Demandez-en un avec Authentification du client (et Authentification du serveur s'il sert aussi au site), sujet et nom DNS égaux au FQDN du serveur.
        3. Réinstallez le connecteur pour l'associer, et redémarrez le service du connecteur Intune et le Service de publication World Wide Web.

cause-request-filtering-limit = Le filtre du serveur web refuse les demandes de cette longueur
    .what = Le filtrage des demandes d'IIS a refusé la demande comme trop longue (404.14 ou 404.15).
    .user = { -send }
    .fix =
        1. Dans le Gestionnaire des services Internet (IIS), Default Web Site, Filtrage des demandes, Modifier les paramètres de fonctionnalité : réglez la longueur maximale de l'URL et celle de la chaîne de requête sur 65534.
        2. Vérifiez qu'aucun web.config situé plus bas ne définit des valeurs inférieures.
        3. Exécutez iisreset.

cause-http-sys-limit = Le serveur refuse les demandes de cette longueur avant qu'elles n'arrivent à IIS
    .what = HTTP.sys a refusé la demande comme trop longue (400 ou 414), si bien que le journal IIS ne la contient pas.
    .user = { -send }
    .fix =
        1. Sous HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters, réglez les DWORD MaxFieldLength et MaxRequestBytes sur 65534 (décimal).
        2. Redémarrez le serveur.
        3. Vérifiez aussi les limites du filtrage des demandes (65534 chacune).

cause-app-pool-crash = Le processus de travail du serveur web s'est arrêté brutalement
    .what = Un processus de travail (w3wp.exe) d'IIS s'est terminé par une erreur ; le pool SCEP s'arrête quand cela se répète.
    .user = { -send }
    .fix =
        1. Cherchez dans le magasin des autorités de certification racines de confiance les certificats qui ne sont pas auto-signés, supprimez-les, et redémarrez le serveur.
        2. Activez le journal opérationnel de CAPI2, reproduisez le problème, et vérifiez que les listes de révocation du certificat du connecteur peuvent être récupérées.
        3. Sur CertificateRegistrationSvc, activez l'authentification anonyme et désactivez l'authentification Windows.
        4. Vérifiez que le certificat nommé dans NDESCertThumbprint n'a pas expiré.
        5. Redémarrez le pool d'applications SCEP.

cause-crl-unreachable = Une liste de révocation n'a pas pu être récupérée
    .what = Le serveur n'a pas pu récupérer la liste qui dit si un certificat est révoqué, et n'accepte donc pas le certificat.
    .user = { -send }
    .fix =
        1. Activez le journal opérationnel de CAPI2 sur le serveur, reproduisez le problème, et lisez quelle URL a échoué.
        2. Rendez cette URL accessible depuis le serveur (DNS, pare-feu, proxy du compte d'ordinateur : netsh winhttp show proxy).
        3. Vérifiez que la liste publiée à cet endroit n'a pas expiré.

cause-windows-auth-enabled = Une authentification est exigée là où il ne doit pas y en avoir
    .what = L'authentification Windows est activée sur CertificateRegistrationSvc, qui ne fonctionne qu'avec un accès anonyme.
    .user = { -send }
    .fix =
        1. Dans le Gestionnaire des services Internet (IIS), ouvrez CertificateRegistrationSvc, Authentification.
        2. Activez l'authentification anonyme et désactivez l'authentification Windows.
        3. Redémarrez le serveur.

cause-policy-module-certificate-expired = Le certificat de la partie Intune du serveur a expiré
    .what = Le module de stratégie NDES utilise un certificat qui n'est plus valable.
    .user = { -send }
    .fix =
        1. Retrouvez le certificat nommé dans HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint et regardez sa validité.
        2. Dans certlm.msc, demandez-en un nouveau : authentification du client, nom commun et nom DNS égaux au FQDN du serveur.
        3. Réinstallez Certificate Connector for Microsoft Intune pour l'associer.
        4. Redémarrez le service du connecteur Intune et le Service de publication World Wide Web.

cause-policy-module-cannot-reach-connector = La partie Intune du serveur n'atteint pas le connecteur
    .what = Le module de stratégie NDES a commencé à interroger le connecteur sur la demande et n'a reçu aucune réponse.
    .user = { -send }
    .fix =
        1. Vérifiez que le site et le pool de CertificateRegistrationSvc fonctionnent.
        2. Vérifiez que le certificat nommé dans NDESCertThumbprint n'a pas expiré.
        3. Vérifiez que le serveur s'atteint lui-même par le nom indiqué dans NDESPlugin.log (DNS, fichier hosts, proxy du compte d'ordinateur).
        4. Redémarrez le service du connecteur Intune et le Service de publication World Wide Web.

cause-connector-setup-failed = L'installation du connecteur a échoué
    .what = Le journal d'installation du connecteur se termine par un état d'erreur.
    .user = { -send }
    .fix =
        1. Dans SetupMsi.log, lisez au-dessus de l'état d'erreur la première action en échec.
        2. Supprimez Certificate Connector for Microsoft Intune et réinstallez-le en tant qu'administrateur.
        3. Vérifiez que les conditions requises sont remplies (rôle NDES, .NET Framework, droits du compte de service).

cause-connector-setup-ok = L'installation du connecteur a réussi
    .what = Le journal d'installation du connecteur se termine par l'état 0.
    .user = Rien à faire à ce sujet.
    .fix =
        1. Rien à corriger ici. Si NDES montre encore sa propre page, exécutez iisreset.

cause-service-account-locked = Le compte du service d'inscription ne peut pas se connecter
    .what = Le compte de service NDES est verrouillé, ou son mot de passe a expiré.
    .user = { -send }
    .fix =
        1. Déverrouillez le compte ou réinitialisez son mot de passe.
        2. Saisissez le nouveau mot de passe pour le pool d'applications SCEP.
        3. Démarrez le pool et cherchez ce qui a verrouillé le compte (journal de sécurité, événement 4740).

cause-ca-unreachable = Le service d'inscription n'atteint pas l'autorité de certification
    .what = Le serveur n'a pas pu communiquer avec la CA (par exemple 0x800706ba, serveur RPC non disponible).
    .user = { -send }
    .fix =
        1. Vérifiez que la CA est en marche et que son service fonctionne (certutil -ping -config "CA").
        2. Vérifiez RPC et DCOM entre le serveur NDES et la CA (TCP 135 et les ports dynamiques).
        3. Vérifiez que le compte de service peut y demander des certificats.

cause-ca-request-failed = L'autorité de certification a refusé la demande
    .what = La demande est parvenue à la CA, et la CA n'a pas émis de certificat.
    .user = { -send }
    .fix =
        1. Ouvrez la console de la CA, Demandes ayant échoué, et lisez le message de disposition.
        2. Vérifiez les autorisations du compte de service NDES sur le modèle (lecture et inscription).
        3. Vérifiez que le sujet, la taille de clé et la validité correspondent au modèle.

cause-policy-module-tls-name-mismatch = Le certificat du connecteur porte un autre nom
    .what = Le certificat TLS que rencontre le module de stratégie ne contient pas le nom qu'il demande (12175).
    .user = { -send }
    .fix =
        1. Lisez dans NDESPlugin.log quel nom est demandé.
        2. Donnez au site un certificat TLS avec ce FQDN comme sujet et nom DNS, et sélectionnez-le dans la liaison.
        3. Vérifiez que le serveur fait confiance à la chaîne du certificat.
        4. Exécutez iisreset.

cause-connector-signing-certificate-missing = Le certificat de signature du connecteur manque
    .what = Le certificat dont le connecteur se sert pour vérifier les demandes n'a pas pu être obtenu.
    .user = { -send }
    .fix =
        1. Vérifiez que le serveur du connecteur atteint le service Intune (proxy, pare-feu).
        2. Reconnectez le connecteur ou réinstallez-le, pour qu'il reçoive un nouveau certificat.
        3. Redémarrez le service du connecteur Intune.

cause-verify-request-failed = Le connecteur n'a pas pu vérifier la demande
    .what = VerifyRequest a reçu la réponse 500 : le connecteur n'a pas accepté la demande ou n'a pas pu la vérifier.
    .user = { -send }
    .fix =
        1. Lisez les événements du connecteur à ce moment : 4005 en nomme la raison.
        2. Vérifiez que le connecteur est connecté, à jour, et actif dans le centre d'administration Intune.
        3. Synchronisez l'appareil, pour qu'il reçoive un nouveau challenge.
        4. Redémarrez le service du connecteur Intune.

## Evidence

cause-verbose-logging-off = Le journal n'enregistre pas ces étapes à son niveau actuel
    .what = La journalisation détaillée était désactivée. Ce qui manque dans ce journal a pu avoir lieu malgré tout.
    .user = Activez la journalisation détaillée, reproduisez le problème et refaites la collecte.
    .fix =
        1. Android : dans le Portail d'entreprise, Paramètres, activez la journalisation détaillée.
        2. iOS et iPadOS : installez le profil de journalisation d'Apple pour la configuration gérée (MDM), ou suivez le journal en direct avec les messages de débogage.
        3. Windows : activez les canaux Admin et Debug de DeviceManagement-Enterprise-Diagnostics-Provider.
        4. Lancez une synchronisation, attendez l'échec, et collectez les journaux peu après.

cause-log-rolled-over = Le journal ne remonte plus jusqu'à la tentative
    .what = L'entrée la plus ancienne est postérieure à la tentative. Ce qui précédait a été écrasé.
    .user = Réessayez, et faites la collecte peu après.
    .fix =
        1. Lancez une synchronisation sur l'appareil et faites la collecte peu après.
        2. Sur Windows, augmentez la taille du journal de ce canal.
        3. Ajoutez des fichiers journaux plus anciens du même appareil (comme OMADMLog_1.log) s'il y en a.

cause-source-unreadable = Une source n'a pas pu être lue
    .what = Un fichier ou un journal est là, mais son contenu n'a pas pu être lu.
    .user = Refaites la collecte ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Regardez la raison indiquée à côté dans le rapport.
        2. Si des droits manquent, lancez la collecte en tant qu'administrateur.
        3. Si un fichier est endommagé, exportez de nouveau le journal et remettez l'original, pas une copie du texte.

cause-source-truncated = Une source n'est pas complète
    .what = Le journal se termine en plein milieu, ou dépasse la limite pour une source. On ne peut pas dire ce qui manque.
    .user = Refaites la collecte quelques minutes après le problème.
    .fix =
        1. Exportez de nouveau le journal, et vérifiez que la copie est allée à son terme.
        2. Si le fichier est très gros, remettez la partie autour du moment de la tentative.

cause-source-left-out = Une partie des preuves a été volontairement exclue
    .what = L'utilisateur, ou une option de la collecte, a laissé hors du paquet une source ou une partie de celle-ci. Elle est sur l'appareil.
    .user = Rien à faire. Si votre administrateur a besoin de cette partie, refaites la collecte sans l'exclure.
    .fix =
        1. Regardez la raison indiquée à côté dans le rapport : exclue par l'utilisateur, plus ancienne que la période demandée, ou au-delà de la taille demandée.
        2. Ne jugez d'après ce paquet que ce qu'il contient : une entrée qui n'y est pas peut encore être sur l'appareil.
        3. Demandez une nouvelle collecte si cette partie est importante.

cause-stalled-unexplained = La tentative s'est arrêtée, et aucune entrée ne dit pourquoi
    .what = Une étape est enregistrée, la suivante l'aurait été et ne l'est pas, et rien ne l'explique.
    .user = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
    .fix =
        1. Lancez une synchronisation et refaites la collecte quelques minutes plus tard.
        2. Comparez avec les journaux du serveur au même moment : journal IIS, HTTPERR, NDESPlugin.log.
        3. Cherchez des économiseurs de batterie et des règles qui arrêtent l'application de gestion en arrière-plan.
