//! UTF-16 to bytes and back without loss: lone surrogates become three bytes as in WTF-8.

pub(crate) fn to_narrow(bytes: &[u8], little: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let units = bytes.chunks_exact(2).map(|p| unit(p, little));
    for item in char::decode_utf16(units) {
        push(&mut out, item);
    }
    out
}

pub(crate) fn unit(pair: &[u8], little: bool) -> u16 {
    if little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
}

fn push(out: &mut Vec<u8>, item: Result<char, std::char::DecodeUtf16Error>) {
    match item {
        Ok(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Err(lone) => {
            let u = lone.unpaired_surrogate();
            out.extend_from_slice(&[
                0xe0 | (u >> 12) as u8,
                0x80 | (u >> 6 & 0x3f) as u8,
                0x80 | (u & 0x3f) as u8,
            ]);
        }
    }
}

pub(crate) fn to_wide(bytes: &[u8], little: bool, out: &mut Vec<u8>) {
    let mut put = |u: u16| out.extend_from_slice(&if little { u.to_le_bytes() } else { u.to_be_bytes() });
    let mut rest = bytes;
    while !rest.is_empty() {
        let (good, bad) = match std::str::from_utf8(rest) {
            Ok(text) => (text, &rest[rest.len()..]),
            Err(e) => {
                let (a, b) = rest.split_at(e.valid_up_to());
                (std::str::from_utf8(a).unwrap_or_default(), b)
            }
        };
        good.encode_utf16().for_each(&mut put);
        match bad {
            [0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, after @ ..] => {
                put(0xd000 | u16::from(b & 0x3f) << 6 | u16::from(c & 0x3f));
                rest = after;
            }
            [_, after @ ..] => {
                put(0xfffd);
                rest = after;
            }
            [] => rest = bad,
        }
    }
}
