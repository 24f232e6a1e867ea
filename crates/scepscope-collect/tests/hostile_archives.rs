//! Archives made to overload, or broken: the readable rest is reported, the missing part is a gap with its reason.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bundling;
mod pack;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Instant;

use bundling::pack_options;
use pack::{File, cabinet, gzip, tar_gz, zip};
use scepscope_collect::{
    Cancel, CheckOptions, CollectError, ErrorCode, Input, MAX_NESTING, PrepareOptions, Silent, check,
};
use scepscope_model::{Outcome, Report, Tool};
use time::OffsetDateTime;

fn log() -> Vec<u8> {
    let path = "../../tests/data/cases/02-android-2019-dns/OMADMLog_0.log";
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn run(bytes: Vec<u8>) -> Result<Report, CollectError> {
    let input = Input::Document { name: "x".to_owned(), content: Box::new(Cursor::new(bytes)) };
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    check(vec![input], &options, &Silent, &Cancel::default()).map(|checked| checked.report().clone())
}

/// The good log among what is bad was read and judged.
fn judged(bytes: Vec<u8>) -> Report {
    let report = run(bytes).unwrap();
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(report.findings.iter().any(|f| f.cause.id() == "dns_failure"));
    report
}

fn gap<'r>(report: &'r Report, reason: &str) -> &'r str {
    let gap = report.gaps.iter().find(|g| g.detail.get("reason").is_some_and(|r| r == reason));
    let all: Vec<_> = report.gaps.iter().map(|g| &g.detail).collect();
    &gap.unwrap_or_else(|| panic!("no gap {reason}: {all:?}")).detail["origin"]
}

fn good() -> File {
    File::new("z-good.log", &log())
}

#[test]
fn archives_in_archives_end_at_the_named_depth() {
    let mut bytes = zip(&[good()]);
    for level in 2..=MAX_NESTING {
        bytes = zip(&[File::new(&format!("{level}.zip"), &bytes)]);
    }
    assert_eq!(run(bytes.clone()).unwrap().outcome, Outcome::Failed);
    let deeper = zip(&[File::new("deeper.zip", &bytes), good()]);
    let report = judged(deeper);
    assert_eq!(report.sources.len(), 1);
    assert_eq!(gap(&report, "too_deep"), "x!deeper.zip!4.zip!3.zip!2.zip");
}

#[test]
fn a_bomb_of_zips_in_zips_costs_bounded_time_and_memory() {
    // After 42.zip: sixteen archives in each of sixteen, and so on, with a file of zeros at the bottom.
    let mut bytes = zip(&[File::new("zeros", &vec![0; 4 << 20])]);
    for _ in 0..4 {
        let copies: Vec<File> = (0..16).map(|i| File::new(&format!("{i}.zip"), &bytes)).collect();
        bytes = zip(&copies);
    }
    let began = Instant::now();
    let report = judged(zip(&[File::new("bomb.zip", &bytes), good()]));
    gap(&report, "too_deep");
    assert!(began.elapsed().as_secs() < 120, "{:?}", began.elapsed());
}

#[test]
fn a_broken_or_refused_entry_is_a_gap_under_its_path() {
    let mut bytes = zip(&[File::new("a-secret.log", &log()), good()]);
    // The flag of encryption, in the entry's own header and in the directory.
    bytes[6] |= 1;
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    let report = judged(bytes);
    assert_eq!(gap(&report, "encrypted"), "x!a-secret.log");
    assert_eq!(report.sources.len(), 1);

    let mut damaged = cabinet(&[File::new("a.log", &log())]);
    let at = damaged.len() - 10;
    damaged[at] ^= 0x55;
    let report = judged(zip(&[File::new("d/damaged.cab", &damaged), good()]));
    assert_eq!(gap(&report, "archive_checksum"), "x!d/damaged.cab!a.log");
}

#[test]
fn a_cut_archive_is_read_up_to_the_cut() {
    // Noise that no packer shortens stands at the end, and is cut.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    })
    .take(60_000)
    .collect();
    let files = [good(), File::new("zz.bin", &noise)];
    for bytes in [zip(&files), tar_gz(&files), cabinet(&files)] {
        let report = judged(bytes[..bytes.len() - 3000].to_vec());
        assert!(gap(&report, "archive_truncated").starts_with('x'));
    }
    // A log that is cut inside its archive.
    let whole = gzip(&log());
    let report = run(whole[..whole.len() / 2].to_vec()).unwrap();
    assert_eq!(gap(&report, "archive_truncated"), "x!content");
}

#[test]
fn many_bad_entries_are_counted_and_do_not_hide_the_good_one() {
    let mut bytes = Vec::new();
    let mut builder = tar::Builder::new(&mut bytes);
    for i in 0..5000 {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        builder.append_link(&mut header, format!("link-{i}"), "/etc/passwd").unwrap();
    }
    let mut header = tar::Header::new_ustar();
    header.set_size(log().len() as u64);
    builder.append_data(&mut header, "good.log", log().as_slice()).unwrap();
    builder.finish().unwrap();
    drop(builder);
    let report = judged(bytes);
    let links = report.gaps.iter().filter(|g| g.detail["reason"] == "link_not_followed");
    let listed = links.clone().filter(|g| !g.detail.contains_key("more_entries")).count();
    let more = links.filter_map(|g| g.detail.get("more_entries")).next().unwrap();
    assert_eq!(listed + more.parse::<usize>().unwrap(), 5000);
}

#[test]
fn an_archive_that_grows_or_vanishes_is_no_end_of_the_run() {
    let home = tempfile::tempdir().unwrap();
    let (growing, gone) = (home.path().join("growing.zip"), home.path().join("gone.zip"));
    let mut bytes = zip(&[good()]);
    // Half a directory, as while another program writes it.
    bytes.truncate(bytes.len() - 30);
    fs::write(&growing, &bytes).unwrap();
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let inputs = [growing.clone(), gone].into_iter().map(Input::Path).collect();
    let mut checked = check(inputs, &options, &Silent, &Cancel::default()).unwrap();
    assert_eq!(checked.report().outcome, Outcome::Failed);
    gap(checked.report(), "archive_truncated");
    gap(checked.report(), "not_found");
    // What was read is kept: the bundle does not need the archive any more.
    fs::remove_file(growing).unwrap();
    let packed = checked
        .pack(&PrepareOptions::default(), &pack_options(home.path()), &Silent, &Cancel::default())
        .unwrap();
    assert_eq!(packed.entries, 3);
}

#[test]
fn a_bundle_holds_the_redacted_log_and_not_the_archive() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("DiagLogs.zip");
    let cab = cabinet(&[File::new("logs/OMADMLog_0.log", &log())]);
    fs::write(&path, zip(&[File::new("deep/mdmlogs.cab", &cab)])).unwrap();
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let inputs = vec![Input::Path(path.clone())];
    let mut checked = check(inputs, &options, &Silent, &Cancel::default()).unwrap();
    let packed = checked
        .pack(&PrepareOptions::default(), &pack_options(home.path()), &Silent, &Cancel::default())
        .unwrap();
    let bundle = scepscope_bundle::BundleFile::open(Path::new(&packed.path)).unwrap();
    let now = OffsetDateTime::from_unix_timestamp(1_795_000_100).unwrap();
    let mut bundle = bundle.verify(None, now).into_intact().unwrap();
    let evidence: Vec<PathBuf> = bundle
        .contents()
        .entries()
        .map(|(path, _)| PathBuf::from(path))
        .filter(|path| path.starts_with("data/evidence"))
        .collect();
    let [evidence] = evidence.as_slice() else { panic!("{evidence:?}") };
    assert!(evidence.ends_with("DiagLogs.zip#mdmlogs.cab#OMADMLog_0.log"), "{evidence:?}");
    let content = bundle.contents().read_entry(evidence.to_str().unwrap(), 1 << 20).unwrap();
    assert!(String::from_utf8(content).unwrap().contains("GetCACaps"));
    let statement = bundle.contents().statement().unwrap();
    let entry = statement.entries.iter().find(|e| Path::new(&e.path) == evidence).unwrap();
    let inside = "DiagLogs.zip!deep/mdmlogs.cab!logs/OMADMLog_0.log";
    assert!(entry.source.origin.as_deref().unwrap().ends_with(inside), "{:?}", entry.source.origin);
    assert_eq!(entry.source.original_bytes, Some(log().len() as u64));
}

#[test]
fn a_bundle_is_read_once_it_is_verified_and_refused_when_it_was_changed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("OMADMLog_0.log");
    fs::write(&path, log()).unwrap();
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let read = |path: &Path| check(vec![Input::Path(path.to_owned())], &options, &Silent, &Cancel::default());
    let packed = read(&path)
        .unwrap()
        .pack(&PrepareOptions::default(), &pack_options(home.path()), &Silent, &Cancel::default())
        .unwrap();
    let bundle = Path::new(&packed.path);
    let checked = read(bundle).unwrap();
    let report = checked.report();
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(report.sources.len(), 1);
    assert!(report.sources[0].origin.contains("!data/evidence/"), "{}", report.sources[0].origin);
    let whole = fs::read(bundle).unwrap();
    // Another byte in the middle; another file behind the last one.
    let mut changed = whole.clone();
    let at = changed.len() / 3;
    changed[at] ^= 0x40;
    let mut longer = whole;
    longer.extend(b"more");
    for bytes in [changed, longer] {
        let other = home.path().join("changed.zip");
        fs::write(&other, bytes).unwrap();
        let code = read(&other).err().unwrap().code;
        assert!(matches!(code, ErrorCode::BundleRefused | ErrorCode::BundleChanged), "{code:?}");
    }
    let sealed = home.path().join("sealed.zip.age");
    fs::write(&sealed, b"age-encryption.org/v1\n-> X25519 abc\n").unwrap();
    assert!(read(&sealed).err().unwrap().detail.unwrap().ends_with("sealed.zip.age: encrypted"));
}
