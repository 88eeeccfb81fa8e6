//! What makes a client's values good.

use super::record::*;
use crate::base::guard::Guard;
use crate::base::{FieldErrors, Result, Scopes, Text, scope, text};
use crate::base::{list, redirect_uri};
use crate::db::Read;
use crate::jose::Jwk;
use crate::oauth::clients::for_frappe::CALLBACK;
use crate::oauth::scopes;
use crate::records::Of;
use crate::upstream::{self, addresses::Purpose};

pub(super) fn grant(new: &Of<Clients>, errors: &mut FieldErrors) {
    let (grant, response) = (new.get(&GRANT_TYPE), new.get(&RESPONSE_TYPE));
    match (grant, response) {
        ("Authorization Code", "Code") => {}
        ("Implicit", "Token") => errors.add(&GRANT_TYPE,
            "The implicit grant does not exist here: tokens would travel in addresses. Use Authorization Code with PKCE.",
        ),
        // Frappe's words, without its tags.
        _ => errors.add(&RESPONSE_TYPE,
            text!("Combination of Grant Type ({ $grant }) and Response Type ({ $response }) not allowed", grant = &grant, response = &response),
        ),
    }
}

pub(super) fn redirect_uris(old: Option<&Of<Clients>>, new: &mut Of<Clients>, errors: &mut FieldErrors) {
    for field in [&REDIRECT_URIS, &POST_LOGOUT_REDIRECT_URIS] {
        for uri in new.get(field) {
            if let Err(why) = redirect_uri::check(uri) {
                errors.add(field, text!("{ $uri } cannot be used: { $why }.", uri = uri, why = why));
            }
        }
    }
    let uris: Vec<String> = new.get(&REDIRECT_URIS).into_iter().map(str::to_owned).collect();
    let signs_in = new.get(&AUTHORIZATION_CODE);
    // A default that nobody chose goes with the address that it was.
    let is_kept = old.is_some_and(|old| old.same(new, &DEFAULT_REDIRECT_URI));
    if is_kept && !uris.iter().any(|uri| uri == new.get(&DEFAULT_REDIRECT_URI)) {
        new.set(&DEFAULT_REDIRECT_URI, "");
    }
    if old.is_none() && signs_in && new.get(&POST_LOGOUT_REDIRECT_URIS).is_empty() {
        let starts: Vec<String> = uris.iter().flat_map(|uri| ways_back(uri)).collect();
        let starts = list::distinct(starts.iter().map(String::as_str));
        new.set(&POST_LOGOUT_REDIRECT_URIS, starts.join("\n"));
    }
    let default = new.get(&DEFAULT_REDIRECT_URI).to_owned();
    match (default.is_empty(), uris.first()) {
        (true, Some(first)) => new.set(&DEFAULT_REDIRECT_URI, first.clone()),
        (true, None) if signs_in => errors.add(
            &REDIRECT_URIS,
            "At least one address is needed, for people to be sent back to.",
        ),
        (false, _) if !uris.contains(&default) => errors.add(
            &DEFAULT_REDIRECT_URI,
            text!(
                "{ $default } is not one of the Redirect URIs above.",
                default = &default
            ),
        ),
        _ => {}
    }
}

/// Where an app with this redirect URI may send people after they signed out, unless somebody says more: to its start
/// page. Another Frontdesk sends them to its login page.
fn ways_back(uri: &str) -> Vec<String> {
    let Some(origin) = redirect_uri::origin(uri) else {
        return Vec::new();
    };
    let mut found = vec![format!("{origin}/")];
    if uri.ends_with(CALLBACK) {
        found.push(format!("{origin}/login?choose=1"));
    }
    found
}

pub(super) fn scopes(
    db: &Read,
    old: Option<&Of<Clients>>,
    new: &mut Of<Clients>,
    errors: &mut FieldErrors,
) -> Result<()> {
    if old.is_none() && !new.get(&AUTHORIZATION_CODE) && !new.get(&DEVICE_CODE) {
        // Nobody signs in: there is no session to outlive.
        let kept = Scopes::of(new.get(&SCOPES)).without(&Scopes::parse(scope::OFFLINE_ACCESS));
        new.set(&SCOPES, kept.iter().collect::<Vec<_>>().join("\n"));
    }
    let scopes = Scopes::of(new.get(&SCOPES));
    if let Some(list) = scopes.iter().find(|scope| scope.contains(',')) {
        errors.add(
            &SCOPES,
            text!("{ $list } has a comma: separate scopes by spaces.", list = &list),
        );
    }
    if let Some(bad) = scopes.first_malformed() {
        errors.add(
            &SCOPES,
            text!(
                "{ $bad } has a character that scopes cannot have (quotes, backslash or beyond ASCII).",
                bad = &bad
            ),
        );
        return Ok(());
    }
    let before = Scopes::of(old.map(|old| old.get(&SCOPES)).unwrap_or_default());
    for scope in scopes
        .iter()
        .filter(|scope| !before.contains(scope) && !scope.contains(','))
    {
        if scopes::get(db, scope)?.is_none() {
            errors.add(
                &SCOPES,
                text!(
                    "There is no OAuth Scope { $scope }. Record it first, with the words that people read at consent.",
                    scope = &scope
                ),
            );
        }
    }
    Ok(())
}

pub(super) fn addresses(new: &Of<Clients>, errors: &mut FieldErrors) {
    for field in [&CLIENT_URI, &INITIATE_LOGIN_URI, &LOGO_URI, &TOS_URI, &POLICY_URI] {
        let text = new.get(field);
        // A parser makes https:evil the address of a host, a browser one beside the page.
        let is_whole = text.starts_with("https://") || text.starts_with("http://");
        let is_web = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" || is_local_http(&url)) && is_whole;
        if !text.is_empty() && !is_web {
            errors.add(field, text!("{ $text } is not an https address.", text = &text));
        }
    }
    for origin in new.get(&ALLOWED_CORS_ORIGINS) {
        let is_origin = url::Url::parse(origin).is_ok_and(|url| {
            url.origin().ascii_serialization() == origin && (url.scheme() == "https" || is_local_http(&url))
        });
        if !is_origin {
            errors.add(
                &ALLOWED_CORS_ORIGINS,
                text!(
                    "{ $origin } is not an origin: write scheme and host only, such as https://app.example.com.",
                    origin = &origin
                ),
            );
        }
    }
}

fn is_local_http(url: &url::Url) -> bool {
    url.scheme() == "http" && url.host_str().is_some_and(redirect_uri::is_loopback_host)
}

pub(super) fn client_credentials(new: &Of<Clients>, errors: &mut FieldErrors) {
    let acts = [new.get(&ACTS_AS), new.get(&ACTS_AS_ROLE)];
    if !new.get(&CLIENT_CREDENTIALS) {
        return;
    }
    if acts.iter().all(|name| name.is_empty()) {
        errors.add(
            &ACTS_AS,
            "Name the user (or the role) whose permissions the app's own tokens have.",
        );
    }
    if acts.iter().all(|name| !name.is_empty()) {
        errors.add(&ACTS_AS_ROLE, "Name a user or a role, not both.");
    }
    if new.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "None" {
        errors.add(
            &CLIENT_CREDENTIALS,
            "A public client has no secret to fetch tokens with.",
        );
    }
}

/// The addresses that this server calls (A47: no SSRF).
pub(super) fn called(guard: &Guard, new: &Of<Clients>, errors: &mut FieldErrors) {
    let called =
        [&JWKS_URI, &BACKCHANNEL_LOGOUT_URI].map(|field| (field.name(), Purpose::Called, new.get(field).to_owned()));
    upstream::addresses::check(guard, called, errors);
}

/// The keys that the app signs with: what can be verified with, and no private part.
pub(super) fn keys(new: &Of<Clients>, errors: &mut FieldErrors) {
    let (set, uri) = (new.get(&JWKS).trim(), new.get(&JWKS_URI));
    if !set.is_empty() && !uri.is_empty() {
        errors.add(&JWKS_URI, "Enter the keys or say where they are published, not both.");
    }
    if !set.is_empty() {
        check_set(set, errors);
    }
    let is_keyless = set.is_empty() && uri.is_empty();
    if is_keyless && new.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "Private Key JWT" {
        errors.add(
            &JWKS,
            "An app that signs with a private key needs its public keys here, or the address of them.",
        );
    }
    if is_keyless && new.get(&REQUIRE_SIGNED) {
        errors.add(
            &JWKS,
            "Signed requests are verified with the app's public keys: enter them, or the address of them.",
        );
    }
    if new.get(&ID_TOKEN_HS256) && !has_secret(new) {
        errors.add(&ID_TOKEN_HS256, "This client has no secret to sign with.");
    }
}

fn check_set(set: &str, errors: &mut FieldErrors) {
    let parsed: Option<serde_json::Value> = serde_json::from_str(set).ok();
    let keys = parsed
        .as_ref()
        .and_then(|set| set.get("keys"))
        .and_then(|keys| keys.as_array());
    let Some(keys) = keys.filter(|keys| !keys.is_empty()) else {
        errors.add(
            &JWKS,
            "This is no key set (JWKS): a JSON object whose member keys lists public keys.",
        );
        return;
    };
    for (number, key) in keys.iter().enumerate() {
        if let Err(why) = serde_json::from_value::<Jwk>(key.clone()) {
            errors.add(
                &JWKS,
                text!(
                    "Key { $number } cannot be used: { $why }.",
                    number = number + 1,
                    why = Text::verbatim(why.to_string())
                ),
            );
        }
    }
}

/// What the FAPI 2.0 Security Profile leaves no choice about (§5.3.2.1).
pub(super) fn fapi2(new: &Of<Clients>, errors: &mut FieldErrors) {
    if !new.get(&FAPI2) {
        return;
    }
    if new.get(&TOKEN_ENDPOINT_AUTH_METHOD) != "Private Key JWT" {
        errors.add(&TOKEN_ENDPOINT_AUTH_METHOD, "FAPI 2.0 needs Private Key JWT.");
    }
    if new.get(&ID_TOKEN_SIGNING_ALG) == "RS256" || new.get(&ID_TOKEN_HS256) {
        errors.add(&ID_TOKEN_SIGNING_ALG, "FAPI 2.0 needs PS256, ES256 or EdDSA.");
    }
    if new.get(&CODE_LIFETIME) > 60 {
        errors.add(&CODE_LIFETIME, "FAPI 2.0 allows codes 60 seconds at most.");
    }
}
