# One sentence on how it went, and what to do next. $host is the server's host name; where the evidence names
# none, .nohost takes the sentence's place. Where a cause is known, the next step is the cause's .user.

verdict-succeeded = Le certificat est installé.
    .next = Rien à faire.
verdict-succeeded-with-findings = Le certificat est installé. Le rapport signale aussi quelque chose qui peut bloquer le prochain.
    .next = Envoyez le rapport à votre administrateur.

# failed: one sentence for each group of causes
verdict-name = Cet appareil ne trouve pas le serveur { $host }.
    .nohost = Cet appareil ne trouve pas le serveur.
verdict-connect = Cet appareil ne peut pas se connecter au serveur { $host }.
    .nohost = Cet appareil ne peut pas se connecter au serveur.
verdict-secure = Cet appareil et le serveur { $host } n'ont pas pu établir de connexion sécurisée.
    .nohost = Cet appareil et le serveur n'ont pas pu établir de connexion sécurisée.
verdict-network-later = Le serveur { $host } a répondu auparavant, mais une connexion ultérieure a échoué.
    .nohost = Le serveur a répondu auparavant, mais une connexion ultérieure a échoué.
verdict-between = Quelque chose entre cet appareil et le serveur { $host } a répondu à sa place.
    .nohost = Quelque chose entre cet appareil et le serveur a répondu à sa place.
verdict-slow = Le serveur { $host } n'a pas répondu à temps.
    .nohost = Le serveur n'a pas répondu à temps.
verdict-clock = Les horloges de cet appareil et du serveur { $host } diffèrent.
    .nohost = Les horloges de cet appareil et du serveur diffèrent.
verdict-server-error = Le serveur { $host } a été atteint, mais ne peut pas traiter les demandes tel qu'il est configuré actuellement.
    .nohost = Le serveur a été atteint, mais ne peut pas traiter les demandes tel qu'il est configuré actuellement.
verdict-server-answer = Le serveur { $host } a été atteint, mais cet appareil ne peut pas utiliser sa réponse.
    .nohost = Le serveur a été atteint, mais cet appareil ne peut pas utiliser sa réponse.
verdict-answer-unusable = Cet appareil a reçu une réponse qu'il ne peut pas utiliser. On ne sait pas si elle vient du serveur { $host } lui-même.
    .nohost = Cet appareil a reçu une réponse qu'il ne peut pas utiliser. On ne sait pas si elle vient du serveur lui-même.
verdict-ca = Cet appareil n'accepte pas les certificats que le serveur { $host } a envoyés.
    .nohost = Cet appareil n'accepte pas les certificats que le serveur a envoyés.
verdict-refused = Le serveur { $host } a reçu la demande et l'a refusée.
    .nohost = Le serveur a reçu la demande et l'a refusée.
verdict-profile = Cet appareil n'a pas pu traiter les paramètres de son certificat.
verdict-no-profile = Les paramètres du certificat ne sont pas arrivés sur cet appareil.
verdict-request = Cet appareil n'a pas pu préparer la demande de son certificat.
verdict-install = Le certificat est arrivé, mais cet appareil n'a pas pu l'installer.
verdict-certificate-missing = Un certificat dont les paramètres de cet appareil ont besoin n'y est pas présent.
verdict-iis-no-request = Le journal du serveur ne contient aucune demande de cet appareil pour cette période.
verdict-server-side = Cet appareil n'a pas obtenu son certificat. La cause est sur le serveur : { $title }.
verdict-cause = Cet appareil n'a pas obtenu son certificat. { $title }.
verdict-likely = Cet appareil n'a pas obtenu son certificat. Cause probable : { $title }.
verdict-possible = Cet appareil n'a pas obtenu son certificat. Cause possible : { $title }.
verdict-failed-step = Cet appareil n'a pas obtenu son certificat. L'échec s'est produit à cette étape : { $step }.
    .next = Envoyez le rapport à votre administrateur.
verdict-failed = Cet appareil n'a pas obtenu son certificat. Les entrées ne disent pas pourquoi.
    .next = Envoyez le rapport à votre administrateur.

# stalled: a step is missing that would have been recorded
verdict-never-left = La demande a été préparée, mais n'a jamais quitté cet appareil.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-not-reached = Les paramètres du certificat sont arrivés, mais cet appareil n'a pas atteint le serveur { $host }.
    .nohost = Les paramètres du certificat sont arrivés, mais cet appareil n'a pas atteint le serveur.
    .next = Vérifiez le réseau, ou envoyez le rapport à votre administrateur.
verdict-stopped-early = Les paramètres du certificat sont arrivés, puis tout s'est arrêté. Rien n'indique si le serveur { $host } a été atteint.
    .nohost = Les paramètres du certificat sont arrivés, puis tout s'est arrêté. Rien n'indique si le serveur a été atteint.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-stopped-after-answer = Le serveur { $host } a répondu, puis cet appareil n'est pas allé plus loin.
    .nohost = Le serveur a répondu, puis cet appareil n'est pas allé plus loin.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-leaving-unknown = La demande a été préparée. Rien n'indique si elle a quitté cet appareil.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-no-answer = La demande a quitté cet appareil, et aucune réponse n'est enregistrée.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-not-installed = Le serveur { $host } a répondu à la demande, mais aucune installation n'est enregistrée sur cet appareil.
    .nohost = Le serveur a répondu à la demande, mais aucune installation n'est enregistrée sur cet appareil.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.
verdict-stalled = Tout s'est arrêté avant l'installation du certificat, et aucune entrée ne dit pourquoi.
    .next = Lancez une synchronisation et vérifiez de nouveau ; si rien ne change, envoyez le rapport à votre administrateur.

verdict-pending-approval = Le serveur { $host } a reçu la demande. Quelqu'un doit l'approuver.
    .nohost = Le serveur a reçu la demande. Quelqu'un doit l'approuver.
    .next = Patientez, ou demandez à votre administrateur d'approuver la demande.
verdict-pending-accept = Le certificat attend d'être accepté sur cet appareil.
    .next = Configurez un verrouillage d'écran, ouvrez la notification ou le Portail d'entreprise, et acceptez le certificat.
verdict-pending = La demande n'a pas encore fait l'objet d'une décision.
    .next = Attendez un moment et vérifiez de nouveau.

verdict-not-recordable = Le journal n'enregistre pas ces étapes à son niveau actuel, on ne peut donc encore rien en dire.
    .next = Activez la journalisation détaillée, reproduisez le problème et refaites la collecte.
verdict-rolled-over = Le journal ne remonte plus jusqu'à la tentative, on ne peut donc encore rien en dire.
    .next = Réessayez, et faites la collecte peu après.
verdict-cut-off = Le journal se termine avant la tentative, on ne peut donc encore rien dire de son issue.
    .next = Refaites la collecte quelques minutes après le problème.
verdict-inconclusive = Les entrées ne montrent pas comment cela s'est terminé.
    .next = Lancez une synchronisation, attendez quelques minutes et refaites la collecte.
verdict-inconclusive-finding = Les entrées ne montrent pas comment cela s'est terminé. Elles montrent en revanche ceci : { $title }.
    .next = Envoyez le rapport à votre administrateur.
verdict-inconclusive-hint = Les entrées ne montrent pas comment cela s'est terminé. Elles suggèrent ceci : { $title }.
    .next = Envoyez le rapport à votre administrateur.

verdict-no-evidence = Ces journaux ne contiennent rien sur un certificat pour cet appareil.
    .next = Lancez une synchronisation, attendez quelques minutes et refaites la collecte.
verdict-no-evidence-finding = Ces journaux ne contiennent aucune tentative de cet appareil. Ils montrent en revanche ceci : { $title }.
    .next = Envoyez le rapport à votre administrateur.
verdict-no-evidence-hint = Ces journaux ne contiennent aucune tentative de cet appareil. Ils suggèrent ceci : { $title }.
    .next = Envoyez le rapport à votre administrateur.
verdict-unreadable = Aucun des journaux n'a pu être lu, on ne peut donc encore rien dire.
    .next = Exportez de nouveau les journaux, ou choisissez d'autres fichiers.
verdict-server-finding = Ce sont des journaux du serveur. Ils montrent ceci : { $title }.
verdict-server-hint = Ce sont des journaux du serveur. Ils suggèrent ceci : { $title }.
verdict-server-only = Ce sont des journaux du serveur. Ils ne contiennent aucune tentative d'un appareil et ne signalent aucune erreur.
    .next = Ajoutez les journaux de l'appareil.
