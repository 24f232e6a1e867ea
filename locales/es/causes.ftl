# One message per cause of the vocabulary (its id with dashes):
#   the value   a short title without jargon
#   .what       what it means, one or two sentences
#   .user       what the person with the device does next
#   .fix        what the administrator does, one numbered step a line, in the order to try them

-send = Envíe el informe a su administrador.
-retest = Inicie una sincronización en el dispositivo y compruebe de nuevo.

## Network and TLS

cause-dns-failure = No se encontró el nombre del servidor
    .what = El dispositivo preguntó por la dirección del servidor y no obtuvo ninguna. En este paso no se envió nada al servidor.
    .user = Compruebe la red, o envíe el informe a su administrador.
    .fix =
        1. Resuelva el host de la URL de SCEP desde la red del dispositivo (nslookup HOST).
        2. Si no se resuelve allí, corrija el registro de DNS, o haga que un nombre interno se conozca fuera.
        3. Compare el host con la URL del servidor en el perfil de SCEP de Intune; corrija un nombre mal escrito.
        4. Detrás del proxy de aplicación de Microsoft Entra, use la URL externa con el dominio msappproxy.net predeterminado del inquilino.

cause-connect-failure = No se pudo llegar al servidor
    .what = El nombre del servidor se conoce, pero la conexión se rechazó o no había camino hasta él.
    .user = Compruebe la red, o envíe el informe a su administrador.
    .fix =
        1. Abra la URL de SCEP en un navegador en la red del dispositivo; 403 es la respuesta correcta.
        2. Compruebe el firewall entre esta red y el servidor: TCP 443 (o el puerto de la URL) debe estar abierto.
        3. En el servidor NDES, compruebe que se ejecuta el Servicio de publicación World Wide Web y que el sitio tiene un enlace para este puerto.
        4. Detrás de un proxy de aplicación, compruebe que su conector se está ejecutando.

cause-connect-timeout = El servidor no respondió a la conexión
    .what = El dispositivo intentó conectarse y nada respondió a tiempo.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Abra la URL de SCEP en un navegador en la red del dispositivo; 403 es la respuesta correcta.
        2. Busque un firewall que descarte paquetes sin avisar entre esta red y el servidor.
        3. Compruebe que el nombre se resuelve a la dirección actual del servidor.
        4. Compruebe que el servidor, o el proxy de aplicación que tiene delante, está en marcha.

cause-tls-failure = No se pudo establecer una conexión segura
    .what = La conexión existía, pero el dispositivo y el servidor no pudieron acordar una segura.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Compruebe el certificado TLS del servidor: no ha expirado, y sus nombres contienen el host de la URL de SCEP.
        2. Compruebe que el servidor y el dispositivo comparten una versión de TLS y un conjunto de cifrado (TLS 1.2 como mínimo).
        3. Compruebe que la fecha y la hora del dispositivo son correctas.
        4. Busque en el camino un equipo que inspeccione TLS, y exima de ello al host de SCEP.

cause-tls-untrusted-root = El dispositivo no confía en el certificado del servidor
    .what = El certificado TLS del servidor no lleva a ningún certificado raíz en el que confíe el dispositivo.
    .user = { -send }
    .fix =
        1. Implemente la raíz del certificado TLS del servidor con un perfil de certificado de confianza para el mismo grupo que el perfil de SCEP.
        2. Compruebe que el servidor envía también sus certificados intermedios.
        3. Si el emisor no es el que espera, busque inspección de TLS en el camino y exima de ella al host de SCEP.

cause-tls-interception = Algo en la red sustituye el certificado del servidor
    .what = El certificado que vio el dispositivo viene de otro emisor que el visto en otros lugares. Así se ve la inspección de TLS.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Compare el emisor que figura en las pruebas con el emisor del certificado en el servidor.
        2. Exima al host de SCEP de la inspección de TLS en el proxy o el firewall.
        3. Si la inspección tiene que seguir, implemente su certificado raíz en los dispositivos.

cause-client-certificate-required = El servidor pide un certificado que el dispositivo aún no tiene
    .what = El servidor pidió un certificado de cliente TLS. Un dispositivo que se inscribe para su primer certificado no puede presentar ninguno.
    .user = { -send }
    .fix =
        1. En el Administrador de IIS, abra Configuración de SSL de la aplicación mscep y establezca los certificados de cliente en Omitir.
        2. Compruebe si el proxy inverso o el equilibrador de carga que hay delante de NDES exige un certificado de cliente, y quite la exigencia para esta ruta.

cause-proxy-blocked = Un proxy rechazó la solicitud
    .what = Un proxy entre el dispositivo y el servidor no dejó pasar la solicitud.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Permita el host de la URL de SCEP en el proxy sin inicio de sesión.
        2. Compruebe la configuración de proxy que recibe el dispositivo (perfil de Wi-Fi, archivo PAC); añada el host de SCEP como excepción si se puede llegar a él directamente.
        3. { -retest }

cause-captive-portal = Respondió una página de inicio de sesión de la red
    .what = La respuesta vino de una página de inicio de sesión de la red, no del servidor.
    .user = Abra una página web, inicie sesión en la red e inténtelo de nuevo; o use otra red.
    .fix =
        1. Haga que el usuario inicie sesión en la red o use otra, y sincronice de nuevo.
        2. Si es su propia red, permita el host de SCEP antes del inicio de sesión.

cause-pre-authentication = Hay una página de inicio de sesión delante del servidor
    .what = La solicitud se redirigió a una página de inicio de sesión de Microsoft. Un dispositivo no puede iniciar sesión durante este paso.
    .user = { -send }
    .fix =
        1. En el Centro de administración de Microsoft Entra, abra la aplicación de proxy de aplicación de NDES.
        2. Establezca Autenticación previa en Passthrough (acceso directo).
        3. { -retest }

cause-clock-skew = Los relojes del dispositivo y del servidor difieren
    .what = Las horas del dispositivo y del servidor están demasiado separadas, de modo que los certificados y mensajes parecen caducados o aún no válidos.
    .user = Ponga la fecha y la hora de este dispositivo en automático e inténtelo de nuevo.
    .fix =
        1. Ponga la fecha, la hora y la zona horaria del dispositivo en automático.
        2. Compruebe la hora del servidor NDES y de la entidad de certificación (w32tm /query /status).
        3. { -retest }

## Server URL

cause-healthy = El servidor responde como debe
    .what = La dirección del servidor dio la respuesta que da un servidor bien configurado.
    .user = No tiene que hacer nada al respecto.
    .fix =
        1. Aquí no hay nada que corregir. Si la inscripción falla de todos modos, mire los demás hallazgos.

cause-ndes-page-without-policy-module = El servidor responde, pero sin su parte de Intune
    .what = NDES mostró su propia página en lugar de 403. El módulo de directivas de Intune no está delante.
    .user = { -send }
    .fix =
        1. En el servidor NDES, lea SetupMsi.log: deben estar «Installation completed successfully» e «Installation success or error status: 0».
        2. Si la instalación falló, quite Certificate Connector for Microsoft Intune e instálelo de nuevo.
        3. Si la instalación fue correcta, ejecute iisreset.
        4. Abra la URL de SCEP en un navegador: 403 es la respuesta correcta.

cause-scep-app-pool-stopped = El servicio de inscripción del servidor está detenido
    .what = El servidor respondió 503: su grupo de aplicaciones SCEP no se está ejecutando.
    .user = { -send }
    .fix =
        1. En el servidor NDES, abra el Administrador de IIS, Grupos de aplicaciones, e inicie el grupo SCEP.
        2. Si se detiene otra vez, busque en el registro Aplicación el evento 1000 de w3wp.exe.
        3. Busque en el almacén de entidades de certificación raíz de confianza certificados que no estén autofirmados, y quítelos: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        4. Compruebe en el registro operativo de CAPI2 que se pueden obtener las listas de revocación del certificado del conector.
        5. En CertificateRegistrationSvc, active la autenticación anónima y desactive la autenticación de Windows.
        6. Compruebe que el certificado nombrado en NDESCertThumbprint no ha expirado.

cause-app-proxy-connector-stopped = El proxy que hay delante del servidor no pudo pasar
    .what = La respuesta fue 504 (gateway timeout). Eso ocurre cuando el servicio del conector del proxy de aplicación no se está ejecutando.
    .user = { -send }
    .fix =
        1. En el servidor del conector, ejecute services.msc e inicie el servicio del conector del proxy de aplicación de Microsoft Entra.
        2. Establezca su tipo de inicio en Automático.
        3. Compruebe que el servidor del conector llega a la URL interna de NDES.

cause-app-proxy-bad-gateway = El proxy que hay delante del servidor no obtuvo una respuesta utilizable
    .what = La respuesta fue 502 (bad gateway). Respondió un proxy o una puerta de enlace porque no recibió nada utilizable del servidor que hay detrás.
    .user = { -send }
    .fix =
        1. En el servidor del conector, abra la URL interna de NDES en un navegador; 403 es la respuesta correcta.
        2. Compruebe que el servidor del conector confía en el certificado TLS de NDES y que su nombre coincide con la URL interna.
        3. Compruebe la URL interna en la configuración del proxy de aplicación.
        4. Reinicie el servicio del conector.

cause-response-timeout = El servidor tardó demasiado en responder
    .what = La conexión existía y la solicitud se hizo, pero la respuesta no llegó a tiempo.
    .user = Inténtelo más tarde, o envíe el informe a su administrador.
    .fix =
        1. Busque la solicitud por su hora en el registro de IIS del servidor NDES; mire el estado y el tiempo empleado.
        2. Compruebe que NDES llega a la entidad de certificación y que el módulo de directivas llega al conector.
        3. Compruebe la carga del servidor y los tiempos de espera de los proxies del camino.

cause-app-proxy-url-wrong = La dirección pública del servidor no es correcta
    .what = La URL externa del proxy de aplicación no lleva a ninguna parte.
    .user = { -send }
    .fix =
        1. En la configuración del proxy de aplicación, establezca la URL externa de NDES en el dominio msappproxy.net predeterminado del inquilino.
        2. Ponga la misma URL en el perfil de SCEP de Intune.
        3. Abra la URL en un navegador: 403 es la respuesta correcta.

cause-uri-too-long = El servidor rechaza solicitudes de esta longitud
    .what = La solicitud lleva su contenido en la dirección, y el servidor o algo que tiene delante no acepta una dirección tan larga.
    .user = { -send }
    .fix =
        1. En el Administrador de IIS del servidor NDES, Default Web Site, Filtrado de solicitudes, Modificar configuración de característica: establezca la longitud máxima de URL y la de la cadena de consulta en 65534.
        2. En HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters establezca los DWORD MaxFieldLength y MaxRequestBytes en 65534 (decimal).
        3. Reinicie el servidor.
        4. Compruebe que los proxies y equilibradores de carga que tiene delante permiten la misma longitud.

cause-ndes-internal-error = El servidor respondió con un error interno
    .what = NDES respondió 500: se llegó a él, pero no pudo hacer su trabajo.
    .user = { -send }
    .fix =
        1. Compruebe la cuenta de servicio de NDES: desbloquéela, o restablezca su contraseña expirada.
        2. Busque la solicitud en el registro de IIS. Con el estado win32 1346, dé a IIS_IUSRS el derecho «Suplantar a un cliente tras la autenticación» (secpol.msc, Directivas locales, Asignación de derechos de usuario) y reinicie el servidor.
        3. Compruebe que los dos certificados MSCEP-RA no han expirado. Si es así, vuelva a emitirlos (Cifrado CEP; Agente de inscripción de Exchange (solicitud sin conexión)), dé a la cuenta de servicio permiso de lectura sobre las claves y ejecute iisreset.

cause-ndes-not-found = El servidor no conoce la dirección
    .what = El servidor respondió 404: no hay ningún servicio de inscripción en la URL del perfil.
    .user = { -send }
    .fix =
        1. Compruebe la URL del servidor en el perfil de SCEP de Intune: termina en /certsrv/mscep/mscep.dll.
        2. Ábrala en un navegador: 403 es la respuesta correcta.
        3. Compruebe la ruta que reenvía el proxy de aplicación o el proxy inverso.
        4. Busque en el registro de IIS 404.14 o 404.15: entonces la solicitud es demasiado larga, no la ruta incorrecta.

cause-ndes-forbidden = El servidor rechazó la solicitud
    .what = El servidor respondió 403 a una solicitud que debería haber aceptado.
    .user = { -send }
    .fix =
        1. Busque la solicitud en el registro de IIS y lea el subestado: 403.7, 403.13, 403.16 y 403.17 tratan de certificados.
        2. Compruebe las reglas de acceso de los firewalls y proxies que hay delante de NDES.
        3. Lea NDESPlugin.log a la hora de la solicitud.

cause-unexpected-content = Llegó algo distinto de la respuesta esperada
    .what = Llegó una página web en lugar de certificados o funciones. El motivo puede ser un filtro, una página de inicio de sesión o una dirección incorrecta.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Abra la URL de SCEP con ?operation=GetCACaps en un navegador en la red del dispositivo y mire qué responde.
        2. Si es una página de un filtro, un proxy o un inicio de sesión, exima allí al host de SCEP.
        3. Si es la propia página del servidor, compruebe la URL del perfil de SCEP y el módulo de directivas.

cause-capabilities-missing = El servidor no dijo qué sabe hacer
    .what = El dispositivo preguntó al servidor por sus funciones y no obtuvo ninguna lista utilizable.
    .user = { -send }
    .fix =
        1. Abra la URL de SCEP con ?operation=GetCACaps&message=ca en un navegador: una lista corta como POSTPKIOperation y SHA-256 es la respuesta correcta.
        2. En iOS, compruebe que el perfil de certificado de confianza contiene el certificado raíz y no uno intermedio.
        3. En iOS, compruebe el algoritmo de firma del certificado de CA: ni SHA-1 ni RSASSA-PSS.
        4. Compruebe que ningún proxy descarta respuestas sin Content-Type.

cause-weak-capabilities = El servidor solo ofrece una protección anticuada
    .what = El servidor no ofrece ningún hash ni cifrado que acepte el dispositivo.
    .user = { -send }
    .fix =
        1. Abra la URL de SCEP con ?operation=GetCACaps&message=ca: deberían figurar SHA-256 (o SHA-512) y AES o DES3.
        2. Actualice el servidor NDES, y permita SHA-2 en el algoritmo hash del perfil de SCEP.
        3. { -retest }

## CA and RA

cause-ca-thumbprint-mismatch = El certificado de CA del servidor no es el esperado
    .what = El certificado de CA que envió el servidor no es el que nombra el perfil.
    .user = { -send }
    .fix =
        1. Compare la huella digital de la CA emisora con el certificado raíz al que se refiere el perfil de SCEP.
        2. Cargue el certificado raíz correcto en el perfil de certificado de confianza, y seleccione ese perfil en el perfil de SCEP.
        3. Tras renovar la CA, implemente el certificado nuevo y reinstale o renueve los certificados de RA de NDES.

cause-root-profile-is-intermediate = El perfil contiene un certificado intermedio donde va el raíz
    .what = El perfil de certificado de confianza que corresponde al perfil de SCEP contiene un certificado de CA intermedia.
    .user = { -send }
    .fix =
        1. En Intune, abra el perfil de certificado de confianza al que se refiere el perfil de SCEP.
        2. Sustituya su certificado por el de la CA raíz (emisor y asunto son iguales).
        3. Implemente el intermedio con un perfil propio.
        4. { -retest }

cause-ra-certificate-expired = Un certificado del servicio de inscripción ha expirado
    .what = Uno de los dos certificados de la entidad de registro (MSCEP-RA) del servidor NDES ya no es válido.
    .user = { -send }
    .fix =
        1. En el servidor NDES, busque certificados MSCEP-RA expirados en el almacén Personal del equipo.
        2. Solicite otros nuevos con el mismo asunto: Cifrado CEP (equipo), y Agente de inscripción de Exchange (solicitud sin conexión) (usuario; expórtelo con la clave e impórtelo después en el almacén del equipo).
        3. Dé a la cuenta de servicio de NDES permiso de lectura sobre ambas claves privadas (Todas las tareas, Administrar claves privadas).
        4. Ejecute iisreset. Reinstalar el rol NDES hace lo mismo.

cause-ra-certificate-from-old-ca = El servicio de inscripción usa aún certificados de una CA anterior
    .what = Los certificados de RA los emitió una CA o clave de CA anterior a la que está en uso, de modo que los dispositivos los rechazan.
    .user = { -send }
    .fix =
        1. Compare el emisor de los certificados MSCEP-RA con el certificado de CA actual.
        2. Vuelva a emitir ambos (Cifrado CEP; Agente de inscripción de Exchange (solicitud sin conexión)) desde la CA actual, o reinstale el rol NDES.
        3. Dé a la cuenta de servicio de NDES permiso de lectura sobre las claves privadas y ejecute iisreset.
        4. Implemente el certificado raíz actual en los dispositivos.

cause-ra-response-invalid = El dispositivo rechaza los certificados del servicio de inscripción
    .what = Los certificados de la entidad de registro en la respuesta del servidor no son válidos para el dispositivo.
    .user = { -send }
    .fix =
        1. Compruebe que ambos certificados MSCEP-RA son válidos y los emitió la CA que nombra el perfil.
        2. En iOS, compruebe que el perfil de certificado de confianza contiene el certificado raíz y no uno intermedio.
        3. Compruebe que toda la cadena hasta la raíz está implementada en el dispositivo.
        4. Vuelva a emitir los certificados de RA si hace falta, y ejecute iisreset.

cause-ca-response-invalid = El dispositivo rechaza la respuesta de la CA
    .what = La respuesta del servidor a la pregunta por sus certificados de CA no se pudo usar.
    .user = { -send }
    .fix =
        1. Abra la URL de SCEP con ?operation=GetCACert&message=ca en un navegador: un archivo de certificado es la respuesta correcta.
        2. Compruebe que ningún proxy cambia el contenido o su tipo.
        3. Compruebe que los certificados de CA y de RA son válidos.

cause-signature-algorithm-unsupported = Un certificado usa una firma que el dispositivo no admite
    .what = Un certificado de CA, o una respuesta del servidor, está firmado con un algoritmo que esta plataforma rechaza.
    .user = { -send }
    .fix =
        1. Mire el algoritmo de firma de los certificados de CA y de RA: ni SHA-1 ni RSASSA-PSS.
        2. Configure la CA para que firme con SHA-256 y PKCS #1 v1.5 (AlternateSignatureAlgorithm=0), y renueve el certificado.
        3. Implemente el nuevo y vuelva a emitir los certificados de RA.

## Request and response

cause-csp-failure = El dispositivo no pudo procesar el perfil de certificado
    .what = Windows notificó un error al aplicar el perfil de SCEP.
    .user = Reinicie el dispositivo e inténtelo de nuevo, o envíe el informe a su administrador.
    .fix =
        1. Consulte el código de error que figura en las pruebas.
        2. Compruebe la configuración del perfil de SCEP: asunto, proveedor de almacenamiento de claves (hace falta un TPM para «Inscribirse en el KSP de TPM; en caso contrario, error»), uso de la clave.
        3. Compruebe que el perfil de certificado de confianza está asignado al mismo grupo.
        4. Sincronice el dispositivo de nuevo.

cause-profile-not-received = El dispositivo no ha recibido el perfil de certificado
    .what = El registro mostraría el perfil de SCEP si hubiera llegado, y no lo muestra.
    .user = Mantenga el dispositivo conectado un rato, o envíe el informe a su administrador.
    .fix =
        1. Compruebe que el perfil de SCEP y el perfil de certificado de confianza están asignados a los mismos usuarios o dispositivos.
        2. Compruebe los filtros, las reglas de aplicabilidad y la licencia del usuario.
        3. Mire en Intune el estado del perfil para este dispositivo.
        4. { -retest }

cause-challenge-invalid-characters = La solicitud no se pudo codificar
    .what = El desafío contiene un carácter que no se puede codificar.
    .user = Inicie una sincronización e inténtelo de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Sincronice el dispositivo, para que obtenga un desafío nuevo.
        2. Busque caracteres poco habituales en el asunto y los demás textos del perfil de SCEP.
        3. Compruebe que la versión del conector es la actual.

cause-challenge-expired = La contraseña de un solo uso de la solicitud había caducado
    .what = El desafío ya no era válido cuando la solicitud llegó al conector.
    .user = Inicie una sincronización e inténtelo de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Sincronice el dispositivo, para que obtenga un desafío nuevo.
        2. Mire cuánto tiempo estuvo la solicitud en camino: un dispositivo sin conexión, o un servidor parado.
        3. Compruebe los relojes del servidor del conector y del servidor NDES.

cause-key-too-small = La clave es más pequeña de lo que exige el servidor
    .what = La plantilla de certificado pide una clave más larga de la que el perfil hace crear al dispositivo.
    .user = { -send }
    .fix =
        1. Compare el tamaño de clave del perfil de SCEP con el tamaño mínimo de clave de la plantilla de certificado (pestaña Criptografía).
        2. Aumente el del perfil, o reduzca el de la plantilla.
        3. { -retest }

cause-key-generation-failed = El dispositivo no pudo crear la clave o la solicitud
    .what = El dispositivo no consiguió crear el par de claves o construir la solicitud.
    .user = Reinicie el dispositivo e inténtelo de nuevo, o envíe el informe a su administrador.
    .fix =
        1. Reinicie el dispositivo y sincronice de nuevo.
        2. Compare el tamaño de clave y el proveedor de almacenamiento de claves del perfil de SCEP con lo que admite el dispositivo.
        3. En Windows, compruebe el estado del TPM (tpm.msc).
        4. Busque en el asunto del perfil valores que el usuario o el dispositivo no tenga.

cause-template-mismatch = La solicitud no corresponde a la plantilla de certificado
    .what = El servidor no pudo emitir con la plantilla establecida para este tipo de solicitud.
    .user = { -send }
    .fix =
        1. En HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP compruebe SignatureTemplate, EncryptionTemplate y GeneralPurposeTemplate: el nombre de la plantilla, no su nombre para mostrar.
        2. Compruebe que la CA tiene publicada la plantilla y que la cuenta de servicio de NDES puede leer e inscribirse.
        3. Compruebe que el uso de la clave, la validez y el asunto del perfil de SCEP corresponden a la plantilla («Proporcionado por el solicitante»).
        4. Ejecute iisreset.

cause-invalid-server-response = La respuesta del servidor no se pudo entender
    .what = Lo que llegó no se pudo leer como respuesta a la solicitud.
    .user = Inténtelo de nuevo en otra red, o envíe el informe a su administrador.
    .fix =
        1. Busque la solicitud en el registro de IIS y mire su estado y tamaño.
        2. Compruebe que ningún proxy ni filtro cambia la respuesta.
        3. Lea NDESPlugin.log y las solicitudes con error de la CA a la misma hora.

cause-pki-bad-alg = El servidor no acepta el algoritmo de la solicitud
    .what = El servidor rechazó la solicitud con badAlg: algoritmo desconocido o no admitido.
    .user = { -send }
    .fix =
        1. Compare el algoritmo hash del perfil de SCEP con lo que enumera GetCACaps.
        2. Compare el tipo y el tamaño de la clave con la plantilla de certificado.
        3. Actualice el servidor NDES si no conoce SHA-2.

cause-pki-bad-message-check = El servidor no pudo verificar la solicitud
    .what = El servidor rechazó la solicitud con badMessageCheck: su comprobación de integridad falló.
    .user = { -send }
    .fix =
        1. Compruebe que ambos certificados de RA del servidor NDES son válidos y que la cuenta de servicio puede leer sus claves privadas.
        2. Compruebe que nada en el camino acorta o cambia la solicitud (URL largas).
        3. { -retest }

cause-pki-bad-request = El servidor rechazó la solicitud
    .what = El servidor respondió badRequest: la solicitud no se permite o no se admite.
    .user = { -send }
    .fix =
        1. Lea NDESPlugin.log a la hora de la solicitud: ¿tuvo éxito VerifyRequest?
        2. Lea los eventos del conector: 4005 es una verificación fallida, 4007 una emisión fallida.
        3. Mire las solicitudes con error en la consola de la CA.
        4. Compruebe que el perfil de SCEP corresponde a la plantilla de certificado.

cause-pki-bad-time = Para el servidor, la hora de la solicitud es incorrecta
    .what = El servidor rechazó la solicitud con badTime: su hora de firma difiere demasiado de la del servidor.
    .user = Ponga la fecha y la hora de este dispositivo en automático e inténtelo de nuevo.
    .fix =
        1. Ponga la fecha y la hora del dispositivo en automático.
        2. Compruebe la hora del servidor NDES y de la CA.
        3. { -retest }

cause-pki-bad-cert-id = El servidor no encontró ningún certificado para la solicitud
    .what = El servidor rechazó la solicitud con badCertId: no encontró ningún certificado que cumpla los criterios de la solicitud.
    .user = { -send }
    .fix =
        1. Compruebe que la CA que nombra la solicitud es la que usa NDES.
        2. Tras un cambio de la CA, implemente de nuevo su certificado y vuelva a emitir los certificados de RA.
        3. { -retest }

cause-pki-pending = La solicitud espera aprobación
    .what = El servidor aceptó la solicitud y aún no ha decidido sobre ella.
    .user = Espere, o pida a su administrador que apruebe la solicitud.
    .fix =
        1. Abra la consola de la CA, Solicitudes pendientes, y emita o deniegue la solicitud.
        2. Si las solicitudes se deben emitir de inmediato: plantilla, Requisitos de emisión, quite la marca de «Aprobación del administrador de certificados de CA».
        3. En las propiedades de la CA, Módulo de directivas, compruebe que las solicitudes nuevas no se marcan como pendientes.

cause-nonce-mismatch = La respuesta pertenece a otra solicitud
    .what = La respuesta lleva un nonce distinto del de la solicitud.
    .user = Inicie una sincronización e inténtelo de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Sincronice el dispositivo de nuevo.
        2. Compruebe que los proxies y equilibradores de carga no almacenan en caché respuestas de la URL de SCEP.
        3. Con varios servidores NDES detrás de un mismo nombre, compruebe que una sesión se queda en un servidor.

cause-transaction-mismatch = La respuesta pertenece a otra transacción
    .what = La respuesta lleva un identificador de transacción distinto del de la solicitud.
    .user = Inicie una sincronización e inténtelo de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Sincronice el dispositivo de nuevo.
        2. Compruebe que los proxies y equilibradores de carga no almacenan en caché respuestas de la URL de SCEP.
        3. Con varios servidores NDES detrás de un mismo nombre, compruebe que una sesión se queda en un servidor.

## Delivery

cause-install-not-accepted = La instalación espera a que se acepte en el dispositivo
    .what = El dispositivo pidió a su usuario que aceptara el certificado, y no hay registrada ninguna aceptación.
    .user = Configure un bloqueo de pantalla, abra la notificación o el Portal de empresa y acepte el certificado.
    .fix =
        1. Haga que el usuario configure un bloqueo de pantalla (PIN, patrón o contraseña).
        2. Haga que el usuario abra el Portal de empresa y acepte el certificado.
        3. Compruebe que se permiten las notificaciones del Portal de empresa.

cause-install-failed = El certificado llegó y no se pudo instalar
    .what = La respuesta del servidor llegó, pero el dispositivo no consiguió poner el certificado en su sitio.
    .user = Reinicie el dispositivo e inténtelo de nuevo, o envíe el informe a su administrador.
    .fix =
        1. Consulte el código de error que figura en las pruebas.
        2. Compruebe que los certificados raíz e intermedios están en el dispositivo.
        3. Compruebe el proveedor de almacenamiento de claves del perfil de SCEP, y el TPM si se usa.
        4. Sincronice el dispositivo de nuevo.

cause-certificate-not-found = Un certificado que necesita un perfil no está en el dispositivo
    .what = Un perfil se refiere a un certificado, y el dispositivo no tiene ninguno que corresponda.
    .user = { -send }
    .fix =
        1. Compruebe qué perfil se refiere al certificado (Wi-Fi, VPN, correo), y que el perfil de SCEP está asignado al mismo grupo.
        2. Compruebe si el perfil de SCEP tuvo éxito en este dispositivo; si no, empiece por su fallo.
        3. Compruebe que el asunto y los propósitos del certificado corresponden a lo que busca el perfil.

## NDES server

cause-iis-no-request = El servidor no tiene ninguna entrada de la solicitud
    .what = El registro del servidor web cubre el momento del intento y no contiene ninguna solicitud de este dispositivo. Se detuvo antes de llegar allí.
    .user = { -send }
    .fix =
        1. Compruebe que estos son los registros del servidor y el sitio correctos, y que su periodo (UTC) cubre el intento.
        2. Compruebe los firewalls, proxies y equilibradores de carga entre el dispositivo y el servidor.
        3. Lea HTTPERR en el servidor: las solicitudes que rechazó HTTP.sys solo figuran allí.
        4. Detrás del proxy de aplicación, compruebe su conector y la URL externa.

cause-iis-impersonation-right-missing = Al servidor web le falta un derecho para hacer su trabajo
    .what = El servidor respondió 500 con el estado win32 1346: IIS_IUSRS no puede suplantar a un cliente.
    .user = { -send }
    .fix =
        1. En el servidor NDES, ejecute secpol.msc, Directivas locales, Asignación de derechos de usuario.
        2. Abra «Suplantar a un cliente tras la autenticación» y añada IIS_IUSRS.
        3. Compruebe que ninguna directiva de grupo vuelve a quitar el derecho.
        4. Reinicie el servidor.

cause-iis-intermediate-in-root-store = Hay un certificado intermedio en el almacén raíz del servidor
    .what = El almacén de entidades de certificación raíz de confianza del servidor contiene un certificado que no está autofirmado. IIS rechaza entonces los certificados de cliente, o su proceso de trabajo termina.
    .user = { -send }
    .fix =
        1. Enumérelos: Get-ChildItem -Path Cert:\LocalMachine\Root -Recurse | Where-Object {"{"}$_.Issuer -ne $_.Subject{"}"}
        2. Quítelos de ese almacén (los intermedios van en Entidades de certificación intermedias).
        3. Reinicie el servidor y enumere de nuevo.
        4. Si vuelven, excluya el servidor de la directiva de grupo que los distribuye, y quítelos otra vez.

cause-iis-client-certificate-rejected = El servidor rechazó el certificado de su propio módulo
    .what = El certificado que presenta el módulo de directivas de NDES falta, está revocado o ha expirado (403.7, 403.13, 403.17).
    .user = { -send }
    .fix =
        1. Mire el subestado en las pruebas: 7 no se envió ninguno, 13 revocado o no se llega a su lista de revocación, 17 expirado.
        2. Busque el certificado nombrado en HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint.
        3. Renuévelo (autenticación del cliente, asunto y nombre DNS iguales al FQDN del servidor), y reinstale el conector.
        4. Con 13, compruebe que el servidor puede obtener la lista de revocación.

cause-client-auth-eku-missing = El certificado del módulo no está destinado a este uso
    .what = Al certificado del módulo de directivas de NDES le falta el propósito Autenticación del cliente, así que el conector responde 403.
    .user = { -send }
    .fix =
        1. Busque el certificado nombrado en HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint y mire su uso mejorado de claves.
        2. Solicite uno con Autenticación del cliente (y Autenticación del servidor si sirve también al sitio), asunto y nombre DNS iguales al FQDN del servidor.
        3. Reinstale el conector para vincularlo, y reinicie el servicio del conector de Intune y el Servicio de publicación World Wide Web.

cause-request-filtering-limit = El filtro del servidor web rechaza solicitudes de esta longitud
    .what = El filtrado de solicitudes de IIS rechazó la solicitud por ser demasiado larga (404.14 o 404.15).
    .user = { -send }
    .fix =
        1. En el Administrador de IIS, Default Web Site, Filtrado de solicitudes, Modificar configuración de característica: establezca la longitud máxima de URL y la de la cadena de consulta en 65534.
        2. Compruebe que ningún web.config más profundo establece valores inferiores.
        3. Ejecute iisreset.

cause-http-sys-limit = El servidor rechaza solicitudes de esta longitud antes de que lleguen a IIS
    .what = HTTP.sys rechazó la solicitud por ser demasiado larga (400 o 414), así que el registro de IIS no la contiene.
    .user = { -send }
    .fix =
        1. En HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters establezca los DWORD MaxFieldLength y MaxRequestBytes en 65534 (decimal).
        2. Reinicie el servidor.
        3. Compruebe también los límites del filtrado de solicitudes (65534 cada uno).

cause-app-pool-crash = El proceso de trabajo del servidor web se bloqueó
    .what = Un proceso de trabajo (w3wp.exe) de IIS terminó con un error; el grupo SCEP se detiene cuando eso se repite.
    .user = { -send }
    .fix =
        1. Busque en el almacén de entidades de certificación raíz de confianza certificados que no estén autofirmados, quítelos y reinicie el servidor.
        2. Habilite el registro operativo de CAPI2, repita el problema y compruebe que se pueden obtener las listas de revocación del certificado del conector.
        3. En CertificateRegistrationSvc, active la autenticación anónima y desactive la autenticación de Windows.
        4. Compruebe que el certificado nombrado en NDESCertThumbprint no ha expirado.
        5. Inicie otra vez el grupo de aplicaciones SCEP.

cause-crl-unreachable = No se pudo obtener una lista de revocación
    .what = El servidor no pudo obtener la lista que dice si un certificado se revocó, y por eso no acepta el certificado.
    .user = { -send }
    .fix =
        1. Habilite el registro operativo de CAPI2 en el servidor, repita el problema y lea qué URL falló.
        2. Haga que se pueda llegar a esa URL desde el servidor (DNS, firewall, el proxy de la cuenta de equipo: netsh winhttp show proxy).
        3. Compruebe que la lista publicada allí no ha expirado.

cause-windows-auth-enabled = Se exige un inicio de sesión donde no debe haberlo
    .what = La autenticación de Windows está habilitada en CertificateRegistrationSvc, que solo funciona con acceso anónimo.
    .user = { -send }
    .fix =
        1. En el Administrador de IIS, abra CertificateRegistrationSvc, Autenticación.
        2. Habilite la autenticación anónima y deshabilite la autenticación de Windows.
        3. Reinicie el servidor.

cause-policy-module-certificate-expired = El certificado de la parte de Intune del servidor ha expirado
    .what = El módulo de directivas de NDES usa un certificado que ya no es válido.
    .user = { -send }
    .fix =
        1. Busque el certificado nombrado en HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy\NDESCertThumbprint y mire su validez.
        2. En certlm.msc, solicite uno nuevo: autenticación del cliente, nombre común y nombre DNS iguales al FQDN del servidor.
        3. Reinstale Certificate Connector for Microsoft Intune para vincularlo.
        4. Reinicie el servicio del conector de Intune y el Servicio de publicación World Wide Web.

cause-policy-module-cannot-reach-connector = La parte de Intune del servidor no llega al conector
    .what = El módulo de directivas de NDES empezó a preguntar al conector por la solicitud y no obtuvo respuesta.
    .user = { -send }
    .fix =
        1. Compruebe que el sitio y el grupo de CertificateRegistrationSvc se están ejecutando.
        2. Compruebe que el certificado nombrado en NDESCertThumbprint no ha expirado.
        3. Compruebe que el servidor llega a sí mismo por el nombre que figura en NDESPlugin.log (DNS, archivo hosts, proxy de la cuenta de equipo).
        4. Reinicie el servicio del conector de Intune y el Servicio de publicación World Wide Web.

cause-connector-setup-failed = La instalación del conector falló
    .what = El registro de instalación del conector termina con un estado de error.
    .user = { -send }
    .fix =
        1. Lea en SetupMsi.log, por encima del estado de error, la primera acción que falló.
        2. Quite Certificate Connector for Microsoft Intune e instálelo de nuevo como administrador.
        3. Compruebe que se cumplen los requisitos previos (rol NDES, .NET Framework, los derechos de la cuenta de servicio).

cause-connector-setup-ok = La instalación del conector fue correcta
    .what = El registro de instalación del conector termina con el estado 0.
    .user = No tiene que hacer nada al respecto.
    .fix =
        1. Aquí no hay nada que corregir. Si NDES sigue mostrando su propia página, ejecute iisreset.

cause-service-account-locked = La cuenta del servicio de inscripción no puede iniciar sesión
    .what = La cuenta de servicio de NDES está bloqueada, o su contraseña ha expirado.
    .user = { -send }
    .fix =
        1. Desbloquee la cuenta o restablezca su contraseña.
        2. Introduzca la contraseña nueva en el grupo de aplicaciones SCEP.
        3. Inicie el grupo y mire qué bloqueó la cuenta (registro de seguridad, evento 4740).

cause-ca-unreachable = El servicio de inscripción no llega a la entidad de certificación
    .what = El servidor no pudo comunicarse con la CA (por ejemplo 0x800706ba, el servidor RPC no está disponible).
    .user = { -send }
    .fix =
        1. Compruebe que la CA está en marcha y que su servicio se ejecuta (certutil -ping -config "CA").
        2. Compruebe RPC y DCOM entre el servidor NDES y la CA (TCP 135 y los puertos dinámicos).
        3. Compruebe que la cuenta de servicio puede solicitar certificados allí.

cause-ca-request-failed = La entidad de certificación rechazó la solicitud
    .what = La solicitud llegó hasta la CA, y la CA no emitió ningún certificado.
    .user = { -send }
    .fix =
        1. Abra la consola de la CA, Solicitudes con error, y lea el mensaje de disposición.
        2. Compruebe los permisos de la cuenta de servicio de NDES sobre la plantilla (lectura e inscripción).
        3. Compruebe que el asunto, el tamaño de clave y la validez corresponden a la plantilla.

cause-policy-module-tls-name-mismatch = El certificado del conector lleva otro nombre
    .what = El certificado TLS que encuentra el módulo de directivas no contiene el nombre por el que pregunta (12175).
    .user = { -send }
    .fix =
        1. Lea en NDESPlugin.log por qué nombre se pregunta.
        2. Dé al sitio un certificado TLS con este FQDN como asunto y nombre DNS, y selecciónelo en el enlace.
        3. Compruebe que el servidor confía en la cadena del certificado.
        4. Ejecute iisreset.

cause-connector-signing-certificate-missing = Falta el certificado de firma del conector
    .what = No se pudo obtener el certificado que el conector usa para comprobar solicitudes.
    .user = { -send }
    .fix =
        1. Compruebe que el servidor del conector llega al servicio Intune (proxy, firewall).
        2. Inicie sesión otra vez en el conector, o reinstálelo, para que obtenga un certificado nuevo.
        3. Reinicie el servicio del conector de Intune.

cause-verify-request-failed = El conector no pudo verificar la solicitud
    .what = VerifyRequest se respondió con 500: el conector no aceptó la solicitud o no pudo comprobarla.
    .user = { -send }
    .fix =
        1. Lea los eventos del conector a esa hora: 4005 nombra el motivo.
        2. Compruebe que el conector tiene la sesión iniciada, está actualizado y figura activo en el Centro de administración de Intune.
        3. Sincronice el dispositivo, para que obtenga un desafío nuevo.
        4. Reinicie el servicio del conector de Intune.

## Evidence

cause-verbose-logging-off = El registro no anota estos pasos en su nivel actual
    .what = El registro detallado estaba desactivado. Lo que falta en este registro puede haber ocurrido de todos modos.
    .user = Active el registro detallado, repita el problema y recopile de nuevo.
    .fix =
        1. Android: en el Portal de empresa, Configuración, active el registro detallado.
        2. iOS y iPadOS: instale el perfil de registro de Apple para la configuración administrada (MDM), o siga el registro en directo con mensajes de depuración.
        3. Windows: habilite los canales Admin y Debug de DeviceManagement-Enterprise-Diagnostics-Provider.
        4. Inicie una sincronización, espere al fallo y recopile los registros poco después.

cause-log-rolled-over = El registro ya no alcanza hasta el intento
    .what = La entrada más antigua es posterior al intento. Lo anterior se sobrescribió.
    .user = Inténtelo otra vez y recopile poco después.
    .fix =
        1. Inicie una sincronización en el dispositivo y recopile poco después.
        2. En Windows, aumente el tamaño del registro del canal.
        3. Añada archivos de registro más antiguos del mismo dispositivo (como OMADMLog_1.log) si los hay.

cause-source-unreadable = Un origen no se pudo leer
    .what = Hay un archivo o un registro, pero su contenido no se pudo leer.
    .user = Recopile de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Mire el motivo que figura al lado en el informe.
        2. Si faltan permisos, ejecute la recopilación como administrador.
        3. Si un archivo está dañado, exporte el registro de nuevo y entregue el original, no una copia del texto.

cause-source-truncated = Un origen no está completo
    .what = El registro termina a la mitad, o es más largo que el límite para un origen. No se puede decir qué falta.
    .user = Recopile de nuevo unos minutos después del problema.
    .fix =
        1. Exporte el registro de nuevo, y compruebe que la copia terminó.
        2. Si el archivo es muy grande, entregue la parte cercana al momento del intento.

cause-source-left-out = Una parte de las pruebas se dejó fuera a propósito
    .what = El usuario, o una opción de la recopilación, dejó fuera del paquete un origen o una parte de él. Está en el dispositivo.
    .user = No tiene que hacer nada. Si su administrador necesita esa parte, recopile de nuevo sin dejarla fuera.
    .fix =
        1. Mire el motivo que figura al lado en el informe: excluido por el usuario, anterior al periodo pedido o por encima del tamaño pedido.
        2. Juzgue con este paquete solo lo que contiene: una entrada que no está en él puede seguir en el dispositivo.
        3. Pida una nueva recopilación si esa parte es importante.

cause-stalled-unexplained = El intento se detuvo, y ninguna entrada dice por qué
    .what = Hay un paso registrado, el siguiente lo habría estado y no lo está, y nada lo explica.
    .user = Inicie una sincronización y compruebe de nuevo; si sigue igual, envíe el informe a su administrador.
    .fix =
        1. Inicie una sincronización y recopile de nuevo unos minutos más tarde.
        2. Compare con los registros del servidor a la misma hora: el registro de IIS, HTTPERR, NDESPlugin.log.
        3. Busque ahorros de batería y reglas que detengan la aplicación de administración en segundo plano.
