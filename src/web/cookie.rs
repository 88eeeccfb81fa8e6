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
}

impl Name {
    fn plain(self) -> &'static str {
        match self {
            Name::Session => "sid",
            Name::Browser => "browser",
            Name::Device => "device",
        }
    }

    /// The name on the wire.
    pub fn on_wire(self, env: &Env) -> String {
        let prefix = if env.is_https() { "__Host-" } else { "" };
        format!("{prefix}{}", self.plain())
    }
}

/// The value of a cookie. Of several with one name the first counts, as browsers send the
/// most specific first.
pub fn read(headers: &HeaderMap, env: &Env, name: Name) -> Option<String> {
    let name = name.on_wire(env);
    headers
        .get_all("cookie")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty())
}

/// A `Set-Cookie` of a secret handle: HttpOnly, SameSite=Lax, Secure on https.
pub fn set(env: &Env, name: Name, value: &str, max_age: Seconds) -> String {
    build(env, &name.on_wire(env), value, max_age, true)
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
