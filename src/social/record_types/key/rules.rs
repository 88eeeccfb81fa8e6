//! What makes a Social Login Key's values good, and what follows a save.

use super::record::*;
use super::{checks, views};
use crate::base::{Env, FieldErrors, Result, Seconds, Text, text};
use crate::db::Read;
use crate::records::{
    Acting, Asked, Asking, Extra, FieldKind, Handle, MASK, Of, Outcome, Prepared, Reading, Rules, Start, Tab, Writing,
    handle, verbs,
};
use crate::social::keys::presets::{self as known, Preset};
use crate::social::keys::{self};
use crate::social::{callback_path, logins};
use crate::upstream::discovery::{self, Fields};
use crate::upstream::presets;
use crate::users::ways_in::{Leaving, guard_last_way_in};
use maud::Markup;
use serde_json::Value as Json;

/// Addresses whose host must stay, or the client secret is forgotten.
static SECRET_ADDRESSES: &[&Address] = &[&ACCESS_TOKEN_URL, &AUTHORIZE_URL, &OPENID_CONFIGURATION];
/// What an administrator has proven that it works; changed, it is to be proven again.
static PROVEN_FIELDS: &[&Address] = &[
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
        checks::name(new, errors);
        complete(cx.db, cx.env, new)?;
        checks::addresses(cx.env, new, errors);
        checks::own_address(cx.db, cx.env, new, errors)?;
        checks::json(new, errors);
        checks::enabled(new, errors);
        checks::roles(cx.db, new, errors)?;
        checks::icon(new, errors);
        let Some(old) = old else { return Ok(()) };
        checks::people(cx.db, old, new, errors)?;
        let has_moved = SECRET_ADDRESSES.iter().any(|field| checks::is_moved(old, new, field));
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

    fn exported(&self, cx: &Reading, record: &Of<Self>) -> Result<Vec<Extra>> {
        let proven_at = keys::get(cx.db, cx.env, &record.name)?.proven_at;
        Ok(proven_at.map(|at| (PROVEN_AT, Json::from(at.0))).into_iter().collect())
    }

    /// Where a site moves, what worked is not asked for again: its people would be shut out meanwhile.
    fn imported(&self, cx: &Writing, record: &Of<Self>, is_new: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        let said = extras.iter().find(|(name, _)| is_new && *name == PROVEN_AT);
        if let Some(at) = said.and_then(|(_, at)| at.as_i64()) {
            keys::set_proven(cx.db, &record.name, Some(Seconds(at)))?;
        }
        Ok(Vec::new())
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        guard_last_way_in(cx.db, Leaving::Key(&record.name))
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let linked = logins::count(cx.db, &record.name)?;
        Ok(match linked {
            0 => "Nobody has signed in with it.".into(),
            linked => text!(
                "{ $count } people who sign in with it cannot any more, unless they have a password or another way.",
                count = linked
            ),
        })
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, tab: &str) -> Result<Option<Markup>> {
        if tab != Tab::OVERVIEW.name {
            return Ok(None);
        }
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
            panel: views::start(&SOCIAL_LOGIN_KEY, preset, query),
        })
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
    if given.is_empty() || (is_usual && checks::is_taken(db, env, &name, given)?) {
        new.set(&REDIRECT_URL, callback_path(&format!("custom/{name}")));
    }
    Ok(())
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
            || PROVEN_FIELDS.iter().copied().any(|field| is_text_changed(&field))
            || [&ID_TOKEN_HS256, &USE_PKCE].iter().any(is_check_changed)
            || old.get(&ALLOWED_DOMAINS) != new.get(&ALLOWED_DOMAINS))
}

pub(super) fn ask_configuration(asking: Asking<Keys>) -> Asked {
    discovery::ask(&CONFIGURATION, asking)
}

pub(super) fn take_over(acting: &Acting<Keys>, prepared: Prepared) -> Result<Outcome> {
    discovery::take_over(&CONFIGURATION, acting, prepared)
}
