//! What is shown is what leaves: the preview against the bundle that is packed from it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use scepscope_bundle::BundleFile;
use scepscope_collect::{
    Cancel, CheckOptions, Checked, ErrorCode, Input, ItemKind, KeyPlace, LineRange, MAX_PREVIEW_LINE_BYTES,
    MAX_PREVIEW_LINES, PackOptions, PrepareOptions, Prepared, Preview, Pseudonyms, Silent, check,
};
use scepscope_model::{Cause, Stamp, Tool};
use scepscope_redact::Policy;
use time::OffsetDateTime;

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_000_000 + seconds).unwrap()
}

fn checked(inputs: Vec<Input>, since: Option<&str>) -> Checked {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: since.map(|s| Stamp::parse(s).unwrap()), tool };
    check(inputs, &options, &Silent, &Cancel::default()).unwrap()
}

fn path(input: impl Into<PathBuf>) -> Input {
    Input::Path(input.into())
}

fn document(name: &str, text: impl Into<Vec<u8>>) -> Input {
    Input::Document { name: name.to_owned(), content: Box::new(Cursor::new(text.into())) }
}

fn prepared(inputs: Vec<Input>, options: &PrepareOptions) -> Prepared {
    checked(inputs, None).prepare(options, &Cancel::default()).unwrap()
}

fn preview(prepared: &mut Prepared) -> Preview {
    prepared.preview(&Silent, &Cancel::default()).unwrap()
}

struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
    statement: scepscope_bundle::Statement,
    name: String,
}

fn pack(prepared: &mut Prepared, home: &Path) -> Bundle {
    let options = PackOptions {
        out: home.join("out"),
        case: Some("T-1".to_owned()),
        recipients: Vec::new(),
        created: at(0),
        key: KeyPlace::file_in(home.join("identity")),
        pseudonyms: Some(home.join("pseudonyms")),
    };
    let packed = prepared.pack(&options, &Silent, &Cancel::default()).unwrap();
    let mut bundle =
        BundleFile::open(Path::new(&packed.path)).unwrap().verify(None, at(100)).into_intact().unwrap();
    let root = bundle.contents().unpack_to(home).unwrap();
    let statement = bundle.contents().statement().unwrap().clone();
    let mut files = BTreeMap::new();
    gather(&root, &root, &mut files);
    Bundle { files, statement, name: root.file_name().unwrap().to_str().unwrap().to_owned() }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

fn some_inputs() -> Vec<Input> {
    vec![
        path(data("cases/31-redact-android-syncml-token")),
        path(data("cases/32-redact-ios-pkioperation-url")),
        path(data("samples/windows-evtx-scep/dev-01-success.evtx")),
        path(data("samples/windows-evtx-scep/dev-01-success.wevtutil.ja-JP.cp932.txt")),
        path(data("samples/windows-evtx-scep/dev-01-success.eventviewer.en-US.utf16le.csv")),
    ]
}

fn sha256(bytes: &[u8]) -> String {
    scepscope_bundle::Sha256Hex::of(bytes).to_string()
}

#[test]
fn the_preview_shows_exactly_the_bytes_that_leave() {
    for policy in [Policy::Default, Policy::Strict, Policy::None] {
        let home = tempfile::tempdir().unwrap();
        let options = PrepareOptions { policy, ..PrepareOptions::default() };
        let mut prepared = prepared(some_inputs(), &options);
        let preview = preview(&mut prepared);
        // Line by line what the preview shows, before anything is written.
        let mut shown = BTreeMap::new();
        for item in &preview.items {
            shown.insert(item.path.clone(), all_lines(&mut prepared, &item.id));
        }
        let bundle = pack(&mut prepared, home.path());
        let payload: Vec<&String> = bundle.files.keys().filter(|f| f.starts_with("data/")).collect();
        let mut previewed: Vec<&String> = preview.items.iter().map(|i| &i.path).collect();
        previewed.sort();
        assert_eq!(previewed, payload);
        for item in &preview.items {
            let bytes = &bundle.files[&item.path];
            assert_eq!(item.bytes, Some(bytes.len() as u64), "{}", item.path);
            assert_eq!(item.sha256.as_deref(), Some(sha256(bytes).as_str()), "{}", item.path);
            assert_eq!(shown[&item.path], text_lines(bytes), "{}", item.path);
        }
        assert_eq!(preview.bytes, bundle.statement.entries.iter().map(|e| e.bytes).sum::<u64>());
        assert_eq!(preview.replaced, bundle.statement.redaction.counts);
        assert_eq!(preview.policy, bundle.statement.redaction.policy);
        assert_eq!(preview.gaps, bundle.statement.gaps);
        assert!(!preview.replaced.is_empty());
        assert!(preview.items.iter().any(|i| i.kind == ItemKind::Records && i.records_in_report > 0));
    }
}

/// A bundle's file as lines of text.
fn text_lines(bytes: &[u8]) -> Vec<String> {
    let text = match bytes {
        [0xff, 0xfe, ..] => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|p| u16::from_le_bytes([p[0], p[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    text.lines().map(|l| shorten(l.trim_end_matches('\r'))).collect()
}

fn shorten(line: &str) -> String {
    line.chars().take(200).collect()
}

fn all_lines(prepared: &mut Prepared, item: &str) -> Vec<String> {
    let (mut from, mut all) = (1, Vec::new());
    loop {
        let range = LineRange { from, count: 400, changed: false };
        let page = prepared.lines(item, range, &Cancel::default()).unwrap();
        all.extend(page.lines.iter().map(|l| shorten(&l.after)));
        match page.next {
            Some(next) => from = next,
            None => return all,
        }
    }
}

#[test]
fn any_line_is_shown_before_and_after() {
    let folder = data("cases/31-redact-android-syncml-token");
    let original = fs::read_to_string(folder.join("OMADM.log")).unwrap();
    let mut prepared = prepared(vec![path(folder.join("OMADM.log"))], &PrepareOptions::default());
    let range = LineRange { from: 1, count: MAX_PREVIEW_LINES, changed: false };
    let page = prepared.lines("s1", range, &Cancel::default()).unwrap();
    let lines: Vec<&str> = original.lines().collect();
    for line in &page.lines {
        let wanted = lines[usize::try_from(line.line).unwrap() - 1];
        if !line.shortened {
            assert_eq!(line.before.as_deref(), Some(wanted));
            assert_eq!(line.changed, line.after != wanted);
        }
    }
    let range = LineRange { changed: true, ..range };
    let changed = prepared.lines("s1", range, &Cancel::default()).unwrap();
    assert_eq!(
        changed.lines,
        page.lines.iter().filter(|l| l.changed).cloned().collect::<Vec<_>>(),
        "only the changed ones"
    );
    assert!(!changed.lines.is_empty());
}

#[test]
fn pages_are_bounded_and_a_long_line_is_shown_around_its_change() {
    let time = "2026-03-11T09:00:07.8560000    INFO    Event     com.microsoft.omadm.X    1    2    ";
    let long = format!("{time}{} user helena.lindqvist@adatum.example there\n", "x".repeat(50_000));
    let text = long.clone() + &format!("{time}next\n").repeat(3000);
    let mut prepared = prepared(vec![document("OMADM.log", text)], &PrepareOptions::default());
    let range = LineRange { from: 1, count: usize::MAX, changed: false };
    let page = prepared.lines("s1", range, &Cancel::default()).unwrap();
    assert_eq!(page.lines.len(), MAX_PREVIEW_LINES);
    assert_eq!(page.next, Some(MAX_PREVIEW_LINES as u64 + 1));
    let first = &page.lines[0];
    assert!(first.changed && first.shortened);
    assert!(first.before.as_ref().unwrap().contains("helena.lindqvist@adatum.example"));
    assert!(first.after.contains("upn-") && !first.after.contains("helena"));
    assert!(first.after.len() <= MAX_PREVIEW_LINE_BYTES + 6);
    let range = LineRange { from: 3001, count: 10, changed: false };
    let page = prepared.lines("s1", range, &Cancel::default()).unwrap();
    assert_eq!((page.lines.len(), page.next), (1, None));
}

#[test]
fn what_is_left_out_stays_and_report_and_statement_say_so() {
    let home = tempfile::tempdir().unwrap();
    let secret_path = data("cases/02-android-2019-dns/OMADMLog_0.log");
    let other = data("cases/01-android-2018-success/OMADM.log");
    let mut prepared = prepared(vec![path(&secret_path), path(other)], &PrepareOptions::default());
    let before = preview(&mut prepared);
    assert!(before.gaps.is_empty());
    let unknown = prepared.leave_out(&["s9".to_owned()]).unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NoSuchItem);
    assert_eq!(prepared.leave_out(&["report".to_owned()]).unwrap_err().code, ErrorCode::NoSuchItem);
    prepared.leave_out(&["s1".to_owned()]).unwrap();
    let after = preview(&mut prepared);
    assert!(after.items[0].left_out && !after.items[1].left_out);
    assert!(after.bytes < before.bytes);
    let bundle = pack(&mut prepared, home.path());
    assert!(!bundle.files.keys().any(|f| f.starts_with("data/evidence/s1/")), "{:?}", bundle.files.keys());
    assert!(bundle.files.keys().any(|f| f.starts_with("data/evidence/s2/")));
    let report: serde_json::Value = serde_json::from_slice(&bundle.files["data/report.json"]).unwrap();
    let gap = &report["gaps"][0];
    assert_eq!((gap["source"].as_str(), gap["cause"].as_str()), (Some("s1"), Some("source_left_out")));
    assert_eq!(gap["detail"]["reason"], "left_out");
    assert!(bundle.statement.gaps.iter().any(|g| g.cause == Cause::SourceLeftOut));
    // The report still names the finding, but its page and document carry no text of the file.
    assert!(report["findings"].as_array().unwrap().iter().any(|f| f["cause"] == "dns_failure"));
    let text = String::from_utf8(bundle.files["data/report.json"].clone()).unwrap();
    let page = String::from_utf8(bundle.files["data/report.html"].clone()).unwrap();
    assert!(!text.contains("UnknownHostException") && !page.contains("UnknownHostException"));
    // Taken back, all is there again.
    prepared.leave_out(&[]).unwrap();
    assert_eq!(preview(&mut prepared), before);
}

#[test]
fn an_item_can_be_named_by_its_origin() {
    let origin = data("cases/02-android-2019-dns/OMADMLog_0.log");
    let options =
        PrepareOptions { leave_out: vec![origin.to_str().unwrap().to_owned()], ..PrepareOptions::default() };
    let mut prepared =
        prepared(vec![path(&origin), path(data("cases/01-android-2018-success/OMADM.log"))], &options);
    let preview = preview(&mut prepared);
    assert_eq!(
        preview.items.iter().filter(|i| i.left_out).map(|i| i.id.as_str()).collect::<Vec<_>>(),
        ["s1"]
    );
    let options = PrepareOptions { leave_out: vec!["OMADMLog".to_owned()], ..PrepareOptions::default() };
    let error = checked(vec![path(origin)], None).prepare(&options, &Cancel::default()).unwrap_err();
    assert_eq!(error.code, ErrorCode::NoSuchItem);
}

#[test]
fn what_changes_after_the_preview_does_not_leave() {
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("a.log");
    let other = data("cases/02-android-2019-dns/OMADMLog_0.log");
    let text = fs::read_to_string(data("cases/01-android-2018-success/OMADM.log")).unwrap();
    fs::write(&log, &text).unwrap();
    let mut prepared = prepared(vec![path(&log), path(other)], &PrepareOptions::default());
    let shown = preview(&mut prepared);
    // A log that only grew leaves as it was shown.
    fs::write(&log, format!("{text}2027-01-01T00:00:00.0000000  INFO  Event  x  1  1  bob@adatum.example\n"))
        .unwrap();
    let bundle = pack(&mut prepared, home.path());
    assert_eq!(Some(sha256(&bundle.files[&shown.items[0].path])), shown.items[0].sha256);
    // One that is another does not.
    fs::write(&log, text.replace("INFO", "WARN")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let bundle = pack(&mut prepared, home.path());
    assert!(!bundle.files.contains_key(&shown.items[0].path));
    assert!(bundle.files.contains_key(&shown.items[1].path));
    let reasons: Vec<_> = bundle.statement.gaps.iter().filter_map(|g| g.detail.get("reason")).collect();
    assert_eq!(reasons, ["changed_since_preview"]);
}

#[test]
fn since_cuts_the_evidence_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let folder = data("cases/12-android-retries-rotated");
    let inputs = vec![path(folder.join("OMADMLog_0.log")), path(folder.join("OMADMLog_1.log"))];
    let since = "2026-10-29T00:00:00Z";
    let mut prepared =
        checked(inputs, Some(since)).prepare(&PrepareOptions::default(), &Cancel::default()).unwrap();
    let preview = preview(&mut prepared);
    let cut: u64 = preview.items.iter().filter_map(|i| i.cut).map(|c| c.old).sum();
    assert!(cut > 0);
    let bundle = pack(&mut prepared, home.path());
    let mut kept = 0;
    for (name, original) in [("s1", "OMADMLog_0.log"), ("s2", "OMADMLog_1.log")] {
        let original = fs::read_to_string(folder.join(original)).unwrap();
        let path = bundle.files.keys().find(|f| f.starts_with(&format!("data/evidence/{name}/"))).unwrap();
        let text = String::from_utf8(bundle.files[path].clone()).unwrap();
        let mut inside = false;
        let lines = original.lines().zip(text.lines().chain(std::iter::repeat("")));
        for (n, (line, left)) in lines.enumerate() {
            // The test's own reading of the times; lines without one belong to the line above.
            let time = line.get(..19).filter(|t| t.as_bytes()[4] == b'-' && t.as_bytes()[10] == b'T');
            inside = time.map_or(inside, |t| t >= "2026-10-29T00:00:00");
            assert_eq!(left.is_empty(), !inside || line.is_empty(), "{name} line {}: {line}", n + 1);
            kept += u64::from(inside);
        }
    }
    assert!(kept > 0);
    let gap = bundle.statement.gaps.iter().find(|g| g.detail["reason"] == "cut_by_time").unwrap();
    assert_eq!(gap.cause, Cause::SourceLeftOut);
    assert_eq!(gap.detail["since"], since);
    assert_eq!(
        bundle.statement.gaps.iter().map(|g| g.detail["lines"].parse::<u64>().unwrap()).sum::<u64>(),
        cut
    );
}

#[test]
fn since_cuts_the_records_of_an_event_log() {
    let log = data("samples/windows-evtx-scep/dev-01-success.evtx");
    let report = checked(vec![path(&log)], None);
    let (first, last) = (report.report().sources[0].first.unwrap(), report.report().sources[0].last.unwrap());
    assert!(first < last);
    let home = tempfile::tempdir().unwrap();
    let mut prepared = checked(vec![path(&log)], Some(&last.to_string()))
        .prepare(&PrepareOptions::default(), &Cancel::default())
        .unwrap();
    let bundle = pack(&mut prepared, home.path());
    let path = bundle.files.keys().find(|f| f.starts_with("data/evidence/")).unwrap();
    let text = String::from_utf8(bundle.files[path].clone()).unwrap();
    assert!(!text.is_empty());
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(Stamp::parse(record["time"].as_str().unwrap()).unwrap() >= last);
    }
    assert!(bundle.statement.gaps.iter().any(|g| g.detail.contains_key("records")));
}

#[test]
fn an_export_that_is_not_cut_is_whole_and_said_so() {
    let log = data("samples/windows-evtx-scep/dev-01-success.wevtutil-rendered.en-US.utf8bom.xml");
    let reasons = |since: Option<&str>, most: Option<u64>| {
        let options = PrepareOptions { max_source_bytes: most, ..PrepareOptions::default() };
        let home = tempfile::tempdir().unwrap();
        let mut prepared = checked(vec![path(&log)], since).prepare(&options, &Cancel::default()).unwrap();
        let bundle = pack(&mut prepared, home.path());
        let evidence = bundle.files.iter().find(|(name, _)| name.starts_with("data/evidence/")).unwrap().1;
        assert!(String::from_utf8_lossy(evidence).trim_end().ends_with('>'));
        bundle.statement.gaps.iter().filter_map(|g| g.detail.get("reason").cloned()).collect::<Vec<_>>()
    };
    // Later than every record of it.
    assert_eq!(reasons(Some("2036-01-01T00:00:00Z"), None), ["kind_not_cut"]);
    assert_eq!(reasons(None, Some(100)), ["kind_not_cut"]);
    assert!(reasons(None, Some(1 << 30)).is_empty());
}

#[test]
fn a_size_keeps_the_newest_part_and_says_so() {
    let time = |n: u32| {
        format!("2026-03-11T09:{:02}:{:02}.0000000    INFO    Event     x.Y    1    2    ", n / 60, n % 60)
    };
    let text: String = (0..3000).map(|n| format!("{}number {n}\n", time(n))).collect();
    let home = tempfile::tempdir().unwrap();
    let options = PrepareOptions { max_source_bytes: Some(10_000), ..PrepareOptions::default() };
    let mut prepared = prepared(
        vec![
            document("OMADM.log", text.clone()),
            path(data("samples/windows-evtx-scep/dev-01-success.evtx")),
        ],
        &options,
    );
    let bundle = pack(&mut prepared, home.path());
    let kept = String::from_utf8(bundle.files["data/evidence/s1/OMADM.log"].clone()).unwrap();
    let full: Vec<&str> = kept.lines().filter(|l| !l.is_empty()).collect();
    assert!(full.iter().map(|l| l.len() + 1).sum::<usize>() <= 10_000);
    assert!(full.last().unwrap().ends_with("number 2999") && full.len() > 50);
    // A line of the evidence is the line of the original.
    for (n, line) in kept.lines().enumerate().filter(|(_, l)| !l.is_empty()) {
        assert_eq!(Some(line), text.lines().nth(n));
    }
    let records = bundle.files.iter().find(|(f, _)| f.starts_with("data/evidence/s2/")).unwrap().1;
    assert!(records.len() <= 10_000 + 64 * 4096);
    assert!(bundle.statement.gaps.iter().any(|g| g.detail.get("reason").is_some_and(|r| r == "cut_by_size")));
}

#[test]
fn originals_only_leave_without_redaction_and_without_a_secret() {
    let home = tempfile::tempdir().unwrap();
    let log = data("samples/windows-evtx-scep/dev-01-success.evtx");
    let options = PrepareOptions { include_originals: true, ..PrepareOptions::default() };
    let error = checked(vec![path(&log)], None).prepare(&options, &Cancel::default()).unwrap_err();
    assert_eq!(error.code, ErrorCode::OriginalsNeedNone);
    let options = PrepareOptions { policy: Policy::None, ..options };
    let mut clean = prepared(vec![path(&log)], &options);
    let preview_items = preview(&mut clean).items;
    let original = preview_items.iter().find(|i| i.kind == ItemKind::Original).unwrap();
    assert_eq!(original.id, "s1-original");
    let bundle = pack(&mut clean, home.path());
    assert_eq!(bundle.files[&original.path], fs::read(&log).unwrap());
    let entry = bundle.statement.entries.iter().find(|e| e.path == original.path).unwrap();
    assert!(entry.source.why.contains("not redacted"));

    // The same log with a secret in the place of a text of the same length.
    let mut bytes = fs::read(&log).unwrap();
    let wide = |t: &str| -> Vec<u8> { t.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let (old, new) = (wide("operation="), wide("sig=Ab12c3"));
    assert_eq!(old.len(), new.len());
    let mut planted = 0;
    while let Some(n) = bytes.windows(old.len()).position(|w| w == old) {
        bytes[n..n + new.len()].copy_from_slice(&new);
        planted += 1;
    }
    if planted == 0 {
        let (old, new) = (wide("https://"), wide(" sig=Ab1"));
        let n = bytes.windows(old.len()).position(|w| w == old).unwrap();
        bytes[n..n + new.len()].copy_from_slice(&new);
    }
    let mut secret = prepared(vec![document("a.evtx", bytes)], &options);
    let preview = preview(&mut secret);
    assert!(preview.items.iter().all(|i| i.kind != ItemKind::Original));
    assert!(preview.gaps.iter().any(|g| g.detail["reason"] == "original_withheld"));
}

#[test]
fn the_map_stays_here_and_answers_for_every_pseudonym_of_the_bundle() {
    let home = tempfile::tempdir().unwrap();
    let mut prepared = prepared(some_inputs(), &PrepareOptions::default());
    let bundle = pack(&mut prepared, home.path());
    let map = Pseudonyms::new(home.path().join("pseudonyms")).read(&bundle.name).unwrap();
    let evidence: Vec<u8> =
        bundle.files.iter().filter(|(f, _)| f.ends_with("OMADM.log")).flat_map(|(_, b)| b.clone()).collect();
    let text = String::from_utf8(evidence).unwrap();
    let mut found = 0;
    for at in text.match_indices("upn-").map(|(at, _)| at) {
        let name: String =
            text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let original = map.pseudonyms.get(&name).unwrap_or_else(|| panic!("{name} is not in the map"));
        assert!(original.contains('@'), "{original}");
        found += 1;
    }
    assert!(found > 0, "the case holds no address");
    // Nothing of the map is in the bundle.
    let everything: Vec<u8> = bundle.files.values().flatten().copied().collect();
    for original in map.pseudonyms.values().filter(|o| o.contains('@')) {
        let bytes = original.as_bytes();
        assert!(!everything.windows(bytes.len()).any(|w| w == bytes), "{original}");
    }
}

#[test]
fn a_name_joins_across_sources_however_short_the_log_that_tells_it() {
    let home = tempfile::tempdir().unwrap();
    let time = "2026-03-11T09:00:07.8560000    INFO    Event     com.microsoft.omadm.X    1    2    ";
    let first = format!("{time}retry for helena.lindqvist.7 soon\n").repeat(3);
    let second = format!("{time}UserPrincipalName: helena.lindqvist.7@adatum.example\n").repeat(3);
    let mut prepared =
        prepared(vec![document("a.log", first), document("b.log", second)], &PrepareOptions::default());
    let bundle = pack(&mut prepared, home.path());
    let text = |f: &str| String::from_utf8(bundle.files[f].clone()).unwrap();
    let (a, b) = (text("data/evidence/s1/a.log"), text("data/evidence/s2/b.log"));
    assert!(!a.contains("helena") && !b.contains("helena"), "{a}{b}");
    assert!(a.contains("retry for user-"), "{a}");
}
