//! Every rule both ways: what it takes out, and what looks alike and stays.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use common::redactor;
use scepscope_redact::{Policy, Redactor, Rules};
use serde_json::json;

/// Rule, line, the part that has to go, a line that has to stay as it is.
const LINES: &[(&str, &str, &str, &str)] = &[
    (
        "private-key-pem",
        r#"{"k":"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----"}"#,
        "MIGHAgEAMBMG",
        "-----BEGIN CERTIFICATE-----",
    ),
    (
        "private-key-pem-cut",
        r"key -----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq",
        "MIIEpAIBAAKCAQEA7bq",
        "no PRIVATE KEY----- here",
    ),
    (
        "request-token-element",
        "<CertificateRequestToken>zVujraoA+/x=</CertificateRequestToken>",
        "zVujraoA",
        "<CertificateRequestToken></CertificateRequestToken>",
    ),
    (
        "request-token-syncml",
        "<LocURI>./Install/CertificateRequestToken</LocURI></Target><Meta><Format>chr</Format></Meta><Data>zVujraoA</Data>",
        "zVujraoA",
        "<LocURI>./Install/CAThumbprint</LocURI></Target><Data>10F3F34E58CDC1FD775FBCA78E85BD62BBBFD89F</Data>",
    ),
    (
        "request-token-value",
        "CertificateRequestToken=zVujraoA rest",
        "zVujraoA",
        "CertificateRequestToken received",
    ),
    (
        "challenge-element",
        "<Challenge>4CD3F1AE</Challenge>",
        "4CD3F1AE",
        "<ChallengeType>static</ChallengeType>",
    ),
    (
        "challenge-syncml",
        "<LocURI>./SCEP/x/Install/Challenge</LocURI></Target><Data>s3cr3t!</Data>",
        "s3cr3t!",
        "<LocURI>./SCEP/x/Install/KeyLength</LocURI></Target><Data>2048</Data>",
    ),
    (
        "challenge-plist",
        "<key>Challenge</key><string>s3cr3t!</string>",
        "s3cr3t!",
        "<key>Name</key><string>SCEP</string>",
    ),
    ("challenge-value", "challengePassword: hunter2, next", "hunter2", "Verify challenge returns true"),
    (
        "challenge-loose",
        "NDES challenge password is 4CD3F1AE127BB35E",
        "4CD3F1AE127BB35E",
        "the challenge password expired yesterday",
    ),
    (
        "pkioperation-url",
        "GET /mscep.dll?operation=PKIOperation&message=MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgMFADCABgkq%2Bx HTTP/1.1",
        "MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgMFADCABgkq",
        "GET /mscep.dll?operation=GetCACert&message=SCEP%20Authority",
    ),
    (
        "pkioperation-url-other",
        "operation=PKIOperation&message=c29tZXRoaW5nZWxzZQ",
        "c29tZXRoaW5nZWxzZQ",
        "operation=GetCACaps&message=default",
    ),
    (
        "cms-hex",
        "body 308201aa06092a864886f70d010702a082019b308201970201013100300b06092a864886f70d010701",
        "308201aa06092a864886f70d0107",
        "transId=AEB7BF86E13EA635884CFDC814FC8056F250D3DC",
    ),
    (
        "authorization-header",
        "Authorization: Basic aGVsZW5hOmdlaGVpbQ==, Accept: */*",
        "aGVsZW5hOmdlaGVpbQ",
        "authorization required by the server",
    ),
    ("bearer-token", "sent bearer 0a1b2c3d4e5f", "0a1b2c3d4e5f", "bearer authentication failed"),
    (
        "jwt",
        "got eyJhbGciOiJub25l.eyJhdWQi.Wm7 back",
        "eyJhbGciOiJub25l.eyJhdWQi.Wm7",
        "eyJhbGci alone is no token",
    ),
    (
        "token-parameter",
        "PUT https://x.example/c?sv=2024&sig=aB3%2Fdef%3D done",
        "aB3%2Fdef%3D",
        "Push token unchanged, age 502 h",
    ),
    (
        "age-identity",
        "identity AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS3LLXYZ",
        "1QYQSZQGPQYQSZQGP",
        "recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    ),
    (
        "signed-query",
        "PUT /c/b?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260311&x=1",
        "AKIAIOSFODNN7EXAMPLE",
        "the signature=invalid was refused",
    ),
    (
        "storage-key",
        "AccountName=support;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "Eby8vdM02xNOcqFl",
        "AccountKey= is empty",
    ),
    ("cookie", "Cookie: MSISAuth=77u0AB9", "77u0AB9", "cookies: none were set"),
    (
        "password-value",
        "wifi psk=correcthorse now",
        "correcthorse",
        "Policy: (MinDevicePasswordLength), Area: (DeviceLock)",
    ),
    (
        "password-element",
        "<keyMaterial>correcthorse</keyMaterial>",
        "correcthorse",
        "<MinDevicePasswordLength>8</MinDevicePasswordLength>",
    ),
    (
        "password-plist",
        "<key>Password</key><string>correcthorse</string>",
        "correcthorse",
        "<key>PayloadType</key><string>wifi</string>",
    ),
    (
        "password-data",
        "<Data Name='SecretBlob'>QUJD</Data><Data Name='NewSecret'>geheim1</Data>",
        "geheim1",
        "<Data Name='HexInt1'>0x8</Data>",
    ),
    (
        "email",
        "user helena.lindqvist@adatum.example,",
        "helena.lindqvist@adatum.example",
        "org.jscep.message.CertRep@8d2f9e3[failInfo=badRequest]",
    ),
    ("subject-name", "[dn=CN=岡田 美咲; serial=1]", "岡田 美咲", "[dn=CN=<uesrname>; serial=1]"),
    (
        "dn-common-name",
        "for CN=h.lindqvist,OU=Users,DC=adatum",
        "h.lindqvist",
        "issuer CN=Adatum Issuing CA 2,DC=adatum; ldap:///CN=adatum,CN=CDP",
    ),
    ("dn-uid", "uid: [UID=hlind77,OU=x]", "hlind77", "process uid=501 gid=20"),
    (
        "sid",
        "Owner S-1-5-21-1004336348-1177238915-682003330-512.",
        "S-1-5-21-1004336348-1177238915-682003330-512",
        "Security UserID='S-1-5-18'",
    ),
    (
        "windows-profile-path",
        r"C:\Users\Helena Lindqvist\AppData\x.log",
        "Helena Lindqvist",
        r"C:\Users\Public\Documents\x.log",
    ),
    (
        "unix-home-path",
        "open /Users/hlindqvist/Library/Logs",
        "hlindqvist",
        "GET https://graph.example/users/list and /data/user/0/com.microsoft.intune",
    ),
    (
        "domain-account",
        r"logged on CONTOSO\SVC_ND77 today",
        "SVC_ND77",
        r"HKLM\SOFTWARE\Microsoft\Cryptography\MSCEP and NT AUTHORITY\SYSTEM",
    ),
    ("azure-account", r"runs as AzureAD\HelenaLindqvist.", "HelenaLindqvist", r"AzureAD joined: yes"),
    (
        "event-account",
        "<Data Name='TargetUserName'>hlind</Data>",
        "hlind",
        "<Data Name='UserName'>SYSTEM</Data>",
    ),
    ("user-value", "UserName: hlind77; done", "hlind77", r"User Name: NT AUTHORITY\SYSTEM"),
    (
        "iis-account",
        "2026-11-05 06:01:35 198.51.100.2 GET /certsrv/ - 443 random\\ranuser1 198.51.100.7 curl - 200 0 0 1",
        "ranuser1",
        "2026-11-05 06:01:35 198.51.100.2 GET /certsrv/ - 443 - 198.51.100.7 curl - 200 0 0 1",
    ),
    (
        "serial-value",
        "Device serial number: RZ8N70QK4VD, user",
        "RZ8N70QK4VD",
        "key belonging to [serial=1] with serial number unknown",
    ),
    (
        "serial-element",
        "<SerialNumber>RZ8N70QK4VD</SerialNumber>",
        "RZ8N70QK4VD",
        "<SerialNumber></SerialNumber>",
    ),
    (
        "serial-plist",
        "<key>UDID</key><string>00008030-001A</string>",
        "00008030-001A",
        "<key>PayloadUUID</key><string>063D7953-1338</string>",
    ),
    ("mac-address", "wifi mac address: 3c:22:fb:01:9a:7e up", "3c:22:fb:01:9a:7e", "ethernet up at 14:15:30"),
    ("windows-computer", "<Computer>DEV-LT-0422</Computer>", "DEV-LT-0422", "Computer: localhost"),
    (
        "device-name-value",
        "Device name Olu-Mbekis-iPhone, x",
        "Olu-Mbekis-iPhone",
        "Unable to resolve host \"x.example\": No address associated with hostname",
    ),
    (
        "device-name-element",
        "<Data Name='DeviceName'>DEV-LT-0422</Data>",
        "DEV-LT-0422",
        "<DeviceNameTemplate>x</DeviceNameTemplate>",
    ),
    (
        "device-name-plist",
        "<key>DeviceName</key><string>Olu's phone</string>",
        "Olu's phone",
        "<key>PayloadDisplayName</key><string>SCEP</string>",
    ),
    (
        "possessive-device",
        "paired with Helena’s iPhone today",
        "Helena’s iPhone",
        "the user's iPhone was locked",
    ),
    (
        "syslog-host",
        "May 23 14:15:30 Olu-Mbekis-iPhone profiled[150] <Notice>: x",
        "Olu-Mbekis-iPhone",
        "May 23 was a day",
    ),
    (
        "logshow-host",
        "2026-03-02 10:20:30.123456+0100  OlusMac profiled[123]: x",
        "OlusMac",
        "2026-03-02 10:20:30.123456+0100  localhost profiled[123]: x",
    ),
    (
        "private-ipv4",
        "address 10.77.3.9 and",
        "10.77.3.9",
        "version 10.0.0.1, Build 10.0.20348.1, CryptoAPI/10.0.0.1, oid 1.3.6.1.4.1.10.3.4.5, 198.51.100.7",
    ),
    (
        "private-ipv6",
        "en0 fd12:3456:789a:1::42 x",
        "fd12:3456:789a:1::42",
        "guid fd12-3456, time 10:20:30, 2001:db8::1",
    ),
];

const STRICT: &[(&str, &str, &str, &str)] = &[
    (
        "url-host",
        "https://ndes01-adatum.msappproxy.net/certsrv/mscep/mscep.dll",
        "ndes01-adatum.msappproxy.net",
        "./Vendor/MSFT/CertificateStore",
    ),
    ("resolve-host", "Unable to resolve host \"pki.adatum\": No", "pki.adatum", "Unable to resolve host"),
    (
        "fqdn",
        "asked ndes01.adatum.example for it",
        "ndes01.adatum.example",
        "at com.microsoft.omadm.net.HttpClient(HttpClient.java:85)",
    ),
    ("public-ipv4", "from 198.51.100.7 port", "198.51.100.7", "version 8.5.9600.16384 oid 1.3.6.1.5.5.7.3.2"),
    ("public-ipv6", "from 2001:db8::7 port", "2001:db8::7", "2026-03-11T09:00:00 took 2:30"),
];

const BLOCKS: &[(&str, &str, &str, &str)] = &[
    (
        "private-key-block",
        "a\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIAb\nzzz+/=\n-----END EC PRIVATE KEY-----\nb",
        "MHcCAQEEIAb",
        "a\n-----BEGIN CERTIFICATE-----\nMHcC\n-----END CERTIFICATE-----\nb",
    ),
    (
        "secret-element-block",
        "<Challenge>\n  s3cr3t!\n</Challenge>\n<URL>x</URL>",
        "s3cr3t!",
        "<URL>\n  http://x.example\n</URL>",
    ),
    (
        "secret-syncml-block",
        "<LocURI>./Install/CertificateRequestToken</LocURI></Target>\n<Data>zVuj\nraoA</Data>",
        "raoA",
        "<LocURI>./Install/CertificateRequestToken</LocURI></Target></Item>\n<Data>https://x.example/y</Data>",
    ),
    (
        "secret-plist-block",
        "<key>Challenge</key>\n<string>s3cr3t!</string>",
        "s3cr3t!",
        "<key>URL</key>\n<string>http://x.example</string>",
    ),
    (
        "serial-plist-block",
        "<key>SerialNumber</key>\n\t<string>F17ZQ8K2N70D</string>",
        "F17ZQ8K2N70D",
        "<key>PayloadUUID</key>\n<string>F17ZQ8K2N70D</string>",
    ),
    (
        "device-plist-block",
        "<key>DeviceName</key>\n<string>Olu</string>",
        "Olu",
        "<key>PayloadName</key>\n<string>Olu</string>",
    ),
];

const KEYS: &[(&str, &str, &str)] = &[
    ("key-challenge", "challenge_password", "challenge_presented"),
    ("key-request-token", "CertificateRequestToken", "CertificateRequest"),
    ("key-password", "wifiPassword", "password_length"),
    ("key-bearer", "access_token", "token_count"),
    ("key-upn", "userPrincipalName", "principal"),
    ("key-user", "TargetUserName", "UserID"),
    ("key-serial", "serial_number", "series"),
    ("key-mac", "WiFiMAC", "machine"),
    ("key-device", "DeviceName", "device"),
    ("key-host", "server_name", "server_url"),
];

fn both_ways(policy: Policy, table: &[(&str, &str, &str, &str)]) {
    for (id, hit, secret, miss) in table {
        let out = redactor(policy).redact_text(hit).into_owned();
        assert!(!out.contains(secret), "{id}: {out}");
        let out = redactor(policy).redact_text(miss).into_owned();
        assert_eq!(&out, miss, "{id}");
    }
}

#[test]
fn lines_both_ways() {
    both_ways(Policy::Default, LINES);
}

#[test]
fn strict_both_ways() {
    both_ways(Policy::Strict, STRICT);
    for (id, hit, _, _) in STRICT {
        assert_eq!(redactor(Policy::Default).redact_text(hit), *hit, "{id} is strict only");
    }
}

#[test]
fn blocks_both_ways() {
    both_ways(Policy::Default, BLOCKS);
}

#[test]
fn the_context_stays() {
    let mut r = redactor(Policy::Default);
    let out = r.redact_text("<Challenge>\n  s3cr3t!\n more\n</Challenge>\n<URL>x</URL>\n").into_owned();
    assert_eq!(out, "<Challenge>\n  [dropped:challenge]\n \n</Challenge>\n<URL>x</URL>\n");
    let out = r
        .redact_text("<LocURI>./CertificateRequestToken</LocURI></Target>\n<Data>zVuj\nraoA</Data>")
        .into_owned();
    assert_eq!(
        out,
        "<LocURI>./CertificateRequestToken</LocURI></Target>\n<Data>[dropped:request-token]\n</Data>"
    );
    let out =
        r.redact_text("a\n-----BEGIN PRIVATE KEY-----\nMHcC\n-----END PRIVATE KEY-----\nb\n").into_owned();
    assert_eq!(out, "a\n[dropped:private-key]\n\n\nb\n");
    assert_eq!(r.redact_text("challenge=hunter2&x=1"), "challenge=[dropped:challenge]&x=1");
}

#[test]
fn keys_both_ways() {
    for (id, hit, miss) in KEYS {
        let policy = if *id == "key-host" { Policy::Strict } else { Policy::Default };
        let out = redactor(policy)
            .redact_json(json!({ *hit: "plainvalue", *miss: "plainvalue", "n": [1, true, null] }));
        assert_ne!(out[hit], "plainvalue", "{id}");
        assert_eq!(out[miss], "plainvalue", "{id}");
        assert_eq!(out["n"], json!([1, true, null]));
    }
    let out = redactor(Policy::Default)
        .redact_json(json!([{"name": "DeviceName", "value": "plainvalue"}, {"imei": 356938035643809u64}]));
    assert!(
        out[0]["value"].as_str().unwrap().starts_with("device-")
            && out[1]["imei"].as_str().unwrap().starts_with("serial-"),
        "{out}"
    );
}

#[test]
fn every_rule_has_its_lines() {
    let tables = LINES.iter().chain(STRICT).chain(BLOCKS).map(|t| t.0);
    let tested: BTreeSet<&str> = tables.chain(KEYS.iter().map(|k| k.0)).collect();
    let rules = Rules::builtin().unwrap();
    assert_eq!(tested, rules.ids().collect::<BTreeSet<_>>());
}

#[test]
fn a_bad_file_is_refused_with_its_line() {
    let head =
        "[stop]\nwords = []\n[[rule]]\nid = 'a'\nkind = 'upn'\naction = 'drop'\npolicies = ['always']\n";
    for (text, line, part) in [
        (format!("{head}triggers = ['x']\npattern = '(?P<v>('\nwhy = 'w'\n"), 9, "unclosed group"),
        (format!("{head}triggers = ['x']\npattern = 'x'\nwhy = 'w'\n"), 9, "group"),
        (format!("{head}triggers = []\npattern = '(?P<v>x)'\nwhy = 'w'\n"), 4, "triggers"),
        (
            format!("{head}triggers = ['x']\npattern = '(?P<v>x)'\nwhy = 'w'\nother = 1\n"),
            11,
            "unknown field",
        ),
        (format!("{head}triggers = ['x'\n"), 8, "array"),
        (
            head.replace("upn", "shoe") + "triggers = ['x']\npattern = '(?P<v>x)'\nwhy = 'w'\n",
            5,
            "unknown variant",
        ),
    ] {
        let error = Rules::parse("my.toml", &text).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("my.toml", line), "{error}");
        assert!(error.reason.contains(part), "{error}");
        assert!(error.to_string().starts_with(&format!("my.toml:{line}: ")));
    }
}

#[test]
fn none_drops_secrets_only() {
    let mut r = redactor(Policy::None);
    let kept = "helena@adatum.example at 10.77.3.9, S-1-5-21-1-2-3-4, C:\\Users\\hlind\\x, serial number RZ8N70QK4VD";
    assert_eq!(r.redact_text(kept), kept);
    for (_, hit, secret, _) in &LINES[..22] {
        assert!(!r.redact_text(hit).contains(secret), "{hit}");
    }
}

#[test]
fn debug_shows_no_original() {
    let mut r: Redactor = redactor(Policy::Default);
    r.redact_text("helena@adatum.example");
    assert_eq!(r.map().next().map(|(_, o)| o.to_owned()).as_deref(), Some("helena@adatum.example"));
    assert!(!format!("{r:?}").contains("helena"));
}

#[test]
fn a_value_has_one_name() {
    let mut r = redactor(Policy::Default);
    let out = r.redact_text("Helena@Adatum.example helena@adatum.example olu@adatum.example").into_owned();
    let names: Vec<&str> = out.split(' ').collect();
    assert_eq!(names[0], names[1]);
    assert_ne!(names[0], names[2]);
    assert!(names[0].len() == 12 && names[0].starts_with("upn-"));
    let spans = r.preview_line("to helena@adatum.example!");
    let place = 3..3 + "helena@adatum.example".len();
    assert_eq!((spans.len(), spans[0].range.clone(), spans[0].replacement.as_str()), (1, place, names[0]));
}

#[test]
fn an_account_goes_however_often_its_backslash_is_escaped() {
    // The name begins with a letter that makes an escape of its own out of the last backslash.
    for line in [r"CONTOSO\rolf.maier x", r#""CONTOSO\\rolf.maier x""#, r#""CONTOSO\\\\rolf.maier x""#] {
        let out = redactor(Policy::Default).redact_text(line).into_owned();
        assert!(!out.contains("olf.maier") && out.contains("CONTOSO"), "{out}");
    }
}
