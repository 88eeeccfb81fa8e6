//! Addresses that an administrator enters on a record: which may be, and which have moved.

use super::presets;
use crate::base::guard::Guard;
use crate::base::{FieldErrors, Text, text};
use url::Url;

/// What an address is for: each record type says it of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// This server calls it.
    Called,
    /// This server calls addresses below it.
    CalledBelow,
    /// People's browsers go there, or it is only a name: a private host is as good as any.
    Visited,
}

/// Checks addresses: each field, with what it is for and what was entered. Notes what is wrong; whether
/// a `{name}` of a preset is still in one of them.
pub fn check<'a>(
    guard: &Guard,
    entered: impl IntoIterator<Item = (&'a str, Purpose, String)>,
    errors: &mut FieldErrors,
) -> bool {
    let mut has_blank = false;
    for (field, purpose, address) in entered {
        if let Some(blank) = presets::blank(&address) {
            // Once is enough: Fill in does all of them.
            if !has_blank {
                errors.add(field, text!("Put your own value in the place of { $blank }, here and in the other addresses: Fill in above does it.", blank = format!("{{{blank}}}")));
            }
            has_blank = true;
        } else if let Err(why) = check_one(guard, purpose, &address) {
            errors.add(field, text!("This address cannot be used: { $why }.", why = &why));
        }
    }
    has_blank
}

/// Whether an address may be used for this; the error says why not. An empty one may.
fn check_one(guard: &Guard, purpose: Purpose, address: &str) -> Result<(), Text> {
    if address.is_empty() {
        return Ok(());
    }
    if address.contains('#') {
        return Err("it has a fragment (#…)".into());
    }
    if purpose == Purpose::CalledBelow && address.contains('?') {
        return Err("it has a query (?…)".into());
    }
    if purpose != Purpose::Visited {
        return guard.check(address).map(drop);
    }
    match Url::parse(address) {
        Ok(url) if url.scheme() == "https" && url.host_str().is_some() && url.username().is_empty() => Ok(()),
        // The rule over addresses says what else may be, or why not.
        _ => guard.check(address).map(drop),
    }
}

/// Scheme, host and port of an address.
pub fn origin(address: &str) -> Option<String> {
    Url::parse(address).ok().map(|url| url.origin().ascii_serialization())
}

/// Whether an address that was there leads to another host now: what was given for the former one, such
/// as a client secret, is not shown to it.
pub fn has_moved(before: &str, after: &str) -> bool {
    !before.is_empty() && origin(before) != origin(after)
}

/// The host of an address, for words about it.
pub fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.as_ref()
        .and_then(Url::host_str)
        .unwrap_or("the other side")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What this server calls passes the guard (A47: no SSRF); where browsers go may be private, and is https.
    #[test]
    fn an_address_is_checked_for_what_it_is_for() {
        let guard = Guard::default();
        let check = |purpose, address| check_one(&guard, purpose, address);
        for (purpose, address, is_good) in [
            (Purpose::Called, "https://example.com/token?tenant=1", true),
            (Purpose::Called, "https://10.0.0.1/token", false),
            (Purpose::Called, "https://example.com/token#x", false),
            (Purpose::Called, "", true),
            (Purpose::CalledBelow, "https://example.com/api/", true),
            (Purpose::CalledBelow, "https://example.com/api?x=1", false),
            (Purpose::Visited, "https://10.0.0.1/authorize", true),
            (Purpose::Visited, "http://example.com/authorize", false),
            (Purpose::Visited, "https://user@example.com/authorize", false),
            (Purpose::Visited, "authorize", false),
        ] {
            assert_eq!(check(purpose, address).is_ok(), is_good, "{purpose:?} {address}");
        }
    }

    #[test]
    fn a_blank_is_told_once_and_the_others_are_still_checked() {
        let mut errors = FieldErrors::default();
        let entered = [
            ("a", Purpose::Called, "https://{site}/a".to_owned()),
            ("b", Purpose::Called, "https://{site}/b".to_owned()),
            ("c", Purpose::Called, "http://example.com".to_owned()),
        ];
        assert!(check(&Guard::default(), entered, &mut errors));
        let fields: Vec<&str> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["a", "c"]);
    }

    #[test]
    fn an_address_has_moved_if_another_host_answers_there() {
        assert!(!has_moved("https://a.test/x", "https://a.test/y"));
        assert!(has_moved("https://a.test/x", "https://b.test/x"));
        assert!(has_moved("https://a.test/x", "https://a.test:8443/x"));
        assert!(has_moved("https://a.test/x", ""));
        assert!(!has_moved("", "https://a.test/x"));
    }
}
