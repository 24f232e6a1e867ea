//! Encryption: age v1 (age-encryption.org/v1) to X25519 recipients.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::digest::CHUNK;
use crate::limits::{MAX_AGE_HEADER_BYTES, MAX_ZIP_BYTES};
use crate::reader::{BundleFile, ReadSeek, Transport, UnverifiedBundle};
use crate::refusal::Refusal;
use crate::write_error::WriteError;
use crate::writer::WriterOptions;

const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";

/// Whom a bundle is encrypted to: an age X25519 public key, `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(age::x25519::Recipient);

impl FromStr for Recipient {
    type Err = UnsealError;

    fn from_str(text: &str) -> Result<Recipient, UnsealError> {
        text.parse().map(Recipient).map_err(|_| UnsealError::BadKey)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The private half: an age X25519 identity, `AGE-SECRET-KEY-1…`. Secret; not shown by `Debug`.
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// Makes a new one from the system's randomness, which age takes itself.
    pub fn generate() -> Identity {
        Identity(age::x25519::Identity::generate())
    }

    /// Reads an identity file as `age-keygen` writes it: comments, blank lines, one identity.
    ///
    /// # Errors
    /// [`UnsealError::BadKey`] where it holds no X25519 identity, or several.
    pub fn from_file_text(text: &str) -> Result<Identity, UnsealError> {
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else { return Err(UnsealError::BadKey) };
        line.parse().map(Identity).map_err(|_| UnsealError::BadKey)
    }

    /// The identity as one line `AGE-SECRET-KEY-1…`; wiped from memory when dropped.
    pub fn to_secret_line(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

/// Why an encrypted bundle could not be opened.
#[derive(Debug, Error)]
pub enum UnsealError {
    /// The text is no X25519 recipient or identity of age.
    #[error("not an age X25519 key")]
    BadKey,
    /// The file is not an age file of version 1, or its header is larger than [`MAX_AGE_HEADER_BYTES`].
    #[error("not an age file, or its header is larger than {MAX_AGE_HEADER_BYTES} bytes")]
    NotAge,
    /// The file is encrypted, but not to this identity.
    #[error("not encrypted to this identity")]
    NotForThisIdentity,
    /// The file was changed, cut or is damaged.
    #[error("cannot be decrypted: {0}")]
    Decrypt(#[source] age::DecryptError),
    /// Reading the file or writing the temporary one failed; a changed or cut file fails here too.
    #[error("cannot be decrypted: {0}")]
    Io(#[from] io::Error),
    /// The content is larger than [`MAX_ZIP_BYTES`].
    #[error("the content is larger than {MAX_ZIP_BYTES} bytes")]
    TooLarge,
    /// What was inside is not a bundle.
    #[error("the decrypted file is refused: {0}")]
    Refused(#[from] Refusal),
}

impl UnsealError {
    /// A stable word for it, for programs.
    pub const fn id(&self) -> &'static str {
        match self {
            UnsealError::BadKey => "bad-age-key",
            UnsealError::NotAge => "not-age",
            UnsealError::NotForThisIdentity => "not-for-this-identity",
            UnsealError::Decrypt(_) => "not-decrypted",
            UnsealError::Io(_) => "io",
            UnsealError::TooLarge => "too-large",
            UnsealError::Refused(refusal) => refusal.id(),
        }
    }
}

/// An encrypted bundle: nothing is known of its content.
#[derive(Debug)]
pub struct SealedBundle {
    file: File,
    stanzas: usize,
}

impl SealedBundle {
    /// Opens a `.zip.age` file and reads its header.
    ///
    /// # Errors
    /// [`UnsealError::NotAge`], [`UnsealError::Io`].
    pub fn open(path: &Path) -> Result<SealedBundle, UnsealError> {
        let mut file = File::open(path)?;
        let stanzas = count_stanzas(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(SealedBundle { file, stanzas })
    }

    /// For how many recipients the file says it is encrypted.
    pub fn recipients(&self) -> usize {
        self.stanzas
    }

    /// Decrypts into an unnamed temporary file in `folder`, and opens that as strictly as any bundle. Nothing of it
    /// is looked at before age has authenticated all of it.
    ///
    /// # Errors
    /// [`UnsealError`].
    pub fn decrypt(mut self, identity: &Identity, folder: &Path) -> Result<UnverifiedBundle, UnsealError> {
        let mut plain = tempfile::tempfile_in(folder)?;
        self.copy_plain(identity, &mut plain)?;
        let transport =
            Transport::Decrypted { recipients: self.stanzas, own: identity.recipient().to_string() };
        Ok(BundleFile::open_through(Box::new(plain) as Box<dyn ReadSeek>, transport)?)
    }

    /// Decrypts whatever is inside, as `age -d` does, and gives its size. On an error, what was written has to be thrown
    /// away: age authenticates block by block, and only a complete file is what somebody encrypted.
    ///
    /// # Errors
    /// [`UnsealError`], but for [`UnsealError::Refused`].
    pub fn copy_plain(&mut self, identity: &Identity, out: &mut dyn Write) -> Result<u64, UnsealError> {
        self.file.seek(SeekFrom::Start(0))?;
        let decryptor = age::Decryptor::new(io::BufReader::new(&mut self.file)).map_err(unseal)?;
        let reader = decryptor.decrypt(std::iter::once(&identity.0 as &dyn age::Identity)).map_err(unseal)?;
        let copied = io::copy(&mut reader.take(MAX_ZIP_BYTES + 1), out)?;
        if copied > MAX_ZIP_BYTES { Err(UnsealError::TooLarge) } else { Ok(copied) }
    }
}

fn unseal(error: age::DecryptError) -> UnsealError {
    match error {
        age::DecryptError::NoMatchingKeys => UnsealError::NotForThisIdentity,
        age::DecryptError::Io(e) => UnsealError::Io(e),
        other => UnsealError::Decrypt(other),
    }
}

/// Whether these are the first bytes of an age file.
pub(crate) fn is_age(start: &[u8]) -> bool {
    start.starts_with(b"age-encryption.org/") || start.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----")
}

/// Counts the recipients in an age header, of the one form that the specification allows: each stanza's body is lines of
/// 64 characters and ends with a shorter one, which the library that decrypts does not insist on. Stanzas whose type
/// ends in `-grease` are noise that writers add so that readers keep ignoring what they do not know.
fn count_stanzas(file: &mut dyn Read) -> Result<usize, UnsealError> {
    /// Characters of a full line of a stanza's body.
    const FULL: usize = 64;
    let mut start = Vec::new();
    file.take(MAX_AGE_HEADER_BYTES as u64).read_to_end(&mut start)?;
    let header = start.strip_prefix(FIRST_LINE).ok_or(UnsealError::NotAge)?;
    let mut count = 0;
    let mut in_body = false;
    for line in header.split(|b| *b == b'\n') {
        if in_body {
            let base64 = line.iter().all(|b| b.is_ascii_alphanumeric() || b"+/".contains(b));
            if !base64 || line.len() > FULL {
                return Err(UnsealError::NotAge);
            }
            in_body = line.len() == FULL;
        } else if line.starts_with(b"---") {
            return Ok(count);
        } else {
            let stanza = line.strip_prefix(b"-> ").ok_or(UnsealError::NotAge)?;
            let kind = stanza.split(|b| *b == b' ').next().unwrap_or_default();
            count += usize::from(!kind.ends_with(b"-grease"));
            in_body = true;
        }
    }
    Err(UnsealError::NotAge)
}

/// Encrypts everything that `plain` gives to the recipients of `options`.
pub(crate) fn encrypt(
    options: &WriterOptions,
    plain: &mut dyn Read,
    out: &mut File,
) -> Result<(), WriteError> {
    let recipients = options.recipients.iter().map(|r| &r.0 as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients)?;
    let mut writer = encryptor.wrap_output(out).map_err(WriteError::Output)?;
    let mut buffer = vec![0; CHUNK];
    loop {
        if options.cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        let n = plain.read(&mut buffer).map_err(WriteError::Output)?;
        if n == 0 {
            break;
        }
        writer.write_all(buffer.get(..n).unwrap_or_default()).map_err(WriteError::Output)?;
    }
    writer.finish().map_err(WriteError::Output)?;
    Ok(())
}
