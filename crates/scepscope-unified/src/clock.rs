//! From Mach continuous time to UTC.
//!
//! A device counts ticks since it was started. The timesync files say, per boot, which wall time some tick had; the
//! nearest earlier one counts. A tracev3 file says it once for its own first entry, which does where no timesync
//! file is there.

use std::collections::HashMap;

use crate::bytes::{Uuid, u16_at, u32_at, u64_at, uuid_at};
use crate::limits::MAX_SYNC_RECORDS;

const BOOT_SIGNATURE: u16 = 0xBBB0;
const BOOT_BYTES: usize = 48;
/// `Ts ` and a NUL.
const SYNC_SIGNATURE: u32 = 0x0020_7354;
const SYNC_BYTES: usize = 32;

/// How far from its last clock record a boot's time is believed, in nanoseconds: devices run for months, and write a
/// record whenever the clock is set.
const MAX_AHEAD: i128 = 400 * 86_400 * 1_000_000_000;

/// Ticks to nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    numerator: u32,
    denominator: u32,
}

impl Rate {
    pub(crate) fn new(numerator: u32, denominator: u32) -> Option<Rate> {
        (numerator > 0 && denominator > 0).then_some(Rate { numerator, denominator })
    }

    fn nanos(self, ticks: i128) -> i128 {
        (ticks * i128::from(self.numerator)).div_euclid(i128::from(self.denominator))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sync {
    ticks: u64,
    wall: i64,
}

#[derive(Debug)]
struct Boot {
    rate: Rate,
    syncs: Vec<Sync>,
    sorted: bool,
    /// From the head of a tracev3 file only.
    approximate: bool,
}

/// The clocks of all boots.
#[derive(Debug, Default)]
pub(crate) struct Clocks {
    boots: HashMap<Uuid, Boot>,
    records: usize,
}

/// A point in time, and whether it was reckoned without a timesync file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wall {
    /// Nanoseconds since 1970 in UTC.
    pub(crate) nanos: i128,
    pub(crate) approximate: bool,
}

impl Clocks {
    /// Reads a timesync file. False where a part of it makes no sense or a limit was reached.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> bool {
        let mut at = 0;
        let mut boot = None;
        while at + SYNC_BYTES <= bytes.len() {
            if self.records >= MAX_SYNC_RECORDS {
                return false;
            }
            if u16_at(bytes, at) == Some(BOOT_SIGNATURE) {
                boot = self.boot(bytes, at);
                if boot.is_none() {
                    return false;
                }
                at += BOOT_BYTES;
            } else if u32_at(bytes, at) == Some(SYNC_SIGNATURE)
                && let Some(boot) = boot.and_then(|b| self.boots.get_mut(&b))
                && let (Some(ticks), Some(wall)) = (u64_at(bytes, at + 8), u64_at(bytes, at + 16))
            {
                boot.syncs.push(Sync { ticks, wall: wall.cast_signed() });
                self.records += 1;
                at += SYNC_BYTES;
            } else {
                return false;
            }
        }
        bytes[at.min(bytes.len())..].iter().all(|b| *b == 0)
    }

    fn boot(&mut self, bytes: &[u8], at: usize) -> Option<Uuid> {
        let uuid = uuid_at(bytes, at + 8)?;
        let rate = Rate::new(u32_at(bytes, at + 24)?, u32_at(bytes, at + 28)?)?;
        let wall = u64_at(bytes, at + 32)?.cast_signed();
        bytes.get(at..at + BOOT_BYTES)?;
        let boot = Boot { rate, syncs: Vec::new(), sorted: false, approximate: false };
        let boot = self.boots.entry(uuid).and_modify(|b| b.sorted = false).or_insert(boot);
        if boot.approximate {
            *boot = Boot { rate, syncs: Vec::new(), sorted: false, approximate: false };
        }
        boot.syncs.push(Sync { ticks: 0, wall });
        self.records += 1;
        Some(uuid)
    }

    /// Takes what the head of a tracev3 file says, for boots of which no timesync file tells.
    pub(crate) fn hint(&mut self, boot: Uuid, rate: Rate, ticks: u64, wall: i64) {
        if self.records >= MAX_SYNC_RECORDS {
            return;
        }
        let known = self.boots.entry(boot).or_insert(Boot {
            rate,
            syncs: Vec::new(),
            sorted: false,
            approximate: true,
        });
        if known.approximate {
            known.syncs.push(Sync { ticks, wall });
            known.sorted = false;
            self.records += 1;
        }
    }

    /// The wall time of a tick. `None` for an unknown boot and for times that can't be.
    pub(crate) fn wall(&mut self, boot: Uuid, ticks: u64) -> Option<Wall> {
        let boot = self.boots.get_mut(&boot)?;
        if !boot.sorted {
            boot.syncs.sort_by_key(|s| s.ticks);
            boot.sorted = true;
        }
        let after = boot.syncs.partition_point(|s| s.ticks <= ticks);
        let sync = boot.syncs.get(after.saturating_sub(1))?;
        let passed = boot.rate.nanos(i128::from(ticks) - i128::from(sync.ticks));
        let nanos = i128::from(sync.wall) + passed;
        (passed.abs() <= MAX_AHEAD && nanos > 0).then_some(Wall { nanos, approximate: boot.approximate })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOT: Uuid = 0xA1;

    fn file() -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(BOOT_SIGNATURE.to_le_bytes());
        out.extend(48_u16.to_le_bytes());
        out.extend([0; 4]);
        out.extend(BOOT.to_be_bytes());
        out.extend(125_u32.to_le_bytes());
        out.extend(3_u32.to_le_bytes());
        out.extend(1_000_000_000_000_i64.to_le_bytes());
        out.extend([0; 8]);
        for (ticks, wall) in [(2_400_u64, 1_000_000_200_000_i64), (24, 1_000_000_001_500)] {
            out.extend(SYNC_SIGNATURE.to_le_bytes());
            out.extend([0; 4]);
            out.extend(ticks.to_le_bytes());
            out.extend(wall.to_le_bytes());
            out.extend([0; 8]);
        }
        out
    }

    #[test]
    fn takes_the_nearest_earlier_record() {
        let mut clocks = Clocks::default();
        assert!(clocks.read(&file()));
        let nanos = |clocks: &mut Clocks, ticks| clocks.wall(BOOT, ticks).map(|w| w.nanos);
        // 24 MHz: three ticks are 125 ns.
        assert_eq!(nanos(&mut clocks, 3), Some(1_000_000_000_125));
        assert_eq!(nanos(&mut clocks, 24), Some(1_000_000_001_500));
        assert_eq!(nanos(&mut clocks, 27), Some(1_000_000_001_625));
        assert_eq!(nanos(&mut clocks, 2_403), Some(1_000_000_200_125));
        assert_eq!(clocks.wall(BOOT + 1, 3), None);
        assert_eq!(nanos(&mut clocks, u64::MAX), None);
    }

    #[test]
    fn reckons_without_timesync() {
        let mut clocks = Clocks::default();
        clocks.hint(BOOT, Rate { numerator: 1, denominator: 1 }, 500, 2_000);
        assert_eq!(clocks.wall(BOOT, 400), Some(Wall { nanos: 1_900, approximate: true }));
        assert!(clocks.read(&file()));
        assert_eq!(clocks.wall(BOOT, 3).map(|w| w.approximate), Some(false));
    }

    #[test]
    fn says_that_a_file_is_damaged() {
        let good = file();
        for end in 1..good.len() {
            let cut = &good[..end];
            let whole = end == 48 || end == 80;
            assert_eq!(Clocks::default().read(cut), whole || cut.iter().all(|b| *b == 0), "{end}");
        }
    }
}
