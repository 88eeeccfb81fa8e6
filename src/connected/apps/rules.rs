//! What makes a Connected App's values good, and what follows a save.

use super::record::CONNECTED_APP;
use super::{presets as known, store, views};
use crate::base::{Env, Error, FieldErrors, Result};
use crate::connected::token_request::RESERVED;
use crate::connected::{callback_path, deliveries, tokens};
use crate::db::{Read, Write};
use crate::presets;
use crate::records::verbs::secret_place;
use crate::records::{Acting, Input, MASK, Outcome, Prepared, Record, Rules, Shown, Start, verbs};
use crate::users::Actor;
use maud::Markup;
use serde_json::Value as Json;
use url::Url;

/// What a Connected App's values must be, and what follows a save.
pub struct AppRules;

/// Addresses that this server itself calls.
const CALLED: &[&str] = &[
    "openid_configuration",
    "token_uri",
    "revocation_uri",
    "userinfo_uri",
    "introspection_uri",
    "api_base_url",
    "webhook_url",
];

/// Addresses whose host must stay, or the client secret is forgotten.
const LEADING: &[(&str, &str)] = &[
    ("token_uri", "Token URI"),
    ("authorization_uri", "Authorization URI"),
    ("openid_configuration", "OpenID Configuration"),
];

/// Addresses that people or their tokens are sent to.
const LEADS: &[&str] = &[
    "openid_configuration",
    "issuer",
    "authorization_uri",
    "token_uri",
    "revocation_uri",
    "userinfo_uri",
    "introspection_uri",
    "api_base_url",
];

impl Rules for AppRules {
    fn validate(
        &self,
        _db: &Read,
        env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_addresses(env, new, errors);
        check_parameters(new, errors);
        if new.text("token_endpoint_auth_method") == "None" && !new.is_checked("use_pkce") {
            errors.add(
                "use_pkce",
                "Without a secret, PKCE is what keeps codes safe: switch it on.",
            );
        }
        if new.is_checked("pass_through") && new.text("api_base_url").is_empty() {
            errors.add("api_base_url", "Name the API that requests are passed on to.");
        }
        if let Some(old) = old
            && moved(old, new, LEADING).is_some()
            && new.text("client_secret") == MASK
        {
            new.set("client_secret", Json::Null);
        }
        let origins: Vec<&str> = new.entries("success_origins");
        let origins: Vec<&str> = origins.into_iter().map(|origin| origin.trim_end_matches('/')).collect();
        let origins = origins.join("\n");
        new.set("success_origins", origins);
        for list in ["scopes", "query_parameters", "success_origins"] {
            let text = new.text(list).to_owned();
            new.set(list, text);
        }
        check_origins(new, errors);
        Ok(())
    }

    /// Whoever may only manage apps must not lead other people's tokens to themselves (A70).
    fn authorize(&self, _db: &Read, actor: &Actor, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
        let Some(new) = new.filter(|_| !actor.decides()) else {
            return Ok(());
        };
        let before = old.map(|old| old.links("token_roles")).unwrap_or_default();
        if new.links("token_roles") != before {
            return Err(Error::Forbidden(
                "Only System Managers decide who may use everybody's tokens (Roles That May Use All Tokens).".into(),
            ));
        }
        let is_changed = |field: &str| old.is_none_or(|old| old.text(field) != new.text(field));
        // On a shared host another path is somebody else's: the whole address counts.
        let leads = |field: &&&str| old.is_some_and(|old| !old.text(field).is_empty()) && is_changed(field);
        if let Some(field) = LEADS.iter().find(leads) {
            return Err(Error::Forbidden(format!(
                "People or their tokens would be sent to another address ({field}): only System Managers may change that."
            )));
        }
        // This site's own key would vouch for whatever the record says.
        let vouches = new.text("token_endpoint_auth_method") == "Private Key JWT";
        let is_touched = ["token_endpoint_auth_method", "client_id"]
            .iter()
            .chain(LEADS)
            .any(|field| is_changed(field));
        match vouches && is_touched {
            true => Err(Error::Forbidden(
                "Private Key JWT vouches with this site's own key: only System Managers may set it up.".into(),
            )),
            false => Ok(()),
        }
    }

    fn after_save(
        &self,
        db: &Write,
        env: &Env,
        old: Option<&Record>,
        new: &Record,
        outcome: &mut Outcome,
    ) -> Result<()> {
        if new.text("redirect_uri").is_empty() {
            store::set_redirect_uri(db, &new.name, &redirect_uri(env, &new.name))?;
        }
        let Some(old) = old else { return Ok(()) };
        let had_secret = old.text("client_secret") == MASK;
        if let Some(label) = moved(old, new, LEADING)
            && had_secret
            && new.values.get("client_secret") == Some(&Json::Null)
        {
            outcome.message = format!("The {label} moved to another host, so the client secret was forgotten.");
        }
        if !old.text("token_uri").is_empty() && origin(old.text("token_uri")) != origin(new.text("token_uri")) {
            tokens::lead_elsewhere(db, env, &super::get(db, env, &new.name)?)?;
        }
        Ok(())
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let (all, _) = tokens::store::counts(db, &record.name)?;
        Ok(match all {
            0 => "Nobody is connected through it.".into(),
            1 => "One connection ends, and the other side is asked to revoke it where it can be.".into(),
            all => format!("{all} connections end, and the other side is asked to revoke them where it can be."),
        })
    }

    fn before_delete(&self, db: &Write, env: &Env, record: &Record) -> Result<()> {
        tokens::disconnect_all(db, env, Some(&record.name), None).map(drop)
    }

    fn panel(&self, db: &Read, env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let app = super::get(db, env, &record.name)?;
        let (all, bad) = tokens::store::counts(db, &record.name)?;
        Ok(Some(views::panel(&views::Panel {
            env,
            app: &app,
            preset: known::find(record.text("preset")),
            may_connect: app.admits(actor),
            connections: all,
            troubled: bad,
            present_redirect_uri: redirect_uri(env, &record.name),
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

/// The address that people come back to.
pub(super) fn redirect_uri(env: &Env, name: &str) -> String {
    env.url(&callback_path(name))
}

fn origin(address: &str) -> Option<String> {
    Url::parse(address).ok().map(|url| url.origin().ascii_serialization())
}

/// The first of these addresses that was there and now leads to another host.
fn moved(old: &Record, new: &Record, fields: &[(&'static str, &'static str)]) -> Option<&'static str> {
    let is_moved = |field: &str| {
        let (before, after) = (old.text(field), new.text(field));
        !before.is_empty() && origin(before) != origin(after)
    };
    fields
        .iter()
        .find(|(field, _)| is_moved(field))
        .map(|(_, label)| *label)
}

fn check_addresses(env: &Env, new: &mut Record, errors: &mut FieldErrors) {
    let mut has_blank = false;
    for field in CALLED.iter().chain(&["authorization_uri", "issuer"]) {
        let text = new.text(field).to_owned();
        if text.is_empty() {
            continue;
        }
        if let Some(blank) = presets::blank(&text) {
            if !has_blank {
                errors.add(
                    field,
                    format!("Put your own value in the place of {{{blank}}}, here and in the other addresses: Fill in above does it."),
                );
            }
            has_blank = true;
            continue;
        }
        if let Err(why) = check_address(env, field, &text) {
            errors.add(field, format!("This address cannot be used: {why}."));
        }
    }
    let base = new.text("api_base_url").to_owned();
    if !base.is_empty() && !base.ends_with('/') {
        new.set("api_base_url", format!("{base}/"));
    }
}

fn check_address(env: &Env, field: &str, text: &str) -> std::result::Result<(), String> {
    if text.contains('#') {
        return Err("it has a fragment (#…)".into());
    }
    if field == "api_base_url" && text.contains('?') {
        return Err("it has a query (?…)".into());
    }
    if CALLED.contains(&field) {
        return env.guard.check(text).map(drop);
    }
    // The browser goes there, not we: a private host is as good as any.
    let url = Url::parse(text).map_err(|error| format!("it is no address ({error})"))?;
    match (url.scheme(), env.guard.check(text)) {
        ("https", _) if url.host_str().is_some() && url.username().is_empty() => Ok(()),
        (_, checked) => checked.map(drop),
    }
}

fn check_parameters(new: &Record, errors: &mut FieldErrors) {
    for (key, _) in new.pairs("query_parameters") {
        if RESERVED.contains(&key) {
            errors.add(
                "query_parameters",
                format!("{key} is sent by this site itself: leave it out."),
            );
        }
    }
    let header = new.text("api_token_header");
    let is_name = header.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_ours = ["host", "cookie", "content-length", "transfer-encoding", "connection"]
        .contains(&header.to_ascii_lowercase().as_str());
    if !is_name || is_ours {
        errors.add(
            "api_token_header",
            format!("{header} is not the name of a header for a token."),
        );
    }
}

fn check_origins(new: &Record, errors: &mut FieldErrors) {
    for entry in new.entries("success_origins") {
        let is_origin = origin(entry).as_deref() == Some(entry) && entry.starts_with("http");
        if !is_origin {
            errors.add(
                "success_origins",
                format!("{entry} is not an origin: write scheme and host only, such as https://erp.example.com."),
            );
        }
    }
}

pub(super) fn make_webhook_secret(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let (env, name) = (acting.env, &acting.record.name);
    let secret = deliveries::new_secret(env);
    let place = secret_place(&CONNECTED_APP, name, "webhook_secret_sealed");
    let sealed = env.vault.seal_text(&*env.random, &place, secret.reveal());
    store::set_webhook_secret(acting.db, name, &sealed)?;
    Ok(Outcome {
        message: "The receiver checks webhooks with it (Standard Webhooks, HMAC-SHA-256).".into(),
        shown: vec![Shown {
            name: "webhook_secret",
            label: "Webhook Secret",
            value: secret.reveal().to_owned(),
        }],
    })
}

pub(super) fn forget_secret(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let input = Input([("client_secret".to_owned(), Json::Null)].into_iter().collect());
    let (db, env, actor) = (acting.db, acting.env, acting.actor);
    verbs::update(db, env, actor, &CONNECTED_APP, &acting.record.name, &input, None)?;
    Ok(Outcome {
        message: "The client secret was forgotten.".into(),
        ..Outcome::default()
    })
}

pub(super) fn use_new_redirect_uri(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let uri = redirect_uri(acting.env, &acting.record.name);
    store::set_redirect_uri(acting.db, &acting.record.name, &uri)?;
    Ok(Outcome {
        message: format!("The Redirect URI is now {uri}"),
        ..Outcome::default()
    })
}
