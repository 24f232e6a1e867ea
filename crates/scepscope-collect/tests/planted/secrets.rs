//! The kinds of secrets, and the sentences that tell what they are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A fixed sequence: the same secrets in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn word(&mut self, alphabet: &str, len: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..len).map(|_| letters[self.roll(letters.len())]).collect()
    }

    fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.roll(256) as u8).collect()
    }
}

const DIGIT: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER_DIGIT: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BECH32: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/// One secret that was planted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Secret {
    pub(crate) kind: &'static str,
    /// What is searched for: the secret, or telling parts of a long one.
    pub(crate) parts: Vec<String>,
    pub(crate) format: &'static str,
    pub(crate) escape: &'static str,
}

pub(crate) struct Kind {
    pub(crate) name: &'static str,
    make: fn(&mut Dice) -> String,
    /// `{}` is the secret.
    pub(crate) sentences: &'static [&'static str],
    /// Longer secrets are searched for by pieces of this many characters; 0 for the whole.
    pieces: usize,
}

impl Kind {
    pub(crate) fn roll(&self, dice: &mut Dice) -> String {
        (self.make)(dice)
    }

    pub(crate) fn sentence(&self, secret: &str, n: usize) -> String {
        self.sentences[n % self.sentences.len()].replace("{}", secret)
    }

    pub(crate) fn parts(&self, secret: &str) -> Vec<String> {
        if self.pieces == 0 {
            return vec![secret.to_owned()];
        }
        let bytes: Vec<&str> =
            secret.as_bytes().chunks_exact(self.pieces).map(|c| std::str::from_utf8(c).unwrap()).collect();
        // The first piece of a structure is the same for all.
        bytes.into_iter().skip(usize::from(secret.len() > 80)).map(str::to_owned).collect()
    }
}

/// DER of a sequence that starts with `inner`, as long as it says.
fn der(inner: &[u8], dice: &mut Dice, len: usize) -> String {
    let mut body = inner.to_vec();
    body.extend(dice.bytes(len - inner.len()));
    let mut all = vec![0x30, 0x82, (len >> 8) as u8, len as u8];
    all.extend(body);
    STANDARD.encode(all)
}

fn name(d: &mut Dice) -> String {
    format!("{}.{}", d.word(LOWER, 6), d.word(LOWER, 8))
}

const fn kind(
    name: &'static str,
    make: fn(&mut Dice) -> String,
    pieces: usize,
    sentences: &'static [&'static str],
) -> Kind {
    Kind { name, make, sentences, pieces }
}

pub(crate) const KINDS: &[Kind] = &[
    kind(
        "challenge",
        |d| d.word("0123456789ABCDEF", 32),
        0,
        &[
            "<Challenge>{}</Challenge>",
            "challengePassword={}",
            "NDES challenge password is {}",
            "<key>Challenge</key><string>{}</string>",
            "<LocURI>./SCEP/x/Install/Challenge</LocURI></Target><Data>{}</Data>",
        ],
    ),
    kind(
        "request-token",
        |d| d.word(ALNUM, 160),
        40,
        &[
            "<CertificateRequestToken>{}</CertificateRequestToken>",
            "CertificateRequestToken={}",
            "<LocURI>./Install/CertificateRequestToken</LocURI></Target><Data>{}</Data>",
        ],
    ),
    kind(
        "pkioperation",
        |d| {
            let cms = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80];
            der(&cms, d, 300)
        },
        40,
        &["GET /certsrv/mscep/mscep.dll?operation=PKIOperation&message={}", "body {} sent"],
    ),
    kind(
        "csr",
        |d| der(&[0x30, 0x82, 0x01, 0x00, 2, 1, 0, 0x30, 0x10], d, 290),
        40,
        &["request {} made", "csr: {}"],
    ),
    kind(
        "jwt",
        |d| format!("eyJ{}.eyJ{}.{}", d.word(ALNUM, 20), d.word(ALNUM, 30), d.word(ALNUM, 40)),
        0,
        &["Authorization: Bearer {}, x", "got {} back", "id_token={}&x=1"],
    ),
    kind(
        "opaque-token",
        |d| format!("{}7a", d.word(ALNUM, 30)),
        0,
        &[
            "Authorization: Bearer {}, x",
            "access_token={}&x=1",
            "refreshToken: {}",
            "Cookie: session={}",
            "Authorization: Basic {}",
        ],
    ),
    kind(
        "sas-signature",
        |d| d.word(ALNUM, 43),
        0,
        &[
            "PUT https://store.example/c/b.zip?sv=2024-05-04&sr=b&sp=cw&sig={}%3D",
            "SharedAccessSignature=sig={}&sv=1",
            "SharedAccessSignature sr=x&sig={}&se=1",
        ],
    ),
    kind(
        "presigned-signature",
        |d| d.word(HEX, 64),
        0,
        &[
            "PUT https://s3.example/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature={}",
            "GET https://s3.example/b/k?AWSAccessKeyId=AKIAEXAMPLE0&Signature={}&Expires=1",
            "GET https://g.example/b?X-Goog-Signature={}",
        ],
    ),
    kind(
        "storage-key",
        |d| d.word(ALNUM, 86),
        43,
        &[
            "AccountName=support;AccountKey={}==;EndpointSuffix=core.windows.net",
            "Endpoint=sb://x.example/;SharedAccessKey={}=",
        ],
    ),
    kind(
        "pem-key",
        |d| d.word(ALNUM, 64),
        32,
        &[
            "-----BEGIN PRIVATE KEY-----{}-----END PRIVATE KEY-----",
            "-----BEGIN EC PRIVATE KEY-----{}-----END EC PRIVATE KEY-----",
            "-----BEGIN OPENSSH PRIVATE KEY-----{}-----END OPENSSH PRIVATE KEY-----",
        ],
    ),
    kind("der-key", |d| der(&[2, 1, 0, 0x30, 13], d, 300), 40, &["key {} made", "pkcs8: {}"]),
    kind(
        "openssh-key",
        |d| {
            let mut bytes = b"openssh-key-v1\0\0\0\0\x04none".to_vec();
            bytes.extend(d.bytes(200));
            STANDARD.encode(bytes)
        },
        40,
        &["key {} made"],
    ),
    kind(
        "age-identity",
        |d| format!("AGE-SECRET-KEY-1{}", d.word(BECH32, 58)),
        0,
        &["identity {} loaded", "{}"],
    ),
    kind(
        "password",
        |d| format!("{}4Z", d.word(ALNUM, 14)),
        0,
        &[
            "password={} ok",
            "<keyMaterial>{}</keyMaterial>",
            "wifi psk: {}",
            "<key>Password</key><string>{}</string>",
            "client_secret={}",
        ],
    ),
    kind(
        "address",
        |d| format!("{}@adatum.example", name(d)),
        0,
        &["signed in as {} today", "UPN: {}", "mailto:{}", "<UserPrincipalName>{}</UserPrincipalName>"],
    ),
    kind(
        "user-dn",
        name,
        0,
        &["[dn=CN={}; serial=1]", "subject: CN={},OU=Staff,DC=adatum", "for CN={},OU=x"],
    ),
    kind(
        "user-windows",
        name,
        0,
        &[r"C:\Users\{}\AppData\Local\x.log", r"CONTOSO\{} signed in", "user name: {}"],
    ),
    kind("user-unix", name, 0, &["/Users/{}/Library/Logs/x.log", "/home/{}/x.log opened"]),
    kind(
        "sid",
        |d| {
            format!(
                "S-1-5-21-1{}-2{}-3{}-1{}",
                d.word(DIGIT, 9),
                d.word(DIGIT, 8),
                d.word(DIGIT, 8),
                d.word(DIGIT, 3)
            )
        },
        0,
        &["owner {} found", "SID {}", "sid={}"],
    ),
    kind(
        "serial",
        |d| format!("{}7Q", d.word(UPPER_DIGIT, 10)),
        0,
        &[
            "serial number {}, next",
            "SerialNumber: {}",
            "<SerialNumber>{}</SerialNumber>",
            "<key>SerialNumber</key><string>{}</string>",
        ],
    ),
    kind("imei", |d| format!("35{}", d.word(DIGIT, 13)), 0, &["IMEI: {}", "imei={}", "<IMEI>{}</IMEI>"]),
    kind(
        "mac",
        |d| (0..6).map(|_| d.word(HEX, 2)).collect::<Vec<_>>().join(":"),
        0,
        &["wifi mac address {} up", "MAC: {}"],
    ),
    kind(
        "device",
        |d| format!("DEV-{}", d.word(UPPER_DIGIT, 8)),
        0,
        &["<Computer>{}</Computer>", "DeviceName={}", "device name: {}"],
    ),
    kind(
        "private-ipv4",
        |d| format!("10.{}.{}.{}", d.roll(256), 100 + d.roll(156), 100 + d.roll(156)),
        0,
        &["address {} leased", "from {}:49152"],
    ),
    kind(
        "private-ipv6",
        |d| format!("fd{}:{}:1{}::2{}", d.word(HEX, 2), d.word(HEX, 4), d.word(HEX, 3), d.word(HEX, 3)),
        0,
        &["address {} leased", "from [{}]:443"],
    ),
];
