//! Signed URLs as the stores' documents describe them, made from the stores' test keys.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const SECONDS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const COMPACT: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// The account and key that the storage emulator's documents publish.
pub(crate) const AZURE_ACCOUNT: &str = "devstoreaccount1";
pub(crate) const AZURE_KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const AZURE_VERSION: &str = "2020-12-06";

/// Access key and secret of the S3 server under test.
pub(crate) const S3_KEYS: (&str, &str) = ("lab", "lab-secret-key");
pub(crate) const S3_REGION: &str = "us-east-1";

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Percent-encodes everything that is not unreserved.
fn encode(text: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The query of an account SAS: everything, for the tests themselves.
pub(crate) fn azure_account_sas() -> String {
    let end = "2099-01-01T00:00:00Z";
    let text = format!("{AZURE_ACCOUNT}\nrwdlac\nb\nsco\n\n{end}\n\nhttps,http\n{AZURE_VERSION}\n\n");
    let signature = STANDARD.encode(hmac(&STANDARD.decode(AZURE_KEY).unwrap(), &text));
    format!(
        "sv={AZURE_VERSION}&ss=b&srt=sco&sp=rwdlac&se={}&spr=https%2Chttp&sig={}",
        encode(end),
        encode(&signature)
    )
}

/// The query of a service SAS for one container with these permissions (`cw`: write only).
pub(crate) fn azure_container_sas(container: &str, permissions: &str, until: OffsetDateTime) -> String {
    let end = until.format(SECONDS).unwrap();
    let resource = format!("/blob/{AZURE_ACCOUNT}/{container}");
    let text =
        format!("{permissions}\n\n{end}\n{resource}\n\n\nhttps,http\n{AZURE_VERSION}\nc\n\n\n\n\n\n\n");
    let signature = STANDARD.encode(hmac(&STANDARD.decode(AZURE_KEY).unwrap(), &text));
    format!(
        "sv={AZURE_VERSION}&sr=c&sp={permissions}&se={}&spr=https%2Chttp&sig={}",
        encode(&end),
        encode(&signature)
    )
}

/// A presigned S3 URL (AWS Signature Version 4, in the query).
pub(crate) fn s3_presigned(
    method: &str,
    host: &str,
    path: &str,
    extra: &[(&str, &str)],
    now: OffsetDateTime,
    seconds: u32,
) -> String {
    let stamp = now.format(COMPACT).unwrap();
    let day = &stamp[..8];
    let scope = format!("{day}/{S3_REGION}/s3/aws4_request");
    let (key, secret) = S3_KEYS;
    let mut pairs: Vec<(String, String)> = [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256".to_owned()),
        ("X-Amz-Credential", format!("{key}/{scope}")),
        ("X-Amz-Date", stamp.clone()),
        ("X-Amz-Expires", seconds.to_string()),
        ("X-Amz-SignedHeaders", "host".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (encode(name), encode(&value)))
    .chain(extra.iter().map(|(name, value)| (encode(name), encode(value))))
    .collect();
    pairs.sort();
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = query.join("&");
    let canonical = format!("{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
    let digest = hex(&Sha256::digest(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}");
    let signing = [S3_REGION, "s3", "aws4_request"]
        .iter()
        .fold(hmac(format!("AWS4{secret}").as_bytes(), day), |key, part| hmac(&key, part));
    format!("http://{host}{path}?{query}&X-Amz-Signature={}", hex(&hmac(&signing, &text)))
}
