# The administrator's analyzer: terminal, page, and the comparison of two reports.
analysis-title = Dispositivo y servidor juntos
analysis-unverified = Sin verificar. Se leyó un paquete aunque su verificación falló; lo que dice puede ser de cualquiera.
analysis-key-not-listed = La clave que lo firmó no está en su lista.
analysis-signature-not-accepted = Su firma falta o no es válida.
analysis-first-step = Primer paso
analysis-flow = El flujo
analysis-flow-note = Los pasos 1, 2 y 5 son los del dispositivo; los hitos de abajo muestran lo que ocurrió en ellos.
analysis-requests = Solicitudes
analysis-device = Dispositivo
analysis-network = Red
analysis-server = Servidor
analysis-request = Solicitud
analysis-answer = Respuesta
analysis-seen-by = Vista por
analysis-attempt-heading = Intento { $id }: dispositivo y servidor
analysis-no-attempts = Los datos de entrada no contienen ningún intento de un dispositivo, así que no hay nada que relacionar.
analysis-policy-module = módulo de directivas
analysis-no-operation = URL de SCEP
analysis-not-answered = sin respuesta
analysis-sequence = Solicitudes en orden, entre dispositivo, red y servidor
analysis-more-requests = { $count ->
    [one] Hay 1 solicitud más en el JSON.
   *[other] Hay { $count } solicitudes más en el JSON.
}
analysis-servers = Registros del servidor web
analysis-no-servers = No se indicó ningún registro de un servidor web. No se puede decir qué llegó al servidor.
analysis-server-untimed = Sus entradas no llevan fecha ni hora: no se puede relacionar nada con ellas.
analysis-server-assumed = Ninguna línea nombra sus columnas; se tomó el orden habitual donde encaja.
analysis-server-missing = Le faltan columnas: { $columns }. No se sabe qué dirían.
analysis-server-quiet = Ninguna entrada desde { $from } hasta { $to }.
analysis-server-more-quiet = { $count ->
    [one] Hay 1 periodo más sin entradas en el JSON.
   *[other] Hay { $count } periodos más sin entradas en el JSON.
}
analysis-others = Otros clientes
analysis-others-none = Los registros no contienen más solicitudes a NDES.
analysis-others-count = { $requests ->
    [one] 1 solicitud no pertenece
   *[other] { $requests } solicitudes no pertenecen
} a ninguno de estos intentos; fallidas: { $failed }.
analysis-others-client = { $address }: { $requests ->
    [one] 1 solicitud
   *[other] { $requests } solicitudes
}, fallidas: { $failed }
analysis-others-more = { $count ->
    [one] Hay 1 cliente más en el JSON.
   *[other] Hay { $count } clientes más en el JSON.
}
analysis-other-findings = Lo que solo muestran esas solicitudes
analysis-no-address = dirección no registrada
analysis-clock-requests = El reloj del servidor va { $seconds } s por delante del reloj del dispositivo, según { $pairs ->
    [one] 1 solicitud
   *[other] { $pairs } solicitudes
} que vieron ambos.
analysis-clock-stated = Ambos relojes escriben UTC o su diferencia. No se sabe cuánto difieren.
analysis-clock-unknown = No se sabe qué relación hay entre los dos relojes.
analysis-offset-estimated = La hora local del dispositivo se tomó como UTC{ $offset }, ya que solo así sus solicitudes encajan con el registro del servidor.
analysis-date-estimated = El registro del dispositivo no tiene fecha. Sus solicitudes encajan con el registro del servidor del { $date }.
analysis-client = Cliente: { $address }, { $agent }
analysis-client-shared = { $count ->
    [one] 1 tipo más de dispositivo viene
   *[other] { $count } tipos más de dispositivo vienen
} de la misma dirección. Solo se distinguen por la hora y el agente de usuario.
analysis-inputs = De dónde viene el lado del dispositivo

join-joined = El registro del servidor contiene las solicitudes de este intento.
join-no-request = El registro del servidor cubre el intento y no contiene ninguna solicitud suya.
join-ambiguous = Varios clientes del registro del servidor encajan igual de bien con este intento. No se puede decir cuál es este dispositivo.
join-not-covered = El registro del servidor no cubre el intento. La llegada de una solicitud no pudo quedar registrada en él.
join-not-placed = El intento no se puede situar en la hora del servidor. No se puede decir si llegó una solicitud.
join-nothing-to-join = El dispositivo no registró ninguna solicitud que se pueda buscar en el registro del servidor.
join-no-server-log = No se indicó ningún registro del servidor web. No se puede decir si llegó una solicitud.

join-reason-log-begins-later = El registro empieza después del intento.
join-reason-log-ends-earlier = El registro termina antes del intento.
join-reason-log-quiet = El registro no contiene ninguna entrada de ningún cliente durante mucho tiempo alrededor del intento.
join-reason-no-time-column = El registro no lleva fecha ni hora.
join-reason-no-uri-column = El registro no dice qué dirección se pidió (cs-uri-stem).
join-reason-no-user-agent-column = El registro no dice qué programa hizo la solicitud (cs(User-Agent)); las plataformas se distinguen por la forma de la solicitud.
join-reason-no-client-column = El registro no dice de dónde vinieron las solicitudes (c-ip).
join-reason-no-status-column = El registro no dice cómo terminaron las solicitudes (sc-status).
join-reason-no-query-column = El registro no dice qué operación se pidió (cs-uri-query).
join-reason-no-date = El registro del dispositivo tiene horas sin fecha.
join-reason-unknown-offset = El registro del dispositivo tiene horas locales sin su diferencia con UTC.
join-reason-others-nearby = Cerca de ese momento llegaron solicitudes del mismo tipo de dispositivo. No encajan con lo que este dispositivo registró.
join-reason-several-clients = Encaja más de un cliente.
join-reason-shared-address = Otros dispositivos vienen de la misma dirección: hay un proxy delante del servidor.
join-reason-too-many-requests = Hay más solicitudes de las que se conservan; las más antiguas no se conocen.

seen-by-device = solo el dispositivo
seen-by-server = solo el servidor
seen-by-both = ambos

flow-profile = El perfil llega al dispositivo
flow-device-to-ndes = El dispositivo pregunta a NDES
flow-ndes-to-policy-module = NDES hace comprobar el desafío
flow-ndes-to-ca = La CA emite el certificado
flow-delivery = El certificado llega al dispositivo
flow-report = El resultado se comunica a Intune
flow-profile-short = Perfil
flow-device-to-ndes-short = Dispositivo → NDES
flow-ndes-to-policy-module-short = Módulo de directivas
flow-ndes-to-ca-short = CA
flow-delivery-short = Entrega
flow-report-short = Comunicación

trust-verified = Verificado: sin cambios desde que lo firmó { $principal } con la clave { $fingerprint }, que está en su lista.
trust-intact = Sin cambios desde que se firmó con la clave { $fingerprint }. Ninguna de sus listas nombra esta clave: esto no demuestra quién firmó, ni cuándo, ni que los registros sean auténticos.
trust-unverified = Sin verificar. Su verificación falló; puede ser de cualquiera.
trust-unsigned = Sin firmar. Nada muestra si se cambió.

compare-title = Lo que cambió
compare-same = No cambió nada de lo que dicen los informes.
compare-other-device = Los informes nombran dispositivos distintos.
compare-outcome = Resultado
compare-reached = Se llegó al servidor
compare-challenge = Solicitud presentada
compare-steps = Pasos
compare-findings = Hallazgos
compare-no-findings = Ninguno de los dos informes nombra una causa.
compare-new = nuevo
compare-stayed = sigue ahí
compare-gone = ya no está
compare-gone-note = Un hallazgo ya no está cuando el informe posterior no lo contiene. Los pasos muestran si está resuelto.
