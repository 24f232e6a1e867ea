//! The trust database: an OpenSSH `allowed_signers` file (ssh-keygen(1), section ALLOWED SIGNERS).

use ssh_key::PublicKey;
use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::limits::MAX_ALLOWED_SIGNERS_BYTES;
use crate::sign::fingerprint;

/// One usable line of the file.
#[derive(Debug, Clone)]
pub struct AllowedSigner {
    /// The line's principals: a list of patterns, as written.
    pub principals: String,
    /// The key.
    pub key: PublicKey,
    /// Patterns of the namespaces it may sign in; any where `None`.
    pub namespaces: Option<String>,
    /// Not trusted before.
    pub valid_after: Option<OffsetDateTime>,
    /// Not trusted after.
    pub valid_before: Option<OffsetDateTime>,
    /// Number of the line, from 1.
    pub line: usize,
}

/// A line that is not used, and why. Leaving a line out only ever takes trust away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineNote {
    /// A certificate authority's line: certificates are not supported.
    CertAuthority {
        /// Number of the line, from 1.
        line: usize,
    },
    /// No key, or one of an unknown kind.
    BadKey {
        /// Number of the line, from 1.
        line: usize,
    },
    /// An unknown option, one given twice, or one with a bad value.
    BadOption {
        /// Number of the line, from 1.
        line: usize,
        /// The option as written, shortened.
        option: String,
    },
    /// The file ends at the size limit; what follows was not read.
    TooLong,
}

/// What the file says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Trusted for the namespace at that time.
    Trusted {
        /// The line's principals, as written.
        principal: String,
    },
    /// Listed, but the key's time is over.
    Expired {
        /// The line's principals, as written.
        principal: String,
    },
    /// Listed, but its time has not come.
    NotYetValid {
        /// The line's principals, as written.
        principal: String,
    },
    /// Listed, but for other namespaces.
    OtherNamespace {
        /// The line's principals, as written.
        principal: String,
    },
    /// Not listed.
    Unknown,
}

/// An `allowed_signers` file.
#[derive(Debug, Clone, Default)]
pub struct AllowedSigners {
    signers: Vec<AllowedSigner>,
    notes: Vec<LineNote>,
}

impl AllowedSigners {
    /// Reads the file's text as OpenSSH does. Times without `Z` are local; `local` is the offset to take for them.
    ///
    /// A line that OpenSSH would stumble over is left out and noted. At most
    /// [`MAX_ALLOWED_SIGNERS_BYTES`] are read; more is noted.
    pub fn parse(text: &str, local: UtcOffset) -> AllowedSigners {
        let mut file = AllowedSigners::default();
        let mut end = text.len().min(MAX_ALLOWED_SIGNERS_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for (index, line) in text.get(..end).unwrap_or_default().lines().enumerate() {
            let line_text = line.trim_matches([' ', '\t', '\r']);
            if line_text.is_empty() || line_text.starts_with('#') {
                continue;
            }
            match parse_line(line_text, index + 1, local) {
                Ok(signer) => file.signers.push(signer),
                Err(note) => file.notes.push(note),
            }
        }
        if end < text.len() {
            file.notes.push(LineNote::TooLong);
        }
        file
    }

    /// The usable lines, in the file's order.
    pub fn signers(&self) -> &[AllowedSigner] {
        &self.signers
    }

    /// The lines that are not used.
    pub fn notes(&self) -> &[LineNote] {
        &self.notes
    }

    /// Whether the key is trusted for `namespace` at `now`. The first line that trusts it wins; where none does, the
    /// first that lists it tells why.
    pub fn find(&self, key: &PublicKey, namespace: &str, now: OffsetDateTime) -> Lookup {
        let mut reason = Lookup::Unknown;
        for signer in self.signers.iter().filter(|s| s.key.key_data() == key.key_data()) {
            let verdict = signer.judge(namespace, now);
            if matches!(verdict, Lookup::Trusted { .. }) {
                return verdict;
            }
            if reason == Lookup::Unknown {
                reason = verdict;
            }
        }
        reason
    }
}

impl AllowedSigner {
    /// Whether one principal, such as `scepscope-0123456789abcdef`, is among this line's.
    pub fn matches_principal(&self, principal: &str) -> bool {
        matches_list(&self.principals, principal)
    }

    /// `SHA256:…` of the line's key.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.key)
    }

    fn judge(&self, namespace: &str, now: OffsetDateTime) -> Lookup {
        let principal = self.principals.clone();
        if self.namespaces.as_deref().is_some_and(|n| !matches_list(n, namespace)) {
            Lookup::OtherNamespace { principal }
        } else if self.valid_after.is_some_and(|t| now < t) {
            Lookup::NotYetValid { principal }
        } else if self.valid_before.is_some_and(|t| now > t) {
            Lookup::Expired { principal }
        } else {
            Lookup::Trusted { principal }
        }
    }
}

fn parse_line(text: &str, line: usize, local: UtcOffset) -> Result<AllowedSigner, LineNote> {
    let (principals, rest) = word(text).ok_or(LineNote::BadKey { line })?;
    let signer = |key: PublicKey| AllowedSigner {
        principals: principals.to_owned(),
        key,
        namespaces: None,
        valid_after: None,
        valid_before: None,
        line,
    };
    if let Ok(key) = read_key(rest) {
        return Ok(signer(key));
    }
    let (options, rest) = split_options(rest);
    // Options first: an authority's line is told as such even where its key is of an unknown kind.
    let options = parse_options(options, line, local)?;
    let key = read_key(rest).map_err(|()| LineNote::BadKey { line })?;
    let mut signer = signer(key);
    (signer.namespaces, signer.valid_after, signer.valid_before) = options;
    Ok(signer)
}

/// The first word, which may be quoted, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (word, rest) = quoted.split_once('"')?;
        return Some((word, rest.trim_start_matches([' ', '\t'])));
    }
    let (word, rest) = text.split_once([' ', '\t'])?;
    Some((word, rest.trim_start_matches([' ', '\t'])))
}

fn read_key(text: &str) -> Result<PublicKey, ()> {
    let mut words = text.split([' ', '\t']).filter(|w| !w.is_empty());
    let (Some(kind), Some(data)) = (words.next(), words.next()) else { return Err(()) };
    PublicKey::from_openssh(&format!("{kind} {data}")).map_err(|_| ())
}

/// Options reach to the first blank outside quotes.
fn split_options(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ' ' | '\t' if !quoted => {
                let (options, rest) = text.split_at(at);
                return (options, rest.trim_start_matches([' ', '\t']));
            }
            _ => {}
        }
    }
    (text, "")
}

type Options = (Option<String>, Option<OffsetDateTime>, Option<OffsetDateTime>);

fn parse_options(text: &str, line: usize, local: UtcOffset) -> Result<Options, LineNote> {
    let bad = |option: &str| LineNote::BadOption { line, option: option.chars().take(40).collect() };
    let (mut namespaces, mut after, mut before) = (None, None, None);
    let mut authority = false;
    let mut rest = text;
    while !rest.is_empty() {
        let name_end = rest.find([',', '=']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(name_end);
        let name = name.to_ascii_lowercase();
        let (value, tail) = match tail.strip_prefix('=') {
            Some(tail) => {
                let (value, tail) = quoted(tail).ok_or_else(|| bad(&name))?;
                (Some(value), tail)
            }
            None => (None, tail),
        };
        match (name.as_str(), value) {
            // OpenSSH passes over a comma too much.
            ("", None) if tail.starts_with(',') => {}
            ("cert-authority", None) => authority = true,
            ("namespaces", Some(value)) if namespaces.is_none() => namespaces = Some(value),
            ("valid-after", Some(value)) if after.is_none() => {
                after = Some(parse_time(&value, local).ok_or_else(|| bad(&name))?);
            }
            ("valid-before", Some(value)) if before.is_none() => {
                before = Some(parse_time(&value, local).ok_or_else(|| bad(&name))?);
            }
            _ => return Err(bad(&name)),
        }
        rest = match tail.strip_prefix(',') {
            // OpenSSH calls a comma at the end an error.
            Some("") => return Err(bad(",")),
            Some(tail) => tail,
            None if tail.is_empty() => "",
            None => return Err(bad(tail)),
        };
    }
    if authority {
        return Err(LineNote::CertAuthority { line });
    }
    if let (Some(after), Some(before)) = (after, before)
        && before <= after
    {
        return Err(bad("valid-before"));
    }
    Ok((namespaces, after, before))
}

/// A value in quotes, `\"` standing for a quote, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                value.push('"');
                chars.next();
            }
            '"' => return Some((value, text.get(at + 1..)?)),
            c => value.push(c),
        }
    }
    None
}

/// `YYYYMMDD[HHMM[SS]]` with an optional `Z`, as in ssh-keygen(1). As OpenSSH does it through strptime(3) and mktime(3),
/// a day that the month does not have is one of the next month, and a leap second the next minute; a time before 1970 is
/// none.
fn parse_time(text: &str, local: UtcOffset) -> Option<OffsetDateTime> {
    let (digits, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(digits) => (digits, UtcOffset::UTC),
        None => (text, local),
    };
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |d| d.parse::<u16>().ok());
    let byte = |from: usize, to: usize| number(from, to).and_then(|n| u8::try_from(n).ok());
    let month = Month::try_from(byte(4, 6)?).ok()?;
    let (day, second) = (byte(6, 8)?, byte(12, 14)?);
    if !(1..=31).contains(&day) || second > 61 {
        return None;
    }
    let date = Date::from_calendar_date(i32::from(number(0, 4)?), month, 1).ok()?;
    let time = Time::from_hms(byte(8, 10)?, byte(10, 12)?, 0).ok()?;
    let at = PrimitiveDateTime::new(date, time).assume_offset(offset);
    let at = at.checked_add(Duration::days(i64::from(day) - 1) + Duration::seconds(second.into()))?;
    (at.unix_timestamp() > 0).then_some(at)
}

/// A comma-separated list of patterns; one with `!` that matches excludes, as in ssh_config(5), PATTERNS.
fn matches_list(list: &str, text: &str) -> bool {
    let mut found = false;
    for pattern in list.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches_pattern(pattern, text) => return false,
            Some(_) => {}
            None => found |= matches_pattern(pattern, text),
        }
    }
    found
}

/// `*` and `?`, in time proportional to the product of the lengths at worst.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == b'?' || text.get(t) == Some(c) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star_p, star_t)) = star else { return false };
                star = Some((star_p, star_t + 1));
                p = star_p + 1;
                t = star_t + 1;
            }
        }
    }
    pattern.get(p..).is_none_or(|rest| rest.iter().all(|c| *c == b'*'))
}
