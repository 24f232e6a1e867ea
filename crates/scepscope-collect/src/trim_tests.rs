#![allow(clippy::unwrap_used, clippy::single_range_in_vec_init)]

use super::*;

fn trimmed(text: &[u8], cut: &Cut, form: LineForm) -> (Vec<u8>, Taken) {
    let mut out = Vec::new();
    let mut trim = Trim::new(text, cut, form);
    trim.read_to_end(&mut out).unwrap();
    (out, trim.taken)
}

fn utf8() -> LineForm {
    LineForm::new(SourceKind::Omadm, Encoding::Utf8)
}

#[test]
fn a_cut_line_leaves_an_empty_one() {
    let cut = Cut { old: vec![2..4], ..Cut::default() };
    let (out, taken) = trimmed(b"one\ntwo\nthree\nfour\n", &cut, utf8());
    assert_eq!(out, b"one\n\n\nfour\n");
    assert_eq!((taken.old, taken.old_bytes, taken.over), (2, 10, 0));
}

#[test]
fn behind_the_last_kept_line_nothing_is_left() {
    let cut = Cut { old: vec![3..u64::MAX], ..Cut::default() };
    assert_eq!(trimmed(b"one\ntwo\nthree\nfour\nfive", &cut, utf8()).0, b"one\ntwo\n");
    let cut = Cut { to: Some(5), ..Cut::default() };
    let (out, taken) = trimmed(b"one\ntwo\nthree\nfour\n", &cut, utf8());
    assert_eq!(out, b"one\ntwo\n");
    assert_eq!((taken.over, taken.over_bytes), (2, 11));
}

#[test]
fn the_end_of_a_long_source_is_kept_and_its_head() {
    let cut = Cut { head: 1, from: 9, ..Cut::default() };
    let (out, taken) = trimmed(b"head\none\ntwo\nthree\n", &cut, utf8());
    assert_eq!(out, b"head\n\ntwo\nthree\n");
    assert_eq!(taken.over, 1);
    let iis = LineForm::new(SourceKind::IisW3c, Encoding::Utf8);
    let cut = Cut { old: vec![1..4], ..Cut::default() };
    assert_eq!(trimmed(b"a\n#Fields: x\nb\nc\n", &cut, iis).0, b"\n#Fields: x\n\nc\n");
}

#[test]
fn utf16_is_cut_by_units_and_keeps_its_mark() {
    // U+0A0A holds two bytes 0x0A and no line feed.
    let text = "\u{feff}one\u{a0a}\r\ntwo\r\nthree\r\n";
    for (encoding, little) in [(Encoding::Utf16Le, true), (Encoding::Utf16Be, false)] {
        let wide = |t: &str| -> Vec<u8> {
            t.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
        };
        let form = LineForm::new(SourceKind::EventCsv, encoding);
        let cut = Cut { old: vec![1..2], ..Cut::default() };
        assert_eq!(trimmed(&wide(text), &cut, form).0, wide("\u{feff}\ntwo\r\nthree\r\n"));
    }
}

#[test]
fn blocks_do_not_matter() {
    struct Small<'a>(&'a [u8]);
    impl Read for Small<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(buf.len()).min(3);
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }
    let text: Vec<u8> = (0..40_000).flat_map(|n| format!("line {n}\n").into_bytes()).collect();
    let cut = Cut { old: vec![10..20_000, 30_000..39_990], ..Cut::default() };
    let mut out = Vec::new();
    Trim::new(Small(&text), &cut, utf8()).read_to_end(&mut out).unwrap();
    let wanted: String = (0..40_000)
        .map(|n| {
            let line = n + 1;
            let gone = (10..20_000).contains(&line) || (30_000..39_990).contains(&line);
            if gone { "\n".to_owned() } else { format!("line {n}\n") }
        })
        .collect();
    assert!(out == wanted.as_bytes());
}

#[test]
fn a_time_without_offset_is_old_only_where_it_is_old_everywhere() {
    let since = Stamp::parse("2026-03-02T00:00:00Z");
    let old = |t: &str| is_old(Stamp::parse(t), since.unwrap());
    assert_eq!(old("2026-03-01T23:59:59Z"), Some(true));
    assert_eq!(old("2026-03-02T00:00:00Z"), Some(false));
    assert_eq!(old("2026-03-01T23:59:59"), Some(false));
    assert_eq!(old("2026-03-01T09:59:59"), Some(true));
    assert_eq!(old("09:59:59"), None);
}
