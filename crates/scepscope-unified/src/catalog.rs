//! The catalog: which processes the chunksets after it hold entries of.

use std::sync::Arc;

use crate::bytes::{Uuid, c_string, padding, u16_at, u32_at, u64_at, uuid_at};
use crate::limits::MAX_PROCESSES;

/// An image that a process had loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Image {
    pub(crate) uuid: Uuid,
    pub(crate) address: u64,
    pub(crate) size: u32,
}

/// A process of interest.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Process {
    /// What entries name their process by: unique within a boot.
    pub(crate) id: (u64, u32),
    pub(crate) pid: u32,
    /// The program itself.
    pub(crate) main: Uuid,
    /// The shared cache that it uses.
    pub(crate) shared: Option<Uuid>,
    pub(crate) images: Vec<Image>,
    /// Number, name and category of each subsystem.
    subsystems: Vec<(u16, Arc<str>, Arc<str>)>,
}

impl Process {
    /// Name and category.
    pub(crate) fn subsystem(&self, number: u16) -> Option<(&Arc<str>, &Arc<str>)> {
        self.subsystems.iter().find(|s| s.0 == number).map(|s| (&s.1, &s.2))
    }
}

/// A span of Mach continuous time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: u64,
    pub(crate) last: u64,
}

/// What is known of one chunkset before it is unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) span: Span,
    /// Whether it holds entries of a process of interest.
    pub(crate) wanted: bool,
}

/// A catalog, reduced to what is of interest.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) processes: Vec<Process>,
    /// The chunksets after it, in order.
    pub(crate) outlines: Vec<Outline>,
}

/// Bytes before the tables that the offsets count from.
const HEAD: usize = 24;
const PROCESS: usize = 40;
const IMAGE: usize = 16;
const SUBSYSTEM: usize = 6;

/// Reads a catalog. `wanted` is asked for each process by the uuid of its program. `None` where the offsets make no
/// sense; a damaged table ends where the damage starts.
pub(crate) fn parse(body: &[u8], wanted: &mut dyn FnMut(Uuid) -> bool) -> Option<Catalog> {
    let tables = body.get(HEAD..)?;
    let strings_at = usize::from(u16_at(body, 0)?);
    let processes_at = usize::from(u16_at(body, 2)?);
    let processes = usize::from(u16_at(body, 4)?).min(MAX_PROCESSES);
    let outlines_at = usize::from(u16_at(body, 6)?);
    let outlines = usize::from(u16_at(body, 8)?);
    if strings_at > processes_at || processes_at > outlines_at || outlines_at > tables.len() {
        return None;
    }
    let strings = &tables[strings_at..processes_at];
    let uuid =
        |index: u16| (index != u16::MAX).then(|| uuid_at(&tables[..strings_at], usize::from(index) * 16));
    let mut catalog = Catalog::default();
    let mut of_interest = vec![false; processes];
    let mut at = processes_at;
    for interest in &mut of_interest {
        let Some((process, next)) =
            process(&tables[..outlines_at], at, strings, &|i| uuid(i).flatten(), wanted)
        else {
            break;
        };
        at = next;
        if let Some(process) = process {
            *interest = true;
            catalog.processes.push(process);
        }
    }
    let mut at = outlines_at;
    for _ in 0..outlines {
        let Some((outline, next)) = outline(tables, at, &of_interest) else { break };
        at = next;
        catalog.outlines.push(outline);
    }
    Some(catalog)
}

type Parsed<T> = Option<(T, usize)>;

fn process(
    bytes: &[u8],
    at: usize,
    strings: &[u8],
    uuid: &dyn Fn(u16) -> Option<Uuid>,
    wanted: &mut dyn FnMut(Uuid) -> bool,
) -> Parsed<Option<Process>> {
    let main = uuid(u16_at(bytes, at + 4)?);
    let images = u32_at(bytes, at + 32)? as usize;
    let images_at = at + PROCESS;
    let counts_at = images_at.checked_add(images.checked_mul(IMAGE)?)?;
    let subsystems = u32_at(bytes, counts_at)? as usize;
    let subsystems_at = counts_at + 8;
    let size = subsystems.checked_mul(SUBSYSTEM)?;
    let end = subsystems_at.checked_add(size)?;
    bytes.get(subsystems_at..end)?;
    let next = end + padding(size);
    let Some(main) = main.filter(|main| wanted(*main)) else { return Some((None, next)) };
    let text = |offset: u16| {
        let text = c_string(strings, usize::from(offset)).unwrap_or_default();
        Arc::from(String::from_utf8_lossy(text))
    };
    let process = Process {
        id: (u64_at(bytes, at + 8)?, u32_at(bytes, at + 16)?),
        pid: u32_at(bytes, at + 20)?,
        main,
        shared: uuid(u16_at(bytes, at + 6)?),
        images: (0..images)
            .filter_map(|i| {
                let at = images_at + i * IMAGE;
                let high = u64::from(u16_at(bytes, at + 14)?);
                Some(Image {
                    uuid: uuid(u16_at(bytes, at + 8)?)?,
                    address: u64::from(u32_at(bytes, at + 10)?) | high << 32,
                    size: u32_at(bytes, at)?,
                })
            })
            .collect(),
        subsystems: (0..subsystems)
            .filter_map(|i| {
                let at = subsystems_at + i * SUBSYSTEM;
                Some((u16_at(bytes, at)?, text(u16_at(bytes, at + 2)?), text(u16_at(bytes, at + 4)?)))
            })
            .collect(),
    };
    Some((Some(process), next))
}

fn outline(bytes: &[u8], at: usize, of_interest: &[bool]) -> Parsed<Outline> {
    let span = Span { first: u64_at(bytes, at)?, last: u64_at(bytes, at + 8)? };
    let processes = u32_at(bytes, at + 24)? as usize;
    let list_at = at + 28;
    let strings_at = list_at.checked_add(processes.checked_mul(2)?)?;
    let list = bytes.get(list_at..strings_at)?;
    let strings = u32_at(bytes, strings_at)? as usize;
    let size = 32_usize.checked_add(processes * 2)?.checked_add(strings.checked_mul(2)?)?;
    let wanted = list.chunks_exact(2).any(|index| {
        let index = usize::from(u16::from_le_bytes([index[0], index[1]]));
        // An index beyond the table is damage: look into the chunkset rather than lose it.
        of_interest.get(index).copied().unwrap_or(true)
    });
    let next = at.checked_add(size)?.checked_add(padding(size))?;
    Some((Outline { span, wanted }, next))
}
