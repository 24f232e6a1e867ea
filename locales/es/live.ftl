# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Leyendo { $source } …
live-state-ready = Listo.
live-state-needs-consent = Solo si usted lo nombra o lo comparte.
live-state-needs-elevation = Requiere permisos de administrador.
live-state-absent = No está en este dispositivo.
live-more-with-elevation = Un administrador vería más.

# `scepscope record`.
record-started = Grabando desde { $time }.
record-stopped = Detenido a las { $time }.
record-until-enter = Reproduzca ahora el fallo y pulse después Entrar.
record-for = Reproduzca ahora el fallo; la grabación termina a los { $seconds } segundos.
record-sync-windows = Para iniciar una sincronización: Configuración → Cuentas → Obtener acceso a trabajo o escuela → su cuenta → Información → Sincronizar (ms-settings:workplace).
record-sync-macos = Para iniciar una sincronización: Portal de empresa → Dispositivos → este Mac → Comprobar estado; o quite el perfil e instálelo de nuevo.
record-sync-linux = Para iniciar una sincronización: abra Microsoft Intune (intune-portal) y elija Actualizar.
record-sync-android = Para iniciar una sincronización: Portal de empresa → Configuración → Sincronizar.
record-sync-ios = Para iniciar una sincronización: Portal de empresa → Dispositivos → este dispositivo → Comprobar estado.
record-sync-unknown = Inicie una sincronización en su aplicación de administración.
