//! Presigned addresses of S3 (AWS Signature Version 4 in the query,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>).

use sha2::{Digest, Sha256};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::credentials::S3Key;
use super::{Permission, Place, StoreError, hmac, query};

const COMPACT: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// Characters of the day in [`COMPACT`].
const DAY: usize = 8;

/// What every address of one call is signed with.
pub(super) struct Signer<'a> {
    pub(super) place: &'a Place,
    key: &'a S3Key,
    region: String,
    stamp: String,
    seconds: String,
}

impl<'a> Signer<'a> {
    pub(super) fn new(
        permission: &Permission<'a>,
        region: Option<&str>,
        key: &'a S3Key,
    ) -> Result<Signer<'a>, StoreError> {
        let Permission { place, from, until, .. } = permission;
        let region = match region.map(str::to_owned).or_else(|| own_region(place)) {
            Some(region) => region,
            None => {
                return Err(StoreError::Address(
                    "the address does not tell the bucket's region: give --store-region",
                ));
            }
        };
        if place.segments.is_empty() && !is_virtual(place) {
            return Err(StoreError::Address(
                "the address names no bucket: https://BUCKET.s3.REGION.amazonaws.com/",
            ));
        }
        let stamp = from.format(COMPACT).map_err(|e| StoreError::Credentials(e.to_string()))?;
        let seconds = (*until - *from).whole_seconds().to_string();
        Ok(Signer { place, key, region, stamp, seconds })
    }

    /// The address for one method and path. The parameters are in the order of their names; all of them come after those of the
    /// signature, as lower-case letters do.
    pub(super) fn sign(&self, method: &str, path: &str, parameters: &[(&str, &str)]) -> String {
        let Signer { place, key, region, stamp, seconds } = self;
        let day = stamp.get(..DAY).unwrap_or_default();
        let scope = format!("{day}/{region}/s3/aws4_request");
        let credential = format!("{}/{scope}", key.id);
        // In the order of their names, as the text that is signed has them.
        let mut pairs = vec![
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", stamp),
            ("X-Amz-Expires", seconds),
        ];
        pairs.extend(key.token.as_deref().map(|token| ("X-Amz-Security-Token", token)));
        pairs.push(("X-Amz-SignedHeaders", "host"));
        pairs.extend(parameters);
        let query = query(&pairs);
        let canonical =
            format!("{method}\n{path}\n{query}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", host_header(place));
        let digest = hex(&Sha256::digest(canonical.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}");
        let first = hmac(format!("AWS4{}", key.secret.as_str()).as_bytes(), day);
        let signing = [region, "s3", "aws4_request"].iter().fold(first, |key, part| hmac(&key, part));
        place.at(path, &format!("{query}&X-Amz-Signature={}", hex(&hmac(&signing, &text))))
    }
}

/// As clients send it: without the scheme's own port.
fn host_header(place: &Place) -> &str {
    let own = if place.is_secure() { ":443" } else { ":80" };
    place.authority.strip_suffix(own).unwrap_or(&place.authority)
}

/// `BUCKET.s3.…`; other hosts have the bucket in the path.
fn is_virtual(place: &Place) -> bool {
    place.labels().iter().skip(1).any(|l| *l == "s3")
}

/// The label after `s3`, at Amazon's own hosts.
fn own_region(place: &Place) -> Option<String> {
    let labels = place.labels();
    let at = labels.iter().position(|l| *l == "s3")?;
    let region = labels.get(at + 1).filter(|_| labels.get(at + 2) == Some(&"amazonaws"))?;
    Some((*region).to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn place(text: &str) -> Place {
        Place::parse(text).unwrap()
    }

    #[test]
    fn region_and_bucket_of_an_address() {
        let region = |text| own_region(&place(text));
        assert_eq!(region("https://b.s3.eu-central-1.amazonaws.com/in"), Some("eu-central-1".to_owned()));
        assert_eq!(region("https://s3.eu-central-1.amazonaws.com/b"), Some("eu-central-1".to_owned()));
        assert_eq!(region("https://b.s3.amazonaws.com/"), None);
        assert_eq!(region("https://minio.example/b"), None);
        assert!(is_virtual(&place("https://b.s3.eu-central-1.amazonaws.com/")));
        assert!(!is_virtual(&place("https://s3.eu-central-1.amazonaws.com/b")));
        assert_eq!(host_header(&place("https://h.example:443/b")), "h.example");
        assert_eq!(host_header(&place("http://127.0.0.1:9000/b")), "127.0.0.1:9000");
    }
}
