//! Cookies: names, attributes, reading.

use crate::base::{Env, Seconds};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use poem::http::HeaderMap;

/// A cookie of ours by its purpose; on https the name starts with `__Host-`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Name {
    /// The session's secret. `sid`, as in Frappe.
    Session,
    /// Tells browsers apart before anybody is signed in.
    Browser,
    /// Shows that this browser has signed this account in before.
    Device,
    /// The secret of a sign-in that is under way.
    Pending,
    /// The secret of a trusted device: it is not asked for a second factor.
    Trusted,
    /// Light or dark, if the reader chose.
    Theme,
    /// What the next page is to say, sealed.
    Said,
    /// What was typed into a form whose session had ended, sealed.
    Kept,
    /// At the host of a protected application: the session here, sealed.
    Application,
    /// There: tells browsers apart before anybody is signed in.
    ApplicationMark,
}

impl Name {
    fn plain(self) -> &'static str {
        match self {
            Name::Session => "sid",
            Name::Browser => "browser",
            Name::Device => "device",
            Name::Pending => "pending",
            Name::Trusted => "trusted",
            Name::Theme => "theme",
            Name::Said => "said",
            Name::Kept => "kept",
            Name::Application => "frontdesk",
            Name::ApplicationMark => "frontdesk-mark",
        }
    }

    /// The name on the wire.
    pub fn on_wire(self, env: &Env) -> String {
        let prefix = if env.is_https() { "__Host-" } else { "" };
        format!("{prefix}{}", self.plain())
    }
}

/// Stands in front of the names of cookies that hold an authorization request each.
const TICKET: &str = "ticket-";

/// The name of the cookie that holds the request of this id.
pub fn ticket_name(env: &Env, id: &str) -> String {
    format!("{}{id}", ticket_prefix(env))
}

/// The ids of the requests that a browser holds, and how long each is, as it sends them: the oldest first (RFC 6265 §5.4).
pub fn tickets(headers: &HeaderMap, env: &Env) -> Vec<(String, usize)> {
    let prefix = ticket_prefix(env);
    let ticket = |cookie: Cookie| Some((cookie.name().strip_prefix(&prefix)?.to_owned(), cookie.value().len()));
    all(headers).filter_map(ticket).collect()
}

fn ticket_prefix(env: &Env) -> String {
    let prefix = if env.is_https() { "__Host-" } else { "" };
    format!("{prefix}{TICKET}")
}

/// The value of a cookie. Of several with one name the first counts, as browsers send the
/// most specific first.
pub fn read(headers: &HeaderMap, env: &Env, name: Name) -> Option<String> {
    read_named(headers, &name.on_wire(env))
}

/// The same by its name on the wire.
pub fn read_named(headers: &HeaderMap, name: &str) -> Option<String> {
    let found = all(headers).find(|cookie| cookie.name() == name);
    found
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty())
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    let lines = headers.get_all("cookie").iter();
    lines
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
}

/// A `Set-Cookie` of a secret handle: HttpOnly, SameSite=Lax, Secure on https.
pub fn set(env: &Env, name: Name, value: &str, max_age: Seconds) -> String {
    set_named(env, &name.on_wire(env), value, max_age)
}

/// The same by its name on the wire.
pub fn set_named(env: &Env, name: &str, value: &str, max_age: Seconds) -> String {
    build(env, name, value, max_age, true)
}

/// A `Set-Cookie` that scripts may read, such as Frappe's `user_id`.
pub fn set_readable(env: &Env, name: &str, value: &str, max_age: Seconds) -> String {
    build(env, name, &super::params::encode(value), max_age, false)
}

/// A `Set-Cookie` that removes one.
pub fn clear(env: &Env, name: Name) -> String {
    build(env, &name.on_wire(env), "", Seconds::ZERO, true)
}

fn build(env: &Env, name: &str, value: &str, max_age: Seconds, http_only: bool) -> String {
    Cookie::build((name, value))
        .max_age(Duration::seconds(max_age.0))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(http_only)
        .secure(env.is_https())
        .to_string()
}
