//! Writes a tracev3 file anew, as iOS 27 does.

use std::collections::HashMap;

/// The persona of every entry.
pub(crate) const PERSONA: u32 = 200;

const CATALOG: u32 = 0x600B;
const CHUNKSET: u32 = 0x600D;
const FIREHOSE: u32 = 0x6001;
const LOG: u8 = 4;

fn u16_at(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()))
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(8), 0);
}

pub(crate) fn as_recent(file: &[u8]) -> Vec<u8> {
    each_chunk(file, |tag, body| match tag {
        CATALOG => catalog(body),
        CHUNKSET => pack(&each_chunk(&unpack(body), |tag, body| match tag {
            FIREHOSE => firehose(body),
            _ => body.to_vec(),
        })),
        _ => body.to_vec(),
    })
}

/// Every chunk with the body that `change` gives it.
fn each_chunk(bytes: &[u8], change: impl Fn(u32, &[u8]) -> Vec<u8>) -> Vec<u8> {
    let (mut at, mut out) = (0, Vec::new());
    while at + 16 <= bytes.len() && bytes[at..at + 16].iter().any(|b| *b != 0) {
        let (tag, size) = (u32_at(bytes, at) as u32, u32_at(bytes, at + 8));
        let body = change(tag, &bytes[at + 16..at + 16 + size]);
        out.extend(&bytes[at..at + 8]);
        out.extend((body.len() as u64).to_le_bytes());
        out.extend(body);
        pad(&mut out);
        at += 16 + size.next_multiple_of(8);
    }
    out
}

fn unpack(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let size = || u32_at(body, 4);
        match &body[..4] {
            b"bv41" => {
                let packed = u32_at(body, 8);
                out.extend(lz4_flex::block::decompress(&body[12..12 + packed], size()).unwrap());
                body = &body[12 + packed..];
            }
            b"bv4-" => {
                out.extend(&body[8..8 + size()]);
                body = &body[8 + size()..];
            }
            end => {
                assert_eq!(end, b"bv4$");
                return out;
            }
        }
    }
}

/// Two personas between the processes and the chunksets.
fn catalog(body: &[u8]) -> Vec<u8> {
    const HEAD: usize = 24;
    let chunksets_at = u16_at(body, 6);
    let mut personas = Vec::new();
    for number in [PERSONA, 199] {
        for word in [number, 1, 0] {
            personas.extend(word.to_le_bytes());
        }
    }
    for uuid in ["FEEDEEEE-DDDD-CCCC-BBBB-5555000001F5", "FEEDEEEE-DDDD-CCCC-BBBB-550000000000"] {
        personas.extend(uuid.as_bytes());
        personas.push(0);
    }
    pad(&mut personas);
    let mut out = body.to_vec();
    let put = |out: &mut Vec<u8>, at: usize, value: usize| {
        out[at..at + 2].copy_from_slice(&u16::try_from(value).unwrap().to_le_bytes());
    };
    put(&mut out, 6, chunksets_at + personas.len());
    put(&mut out, 10, chunksets_at);
    put(&mut out, 12, 2);
    out.splice(HEAD + chunksets_at..HEAD + chunksets_at, personas);
    out
}

/// The persona in every entry of ordinary logging, behind the activity.
fn firehose(body: &[u8]) -> Vec<u8> {
    const HEAD: usize = 32;
    const ENTRY: usize = 24;
    let end = HEAD + u16_at(body, 16) - 16;
    let (mut rest, mut public) = (&body[HEAD..end], Vec::new());
    while rest.len() >= ENTRY && rest[..ENTRY].iter().any(|b| *b != 0) {
        let size = u16_at(rest, 22);
        let (mut head, data) = (rest[..ENTRY].to_vec(), &rest[ENTRY..ENTRY + size]);
        if head[0] == LOG {
            let flags = u16_at(&head, 2) as u16 | 0x40;
            head[2..4].copy_from_slice(&flags.to_le_bytes());
            head[22..24].copy_from_slice(&u16::try_from(size + 4).unwrap().to_le_bytes());
            let behind = if flags & 1 == 0 { 0 } else { 8 };
            public.extend(head);
            public.extend(&data[..behind]);
            public.extend(PERSONA.to_le_bytes());
            public.extend(&data[behind..]);
        } else {
            public.extend(head);
            public.extend(data);
        }
        pad(&mut public);
        rest = rest.get((ENTRY + size).next_multiple_of(8)..).unwrap_or_default();
    }
    let mut out = body[..HEAD].to_vec();
    out[16..18].copy_from_slice(&u16::try_from(public.len() + 16).unwrap().to_le_bytes());
    out.extend(public);
    out.extend(&body[end..]);
    out
}

/// A stream of LZBITMAP whose tokens stand for themselves, as logs have it.
fn pack(plain: &[u8]) -> Vec<u8> {
    const CHUNK: usize = 0x4000;
    let mut out = b"ZBM\x0C".to_vec();
    let mut seen = HashMap::new();
    for start in (0..plain.len()).step_by(CHUNK) {
        let end = plain.len().min(start + CHUNK);
        let chunk = pack_chunk(plain, start, end, &mut seen);
        let whole = chunk.len() >= end - start + 6;
        out.extend(u24(if whole { end - start + 6 } else { chunk.len() }));
        out.extend(u24(end - start));
        out.extend(if whole { &plain[start..end] } else { &chunk[6..] });
    }
    out.extend(u24(6));
    out.extend(u24(0));
    out
}

fn u24(number: usize) -> [u8; 3] {
    let [low, middle, high, ..] = number.to_le_bytes();
    [low, middle, high]
}

/// Bitmap and distance, where that is a new one, of eight bytes.
type Group = (u8, Option<u16>);

fn pack_chunk(plain: &[u8], start: usize, end: usize, seen: &mut HashMap<[u8; 4], usize>) -> Vec<u8> {
    let (mut groups, mut distance, mut literals) = (Vec::<Group>::new(), 8_u16, Vec::new());
    for at in (start..end).step_by(8) {
        let last = end.min(at + 8);
        let bitmap = |distance: u16| {
            let differs =
                |i: &usize| i.checked_sub(usize::from(distance)).is_none_or(|from| plain[from] != plain[*i]);
            (at..last).filter(differs).fold(0_u8, |bits, i| bits | 1 << (i - at))
        };
        let four = plain.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
        let before = four.and_then(|four| seen.get(&four)).map(|before| at - before);
        let other = before.and_then(|d| u16::try_from(d).ok()).filter(|d| *d != distance);
        let (kept, better) = (bitmap(distance), other.map(|d| (bitmap(d), d)));
        let group = match better {
            Some((bitmap, new)) if bitmap.count_ones() + 2 < kept.count_ones() => {
                distance = new;
                (bitmap, Some(new))
            }
            _ => (kept, None),
        };
        literals.extend((at..last).filter(|i| group.0 >> (i - at) & 1 == 1).map(|i| plain[i]));
        groups.push(group);
        for i in at..last {
            if let Some(four) = plain.get(i..i + 4) {
                seen.insert(four.try_into().unwrap(), i);
            }
        }
    }
    let width = |distance: Option<u16>| distance.map_or(0, |d| 1 + u8::from(d > 0xFF));
    let mut counts = HashMap::<(u8, u8), usize>::new();
    for (bitmap, distance) in &groups {
        *counts.entry((*bitmap, width(*distance))).or_default() += 1;
    }
    let mut common: Vec<_> = counts.into_iter().map(|(what, count)| (count, what)).collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    common.truncate(13);
    let table = common.iter().enumerate().fold([0_u8; 17], |mut table, (i, (_, (bitmap, width)))| {
        let bits = (usize::from(*bitmap) | usize::from(*width) << 8) << (i * 10 % 8);
        table[i * 10 / 8] |= bits as u8;
        table[i * 10 / 8 + 1] |= (bits >> 8) as u8;
        if bits >> 16 != 0 {
            table[i * 10 / 8 + 2] |= (bits >> 16) as u8;
        }
        table
    });
    let (mut distances, mut bitmaps, mut tokens) = (Vec::<u8>::new(), Vec::new(), Vec::new());
    for (bitmap, distance) in groups {
        let width = width(distance);
        let place = common.iter().position(|(_, what)| *what == (bitmap, width));
        match place {
            Some(place) => tokens.push(3 + place as u8),
            None => {
                tokens.push(width);
                bitmaps.push(bitmap);
            }
        }
        distances.extend(&distance.unwrap_or_default().to_le_bytes()[..usize::from(width)]);
    }
    let distances_at = 15 + literals.len();
    let bitmaps_at = distances_at + distances.len();
    let tokens_at = bitmaps_at + bitmaps.len();
    let mut out = vec![0; 6];
    out.extend([distances_at, bitmaps_at, tokens_at].into_iter().flat_map(u24));
    out.extend(literals);
    out.extend(distances);
    out.extend(bitmaps);
    out.extend(tokens.chunks(2).map(|pair| pair[0] | pair.get(1).unwrap_or(&0) << 4));
    out.extend(table);
    out
}
