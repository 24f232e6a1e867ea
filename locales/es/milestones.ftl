# The seven milestones: name and the question that each answers.
milestone-profile-received = Perfil recibido
    .question = ¿Recibió el dispositivo el perfil de SCEP y empezó a procesarlo?
milestone-capabilities-received = Funciones recibidas
    .question = ¿Respondió el servidor a GetCACaps?
milestone-ca-certificate-received = Certificado de CA recibido
    .question = ¿Respondió el servidor a GetCACert con certificados de CA (y de RA)?
milestone-request-generated = Solicitud preparada
    .question = ¿Se creó una clave, y se construyó y firmó la solicitud de certificado?
milestone-request-sent = Solicitud enviada
    .question = ¿Envió el dispositivo PKIOperation, es decir, presentó el desafío?
milestone-response-received = Respuesta recibida
    .question = ¿Respondió el servidor con un CertRep?
milestone-certificate-installed = Certificado instalado
    .question = ¿Está el certificado instalado y se puede usar?

# The eight stops of the path picture.
stop-device = dispositivo
stop-name = nombre
stop-connection = conexión
stop-capabilities = funciones
stop-ca-certificate = certificado de CA
stop-request = solicitud
stop-answer = respuesta
stop-installed = instalado

# The state of a milestone or stop: a word, and what it means.
state-seen = visto
    .meaning = una entrada lo demuestra
state-implied = deducido
    .meaning = no hay nada registrado, pero un paso posterior muestra que tuvo que ocurrir
state-failed = fallido
    .meaning = una entrada dice que este mismo paso falló
state-absent = ausente
    .meaning = no hay nada registrado, aunque este registro lo habría anotado
state-not-recordable = no registrable
    .meaning = no hay nada registrado, y este registro no podría haberlo anotado

outcome-succeeded = correcto
outcome-failed = fallido
outcome-stalled = detenido
outcome-pending = pendiente
outcome-inconclusive = no concluyente
outcome-no-evidence = sin pruebas

answer-yes = sí
answer-no = no
answer-unknown = no se sabe

confidence-certain = seguro
confidence-likely = probable
confidence-possible = posible

platform-windows = Windows
platform-android = Android
platform-ios = iOS / iPadOS
platform-macos = macOS
platform-linux = Linux
platform-unknown = los registros no lo dicen

level-verbose = detallado
level-debug = depuración
level-info = información
level-default = predeterminado
level-warning = advertencia
level-error = error
level-fault = fallo
level-unknown = –
