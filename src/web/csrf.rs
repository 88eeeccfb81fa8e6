//! CSRF protection (R27: forms need their token): a token that only our pages know, and a look at where the browser
//! says the request was made.

use super::{Call, Params};
use crate::base::random::{self, Random};
use crate::base::vault::Vault;
use crate::base::{Env, Error, Result, secret};
use poem::http::HeaderMap;
use std::ops::Deref;

/// A token as a page carries it: never the same twice, so that nothing is learned of it from how well a page is compressed
/// (BREACH).
pub fn masked(random: &dyn Random, token: &str) -> String {
    let mask: [u8; MAC] = random::bytes(random);
    let mixed = secret::from_base64url(token).unwrap_or_default();
    let mixed: Vec<u8> = mixed.iter().zip(&mask).map(|(own, mask)| own ^ mask).collect();
    secret::base64url(&[&mask[..], &mixed].concat())
}

/// The token behind what a page carried.
fn unmasked(presented: &str) -> String {
    match secret::from_base64url(presented) {
        Some(bytes) if bytes.len() == 2 * MAC => {
            let (mask, mixed) = bytes.split_at(MAC);
            let own: Vec<u8> = mixed.iter().zip(mask).map(|(mixed, mask)| mixed ^ mask).collect();
            secret::base64url(&own)
        }
        _ => presented.to_owned(),
    }
}

/// What a token is bound to: the session, or before sign-in the browser's cookie.
pub fn token(vault: &Vault, bound_to: &str) -> String {
    vault.mac("csrf", bound_to)
}

/// The length of a token, in bytes.
const MAC: usize = 32;
/// Stands between a token and whose form it is.
const WHOSE: char = '~';

/// A token, and beside it a mark of whose form it is: it outlives the session, and lets nobody in.
pub fn with_owner(token: &str, vault: &Vault, owner: &str) -> String {
    format!("{token}{WHOSE}{}", owner_mark(vault, owner))
}

/// The mark of whose form it is.
pub fn owner_mark(vault: &Vault, owner: &str) -> String {
    vault.mac("whose form", owner)
}

/// A token, and the mark of whose form it is, if it has one.
pub fn parts(presented: &str) -> (&str, &str) {
    presented.split_once(WHOSE).unwrap_or((presented, ""))
}

/// A form whose CSRF token was found right: [`check`] alone makes one, so whoever is handed one cannot
/// have forgotten it.
pub struct Form(Params);

impl Deref for Form {
    type Target = Params;

    fn deref(&self) -> &Params {
        &self.0
    }
}

/// What POST, PUT and DELETE may reach: the routes take nothing else. Either the handler is handed a
/// checked [`Form`], or it says why no other site's page can make a browser call it with a session.
pub trait Guarded {}

/// The form of a request with the right token, in the form or in the header that Frappe's programs
/// send. Refuses any other, and one that another site's page made.
pub fn check(env: &Env, call: &Call, bound_to: Option<&str>) -> Result<Form> {
    let form = call.form();
    let expected = token(&env.vault, bound_to.ok_or(Error::Csrf)?);
    let presented = call.header("x-frappe-csrf-token").or_else(|| form.get("csrf_token"));
    let (presented, _) = parts(presented.unwrap_or_default());
    let presented = unmasked(presented);
    let is_right = secret::constant_time_eq(expected.as_bytes(), presented.as_bytes());
    match is_right && !is_cross_site(env, &call.headers) {
        true => Ok(Form(form)),
        false => Err(Error::Csrf),
    }
}

/// Whether a request is a program's: browsers say with every change where it was made.
pub fn is_program(headers: &HeaderMap) -> bool {
    let said = [
        "origin",
        "referer",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
    ];
    said.iter().all(|name| !headers.contains_key(*name))
}

/// Whether a browser hides where a page is from, as that of another site may: a frame without an origin of its own. Only
/// our own pages, which send no referrer, are `null` and from here.
pub fn hides_its_origin(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|own| own == value);
    is("origin", "null") && !is("sec-fetch-site", "same-origin")
}

/// Whether the browser says that another site's page made the request.
pub fn is_cross_site(env: &Env, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site") {
        return true;
    }
    // Our pages send no referrer, and with it browsers make their own origin `null`.
    let Some(origin) = text("origin").filter(|origin| *origin != "null") else {
        return false;
    };
    let ours = url::Url::parse(&env.base_url).map(|url| url.origin().ascii_serialization());
    let same_host = origin
        .split_once("://")
        .is_some_and(|(_, authority)| text("host") == Some(authority));
    !same_host && ours.as_deref() != Ok(origin)
}
