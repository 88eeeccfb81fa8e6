//! What makes a Social Login Key's values good, and what follows a save.

use super::record::*;
use super::views;
use crate::base::{Env, FieldErrors, Result};
use crate::db::Read;
use crate::records::{
    Acting, Asked, Asking, FieldKind, Handle, MASK, Of, Outcome, Prepared, Reading, Rules, Start, Writing, handle,
    verbs,
};
use crate::social::keys::presets::{self as known, Preset};
use crate::social::keys::{self, join, parameters};
use crate::social::{NAMED_CALLBACKS, callback_path, logins, method_path, own_callbacks};
use crate::ui::icon;
use crate::upstream::addresses::{self, Purpose, has_moved};
use crate::upstream::authorization::is_reserved;
use crate::upstream::discovery::{self, Fields};
use crate::upstream::presets;
use crate::users::ways_in::{Leaving, guard_last_way_in};
use maud::Markup;
use serde_json::Value as Json;

/// The record type Social Login Key.
pub struct Keys;

/// An address, or another text, of a key.
type Address = Handle<Keys, handle::Text>;

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
/// Addresses whose host must stay, or the client secret is forgotten.
static LEADING: &[&Address] = &[&ACCESS_TOKEN_URL, &AUTHORIZE_URL, &OPENID_CONFIGURATION];
/// Addresses whose host says whose people's ids they are.
static IDENTIFYING: &[&Address] = &[&ISSUER, &AUTHORIZE_URL, &ACCESS_TOKEN_URL, &API_ENDPOINT];
/// What an administrator has proven that it works; changed, it is to be proven again.
static PROVEN_TEXTS: &[&Address] = &[
    &CLIENT_ID,
    &BASE_URL,
    &AUTHORIZE_URL,
    &ACCESS_TOKEN_URL,
    &REDIRECT_URL,
    &API_ENDPOINT,
    &API_ENDPOINT_ARGS,
    &AUTH_URL_DATA,
    &USER_ID_PROPERTY,
    &EMAIL_CLAIM,
    &ISSUER,
    &JWKS_URI,
    &TOKEN_ENDPOINT_AUTH_METHOD,
];
/// The fields that an OpenID Configuration fills in.
static CONFIGURATION: Fields<Keys> = Fields {
    record_type: &SOCIAL_LOGIN_KEY,
    configuration: &OPENID_CONFIGURATION,
    issuer: &ISSUER,
    use_pkce: &USE_PKCE,
    auth_method: &TOKEN_ENDPOINT_AUTH_METHOD,
    members: &[
        (&ISSUER, "issuer"),
        (&AUTHORIZE_URL, "authorization_endpoint"),
        (&ACCESS_TOKEN_URL, "token_endpoint"),
        (&API_ENDPOINT, "userinfo_endpoint"),
        (&JWKS_URI, "jwks_uri"),
        (&END_SESSION_ENDPOINT, "end_session_endpoint"),
    ],
};

impl Rules for Keys {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_name(new, errors);
        complete(cx.db, cx.env, new)?;
        check_addresses(cx.env, new, errors);
        check_own_address(cx.db, cx.env, new, errors)?;
        check_json(new, errors);
        check_enabled(new, errors);
        check_roles(cx.db, new, errors)?;
        let sign = new.get(&ICON);
        // Frappe has paths and Font Awesome's names here: they are kept, and not shown.
        let is_foreign = sign.contains('/') || sign.starts_with("fa");
        if !sign.is_empty() && !is_foreign && !icon::NAMES.contains(&sign) {
            errors.add(&ICON, format!("There is no sign {sign:?}: {}.", icon::NAMES.join(", ")));
        }
        let Some(old) = old else { return Ok(()) };
        check_people(cx.db, old, new, errors)?;
        let has_moved = LEADING.iter().any(|field| is_moved(old, new, field));
        if has_moved && new.get(&CLIENT_SECRET) == MASK {
            new.set(&CLIENT_SECRET, Json::Null);
        }
        let is_leaving = old.get(&ENABLE_SOCIAL_LOGIN) && !new.get(&ENABLE_SOCIAL_LOGIN);
        if is_leaving || is_to_be_proven(old, new) {
            errors.take(guard_last_way_in(cx.db, Leaving::Key(&old.name)))?;
        }
        Ok(())
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        let Some(old) = old else { return Ok(()) };
        if old.get(&CLIENT_SECRET) == MASK && new.is_null(&CLIENT_SECRET) {
            outcome.message = "The addresses moved to another host, so the client secret was forgotten.".into();
        }
        match is_to_be_proven(old, new) {
            true => keys::set_proven(cx.db, &new.name, None),
            false => Ok(()),
        }
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        guard_last_way_in(cx.db, Leaving::Key(&record.name))
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<String> {
        let linked = logins::count(cx.db, &record.name)?;
        Ok(match linked {
            0 => "Nobody has signed in with it.".into(),
            linked => format!(
                "{linked} people who sign in with it cannot any more, unless they have a password or another way."
            ),
        })
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>) -> Result<Option<Markup>> {
        let key = keys::get(cx.db, cx.env, &record.name)?;
        Ok(Some(views::panel(&views::Panel {
            env: cx.env,
            key: &key,
            preset: known::of_provider(&key.provider),
            linked: logins::count(cx.db, &record.name)?,
            may_test: cx.actor.decides(),
        })))
    }

    fn start(&self, query: &[(String, String)]) -> Option<Start> {
        let asked = query.iter().find(|(name, _)| name == "preset");
        let preset = asked.and_then(|(_, key)| known::find(key));
        Some(Start {
            values: preset.map(|preset| preset.values(query)).unwrap_or_default(),
            panel: views::start(preset, query),
        })
    }
}

/// The name of the record follows from it, and stands in addresses.
fn check_name(new: &Of<Keys>, errors: &mut FieldErrors) {
    let name = new.get(&PROVIDER_NAME);
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    if !name.chars().all(legal) || name.len() > 100 {
        errors.add(
            &PROVIDER_NAME,
            "Up to 100 plain letters, digits, spaces, hyphens, underscores and dots: it stands in addresses, too.",
        );
    }
}

/// Fills in what a preset says, and the Redirect URL.
fn complete(db: &Read, env: &Env, new: &mut Of<Keys>) -> Result<()> {
    let preset = known::of_provider(new.get(&SOCIAL_LOGIN_PROVIDER));
    for (field, value) in preset.iter().flat_map(|preset| &preset.values) {
        let field = SOCIAL_LOGIN_KEY.field(field);
        let Some(field) = field.filter(|field| !matches!(field.kind, FieldKind::Check)) else {
            continue;
        };
        if new.text(field).is_empty() && presets::blank(value).is_none() {
            new.put(field, value.clone());
        }
    }
    complete_redirect_url(db, env, new, preset)?;
    for list in [&TRUSTED_DOMAINS, &ALLOWED_DOMAINS] {
        let lines = new.get(list).join("\n").to_lowercase();
        new.set(list, lines);
    }
    Ok(())
}

/// The preset's own address is the first key's; every other has one that ends with its name.
fn complete_redirect_url(db: &Read, env: &Env, new: &mut Of<Keys>, preset: Option<&Preset>) -> Result<()> {
    let name = verbs::scrub(new.get(&PROVIDER_NAME));
    let given = new.get(&REDIRECT_URL);
    let usual = preset.and_then(|preset| preset.values.get("redirect_url"));
    let is_usual = usual.is_some_and(|usual| usual == given);
    if given.is_empty() || (is_usual && is_taken(db, env, &name, given)?) {
        new.set(&REDIRECT_URL, callback_path(&format!("custom/{name}")));
    }
    Ok(())
}

/// Whether another key has this Redirect URL.
fn is_taken(db: &Read, env: &Env, name: &str, redirect_url: &str) -> Result<bool> {
    let others = keys::other_redirect_urls(db, name)?;
    let own = join(&env.base_url, redirect_url);
    Ok(others.iter().any(|other| join(&env.base_url, other) == own))
}

fn check_addresses(env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) {
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
    check_redirect_url(env, new, errors);
}

/// Ids mean something at their provider only: at another one they would be other people's.
fn check_people(db: &Read, old: &Of<Keys>, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let moved = IDENTIFYING.iter().find(|field| is_moved(old, new, field));
    let property = (!old.same(new, &USER_ID_PROPERTY)).then_some(&USER_ID_PROPERTY);
    let Some(field) = moved.copied().or(property) else {
        return Ok(());
    };
    let linked = logins::count(db, &old.name)?;
    if linked > 0 {
        errors.add(
            field,
            format!("{linked} people sign in with it: at another provider their ids would be other people's. Make a new key, or unlink them first."),
        );
    }
    Ok(())
}

/// Each provider's people come back to an address of its own (A55).
fn check_own_address(db: &Read, env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let name = verbs::scrub(new.get(&PROVIDER_NAME));
    if is_taken(db, env, &name, new.get(&REDIRECT_URL))? {
        errors.add(
            &REDIRECT_URL,
            format!(
                "Another key has this address already. Take {}.",
                callback_path(&format!("custom/{name}"))
            ),
        );
    }
    Ok(())
}

/// People must come back to an address that is answered here.
fn check_redirect_url(env: &Env, new: &Of<Keys>, errors: &mut FieldErrors) {
    let name = verbs::scrub(new.get(&PROVIDER_NAME));
    let own = format!("custom/{name}");
    let address = join(&env.base_url, new.get(&REDIRECT_URL));
    let named = NAMED_CALLBACKS
        .iter()
        .map(|method| callback_path(&format!("{method}/{name}")));
    let mut answered = own_callbacks().map(|method| method_path(&method)).chain(named);
    if !answered.any(|known| env.url(&known) == address) {
        errors.add(
            &REDIRECT_URL,
            format!(
                "People cannot come back to {address}. Leave it empty: then it is {}.",
                callback_path(&own)
            ),
        );
    }
}

fn check_json(new: &Of<Keys>, errors: &mut FieldErrors) {
    for field in [&AUTH_URL_DATA, &API_ENDPOINT_ARGS] {
        match parameters(new.get(field)) {
            Err(why) => errors.add(field, format!("This cannot be read: {why}.")),
            Ok(found) if *field == AUTH_URL_DATA => check_parameters(&found, errors),
            Ok(_) => {}
        }
    }
}

fn check_parameters(found: &[(String, String)], errors: &mut FieldErrors) {
    for (name, value) in found {
        let is_ours = is_reserved(name) && !matches!(name.as_str(), "scope" | "response_type");
        if is_ours || name == "nonce" {
            errors.add(
                &AUTH_URL_DATA,
                format!("{name} is sent by this site itself: leave it out."),
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

fn check_enabled(new: &Of<Keys>, errors: &mut FieldErrors) {
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

fn check_roles(db: &Read, new: &Of<Keys>, errors: &mut FieldErrors) -> Result<()> {
    let automatic = crate::roles::AUTOMATIC;
    let mapped = new.get(&ROLE_MAP).into_iter().map(|(_, role)| (ROLE_MAP.name(), role));
    for (field, role) in mapped.chain([(DEFAULT_ROLE.name(), new.get(&DEFAULT_ROLE))]) {
        if role.is_empty() {
            continue;
        }
        if automatic.contains(&role) || !crate::roles::exists(db, role)? {
            errors.add(field, format!("There is no role {role:?} that could be given."));
        }
    }
    Ok(())
}

fn is_moved(old: &Of<Keys>, new: &Of<Keys>, field: &Address) -> bool {
    let address = |record: &Of<Keys>| join(record.get(&BASE_URL), record.get(field));
    !old.get(field).is_empty() && has_moved(&address(old), &address(new))
}

/// Whether the key is not the one any more that an administrator signed in with.
fn is_to_be_proven(old: &Of<Keys>, new: &Of<Keys>) -> bool {
    // A secret that was not given stays, and is not among the values any more once it was sealed.
    let is_secret_changed = match new.is_null(&CLIENT_SECRET) {
        true => old.get(&CLIENT_SECRET) == MASK,
        false => new.has(&CLIENT_SECRET) && new.get(&CLIENT_SECRET) != MASK,
    };
    let is_text_changed = |field: &&Address| old.get(field) != new.get(field);
    let is_check_changed = |field: &&Handle<Keys, handle::Flag>| old.get(field) != new.get(field);
    old.get(&PROVEN).is_some()
        && (is_secret_changed
            || PROVEN_TEXTS.iter().copied().any(|field| is_text_changed(&field))
            || [&ID_TOKEN_HS256, &USE_PKCE].iter().any(is_check_changed)
            || old.get(&ALLOWED_DOMAINS) != new.get(&ALLOWED_DOMAINS))
}

pub(super) fn ask_configuration(asking: Asking<Keys>) -> Asked {
    discovery::ask(&CONFIGURATION, asking)
}

pub(super) fn take_over(acting: &Acting<Keys>, prepared: Prepared) -> Result<Outcome> {
    discovery::take_over(&CONFIGURATION, acting, prepared)
}
