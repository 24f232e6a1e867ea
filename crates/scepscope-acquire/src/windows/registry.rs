//! The registry's state of SCEP and of the enrolment, as an export that the registry's own editor would write.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use scepscope_model::SourceKind;

use super::system::{Hive, RegistryKey, RegistryValue, WindowsSystem};
use crate::found::{Found, Part};
use crate::source::{Reason, Source};
use crate::stop::Stop;

/// What SCEP profiles left, of the device and of the user.
const SCEP: [(Hive, &str); 2] =
    [(Hive::Machine, r"SOFTWARE\Microsoft\SCEP"), (Hive::User, r"SOFTWARE\Microsoft\SCEP")];

const ENROLMENTS: &str = r"SOFTWARE\Microsoft\Enrollments";

/// What is taken of an enrolment: no account, no tenant.
const ENROLMENT_VALUES: [&str; 4] = ["ProviderID", "EnrollmentType", "EnrollmentState", "RenewalPeriod"];

/// What is never read out of SCEP's keys, whatever the case.
const SECRETS: [&str; 2] = ["challenge", "password"];

/// Most keys that are read, and how deep.
const MAX_KEYS: usize = 2000;
const MAX_DEPTH: usize = 8;

/// Most keys below one that are looked at.
const MAX_BELOW: usize = 200;

pub(super) fn state(id: &'static str, system: &dyn WindowsSystem) -> Source {
    let keys = SCEP.into_iter().chain([(Hive::Machine, ENROLMENTS)]);
    let mut denied = false;
    for (hive, path) in keys {
        match system.key(hive, path) {
            Ok(_) => return Source::ready(id),
            Err(error) => denied |= error.kind() == io::ErrorKind::PermissionDenied,
        }
    }
    if denied { Source::needs_elevation(id) } else { Source::absent(id, Reason::NotEnrolled) }
}

pub(super) fn read(id: &str, system: &dyn WindowsSystem, stop: &Stop) -> Found {
    let mut found = Found::default();
    let mut export = Export { system, stop, text: String::new(), keys: 0, cut: None };
    for (hive, path) in SCEP {
        export.below(hive, path, 0, &|name| {
            let name = name.to_ascii_lowercase();
            !SECRETS.iter().any(|secret| name.contains(secret))
        });
    }
    for enrolment in children(system, ENROLMENTS) {
        let path = format!(r"{ENROLMENTS}\{enrolment}");
        export.below(Hive::Machine, &path, MAX_DEPTH, &|name| ENROLMENT_VALUES.contains(&name));
    }
    let (text, keys) = (export.text, export.keys);
    if let Some(reason) = export.cut {
        found.miss(id, reason);
    }
    if keys == 0 {
        found.miss(id, Reason::NotEnrolled);
        return found;
    }
    let written = tempfile::tempfile().and_then(|mut file| {
        write!(file, "Windows Registry Editor Version 5.00\r\n\r\n{text}")?;
        file.rewind()?;
        Ok(file)
    });
    match written {
        Ok(content) => found.parts.push(Part {
            name: format!("{id}.reg"),
            content,
            kind: Some(SourceKind::RegistryExport),
        }),
        Err(error) => found.failed(id, &error),
    }
    found
}

struct Export<'a> {
    system: &'a dyn WindowsSystem,
    stop: &'a Stop,
    text: String,
    keys: usize,
    cut: Option<Reason>,
}

impl Export<'_> {
    /// A key and those below it, as far as they can be read.
    fn below(&mut self, hive: Hive, path: &str, depth: usize, wants: &dyn Fn(&str) -> bool) {
        if self.stop.is_over() || self.keys >= MAX_KEYS {
            self.cut = Some(if self.stop.is_over() { Reason::TimeLimit } else { Reason::Limit });
            return;
        }
        let Ok(key) = self.system.key(hive, path) else { return };
        self.keys += 1;
        self.write(hive, path, &key, wants);
        if depth < MAX_DEPTH {
            for name in key.keys.iter().take(MAX_BELOW) {
                self.below(hive, &format!(r"{path}\{name}"), depth + 1, wants);
            }
        }
    }

    fn write(&mut self, hive: Hive, path: &str, key: &RegistryKey, wants: &dyn Fn(&str) -> bool) {
        // Writing to a text can't fail.
        let _ = write!(self.text, "[{}\\{}]\r\n", hive.name(), line(path));
        for (name, value) in key.values.iter().filter(|(name, _)| wants(name)) {
            let _ = match value {
                RegistryValue::Text(text) => {
                    write!(self.text, "\"{}\"=\"{}\"\r\n", quoted(name), quoted(text))
                }
                RegistryValue::Number(number) => {
                    write!(self.text, "\"{}\"=dword:{number:08x}\r\n", quoted(name))
                }
            };
        }
        self.text.push_str("\r\n");
    }
}

fn line(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ")
}

fn quoted(text: &str) -> String {
    line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

fn children(system: &dyn WindowsSystem, path: &str) -> Vec<String> {
    let key = system.key(Hive::Machine, path).unwrap_or_default();
    key.keys.into_iter().take(MAX_BELOW).collect()
}

/// The enrolments that name who manages: id and provider.
pub(super) fn enrolments(system: &dyn WindowsSystem) -> Vec<(String, Option<String>)> {
    children(system, ENROLMENTS)
        .into_iter()
        .filter_map(|id| {
            let key = system.key(Hive::Machine, &format!(r"{ENROLMENTS}\{id}")).ok()?;
            let provider = key.values.into_iter().find(|(name, _)| name == "ProviderID")?.1;
            match provider {
                RegistryValue::Text(provider) if !provider.is_empty() => Some((id, Some(provider))),
                _ => None,
            }
        })
        .collect()
}

/// The thumbprints that SCEP's keys name, in upper-case hex.
pub(super) fn thumbprints(system: &dyn WindowsSystem) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut paths: Vec<(Hive, String, usize)> =
        SCEP.into_iter().map(|(hive, path)| (hive, path.to_owned(), 0)).collect();
    let mut seen = 0;
    while let Some((hive, path, depth)) = paths.pop() {
        seen += 1;
        if seen > MAX_KEYS {
            break;
        }
        let Ok(key) = system.key(hive, &path) else { continue };
        for (name, value) in &key.values {
            if let RegistryValue::Text(text) = value
                && name.to_ascii_lowercase().contains("thumbprint")
                && text.len() == 40
                && text.bytes().all(|b| b.is_ascii_hexdigit())
            {
                found.insert(text.to_ascii_uppercase());
            }
        }
        if depth < MAX_DEPTH {
            let below = key.keys.iter().take(MAX_BELOW);
            paths.extend(below.map(|name| (hive, format!(r"{path}\{name}"), depth + 1)));
        }
    }
    found
}
