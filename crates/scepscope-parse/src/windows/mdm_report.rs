//! Windows' report on its management, MDMDiagReport.xml and .html: each text of the XML and each row of a table of the
//! HTML is a record. Nothing is known of the order of its parts but that names of settings stand in them as they are.

use scepscope_model::{Locator, Platform, Record};

use crate::decode::TextReader;
use crate::limits::{MAX_RECORDS, MAX_XML_DEPTH};
use crate::lines::Sizes;
use crate::problems::Problems;
use crate::record::{summary, text_record};
use crate::when::Times;
use crate::{Encoding, ParseError, Prefilter, ProblemReason, ReadSeek, Sink, SourceSummary};

/// Elements of HTML that have no end.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "col", "wbr"];

/// The node of the configuration service provider below which SCEP profiles are named.
const CSP_NODE: &str = "/ClientCertificateInstall/SCEP/";

const CDATA: &[u8] = b"<![CDATA[";

/// Texts by which the HTML form is known.
const HEADINGS: [&str; 5] = [
    "MDMDiag",
    "MDM Diagnostic",
    "Enrolled configuration sources and target resources",
    "Mobile Device Management",
    CSP_NODE,
];

/// Whether the beginning of a text is such a report.
pub(crate) fn is_report(start: &str) -> bool {
    if !start.starts_with('<') {
        return false;
    }
    if start.contains("<MDMEnterpriseDiagnosticsReport") {
        return true;
    }
    let head: String = start.chars().take(512).collect::<String>().to_ascii_lowercase();
    (head.contains("<html") || head.contains("<!doctype html")) && HEADINGS.iter().any(|h| start.contains(h))
}

/// Reads such a report.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<SourceSummary, ParseError> {
    let mut reader = TextReader::new(input, encoding);
    let mut report = Report::new(sizes.record);
    let mut buffer = Vec::new();
    let mut read_any = false;
    loop {
        let more = match reader.fill(&mut buffer, sizes.block) {
            Ok(more) => more,
            Err(error) if !read_any => return Err(ParseError::Io(error)),
            Err(_) => {
                report.problems.add(ProblemReason::Io, Some(Locator::Line(report.line)));
                false
            }
        };
        read_any = true;
        let used = report.take(&buffer, more, prefilter, sink);
        buffer.drain(..used);
        if report.ended || !more {
            break;
        }
    }
    let Report { records, mut problems, path, .. } = report;
    if !path.is_empty() && path.iter().any(|name| name == "mdmenterprisediagnosticsreport") {
        problems.add(ProblemReason::EndsInsideRecord, None);
    }
    problems.add_many(ProblemReason::Encoding, None, reader.malformed());
    problems.report(sink);
    Ok(summary(records, &Times::default(), Platform::Windows))
}

struct Report {
    most: usize,
    records: u64,
    problems: Problems,
    /// Names of the open elements, in lower case.
    path: Vec<String>,
    /// The text since the last tag, or the row of a table so far.
    text: Vec<u8>,
    /// The line on which `text` began.
    started: u64,
    in_row: bool,
    cut: bool,
    line: u64,
    ended: bool,
}

impl Report {
    fn new(most: usize) -> Report {
        Report {
            most,
            records: 0,
            problems: Problems::default(),
            path: Vec::new(),
            text: Vec::new(),
            started: 1,
            in_row: false,
            cut: false,
            line: 1,
            ended: false,
        }
    }

    /// Takes as much as is whole; how many bytes that is.
    fn take(&mut self, buffer: &[u8], more: bool, prefilter: &dyn Prefilter, sink: &mut dyn Sink) -> usize {
        let mut at = 0;
        while !self.ended && at < buffer.len() {
            let rest = &buffer[at..];
            let Some(open) = memchr::memchr(b'<', rest) else {
                self.add(rest);
                return buffer.len();
            };
            self.add(&rest[..open]);
            at += open;
            let tag = &buffer[at..];
            // What kind of tag it is takes nine bytes to tell.
            if more && tag.len() < CDATA.len() {
                return at;
            }
            let (end, skip): (&[u8], usize) = if tag.starts_with(b"<!--") {
                (b"-->", 4)
            } else if tag.starts_with(CDATA) {
                (b"]]>", 9)
            } else {
                (b">", 1)
            };
            let window = &tag[..tag.len().min(self.most.saturating_add(CDATA.len()))];
            let found = window.get(skip..).and_then(|inside| memchr::memmem::find(inside, end));
            match found {
                Some(length) => {
                    let inside = &tag[skip..skip + length];
                    match skip {
                        1 => self.tag(inside, prefilter, sink),
                        9 => self.add(inside),
                        _ => {}
                    }
                    if skip != 9 {
                        self.count_lines(inside);
                    }
                    at += skip + length + end.len();
                }
                // The rest of the tag, or of the mark that says what it is, is still to come.
                None if more && window.len() == tag.len() => return at,
                None => {
                    // No tag is that long: a stray sign.
                    self.add(b"<");
                    at += 1;
                }
            }
        }
        if !more {
            self.emit(prefilter, sink);
        }
        at
    }

    fn count_lines(&mut self, bytes: &[u8]) {
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }

    fn add(&mut self, bytes: &[u8]) {
        if self.text.is_empty() {
            let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.count_lines(&bytes[..blank]);
            self.started = self.line;
            self.keep(&bytes[blank..]);
            self.count_lines(&bytes[blank..]);
        } else {
            self.keep(bytes);
            self.count_lines(bytes);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = self.most.saturating_sub(self.text.len());
        self.cut |= bytes.len() > room;
        self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn tag(&mut self, inside: &[u8], prefilter: &dyn Prefilter, sink: &mut dyn Sink) {
        let text = String::from_utf8_lossy(&inside[..inside.len().min(self.most)]);
        let (closing, rest) = match text.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, text.as_ref()),
        };
        let name: String = rest
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '/')
            .take(64)
            .collect::<String>()
            .to_lowercase();
        if name.is_empty() || name.starts_with(['!', '?']) {
            return;
        }
        match (name.as_str(), closing) {
            ("td" | "th", true) if self.in_row => self.add(b"\t"),
            ("tr", _) => {
                self.emit(prefilter, sink);
                self.in_row = !closing;
            }
            _ if self.in_row => {}
            _ => self.emit(prefilter, sink),
        }
        if closing {
            if let Some(at) = self.path.iter().rposition(|open| *open == name) {
                self.path.truncate(at);
            }
        } else if !text.ends_with('/') && !VOID.contains(&name.as_str()) && self.path.len() < MAX_XML_DEPTH {
            self.path.push(name);
        }
        // A setting may be named by an attribute.
        if !closing && text.contains('=') && text.contains(CSP_NODE) {
            let attribute = text.into_owned();
            self.hand_on(&attribute, self.line, prefilter, sink);
        }
    }

    /// Hands on the text or row that ends here.
    fn emit(&mut self, prefilter: &dyn Prefilter, sink: &mut dyn Sink) {
        let bytes = std::mem::take(&mut self.text);
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim();
        if std::mem::take(&mut self.cut) {
            self.problems.add(ProblemReason::RecordTooLong, Some(Locator::Line(self.started)));
        }
        if text.is_empty() {
            return;
        }
        let plain =
            quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |plain| plain.into_owned());
        self.hand_on(&plain, self.started, prefilter, sink);
    }

    fn hand_on(&mut self, text: &str, line: u64, prefilter: &dyn Prefilter, sink: &mut dyn Sink) {
        self.records += 1;
        if self.records > MAX_RECORDS {
            self.problems.add(ProblemReason::TooManyRecords, Some(Locator::Line(line)));
            self.ended = true;
            return;
        }
        if prefilter.find(text.as_bytes(), 0).is_none() {
            return;
        }
        let origin = self.path.last().cloned().unwrap_or_default();
        let record = Record { origin: origin.into(), ..text_record(line, text) };
        self.ended |= sink.record(&record).is_break();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::ops::ControlFlow;

    #[derive(Default)]
    struct Keep(Vec<(String, String)>, Vec<crate::Problem>);

    impl Sink for Keep {
        fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
            self.0.push((record.locator.to_string(), record.message.to_string()));
            ControlFlow::Continue(())
        }

        fn problem(&mut self, problem: crate::Problem) {
            self.1.push(problem);
        }
    }

    fn run(text: &str, sizes: Sizes) -> (SourceSummary, Keep) {
        let mut keep = Keep::default();
        let mut input = Cursor::new(text.as_bytes().to_vec());
        let summary = read(&mut input, Encoding::Utf8, &crate::Everything, &mut keep, sizes).unwrap();
        (summary, keep)
    }

    #[test]
    fn gives_texts_and_rows_whatever_the_block() {
        let text = "<?xml version=\"1.0\"?>\n<MDMEnterpriseDiagnosticsReport>\n <!-- a < b -->\n <Resources>\n  <ResourceName>./Device/Vendor/MSFT/ClientCertificateInstall/SCEP/A&amp;B</ResourceName>\n  <X y='1'/><Y node='./Vendor/MSFT/ClientCertificateInstall/SCEP/C'/><Z><![CDATA[ <raw> ]]></Z>\n </Resources>\n <table><tr><th>Issued to</th>\n<th>By</th></tr><tr><td>a<b>b</b></td><td>c</td></tr></table>\n</MDMEnterpriseDiagnosticsReport>\n";
        let (summary, keep) = run(text, Sizes::default());
        let seen: Vec<(&str, &str)> = keep.0.iter().map(|(l, m)| (l.as_str(), m.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("line 5", "./Device/Vendor/MSFT/ClientCertificateInstall/SCEP/A&B"),
                ("line 6", "Y node='./Vendor/MSFT/ClientCertificateInstall/SCEP/C'/"),
                ("line 6", "<raw>"),
                ("line 8", "Issued to\t\nBy"),
                ("line 9", "ab\tc"),
            ]
        );
        assert_eq!((summary.records, keep.1.len(), summary.platform), (5, 0, Platform::Windows));
        for block in [1, 3, 64] {
            assert_eq!(run(text, Sizes { block, ..Sizes::default() }).1.0, keep.0, "{block}");
        }
    }

    #[test]
    fn what_has_no_end_is_bounded() {
        let sizes = Sizes { block: 64, record: 100, ..Sizes::default() };
        let (summary, keep) = run(&format!("<a>{}", "x".repeat(5000)), sizes);
        assert_eq!((summary.records, keep.0[0].1.len()), (1, 100));
        assert_eq!(keep.1[0].reason, ProblemReason::RecordTooLong);
        let (_, keep) = run(&format!("<a {}", "y".repeat(5000)), sizes);
        assert!(keep.0.iter().all(|(_, m)| m.len() <= 100), "{:?}", keep.0);
        let (_, keep) = run("<MDMEnterpriseDiagnosticsReport><a>x", sizes);
        assert_eq!(keep.1[0].reason, ProblemReason::EndsInsideRecord);
        let (summary, _) = run(&"<a>".repeat(1000), sizes);
        assert_eq!(summary.records, 0);
    }

    #[test]
    fn knows_both_forms() {
        assert!(is_report("<?xml version='1.0'?><MDMEnterpriseDiagnosticsReport>"));
        assert!(is_report("<!DOCTYPE html><html><head><title>MDM Diagnostic Report</title>"));
        assert!(!is_report("<!DOCTYPE html><html><body>403 - Forbidden"));
        assert!(!is_report("MDMDiag"));
    }
}
