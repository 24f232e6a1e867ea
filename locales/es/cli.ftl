# Headings and labels of the report, on the terminal and in HTML.
report-title = Informe de inscripción de certificado
report-path = Recorrido
report-milestones = Pasos
report-attempt = Intento { $id }
report-attempt-profile = Intento { $id }: { $profile }
report-earlier-attempts = Intentos anteriores y otros perfiles ({ $count })
report-findings = Hallazgos
report-no-findings = No se encontró nada que explique un fallo.
report-earlier-findings = De intentos anteriores
report-fix = Para el administrador
report-records = Entradas
report-key-strings = Cadenas clave
report-gaps = Lo que falta
report-no-gaps = Que se sepa, no falta nada.
report-sources = Orígenes
report-no-sources = No se pudo leer ningún origen.
report-probe = Respuesta de la dirección del servidor
report-device = Dispositivo
report-outcome = Resultado
report-reached = Se llegó al servidor
report-challenge = Solicitud presentada
report-server = Servidor
report-profile = Perfil
report-platform = Sistema
report-system = Versión
report-step = Paso
report-state = Estado
report-evidence = Pruebas
report-source = Origen
report-time = Hora
report-cause = Causa
report-reason = Motivo
report-string = Cadena
report-count = Entradas
report-first = Primera
report-last = Última
report-origin = Procedencia
report-clock = Reloj
report-details = Entradas detalladas
report-label = { $label }:
report-codes = Códigos
report-made-by = Creado por { $name } { $version }
report-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
report-records-count = { $count ->
    [one] 1 entrada
   *[other] { $count } entradas
}
report-times = { $count ->
    [0] no se encontró
    [one] 1 entrada
   *[other] { $count } entradas
}
report-more = { $count ->
    [one] Hay 1 más en report.json.
   *[other] Hay { $count } más en report.json.
}
report-yes = sí
report-no = no
report-not-applicable = –

clock-known = conocido
clock-assumed-utc = se supuso UTC
clock-unknown-offset = local, diferencia no escrita
clock-assumed-year = local, año supuesto por la fecha del archivo
clock-no-date = solo hora
clock-none = ninguno

kind-evtx = Registro de eventos de Windows
kind-event-xml = Eventos de Windows (XML)
kind-event-text = Eventos de Windows (texto)
kind-event-csv = Eventos de Windows (CSV)
kind-omadm = Registro del Portal de empresa (OMADM)
kind-cloud-extension = Registro de la aplicación Intune (CloudExtension)
kind-logcat = Registro del sistema Android (logcat)
kind-unified-log = Registro unificado de Apple
kind-console-text = Texto de Consola
kind-syslog = Syslog de Apple
kind-mc-state = Perfiles instalados (MCState)
kind-iis-w3c = Registro de IIS
kind-http-err = Registro HTTPERR
kind-ndes-plugin = NDESPlugin.log
kind-svclog = Seguimiento del conector
kind-setup-msi = Registro de instalación
kind-registry-export = Exportación del Registro de Windows
kind-mdm-diag-report = Informe de administración de Windows (MDMDiagReport)
kind-journal = Diario de systemd
kind-device-facts = Datos del dispositivo
kind-unknown = Desconocido

provenance-heading = De dónde viene este informe
provenance-bundle = Paquete
provenance-case = Caso
provenance-collected = Recopilado
provenance-redaction = Ocultación
provenance-signature = Firma
provenance-unsigned = Sin firmar. Nada muestra si se cambió.
provenance-unknown-key = Sin cambios desde que se firmó con la clave { $fingerprint }, que aquí no se conoce. Esto no demuestra quién firmó, ni cuándo, ni que los registros sean auténticos.
provenance-known-key = Sin cambios desde que se firmó con la clave { $fingerprint }, anotada como { $principal }. Esto no demuestra que los registros sean auténticos.

# `scepscope-admin verify`.
verify-accepted = aceptado
verify-refused = rechazado
verify-trusted = Firmado por { $principal } con la clave { $fingerprint }, que está en su lista. Sin cambios desde entonces.
verify-unknown-key = Sin cambios desde que se firmó con la clave { $fingerprint }. Ninguna de sus listas nombra esta clave: esto no demuestra quién firmó, ni cuándo, ni que los registros sean auténticos.
verify-expired = Firmado con una clave de { $principal } cuyo tiempo en su lista ya pasó.
verify-not-yet-valid = Firmado con una clave de { $principal } cuyo tiempo en su lista aún no ha llegado.
verify-wrong-namespace = La firma se hizo para otro fin.
verify-invalid = La firma no pertenece a este paquete.
verify-missing = No hay firma.
verify-checked = { $count ->
    [one] Se comparó 1 archivo.
   *[other] Se compararon { $count } archivos.
}
verify-came-unencrypted = Nombra { $count ->
    [one] 1 destinatario
   *[other] { $count } destinatarios
}, pero llegó sin cifrar: alguien lo abrió antes.
verify-more-failures = { $count ->
    [one] Hay 1 fallo más que no se indica.
   *[other] Hay { $count } fallos más que no se indican.
}

# `scepscope send` and `scepscope queue`.
send-delivered = Enviado a { $host }.
send-receipt-pinned = El acuse de recibo está firmado con la clave esperada { $fingerprint }.
send-receipt-unknown = El acuse de recibo está firmado con la clave { $fingerprint }, que no se conocía de antemano.
send-receipt-none = Este servidor no da un acuse de recibo firmado; su última respuesta fue { $answer }.
send-kept = Aún no enviado; guardado en la cola como { $id }.
send-stopped = No enviado; guardado en la cola como { $id }.
queue-empty = La cola está vacía.
queue-waiting = en espera
queue-delivered = enviado
queue-stopped = detenido
queue-dropped = { $id } se quitó de la cola.
# `scepscope-admin receive`.
receive-listening = A la escucha en { $address }.
receive-key = Los acuses de recibo se firman con la clave { $fingerprint }.
receive-open = Cualquiera que llegue a esta dirección puede enviar: no se indicaron claves.
receive-links = Se aceptan las respuestas a vínculos de estas claves: { $fingerprints }
receive-arrived = { $name } ha llegado ({ $bytes } bytes).
receive-refused = Se rechazó una carga: { $reason }
receive-stopping = Deteniéndose.
# `scepscope open`: what a link asks for, before anything is read.
open-asks = { $issuer } pide un informe de este dispositivo.
open-key-pinned = Firmado con la clave { $fingerprint }, que su organización puso en este dispositivo.
open-key-confirmed = Firmado con la clave { $fingerprint }, que se confirmó en este dispositivo.
open-case = Caso: { $case }
open-reads = Se leería: { $sources }
open-files = De: { $files }
open-scep = Se preguntaría a: el servidor de certificados { $url }
open-redaction-default = Ocultación: los nombres de usuario, direcciones, números de serie y datos semejantes se sustituyen; los secretos se eliminan.
open-redaction-strict = Ocultación: los datos personales y los nombres de servidor se sustituyen; los secretos se eliminan.
open-redaction-none = Ocultación: solo se eliminan los secretos.
open-encrypted = Cifrado para: { $recipient }
open-not-encrypted = Sin cifrar: quien gestione el host que lo recibe puede leerlo.
open-goes-to = Se enviaría a: { $hosts }
open-metered = El envío puede costar dinero: el sistema dice que esta conexión es de uso medido.
open-until = El vínculo termina: { $time }
open-still-good = No salió nada de este dispositivo; el vínculo se puede abrir otra vez.
open-goes-on = El informe se crea de todos modos, y se guarda hasta que se pueda enviar.
open-agree = ¿Leer y enviar esto? [s/N]
open-yes-answers = s si sí y yes
open-unknown-key = Este vínculo está firmado con una clave que nadie ha confirmado en este dispositivo:
    { $fingerprint }
    Compárela con la huella digital que su administrador le dijo por otro medio.
open-confirm-key = ¿Es la misma, y hay que seguir desde ahora los vínculos de esta clave? [s/N]

# `scepscope policy`.
policy-managed = Este dispositivo está administrado: { $place }
policy-unmanaged = Este dispositivo no tiene ninguna directiva; estaría aquí: { $place }
policy-from-policy = de la directiva
policy-from-user = confirmado en este dispositivo
policy-from-default = sin establecer, el valor del programa
policy-not-set = –
policy-none = ninguno
policy-on = activado
policy-off = desactivado
policy-confirmed-do-not-count = También se confirmaron claves en este dispositivo. No cuentan, porque la directiva nombra claves.
policy-unknown-setting = La directiva establece { $name }, que esta versión no conoce. No tiene efecto.
policy-key-confirmed = { $fingerprint }: los vínculos de esta clave se siguen desde ahora.
policy-key-known = { $fingerprint }: ya se había confirmado.
policy-key-revoked = { $fingerprint }: los vínculos de esta clave ya no se siguen.
policy-key-was-not = { $fingerprint }: no estaba confirmada.

# `scepscope-admin keys` and `link`.
keys-link-key = Clave que firma los vínculos (parte pública):
keys-recipient = Los paquetes se cifran para:
keys-policy = Directiva para los dispositivos. La carpeta { $folder } la contiene en la forma de cada sistema:
link-key-yours = Firmado con su clave { $fingerprint }.
link-key-unvouched = Sin cambios desde que se firmó con la clave { $fingerprint }, que trajo el propio vínculo. Nada aquí dice de quién es.
link-says-issuer = Pide: { $value }
link-says-case = Caso: { $value }
link-says-collect = Recopila: { $value }
link-says-upload = Envía a: { $value }
link-says-scep = Servidor de certificados: { $value }
link-says-recipient = Cifra para: { $value }
link-says-redact = Oculta al menos: { $value }
link-says-device = Para el dispositivo: { $value }
link-says-from = Válido desde: { $value }
link-says-until = Válido hasta: { $value }
link-says-id = Identificador: { $value }
site-title = Su soporte pide un informe
site-what = Scepscope puede averiguar por qué este dispositivo no obtiene un certificado. No lee nada antes de que usted haya visto qué se pide, y quién lo pide, y lo haya aceptado.
site-open = Abrir en Scepscope
site-not-installed = Si no ocurre nada, Scepscope no está instalado en este dispositivo. Pídalo a su soporte o abra el vínculo en el dispositivo que tiene el problema.
site-incomplete = Este vínculo no está completo. Ábralo de nuevo desde el mensaje en el que lo recibió.
signers-cert-authority = La línea { $line } de la lista nombra una entidad de certificación. No se admiten certificados: la línea no se usó.
signers-bad-key = La línea { $line } de la lista no contiene ninguna clave legible: la línea no se usó.
signers-bad-option = La línea { $line } de la lista no se usó: { $option } es desconocido, está dos veces o tiene un valor incorrecto.
signers-too-long = La lista es demasiado larga. Solo se leyeron sus primeros { $bytes } bytes.

# Where the device's signing key is (`scepscope identity`).
key-store-secret-service = La clave se guarda en el almacén de claves de este sistema (Secret Service).
key-store-keychain = La clave se guarda en el Llavero.
key-store-credential-manager = La clave se guarda en el Administrador de credenciales de Windows.
key-store-file = La clave se guarda en un archivo que solo usted puede leer.
key-store-note-no-store = Este sistema no tiene ningún almacén de claves que Scepscope conozca: la clave de firma es un archivo que solo usted puede leer.
key-store-note-store-unavailable = No se puede acceder al almacén de claves de este sistema o está bloqueado: se usó una clave de firma de un archivo, que solo usted puede leer.
key-store-note-store-silent = El almacén de claves de este sistema no respondió a tiempo; puede que espere a que lo desbloqueen. Se usó una clave de firma de un archivo, que solo usted puede leer.
key-store-note-moved-into-store = La clave de firma era un archivo. Ahora está en el almacén de claves de este sistema, y el archivo ya no existe.
