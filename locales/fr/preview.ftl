# What a preview says of a bundle that would be made.
preview-title = Ce qui quitterait cet appareil
preview-nothing-written = Rien n'a été écrit.
preview-policy-default = Masquage : les secrets sont retirés, les données personnelles reçoivent des pseudonymes ; les noms de serveurs restent.
preview-policy-strict = Masquage : les secrets sont retirés ; les données personnelles, les noms de serveurs et les adresses publiques reçoivent des pseudonymes.
preview-policy-none = Masquage : les secrets sont retirés. RIEN D'AUTRE n'est remplacé : les noms et les adresses partent tels quels.
preview-total = { $items ->
    [one] { $items } élément
   *[other] { $items } éléments
}, { $bytes } octets avant compression
preview-item-log = un journal qui a été lu
preview-item-records = les entrées d'un journal binaire qui a été lu ; le journal lui-même reste ici
preview-item-original = le journal LUI-MÊME, NON masqué, comme demandé
preview-item-report = ce qui a été trouvé
preview-item-report-page = la même chose, en page lisible
preview-bytes = { $before } octets ici, { $after } octets dans le paquet
preview-bytes-made = { $after } octets dans le paquet
preview-unreadable = Il n'est plus lisible et ne serait pas dans le paquet.
preview-cited = { $count ->
    [0] Le rapport n'en cite aucune entrée.
    [one] Le rapport en cite { $count } entrée comme preuve.
   *[other] Le rapport en cite { $count } entrées comme preuves.
}
preview-replaced-nothing = Rien n'y est remplacé.
preview-replaced = Remplacé : { $list }
preview-cut = Retiré : { $old } trop anciennes, { $over } au-delà de la taille.
preview-left-out = EXCLU. Le rapport le dira.
preview-how = --show ID affiche les lignes d'un élément avant et après ; --leave-out ID le garde ici.
preview-line-more = D'autres lignes suivent : --line { $line }
preview-line-none = Cette ligne n'existe pas.
preview-before = ici
preview-after = part

# Kinds of values that are replaced.
redacted-challenge = mot de passe de challenge
redacted-request-token = jeton de demande
redacted-pkioperation = corps du message de demande
redacted-csr = demande de certificat
redacted-bearer = jeton ou adresse signée
redacted-private-key = clé privée
redacted-password = mot de passe
redacted-upn = adresse e-mail ou nom de connexion
redacted-user = nom d'utilisateur
redacted-sid = identifiant de compte (SID)
redacted-serial = numéro de série ou identifiant matériel
redacted-mac = adresse matérielle
redacted-device = nom d'appareil
redacted-ip = adresse privée
redacted-publicip = adresse publique
redacted-host = nom de serveur
redacted-encoded = données encodées

# `scepscope pseudonym`.
pseudonym-kept = Conservés sur cet appareil, pour son propriétaire :
pseudonym-none = Aucun pseudonyme n'est conservé sur cet appareil.
pseudonym-forgotten = { $count ->
    [one] Les pseudonymes de { $count } paquet ont été supprimés.
   *[other] Les pseudonymes de { $count } paquets ont été supprimés.
}
pseudonym-not-kept = Les pseudonymes de ce paquet n'ont pas été conservés sur cet appareil.
