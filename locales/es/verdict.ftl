# One sentence on how it went, and what to do next. $host is the server's host name; where the evidence names
# none, .nohost takes the sentence's place. Where a cause is known, the next step is the cause's .user.

verdict-succeeded = El certificado está instalado.
    .next = No tiene que hacer nada.
verdict-succeeded-with-findings = El certificado está instalado. El informe señala además algo que puede detener el próximo.
    .next = Envíe el informe a su administrador.

# failed: one sentence for each group of causes
verdict-name = Este dispositivo no encuentra el servidor { $host }.
    .nohost = Este dispositivo no encuentra el servidor.
verdict-connect = Este dispositivo no puede conectarse al servidor { $host }.
    .nohost = Este dispositivo no puede conectarse al servidor.
verdict-secure = Este dispositivo y el servidor { $host } no pudieron establecer una conexión segura.
    .nohost = Este dispositivo y el servidor no pudieron establecer una conexión segura.
verdict-network-later = El servidor { $host } respondió antes, pero una conexión posterior con él falló.
    .nohost = El servidor respondió antes, pero una conexión posterior con él falló.
verdict-between = Algo entre este dispositivo y el servidor { $host } respondió en su lugar.
    .nohost = Algo entre este dispositivo y el servidor respondió en su lugar.
verdict-slow = El servidor { $host } no respondió a tiempo.
    .nohost = El servidor no respondió a tiempo.
verdict-clock = Los relojes de este dispositivo y del servidor { $host } difieren.
    .nohost = Los relojes de este dispositivo y del servidor difieren.
verdict-server-error = Se llegó al servidor { $host }, pero no puede atender solicitudes tal como está configurado ahora.
    .nohost = Se llegó al servidor, pero no puede atender solicitudes tal como está configurado ahora.
verdict-server-answer = Se llegó al servidor { $host }, pero este dispositivo no puede usar su respuesta.
    .nohost = Se llegó al servidor, pero este dispositivo no puede usar su respuesta.
verdict-answer-unusable = Llegó una respuesta para este dispositivo que no puede usar. No se sabe si vino del propio servidor { $host }.
    .nohost = Llegó una respuesta para este dispositivo que no puede usar. No se sabe si vino del propio servidor.
verdict-ca = Este dispositivo no acepta los certificados que envió el servidor { $host }.
    .nohost = Este dispositivo no acepta los certificados que envió el servidor.
verdict-refused = El servidor { $host } recibió la solicitud y la rechazó.
    .nohost = El servidor recibió la solicitud y la rechazó.
verdict-profile = Este dispositivo no pudo procesar la configuración de su certificado.
verdict-no-profile = La configuración del certificado no ha llegado a este dispositivo.
verdict-request = Este dispositivo no pudo preparar la solicitud de su certificado.
verdict-install = El certificado llegó, pero este dispositivo no pudo instalarlo.
verdict-certificate-missing = Un certificado que necesita la configuración de este dispositivo no está en él.
verdict-iis-no-request = El registro del servidor no contiene ninguna solicitud de este dispositivo en ese periodo.
verdict-server-side = Este dispositivo no obtuvo su certificado. La causa está en el servidor: { $title }.
verdict-cause = Este dispositivo no obtuvo su certificado. { $title }.
verdict-likely = Este dispositivo no obtuvo su certificado. Causa probable: { $title }.
verdict-possible = Este dispositivo no obtuvo su certificado. Causa posible: { $title }.
verdict-failed-step = Este dispositivo no obtuvo su certificado. Falló en este paso: { $step }.
    .next = Envíe el informe a su administrador.
verdict-failed = Este dispositivo no obtuvo su certificado. Las entradas no dicen por qué.
    .next = Envíe el informe a su administrador.

# stalled: a step is missing that would have been recorded
verdict-never-left = La solicitud se preparó, pero nunca salió de este dispositivo.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-not-reached = La configuración del certificado llegó, pero este dispositivo no alcanzó el servidor { $host }.
    .nohost = La configuración del certificado llegó, pero este dispositivo no alcanzó el servidor.
    .next = Compruebe la red, o envíe el informe a su administrador.
verdict-stopped-early = La configuración del certificado llegó y después se detuvo. No quedó registrado si se llegó al servidor { $host }.
    .nohost = La configuración del certificado llegó y después se detuvo. No quedó registrado si se llegó al servidor.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-stopped-after-answer = El servidor { $host } respondió, y después este dispositivo no siguió adelante.
    .nohost = El servidor respondió, y después este dispositivo no siguió adelante.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-leaving-unknown = La solicitud se preparó. No quedó registrado si salió de este dispositivo.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-no-answer = La solicitud salió de este dispositivo, y no hay registrada ninguna respuesta.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-not-installed = El servidor { $host } respondió a la solicitud, pero no hay registrada ninguna instalación en este dispositivo.
    .nohost = El servidor respondió a la solicitud, pero no hay registrada ninguna instalación en este dispositivo.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
verdict-stalled = Se detuvo antes de que se instalara el certificado, y ninguna entrada dice por qué.
    .next = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.

verdict-pending-approval = El servidor { $host } recibió la solicitud. Alguien tiene que aprobarla.
    .nohost = El servidor recibió la solicitud. Alguien tiene que aprobarla.
    .next = Espere, o pida a su administrador que apruebe la solicitud.
verdict-pending-accept = El certificado espera a que se acepte en este dispositivo.
    .next = Configure un bloqueo de pantalla, abra la notificación o el Portal de empresa y acepte el certificado.
verdict-pending = Aún no se ha decidido sobre la solicitud.
    .next = Espere un rato y compruebe de nuevo.

verdict-not-recordable = El registro no anota estos pasos en su nivel actual, así que todavía no se puede decir nada sobre ellos.
    .next = Active el registro detallado, repita el problema y recopile de nuevo.
verdict-rolled-over = El registro ya no alcanza hasta el intento, así que todavía no se puede decir nada sobre él.
    .next = Inténtelo otra vez y recopile poco después.
verdict-cut-off = El registro termina antes que el intento, así que todavía no se puede decir nada sobre su final.
    .next = Recopile de nuevo unos minutos después del problema.
verdict-inconclusive = Las entradas no muestran cómo terminó.
    .next = Inicie una sincronización, espere unos minutos y recopile de nuevo.
verdict-inconclusive-finding = Las entradas no muestran cómo terminó. Sí muestran esto: { $title }.
    .next = Envíe el informe a su administrador.
verdict-inconclusive-hint = Las entradas no muestran cómo terminó. Apuntan a esto: { $title }.
    .next = Envíe el informe a su administrador.

verdict-no-evidence = Estos registros no contienen nada sobre un certificado para este dispositivo.
    .next = Inicie una sincronización, espere unos minutos y recopile de nuevo.
verdict-no-evidence-finding = Estos registros no contienen ningún intento de este dispositivo. Sí muestran esto: { $title }.
    .next = Envíe el informe a su administrador.
verdict-no-evidence-hint = Estos registros no contienen ningún intento de este dispositivo. Apuntan a esto: { $title }.
    .next = Envíe el informe a su administrador.
verdict-unreadable = No se pudo leer ninguno de los registros, así que todavía no se puede decir nada.
    .next = Exporte de nuevo los registros, o elija otros archivos.
verdict-server-finding = Estos son registros del servidor. Muestran esto: { $title }.
verdict-server-hint = Estos son registros del servidor. Apuntan a esto: { $title }.
verdict-server-only = Estos son registros del servidor. No contienen ningún intento de un dispositivo ni nombran ningún fallo.
    .next = Añada los registros del dispositivo.
