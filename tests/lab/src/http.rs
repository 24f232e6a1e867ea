//! Just enough HTTP to read one message from a connection, and to ask a server something.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use url::Url;

/// A request's or an answer's head: its first line and the fields, names in small letters.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The bytes as they came, the blank line included.
    pub raw: Vec<u8>,
    /// The first line.
    pub line: String,
    /// The fields.
    pub fields: Vec<(String, String)>,
}

impl Head {
    /// Reads up to the blank line; `None` where the connection ends before the first byte.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Head>> {
        let mut raw = Vec::new();
        let mut byte = [0];
        while !raw.ends_with(b"\r\n\r\n") {
            if from.read(&mut byte)? == 0 {
                if raw.is_empty() {
                    return Ok(None);
                }
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            raw.push(byte[0]);
        }
        let text = String::from_utf8_lossy(&raw).into_owned();
        let mut lines = text.lines();
        let line = lines.next().unwrap_or_default().to_owned();
        let fields = lines
            .filter_map(|l| l.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Ok(Some(Head { raw, line, fields }))
    }

    /// A field's value.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The method of a request.
    pub fn method(&self) -> &str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// The path and query of a request.
    pub fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The status of an answer.
    pub fn status(&self) -> u16 {
        self.line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or_default()
    }

    /// Bytes of the body that follows.
    pub fn length(&self) -> u64 {
        self.field("content-length").and_then(|l| l.parse().ok()).unwrap_or_default()
    }
}

/// Reads an answer's body as it came, frames of a chunked one included.
pub fn read_body(head: &Head, method: &str, from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if method == "HEAD" || matches!(head.status(), 204 | 304) {
        return Ok(body);
    }
    if head.field("transfer-encoding").is_some_and(|t| t.contains("chunked")) {
        loop {
            let mut line = Vec::new();
            while !line.ends_with(b"\r\n") {
                let mut byte = [0];
                from.read_exact(&mut byte)?;
                line.push(byte[0]);
            }
            body.extend(&line);
            let size = String::from_utf8_lossy(&line);
            let size = u64::from_str_radix(size.trim().split(';').next().unwrap_or_default(), 16);
            let size = size.map_err(io::Error::other)?;
            from.take(size + 2).read_to_end(&mut body)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
    if head.field("content-length").is_none() && head.field("connection") == Some("close") {
        from.read_to_end(&mut body)?;
        return Ok(body);
    }
    from.take(head.length()).read_to_end(&mut body)?;
    Ok(body)
}

/// Asks a server on this machine; gives status and body.
pub fn ask(method: &str, url: &str, body: &[u8], fields: &[(&str, &str)]) -> (u16, Vec<u8>) {
    let url = Url::parse(url).unwrap();
    let authority = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    let mut stream = TcpStream::connect(&authority).unwrap();
    let target = &url[url::Position::BeforePath..];
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n");
    for (name, value) in fields {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let head = Head::read(&mut stream).unwrap().unwrap();
    let mut answer = read_body(&head, method, &mut stream).unwrap();
    if head.field("transfer-encoding").is_some() {
        answer = unchunk(&answer);
    }
    (head.status(), answer)
}

fn unchunk(body: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), body);
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap().trim(), 16).unwrap();
        out.extend(&rest[end + 2..end + 2 + size]);
        if size == 0 {
            break;
        }
        rest = &rest[end + 2 + size + 2..];
    }
    out
}
