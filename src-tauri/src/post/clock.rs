//! The clock of the outgoing queue, and how it tells that the device slept.

use std::thread;
use std::time::Duration;

use time::OffsetDateTime;

/// How often is looked whether the device slept, while there is something to send.
const LOOK: Duration = Duration::from_secs(5);
/// More than this between two looks, and the device slept: no load of a machine holds a thread up that long.
const SLEPT: Duration = Duration::from_secs(30);

/// Time, and the pause between two looks at it.
pub(crate) trait Clock: Send + Sync {
    /// The time of day. It goes on while the device sleeps, which the clocks of waiting threads need not.
    fn now(&self) -> OffsetDateTime;

    /// Returns a while later, in which the device may have slept.
    fn rest(&self);
}

/// The system's.
pub(crate) struct System;

impl Clock for System {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn rest(&self) {
        thread::sleep(LOOK);
    }
}

/// Tells a sleep by the time that went by between two looks.
pub(super) struct Sleep {
    looked: OffsetDateTime,
}

impl Sleep {
    pub(super) fn new(clock: &dyn Clock) -> Sleep {
        Sleep { looked: clock.now() }
    }

    /// Looks again; whether the device slept since the last look.
    pub(super) fn is_over(&mut self, clock: &dyn Clock) -> bool {
        let before = std::mem::replace(&mut self.looked, clock.now());
        self.looked - before > SLEPT
    }
}
