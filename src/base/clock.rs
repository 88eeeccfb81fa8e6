//! The clock. Nobody else in the program asks the operating system for the time.

use super::text::Value;
use super::{Text, text};
use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::fmt;
use std::ops::{Add, Sub};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Whole seconds: a moment since 1970-01-01 UTC, or how long something lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub i64);

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// One minute.
pub const MINUTE: Seconds = Seconds(60);
/// One hour.
pub const HOUR: Seconds = MINUTE.times(60);
/// One day.
pub const DAY: Seconds = HOUR.times(24);

impl Seconds {
    /// No time at all; as a moment: the beginning of 1970.
    pub const ZERO: Seconds = Seconds(0);

    /// So many times as long.
    pub const fn times(self, factor: i64) -> Self {
        Seconds(self.0 * factor)
    }

    /// That part of it, rounded towards nothing.
    pub const fn part(self, of: i64, parts: i64) -> Self {
        Seconds(self.0 * of / parts)
    }

    /// The whole days in it: of a moment, its day since 1970-01-01 UTC.
    pub const fn days(self) -> i64 {
        self.0.div_euclid(DAY.0)
    }

    /// The same in milliseconds.
    pub const fn millis(self) -> Millis {
        Millis(self.0.saturating_mul(1000))
    }
}

impl Millis {
    /// The second that it is in.
    pub const fn seconds(self) -> Seconds {
        Seconds(self.0.div_euclid(1000))
    }
}

impl Add for Seconds {
    type Output = Seconds;

    fn add(self, other: Seconds) -> Seconds {
        Seconds(self.0 + other.0)
    }
}

impl Sub for Seconds {
    type Output = Seconds;

    fn sub(self, other: Seconds) -> Seconds {
        Seconds(self.0 - other.0)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Seconds> for Json {
    fn from(seconds: Seconds) -> Json {
        Json::from(seconds.0)
    }
}

impl From<Millis> for Json {
    fn from(millis: Millis) -> Json {
        Json::from(millis.0)
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> Millis;

    /// Seconds since 1970-01-01 UTC.
    fn now(&self) -> Seconds {
        self.now_ms().seconds()
    }
}

/// The operating system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> Millis {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Millis(since.map_or(0, |since| since.as_millis() as i64))
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

    /// Since the start.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }

    /// Milliseconds since the start.
    pub fn elapsed_ms(&self) -> u64 {
        self.0.elapsed().as_millis() as u64
    }
}

/// How long it is until a moment that a library says, which is no time of the day.
#[expect(clippy::disallowed_methods, reason = "nothing but this is to be compared with it")]
pub fn until(moment: Instant) -> Seconds {
    let left = moment.saturating_duration_since(Instant::now());
    Seconds(i64::try_from(left.as_secs()).unwrap_or(i64::MAX))
}

/// The form in which Frappe writes a date: `2026-11-21 05:08:56.939000`, in UTC.
pub fn frappe_datetime(ms: Millis) -> String {
    date(ms).format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

/// RFC 3339 in UTC, for `datetime` attributes and programs.
pub fn rfc3339(seconds: Seconds) -> String {
    date(seconds.millis()).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A date for people: `21 Nov 2026, 05:08 UTC`.
pub fn readable(seconds: Seconds) -> String {
    date(seconds.millis()).format("%-d %b %Y, %H:%M UTC").to_string()
}

impl From<Seconds> for Value {
    fn from(seconds: Seconds) -> Self {
        Value::Number(seconds.0)
    }
}

/// A moment for people, in their language; the files say what the months are called.
pub fn moment(seconds: Seconds) -> Text {
    let date = date(seconds.millis());
    text!(
        "{ $day } { $month } { $year }, { $time } UTC",
        day = date.day(),
        month = date.month(),
        year = date.year().to_string(),
        time = date.format("%H:%M").to_string()
    )
}

/// A day for people, in their language. Days are counted from 1970-01-01 UTC.
pub fn day(day: i64) -> Text {
    let date = date(DAY.times(day).millis());
    text!(
        "The day { $day } { $month } { $year }",
        day = date.day(),
        month = date.month(),
        year = date.year().to_string()
    )
}

/// The day of a moment as programs write it: `2026-11-21`, in UTC.
pub fn date_of(seconds: Seconds) -> String {
    date(seconds.millis()).format("%Y-%m-%d").to_string()
}

/// Whether this is a date such as `2026-11-21`, of a day that there is.
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// Seconds since the epoch of a date typed into `<input type="datetime-local">`, read as UTC, or of a moment with its
/// zone (RFC 3339), as our script makes it of one typed in the reader's.
pub fn from_datetime_local(text: &str) -> Option<Seconds> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(Seconds(moment.timestamp()));
    }
    let parsed = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok());
    parsed.map(|date| Seconds(date.and_utc().timestamp()))
}

/// Milliseconds since the epoch of a date as programs write it: `2026-11-21`, `2026-11-21 14:30:00`,
/// with `T` instead of the space, with a fraction; UTC. A day alone is its begin, or its end.
pub fn parse(text: &str, is_end: bool) -> Option<Millis> {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(day) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let begin = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
        return Some(Millis(if is_end { begin + DAY.millis().0 - 1 } else { begin }));
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
    parsed.map(|date| Millis(date.and_utc().timestamp_millis()))
}

/// Seconds since the epoch of a date in an HTTP header (RFC 9110 §5.6.7), in any of its three forms.
pub fn from_http_date(text: &str) -> Option<Seconds> {
    let moment = httpdate::parse_http_date(text.trim()).ok()?;
    let since = moment.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok().map(Seconds)
}

/// The form that `<input type="datetime-local">` takes, in UTC.
pub fn datetime_local(seconds: Seconds) -> String {
    date(seconds.millis()).format("%Y-%m-%dT%H:%M").to_string()
}

fn date(ms: Millis) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms.0).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_frappe_and_people_write_them() {
        assert_eq!(frappe_datetime(Millis(1_795_218_078_939)), "2026-11-20 23:41:18.939000");
        assert_eq!(readable(Seconds(1_795_218_078)), "20 Nov 2026, 23:41 UTC");
        assert_eq!(from_datetime_local("2026-11-20T23:41"), Some(Seconds(1_795_218_060)));
        assert_eq!(
            parse("2026-11-20 23:41:18.939000", false),
            Some(Millis(1_795_218_078_939))
        );
        assert_eq!(parse("2026-11-20", true), Some(Millis(1_795_219_199_999)));
        assert_eq!(parse("20 Nov", false), None);
        assert_eq!(datetime_local(Seconds(1_795_218_078)), "2026-11-20T23:41");
        for written in [
            "Fri, 20 Nov 2026 23:41:18 GMT",
            "Friday, 20-Nov-26 23:41:18 GMT",
            "Fri Nov 20 23:41:18 2026",
        ] {
            assert_eq!(from_http_date(written), Some(Seconds(1_795_218_078)), "{written}");
        }
        assert_eq!(from_http_date("3000"), None);
    }

    #[test]
    fn a_moment_is_in_the_second_and_on_the_day_that_it_belongs_to() {
        assert_eq!(Millis(1_999).seconds(), Seconds(1));
        assert_eq!(Millis(-1).seconds(), Seconds(-1));
        assert_eq!(Seconds(2).millis(), Millis(2_000));
        assert_eq!((DAY - Seconds(1)).days(), 0);
        assert_eq!(DAY.times(3).days(), 3);
        assert_eq!(HOUR.part(1, 4), MINUTE.times(15));
    }

    /// The examples of RFC 9110 §5.6.7.
    #[test]
    fn dates_in_http_headers_are_read_in_each_of_their_forms() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            " Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(from_http_date(text), Some(Seconds(784_111_777)), "{text}");
        }
        for text in ["", "120", "Sun, 06 Nov 1994 08:49:37 +0100", "2026-11-20"] {
            assert_eq!(from_http_date(text), None, "{text}");
        }
    }
}
