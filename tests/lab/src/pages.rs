//! Pages that people open, looked at in a real browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::servers::{root, tool};

/// Where pages and their pictures are kept after the tests: `pages` beside the folder of the programs.
pub fn page_folder(program: &str) -> PathBuf {
    let target = Path::new(program).ancestors().nth(2).unwrap();
    let folder = target.join("pages");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Opens pages wide and narrow, in light and dark colours (`tests/pages`); panics with what is wrong with one. Pictures go to
/// `folder`. Needs chromium, chromedriver (Debian `chromium`, `chromium-driver`) and Node.js.
pub fn look_at(folder: &Path, pages: &[PathBuf]) {
    for needed in ["chromium", "chromedriver"] {
        let found = Command::new("sh").args(["-c", &format!("command -v {needed}")]).output().unwrap();
        assert!(found.status.success(), "the test needs `{needed}`, which is not installed: run ./dev setup");
    }
    let script = root().join("tests/pages/run.mjs");
    let output = tool("node").arg(script).arg(folder).args(pages).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    // Two widths, two sets of colours.
    assert_eq!(said.lines().filter(|line| line.starts_with("ok ")).count(), pages.len() * 4, "{said}");
}
