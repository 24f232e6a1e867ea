//! Pauses between tries: exponential, jittered, never shorter than the server asks for.

use std::time::Duration;

use rand_core::{OsRng, RngCore};
use time::OffsetDateTime;

use crate::limits::{FIRST_PAUSE, LONGEST_PAUSE, MAX_RETRY_AFTER};

/// The time of day.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> OffsetDateTime;

    /// Lets time pass.
    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// A source of chance; it need not be cryptographic.
pub trait Dice: Send + Sync {
    /// A number between 0 and `u32::MAX`, evenly spread.
    fn roll(&self) -> u32;
}

/// The system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDice;

impl Dice for SystemDice {
    fn roll(&self) -> u32 {
        OsRng.next_u32()
    }
}

/// The pause after `failures` faults in a row (from 1): doubles each time up to a limit, of which between half and all
/// is taken by chance, so that a thousand devices do not come back in the same second.
pub(crate) fn pause(failures: u32, retry_after: Option<Duration>, dice: &dyn Dice) -> Duration {
    let doublings = failures.saturating_sub(1).min(20);
    let full = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    let share = f64::from(dice.roll()) / f64::from(u32::MAX);
    let jittered = full.mul_f64(0.5 + share / 2.0);
    match retry_after {
        Some(asked) => jittered.max(asked.min(MAX_RETRY_AFTER)),
        None => jittered,
    }
}

/// Reads a Retry-After header: seconds, or a date (RFC 9110, 10.2.3).
pub(crate) fn retry_after(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)).min(MAX_RETRY_AFTER));
    }
    let at = OffsetDateTime::from(httpdate::parse_http_date(value).ok()?);
    Some(Duration::try_from(at - now).unwrap_or_default().min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Loaded(u32);

    impl Dice for Loaded {
        fn roll(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn pauses_double_up_to_the_limit() {
        let full = |failures| pause(failures, None, &Loaded(u32::MAX)).as_secs();
        assert_eq!([1, 2, 3, 4, 5].map(full), [2, 4, 8, 16, 32]);
        assert_eq!(full(100), 3600);
        assert_eq!(pause(3, None, &Loaded(0)).as_secs(), 4);
    }

    #[test]
    fn the_server_may_ask_for_longer_but_not_for_ever() {
        let asked = |seconds| pause(1, Some(Duration::from_secs(seconds)), &Loaded(0)).as_secs();
        assert_eq!(asked(120), 120);
        assert_eq!(asked(0), 1);
        assert_eq!(asked(u64::MAX), 24 * 3600);
    }

    #[test]
    fn retry_after_in_both_forms() {
        // RFC 9110, 5.6.7: the example date; one minute before it.
        let Ok(now) = OffsetDateTime::from_unix_timestamp(784_111_777 - 60) else { return };
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(60)));
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-5", now), None);
    }
}
