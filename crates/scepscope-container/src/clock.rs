//! Times as containers write them.

use time::{Date, Month, Time};

/// 1980-01-01.
const NO_DATE: u16 = 1 << 5 | 1;

/// Date and time of MS-DOS, as zip and cab have them ([MS-CAB] 2.3, APPNOTE 4.4.6), as seconds since 1970-01-01T00:00 of
/// the same clock. `None` for what is no date, and for the first one there is, which stands where no time is known.
pub(crate) fn dos_seconds(date: u16, time: u16) -> Option<i64> {
    if (date, time) == (NO_DATE, 0) {
        return None;
    }
    let (year, month, day) = (1980 + i32::from(date >> 9), (date >> 5 & 15) as u8, (date & 31) as u8);
    let (hour, minute, second) = ((time >> 11) as u8, (time >> 5 & 63) as u8, (time & 31) as u8 * 2);
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    let time = Time::from_hms(hour, minute, second).ok()?;
    Some(date.with_time(time).assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::dos_seconds;

    #[test]
    fn reads_dates_that_exist() {
        // 2026-11-03T14:05:42
        assert_eq!(dos_seconds(46 << 9 | 11 << 5 | 3, 14 << 11 | 5 << 5 | 21), Some(1_793_714_742));
        assert_eq!(dos_seconds(0, 0), None);
        assert_eq!(dos_seconds(1 << 5 | 1, 0), None);
        assert_eq!(dos_seconds(1 << 5 | 1, 1), Some(315_532_802));
        assert_eq!(dos_seconds(46 << 9 | 2 << 5 | 30, 0), None);
        assert_eq!(dos_seconds(46 << 9 | 11 << 5 | 3, 25 << 11), None);
    }
}
