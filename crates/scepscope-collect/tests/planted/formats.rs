//! Files of every format, with a planted sentence in each record.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One sentence, escaped.
pub(crate) struct Planted {
    pub(crate) text: String,
    pub(crate) escape: &'static str,
}

pub(crate) struct Format {
    pub(crate) name: &'static str,
    /// The encoding's label where the redactor is asked directly; none where a bundle is made.
    pub(crate) encoding: Option<&'static str>,
    head: &'static str,
    /// One record around a sentence, by its number.
    record: fn(usize, &Planted) -> String,
    tail: &'static str,
    bytes: Bytes,
}

/// How the text becomes bytes.
enum Bytes {
    Utf8,
    Utf8Mark,
    Utf16Le,
    Utf16Be,
    Utf16LeNoMark,
    Label(&'static str),
    /// Into the slots of an event log.
    Slots,
}

/// The ways of escaping, from the plain sentence on.
pub(crate) const ESCAPES: &[&str] = &[
    "plain",
    "xml",
    "xml twice",
    "percent",
    "percent twice",
    "json",
    "json twice",
    "xml of percent",
    "base64",
    "base64 of utf-16",
    "percent of base64",
    "base64 in lines",
    "base64 of base64",
];

pub(crate) fn escaped(sentence: &str, escape: &str) -> String {
    let wide: Vec<u8> = sentence.encode_utf16().flat_map(u16::to_le_bytes).collect();
    match escape {
        "plain" => sentence.to_owned(),
        "xml" => xml(sentence),
        "xml twice" => xml(&xml(sentence)),
        "percent" => percent(sentence),
        "percent twice" => percent(&percent(sentence)),
        "json" => json(sentence),
        "json twice" => json(&json(sentence)),
        "xml of percent" => xml(&percent(sentence)),
        "base64" => STANDARD.encode(sentence),
        "base64 of utf-16" => STANDARD.encode(wide),
        "percent of base64" => percent(&STANDARD.encode(sentence)),
        "base64 of base64" => STANDARD.encode(STANDARD.encode(sentence)),
        "base64 in lines" => {
            let long =
                STANDARD.encode(format!("{sentence} and some more text behind it so that it is wrapped"));
            let lines = long.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap());
            lines.collect::<Vec<_>>().join("\n")
        }
        other => panic!("{other}"),
    }
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('@', "&#64;")
}

fn json(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('/', "\\/")
        .replace('@', "\\u0040")
        .replace('<', "\\u003c")
}

fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn csv(text: &str) -> String {
    text.replace('"', "\"\"")
}

/// A sentence that a format holds on one line only.
fn one_line(p: &Planted) -> String {
    p.text.replace('\n', "")
}

/// Minute and second of a record.
fn minute(n: usize) -> (usize, usize) {
    (n / 60 % 60, n % 60)
}

fn hour(n: usize) -> usize {
    n / 3600 % 24
}

fn omadm(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    let line =
        if p.escape == "base64 in lines" { format!("<data>\n{}\n</data>", p.text) } else { p.text.clone() };
    format!(
        "2026-03-11T{:02}:{m:02}:{s:02}.8560000    INFO    Event     com.microsoft.omadm.Services    20196       42    {line}\n",
        hour(n)
    )
}

const EVENT_SYSTEM: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider' Guid='{3da494e4-0fe2-415c-b895-fb5265c5c83b}'/><EventID>32</EventID><Version>0</Version><Level>2</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>";

fn event_xml(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    // The export escapes what the message holds.
    format!(
        "{EVENT_SYSTEM}<TimeCreated SystemTime='2026-03-11T{:02}:{m:02}:{s:02}.0007283Z'/><EventRecordID>{}</EventRecordID><Execution ProcessID='4408' ThreadID='8052'/><Channel>Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin</Channel><Computer>SLOT-PC</Computer><Security UserID='S-1-5-18'/></System><EventData><Data Name='Message1'>{}</Data><Data Name='HRESULT'>0x80092021</Data></EventData></Event>\n",
        hour(n),
        n + 1,
        xml(&p.text)
    )
}

fn event_text(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "Event[{n}]\n  Log Name: Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin\n  Source: Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider\n  Date: 2026-03-11T{:02}:{m:02}:{s:02}.0007283Z\n  Event ID: 32\n  Task: N/A\n  Level: 情報\n  Opcode: 情報\n  Keyword: N/A\n  User: S-1-5-18\n  User Name: NT AUTHORITY\\SYSTEM\n  Computer: SLOT-PC\n  Description: \nSCEP: エラー {}\n\n",
        hour(n),
        p.text
    )
}

fn event_text_western(n: usize, p: &Planted) -> String {
    event_text(n, p).replace("情報", "Información").replace("エラー", "La inscripción falló:")
}

fn event_csv(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "Error,3/11/2026 {}:{m:02}:{s:02} AM,Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider,32,None,\"SCEP: Certificate enroll failed. {}\"\n",
        hour(n) % 12 + 1,
        csv(&p.text)
    )
}

fn console(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!("debug\t{:02}:{m:02}:{s:02}.298074+0200\tprofiled\t{}\n", hour(n), one_line(p))
}

fn log_show(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "2026-05-05 {:02}:{m:02}:{s:02}.917874-0700 0xdb1ec    Debug       0x0                  123    0    profiled: [com.apple.ManagedConfiguration:MC] {}\n",
        hour(n),
        one_line(p)
    )
}

fn ndjson(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "{}\n",
        serde_json::json!({
            "messageType": "Debug", "eventType": "logEvent", "processImagePath": "/usr/libexec/profiled",
            "timestamp": format!("2026-10-20 {:02}:{m:02}:{s:02}.292135+0900", hour(n)), "subsystem": "", "category": "MC",
            "threadID": 247_755, "processID": 73, "eventMessage": p.text,
        })
    )
}

fn syslog(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "May 23 {:02}:{m:02}:{s:02} localhost profiled[1076] <Notice>: (Note ) MC: {}\n",
        hour(n),
        one_line(p)
    )
}

fn iis(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "2026-03-11 {:02}:{m:02}:{s:02} 203.0.113.4 GET /certsrv/mscep/mscep.dll q={} 443 - 198.51.100.7 profiled/1.0 - 200 0 0 15\n",
        hour(n),
        percent(&one_line(p))
    )
}

fn svclog(n: usize, p: &Planted) -> String {
    let (m, s) = minute(n);
    format!(
        "<E2ETraceEvent xmlns=\"http://schemas.microsoft.com/2004/06/E2ETraceEvent\"><System xmlns=\"http://schemas.microsoft.com/2004/06/windows/eventlog/system\"><EventID>4006</EventID><Type>3</Type><TimeCreated SystemTime=\"2026-03-11T{:02}:{m:02}:{s:02}.0007283Z\" /><Source Name=\"CertificateConnector\" /></System><ApplicationData>{}</ApplicationData></E2ETraceEvent>\n",
        hour(n),
        xml(&p.text)
    )
}

fn registry(n: usize, p: &Planted) -> String {
    format!("\"Value{n}\"=\"{}\"\r\n", one_line(p).replace('\\', "\\\\").replace('"', "\\\""))
}

fn plist(n: usize, p: &Planted) -> String {
    format!("\t<key>Message{n}</key>\n\t<string>{}</string>\n", xml(&p.text))
}

const TRACE: &str = "2026-03-11T00:00:00.8560000    VERB    Event     com.microsoft.omadm.Services    20196       42    HRESULT of /certsrv/mscep/mscep.dll?operation=PKIOperation\n";
const CSV: &str = "Level,Date and Time,Source,Event ID,Task Category\n";
const PLIST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n";

const fn format(
    name: &'static str,
    head: &'static str,
    record: fn(usize, &Planted) -> String,
    bytes: Bytes,
) -> Format {
    Format { name, encoding: None, head, record, tail: "", bytes }
}

/// A form of no device source: asked of the redactor directly.
const fn other(
    name: &'static str,
    encoding: &'static str,
    head: &'static str,
    record: fn(usize, &Planted) -> String,
    tail: &'static str,
    bytes: Bytes,
) -> Format {
    Format { name, encoding: Some(encoding), head, record, tail, bytes }
}

pub(crate) static ALL: &[Format] = &[
    format("omadm", TRACE, omadm, Bytes::Utf8),
    format("omadm-utf16le", TRACE, omadm, Bytes::Utf16Le),
    format("omadm-utf16be", TRACE, omadm, Bytes::Utf16Be),
    format("console", "", console, Bytes::Utf8),
    format(
        "log-show",
        "Timestamp                       Thread     Type        Activity             PID    TTL  \n",
        log_show,
        Bytes::Utf8,
    ),
    format("ndjson", "", ndjson, Bytes::Utf8),
    format("syslog", "", syslog, Bytes::Utf8),
    format("event-xml", "", event_xml, Bytes::Utf8Mark),
    format("event-xml-utf16le", "", event_xml, Bytes::Utf16Le),
    format("event-text-utf16le-no-mark", "", event_text_western, Bytes::Utf16LeNoMark),
    format("event-text-cp932", "", event_text, Bytes::Label("shift_jis")),
    format("event-text-cp1252", "", event_text_western, Bytes::Label("windows-1252")),
    format("event-csv", CSV, event_csv, Bytes::Utf8Mark),
    format("event-csv-utf16le", CSV, event_csv, Bytes::Utf16Le),
    format("evtx", "", |_, p| one_line(p), Bytes::Slots),
    other(
        "iis",
        "utf-8",
        "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n",
        iis,
        "",
        Bytes::Utf8,
    ),
    other("svclog", "utf-8", "", svclog, "", Bytes::Utf8),
    other(
        "registry",
        "utf-16le",
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP]\r\n",
        registry,
        "",
        Bytes::Utf16Le,
    ),
    other("plist", "utf-8", PLIST, plist, "</dict>\n</plist>\n", Bytes::Utf8),
];

/// Slots of `tests/data/redaction/slots.evtx`, and characters in each.
const SLOTS: usize = 250;
const SLOT: usize = 440;

impl Format {
    /// Files of this format with every sentence in one.
    pub(crate) fn files(&self, planted: &[Planted]) -> Vec<Vec<u8>> {
        if matches!(self.bytes, Bytes::Slots) {
            return slots(planted);
        }
        let mut text = self.head.to_owned();
        for (n, one) in planted.iter().enumerate() {
            text.push_str(&(self.record)(n, one));
        }
        text.push_str(self.tail);
        let wide = |little: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
        };
        vec![match self.bytes {
            Bytes::Utf8 => text.into_bytes(),
            Bytes::Utf8Mark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Bytes::Utf16Le => [b"\xff\xfe".to_vec(), wide(true)].concat(),
            Bytes::Utf16Be => [b"\xfe\xff".to_vec(), wide(false)].concat(),
            Bytes::Utf16LeNoMark => wide(true),
            Bytes::Label(label) => {
                let (bytes, _, lossy) =
                    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(&text);
                assert!(!lossy, "{}", self.name);
                bytes.into_owned()
            }
            Bytes::Slots => Vec::new(),
        }]
    }
}

/// An event log whose messages are slots of a fixed length; each is written over.
fn slots(planted: &[Planted]) -> Vec<Vec<u8>> {
    let wide = |t: &str| -> Vec<u8> { t.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let empty = std::fs::read(crate::data("redaction/slots.evtx")).unwrap();
    let places: Vec<usize> = (0..SLOTS)
        .map(|n| memchr::memmem::find(&empty, &wide(&format!("SLOT-{n:03}..."))).unwrap())
        .collect();
    let fitting: Vec<String> = planted.iter().map(one_line).collect();
    let mut files = Vec::new();
    for sentences in fitting.chunks(SLOTS) {
        let mut file = empty.clone();
        for (sentence, place) in sentences.iter().zip(&places) {
            // What does not fit ends with the slot, as a log's own limit would end it.
            let cut: String = sentence.chars().chain(std::iter::repeat(' ')).take(SLOT).collect();
            let bytes = wide(&cut);
            assert_eq!(bytes.len(), 2 * SLOT, "beyond the BMP");
            file[*place..place + 2 * SLOT].copy_from_slice(&bytes);
        }
        files.push(file);
    }
    files
}
