# What a preview says of a bundle that would be made.
preview-title = Lo que saldría de este dispositivo
preview-nothing-written = No se escribió nada.
preview-policy-default = Ocultación: los secretos se eliminan, los datos personales reciben seudónimos; los nombres de servidor se quedan.
preview-policy-strict = Ocultación: los secretos se eliminan; los datos personales, los nombres de servidor y las direcciones públicas reciben seudónimos.
preview-policy-none = Ocultación: los secretos se eliminan. NO SE SUSTITUYE NADA MÁS: los nombres y las direcciones salen tal como son.
preview-total = { $items ->
    [one] 1 elemento
   *[other] { $items } elementos
}, { $bytes } bytes antes de comprimir
preview-item-log = un registro que se leyó
preview-item-records = las entradas de un registro binario que se leyó; el registro mismo se queda aquí
preview-item-original = el registro MISMO, SIN ocultar, como se pidió
preview-item-report = lo que se encontró
preview-item-report-page = lo mismo como página para personas
preview-bytes = { $before } bytes aquí, { $after } bytes en el paquete
preview-bytes-made = { $after } bytes en el paquete
preview-unreadable = Ya no se puede leer y no estaría en el paquete.
preview-cited = { $count ->
    [0] El informe no cita ninguna entrada suya.
    [one] El informe cita 1 entrada suya como prueba.
   *[other] El informe cita { $count } entradas suyas como prueba.
}
preview-replaced-nothing = No se sustituye nada en él.
preview-replaced = Sustituido: { $list }
preview-cut = Recortado: { $old } demasiado antiguas, { $over } por encima del tamaño.
preview-left-out = EXCLUIDO. El informe lo dirá.
preview-how = --show ID muestra las líneas de un elemento antes y después; --leave-out ID lo deja aquí.
preview-line-more = Siguen más líneas: --line { $line }
preview-line-none = Esa línea no existe.
preview-before = aquí
preview-after = sale

# Kinds of values that are replaced.
redacted-challenge = contraseña de desafío
redacted-request-token = token de solicitud
redacted-pkioperation = cuerpo del mensaje de la solicitud
redacted-csr = solicitud de certificado
redacted-bearer = token o dirección firmada
redacted-private-key = clave privada
redacted-password = contraseña
redacted-upn = dirección de correo o nombre de inicio de sesión
redacted-user = nombre de usuario
redacted-sid = identificador de cuenta (SID)
redacted-serial = número de serie o identificador de hardware
redacted-mac = dirección de hardware
redacted-device = nombre del dispositivo
redacted-ip = dirección privada
redacted-publicip = dirección pública
redacted-host = nombre de servidor
redacted-encoded = datos codificados

# `scepscope pseudonym`.
pseudonym-kept = Guardados en este dispositivo, para su propietario:
pseudonym-none = No hay seudónimos guardados en este dispositivo.
pseudonym-forgotten = { $count ->
    [one] Se eliminaron los seudónimos de 1 paquete.
   *[other] Se eliminaron los seudónimos de { $count } paquetes.
}
pseudonym-not-kept = Los seudónimos de este paquete no se guardaron en este dispositivo.
