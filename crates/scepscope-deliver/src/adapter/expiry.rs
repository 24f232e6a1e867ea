//! Whether the permission in a signed URL has run out.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};
use url::Url;

use crate::backoff::Clock;

/// `20261125T012137Z`, as S3 writes times.
const COMPACT: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// `2026-11-25`, which Azure takes as its first moment.
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
/// `2026-11-25T01:21Z`, which Azure takes, too.
const MINUTE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]Z");

/// By the server's clock where it tells its time: the device's may be wrong, which is a fault of its own.
pub(super) fn has_expired(url: &Url, server_date: Option<&str>, clock: &dyn Clock) -> bool {
    let server = server_date.and_then(|d| httpdate::parse_http_date(d).ok()).map(OffsetDateTime::from);
    let now = server.unwrap_or_else(|| clock.now());
    end(url).is_some_and(|end| end <= now)
}

/// Until when the URL is signed.
fn end(url: &Url) -> Option<OffsetDateTime> {
    let get = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value);
    if let Some(end) = get("se") {
        let minute = || PrimitiveDateTime::parse(&end, MINUTE).ok().map(PrimitiveDateTime::assume_utc);
        let day = || Date::parse(&end, DAY).ok().map(|d| d.midnight().assume_utc());
        return OffsetDateTime::parse(&end, &Rfc3339).ok().or_else(minute).or_else(day);
    }
    if let (Some(from), Some(seconds)) = (get("X-Amz-Date"), get("X-Amz-Expires")) {
        let from = PrimitiveDateTime::parse(&from, COMPACT).ok()?.assume_utc();
        return from.checked_add(Duration::seconds(seconds.parse::<u32>().ok()?.into()));
    }
    OffsetDateTime::from_unix_timestamp(get("Expires")?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::backoff::SystemClock;

    #[test]
    fn every_form_of_an_end() {
        let end = |query: &str| {
            let url = Url::parse(&format!("https://h.example/k?{query}")).unwrap();
            end(&url).map(|t| t.unix_timestamp())
        };
        // 2026-11-25T00:00:00Z by date(1).
        let day = 1_795_564_800;
        assert_eq!(end("se=2026-11-25T00%3A00%3A00Z"), Some(day));
        assert_eq!(end("se=2026-11-25"), Some(day));
        assert_eq!(end("se=2026-11-25T00:01Z"), Some(day + 60));
        assert_eq!(end("X-Amz-Date=20261125T000000Z&X-Amz-Expires=3600"), Some(day + 3600));
        assert_eq!(end("Expires=1795564800"), Some(day));
        assert_eq!(end("sig=x"), None);
        assert_eq!(end("se=never"), None);
    }

    #[test]
    fn the_server_s_clock_decides() {
        let url = Url::parse("https://h.example/k?se=1994-11-06T08:49:00Z").unwrap();
        assert!(has_expired(&url, Some("Sun, 06 Nov 1994 08:49:37 GMT"), &SystemClock));
        assert!(!has_expired(&url, Some("Sun, 06 Nov 1994 08:48:37 GMT"), &SystemClock));
        assert!(has_expired(&url, None, &SystemClock));
    }
}
