//! Measures redaction: `speed FILE [repeat]` reads the file that often and prints megabytes per second.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use scepscope_redact::{Encoding, Policy, Redactor, Rules};

fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read(args.next().unwrap()).unwrap();
    let times: usize = args.next().map_or(1, |n| n.parse().unwrap());
    let text = text.repeat(times);
    let mut r = Redactor::new(Rules::builtin().unwrap(), Policy::Default, [1; 32]).unwrap();
    let megabytes = text.len() as f64 / 1e6;
    let start = Instant::now();
    r.learn(&mut &text[..], Encoding::Utf8).unwrap();
    println!("learn  {megabytes:.1} MB: {:.0} MB/s", megabytes / start.elapsed().as_secs_f64());
    let start = Instant::now();
    let counts = r.redact_stream(&mut &text[..], Encoding::Utf8, &mut std::io::sink()).unwrap();
    println!(
        "redact {megabytes:.1} MB: {:.0} MB/s, {} replaced",
        megabytes / start.elapsed().as_secs_f64(),
        counts.total()
    );
}
