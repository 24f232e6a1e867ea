//! What is told of the whole while a check runs, by a clock of the test.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../tests/pack/mod.rs"]
mod pack;

use std::io::Cursor;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use scepscope_bundle::Cancel;
use scepscope_model::Tool;

use crate::check::check_timed;
use crate::{CheckOptions, Event, Input, Observer, Whole};

#[derive(Default)]
pub(crate) struct Heard(pub(crate) Mutex<Vec<Whole>>);

impl Observer for Heard {
    fn event(&self, event: Event) {
        if let Event::Whole { whole } = event {
            self.0.lock().unwrap().push(whole);
        }
    }
}

/// What is told of the whole where every look at the clock takes so long.
fn heard(inputs: Vec<Input>, look: Duration) -> Vec<Whole> {
    let (began, looks) = (Instant::now(), AtomicU64::new(0));
    let clock = move || began + look * u32::try_from(looks.fetch_add(1, Ordering::Relaxed)).unwrap();
    let options =
        CheckOptions { since: None, tool: Tool { name: "test".to_owned(), version: "0".to_owned() } };
    let heard = Heard::default();
    check_timed(inputs, &options, &heard, &Cancel::default(), None, &clock).unwrap();
    heard.0.into_inner().unwrap()
}

fn document(name: &str, content: &[u8]) -> Input {
    Input::Document { name: name.to_owned(), content: Box::new(Cursor::new(content.to_vec())) }
}

/// A log of that many lines.
fn log(lines: usize) -> Vec<u8> {
    let line = |n| {
        format!("2026-07-21T02:30:07.076{n:04}  VERB  com.microsoft.omadm.Services  9405  04785  {n:x}\n")
    };
    (0..lines).map(line).collect::<String>().into_bytes()
}

#[test]
fn the_whole_is_told_of_over_all_logs_with_the_time_left() {
    let (log, other) = (log(100), b"of no concern\n".repeat(300));
    let inputs = vec![document("a.log", &log), document("b.txt", &other), document("c.log", &log)];
    let one = log.len() as u64;
    // Sixty seconds pass at each look: when they begin, and after each of them.
    let told: Vec<_> = heard(inputs, Duration::from_secs(60))
        .into_iter()
        .map(|whole| match whole {
            Whole::Reading { bytes, total, seconds_left } => (bytes, total.unwrap(), seconds_left),
            other => panic!("{other:?}"),
        })
        .collect();
    let all = 2 * one + other.len() as u64;
    let left = 60 * (2 * (all - one)).div_ceil(one);
    let minutes = |seconds: u64| Some(seconds.div_ceil(60) * 60);
    assert_eq!(
        told,
        [(0, all, None), (one, all, minutes(left)), (one, 2 * one, Some(180)), (2 * one, 2 * one, None)]
    );
}

#[test]
fn an_archive_is_told_of_while_it_is_unpacked() {
    let files: Vec<pack::File> =
        (0..4).map(|n| pack::File::new(&format!("{n}.log"), &log(20_000 + n))).collect();
    let archive = pack::tar_gz(&files);
    let size = archive.len() as u64;
    let nested = pack::zip(&[pack::File::new("logs.tar.gz", &archive)]);
    for (content, name, inner) in
        [(&archive, "logs.tar.gz", "logs.tar.gz"), (&nested, "all.zip", "all.zip!logs.tar.gz")]
    {
        let told = heard(vec![document(name, content)], Duration::from_secs(1));
        let unpacked: Vec<u64> = told
            .iter()
            .filter_map(|whole| match whole {
                Whole::Unpacking { origin, bytes, total, .. } if origin == inner => {
                    assert_eq!(*total, size);
                    Some(*bytes)
                }
                _ => None,
            })
            .collect();
        assert!(
            unpacked.is_sorted() && unpacked.iter().any(|b| (size / 4..size).contains(b)),
            "{unpacked:?}"
        );
        assert_eq!(unpacked.last(), Some(&size));
        // The time left of everything is not told before everything is unpacked.
        let first = told.iter().position(|whole| matches!(whole, Whole::Reading { .. })).unwrap();
        assert!(told[..first].iter().all(|whole| matches!(whole, Whole::Unpacking { .. })));
        assert!(told[first..].iter().all(|whole| matches!(whole, Whole::Reading { .. })));
    }
}

#[test]
fn what_takes_no_time_is_not_told_of() {
    let archive = pack::zip(&[pack::File::new("a.log", &log(100))]);
    let told = heard(vec![document("a.zip", &archive)], Duration::from_micros(1));
    assert_eq!(told, [Whole::Reading { bytes: 0, total: Some(log(100).len() as u64), seconds_left: None }]);
}
