# The window.
window-title = Scepscope
window-start = Averigüe por qué este dispositivo no tiene certificado
window-start-hint = Los registros se leen en este dispositivo. No se envía nada sin su consentimiento.
window-collect = Recopilar
window-choose-files = Elegir archivos
window-choose-folder = Elegir una carpeta
window-drop-here = Suelte aquí archivos de registro
window-drop-release = Suelte para comprobar estos archivos
window-progress = Leyendo los registros…
window-progress-source = Leyendo { $source }
window-progress-whole = Todos los registros
window-unpacking = Descomprimiendo { $file }
window-cancel = Cancelar
window-cancelling = Cancelando…
window-start-over = Empezar de nuevo
window-for-admin = Para su administrador
window-path = Recorrido
window-path-legend = Leyenda de los signos
window-details = Detalles
window-findings = Hallazgos
window-no-findings = No se encontró nada que explique un fallo.
window-evidence = Pruebas
window-evidence-count = { $count ->
    [one] 1 entrada
   *[other] { $count } entradas
}
window-gaps = Lo que falta
window-key-strings = Cadenas clave
window-sources = Orígenes
window-attempts = Intentos
window-superseded = De un intento anterior
window-preview-exact = Esto es exactamente lo que se enviará.
window-redaction = Ocultación
window-save-bundle = Guardar paquete
window-saving = Guardando…
window-queued = Aún no se ha enviado: no hay conexión. Se enviará cuando la haya; puede cerrar esta ventana.
window-background = Su informe todavía se está enviando. Scepscope permanece en la barra de tareas y se cierra solo cuando haya llegado; ciérrelo de nuevo para detenerlo.
window-icon = Scepscope está enviando su informe
window-icon-open = Abrir Scepscope
window-icon-send = Enviar ahora
window-icon-stop = Detener y enviar más tarde
window-sent = Enviado. El servidor lo ha confirmado.
window-copy = Copiar
window-copied = Copiado
window-copy-id = Copiar { $id }
window-language = Idioma
window-language-en = English
window-language-ja = 日本語
window-language-de = Deutsch
window-language-fr = Français
window-language-es = Español
window-about = Acerca de
window-about-text = Scepscope lee los registros de este dispositivo y encuentra dónde se detiene la obtención de un certificado.
window-version = Versión { $version }
window-licenses = Licencias
window-close = Cerrar
window-back = Atrás
window-error-code = Código: { $code }

# window
window-logs = Registros que se leerán
window-clear = Borrar
window-chosen-more = { $count ->
    [one] y 1 más
   *[other] y { $count } más
}
window-collect-asks = Recopilar pregunta qué registros leer.
window-collect-reads = Recopilar lee estos archivos y nada más.
window-collect-device = Recopilar lee lo que este dispositivo registró sobre certificados.
window-collect-both = Recopilar lee este dispositivo y estos archivos.
window-device = Este dispositivo
window-device-read = Leer este dispositivo
window-device-more = Lo que no se puede leer aquí
window-device-nothing = Ningún programa puede leer registros de este dispositivo. Elija registros que haya guardado o copiado aquí.
window-progress-sources = { $done } de { $total } leídos
window-unreadable = no se puede leer
window-show-more = { $count ->
    [one] Mostrar 1 más
   *[other] Mostrar más (quedan { $count })
}
window-verbose = Entradas detalladas
window-save-bundle-to = Guardar paquete…
window-save-hint = El paquete contiene el informe y sus pruebas, con los datos personales ocultos. Este dispositivo lo firma y se queda donde usted lo guarde.
window-saved-short = El paquete está guardado.
window-bundle-size = Tamaño
window-began = Inicio
window-ended = Fin
window-bundle-path = Ruta
window-bundle-fingerprint = Huella digital de la clave
window-bundle-sha256 = SHA-256
window-signature-means = La firma muestra que el paquete no ha cambiado desde que se firmó con esta clave. No muestra quién firmó.
window-ends-here-failed = Falló aquí
window-ends-here-absent = Termina aquí
error-not-now-what = Eso no se puede hacer ahora.
error-not-now-next = Espere a que termine el paso actual.
error-fault-what = Algo ha fallado dentro del programa.
error-fault-next = Inténtelo de nuevo. Si vuelve a ocurrir, entregue a su administrador el archivo que se indica abajo. Dice en qué punto falló el programa; los datos personales están reemplazados.
error-not-a-file-what = Este documento no se puede abrir como archivo.
error-not-a-file-next = Guárdelo primero en este dispositivo y elija después la copia.
error-no-such-dialog-what = Este sistema no permite elegir carpetas aquí.
error-no-such-dialog-next = Elija archivos en su lugar.

# From the result to the preview.
window-review = Revisar el informe
window-review-hint = Primero verá todo lo que saldría de este dispositivo. Aún no se guarda ni se envía nada.
window-preparing = Preparando el informe…
window-preview-keeps = Los datos personales se sustituyen, los secretos se eliminan. Abra un elemento para compararlo con lo que hay en este dispositivo.
window-preview-summary = { $items ->
    [one] 1 elemento
   *[other] { $items } elementos
}, { $size }
window-preview-none-replaced = No se sustituye nada.
item-log = Registro que se leyó
item-records = Entradas de un registro que se leyó. El registro mismo se queda aquí.
item-original = El registro mismo, sin ocultar
item-report = Lo que se encontró
item-report-page = Lo que se encontró, como página para leer
window-preview-size = { $before } aquí, { $after } en el paquete
window-preview-replaced-count = { $count ->
    [0] nada sustituido
    [one] 1 lugar sustituido
   *[other] { $count } lugares sustituidos
}
window-preview-kind-count = { $kind }: { $count }
window-preview-left-out = Se queda en este dispositivo. El informe lo dice.
window-preview-unreadable = Ya no se puede leer, así que se queda aquí.
window-preview-cut = { $count ->
    [one] 1 entrada recortada
   *[other] { $count } entradas recortadas
}
window-leave-out = Excluir
window-take-in = Incluir de nuevo
window-leave-out-item = Excluir { $item }
window-take-in-item = Incluir de nuevo { $item }
window-show = Mostrar
window-show-item = Mostrar { $item }
window-compare = Comparar
window-compare-item = Comparar { $item }
window-close-item = Cerrar { $item }
window-lines-changed = Solo lo que se sustituye
window-lines-none = No se sustituye nada en este elemento.
window-lines-empty = Este elemento no tiene líneas.
window-lines-more = Mostrar más líneas
window-line-before = En este dispositivo
window-line-after = En el paquete
window-line-shortened = Se muestra en parte
window-gaps-count = { $count ->
    [one] Falta 1 cosa en él
   *[other] Faltan { $count } cosas en él
}

# Links.
window-case = Caso
window-request-title = { $issuer } pide un informe
window-request-nothing-yet = Aún no se ha leído ni enviado nada. Si acepta, verá todo otra vez antes de que se envíe.
window-request-reads = Lo que se lee
window-request-all = Cada registro que se pueda leer
window-request-goes-to = Se envía a
redaction-default = Los datos personales se sustituyen, los secretos se eliminan. Los nombres de servidor se quedan.
redaction-strict = Los datos personales y los nombres de servidor se sustituyen, los secretos se eliminan.
redaction-none = Solo se eliminan los secretos.
window-request-encryption = Cifrado
window-request-encrypted = Solo puede leerlo el administrador que lo pide.
window-request-not-encrypted = Sin cifrar: quien gestione el servidor que lo recibe puede leerlo.
window-request-signed = Firma
window-request-key-pinned = Con una clave que su organización puso en este dispositivo.
window-request-key-confirmed = Con una clave que se confirmó en este dispositivo.
window-request-recipient = Cifrado para
window-request-until = El vínculo termina
window-request-accept = Aceptar y recopilar
window-request-decline = Rechazar
window-request-who = ¿Sabe quién envió este vínculo?
window-request-who-text = Nadie en este dispositivo ha confirmado la clave que lo firmó. Pida la huella digital a su administrador, por teléfono o en persona, y compare. Lo que pide el vínculo se muestra después.
window-request-who-same = Es la misma
window-request-more = { $count ->
    [one] Hay 1 vínculo más en espera.
   *[other] Hay { $count } vínculos más en espera.
}
error-too-many-links-what = Hay demasiados vínculos en espera.
error-too-many-links-next = Responda primero a los que hay y abra después el vínculo otra vez.

# Sending.
window-handed = Su informe
window-send-to = Enviar a { $host }
window-send-hint = Este dispositivo firma el informe y después se envía. Sin conexión, se guarda aquí y se intenta de nuevo.
window-outgoing = Aún no enviado
window-post-sending = Enviando a { $host }…
window-post-waiting = En espera de enviarse a { $host }
window-post-kept = Aún no se ha enviado. Se guarda en este dispositivo y se intenta de nuevo mientras esta ventana esté abierta, y la próxima vez que se abra.
window-post-again = Próximo intento: { $time }
window-post-sent-to = A { $host }, { $time }
window-post-retry = Intentar ahora
window-post-remove = Quitar
window-post-remove-sure = Quitarlo sin enviar
window-post-keep = Conservarlo
window-time-left = quedan { $time }
window-time-left-file = quedan { $time } para este archivo
window-time-unknown = todavía no se sabe cuánto falta

# Looked up beside the work.
window-about-key = La clave de este dispositivo
window-about-key-what = Los paquetes se firman con ella. Diga a su administrador su huella digital; así podrá ver que un paquete viene de este dispositivo.
window-about-policy = Lo que estableció su organización
window-about-settings = Todos los ajustes
window-about-licence = Scepscope es software libre, bajo la licencia MIT o la Apache 2.0, a su elección.
window-guides = Dónde están los registros
window-guides-text = Elija el dispositivo que no tiene certificado. Puede copiar sus registros a otro y leerlos allí.
guide-android-portal = Con la aplicación Portal de empresa
guide-android-portal-1 = Abra el Portal de empresa. En un perfil de trabajo es el que lleva el maletín.
guide-android-portal-2 = En su configuración, active el registro detallado.
guide-android-portal-3 = Intente de nuevo lo que no funcionó y espere a que el dispositivo se haya sincronizado.
guide-android-portal-4 = En la configuración, elija Registros de diagnóstico y después Guardar registros. Elija aquí todos los archivos de esa carpeta.
guide-ios-sysdiagnose = Con un sysdiagnose, solo con el dispositivo
guide-ios-sysdiagnose-1 = Instale el perfil de registro de Apple para la configuración administrada (Managed Configuration). Sin él, algunos pasos no se registran.
guide-ios-sysdiagnose-2 = Instale otra vez el perfil que trae el certificado y espere a que falle.
guide-ios-sysdiagnose-3 = Mantenga pulsados los dos botones de volumen y el botón lateral durante un segundo. El archivo tarda unos minutos.
guide-ios-sysdiagnose-4 = Está en Ajustes, Privacidad y seguridad, Datos de análisis: comparta el sysdiagnose más reciente y elíjalo aquí tal como está.
guide-ios-console = Con la app Consola de un Mac
guide-ios-console-1 = Conecte el dispositivo al Mac por cable y abra Consola.
guide-ios-console-2 = Elija el dispositivo, active Incluir mensajes de depuración y busque profiled. Después, inicie.
guide-ios-console-3 = Instale otra vez el perfil que trae el certificado.
guide-ios-console-4 = Seleccione todas las líneas, cópielas en un archivo de texto y elija aquí ese archivo.
guide-windows-events = Con el Visor de eventos
window-request-asks = Pregunta al servidor
window-request-choose = Elegir registros en lugar de los de este dispositivo
window-step-device = Leyendo: { $source }
window-step-server = Preguntando al servidor { $host }
window-step-done = Listo

# Earlier bundles.
window-history = Informes anteriores
window-history-hint = Lo que guardó o envió desde este dispositivo, tal como salió: con los datos ocultos. No se guarda nada más.
window-history-empty = Todavía no ha guardado ni enviado ningún informe.
window-history-saved = Guardado: { $path }
window-history-sent = Para { $host }
window-history-open = Abrir
window-history-open-item = Abrir el informe de { $time }
window-history-forget-sure = Quitarlo de esta lista
window-history-compare = Comparar los dos elegidos
guide-windows-events-1 = Sincronice el dispositivo en Configuración, Cuentas, Obtener acceso a trabajo o escuela, y espere a que termine.
guide-windows-events-2 = Abra el Visor de eventos: Registros de aplicaciones y servicios, Microsoft, Windows, DeviceManagement-Enterprise-Diagnostics-Provider, Admin.
guide-windows-events-3 = Elija Guardar todos los eventos como y elija aquí ese archivo. El idioma de los eventos no importa.
guide-windows-events-4 = Haga lo mismo con el registro Aplicación, que a menudo dice más sobre el certificado.

# Bundles that an administrator opens.
window-analysis = Análisis de { $file }
window-analysis-made-of = Elementos analizados
window-analysis-add = Suelte aquí los registros de IIS y NDES, o una exportación del servidor: el análisis se rehace entonces con ellos.
window-analysis-add-files = Añadir archivos
window-analysis-add-folder = Añadir una carpeta
window-analysis-save = Guardar como página…
window-doubtful = { $count ->
    [one] Este paquete no es fiable.
   *[other] Estos paquetes no son fiables.
}
window-doubtful-text = Se modificó después de firmarse, o su firma falta o no es válida: cualquiera pudo escribirlo. Pida uno nuevo al remitente.
window-doubtful-marked = Si lo lee de todos modos, el análisis se marca como no verificado.
window-doubtful-read = Leer de todos modos
window-sealed-text = Elija el archivo de la identidad de age para la que se cifró. Solo se lee en este dispositivo.
window-sealed-choose = Elegir el archivo de identidad
error-files-kept-what = Estos archivos no se pueden añadir mientras haya algo en curso.
error-files-kept-next = Se conservan y quedan elegidos en cuanto empiece de nuevo.
