# The inspection of an NDES server.
inspection-title = Servidor NDES { $server }
inspection-title-unnamed = Servidor NDES
inspection-counts = { $wrong ->
    [0] No hay nada incorrecto
    [one] 1 comprobación es incorrecta
   *[other] { $wrong } comprobaciones son incorrectas
}; no se pudieron determinar: { $unknown }; como deben estar: { $ok }.
inspection-origin-export = De una exportación del { $taken }. La validez se juzga en ese momento.
inspection-origin-live = Del propio servidor, { $taken }.
inspection-found = encontrado: { $found }
inspection-expected = esperado: { $expected }
inspection-more = { $count ->
    [one] Hay 1 más en el JSON.
   *[other] Hay { $count } más en el JSON.
}
inspection-checks = Comprobaciones
inspection-unknown = No se pudo determinar
inspection-ok = Como debe estar

found-default = { $value } (no hay nada establecido; este es el valor predeterminado del sistema)
found-nothing = nada
found-unread = no se sabe: { $reason }

expected-at-least = { $value } o más
expected-holds = con { $value } dentro
expected-lacks = sin { $value }
expected-present = algo
expected-valid-at = válido el { $value }
expected-self-issued = solo certificados que emitió su propio asunto
expected-no-record = ninguna entrada de un fallo

unread-not-in-export = la exportación no lo contiene
unread-not-there = no existe tal cosa en este servidor
unread-access-denied = se denegó el acceso; ejecútelo como administrador
unread-damaged = no se puede leer
unread-empty = el almacén está vacío
unread-not-on-this-server = no existe tal servicio en este servidor; puede que se ejecute en otro
unread-log-missing = no se indicó ningún registro de ese tipo
unread-log-switched-off = este registro está desactivado; actívelo, reproduzca el fallo e inspeccione de nuevo
unread-no-ra-certificate = no hay ningún certificado de RA
unread-issuer-not-in-stores = el certificado del emisor no está en ninguno de estos almacenes
unread-not-read-live = solo lo dice una exportación; haga una con el script que muestra --script
unread-no-key-identifier = los certificados no nombran sus claves

check-app-proxy-connector = El conector del proxy de aplicación se está ejecutando
check-http-sys = HTTP.sys acepta solicitudes tan largas como las de SCEP
check-request-filtering = El filtrado de solicitudes de IIS acepta URL tan largas como las de SCEP
check-web-log = Los registros del servidor web no muestran ningún fallo
check-app-pool = El grupo de aplicaciones SCEP se está ejecutando
    .fix =
        1. Abra el Administrador de IIS, Grupos de aplicaciones. Si no hay un grupo SCEP, quite el rol NDES e instálelo de nuevo.
        2. Dé al grupo SCEP la cuenta de servicio de NDES como identidad.
        3. Inicie el grupo y abra la URL de SCEP en un navegador; 403 es la respuesta correcta.
check-app-pool-crashes = No se bloqueó ningún proceso de trabajo de IIS
check-service-account = La cuenta de servicio puede iniciar sesión
check-service-account-rights = La cuenta de servicio tiene sus derechos y su grupo
    .fix =
        1. Añada la cuenta de servicio de NDES al grupo local IIS_IUSRS (lusrmgr.msc).
        2. En secpol.msc, Directivas locales, Asignación de derechos de usuario, dele «Iniciar sesión como servicio», «Iniciar sesión como proceso por lotes» y «Permitir el inicio de sesión local».
        3. Sáquela de los derechos «Denegar …», o excluya el servidor de la directiva de grupo que los establece.
        4. Reinicie el servidor.
check-impersonation-right = IIS_IUSRS puede suplantar a un cliente
check-root-store = El almacén raíz no contiene ningún certificado intermedio
check-ra-certificates = Ambos certificados de RA están presentes y son válidos
    .fix =
        1. Solicite el certificado que falta: Cifrado CEP en el almacén del equipo, Agente de inscripción de Exchange (solicitud sin conexión) en el del usuario; muévalo después con su clave al del equipo.
        2. Dé a la cuenta de servicio de NDES permiso de lectura sobre ambas claves privadas.
        3. Ejecute iisreset.
        4. Si eso falla, quite el rol NDES e instálelo de nuevo; solicita ambos.
check-ra-issuer = Los certificados de RA vienen del certificado de CA actual
check-ra-keys = La cuenta de servicio puede leer las claves de RA
    .fix =
        1. Abra certlm.msc, Personal, Certificados.
        2. Para cada certificado de RA: Todas las tareas, Administrar claves privadas; dé permiso de lectura a la cuenta de servicio de NDES.
        3. Un certificado sin su clave privada no sirve: solicítelo de nuevo.
        4. Ejecute iisreset.
check-policy-module = El módulo de directivas de Intune está instalado
check-policy-module-certificate = El certificado del módulo de directivas está presente y es válido
    .fix =
        1. Busque en certlm.msc, Personal, un certificado válido con su clave privada, autenticación del cliente y el nombre del servidor.
        2. Si no hay ninguno, solicite uno.
        3. Ejecute otra vez la instalación del conector de certificados de Intune, que escribe la huella digital.
check-policy-module-certificate-use = El certificado del módulo de directivas sirve para su uso
    .fix =
        1. Solicite un certificado con autenticación del cliente cuyo asunto y nombre DNS sean el nombre completo del servidor.
        2. Ejecute otra vez la instalación del conector de certificados de Intune, que escribe la huella digital.
check-policy-module-log = El registro del módulo de directivas no muestra ningún fallo
check-connector-authentication = El sitio del conector acepta solicitudes anónimas
check-connector-setup = La instalación del conector fue correcta
check-connector-services = Los servicios del conector se están ejecutando
    .fix =
        1. Inicie los servicios que estén parados (services.msc): Servicio de activación de procesos de Windows, Servicio de publicación World Wide Web y después los del conector.
        2. Si no hay ningún servicio del conector, ejecute otra vez su instalación.
check-connector-log = Los registros del conector no muestran ningún fallo
check-revocation = Se pueden obtener las listas de revocación
check-certification-authority = La entidad de certificación responde
