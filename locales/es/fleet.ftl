# Many bundles: the sums over the devices, on a terminal and as a page.
fleet-title = { $devices ->
    [one] 1 dispositivo
   *[other] { $devices } dispositivos
}, { $bundles ->
    [one] 1 paquete
   *[other] { $bundles } paquetes
}
fleet-run = Leídos ahora: { $read }. Conocidos por la tabla anterior: { $kept }. Ya no están o han cambiado: { $gone }. Filas: { $rows }.
fleet-note = Un dispositivo es una clave de firma. Cuenta con su paquete válido más reciente, y en él con el último intento de cada perfil.
fleet-states = Paquetes por estado
fleet-faults = Paquetes que no cuentan, por defecto
fleet-outcomes = Dispositivos por resultado
fleet-steps = Dispositivos por paso en que fallan
fleet-causes = Dispositivos por causa
fleet-servers = Dispositivos por URL de SCEP
fleet-systems = Dispositivos por sistema
fleet-versions = Dispositivos por versión de Scepscope
fleet-nothing = Ninguno.
fleet-more = { $count ->
    [one] Hay 1 valor más en el documento JSON.
   *[other] Hay { $count } valores más en el documento JSON.
}
fleet-written = { $path }: { $rows ->
    [one] 1 fila
   *[other] { $rows } filas
}
fleet-state-verified = verificado: sin cambios desde que lo firmó una clave de la lista
fleet-state-intact = intacto: sin cambios desde que lo firmó alguna clave
fleet-state-failed = la verificación falló
fleet-state-refused = no es un paquete bien formado
fleet-state-sealed = cifrado para otra persona
fleet-state-other-version = de otra versión
fleet-state-unreadable = no se pudo leer esta vez
fleet-value = Valor
fleet-count = Cantidad
fleet-days = Intentos por día
fleet-days-picture = Intentos por día del { $first } al { $last }, como máximo { $most } en un día
fleet-days-table = Lo mismo en cifras
fleet-date = Día (UTC)
fleet-attempts = Intentos
fleet-other-days = { $count ->
    [one] 1 intento es
   *[other] { $count } intentos son
} de otros días.
