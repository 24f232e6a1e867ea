//! Rotated log files: which of a set are missing, and where their times leave a hole.

use std::collections::BTreeMap;

use scepscope_model::Stamp;

/// Longest time between two neighbouring files of a set that is not told, in seconds. The Intune apps check in
/// every eight hours at most.
const HOLE_SECONDS: i64 = 8 * 3600;

/// One file of a rotated set: 0 is the newest, the higher the older.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Index of the source.
    pub(crate) source: u32,
    pub(crate) first: Option<Stamp>,
    pub(crate) last: Option<Stamp>,
}

/// What is missing in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hole {
    /// A file whose neighbours are there is not: told at the older neighbour.
    File { after: u32, name: String },
    /// Nothing is recorded between the end of one file and the start of the next.
    Time { after: u32, from: Stamp, to: Stamp },
}

/// The name of a file of a set without its number, and the number: `a/OMADMLog_2.log` is (`a/OMADMLog_`, 2).
pub(crate) fn numbered(origin: &str) -> Option<(&str, u32)> {
    let start = origin.rfind(['/', '\\', '!']).map_or(0, |at| at + 1);
    let name = origin.get(start..)?;
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (set, number) = stem.split_at(stem.len() - digits);
    let known = ["OMADMLog_", "CloudExtension_"].iter().any(|k| set.eq_ignore_ascii_case(k));
    (known && (1..=4).contains(&digits)).then(|| (&origin[..start + set.len()], number.parse().unwrap_or(0)))
}

/// The holes in a set of which these parts are there.
pub(crate) fn holes(set: &str, parts: &BTreeMap<u32, Part>) -> Vec<Hole> {
    let mut holes = Vec::new();
    let name = set.rsplit(['/', '\\', '!']).next().unwrap_or(set);
    for ((newer, young), (older, old)) in parts.iter().zip(parts.iter().skip(1)) {
        holes.extend(
            (newer + 1..*older).map(|n| Hole::File { after: old.source, name: format!("{name}{n}.log") }),
        );
        if older - newer > 1 {
            continue;
        }
        if let (Some(from), Some(to)) = (old.last, young.first)
            && to.seconds_since(&from) > HOLE_SECONDS
        {
            holes.push(Hole::Time { after: old.source, from, to });
        }
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, time};

    #[test]
    fn knows_the_files_of_a_set() {
        assert_eq!(numbered("/logs/OMADMLog_12.log"), Some(("/logs/OMADMLog_", 12)));
        assert_eq!(numbered("a.zip!x\\cloudextension_0.log"), Some(("a.zip!x\\cloudextension_", 0)));
        for other in ["OMADM.log", "OMADMLog_.log", "u_ex261102.log", "OMADMLog_12345.log", "console_1.txt"] {
            assert_eq!(numbered(other), None, "{other}");
        }
    }

    #[test]
    fn tells_what_is_missing() {
        let at = |hour| {
            Some(scepscope_model::Stamp::new(
                date!(2026 - 10 - 28),
                time::Time::from_hms(hour, 0, 0).unwrap_or(time!(0:00)),
                scepscope_model::Offset::AssumedUtc,
            ))
        };
        let part = |source, first, last| Part { source, first: at(first), last: at(last) };
        let near = BTreeMap::from([(0, part(0, 9, 10)), (1, part(1, 8, 9))]);
        assert_eq!(holes("OMADMLog_", &near), []);
        let missing = BTreeMap::from([(0, part(0, 9, 10)), (3, part(1, 1, 2))]);
        let name = |n: u32| Hole::File { after: 1, name: format!("OMADMLog_{n}.log") };
        assert_eq!(holes("x/OMADMLog_", &missing), [name(1), name(2)]);
        let apart = BTreeMap::from([(0, part(0, 20, 21)), (1, part(1, 1, 2))]);
        let hole = holes("OMADMLog_", &apart);
        assert!(matches!(hole.as_slice(), [Hole::Time { after: 1, .. }]), "{hole:?}");
    }
}
