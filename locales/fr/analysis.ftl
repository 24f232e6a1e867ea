# The administrator's analyzer: terminal, page, and the comparison of two reports.
analysis-title = L'appareil et le serveur réunis
analysis-unverified = Non vérifié. Un paquet a été lu malgré l'échec de sa vérification ; ce qu'il dit peut venir de n'importe qui.
analysis-key-not-listed = La clé qui l'a signé n'est pas sur votre liste.
analysis-signature-not-accepted = Sa signature est absente ou non valide.
analysis-first-step = Première étape
analysis-flow = Le déroulement
analysis-flow-note = Les étapes 1, 2 et 5 sont celles de l'appareil ; les jalons ci-dessous montrent ce qui s'y est passé.
analysis-requests = Demandes
analysis-device = Appareil
analysis-network = Réseau
analysis-server = Serveur
analysis-request = Demande
analysis-answer = Réponse
analysis-seen-by = Vue par
analysis-attempt-heading = Tentative { $id } : appareil et serveur
analysis-no-attempts = Les entrées fournies ne contiennent aucune tentative d'un appareil ; il n'y a donc rien à rapprocher.
analysis-policy-module = module de stratégie
analysis-no-operation = URL SCEP
analysis-not-answered = sans réponse
analysis-sequence = Demandes dans l'ordre, entre l'appareil, le réseau et le serveur
analysis-more-requests = { $count ->
    [one] { $count } autre demande se trouve dans le JSON.
   *[other] { $count } autres demandes se trouvent dans le JSON.
}
analysis-servers = Journaux du serveur web
analysis-no-servers = Aucun journal d'un serveur web n'a été fourni. On ne peut pas dire ce qui est arrivé au serveur.
analysis-server-untimed = Ses entrées ne portent ni date ni heure : rien ne peut en être rapproché.
analysis-server-assumed = Aucune ligne ne nomme ses colonnes ; l'ordre habituel a été retenu là où il convient.
analysis-server-missing = Il lui manque des colonnes : { $columns }. On ignore ce qu'elles diraient.
analysis-server-quiet = Aucune entrée de { $from } à { $to }.
analysis-server-more-quiet = { $count ->
    [one] { $count } autre période sans entrée se trouve dans le JSON.
   *[other] { $count } autres périodes sans entrée se trouvent dans le JSON.
}
analysis-others = Autres clients
analysis-others-none = Les journaux ne contiennent pas d'autre demande à NDES.
analysis-others-count = { $requests ->
    [one] { $requests } demande n'appartient
   *[other] { $requests } demandes n'appartiennent
} à aucune de ces tentatives ; en échec : { $failed }.
analysis-others-client = { $address } : { $requests ->
    [one] { $requests } demande
   *[other] { $requests } demandes
}, en échec : { $failed }
analysis-others-more = { $count ->
    [one] { $count } autre client se trouve dans le JSON.
   *[other] { $count } autres clients se trouvent dans le JSON.
}
analysis-other-findings = Ce que seules ces demandes montrent
analysis-no-address = adresse non journalisée
analysis-clock-requests = L'horloge du serveur avance de { $seconds } s sur celle de l'appareil, d'après { $pairs ->
    [one] { $pairs } demande vue
   *[other] { $pairs } demandes vues
} des deux côtés.
analysis-clock-stated = Les deux horloges écrivent en UTC ou indiquent leur décalage. On ignore de combien elles diffèrent.
analysis-clock-unknown = On ignore comment les deux horloges se situent l'une par rapport à l'autre.
analysis-offset-estimated = L'heure locale de l'appareil a été prise pour UTC{ $offset }, car ses demandes ne concordent qu'ainsi avec le journal du serveur.
analysis-date-estimated = Le journal de l'appareil n'a pas de date. Ses demandes concordent avec le journal du serveur du { $date }.
analysis-client = Client : { $address }, { $agent }
analysis-client-shared = { $count ->
    [one] { $count } autre type d'appareil vient
   *[other] { $count } autres types d'appareils viennent
} de la même adresse. On ne les distingue que par l'heure et l'agent utilisateur.
analysis-inputs = D'où vient le côté de l'appareil

join-joined = Le journal du serveur contient les demandes de cette tentative.
join-no-request = Le journal du serveur couvre la tentative et n'en contient aucune demande.
join-ambiguous = Plusieurs clients du journal du serveur correspondent aussi bien à cette tentative. On ne peut pas dire lequel est cet appareil.
join-not-covered = Le journal du serveur ne couvre pas la tentative. L'arrivée d'une demande n'aurait pas pu y être enregistrée.
join-not-placed = La tentative ne peut pas être située dans l'heure du serveur. On ne peut pas dire si une demande est arrivée.
join-nothing-to-join = L'appareil n'a enregistré aucune demande que l'on puisse chercher dans le journal du serveur.
join-no-server-log = Aucun journal du serveur web n'a été fourni. On ne peut pas dire si une demande est arrivée.

join-reason-log-begins-later = Le journal commence après la tentative.
join-reason-log-ends-earlier = Le journal se termine avant la tentative.
join-reason-log-quiet = Le journal ne contient aucune entrée d'aucun client pendant une longue période autour de la tentative.
join-reason-no-time-column = Le journal ne porte ni date ni heure.
join-reason-no-uri-column = Le journal ne dit pas quelle adresse a été demandée (cs-uri-stem).
join-reason-no-user-agent-column = Le journal ne dit pas quel programme a fait la demande (cs(User-Agent)) ; les plateformes sont distinguées par la forme de la demande.
join-reason-no-client-column = Le journal ne dit pas d'où venaient les demandes (c-ip).
join-reason-no-status-column = Le journal ne dit pas comment les demandes se sont terminées (sc-status).
join-reason-no-query-column = Le journal ne dit pas quelle opération a été demandée (cs-uri-query).
join-reason-no-date = Le journal de l'appareil a des heures sans date.
join-reason-unknown-offset = Le journal de l'appareil a des heures locales sans leur décalage par rapport à UTC.
join-reason-others-nearby = Des demandes du même type d'appareil sont arrivées vers ce moment. Elles ne concordent pas avec ce que cet appareil a enregistré.
join-reason-several-clients = Plus d'un client correspond.
join-reason-shared-address = D'autres appareils viennent de la même adresse : un proxy se trouve devant le serveur.
join-reason-too-many-requests = Il y a plus de demandes que l'on n'en conserve ; les plus anciennes ne sont pas connues.

seen-by-device = l'appareil seul
seen-by-server = le serveur seul
seen-by-both = les deux

flow-profile = Le profil arrive sur l'appareil
flow-device-to-ndes = L'appareil s'adresse à NDES
flow-ndes-to-policy-module = NDES fait vérifier le challenge
flow-ndes-to-ca = La CA émet le certificat
flow-delivery = Le certificat arrive sur l'appareil
flow-report = Le résultat est signalé à Intune
flow-profile-short = Profil
flow-device-to-ndes-short = Appareil → NDES
flow-ndes-to-policy-module-short = Module de stratégie
flow-ndes-to-ca-short = CA
flow-delivery-short = Remise
flow-report-short = Compte rendu

trust-verified = Vérifié : inchangé depuis sa signature par { $principal } avec la clé { $fingerprint }, qui est sur votre liste.
trust-intact = Inchangé depuis sa signature avec la clé { $fingerprint }. Aucune de vos listes ne nomme cette clé : cela ne prouve ni qui a signé, ni quand, ni que les journaux sont authentiques.
trust-unverified = Non vérifié. Sa vérification a échoué ; il peut venir de n'importe qui.
trust-unsigned = Non signé. Rien ne montre s'il a été modifié.

compare-title = Ce qui a changé
compare-same = Rien de ce que disent les rapports n'a changé.
compare-other-device = Les rapports nomment des appareils différents.
compare-outcome = Résultat
compare-reached = Serveur atteint
compare-challenge = Demande présentée
compare-steps = Étapes
compare-findings = Constats
compare-no-findings = Aucun des deux rapports ne nomme une cause.
compare-new = nouveau
compare-stayed = toujours là
compare-gone = disparu
compare-gone-note = Un constat a disparu quand le rapport ultérieur ne le contient pas. Ce sont les étapes qui montrent s'il est résolu.
