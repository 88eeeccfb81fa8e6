//! What makes a Social Login Key's values good, and what follows a save.

use super::presets::Preset;
use super::record::SOCIAL_LOGIN_KEY;
use super::{Leaving, guard_last_way_in, join, parameters, presets as known, store, views};
use crate::base::{Env, FieldErrors, Result};
use crate::connected::apps::discovery::{self, Members};
use crate::connected::token_request::RESERVED;
use crate::db::{Read, Write};
use crate::presets;
use crate::records::{Acting, Asked, Asking, Kind, MASK, Outcome, Prepared, Record, Rules, Start, verbs};
use crate::social::{NAMED_CALLBACKS, callback_path, logins, method_path, own_callbacks};
use crate::ui::icon;
use crate::users::Actor;
use maud::Markup;
use serde_json::Value as Json;
use url::Url;

/// What a Social Login Key's values must be, and what follows a save.
pub struct KeyRules;

/// Addresses that this server itself calls.
const CALLED: &[&str] = &["access_token_url", "api_endpoint", "jwks_uri", "openid_configuration"];
/// Addresses whose host must stay, or the client secret is forgotten.
const LEADING: &[&str] = &["access_token_url", "authorize_url", "openid_configuration"];
/// Addresses whose host says whose people's ids they are.
const IDENTIFYING: &[&str] = &["issuer", "authorize_url", "access_token_url", "api_endpoint"];
/// What an administrator has proven that it works; changed, it is to be proven again.
const PROVEN: &[&str] = &[
    "client_id",
    "client_secret",
    "base_url",
    "authorize_url",
    "access_token_url",
    "redirect_url",
    "api_endpoint",
    "api_endpoint_args",
    "auth_url_data",
    "user_id_property",
    "email_claim",
    "allowed_domains",
    "issuer",
    "jwks_uri",
    "id_token_hs256",
    "token_endpoint_auth_method",
    "use_pkce",
];
/// Fields of the record, with the members of an OpenID Configuration.
const MEMBERS: Members = &[
    ("issuer", "issuer"),
    ("authorize_url", "authorization_endpoint"),
    ("access_token_url", "token_endpoint"),
    ("api_endpoint", "userinfo_endpoint"),
    ("jwks_uri", "jwks_uri"),
    ("end_session_endpoint", "end_session_endpoint"),
];

impl Rules for KeyRules {
    fn validate(
        &self,
        db: &Read,
        env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_name(new, errors);
        complete(db, env, new)?;
        check_addresses(env, new, errors);
        check_own_address(db, env, new, errors)?;
        check_json(new, errors);
        check_enabled(new, errors);
        check_roles(db, new, errors)?;
        let sign = new.text("icon");
        // Frappe has paths and Font Awesome's names here: they are kept, and not shown.
        let is_foreign = sign.contains('/') || sign.starts_with("fa");
        if !sign.is_empty() && !is_foreign && !icon::NAMES.contains(&sign) {
            errors.add(
                "icon",
                format!("There is no sign {sign:?}: {}.", icon::NAMES.join(", ")),
            );
        }
        let Some(old) = old else { return Ok(()) };
        check_people(db, old, new, errors)?;
        let has_moved = LEADING.iter().any(|field| is_moved(old, new, field));
        if has_moved && new.text("client_secret") == MASK {
            new.set("client_secret", Json::Null);
        }
        let is_leaving = old.is_checked("enable_social_login") && !new.is_checked("enable_social_login");
        if is_leaving || is_to_be_proven(old, new) {
            errors.take(guard_last_way_in(db, Leaving::Key(&old.name)))?;
        }
        Ok(())
    }

    fn after_save(
        &self,
        db: &Write,
        _env: &Env,
        old: Option<&Record>,
        new: &Record,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let Some(old) = old else { return Ok(()) };
        if old.text("client_secret") == MASK && new.values.get("client_secret") == Some(&Json::Null) {
            outcome.message = "The addresses moved to another host, so the client secret was forgotten.".into();
        }
        match is_to_be_proven(old, new) {
            true => store::set_proven(db, &new.name, None),
            false => Ok(()),
        }
    }

    fn before_delete(&self, db: &Write, _env: &Env, record: &Record) -> Result<()> {
        guard_last_way_in(db, Leaving::Key(&record.name))
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let linked = logins::store::count(db, &record.name)?;
        Ok(match linked {
            0 => "Nobody has signed in with it.".into(),
            linked => format!(
                "{linked} people who sign in with it cannot any more, unless they have a password or another way."
            ),
        })
    }

    fn panel(&self, db: &Read, env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let key = super::get(db, env, &record.name)?;
        Ok(Some(views::panel(&views::Panel {
            env,
            key: &key,
            preset: known::of_provider(&key.provider),
            linked: logins::store::count(db, &record.name)?,
            may_test: actor.decides(),
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
fn check_name(new: &Record, errors: &mut FieldErrors) {
    let name = new.text("provider_name");
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    if !name.chars().all(legal) || name.len() > 100 {
        errors.add(
            "provider_name",
            "Up to 100 plain letters, digits, spaces, hyphens, underscores and dots: it stands in addresses, too.",
        );
    }
}

/// Fills in what a preset says, and the Redirect URL.
fn complete(db: &Read, env: &Env, new: &mut Record) -> Result<()> {
    let preset = known::of_provider(new.text("social_login_provider"));
    for (field, value) in preset.iter().flat_map(|preset| &preset.values) {
        let kind = SOCIAL_LOGIN_KEY.field(field).map(|field| &field.kind);
        let is_text = !matches!(kind, None | Some(Kind::Check));
        if is_text && new.text(field).is_empty() && presets::blank(value).is_none() {
            new.set(field, value.clone());
        }
    }
    complete_redirect_url(db, env, new, preset)?;
    for list in ["trusted_domains", "allowed_domains"] {
        let text = new.text(list).to_lowercase();
        new.set(list, text);
    }
    let role_map = new.text("role_map").to_owned();
    new.set("role_map", role_map);
    Ok(())
}

/// The preset's own address is the first key's; every other has one that ends with its name.
fn complete_redirect_url(db: &Read, env: &Env, new: &mut Record, preset: Option<&Preset>) -> Result<()> {
    let name = verbs::scrub(new.text("provider_name"));
    let given = new.text("redirect_url");
    let usual = preset.and_then(|preset| preset.values.get("redirect_url"));
    let is_usual = usual.is_some_and(|usual| usual == given);
    if given.is_empty() || (is_usual && is_taken(db, env, &name, given)?) {
        new.set("redirect_url", callback_path(&format!("custom/{name}")));
    }
    Ok(())
}

/// Whether another key has this Redirect URL.
fn is_taken(db: &Read, env: &Env, name: &str, redirect_url: &str) -> Result<bool> {
    let others = store::other_redirect_urls(db, name)?;
    let own = join(&env.base_url, redirect_url);
    Ok(others.iter().any(|other| join(&env.base_url, other) == own))
}

fn check_addresses(env: &Env, new: &Record, errors: &mut FieldErrors) {
    let base = new.text("base_url");
    // Frappe's words.
    let is_relative = |field: &str| !new.text(field).is_empty() && !new.text(field).starts_with("http");
    if base.is_empty()
        && (["authorize_url", "access_token_url", "api_endpoint"]
            .into_iter()
            .any(is_relative)
            || new.is_checked("custom_base_url"))
    {
        errors.add("base_url", "Please enter Base URL");
    }
    for (field, words) in [
        ("authorize_url", "Please enter Authorize URL"),
        ("access_token_url", "Please enter Access Token URL"),
    ] {
        // With an OpenID Configuration they are fetched once the record is there.
        let comes_later = !new.text("openid_configuration").is_empty() && !new.is_checked("enable_social_login");
        if new.text(field).is_empty() && !comes_later {
            errors.add(field, words);
        }
    }
    if !errors.0.is_empty() {
        return;
    }
    let mut fields: Vec<&str> = CALLED.to_vec();
    fields.extend(["authorize_url", "issuer", "end_session_endpoint"]);
    for field in fields {
        let text = new.text(field);
        if text.is_empty() {
            continue;
        }
        let address = join(base, text);
        if let Some(blank) = presets::blank(&address) {
            errors.add(field, format!("Put your own value in the place of {{{blank}}}, here and in the other addresses: Fill in above does it."));
            return;
        }
        if let Err(why) = check_address(env, field, &address) {
            errors.add(field, format!("This address cannot be used: {why}."));
        }
    }
    let authorize = join(base, new.text("authorize_url"));
    if ["/common/", "/organizations/", "/consumers/"]
        .iter()
        .any(|any| authorize.contains(any))
        && authorize.contains("microsoftonline")
    {
        errors.add(
            "authorize_url",
            "Put your own tenant in the place of common: anybody's directory could sign in.",
        );
    }
    check_redirect_url(env, new, errors);
}

fn check_address(env: &Env, field: &str, address: &str) -> std::result::Result<(), String> {
    if CALLED.contains(&field) {
        return env.guard.check(address).map(drop);
    }
    // The browser goes there, not we: a private host is as good as any.
    let url = Url::parse(address).map_err(|error| format!("{address:?} is no address ({error})"))?;
    match url.scheme() {
        "https" if url.host_str().is_some() && url.username().is_empty() => Ok(()),
        _ => env.guard.check(address).map(drop),
    }
}

/// Ids mean something at their provider only: at another one they would be other people's.
fn check_people(db: &Read, old: &Record, new: &Record, errors: &mut FieldErrors) -> Result<()> {
    let moved = IDENTIFYING.iter().find(|field| is_moved(old, new, field));
    let property = (old.text("user_id_property") != new.text("user_id_property")).then_some(&"user_id_property");
    let Some(field) = moved.or(property) else {
        return Ok(());
    };
    let linked = logins::store::count(db, &old.name)?;
    if linked > 0 {
        errors.add(
            field,
            format!("{linked} people sign in with it: at another provider their ids would be other people's. Make a new key, or unlink them first."),
        );
    }
    Ok(())
}

/// Each provider's people come back to an address of its own (A55).
fn check_own_address(db: &Read, env: &Env, new: &Record, errors: &mut FieldErrors) -> Result<()> {
    let name = verbs::scrub(new.text("provider_name"));
    if is_taken(db, env, &name, new.text("redirect_url"))? {
        errors.add(
            "redirect_url",
            format!(
                "Another key has this address already. Take {}.",
                callback_path(&format!("custom/{name}"))
            ),
        );
    }
    Ok(())
}

/// People must come back to an address that is answered here.
fn check_redirect_url(env: &Env, new: &Record, errors: &mut FieldErrors) {
    let name = verbs::scrub(new.text("provider_name"));
    let own = format!("custom/{name}");
    let address = join(&env.base_url, new.text("redirect_url"));
    let named = NAMED_CALLBACKS
        .iter()
        .map(|method| callback_path(&format!("{method}/{name}")));
    let mut answered = own_callbacks().map(|method| method_path(&method)).chain(named);
    if !answered.any(|known| env.url(&known) == address) {
        errors.add(
            "redirect_url",
            format!(
                "People cannot come back to {address}. Leave it empty: then it is {}.",
                callback_path(&own)
            ),
        );
    }
}

fn check_json(new: &Record, errors: &mut FieldErrors) {
    for field in ["auth_url_data", "api_endpoint_args"] {
        match parameters(new.text(field)) {
            Err(why) => errors.add(field, format!("This cannot be read: {why}.")),
            Ok(found) if field == "auth_url_data" => check_parameters(&found, errors),
            Ok(_) => {}
        }
    }
}

fn check_parameters(found: &[(String, String)], errors: &mut FieldErrors) {
    for (name, value) in found {
        let is_ours = RESERVED.contains(&name.as_str()) && !matches!(name.as_str(), "scope" | "response_type");
        if is_ours || name == "nonce" {
            errors.add(
                "auth_url_data",
                format!("{name} is sent by this site itself: leave it out."),
            );
        }
        if name == "response_type" && value != "code" {
            errors.add(
                "auth_url_data",
                "response_type is code: tokens do not travel in addresses.",
            );
        }
    }
}

fn check_enabled(new: &Record, errors: &mut FieldErrors) {
    if !new.is_checked("enable_social_login") {
        return;
    }
    let method = new.text("token_endpoint_auth_method");
    // Frappe's words.
    if new.text("client_id").is_empty() {
        errors.add("client_id", "Please enter Client ID before social login is enabled");
    }
    if matches!(method, "Client Secret Basic" | "Client Secret Post") && new.text("client_secret").is_empty() {
        errors.add(
            "client_secret",
            "Please enter Client Secret before social login is enabled",
        );
    }
    if !new.text("jwks_uri").is_empty() && new.text("issuer").is_empty() {
        errors.add(
            "issuer",
            "Whom ID tokens must be of: Get OpenID Configuration fills it in.",
        );
    }
    if method == "None" && !new.is_checked("use_pkce") {
        errors.add(
            "use_pkce",
            "Without a secret, PKCE is what keeps codes safe: switch it on.",
        );
    }
}

fn check_roles(db: &Read, new: &Record, errors: &mut FieldErrors) -> Result<()> {
    let automatic = crate::roles::AUTOMATIC;
    let mapped = new.pairs("role_map").into_iter().map(|(_, role)| ("role_map", role));
    for (field, role) in mapped.chain([("default_role", new.text("default_role"))]) {
        if role.is_empty() {
            continue;
        }
        if automatic.contains(&role) || !crate::roles::store::exists(db, role)? {
            errors.add(field, format!("There is no role {role:?} that could be given."));
        }
    }
    Ok(())
}

fn is_moved(old: &Record, new: &Record, field: &str) -> bool {
    let origin = |record: &Record| {
        let address = join(record.text("base_url"), record.text(field));
        Url::parse(&address).ok().map(|url| url.origin().ascii_serialization())
    };
    !old.text(field).is_empty() && origin(old) != origin(new)
}

/// Whether the key is not the one any more that an administrator signed in with.
fn is_to_be_proven(old: &Record, new: &Record) -> bool {
    let value = |record: &Record, field: &str| match record.values.get(field) {
        None | Some(Json::Null) => Json::from(""),
        Some(value) => value.clone(),
    };
    // A secret that was not given stays, and is not among the values any more once it was sealed.
    let is_changed = |field: &&&str| match **field {
        "client_secret" => match new.values.get("client_secret") {
            None => false,
            Some(Json::Null) => old.text("client_secret") == MASK,
            Some(secret) => secret != MASK,
        },
        field => value(old, field) != value(new, field),
    };
    !old.values.get("proven").is_none_or(Json::is_null) && PROVEN.iter().any(|field| is_changed(&field))
}

pub(super) fn ask_configuration(asking: Asking) -> Asked {
    discovery::ask(asking)
}

pub(super) fn take_over(acting: &Acting, prepared: Prepared) -> Result<Outcome> {
    discovery::take_over_into(&SOCIAL_LOGIN_KEY, MEMBERS, acting, prepared)
}
