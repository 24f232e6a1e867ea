# What asking the server's address gave.
probe-healthy = El servidor responde como debe.
probe-healthy-next = Si el dispositivo sigue sin certificado, mire sus registros: se puede llegar al servidor.
probe-trouble = { $title }
probe-unclear = El servidor respondió, pero no se vio todo.
probe-unclear-next = Pregunte de nuevo, o envíe el informe a su administrador.
probe-asked = Preguntado: { $url }, como lo hace { $platform }
probe-proxy = A través del proxy { $proxy }
probe-steps = Pasos
probe-findings = Qué significa
probe-fix = Para el administrador
probe-chain = Certificados de la conexión, tal como se ofrecieron
probe-certificates = Certificados que entrega el servidor (GetCACert)
probe-certificate-line = { $subject }, emitido por { $issuer }, hasta { $end }; { $key }, { $algorithm }; { $roles }
probe-capabilities = Funciones (GetCACaps): { $list }
probe-clock = Los relojes de este dispositivo y del servidor difieren en { $seconds } s.
probe-query = Consulta más larga respondida: { $answered } bytes; primera rechazada: { $refused } bytes.
probe-query-all = Consulta más larga respondida: { $answered } bytes; no se rechazó ninguna.
probe-milliseconds = { $count } ms

probestep-dns = Nombre
probestep-proxy = Proxy
probestep-tcp = Conexión
probestep-tls = TLS
probestep-revocation = Dirección de revocación
probestep-plain-get = Petición simple
probestep-get-ca-caps = GetCACaps
probestep-get-ca-cert = GetCACert
probestep-get-next-ca-cert = GetNextCACert
probestep-long-query = Consulta larga

probe-result-ok = respondió
probe-result-failed = no como debería
probe-result-skipped = no se hizo

probereason-total-time = se acabó el tiempo para toda la prueba
probereason-the-proxy-looks-up-the-name = el proxy resuelve el nombre
probereason-no-answer-to-the-plain-request = la petición simple no tuvo respuesta
probereason-the-short-query-was-not-answered = la consulta corta no tuvo respuesta
probereason-not-an-address-to-ask = a esta dirección no se le pregunta
probereason-limit = se alcanzó el límite
probereason-local-address = el nombre lleva a este dispositivo o al enlace local

probe-role-ca = CA
probe-role-ra-signature = RA, firma
probe-role-ra-encryption = RA, cifra
probe-role-other = ni CA ni RA
