//! `Retry-After` (RFC 9110 §10.2.3): when the other side wants to be asked again.

use crate::base::{Seconds, clock};

/// The seconds to wait: as the header says them, or until its date by the other side's own clock, the
/// `Date` of the same answer.
pub(super) fn seconds(retry_after: &str, date: Option<&str>) -> Option<Seconds> {
    retry_after.trim().parse().ok().map(Seconds).or_else(|| {
        let wait = clock::from_http_date(retry_after)? - clock::from_http_date(date?)?;
        Some(wait.max(Seconds::ZERO))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_seconds_or_a_date_by_the_other_sides_clock() {
        let date = |time: &str| format!("Sun, 06 Nov 1994 {time} GMT");
        for (when, now, wait) in [
            ("120", None, Some(120)),
            (" 7 ", Some(date("08:49:37")), Some(7)),
            (&date("08:51:07"), Some(date("08:49:37")), Some(90)),
            (&date("08:49:00"), Some(date("08:49:37")), Some(0)),
            (&date("08:51:07"), None, None),
            (&date("08:51:07"), Some("now".into()), None),
            ("soon", Some(date("08:49:37")), None),
        ] {
            assert_eq!(seconds(when, now.as_deref()), wait.map(Seconds), "{when} at {now:?}");
        }
    }
}
