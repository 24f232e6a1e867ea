# What asking the server's address gave.
probe-healthy = Le serveur répond comme il le doit.
probe-healthy-next = Si l'appareil n'a toujours pas de certificat, consultez ses journaux : le serveur est joignable.
probe-trouble = { $title }
probe-unclear = Le serveur a répondu, mais tout n'a pas été vu.
probe-unclear-next = Interrogez-le de nouveau, ou envoyez le rapport à votre administrateur.
probe-asked = Interrogé : { $url }, comme le fait { $platform }
probe-proxy = Par le proxy { $proxy }
probe-steps = Étapes
probe-findings = Ce que cela signifie
probe-fix = Pour l'administrateur
probe-chain = Certificats de la connexion, tels que présentés
probe-certificates = Certificats que le serveur distribue (GetCACert)
probe-certificate-line = { $subject }, émis par { $issuer }, jusqu'au { $end } ; { $key }, { $algorithm } ; { $roles }
probe-capabilities = Fonctions (GetCACaps) : { $list }
probe-clock = Les horloges de cet appareil et du serveur ont { $seconds } s d'écart.
probe-query = Plus longue requête ayant reçu une réponse : { $answered } octets ; première refusée : { $refused } octets.
probe-query-all = Plus longue requête ayant reçu une réponse : { $answered } octets ; aucune n'a été refusée.
probe-milliseconds = { $count } ms

probestep-dns = Nom
probestep-proxy = Proxy
probestep-tcp = Connexion
probestep-tls = TLS
probestep-revocation = Adresse de révocation
probestep-plain-get = Demande simple
probestep-get-ca-caps = GetCACaps
probestep-get-ca-cert = GetCACert
probestep-get-next-ca-cert = GetNextCACert
probestep-long-query = Requête longue

probe-result-ok = réponse reçue
probe-result-failed = pas comme il le faudrait
probe-result-skipped = non effectuée

probereason-total-time = le temps prévu pour tout le test était écoulé
probereason-the-proxy-looks-up-the-name = c'est le proxy qui résout le nom
probereason-no-answer-to-the-plain-request = la demande simple est restée sans réponse
probereason-the-short-query-was-not-answered = la requête courte est restée sans réponse
probereason-not-an-address-to-ask = cette adresse n'est pas interrogée
probereason-limit = la limite a été atteinte
probereason-local-address = le nom mène à cet appareil ou au lien local

probe-role-ca = CA
probe-role-ra-signature = RA, signe
probe-role-ra-encryption = RA, chiffre
probe-role-other = ni CA ni RA
