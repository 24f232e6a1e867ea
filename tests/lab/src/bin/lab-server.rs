//! Starts one upload server for a benchmark, prints the target for a bundle, and serves until standard input ends. For each line
//! there it forgets what it has, and says so.
//!
//! `lab-server KIND BUNDLE`; or `lab-server make FOLDER BYTES`, which writes a bundle and prints its path; or `lab-server inbox
//! FOLDER COUNT DIR…`, which writes so many bundles, each of a device of its own, with the `report.json` and `device.log` of the
//! folders in turn.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a tool of the benchmarks")]

use std::path::Path;

use scepscope_lab::{Chance, Kind, Server, bundle, bundle_of};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, path, rest @ ..] = arguments.as_slice() else {
        panic!("lab-server KIND BUNDLE | make FOLDER BYTES | inbox FOLDER COUNT DIR…");
    };
    if what == "make" {
        let bytes = rest.first().and_then(|b| b.parse().ok()).unwrap();
        println!("{}", bundle(Path::new(path), bytes, &mut Chance::new(1)).display());
        return;
    }
    if what == "inbox" {
        let (count, cases) = rest.split_first().unwrap();
        let read = |case: &String, name: &str| std::fs::read(Path::new(case).join(name)).unwrap();
        let cases: Vec<_> =
            cases.iter().map(|case| (read(case, "report.json"), read(case, "device.log"))).collect();
        let mut chance = Chance::new(2);
        for (report, log) in cases.iter().cycle().take(count.parse().unwrap()) {
            bundle_of(Path::new(path), &mut chance, report, log);
        }
        return;
    }
    let kind = Kind::ALL.into_iter().find(|k| format!("{k:?}") == *what).unwrap();
    let server = Server::start(kind);
    println!("{}", server.target(&server.address, Path::new(path)));
    for _ in std::io::stdin().lines().map_while(Result::ok) {
        server.clear();
        println!("cleared");
    }
}
