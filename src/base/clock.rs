//! The clock. Nobody else in the program asks the operating system for the time.

use chrono::{DateTime, SecondsFormat, Utc};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Whole seconds since 1970-01-01 UTC.
pub type Seconds = i64;

/// One minute, in seconds.
pub const MINUTE: Seconds = 60;
/// One hour, in seconds.
pub const HOUR: Seconds = 60 * MINUTE;
/// One day, in seconds.
pub const DAY: Seconds = 24 * HOUR;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;

    /// Seconds since 1970-01-01 UTC.
    fn now(&self) -> Seconds {
        self.now_ms().div_euclid(1000)
    }
}

/// The operating system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_millis() as i64)
    }
}

/// Measures how long something took; for logs only, never for a decision.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "a clock that tests move would measure nothing")]
    pub fn start() -> Self {
        Stopwatch(Instant::now())
    }

    /// Milliseconds since the start.
    pub fn elapsed_ms(&self) -> u64 {
        self.0.elapsed().as_millis() as u64
    }
}

/// The form in which Frappe writes a date: `2026-11-21 05:08:56.939000`, in UTC.
pub fn frappe_datetime(ms: i64) -> String {
    date(ms).format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

/// RFC 3339 in UTC, for `datetime` attributes and programs.
pub fn rfc3339(seconds: Seconds) -> String {
    date(seconds * 1000).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A date for people: `21 Nov 2026, 05:08 UTC`.
pub fn readable(seconds: Seconds) -> String {
    date(seconds * 1000).format("%-d %b %Y, %H:%M UTC").to_string()
}

/// The day of a moment as programs write it: `2026-11-21`, in UTC.
pub fn date_of(seconds: Seconds) -> String {
    date(seconds * 1000).format("%Y-%m-%d").to_string()
}

/// A day for people: `21 Nov 2026`. Days are counted from 1970-01-01 UTC.
pub fn readable_day(day: i64) -> String {
    date(day * DAY * 1000).format("%-d %b %Y").to_string()
}

/// Seconds since the epoch of a date typed into `<input type="datetime-local">`, read as UTC.
pub fn from_datetime_local(text: &str) -> Option<Seconds> {
    let parsed = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok());
    parsed.map(|date| date.and_utc().timestamp())
}

/// Milliseconds since the epoch of a date as programs write it: `2026-11-21`, `2026-11-21 14:30:00`,
/// with `T` instead of the space, with a fraction; UTC. A day alone is its begin, or its end.
pub fn parse(text: &str, is_end: bool) -> Option<i64> {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(day) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let begin = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
        return Some(if is_end { begin + DAY * 1000 - 1 } else { begin });
    }
    let formats = [
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ];
    let parsed = formats
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok());
    parsed.map(|date| date.and_utc().timestamp_millis())
}

/// Seconds since the epoch of a date in an HTTP header (RFC 9110 §5.6.7), in any of its three forms.
pub fn from_http_date(text: &str) -> Option<Seconds> {
    let moment = httpdate::parse_http_date(text.trim()).ok()?;
    let since = moment.duration_since(UNIX_EPOCH).ok()?;
    Seconds::try_from(since.as_secs()).ok()
}

/// The form that `<input type="datetime-local">` takes, in UTC.
pub fn datetime_local(seconds: Seconds) -> String {
    date(seconds * 1000).format("%Y-%m-%dT%H:%M").to_string()
}

fn date(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_frappe_and_people_write_them() {
        assert_eq!(frappe_datetime(1_795_218_078_939), "2026-11-20 23:41:18.939000");
        assert_eq!(readable(1_795_218_078), "20 Nov 2026, 23:41 UTC");
        assert_eq!(from_datetime_local("2026-11-20T23:41"), Some(1_795_218_060));
        assert_eq!(parse("2026-11-20 23:41:18.939000", false), Some(1_795_218_078_939));
        assert_eq!(parse("2026-11-20", true), Some(1_795_219_199_999));
        assert_eq!(parse("20 Nov", false), None);
        assert_eq!(datetime_local(1_795_218_078), "2026-11-20T23:41");
        for written in [
            "Fri, 20 Nov 2026 23:41:18 GMT",
            "Friday, 20-Nov-26 23:41:18 GMT",
            "Fri Nov 20 23:41:18 2026",
        ] {
            assert_eq!(from_http_date(written), Some(1_795_218_078), "{written}");
        }
        assert_eq!(from_http_date("3000"), None);
    }

    /// The examples of RFC 9110 §5.6.7.
    #[test]
    fn dates_in_http_headers_are_read_in_each_of_their_forms() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            " Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(from_http_date(text), Some(784_111_777), "{text}");
        }
        for text in ["", "120", "Sun, 06 Nov 1994 08:49:37 +0100", "2026-11-20"] {
            assert_eq!(from_http_date(text), None, "{text}");
        }
    }
}
