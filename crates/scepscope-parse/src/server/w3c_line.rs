//! A line of a web server's log without a header: the usual order of columns, where it fits.
//!
//! `[date time] [s-ip] METHOD stem query port user c-ip user-agent [referer] status sub-status win32 [more numbers]`.
//! Method and the three numbers hold the line together; published excerpts leave out date and address, put words
//! in `<…>` in their place, and wrap lines.

use std::borrow::Cow;

use scepscope_model::Field;

use super::w3c::second_of;

/// The default columns of IIS 7.5 and later (Microsoft Learn, "Enhanced logging": the default W3C fields).
pub(super) const USUAL: [&str; 15] = [
    "date",
    "time",
    "s-ip",
    "cs-method",
    "cs-uri-stem",
    "cs-uri-query",
    "s-port",
    "cs-username",
    "c-ip",
    "cs(User-Agent)",
    "cs(Referer)",
    "sc-status",
    "sc-substatus",
    "sc-win32-status",
    "time-taken",
];

const METHODS: [&str; 5] = ["GET", "POST", "HEAD", "OPTIONS", "PUT"];

/// Columns before the method: date, time and address at most.
const MOST_BEFORE: usize = 3;

fn method(words: &[&str]) -> Option<usize> {
    words.iter().take(MOST_BEFORE + 1).position(|w| METHODS.contains(w))
}

/// Whether a record starts with the line.
pub(super) fn starts(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let words: Vec<&str> = line.split_whitespace().take(MOST_BEFORE + 2).collect();
    method(&words).is_some_and(|at| words.get(at + 1).is_some_and(|stem| stem.starts_with('/')))
}

/// The second of a line that begins with date and time.
pub(super) fn leading_time(line: &[u8]) -> Option<i64> {
    let mut words = line.split(|b| *b == b' ');
    second_of(words.next()?, words.next()?)
}

fn status(word: &str) -> bool {
    word.len() == 3 && word.parse::<u16>().is_ok_and(|n| (100..600).contains(&n))
}

fn number(word: &str) -> bool {
    word.parse::<u64>().is_ok()
}

/// The columns, and the second that the line names. `None` where the order does not fit.
pub(super) fn parse(text: &str) -> Option<(Vec<Field<'_>>, Option<i64>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = method(&words)?;
    let stem = *words.get(at + 1).filter(|stem| stem.starts_with('/'))?;
    let rest = words.get(at + 2..)?;
    let triple = rest.windows(3).position(|w| status(w[0]) && number(w[1]) && number(w[2]))?;
    let mut fields = Vec::new();
    let mut put = |name: &'static str, value: &str| {
        fields.push(Field { name: Cow::Borrowed(name), value: Cow::Owned(value.to_owned()) });
    };
    put("cs-method", words[at]);
    put("cs-uri-stem", stem);
    let before = &rest[..triple];
    if let Some(query) = before.first().filter(|q| !number(q)) {
        put("cs-uri-query", query);
    }
    if let Some(port) = before.iter().take(2).find(|p| number(p)) {
        put("s-port", port);
    }
    // From the right: the referer, where there is one, is `-` or a URL; then the user agent, then the client.
    let mut left = before;
    if let Some((last, others)) = left.split_last()
        && (*last == "-" || last.contains("://"))
    {
        left = others;
    }
    if let Some((agent, others)) = left.split_last().filter(|(_, others)| others.len() >= 3) {
        put("cs(User-Agent)", agent);
        if let Some(client) = others.last() {
            put("c-ip", client.trim_start_matches("-<").trim_end_matches('>'));
        }
    }
    for (name, value) in ["sc-status", "sc-substatus", "sc-win32-status"].iter().zip(&rest[triple..]) {
        put(name, value);
    }
    let second = (at >= 2).then(|| second_of(words[0].as_bytes(), words[1].as_bytes())).flatten();
    Some((fields, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field<'a>(fields: &'a [Field<'_>], name: &str) -> &'a str {
        fields.iter().find(|f| f.name == name).map_or("", |f| f.value.as_ref())
    }

    #[test]
    fn reads_published_lines() {
        let (fields, second) = parse("2017-08-08 20:22:16 IP_address GET /certsrv/mscep/mscep.dll operation=GetCACert&message=SCEP%20Authority 443 - 10.5.14.22 profiled/1.0+CFNetwork/811.5.4+Darwin/16.6.0 - 500 0 1346 31").unwrap();
        // 2017-08-08T20:22:16Z by `date -u -d … +%s`.
        assert_eq!(second, Some(1_502_223_736));
        assert_eq!(field(&fields, "c-ip"), "10.5.14.22");
        assert_eq!(field(&fields, "cs(User-Agent)"), "profiled/1.0+CFNetwork/811.5.4+Darwin/16.6.0");
        assert_eq!(
            (field(&fields, "sc-status"), field(&fields, "sc-substatus"), field(&fields, "sc-win32-status")),
            ("500", "0", "1346")
        );
        let (fields, second) = parse("POST /CertificateRegistrationSvc/Certificate/VerifyRequest - 443 -<IP_address>\nNDES_Plugin - 403 16 2148204809 453").unwrap();
        assert_eq!((second, field(&fields, "sc-substatus")), (None, "16"));
        assert_eq!(field(&fields, "sc-win32-status"), "2148204809");
    }

    #[test]
    fn refuses_what_does_not_fit() {
        for wrong in [
            "",
            "GET",
            "GET certsrv 200 0 0",
            "one two three four GET / - 80 - a b - 200 0 0",
            "10.0.0.1 GET /certsrv/mscep/mscep.dll operation=GetCACaps 443 - 10.0.0.2 agent - 200",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn tells_where_a_wrapped_record_starts() {
        assert!(starts(b"fe80::f53d%13 GET /certsrv/mscep/mscep.dll operation=GetCACert&message=ca 443 -"));
        assert!(!starts(b"fe80::f53d%13 Dalvik/2.1.0+(Linux) - 200 0 0 3909 0"));
        assert!(!starts(b"NDES_Plugin - 403 16 2148204809 453"));
    }
}
