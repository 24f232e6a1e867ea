//! Permissions to write one file into an object store until a link ends, made from the store's credentials on the
//! administrator's machine. No network is asked.

mod azure;
mod credentials;
mod multipart;
mod place;
mod s3;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use thiserror::Error;
use time::OffsetDateTime;

pub(crate) use credentials::CredentialsFrom;
pub(crate) use multipart::Begun;
pub(crate) use place::Place;

use crate::args::StoreKind;

/// Endings of an encrypted bundle and of another one.
const SEALED: &str = ".zip.age";
const PLAIN: &str = ".zip";

/// Longest name of a file, without its ending, in characters.
const MAX_STEM: usize = 80;

/// Why no permission was made. Nothing of a key is repeated.
#[derive(Debug, Error)]
pub(crate) enum StoreError {
    /// The address names no container or bucket.
    #[error("{0}")]
    Address(&'static str),
    /// The credentials are not there or not sound.
    #[error("{0}")]
    Credentials(String),
}

/// Who may write what until when.
pub(crate) struct Permission<'a> {
    /// The container or bucket, and the folder in it.
    pub(crate) place: &'a Place,
    /// The file's name.
    pub(crate) name: &'a str,
    /// From then on.
    pub(crate) from: OffsetDateTime,
    /// Up to then.
    pub(crate) until: OffsetDateTime,
    /// An upload in parts that was begun, and has a name already.
    pub(crate) begun: Option<Begun<'a>>,
}

/// An upload's address with a signature that allows the writing of one file, and nothing else; or a document with several.
pub(crate) fn mint(
    kind: StoreKind,
    permission: &Permission<'_>,
    region: Option<&str>,
    from: &CredentialsFrom<'_>,
) -> Result<String, StoreError> {
    match kind {
        StoreKind::Azure if permission.begun.is_some() => {
            Err(StoreError::Address("--store-upload is for S3; an upload to Azure resumes without"))
        }
        StoreKind::Azure => azure::mint(permission, &from.azure()?),
        StoreKind::S3 => {
            let key = from.s3()?;
            let signer = s3::Signer::new(permission, region, &key)?;
            match &permission.begun {
                Some(begun) => multipart::mint(begun, &signer, ending(permission.name)),
                None => Ok(signer.sign("PUT", &permission.place.path(permission.name), &[])),
            }
        }
    }
}

/// The name of the file: what was asked for, the link's id, and the ending that tells what is in it.
pub(crate) fn file_name(case: Option<&str>, id: &str, encrypted: bool) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect()
    };
    let mut stem = format!("scepscope-{}-{}", plain(case.unwrap_or("link")), plain(id));
    // The id at the end is what keeps two links apart.
    if stem.len() > MAX_STEM {
        stem = format!("scepscope-{}", plain(id));
    }
    format!("{stem}{}", if encrypted { SEALED } else { PLAIN })
}

fn ending(name: &str) -> &'static str {
    if name.ends_with(SEALED) { SEALED } else { PLAIN }
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Percent-encodes everything that RFC 3986 does not call unreserved.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn query(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::io::Write;

    use serde_json::Value;
    use time::macros::datetime;

    use super::*;

    const NAME: &str = "scepscope-T-42-x.zip.age";

    /// The bytes 0 to 31 in base64.
    const AZURE_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn minted(
        kind: StoreKind,
        place: &str,
        until: OffsetDateTime,
        file: Option<&str>,
        environment: &[(&str, &str)],
    ) -> Result<String, String> {
        let place = Place::parse(place).map_err(|e| e.to_string())?;
        let from = datetime!(2026-11-28 09:00 UTC);
        let mut written = tempfile::NamedTempFile::new().unwrap();
        written.write_all(file.unwrap_or_default().as_bytes()).unwrap();
        let variable =
            |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        let credentials = CredentialsFrom { file: file.map(|_| written.path()), variable: &variable };
        let permission = Permission { place: &place, name: NAME, from, until, begun: None };
        mint(kind, &permission, None, &credentials).map_err(|e| e.to_string())
    }

    /// A document for bundles of up to `most` bytes, with Amazon's example credentials.
    fn document(kind: StoreKind, place: &str, answer: &str, most: u64, token: &str) -> Result<Value, String> {
        let place = Place::parse(place).map_err(|e| e.to_string())?;
        let mut written = tempfile::NamedTempFile::new().unwrap();
        written.write_all(answer.as_bytes()).unwrap();
        let variable = |name: &str| match name {
            "AWS_ACCESS_KEY_ID" => Some("AKIDEXAMPLE".to_owned()),
            "AWS_SECRET_ACCESS_KEY" => Some("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned()),
            "AZURE_STORAGE_KEY" => Some(AZURE_KEY.to_owned()),
            "AWS_SESSION_TOKEN" => Some(token.to_owned()),
            _ => None,
        };
        let permission = Permission {
            place: &place,
            name: NAME,
            from: datetime!(2026-11-28 09:00 UTC),
            until: datetime!(2026-11-28 11:00 UTC),
            begun: Some(Begun { answer: written.path(), most }),
        };
        let credentials = CredentialsFrom { file: None, variable: &variable };
        let minted = mint(kind, &permission, None, &credentials).map_err(|e| e.to_string())?;
        assert!(minted.len() <= scepscope_request::limits::MAX_UPLOAD_BYTES);
        Ok(serde_json::from_str(&minted).unwrap())
    }

    const BUCKET: &str = "https://bundles.s3.eu-central-1.amazonaws.com/in/";
    const BEGUN: &str = r#"{"ServerSideEncryption": "AES256", "Bucket": "bundles", "Key": "in/T-42.zip.age",
        "UploadId": "2~VXBs/b+Q=="}"#;

    /// The signatures that boto3 1.44.8 makes of the same.
    #[test]
    fn addresses_of_a_multipart_upload_are_those_of_amazons_library() {
        let xml = "<?xml version=\"1.0\"?>\n<InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/\">\
            <Bucket>bundles</Bucket><Key>in/T-42.zip.age</Key><UploadId>2~VXBs/b+Q==</UploadId>\
            </InitiateMultipartUploadResult>";
        for answer in [BEGUN, xml] {
            let document = document(StoreKind::S3, BUCKET, answer, 6 << 20, "").unwrap();
            assert_eq!(document["part_bytes"], 5 << 20);
            assert_eq!(document["parts"].as_array().unwrap().len(), 2);
            for (address, signature) in [
                (&document["parts"][0], "38a94ce9c9c25745dffd2744432237eeb3271f8da723b393311f7109b7989f04"),
                (&document["parts"][1], "dfdebfe82227f3883001355943ac9df50a96409ee93c4bb84d9c7e5be831713a"),
                (&document["complete"], "45f11727c9344c7ac8c83642e604d90be8f590d9dd2cf0590dda361a0e3e1dad"),
                (&document["list"], "208c1103e146e57c4beed9a1a7121772c14775fb1105947d24861cbce205a8a3"),
                (&document["head"], "231be67d550bfeeed7046c445f79ba5bfc0736bacb03f10554a37949f9d0a0f4"),
            ] {
                let address = address.as_str().unwrap();
                assert_eq!(parameter(address, "X-Amz-Signature"), signature, "{address}");
                assert!(address.starts_with(&format!("{BUCKET}T-42.zip.age?")), "{address}");
            }
            assert!(
                document["parts"][1].as_str().unwrap().contains("partNumber=2&uploadId=2~VXBs%2Fb%2BQ%3D%3D")
            );
        }
    }

    #[test]
    fn the_parts_of_a_document_hold_the_bundle_and_fit_into_a_link() {
        for (most, token) in [(1, ""), (1 << 30, ""), (1 << 30, &*"t".repeat(1500)), (4 << 30, "")] {
            let document = document(StoreKind::S3, BUCKET, BEGUN, most, token).unwrap();
            let (bytes, parts) = (
                document["part_bytes"].as_u64().unwrap(),
                document["parts"].as_array().unwrap().len() as u64,
            );
            assert!(bytes * parts >= most && bytes * (parts - 1) < most, "{bytes} × {parts}");
            assert!((5 << 20..=5 << 30).contains(&bytes) && bytes % (1 << 20) == 0, "{bytes}");
            assert!(parts <= 61);
        }
    }

    #[test]
    fn an_upload_begun_elsewhere_or_not_at_all_is_refused() {
        let s3 =
            |place: &str, answer: &str, most| document(StoreKind::S3, place, answer, most, "").unwrap_err();
        let elsewhere = "another bucket or folder";
        assert!(s3(BUCKET, &BEGUN.replace("bundles", "other"), 1).contains(elsewhere));
        assert!(s3(BUCKET, &BEGUN.replace("in/", "out/"), 1).contains(elsewhere));
        assert!(s3(BUCKET, &BEGUN.replace("T-42", "../T-42"), 1).contains(elsewhere));
        assert!(s3(BUCKET, &BEGUN.replace("T-42", "T?42"), 1).contains(elsewhere));
        assert!(s3(BUCKET, &BEGUN.replace("in/T", "in//T"), 1).contains(elsewhere));
        assert!(s3(BUCKET, &BEGUN.replace(".age", ""), 1).contains("has to end"));
        assert!(s3(BUCKET, "{}", 1).contains("no answer of CreateMultipartUpload"));
        assert!(s3(BUCKET, "<UploadId></UploadId>", 1).contains("no answer of CreateMultipartUpload"));
        assert!(s3(BUCKET, BEGUN, 1 << 50).contains("--store-max"));
        let azure = document(StoreKind::Azure, CONTAINER, BEGUN, 1, "").unwrap_err();
        assert!(azure.contains("--store-upload is for S3"));
    }

    fn parameter(url: &str, name: &str) -> String {
        let pair = url.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        pair.unwrap_or_default().to_owned()
    }

    const CONTAINER: &str = "https://acct.blob.core.windows.net/bundles/in/";
    const FIRST: OffsetDateTime = datetime!(2026-12-01 09:00 UTC);

    fn delegation(expiry: &str) -> String {
        format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><UserDelegationKey>\
             <SignedOid>11111111-2222-3333-4444-555555555555</SignedOid>\
             <SignedTid>aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee</SignedTid>\
             <SignedStart>2026-11-28T00:00:00Z</SignedStart><SignedExpiry>{expiry}</SignedExpiry>\
             <SignedService>b</SignedService><SignedVersion>2020-12-06</SignedVersion>\
             <Value>{AZURE_KEY}</Value></UserDelegationKey>"
        )
    }

    /// The signatures that azure-storage-blob 12.14.1 for Python makes of the same, with the same version.
    #[test]
    fn azure_signatures_are_those_of_microsofts_library() {
        let environment = [("AZURE_STORAGE_KEY", AZURE_KEY)];
        for url in [
            minted(StoreKind::Azure, CONTAINER, FIRST, None, &environment).unwrap(),
            minted(StoreKind::Azure, CONTAINER, FIRST, Some(&format!("{AZURE_KEY}\n")), &[]).unwrap(),
        ] {
            assert!(url.starts_with(&format!("{CONTAINER}{NAME}?")), "{url}");
            assert_eq!(parameter(&url, "sig"), "sKCj3dfA7t95GxZQNZuITpD7ZzAjPTSRZ4teyuHfm4M%3D");
            assert_eq!((parameter(&url, "sp").as_str(), parameter(&url, "sr").as_str()), ("cw", "b"));
            assert_eq!(parameter(&url, "spr"), "https");
        }
        let key = delegation("2026-12-03T00:00:00Z");
        let url = minted(StoreKind::Azure, CONTAINER, FIRST, Some(&key), &[]).unwrap();
        assert_eq!(parameter(&url, "sig"), "E6LyWGmYqhWQvJy%2FvkuIP%2BOgJvpB1gRaZ9RIgMXW%2BV8%3D");
        assert_eq!(parameter(&url, "ske"), "2026-12-03T00%3A00%3A00Z");
    }

    /// The addresses that boto3 for Python makes of the same.
    #[test]
    fn s3_addresses_are_those_of_amazons_library() {
        let until = datetime!(2026-11-28 11:00 UTC);
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let environment = [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", secret)];
        let bucket = "https://bundles.s3.eu-central-1.amazonaws.com/in/";
        let front = format!(
            "{bucket}{NAME}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261128%2F\
             eu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20261128T090000Z&X-Amz-Expires=7200"
        );
        assert_eq!(
            minted(StoreKind::S3, bucket, until, None, &environment).unwrap(),
            format!(
                "{front}&X-Amz-SignedHeaders=host&X-Amz-Signature=\
                 0d02d53532118efbac548f7b8ed3502b6324122ed89cb7004db24266feb8d095"
            )
        );
        let file = format!(
            "[other]\naws_access_key_id = X\n[default]\n# mine\naws_access_key_id = AKIDEXAMPLE\n\
             aws_secret_access_key={secret}\naws_session_token = tok/en+1==\n[third]\naws_session_token = y\n"
        );
        assert_eq!(
            minted(StoreKind::S3, bucket, until, Some(&file), &[]).unwrap(),
            // The library writes the parameters in another order; what is signed is sorted.
            format!(
                "{front}&X-Amz-Security-Token=tok%2Fen%2B1%3D%3D&X-Amz-SignedHeaders=host&X-Amz-Signature=\
                 3a77628b88dcf555bbc1d53e3fe0627da55b34bb7e25b0cdd1a0989fa9ce1d2b"
            )
        );
    }

    #[test]
    fn what_can_t_be_signed_is_told_without_the_key() {
        let key = [("AZURE_STORAGE_KEY", AZURE_KEY)];
        let refused = |kind, place, file, environment| {
            minted(kind, place, FIRST, file, environment).expect_err("signed")
        };
        let short = delegation("2026-11-30T00:00:00Z");
        assert!(refused(StoreKind::Azure, CONTAINER, Some(&short), &[]).contains("before the link does"));
        let cut = short.replace("<SignedTid>", "<Other>");
        assert!(refused(StoreKind::Azure, CONTAINER, Some(&cut), &[]).contains("has no SignedTid"));
        assert!(refused(StoreKind::Azure, CONTAINER, None, &[]).contains("AZURE_STORAGE_KEY is not set"));
        let odd = refused(StoreKind::Azure, CONTAINER, Some("SECRET!"), &[]);
        assert!(odd.contains("neither") && !odd.contains("SECRET"), "{odd}");
        for place in ["https://acct.blob.core.windows.net/", "https://store.example/bundles"] {
            assert!(refused(StoreKind::Azure, place, None, &key).contains("no container"), "{place}");
        }
        let s3 = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
        assert!(refused(StoreKind::S3, "https://minio.example/b", None, &s3).contains("region"));
        let bare = "https://s3.eu-central-1.amazonaws.com/";
        assert!(refused(StoreKind::S3, bare, None, &s3).contains("no bucket"));
        let half = refused(StoreKind::S3, bare, Some("[default]\naws_access_key_id=SECRET\n"), &[]);
        assert!(half.contains("no aws_secret_access_key") && !half.contains("SECRET"), "{half}");
    }

    #[test]
    fn names_hold_nothing_that_an_address_would_have_to_escape() {
        assert_eq!(file_name(Some("T-42"), "ab_c-1", true), "scepscope-T-42-ab_c-1.zip.age");
        assert_eq!(file_name(Some("a/../b ü"), "id", false), "scepscope-a____b__-id.zip");
        assert_eq!(file_name(None, "id", false), "scepscope-link-id.zip");
        assert_eq!(
            file_name(Some(&"x".repeat(128)), "0123456789abcdef", true),
            "scepscope-0123456789abcdef.zip.age"
        );
    }
}
