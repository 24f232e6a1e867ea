//! The same records in whatever form get the same verdict: other hosts, profiles, layouts, languages, regions, time
//! zones, line ends and encodings.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod synthetic;

use std::fmt::Write as _;

use proptest::prelude::*;
use scepscope_model::Report;
use synthetic::{Case, Event, cases, events, log_of, report_of};

/// What a person would be told, without places and times.
fn verdict(report: &Report) -> Vec<String> {
    let mut told = vec![format!(
        "{} {} {}",
        report.outcome.id(),
        report.reached_ndes.id(),
        report.challenge_presented.id()
    )];
    for attempt in &report.attempts {
        let states: Vec<&str> = attempt.milestones.iter().map(|m| m.state.id()).collect();
        told.push(format!("{} {states:?}", attempt.outcome.id()));
    }
    let mut findings: Vec<String> = report
        .findings
        .iter()
        .map(|f| format!("{} {} {} {:?}", f.cause.id(), f.confidence.id(), f.superseded, f.codes))
        .collect();
    findings.sort();
    told.extend(findings);
    told
}

/// How text is written to a file.
#[derive(Debug, Clone, Copy)]
enum Written {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![Just(Written::Utf8), Just(Written::Utf8Bom), Just(Written::Utf16Le), Just(Written::Utf16Be)]
}

fn encode(text: &str, written: Written, crlf: bool) -> Vec<u8> {
    let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    match written {
        Written::Utf8 => text.into_bytes(),
        Written::Utf8Bom => [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
        Written::Utf16Le => wide(u16::to_le_bytes),
        Written::Utf16Be => wide(u16::to_be_bytes),
    }
}

fn host() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9-]{0,12}(\\.[a-z]{2,8}){1,3}(:[1-9][0-9]{2,3})?"
        .prop_filter("the application proxy's domain has a meaning of its own", |h| !h.contains("msappproxy"))
}

fn pick(platform: &'static str) -> impl Strategy<Value = Case> {
    let all = cases(platform);
    (0..all.len()).prop_map(move |at| all[at].clone())
}

/// The columns of a line of the 2024 layout.
fn columns(line: &str) -> Option<Vec<&str>> {
    let columns: Vec<&str> = line.splitn(6, '\t').collect();
    (columns.len() == 6 && line.starts_with("2026-")).then_some(columns)
}

/// One layout of the Intune apps' logs.
fn omadm(text: &str, layout: u8, process: u32, thread: u32) -> String {
    let mut out = String::new();
    for line in text.lines() {
        match columns(line) {
            None => writeln!(out, "{line}"),
            Some(c) => match layout {
                0 => writeln!(out, "{} {} Event {} {process} {thread} {}", c[0], c[1], c[2], c[5]),
                1 => {
                    writeln!(out, "{}    {}    {}    {process}    {thread:05}    {}", c[0], c[1], c[2], c[5])
                }
                2 => writeln!(out, "{}\t{}\tNone\t{process}\t{thread:>5}\t{}", c[0], c[1], c[5]),
                _ => writeln!(out, "{}\t{}\ta\t{process}\t{thread:>5}\t{}", c[0], c[1], c[5]),
            },
        }
        .unwrap();
    }
    out
}

/// The same lines out of the system log.
fn logcat(text: &str, layout: u8, process: u32, thread: u32) -> String {
    let mut out = String::from("--------- beginning of main\n");
    let mut head = None;
    for line in text.lines() {
        let (c, message) = match columns(line) {
            Some(c) => {
                let when = format!("{} {}", &c[0][5..10], &c[0][11..23]);
                let letter = c[1].chars().next().unwrap();
                head = Some((when, letter));
                (head.clone(), c[5])
            }
            None => (head.clone(), line),
        };
        let Some((when, letter)) = c else { continue };
        match layout {
            0 => writeln!(out, "{when} {process:>5} {thread:>5} {letter} com.x.Y: {message}"),
            1 => writeln!(out, "{when}  1000 {process:>5} {thread:>5} {letter} com.x.Y  : {message}"),
            _ => writeln!(out, "{when} {letter}/com.x.Y ({process:>5}): {message}"),
        }
        .unwrap();
    }
    out
}

/// Level, time, process and message of a line of the Console columns.
fn console(line: &str) -> (&str, &str, &str, &str) {
    let c: Vec<&str> = line.splitn(4, '\t').collect();
    (c[0], c[1], c[2], c[3])
}

fn apple(text: &str, style: u8, zone: &str, id: u32) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let (level, time, process, message) = console(line);
        let clock = &time[..15];
        let capital = format!("{}{}", level[..1].to_uppercase(), &level[1..]);
        match style {
            0 => writeln!(out, "{level}\t{clock}{zone}\t{process}\t{message}"),
            1 => writeln!(out, "{level}    {clock} {zone}    {process}    {message}\\ "),
            2 => writeln!(
                out,
                "2026-03-02 {clock}{zone} 0x{id:<8x} {capital:<11} 0x0                  {id:<6} 0    {process}: (Mc) [com.apple.ManagedConfiguration:MC] {message}"
            ),
            3 => writeln!(
                out,
                "2026-03-02 {clock}{zone}  localhost {process}[{id}]: (Mc) [com.apple.ManagedConfiguration:MC] <{capital}>: {message}"
            ),
            _ => {
                let entry = serde_json::json!({
                    "timestamp": format!("2026-03-02 {clock}{zone}"), "messageType": capital, "eventMessage": message,
                    "processImagePath": format!("/usr/libexec/{process}"), "processID": id, "threadID": id,
                });
                writeln!(out, "{entry}")
            }
        }
        .unwrap();
    }
    out
}

/// An event's text in no language in particular: words around the values, in the order of the template.
fn rendered(event: &Event, word: &str) -> String {
    let v = |at: usize| event.data.get(at).map_or("", |(_, value)| value.as_str());
    if event.provider.ends_with("CertEnroll") {
        return format!(
            "{word} {} {word} {}:\n\n{}\n{word}: {}\n{word}: {}\n{}",
            v(0),
            v(1),
            v(2),
            v(3),
            v(4),
            v(5)
        );
    }
    let values: Vec<String> = event.data.iter().map(|(_, value)| format!("{word}: ({value})")).collect();
    format!("SCEP: {word}. {}.", values.join(", "))
}

#[derive(Debug, Clone, Copy)]
struct Region {
    headings: &'static str,
    information: &'static str,
    none: &'static str,
    word: &'static str,
    date: fn(u32, u32) -> String,
}

const REGIONS: [Region; 5] = [
    Region {
        headings: "Level,Date and Time,Source,Event ID,Task Category",
        information: "Information",
        none: "None",
        word: "value",
        date: american,
    },
    Region {
        headings: "Level,Date and Time,Source,Event ID,Task Category",
        information: "Information",
        none: "None",
        word: "colour",
        date: |d, s| format!("{d:02}/03/2026 {}", clock(s)),
    },
    Region {
        headings: "Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie",
        information: "Informationen",
        none: "Keine",
        word: "Größe",
        date: |d, s| format!("{d:02}.03.2026 {}", clock(s)),
    },
    Region {
        headings: "レベル,日付と時刻,ソース,イベント ID,タスクのカテゴリ",
        information: "情報",
        none: "なし",
        word: "値",
        date: |d, s| format!("2026/03/{d:02} {}", clock(s)),
    },
    Region {
        headings: "Nivå,Datum och tid,Källa,Händelse-ID,Uppgiftskategori",
        information: "Information",
        none: "Ingen",
        word: "värde",
        date: |d, s| format!("2026-03-{d:02} {}", clock(s)),
    },
];

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn american(day: u32, seconds: u32) -> String {
    let (hour, half) = (seconds / 3600, if seconds / 3600 < 12 { "AM" } else { "PM" });
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    format!("3/{day}/2026 {hour}:{:02}:{:02} {half}", seconds / 60 % 60, seconds % 60)
}

/// Event Viewer's export with columns.
fn table(events: &[Event], region: Region, separator: char, shift: i32, oldest_first: bool) -> String {
    let mut rows: Vec<String> = events
        .iter()
        .map(|event| {
            let local = i64::from(event.seconds) + i64::from(shift) * 900 + 86_400 * 13;
            let (day, seconds) = (local.div_euclid(86_400), local.rem_euclid(86_400));
            let date = (region.date)(u32::try_from(day).unwrap(), u32::try_from(seconds).unwrap());
            let text = rendered(event, region.word).replace('"', "\"\"");
            let columns = [region.information, &date, event.provider, &event.id.to_string(), region.none];
            format!("{}{separator}\"{text}\"\n", columns.join(&separator.to_string()))
        })
        .collect();
    if !oldest_first {
        rows.reverse();
    }
    format!("{}\n{}", region.headings.replace(',', &separator.to_string()), rows.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn android_logs_of_any_layout(
        case in pick("android"), host in host(), layout in 0_u8..4, process in 1_u32..40_000, thread in 1_u32..9_999,
        day in 1_u32..29, written in written(), crlf in any::<bool>(),
    ) {
        let (name, bytes) = log_of("android", &case);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let base = verdict(&report_of(vec![(name, bytes)]));
        let text = text.replace("ndes.example", &host).replace("2026-03-02", &format!("2026-11-{day:02}"));
        let other = encode(&omadm(&text, layout, process, thread), written, crlf);
        prop_assert_eq!(verdict(&report_of(vec![("x.log", other)])), base, "{}", case.name);
    }

    #[test]
    fn the_same_lines_out_of_the_system_log(
        case in pick("android"), layout in 0_u8..3, process in 1_u32..40_000, thread in 1_u32..9_999, crlf in any::<bool>(),
    ) {
        // Without the classes of the apps the system log does not tell whether verbose lines of theirs are there.
        let (name, bytes) = log_of("android", &case);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let base = report_of(vec![(name, bytes)]);
        prop_assume!(!base.attempts.is_empty() && !text.contains("SCEP cert '"));
        let other = encode(&logcat(&text, layout, process, thread), Written::Utf8, crlf);
        let other = report_of(vec![("logcat.txt", other)]);
        prop_assert_eq!(verdict(&other), verdict(&base), "{}", case.name);
    }

    #[test]
    fn apple_logs_of_any_style(
        case in pick("apple"), host in host(), style in 0_u8..5, zone in -47_i32..56, id in 1_u32..99_999,
        written in written(), crlf in any::<bool>(),
    ) {
        let (name, bytes) = log_of("apple", &case);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let base = verdict(&report_of(vec![(name, bytes)]));
        let minutes = zone.abs() * 15;
        let zone = format!("{}{:02}{:02}", if zone < 0 { '-' } else { '+' }, minutes / 60, minutes % 60);
        let text = apple(&text.replace("ndes.example", &host), style, &zone, id);
        prop_assert_eq!(verdict(&report_of(vec![("x.txt", encode(&text, written, crlf))])), base, "{}", case.name);
    }

    #[test]
    fn windows_events_as_tables_of_any_region(
        case in pick("windows"), host in host(), region in 0_usize..REGIONS.len(), tab in any::<bool>(), shift in -28_i32..56,
        oldest_first in any::<bool>(), written in written(), crlf in any::<bool>(),
    ) {
        // What tables leave out (details of CAPI2, the channel's name) is not asked of them.
        prop_assume!(!case.log.contains("capi ") && !case.log.contains("log 104"));
        let (name, bytes) = log_of("windows", &case);
        let base = report_of(vec![(name, bytes)]);
        prop_assume!(!base.attempts.is_empty());
        let mut events = events(&case);
        for (_, value) in events.iter_mut().flat_map(|e| &mut e.data) {
            *value = value.replace("ndes.example", &host);
        }
        let separator = if tab { '\t' } else { ',' };
        let text = table(&events, REGIONS[region], separator, shift, oldest_first);
        let other = report_of(vec![("x", encode(&text, written, crlf))]);
        prop_assert_eq!(verdict(&other), verdict(&base), "{}", case.name);
    }
}
