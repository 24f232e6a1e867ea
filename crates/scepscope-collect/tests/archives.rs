//! Archives as inputs: the same verdict as for the plain files, and what is in a bundle then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod pack;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use pack::{File, cabinet, gzip, tar_gz, zip};
use scepscope_collect::{Cancel, CheckOptions, Checked, CollectError, ErrorCode, Input, Silent, check};
use scepscope_model::{Report, Tool};
use serde_json::Value;

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

fn run(inputs: Vec<Input>) -> Result<Checked, CollectError> {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    check(inputs, &CheckOptions { since: None, tool }, &Silent, &Cancel::default())
}

fn report_of(path: &Path) -> Report {
    run(vec![Input::Path(path.to_owned())]).unwrap().report().clone()
}

/// A report without the names of its sources, which are all that an archive may change.
fn without_origins(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).unwrap();
    for source in value["sources"].as_array_mut().unwrap() {
        source.as_object_mut().unwrap().remove("origin");
    }
    for gap in value["gaps"].as_array_mut().unwrap() {
        gap["detail"].as_object_mut().unwrap().remove("origin");
    }
    value
}

fn origins(report: &Report) -> Vec<&str> {
    report.sources.iter().map(|s| s.origin.as_str()).collect()
}

fn reasons(report: &Report) -> Vec<(String, String)> {
    let detail = |g: &scepscope_model::Gap, key: &str| g.detail.get(key).cloned().unwrap_or_default();
    report.gaps.iter().map(|g| (detail(g, "reason"), detail(g, "origin"))).collect()
}

/// From here on one form that holds the others must do, for the sake of time.
const LONG: usize = 1 << 20;

/// The same files as a zip, a tar.gz, a cabinet, and a cabinet in a zip in a tar.gz.
fn in_every_form(files: &[File]) -> Vec<(&'static str, Vec<u8>)> {
    let inner = zip(&[File::new("証明書/inner.cab", &cabinet(files))]);
    let nested = tar_gz(&[File::new("größer/inner.zip", &inner), File::new("readme.txt", b"no log")]);
    let mut forms = vec![("nested.tar.gz", nested)];
    if files.iter().map(|f| f.content.len()).sum::<usize>() < LONG {
        forms.extend([("a.zip", zip(files)), ("a.tar.gz", tar_gz(files)), ("a.cab", cabinet(files))]);
    }
    forms
}

fn gives_the_same(name: &str, plain: Vec<PathBuf>) {
    // As documents: the year of dates without one comes from a file's own date, which nothing states here.
    let document =
        |name: String, content: Vec<u8>| Input::Document { name, content: Box::new(Cursor::new(content)) };
    let read = |path: &PathBuf| document(path.to_string_lossy().into_owned(), fs::read(path).unwrap());
    let expected = run(plain.iter().map(read).collect()).unwrap();
    let expected = without_origins(expected.report());
    let files: Vec<File> = plain
        .iter()
        .map(|path| {
            let file = path.file_name().unwrap().to_str().unwrap();
            File::new(&format!("Geräte-Übersicht/診断/{file}"), &fs::read(path).unwrap())
        })
        .collect();
    for (form, bytes) in in_every_form(&files) {
        // The content decides: the name says nothing.
        let checked = run(vec![document(form.replace(['.', 'z'], "_"), bytes)]).unwrap();
        assert_eq!(without_origins(checked.report()), expected, "{name} as {form}");
    }
}

#[test]
fn every_case_gives_the_same_in_archives() {
    let mut seen = 0;
    for entry in fs::read_dir(data("cases")).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(expect) = fs::read(folder.join("expect.json")) else { continue };
        let expect: Value = serde_json::from_slice(&expect).unwrap();
        if expect.get("tool").is_some() {
            continue;
        }
        let inputs = expect["inputs"].as_array().unwrap();
        let inputs = inputs.iter().map(|i| folder.join(i.as_str().unwrap())).collect();
        gives_the_same(&folder.to_string_lossy(), inputs);
        seen += 1;
    }
    assert!(seen >= 27, "cases are missing: only {seen} found");
}

#[test]
fn event_logs_give_the_same_in_archives() {
    for name in ["dev-01-success.evtx", "dev-02-generated-then-nothing.evtx"] {
        gives_the_same(name, vec![data("samples/windows-evtx-scep").join(name)]);
    }
}

/// What `mdmdiagnosticstool.exe -area … -cab` leaves, as far as public documents name its files.
fn mdm_diagnostics_cab(log: &[u8]) -> Vec<u8> {
    cabinet(&[
        File::new("MDMDiagHtmlReport.html", b"<html><body>MDM diagnostics</body></html>"),
        File::new("MdmDiagLogMetadata.json", b"{\"Version\": 1}"),
        File::new(
            "MDMDiagReport.xml",
            b"<MDMEnterpriseDiagnosticsReport><Version>1.0</Version></MDMEnterpriseDiagnosticsReport>",
        ),
        File::new("MdmDiagReport_RegistryDump.reg", b"Windows Registry Editor Version 5.00\r\n"),
        File::new("TpmHliInfo_Output.txt", b"TPM present\r\n"),
        File::new("LicensingDiag.cab", &cabinet(&[File::new("LicensingDiag.xml", b"<x/>")])),
        File::new("DiagnosticLogCSP_Collector_DeviceEnrollment_1.etl", &[0; 4096]),
        File::new("microsoft-windows-devicemanagement-enterprise-diagnostics-provider-admin.evtx", log),
    ])
}

#[test]
fn the_diagnostics_that_intune_collects_are_read_through_all_their_layers() {
    let log = fs::read(data("samples/windows-evtx-scep/dev-01-success.evtx")).unwrap();
    let expected = report_of(&data("samples/windows-evtx-scep/dev-01-success.evtx"));
    let folder = "(12) FoldersFiles programdata_microsoft_diagnosticlogcsp_collectors_etl";
    let other = fs::read(data("samples/windows-evtx/AAD-Operational.evtx")).unwrap();
    let download = zip(&[
        File::new("results.xml", b"<Collection HRESULT=\"0\"><ID>1</ID></Collection>"),
        File::new(
            "(1) RegistryKey HKLM_SOFTWARE_Microsoft_CloudManagedUpdate/export.reg",
            b"Windows Registry Editor Version 5.00\r\n",
        ),
        File::new("(38) Events Application Events/Events.evtx", &other),
        File::new(&format!("{folder}/mdmlogs-2026-11-02.cab"), &mdm_diagnostics_cab(&log)),
        File::new("(50) Command windir_system32_certutil_store/output.log", b"CertUtil: done\r\n"),
    ]);
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("DiagLogs-DESKTOP-1.zip");
    fs::write(&path, download).unwrap();
    let report = report_of(&path);
    let zip_name = path.to_string_lossy();
    let cab = format!("{zip_name}!{folder}/mdmlogs-2026-11-02.cab!");
    let expected_origins = [
        format!("{zip_name}!(1) RegistryKey HKLM_SOFTWARE_Microsoft_CloudManagedUpdate/export.reg"),
        format!("{zip_name}!(38) Events Application Events/Events.evtx"),
        format!("{cab}MDMDiagReport.xml"),
        format!("{cab}MdmDiagReport_RegistryDump.reg"),
        format!("{cab}microsoft-windows-devicemanagement-enterprise-diagnostics-provider-admin.evtx"),
    ];
    assert_eq!(origins(&report), expected_origins);
    assert_eq!(report.outcome, expected.outcome);
    assert_eq!(report.reached_ndes, expected.reached_ndes);
    assert_eq!(report.attempts.len(), expected.attempts.len());
    // What is no log is left there without a word.
    assert!(reasons(&report).iter().all(|(reason, _)| reason.is_empty()), "{:?}", reasons(&report));
}

#[test]
fn the_logs_that_company_portal_saves_are_one_timeline() {
    let folder = data("cases/12-android-retries-rotated");
    let files: Vec<File> = ["OMADMLog_0.log", "OMADMLog_1.log"]
        .iter()
        .map(|n| File::new(n, &fs::read(folder.join(n)).unwrap()))
        .chain([
            File::new("CompanyPortal.log", b"2026-10-28 started\n"),
            File::new("screenshot.png", b"\x89PNG"),
        ])
        .collect();
    let home = tempfile::tempdir().unwrap();
    let plain = home.path().join("plain");
    fs::create_dir(&plain).unwrap();
    fs::copy(folder.join("OMADMLog_0.log"), plain.join("OMADMLog_0.log")).unwrap();
    fs::copy(folder.join("OMADMLog_1.log"), plain.join("OMADMLog_1.log")).unwrap();
    let path = home.path().join("CompanyPortal-logs.zip");
    fs::write(&path, zip(&files)).unwrap();
    let (report, expected) = (report_of(&path), report_of(&plain));
    assert_eq!(report.attempts.len(), 3);
    assert_eq!(
        serde_json::to_value(&report.attempts).unwrap(),
        serde_json::to_value(&expected.attempts).unwrap()
    );
    // The cloud enrolment's log is told by its name inside the archive.
    let cloud = fs::read(data("cases/03-android-2024-tls-untrusted/CloudExtension.log")).unwrap();
    fs::write(&path, zip(&[File::new("x/CloudExtension.log", &cloud)])).unwrap();
    assert_eq!(serde_json::to_value(report_of(&path).sources[0].kind).unwrap(), "cloud_extension");
}

#[test]
fn a_log_in_gzip_is_named_after_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let log = fs::read(data("cases/02-android-2019-dns/OMADMLog_0.log")).unwrap();
    let path = home.path().join("OMADMLog_0.log.gz");
    fs::write(&path, gzip(&log)).unwrap();
    let report = report_of(&path);
    assert_eq!(origins(&report), [format!("{}!OMADMLog_0.log", path.display())]);
    assert_eq!(report.sources[0].bytes, Some(log.len() as u64));
}

#[test]
fn an_archive_may_be_a_document_without_a_path_or_lie_in_a_folder() {
    let log = fs::read(data("cases/02-android-2019-dns/OMADMLog_0.log")).unwrap();
    let bytes = zip(&[File::new("OMADMLog_0.log", &log)]);
    let content = Box::new(std::io::Cursor::new(bytes.clone()));
    let checked = run(vec![Input::Document { name: "shared.zip".to_owned(), content }]).unwrap();
    assert_eq!(origins(checked.report()), ["shared.zip!OMADMLog_0.log"]);
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("deep")).unwrap();
    fs::write(home.path().join("deep/logs.zip"), bytes).unwrap();
    let report = report_of(home.path());
    let expected = home.path().join("deep/logs.zip");
    assert_eq!(origins(&report), [format!("{}!OMADMLog_0.log", expected.display())]);
}

#[test]
fn an_archive_without_a_log_says_so() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("holiday.zip");
    fs::write(&path, zip(&[File::new("letter.txt", b"Dear administrator")])).unwrap();
    let error = run(vec![Input::Path(path.clone())]).err().unwrap();
    assert_eq!(error.code, ErrorCode::NothingReadable);
    assert_eq!(error.detail.unwrap(), format!("{}: no_log_inside", path.display()));
    let log = Input::Path(data("cases/02-android-2019-dns/OMADMLog_0.log"));
    let checked = run(vec![Input::Path(path.clone()), log]).unwrap();
    assert_eq!(reasons(checked.report()), [("no_log_inside".to_owned(), path.display().to_string())]);
}

/// A line of old iOS syslog, whose dates have no year.
const YEARLESS: &[u8] =
    b"Nov  2 03:02:01 iPhone profiled[73] <Notice>: (Note ) MC: Beginning profile installation...\n";
/// 2026-11-03T14:05:42, as `date -u -d @1793714742` says.
const WRITTEN: u64 = 1_793_714_742;

fn dated_tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(YEARLESS.len() as u64);
    header.set_mtime(WRITTEN);
    builder.append_data(&mut header, "syslog.log", YEARLESS).unwrap();
    builder.into_inner().unwrap()
}

fn dated_zip(content: &[u8], name: &str) -> Vec<u8> {
    let written = zip::DateTime::from_date_and_time(2026, 11, 3, 14, 5, 42).unwrap();
    let options = zip::write::SimpleFileOptions::default().last_modified_time(written);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, options).unwrap();
    std::io::Write::write_all(&mut writer, content).unwrap();
    writer.finish().unwrap().into_inner()
}

fn dated_gzip() -> Vec<u8> {
    let mut encoder = flate2::GzBuilder::new()
        .mtime(u32::try_from(WRITTEN).unwrap())
        .write(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, YEARLESS).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn dates_without_a_year_get_it_from_what_the_archive_says_of_the_file() {
    let forms = [
        ("a.tar", dated_tar()),
        ("a.zip", dated_zip(YEARLESS, "syslog.log")),
        ("a.gz", dated_gzip()),
        // The tar states no time: that of the entry that it is counts.
        ("b.zip", dated_zip(&pack::tar(&[File::new("syslog.log", YEARLESS)]), "inner.tar")),
    ];
    for (name, content) in forms {
        let document = Input::Document { name: name.to_owned(), content: Box::new(Cursor::new(content)) };
        let report = run(vec![document]).unwrap().report().clone();
        let first = report.sources.first().unwrap().first.unwrap().to_string();
        assert_eq!(first, "2026-11-02T03:02:01", "{name}");
    }
    // Where nothing says when it was written, the date stays unknown.
    let undated = zip(&[File::new("syslog.log", YEARLESS)]);
    let document = Input::Document { name: "c.zip".to_owned(), content: Box::new(Cursor::new(undated)) };
    let report = run(vec![document]).unwrap().report().clone();
    assert_eq!(report.sources.first().unwrap().first.unwrap().to_string(), "03:02:01");
}

#[test]
fn what_is_still_downloaded_or_made_is_not_called_damaged() {
    let whole = fs::read(data("samples/sysdiagnose/dev-1-success-debug.tar.gz")).unwrap();
    let part = &whole[..whole.len() / 3];
    let log = fs::read(data("cases/03-android-2024-tls-untrusted/CloudExtension.log")).unwrap();
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("CloudExtension.log"), log).unwrap();
    let placeholder = b"bplist00".as_slice();
    let files = [
        ("IN_PROGRESS_sysdiagnose_2026.11.03.tar.gz", part),
        ("sysdiagnose_2026.11.03.tar.gz.crdownload", part),
        (".sysdiagnose_2026.11.03.tar.gz.icloud", placeholder),
    ];
    for (name, content) in files {
        fs::write(home.path().join(name), content).unwrap();
    }
    // The same part under the name of a whole one is a cut archive.
    fs::write(home.path().join("sysdiagnose_2026.11.03.tar.gz"), part).unwrap();
    let report = report_of(home.path());
    let reasons = reasons(&report);
    for (name, _) in files {
        let of: Vec<&str> = reasons
            .iter()
            .filter(|(_, origin)| origin.contains(name))
            .map(|(reason, _)| reason.as_str())
            .collect();
        assert!(!of.is_empty() && of.iter().all(|reason| *reason == "still_arriving"), "{name}: {of:?}");
    }
    let cut = |(reason, origin): &(String, String)| {
        origin.contains("/sysdiagnose_2026.11.03.tar.gz")
            && !origin.contains("crdownload")
            && reason == "archive_truncated"
    };
    assert!(reasons.iter().any(cut), "{reasons:?}");
}
