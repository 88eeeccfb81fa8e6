//! What is wrong with the values of a Social Login Key.

use super::record::*;
use crate::base::{Env, FieldErrors, Result, text};
use crate::db::Read;
use crate::records::{Of, verbs};
use crate::social::keys::{self, join, parameters};
use crate::social::{NAMED_CALLBACKS, callback_path, logins, method_path, own_callbacks};
use crate::ui::icon;
use crate::upstream::addresses::{self, Purpose, has_moved};
use crate::upstream::authorization::is_reserved;

/// What its addresses are for.
static ADDRESSES: &[(&Address, Purpose)] = &[
    (&ACCESS_TOKEN_URL, Purpose::Called),
    (&API_ENDPOINT, Purpose::Called),
    (&JWKS_URI, Purpose::Called),
    (&OPENID_CONFIGURATION, Purpose::Called),
    (&AUTHORIZE_URL, Purpose::Visited),
    (&ISSUER, Purpose::Visited),
    (&END_SESSION_ENDPOINT, Purpose::Visited),
];

/// Addresses whose host says whose people's ids they are.
static IDENTIFYING: &[&Address] = &[&ISSUER, &AUTHORIZE_URL, &ACCESS_TOKEN_URL, &API_ENDPOINT];

/// The name of the record follows from it, and stands in addresses.
pub(super) fn name(new: &Of<Keys>, errors: &mut FieldErrors) {
    let name = new.get(&PROVIDER_NAME);
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    if !name.chars().all(legal) || name.len() > 100 {
        errors.add(
            &PROVIDER_NAME,
            "Up to 100 plain letters, digits, spaces, hyphens, underscores and dots: it stands in addresses, too.",
        );
    }
}

/// Whether another key has this Redirect URL.
pub(super) fn is_taken(db: &Read, env: &Env, name: &str, redirect_url: &str) -> Result<bool> {
    let others = keys::other_redirect_urls(db, name)?;
    let whole = |url: &str| join(&env.base_url, url).trim_end_matches('/').to_owned();
    let own = whole(redirect_url);
    Ok(others.iter().any(|other| whole(other) == own))
}

pub(super) fn addresses(env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) {
    let base = new.get(&BASE_URL);
    // Frappe's words.
    let is_relative = |field: &Address| !new.get(field).is_empty() && !new.get(field).starts_with("http");
    if base.is_empty()
        && ([&AUTHORIZE_URL, &ACCESS_TOKEN_URL, &API_ENDPOINT]
            .into_iter()
            .any(is_relative)
            || new.get(&CUSTOM_BASE_URL))
    {
        errors.add(&BASE_URL, "Please enter Base URL");
    }
    for (field, words) in [
        (&AUTHORIZE_URL, "Please enter Authorize URL"),
        (&ACCESS_TOKEN_URL, "Please enter Access Token URL"),
    ] {
        // With an OpenID Configuration they are fetched once the record is there.
        let comes_later = !new.get(&OPENID_CONFIGURATION).is_empty() && !new.get(&ENABLE_SOCIAL_LOGIN);
        if new.get(field).is_empty() && !comes_later {
            errors.add(field, words);
        }
    }
    if !errors.0.is_empty() {
        return;
    }
    let entered = ADDRESSES
        .iter()
        .filter(|(field, _)| !new.get(field).is_empty())
        .map(|(field, purpose)| (field.name(), *purpose, join(base, new.get(field))));
    if addresses::check(&env.guard, entered, errors) {
        return;
    }
    let authorize = join(base, new.get(&AUTHORIZE_URL));
    if ["/common/", "/organizations/", "/consumers/"]
        .iter()
        .any(|any| authorize.contains(any))
        && authorize.contains("microsoftonline")
    {
        errors.add(
            &AUTHORIZE_URL,
            "Put your own tenant in the place of common: anybody's directory could sign in.",
        );
    }
    redirect_url(env, new, errors);
}

/// Ids mean something at their provider only: at another one they would be other people's.
pub(super) fn people(db: &Read, old: &Of<Keys>, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let moved = IDENTIFYING.iter().find(|field| is_moved(old, new, field));
    let property = (!old.same(new, &USER_ID_PROPERTY)).then_some(&USER_ID_PROPERTY);
    let Some(field) = moved.copied().or(property) else {
        return Ok(());
    };
    let linked = logins::count(db, &old.name)?;
    if linked > 0 {
        errors.add(
            field,
            text!("{ $linked } people sign in with it: at another provider their ids would be other people's. Make a new key, or unlink them first.", linked = &linked),
        );
    }
    Ok(())
}

/// Each provider's people come back to an address of its own (A55: no provider mix-up).
pub(super) fn own_address(db: &Read, env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let name = verbs::scrub(new.get(&PROVIDER_NAME));
    if is_taken(db, env, &name, new.get(&REDIRECT_URL))? {
        errors.add(
            &REDIRECT_URL,
            text!(
                "Another key has this address already. Take { $address }.",
                address = callback_path(&format!("custom/{name}"))
            ),
        );
    }
    Ok(())
}

/// People must come back to an address that is answered here.
fn redirect_url(env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) {
    let name = verbs::scrub(new.get(&PROVIDER_NAME));
    let own = format!("custom/{name}");
    let address = join(&env.base_url, new.get(&REDIRECT_URL));
    let named = NAMED_CALLBACKS
        .iter()
        .map(|method| callback_path(&format!("{method}/{name}")));
    let mut answered = own_callbacks().map(|method| method_path(&method)).chain(named);
    // As in Frappe a slash at the end makes no difference: people paste it so.
    if !answered.any(|known| env.url(&known) == address.trim_end_matches('/')) {
        errors.add(
            &REDIRECT_URL,
            text!(
                "People cannot come back to { $address }. Leave it empty: then it is { $own }.",
                address = &address,
                own = callback_path(&own)
            ),
        );
    }
}

pub(super) fn json(new: &Of<Keys>, errors: &mut FieldErrors) {
    for field in [&AUTH_URL_DATA, &API_ENDPOINT_ARGS] {
        match parameters(new.get(field)) {
            Err(why) => errors.add(field, text!("This cannot be read: { $why }.", why = &why)),
            Ok(found) if *field == AUTH_URL_DATA => parameters_of(&found, errors),
            Ok(_) => {}
        }
    }
}

fn parameters_of(found: &[(String, String)], errors: &mut FieldErrors) {
    for (name, value) in found {
        let is_ours = is_reserved(name) && !matches!(name.as_str(), "scope" | "response_type");
        if is_ours || name == "nonce" {
            errors.add(
                &AUTH_URL_DATA,
                text!("{ $name } is sent by this site itself: leave it out.", name = &name),
            );
        }
        if name == "response_type" && value != "code" {
            errors.add(
                &AUTH_URL_DATA,
                "response_type is code: tokens do not travel in addresses.",
            );
        }
    }
}

pub(super) fn enabled(new: &Of<Keys>, errors: &mut FieldErrors) {
    if !new.get(&ENABLE_SOCIAL_LOGIN) {
        return;
    }
    let method = new.get(&TOKEN_ENDPOINT_AUTH_METHOD);
    // Frappe's words.
    if new.get(&CLIENT_ID).is_empty() {
        errors.add(&CLIENT_ID, "Please enter Client ID before social login is enabled");
    }
    if matches!(method, "Client Secret Basic" | "Client Secret Post") && new.get(&CLIENT_SECRET).is_empty() {
        errors.add(
            &CLIENT_SECRET,
            "Please enter Client Secret before social login is enabled",
        );
    }
    if !new.get(&JWKS_URI).is_empty() && new.get(&ISSUER).is_empty() {
        errors.add(
            &ISSUER,
            "Whom ID tokens must be of: Get OpenID Configuration fills it in.",
        );
    }
    if method == "None" && !new.get(&USE_PKCE) {
        errors.add(
            &USE_PKCE,
            "Without a secret, PKCE is what keeps codes safe: switch it on.",
        );
    }
}

pub(super) fn roles(db: &Read, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let automatic = crate::roles::AUTOMATIC;
    let mapped = new.get(&ROLE_MAP).into_iter().map(|(_, role)| (ROLE_MAP.name(), role));
    for (field, role) in mapped.chain([(DEFAULT_ROLE.name(), new.get(&DEFAULT_ROLE))]) {
        if role.is_empty() {
            continue;
        }
        if automatic.contains(&role) || !crate::roles::exists(db, role)? {
            errors.add(
                field,
                text!(
                    "There is no role { $role } that could be given.",
                    role = format!("{role:?}")
                ),
            );
        }
    }
    Ok(())
}

pub(super) fn is_moved(old: &Of<Keys>, new: &Of<Keys>, field: &Address) -> bool {
    let address = |record: &Of<Keys>| join(record.get(&BASE_URL), record.get(field));
    !old.get(field).is_empty() && has_moved(&address(old), &address(new))
}

pub(super) fn icon(new: &Of<Keys>, errors: &mut FieldErrors) {
    let sign = new.get(&ICON);
    // Frappe has paths and Font Awesome's names here: they are kept, and not shown.
    let is_foreign = sign.contains('/') || sign.starts_with("fa");
    if !sign.is_empty() && !is_foreign && !icon::NAMES.contains(&sign) {
        errors.add(
            &ICON,
            text!(
                "There is no sign { $sign }: { $icon }.",
                sign = format!("{sign:?}"),
                icon = icon::NAMES.join(", ")
            ),
        );
    }
}
