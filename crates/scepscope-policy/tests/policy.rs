//! One policy in the form of every system, and what does not count as one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scepscope_policy::{
    ConfirmedKeys, Effective, FileFacts, FileFault, Found, Origin, Policy, PolicyDocument, PolicyFault,
    PolicySource, SETTINGS, check_facts, fingerprint, from_json, from_plist, snippets,
};
use scepscope_request::{KeyTrust, RefusalCode};
use serde_json::json;

/// The public key of the first test of RFC 8032, 7.1.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn example() -> PolicyDocument {
    PolicyDocument {
        link_keys: Some(vec![KEY.to_owned()]),
        upload_hosts: Some(vec!["support.example.com".to_owned(), "*.blob.example.net".to_owned()]),
        scep_hosts: Some(vec!["ndes.example.com".to_owned()]),
        upload_without_tap: Some(true),
        redact_minimum: Some("strict".to_owned()),
        device_id: Some("{{deviceid}}".to_owned()),
        proxy: Some("http://proxy.example.com:3128".to_owned()),
        autostart: Some(true),
        ..PolicyDocument::default()
    }
}

fn read(found: &Found) -> Policy {
    Policy::read(found).unwrap()
}

fn same_as_example(policy: &Policy) {
    assert_eq!(policy.link_keys.as_ref().unwrap()[0].to_string(), KEY);
    let hosts: Vec<String> = policy.upload_hosts.as_ref().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(hosts, ["support.example.com", "*.blob.example.net"]);
    assert_eq!(policy.scep_hosts.as_ref().unwrap().len(), 1);
    assert!(policy.upload_without_tap && policy.autostart && !policy.allow_loopback);
    assert_eq!(policy.redact_minimum.unwrap().id(), "strict");
    assert_eq!(policy.device_id, None, "a variable that nobody replaced is no id");
    assert_eq!(
        policy.proxy.as_ref().map(ToString::to_string).as_deref(),
        Some("http://proxy.example.com:3128")
    );
    assert_eq!(policy.unknown, Vec::<String>::new());
}

#[test]
fn every_form_says_the_same() {
    let forms = snippets(&example()).unwrap();
    let form = |name: &str| forms.iter().find(|f| f.file == name).unwrap().content.clone();
    same_as_example(&read(&from_json("file", form("policy.json").as_bytes()).unwrap()));
    same_as_example(&read(&from_plist("file", form("policy-ios.plist").as_bytes()).unwrap()));
    // Python's plistlib reads the profile; the payload is what macOS writes as managed preferences.
    let script = "import plistlib,json,sys; p=plistlib.loads(sys.stdin.buffer.read())['PayloadContent'][0]; \
                  print(json.dumps({k:v for k,v in p.items() if not k.startswith('Payload')}))";
    let profile = python(script, &form("policy.mobileconfig"));
    same_as_example(&read(&from_json("profile", profile.as_bytes()).unwrap()));
    // What the app's Kotlin part hands over: the properties as a JSON object.
    let script = "import json,sys; d=json.load(sys.stdin); \
                  print(json.dumps({p['key']: p.get('valueString', p.get('valueBool')) for p in d['managedProperty']}))";
    let android = python(script, &form("policy-android.json"));
    same_as_example(&read(&from_json("android", android.as_bytes()).unwrap()));
    // The registry: multi-strings decoded by Python.
    let script = "import json,sys,re\nd={}\nfor l in sys.stdin.read().replace('\\r','').split('\\n'):\n m=re.match('\"(\\\\w+)\"=(.*)',l)\n if not m: continue\n k,v=m.groups()\n if v.startswith('dword:'): d[k]=int(v[6:],16)\n elif v.startswith('hex(7):'): d[k]=[s for s in bytes.fromhex(v[7:].replace(',','')).decode('utf-16-le').split('\\0') if s]\n else: d[k]=v[1:-1].replace('\\\\\\\\','\\\\')\nprint(json.dumps(d))";
    let registry = python(script, &form("policy.reg"));
    same_as_example(&read(&from_json("registry", registry.as_bytes()).unwrap()));
}

fn python(script: &str, input: &str) -> String {
    use std::io::Write;
    let mut child = Command::new("python3")
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("the test needs python3 ({e}): run ./dev setup"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// `SCEPSCOPE_BLESS=1` writes the published files anew.
#[test]
fn published_schema_and_examples_are_current() {
    let schema = schemars::schema_for!(PolicyDocument);
    let mut files = vec![(
        "docs/schema/policy.schema.json".to_owned(),
        serde_json::to_string_pretty(&schema).unwrap() + "\n",
    )];
    files.extend(
        snippets(&example()).unwrap().into_iter().map(|s| (format!("docs/policy/{}", s.file), s.content)),
    );
    for (name, content) in files {
        let path = root().join(&name);
        if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
            fs::write(&path, &content).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == content, "{name} is not current");
    }
    let example: serde_json::Value =
        serde_json::from_slice(&fs::read(root().join("docs/policy/policy.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    assert!(validator.is_valid(&example));
    assert!(!validator.is_valid(&json!({"LinkKeys": "one text"})));
}

#[test]
fn templates_know_every_setting() {
    for file in [
        "docs/policy/windows/scepscope.admx",
        "docs/policy/windows/en-US/scepscope.adml",
        "docs/policy/windows/ja-JP/scepscope.adml",
        "docs/policy/android/app_restrictions.xml",
    ] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        for setting in SETTINGS {
            assert!(text.contains(setting), "{file} lacks {setting}");
        }
        python("import sys,xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())", &text);
    }
}

#[test]
fn a_policy_counts_whole_or_not_at_all() {
    let fault = |value: serde_json::Value| {
        let found = from_json("p", value.to_string().as_bytes()).unwrap();
        Policy::read(&found).unwrap_err().what
    };
    for (value, name) in [
        (json!({"LinkKeys": ["ssh-ed25519 AAAA"]}), "LinkKeys"),
        (json!({"LinkKeys": [KEY, 5]}), "LinkKeys"),
        (json!({"LinkKeys": {"1": KEY}}), "LinkKeys"),
        (json!({"LinkKeys": KEY, "UploadHosts": ["https://support.example"]}), "UploadHosts"),
        (json!({"UploadHosts": ["*"]}), "UploadHosts"),
        (json!({"ScepHosts": ["10.0.0.1"]}), "ScepHosts"),
        (json!({"UploadWithoutTap": "yes"}), "UploadWithoutTap"),
        (json!({"UploadWithoutTap": 2}), "UploadWithoutTap"),
        (json!({"RedactMinimum": "all"}), "RedactMinimum"),
        (json!({"Proxy": ["x"]}), "Proxy"),
        (json!({"Proxy": "proxy.example:3128"}), "Proxy"),
        (json!({"Proxy": "http://user:secret@proxy.example:3128"}), "Proxy"),
        (json!({"ReceiverKey": "x"}), "ReceiverKey"),
        (json!({"UploadHosts": vec!["a.example"; 1001]}), "UploadHosts"),
    ] {
        assert!(fault(value.clone()).starts_with(name), "{value}");
    }
    for text in ["", "[]", "{", "{\"LinkKeys\":"] {
        assert!(from_json("p", text.as_bytes()).is_err(), "{text}");
    }
    assert!(from_json("p", &vec![b' '; 300 << 10]).is_err());
    assert!(from_plist("p", b"not a plist").is_err());
    // Forms of systems that store texts only; an empty list allows nothing, a missing one says nothing.
    let found = from_json(
        "p",
        json!({"UploadHosts": "a.example; b.example\nc.example\n", "ScepHosts": "",
        "UploadWithoutTap": "1", "AllowLoopback": 1, "Unheard": true})
        .to_string()
        .as_bytes(),
    )
    .unwrap();
    let policy = read(&found);
    assert_eq!(policy.upload_hosts.unwrap().len(), 3);
    assert_eq!(policy.scep_hosts.unwrap().len(), 0);
    assert!(policy.upload_without_tap && policy.allow_loopback && policy.link_keys.is_none());
    assert_eq!(policy.unknown, ["Unheard"]);
}

struct Fake {
    owner: u32,
    mode: u32,
    link: bool,
    file: bool,
    folder: bool,
}

impl FileFacts for Fake {
    fn owner(&self) -> u32 {
        self.owner
    }
    fn mode(&self) -> u32 {
        self.mode
    }
    fn is_link(&self) -> bool {
        self.link
    }
    fn is_file(&self) -> bool {
        self.file
    }
    fn is_folder(&self) -> bool {
        self.folder
    }
}

#[test]
fn a_file_counts_only_where_nobody_but_root_can_have_written_it() {
    let file = || Fake { owner: 0, mode: 0o100_644, link: false, file: true, folder: false };
    let folder = || Fake { owner: 0, mode: 0o40_755, link: false, file: false, folder: true };
    assert_eq!(check_facts(&file(), &folder()), Ok(()));
    for (file, folder, fault) in [
        (Fake { owner: 1000, ..file() }, folder(), FileFault::Owner(1000)),
        (Fake { mode: 0o100_664, ..file() }, folder(), FileFault::Writable(0o100_664)),
        (Fake { mode: 0o100_646, ..file() }, folder(), FileFault::Writable(0o100_646)),
        (Fake { link: true, file: false, ..file() }, folder(), FileFault::Link),
        (Fake { file: false, ..file() }, folder(), FileFault::Kind),
        (file(), Fake { owner: 33, ..folder() }, FileFault::Owner(33)),
        (file(), Fake { mode: 0o41_777, ..folder() }, FileFault::Writable(0o41_777)),
        (file(), Fake { link: true, folder: false, ..folder() }, FileFault::Link),
    ] {
        assert_eq!(check_facts(&file, &folder), Err(fault));
    }
}

struct Given(Option<serde_json::Value>);

impl PolicySource for Given {
    fn place(&self) -> &str {
        "here"
    }
    fn read(&self) -> Result<Option<Found>, PolicyFault> {
        self.0.as_ref().map(|v| from_json("here", v.to_string().as_bytes())).transpose()
    }
}

#[test]
fn what_holds_and_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let confirmed = ConfirmedKeys::new(folder.path().join("trust/keys.json"));
    let load = |value: Option<serde_json::Value>| Effective::load(&Given(value), &confirmed).unwrap();

    let nothing = load(None);
    assert!(!nothing.managed && !nothing.pinned());
    assert!(matches!(nothing.terms().keys, KeyTrust::Confirmed(keys) if keys.is_empty()));
    assert_eq!(nothing.origin("LinkKeys"), Origin::Default);

    // The fingerprint is that of `ssh-keygen -l`.
    let (print, key) = fingerprint(KEY).unwrap();
    let line = folder.path().join("key.pub");
    fs::write(&line, format!("{KEY}\n")).unwrap();
    let said = Command::new("ssh-keygen").arg("-lf").arg(&line).output().unwrap().stdout;
    assert_eq!(String::from_utf8(said).unwrap().split_whitespace().nth(1), Some(print.as_str()));
    assert!(confirmed.confirm(&print, None, 1).unwrap());
    assert!(!confirmed.confirm(&print, key.as_ref(), 2).unwrap(), "known already");
    let user = load(None);
    assert_eq!(user.origin("LinkKeys"), Origin::User);
    assert!(
        matches!(user.terms().keys, KeyTrust::Confirmed(keys) if keys[0].fingerprint == print && keys[0].key.is_some())
    );

    // A policy without keys leaves the user's; it can't agree in the user's place.
    let hosts = load(Some(json!({"UploadHosts": ["a.example"], "UploadWithoutTap": true})));
    assert!(hosts.managed && !hosts.terms().upload_without_tap);
    // One with keys makes them count for nothing.
    let pinned = load(Some(json!({"LinkKeys": [KEY], "UploadWithoutTap": true})));
    assert!(pinned.pinned() && pinned.terms().upload_without_tap);
    assert!(matches!(pinned.terms().keys, KeyTrust::Pinned(keys) if keys.len() == 1));
    assert_eq!(pinned.origin("LinkKeys"), Origin::Policy);

    assert!(confirmed.revoke(&print).unwrap());
    assert!(!confirmed.revoke(&print).unwrap());
    assert!(load(None).confirmed.is_empty());
    let refused = Effective::load(&Given(Some(json!({"LinkKeys": 5}))), &confirmed).unwrap_err();
    assert_eq!(refused.code, RefusalCode::PolicyUnusable);
    for text in ["SHA256:short", "MD5:aa", &format!("SHA256:{}", "!".repeat(43)), ""] {
        assert!(fingerprint(text).is_err(), "{text}");
    }
}
