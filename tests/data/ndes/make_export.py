"""Writes good/: the export of an NDES server that is as it should be, and certificates.json: certificates that are not.

Needs the PyPI package cryptography. Everything in it is made up; no private key is kept. A second run makes other keys.
"""
import base64
import datetime
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HERE = pathlib.Path(__file__).parent
TAKEN = "2026-11-20T09:00:00Z"
FQDN = "ndes01.fabrikam.example"
ACCOUNT = "S-1-5-21-1004336348-1177238915-682003330-1107"
AGENT = x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.1")


def name(common):
    return x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, common),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fabrikam"),
    ])


def day(text):
    return datetime.datetime.fromisoformat(text)


def issue(subject, begin, end, issuer=None, ca=False, usage=(), eku=(), dns=()):
    """A certificate with its key; `issuer` is such a pair, or none for one that issues itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    parent, parent_key = issuer or (None, key)
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(parent.subject if parent else name(subject))
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(day(begin)).not_valid_after(day(end))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(parent_key.public_key()), False)
    )
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    if usage:
        parts = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                 "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
        builder = builder.add_extension(x509.KeyUsage(**{part: part in usage for part in parts}), True)
    if eku:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(eku)), False)
    if dns:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(d) for d in dns]), False)
    return builder.sign(parent_key, hashes.SHA256()), key


def der(pair):
    return base64.b64encode(pair[0].public_bytes(serialization.Encoding.DER)).decode()


def thumbprint(pair):
    return pair[0].fingerprint(hashes.SHA1()).hex().upper()


def held(pair, readers=("S-1-5-18", "S-1-5-32-544", ACCOUNT)):
    return {"der": der(pair), "has_key": True, "key_readers": {"value": list(readers)}}


root = issue("Fabrikam Root CA", "2016-01-01", "2036-01-01", ca=True)
old_ca = issue("Fabrikam Issuing CA", "2018-01-01", "2028-01-01", root, ca=True)
new_ca = issue("Fabrikam Issuing CA", "2026-01-01", "2034-01-01", root, ca=True)
CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH


def module(issuer=new_ca, begin="2026-02-01", end="2028-02-01", eku=(CLIENT,), host=FQDN):
    return issue(host, begin, end, issuer, usage=("digital_signature", "key_encipherment"), eku=eku, dns=(host,))


def agent(usage, issuer=new_ca, begin="2026-02-01", end="2028-02-01"):
    return issue("NDES01-MSCEP-RA", begin, end, issuer, usage=(usage,), eku=(AGENT,))


encryption, signature, policy = agent("key_encipherment"), agent("digital_signature"), module()

facts = {
    "schema": "scepscope.ndes-export/1",
    "taken": TAKEN,
    "computer": FQDN,
    "registry": {
        "http": {"value": {"MaxFieldLength": "65534", "MaxRequestBytes": "65534"}},
        "mscep": {"value": {"GeneralPurposeTemplate": "FabrikamSCEP"}},
        "ndes_policy": {"value": {"NDESCertThumbprint": thumbprint(policy)}},
    },
    "stores": {
        "my": {"value": [held(encryption), held(signature), held(policy)]},
        "root": {"value": [{"der": der(root), "has_key": False}]},
        "ca": {"value": [{"der": der(old_ca), "has_key": False}, {"der": der(new_ca), "has_key": False}]},
    },
    "policy_roots": {"value": []},
    "services": {"value": [
        {"name": "W3SVC", "display_name": "World Wide Web Publishing Service", "state": "Running", "start": "Auto",
         "account": "LocalSystem"},
        {"name": "WAS", "display_name": "Windows Process Activation Service", "state": "Running", "start": "Manual",
         "account": "LocalSystem"},
        {"name": "PFXCertificateConnectorSvc", "display_name": "PFX Certificate Connector for Microsoft Intune",
         "state": "Running", "start": "Auto", "account": "LocalSystem"},
        {"name": "PkiRevokeConnectorSvc", "display_name": "PKI Revoke Connector for Microsoft Intune",
         "state": "Stopped", "start": "Disabled", "account": "LocalSystem"},
        {"name": "WAPCSvc", "display_name": "Microsoft Entra private network connector", "state": "Running",
         "start": "Auto", "account": "NT AUTHORITY\\NetworkService"},
    ]},
    "pool_state": {"value": "Started"},
    "iis_iusrs": {"value": ["S-1-5-17", ACCOUNT]},
    "account": {"value": {
        "name": "FABRIKAM\\svc-ndes", "sid": ACCOUNT, "locked": {"value": False}, "disabled": {"value": False},
        "password_expires": {"value": "never"},
    }},
    "channels": {name: {"value": True} for name in ("Application", "System", "CAPI2", "Connector", "Connector-Admin")},
}

CONFIGURATION = """\
<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.applicationHost>
    <applicationPools>
      <add name="DefaultAppPool" />
      <add name="SCEP">
        <processModel identityType="SpecificUser" userName="FABRIKAM\\svc-ndes" password="" />
      </add>
      <applicationPoolDefaults><processModel identityType="ApplicationPoolIdentity" /></applicationPoolDefaults>
    </applicationPools>
    <sites>
      <site name="Default Web Site" id="1">
        <application path="/" applicationPool="DefaultAppPool" />
        <application path="/CertSrv/mscep" applicationPool="SCEP" />
        <application path="/CertSrv/mscep_admin" applicationPool="SCEP" />
        <application path="/CertificateRegistrationSvc" applicationPool="DefaultAppPool" />
      </site>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <security>
      <authentication>
        <anonymousAuthentication enabled="true" userName="IUSR" />
        <windowsAuthentication enabled="false" />
      </authentication>
      <requestFiltering />
    </security>
  </system.webServer>
</configuration>
"""

SITE = """\
<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <security>
      <requestFiltering>
        <requestLimits maxUrl="65534" maxQueryString="65534" />
      </requestFiltering>
    </security>
  </system.webServer>
</configuration>
"""

RIGHTS = f"""\
[Unicode]
Unicode=yes
[Version]
signature="$CHICAGO$"
Revision=1
[Privilege Rights]
SeInteractiveLogonRight = *{ACCOUNT},*S-1-5-32-544
SeBatchLogonRight = *S-1-5-32-544,*S-1-5-32-568
SeServiceLogonRight = *{ACCOUNT},*S-1-5-80-0
SeImpersonatePrivilege = *S-1-5-19,*S-1-5-20,*S-1-5-32-544,*S-1-5-32-568,*S-1-5-6
"""

others = {
    "ra_expired": held(agent("key_encipherment", begin="2024-02-01", end="2026-02-01")),
    "ra_of_old_ca": held(agent("key_encipherment", old_ca)),
    "module_expired": held(module(begin="2024-02-01", end="2026-02-01")),
    "module_without_eku": held(module(eku=(ExtendedKeyUsageOID.SERVER_AUTH,))),
    "module_of_another_host": held(module(host="ndes02.fabrikam.example")),
    "intermediate": {"der": der(new_ca), "has_key": False},
}

good = HERE / "good"
good.mkdir(exist_ok=True)
(good / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")
(good / "applicationHost.config").write_text(CONFIGURATION)
(good / "web.config").write_text("\ufeff" + SITE)
(good / "user-rights.inf").write_bytes(("\ufeff" + RIGHTS.replace("\n", "\r\n")).encode("utf-16-le"))
thumbprints = {key: x509.load_der_x509_certificate(base64.b64decode(entry["der"])).fingerprint(hashes.SHA1()).hex().upper()
               for key, entry in others.items()}
(HERE / "certificates.json").write_text(
    json.dumps({key: {"stored": entry, "thumbprint": thumbprints[key]} for key, entry in others.items()}, indent=1) + "\n")
