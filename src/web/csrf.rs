//! CSRF (R27): a token that only our pages know, and a look at where the browser says the
//! request was made.

use crate::base::vault::Vault;
use crate::base::{Env, Error, Result, secret};
use poem::http::HeaderMap;

/// What a token is bound to: the session, or before sign-in the browser's cookie.
pub fn token(vault: &Vault, bound_to: &str) -> String {
    vault.mac("csrf", bound_to)
}

/// Refuses a request without the right token, or one that another site's page made.
pub fn check(env: &Env, headers: &HeaderMap, presented: Option<&str>, bound_to: Option<&str>) -> Result<()> {
    let expected = token(&env.vault, bound_to.ok_or(Error::Csrf)?);
    let presented = presented.unwrap_or_default();
    if !secret::constant_time_eq(expected.as_bytes(), presented.as_bytes()) || is_cross_site(env, headers) {
        return Err(Error::Csrf);
    }
    Ok(())
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
