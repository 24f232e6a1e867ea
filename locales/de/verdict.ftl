# One sentence on how it went, and what to do next. $host is the server's host name; where the evidence names
# none, .nohost takes the sentence's place. Where a cause is known, the next step is the cause's .user.

verdict-succeeded = Das Zertifikat ist installiert.
    .next = Sie müssen nichts tun.
verdict-succeeded-with-findings = Das Zertifikat ist installiert. Der Bericht nennt außerdem etwas, das das nächste aufhalten kann.
    .next = Senden Sie den Bericht an Ihren Administrator.

# failed: one sentence for each group of causes
verdict-name = Dieses Gerät kann den Server { $host } nicht finden.
    .nohost = Dieses Gerät kann den Server nicht finden.
verdict-connect = Dieses Gerät kann keine Verbindung zum Server { $host } herstellen.
    .nohost = Dieses Gerät kann keine Verbindung zum Server herstellen.
verdict-secure = Zwischen diesem Gerät und dem Server { $host } kam keine sichere Verbindung zustande.
    .nohost = Zwischen diesem Gerät und dem Server kam keine sichere Verbindung zustande.
verdict-network-later = Der Server { $host } hat zuvor geantwortet, aber eine spätere Verbindung zu ihm ist fehlgeschlagen.
    .nohost = Der Server hat zuvor geantwortet, aber eine spätere Verbindung zu ihm ist fehlgeschlagen.
verdict-between = Etwas zwischen diesem Gerät und dem Server { $host } hat an seiner Stelle geantwortet.
    .nohost = Etwas zwischen diesem Gerät und dem Server hat an seiner Stelle geantwortet.
verdict-slow = Der Server { $host } hat nicht rechtzeitig geantwortet.
    .nohost = Der Server hat nicht rechtzeitig geantwortet.
verdict-clock = Die Uhren dieses Geräts und des Servers { $host } gehen verschieden.
    .nohost = Die Uhren dieses Geräts und des Servers gehen verschieden.
verdict-server-error = Der Server { $host } wurde erreicht, kann aber so, wie er jetzt eingerichtet ist, keine Anforderungen bearbeiten.
    .nohost = Der Server wurde erreicht, kann aber so, wie er jetzt eingerichtet ist, keine Anforderungen bearbeiten.
verdict-server-answer = Der Server { $host } wurde erreicht, aber dieses Gerät kann seine Antwort nicht verwenden.
    .nohost = Der Server wurde erreicht, aber dieses Gerät kann seine Antwort nicht verwenden.
verdict-answer-unusable = Für dieses Gerät kam eine Antwort, die es nicht verwenden kann. Ob sie vom Server { $host } selbst kam, ist nicht bekannt.
    .nohost = Für dieses Gerät kam eine Antwort, die es nicht verwenden kann. Ob sie vom Server selbst kam, ist nicht bekannt.
verdict-ca = Dieses Gerät akzeptiert die Zertifikate nicht, die der Server { $host } gesendet hat.
    .nohost = Dieses Gerät akzeptiert die Zertifikate nicht, die der Server gesendet hat.
verdict-refused = Der Server { $host } hat die Anforderung erhalten und abgelehnt.
    .nohost = Der Server hat die Anforderung erhalten und abgelehnt.
verdict-profile = Dieses Gerät konnte die Einstellungen für sein Zertifikat nicht verarbeiten.
verdict-no-profile = Die Einstellungen für das Zertifikat sind auf diesem Gerät nicht angekommen.
verdict-request = Dieses Gerät konnte die Anforderung für sein Zertifikat nicht vorbereiten.
verdict-install = Das Zertifikat ist angekommen, aber dieses Gerät konnte es nicht installieren.
verdict-certificate-missing = Ein Zertifikat, das die Einstellungen dieses Geräts brauchen, ist nicht darauf vorhanden.
verdict-iis-no-request = Das Protokoll des Servers enthält für diese Zeit keine Anforderung von diesem Gerät.
verdict-server-side = Dieses Gerät hat sein Zertifikat nicht erhalten. Die Ursache liegt beim Server: { $title }.
verdict-cause = Dieses Gerät hat sein Zertifikat nicht erhalten. { $title }.
verdict-likely = Dieses Gerät hat sein Zertifikat nicht erhalten. Wahrscheinlich: { $title }.
verdict-possible = Dieses Gerät hat sein Zertifikat nicht erhalten. Möglicherweise: { $title }.
verdict-failed-step = Dieses Gerät hat sein Zertifikat nicht erhalten. Dieser Schritt ist fehlgeschlagen: { $step }.
    .next = Senden Sie den Bericht an Ihren Administrator.
verdict-failed = Dieses Gerät hat sein Zertifikat nicht erhalten. Aus den Einträgen geht nicht hervor, warum.
    .next = Senden Sie den Bericht an Ihren Administrator.

# stalled: a step is missing that would have been recorded
verdict-never-left = Die Anforderung wurde vorbereitet, hat dieses Gerät aber nie verlassen.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-not-reached = Die Einstellungen für das Zertifikat sind angekommen, aber dieses Gerät hat den Server { $host } nicht erreicht.
    .nohost = Die Einstellungen für das Zertifikat sind angekommen, aber dieses Gerät hat den Server nicht erreicht.
    .next = Prüfen Sie das Netzwerk, oder senden Sie den Bericht an Ihren Administrator.
verdict-stopped-early = Die Einstellungen für das Zertifikat sind angekommen, dann ging es nicht weiter. Ob der Server { $host } erreicht wurde, ist nicht aufgezeichnet.
    .nohost = Die Einstellungen für das Zertifikat sind angekommen, dann ging es nicht weiter. Ob der Server erreicht wurde, ist nicht aufgezeichnet.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-stopped-after-answer = Der Server { $host } hat geantwortet, danach kam dieses Gerät nicht weiter.
    .nohost = Der Server hat geantwortet, danach kam dieses Gerät nicht weiter.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-leaving-unknown = Die Anforderung wurde vorbereitet. Ob sie dieses Gerät verlassen hat, ist nicht aufgezeichnet.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-no-answer = Die Anforderung hat dieses Gerät verlassen, und es ist keine Antwort darauf aufgezeichnet.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-not-installed = Der Server { $host } hat auf die Anforderung geantwortet, aber auf diesem Gerät ist keine Installation aufgezeichnet.
    .nohost = Der Server hat auf die Anforderung geantwortet, aber auf diesem Gerät ist keine Installation aufgezeichnet.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.
verdict-stalled = Es blieb stehen, bevor das Zertifikat installiert war, und kein Eintrag sagt, warum.
    .next = Starten Sie eine Synchronisierung und prüfen Sie erneut; wenn es dabei bleibt, senden Sie den Bericht an Ihren Administrator.

verdict-pending-approval = Der Server { $host } hat die Anforderung erhalten. Jemand muss sie genehmigen.
    .nohost = Der Server hat die Anforderung erhalten. Jemand muss sie genehmigen.
    .next = Warten Sie, oder bitten Sie Ihren Administrator, die Anforderung zu genehmigen.
verdict-pending-accept = Das Zertifikat wartet darauf, auf diesem Gerät angenommen zu werden.
    .next = Richten Sie eine Displaysperre ein, öffnen Sie die Benachrichtigung oder das Unternehmensportal und nehmen Sie das Zertifikat an.
verdict-pending = Über die Anforderung ist noch nicht entschieden.
    .next = Warten Sie eine Weile und prüfen Sie erneut.

verdict-not-recordable = Das Protokoll zeichnet diese Schritte auf seiner jetzigen Stufe nicht auf, deshalb lässt sich noch nichts darüber sagen.
    .next = Schalten Sie die ausführliche Protokollierung ein, wiederholen Sie das Problem und erfassen Sie erneut.
verdict-rolled-over = Das Protokoll reicht nicht mehr bis zu dem Versuch zurück, deshalb lässt sich noch nichts darüber sagen.
    .next = Versuchen Sie es noch einmal, und erfassen Sie kurz danach.
verdict-cut-off = Das Protokoll endet vor dem Versuch, deshalb lässt sich über dessen Ende noch nichts sagen.
    .next = Erfassen Sie einige Minuten nach dem Problem noch einmal.
verdict-inconclusive = Die Einträge zeigen nicht, wie es ausging.
    .next = Starten Sie eine Synchronisierung, warten Sie einige Minuten und erfassen Sie erneut.
verdict-inconclusive-finding = Die Einträge zeigen nicht, wie es ausging. Sie zeigen aber dies: { $title }.
    .next = Senden Sie den Bericht an Ihren Administrator.
verdict-inconclusive-hint = Die Einträge zeigen nicht, wie es ausging. Sie deuten auf dies hin: { $title }.
    .next = Senden Sie den Bericht an Ihren Administrator.

verdict-no-evidence = Diese Protokolle enthalten nichts über ein Zertifikat für dieses Gerät.
    .next = Starten Sie eine Synchronisierung, warten Sie einige Minuten und erfassen Sie erneut.
verdict-no-evidence-finding = Diese Protokolle enthalten keinen Versuch dieses Geräts. Sie zeigen aber dies: { $title }.
    .next = Senden Sie den Bericht an Ihren Administrator.
verdict-no-evidence-hint = Diese Protokolle enthalten keinen Versuch dieses Geräts. Sie deuten auf dies hin: { $title }.
    .next = Senden Sie den Bericht an Ihren Administrator.
verdict-unreadable = Keines der Protokolle konnte gelesen werden, deshalb lässt sich noch nichts sagen.
    .next = Exportieren Sie die Protokolle erneut, oder wählen Sie andere Dateien.
verdict-server-finding = Das sind Protokolle des Servers. Sie zeigen dies: { $title }.
verdict-server-hint = Das sind Protokolle des Servers. Sie deuten auf dies hin: { $title }.
verdict-server-only = Das sind Protokolle des Servers. Sie enthalten keinen Versuch eines Geräts und nennen keinen Fehler.
    .next = Fügen Sie die Protokolle des Geräts hinzu.
