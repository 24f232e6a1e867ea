//! `scepscope-admin keys` and `link`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../../scepscope-request/tests/common/signer.rs"]
mod signer;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use signer::{Kind, Signer, run};

fn admin(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scepscope-admin")).args(["--lang", "en"]).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn ok(output: Output) -> String {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn keys(home: &Path) -> String {
    let folder = home.join("keys").to_string_lossy().into_owned();
    ok(admin(&["keys", "new", "--out", &folder, "--issuer", "Helpdesk", "--upload-host", "support.example"]));
    folder
}

fn new_link(keys: &str, more: &[&str]) -> Output {
    let upload = "tus+https://support.example/files/";
    let mut args = vec!["link", "new", "--keys", keys, "--collect", "all", "--upload", upload];
    args.extend(more);
    admin(&args)
}

#[test]
fn keys_are_private_and_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    let folder = keys(home.path());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &str| fs::metadata(Path::new(&folder).join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(""), mode("link-key"), mode("age-identity.txt")), (0o700, 0o600, 0o600));
    }
    // Stock tools read both halves.
    let public = text(&run("ssh-keygen", &["-y", "-f", &format!("{folder}/link-key")]));
    let line = fs::read_to_string(format!("{folder}/link-key.pub")).unwrap();
    assert_eq!(public.split_whitespace().nth(1), line.split_whitespace().nth(1));
    let recipient = text(&run("age-keygen", &["-y", &format!("{folder}/age-identity.txt")]));
    assert_eq!(recipient, fs::read_to_string(format!("{folder}/age-recipient.txt")).unwrap());
    let policy: Value =
        serde_json::from_slice(&fs::read(format!("{folder}/policy/policy.json")).unwrap()).unwrap();
    assert_eq!(policy, json!({"LinkKeys": [line.trim()], "UploadHosts": ["support.example"]}));

    let before = fs::read(format!("{folder}/link-key")).unwrap();
    let again = admin(&["keys", "new", "--out", &folder]);
    assert_eq!(again.status.code(), Some(4));
    assert_eq!(fs::read(format!("{folder}/link-key")).unwrap(), before);
    assert_eq!(
        admin(&["keys", "new", "--out", &folder, "--upload-host", "https://x"]).status.code(),
        Some(2)
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(format!("{folder}/link-key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(new_link(&folder, &[]).status.code(), Some(4), "a key that others can read signs nothing");
    }
}

#[test]
fn a_link_in_both_forms_and_what_it_says() {
    let home = tempfile::tempdir().unwrap();
    let folder = keys(home.path());
    let printed = ok(new_link(&folder, &["--case", "T-42", "--expires", "2h", "--redact", "strict"]));
    let lines: Vec<&str> = printed.lines().collect();
    let [https, scheme] = lines[..] else { panic!("{printed}") };
    assert!(https.starts_with("https://support.example/collect#ey"), "{https}");
    assert!(scheme.starts_with("scepscope:collect#ey"), "{scheme}");
    for link in [https, scheme] {
        let said = ok(admin(&["link", "show", link, "--keys", &folder]));
        assert!(said.contains("Signed with your key") && said.contains("Case: T-42"), "{said}");
        let facts: Value = serde_json::from_str(&ok(admin(&["link", "show", link, "--json"]))).unwrap();
        assert_eq!((&facts["key_is_yours"], &facts["redact"]), (&json!(false), &json!("strict")));
        let lasts = facts["expires"].as_i64().unwrap() - facts["not_before"].as_i64().unwrap();
        assert_eq!(lasts, 7200);
        assert!(facts["recipient"].as_str().unwrap().starts_with("age1"));
    }
    let other = tempfile::tempdir().unwrap();
    let strangers = keys(other.path());
    assert_eq!(admin(&["link", "show", https, "--keys", &strangers]).status.code(), Some(4));
    let host = ok(new_link(&folder, &["--link-host", "links.example"]));
    assert!(host.starts_with("https://links.example/collect#"), "{host}");
    // What devices would refuse is not signed.
    for (wrong, code) in [
        (&["--expires", "73h"][..], 2),
        (&["--expires", "0h"], 2),
        (&["--expires", "72"], 2),
        (&["--scep-url", "file:///x"], 2),
        (&["--recipient", "age1x"], 2),
        (&["--redact", "all"], 2),
        (&["--link-host", "https://x/"], 2),
        (&["--qr", "code.bmp"], 2),
    ] {
        let output = new_link(&folder, wrong);
        assert_eq!(output.status.code(), Some(code), "{wrong:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_decoder_that_is_not_ours_reads_the_qr_code() {
    let home = tempfile::tempdir().unwrap();
    let folder = keys(home.path());
    let png = home.path().join("link.png").to_string_lossy().into_owned();
    let svg = home.path().join("link.svg").to_string_lossy().into_owned();
    let drawn = home.path().join("drawn.png").to_string_lossy().into_owned();
    for file in [&png, &svg] {
        let printed = ok(new_link(&folder, &["--case", "T-42", "--qr", file]));
        let https = printed.lines().next().unwrap();
        let image = if *file == svg {
            run("rsvg-convert", &["--zoom", "3", "--background-color", "white", "-o", &drawn, &svg]);
            &drawn
        } else {
            &png
        };
        let read = text(&run("zbarimg", &["-q", "--raw", "-Sdisable", "-Sqrcode.enable", image]));
        assert_eq!(read.trim(), https);
    }
    let long = format!("https://support.example/{}", "x".repeat(3000));
    let output =
        admin(&["link", "new", "--keys", &folder, "--collect", "all", "--upload", &long, "--qr", &png]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("does not fit into a QR code"));
}

#[test]
fn hostile_text_in_a_link_is_shown_harmless() {
    let signer = Signer::new(Kind::Ed25519);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let header = json!({"alg": "EdDSA", "typ": "scepscope-request+jwt", "jwk": signer.jwk()}).to_string();
    let claims = json!({
        "iss": "Help\u{202e}ksed \u{200b}<b>", "aud": "scepscope", "jti": "0123456789abcdef",
        "iat": now, "nbf": now, "exp": now + 60, "collect": ["all"], "upload": "https://support.example/?sig=SECRET",
        "case": "\u{2066}T-1",
    });
    let link = format!("scepscope:collect#{}", signer.token(&header, &claims.to_string()));
    let said = ok(admin(&["link", "show", &link]));
    assert!(said.contains("which the link itself brought"), "{said}");
    for hidden in ["\u{202e}", "\u{200b}", "\u{2066}", "SECRET", "\u{1b}"] {
        assert!(!said.contains(hidden), "{said}");
    }
    let expired = json!({"iss": "x", "aud": "scepscope", "jti": "0123456789abcdef", "iat": now - 100, "nbf": now - 100,
        "exp": now - 1, "collect": ["all"], "upload": "https://support.example/"});
    let link = format!("scepscope:collect#{}", signer.token(&header, &expired.to_string()));
    let output = admin(&["link", "show", &link]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("has expired"));
}

const CERTIFICATE: &str =
    "14:6d:e9:83:c5:73:06:50:d8:ee:b9:95:2f:34:fc:64:16:a0:83:42:e6:1d:be:a8:8a:04:96:b2:3f:cf:44:e5";

#[test]
fn the_links_host_gets_a_page_and_the_files_that_tie_it_to_the_app() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("site");
    let site = |more: &[&str]| admin(&[&["link", "site", "--out", out.to_str().unwrap()], more].concat());
    ok(site(&["--android-cert", CERTIFICATE, "--apple-team", "ABCDE12345"]));
    let document = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(out.join(".well-known").join(name)).unwrap()).unwrap()
    };
    assert_eq!(
        document("assetlinks.json"),
        json!([{
            "relation": ["delegate_permission/common.handle_all_urls"],
            "target": {
                "namespace": "android_app",
                "package_name": "io.github.scepscope.app",
                "sha256_cert_fingerprints": [CERTIFICATE.to_uppercase()],
            },
        }])
    );
    let apple = document("apple-app-site-association");
    assert_eq!(apple["applinks"]["details"][0]["appIDs"], json!(["ABCDE12345.io.github.scepscope.app"]));
    assert_eq!(apple["applinks"]["details"][0]["components"][0], json!({"/": "/collect"}));

    // The browser runs the script whose digest the page allows, and no other.
    let page = fs::read_to_string(out.join("collect/index.html")).unwrap();
    let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
    let file = home.path().join("script.js");
    fs::write(&file, script).unwrap();
    let line = "openssl dgst -sha256 -binary \"$0\" | base64";
    let digest = text(&run("sh", &["-c", line, file.to_str().unwrap()]));
    assert!(page.contains(&format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\"",
        digest.trim()
    )));
    assert!(
        !page.contains('@') && page.contains("<html lang=\"en\">") && page.contains(">Open in Scepscope</a>"),
        "{page}"
    );

    // It hands a token on, and nothing else.
    let shown = |hash: &str| {
        let play = format!(
            "const all = {{}}; global.document = {{ getElementById: (id) => (all[id] ??= {{}}) }};
             global.location = {{ hash: {} }}; global.addEventListener = () => {{}};
             require({}); console.log(JSON.stringify([all.open.href, all.whole.hidden, all.incomplete.hidden]))",
            json!(hash),
            json!(file)
        );
        serde_json::from_slice::<Value>(&run("node", &["-e", &play])).unwrap()
    };
    assert_eq!(shown("#eyJ.e-Y_1.c2ln"), json!(["scepscope:collect#eyJ.e-Y_1.c2ln", false, true]));
    for hash in ["", "#", "#a.b", "#a.b.c?x", "#a.b.<script>", "#javascript:alert(1)"] {
        assert_eq!(shown(hash), json!(["scepscope:collect#", true, false]), "{hash}");
    }

    // What is there stays.
    assert_eq!(site(&[]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(out.join("collect/index.html")).unwrap(), page);
    for wrong in [["--android-cert", "14:6d"], ["--apple-team", "abc"]] {
        assert_eq!(site(&wrong).status.code(), Some(2), "{wrong:?}");
    }
}
