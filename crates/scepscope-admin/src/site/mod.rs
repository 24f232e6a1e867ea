//! `scepscope-admin link site`: what the host of the https form serves. A page that hands the link on to the app, and the files by
//! which Android and Apple's systems know that the host and the app belong together
//! (<https://developer.android.com/training/app-links/verify-android-applinks>,
//! <https://developer.apple.com/documentation/xcode/supporting-associated-domains>).

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use base64ct::{Base64, Encoding};
use scepscope_console::{Exit, explain, print};
use scepscope_present::Words;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::args;

/// The app's name at Android's and Apple's stores.
const APP: &str = "io.github.scepscope.app";

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub(crate) fn run(call: &args::LinkSite, words: &Words) -> Exit {
    let mut files = vec![("collect/index.html", page(words))];
    if !call.android_cert.is_empty() {
        files.push((".well-known/assetlinks.json", android(&call.android_cert).to_string()));
    }
    if !call.apple_team.is_empty() {
        files.push((".well-known/apple-app-site-association", apple(&call.apple_team).to_string()));
    }
    for (name, content) in files {
        let path = call.out.join(name);
        if let Err(error) = write(&path, &content) {
            explain(words, "output-not-writable", Some(&path.to_string_lossy()), Some(&error.to_string()));
            return Exit::Failed;
        }
        print(&format!("{}\n", path.display()));
    }
    Exit::Done
}

/// Replaces nothing: the host may have such files for other apps.
fn write(path: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(content.as_bytes())
}

fn android(certificates: &[String]) -> Value {
    json!([{
        "relation": ["delegate_permission/common.handle_all_urls"],
        "target": {
            "namespace": "android_app",
            "package_name": APP,
            "sha256_cert_fingerprints": certificates,
        },
    }])
}

fn apple(teams: &[String]) -> Value {
    let apps: Vec<String> = teams.iter().map(|team| format!("{team}.{APP}")).collect();
    json!({"applinks": {"details": [{"appIDs": apps, "components": [{"/": "/collect"}, {"/": "/collect/"}]}]}})
}

/// The page in the words' language. It loads nothing, sends nothing, and runs this one script only.
fn page(words: &Words) -> String {
    let digest = Base64::encode_string(&Sha256::digest(SCRIPT.as_bytes()));
    let mut page = PAGE.to_owned();
    for (mark, id) in [
        ("@title@", "site-title"),
        ("@what@", "site-what"),
        ("@open@", "site-open"),
        ("@not-installed@", "site-not-installed"),
        ("@incomplete@", "site-incomplete"),
    ] {
        page = page.replace(mark, &escape(&words.plain(id)));
    }
    page.replace("@language@", words.language().tag())
        .replace("@digest@", &digest)
        .replace("@style@", STYLE)
        .replace("@script@", SCRIPT)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `AB:CD:…`, as `keytool -list` and app stores show a certificate's SHA-256.
pub(crate) fn certificate(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_uppercase();
    let pairs: Vec<&str> = text.split(':').collect();
    let is_pair = |pair: &&str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    if pairs.len() == Sha256::output_size() && pairs.iter().all(is_pair) {
        return Ok(text);
    }
    Err("a SHA-256 fingerprint of 32 pairs of hexadecimal digits with colons between is needed".to_owned())
}

/// Apple's id of a team of developers.
pub(crate) fn team(text: &str) -> Result<String, String> {
    let is_team = text.len() == 10 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_team
        .then(|| text.to_owned())
        .ok_or_else(|| "a team id of ten capital letters and digits is needed".to_owned())
}
