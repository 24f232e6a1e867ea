//! For fuzzing: one tracev3 file read to the bottom, though nothing names its processes.

use std::ops::ControlFlow;

use scepscope_model::Record;
use scepscope_parse::{Everything, Problem, Sink};

use crate::bytes::{Uuid, u16_at, uuid_at};
use crate::emit;
use crate::frame::{CATALOG, Chunks, Step};
use crate::held::Held;
use crate::strings::Strings;
use crate::trace::{self, Gathered};

/// Format strings that the file's entries are given, at whatever offset they name.
const FORMATS: &str = "%s\0%d %u %lld\0%{public}@ %{private}s\0%{public,uuid_t}.16P %.*P\0%*s %-12.3f %#010x\0\
    %{darwin.errno}d %{bool}d %{network:in_addr}d %{network:sockaddr}.*P %{mdns:dnshdr}.12P\0";

/// Reads bytes as a tracev3 file, every process of which is taken for one that enrols, and puts its entries into
/// words. Returns how many there were. Never panics and ends soon, whatever the bytes are.
pub fn exercise(bytes: &[u8]) -> usize {
    let mut strings = Strings::default();
    let mut chunks = Chunks::new(bytes);
    while let Ok(step) = chunks.next() {
        match step {
            Step::Chunk { tag: CATALOG, .. } => name_all(&chunks.body, &mut strings),
            Step::End | Step::Cut { .. } => break,
            _ => {}
        }
    }
    let mut gathered = Gathered { strings, ..Gathered::default() };
    let mut held: Vec<Held> = Vec::new();
    trace::read(&mut gathered, &Everything, "fuzz.tracev3", &mut &*bytes, &mut |_, entry| {
        held.push(entry);
        held.len() < 2000
    });
    let mut count = Count(0);
    let _ = emit::records(&mut gathered, &held, &mut count);
    count.0
}

fn name_all(body: &[u8], strings: &mut Strings) {
    let uuids = usize::from(u16_at(body, 0).unwrap_or(0)) / 16;
    for index in 0..uuids.min(64) {
        let Some(uuid) = uuid_at(body, 24 + index * 16) else { return };
        // A range that covers every offset, its strings repeated by taking the offset modulo their length.
        let _ = strings.read_image(uuid, &mut image(uuid).as_slice());
    }
}

fn image(uuid: Uuid) -> Vec<u8> {
    let mut strings = FORMATS.as_bytes().repeat(64);
    let start = (uuid as usize) % FORMATS.len();
    strings.drain(..start);
    let mut file = Vec::new();
    for word in [0x6677_8899_u32, 2, 1, 1, 0, strings.len() as u32] {
        file.extend(word.to_le_bytes());
    }
    file.extend(strings);
    file.extend(b"/usr/libexec/profiled\0");
    file
}

struct Count(usize);

impl Sink for Count {
    fn record(&mut self, _: &Record<'_>) -> ControlFlow<()> {
        self.0 += 1;
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}
