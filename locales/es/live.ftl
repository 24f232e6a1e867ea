# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = Leyendo { $source } …
live-state-ready = Listo.
live-state-needs-consent = Solo si usted lo nombra o lo comparte.
live-state-needs-elevation = Requiere permisos de administrador.
live-state-absent = No está en este dispositivo.
live-more-with-elevation = Un administrador vería más.
live-elevate = --elevate solicita estos permisos.

# `scepscope record`.
record-started = Grabando desde { $time }.
record-stopped = Detenido a las { $time }.
record-until-enter = Reproduzca ahora el fallo y pulse después Entrar.
record-for = Reproduzca ahora el fallo; la grabación termina a los { $seconds } segundos.
record-sync-started-task = Se inició una sincronización mediante la tarea programada de la inscripción.
record-sync-started-unit = Se inició una sincronización mediante la unidad del agente de Intune.
record-sync-opened = Se abrió la página de la configuración que inicia una sincronización.
record-sync-windows = Para iniciar una sincronización: Configuración → Cuentas → Obtener acceso a trabajo o escuela → su cuenta → Información → Sincronizar (ms-settings:workplace).
record-sync-macos = Para iniciar una sincronización: Portal de empresa → Dispositivos → este Mac → Comprobar estado; o quite el perfil e instálelo de nuevo.
record-sync-linux = Para iniciar una sincronización: abra Microsoft Intune (intune-portal) y elija Actualizar.
record-sync-android = Para iniciar una sincronización: Portal de empresa → Configuración → Sincronizar.
record-sync-ios = Para iniciar una sincronización: Portal de empresa → Dispositivos → este dispositivo → Comprobar estado.
record-sync-unknown = Inicie una sincronización en su aplicación de administración.

# The sources of a device, as the window names them.
source-linux-journal = Diario de Intune y del agente de identidad
source-linux-broker-logs = Archivos de registro del agente de identidad
source-windows-events-mdm-admin = Registro de eventos de la administración de dispositivos
source-windows-events-mdm-operational = Registro de eventos detallado de la administración de dispositivos
source-windows-events-certenroll = Eventos de la inscripción de certificados
source-windows-events-capi2 = Registro de eventos de las comprobaciones de certificados (CAPI2)
source-windows-registry = Estado de los perfiles en el Registro de Windows
source-windows-channels = Registros de eventos completos
source-windows-mdm-diagnostics = Diagnóstico de la administración de dispositivos
source-macos-unified-log = Registro del sistema de los procesos de inscripción
source-macos-profiles = Perfiles instalados
source-macos-intune-agent = Archivos de registro del agente de Intune
source-android-omadm = Registro del Portal de empresa
source-android-cloud-extension = Registro de la aplicación de directivas del dispositivo
source-apple-unified-log = Sysdiagnose
source-apple-console = Líneas de la app Consola
source-device-facts = Nombre, sistema y versión de este dispositivo
