//! What makes the values of a user good.

use super::record::{BIRTH_DATE, EMAIL, ENABLED, ENDS_ON, TIME_ZONE, USERNAME, Users};
use crate::base::{FieldErrors, Result, clock, text};
use crate::permissions::Door;
use crate::records::{Of, Reading};
use crate::users;

/// What apps take by its form (OpenID Connect Core §5.1).
pub(super) fn check_profile(new: &Of<Users>, errors: &mut FieldErrors) {
    let date = new.get(&BIRTH_DATE);
    // Without the year: in a leap year every day is one.
    let whole = date.strip_prefix("0000-").map(|day| format!("2000-{day}"));
    if !date.is_empty() && !clock::is_date(whole.as_deref().unwrap_or(date)) {
        errors.add(
            &BIRTH_DATE,
            "A birth date is as 1865-11-26, or 0000-11-26 without the year.",
        );
    }
    let zone = new.get(&TIME_ZONE);
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/');
    if !zone.chars().all(legal) {
        errors.add(
            &TIME_ZONE,
            "A time zone is a name of the time zone database, such as Europe/London.",
        );
    }
}

/// When the account ends: a day to come.
pub(super) fn check_end(cx: &Reading, old: Option<&Of<Users>>, new: &Of<Users>, errors: &mut FieldErrors) {
    let day = new.get(&ENDS_ON);
    // What stays as it is, and what is over already, is no mistake; a file may bring what has ended since.
    let stays = old.is_some_and(|old| old.same(new, &ENDS_ON) && old.same(new, &ENABLED));
    if day.is_empty() || stays || !new.get(&ENABLED) || (old.is_none() && cx.actor.door == Door::CommandLine) {
        return;
    }
    if !clock::is_date(day) {
        errors.add(&ENDS_ON, "A day is as 2027-01-31.");
    } else if *day <= *clock::date_of(cx.env.now()) {
        errors.add(&ENDS_ON, "This day is over. Empty it, or choose one to come.");
    }
}

/// Completes the username where none is given, and refuses another's.
pub(super) fn check_username(
    cx: &Reading,
    old: Option<&Of<Users>>,
    new: &mut Of<Users>,
    errors: &mut FieldErrors,
) -> Result<()> {
    if new.get(&USERNAME).is_empty() {
        let kept = old.map(|old| old.get(&USERNAME).to_owned());
        let email = new.get(&EMAIL).to_owned();
        let username = kept.map_or_else(|| users::free_username(cx.db, &email), Ok)?;
        new.set(&USERNAME, username);
        return Ok(());
    }
    if old.is_some_and(|old| old.same(new, &USERNAME)) {
        return Ok(());
    }
    if !cx.actor.decides() && users::is_apps_own(new.get(&USERNAME)) {
        errors.add(
            &USERNAME,
            "Apps give this name to accounts of their own: only System Managers give it to somebody.",
        );
    }
    let checked = users::check_username(new.get(&USERNAME));
    errors.take(checked.map(|username| new.set(&USERNAME, username)))?;
    let taken = users::by_username(cx.db, new.get(&USERNAME))?;
    if let Some(other) = taken.filter(|other| old.is_none_or(|old| old.name != *other)) {
        errors.add(&USERNAME, text!("{ $other } has this username.", other = &other));
    }
    Ok(())
}
