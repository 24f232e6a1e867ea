# The seven milestones: name and the question that each answers.
milestone-profile-received = Profil reçu
    .question = L'appareil a-t-il reçu le profil SCEP et commencé à le traiter ?
milestone-capabilities-received = Fonctions reçues
    .question = Le serveur a-t-il répondu à GetCACaps ?
milestone-ca-certificate-received = Certificat de CA reçu
    .question = Le serveur a-t-il répondu à GetCACert avec des certificats de CA (et de RA) ?
milestone-request-generated = Demande préparée
    .question = Une clé a-t-elle été créée, et la demande de certificat construite et signée ?
milestone-request-sent = Demande envoyée
    .question = L'appareil a-t-il envoyé PKIOperation, c'est-à-dire présenté le challenge ?
milestone-response-received = Réponse reçue
    .question = Le serveur a-t-il répondu par un CertRep ?
milestone-certificate-installed = Certificat installé
    .question = Le certificat est-il installé et utilisable ?

# The eight stops of the path picture.
stop-device = appareil
stop-name = nom
stop-connection = connexion
stop-capabilities = fonctions
stop-ca-certificate = certificat de CA
stop-request = demande
stop-answer = réponse
stop-installed = installé

# The state of a milestone or stop: a word, and what it means.
state-seen = constaté
    .meaning = une entrée le prouve
state-implied = déduit
    .meaning = rien d'enregistré, mais une étape ultérieure montre que cela a dû avoir lieu
state-failed = échec
    .meaning = une entrée dit que cette étape précise a échoué
state-absent = absent
    .meaning = rien d'enregistré, alors que ce journal l'aurait enregistré
state-not-recordable = non enregistrable
    .meaning = rien d'enregistré, et ce journal n'aurait pas pu l'enregistrer

outcome-succeeded = réussite
outcome-failed = échec
outcome-stalled = arrêt
outcome-pending = en attente
outcome-inconclusive = non concluant
outcome-no-evidence = aucune preuve

answer-yes = oui
answer-no = non
answer-unknown = inconnu

confidence-certain = certain
confidence-likely = probable
confidence-possible = possible

platform-windows = Windows
platform-android = Android
platform-ios = iOS / iPadOS
platform-macos = macOS
platform-linux = Linux
platform-unknown = non indiqué par les journaux

level-verbose = détaillé
level-debug = débogage
level-info = information
level-default = par défaut
level-warning = avertissement
level-error = erreur
level-fault = défaillance
level-unknown = –
