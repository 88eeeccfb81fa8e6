//! What makes a Connected App's values good, and what follows a save.

use super::record::*;
use super::views;
use crate::base::{Env, Error, FieldErrors, Result, Text, text};
use crate::connected::{apps, apps::presets as known, callback_path, connections, tokens};
use crate::records::{Handle, MASK, Of, Outcome, Reading, Rules, Start, Tab, Writing, handle};
use crate::upstream::addresses::{self, Purpose, has_moved, origin};
use crate::upstream::authorization::is_reserved;
use maud::Markup;
use serde_json::Value as Json;

/// The record type Connected App.
pub struct Apps;

/// What its addresses are for.
static ADDRESSES: &[(&Handle<Apps, handle::Text>, Purpose)] = &[
    (&OPENID_CONFIGURATION, Purpose::Called),
    (&TOKEN_URI, Purpose::Called),
    (&REVOCATION_URI, Purpose::Called),
    (&USERINFO_URI, Purpose::Called),
    (&INTROSPECTION_URI, Purpose::Called),
    (&API_BASE_URL, Purpose::CalledBelow),
    (&WEBHOOK_URL, Purpose::Called),
    (&AUTHORIZATION_URI, Purpose::Visited),
    (&ISSUER, Purpose::Visited),
];

/// Addresses that people, their tokens or the client secret are sent to, or that name such addresses. The secret is
/// forgotten when one of them moves to another host (T02: nothing sealed reaches a new host).
static LEADING: &[&Handle<Apps, handle::Text>] = &[
    &OPENID_CONFIGURATION,
    &ISSUER,
    &AUTHORIZATION_URI,
    &TOKEN_URI,
    &REVOCATION_URI,
    &USERINFO_URI,
    &INTROSPECTION_URI,
    &API_BASE_URL,
];

/// Those of them that tokens are sent to.
static TOKEN_ADDRESSES: &[&Handle<Apps, handle::Text>] = &[
    &TOKEN_URI,
    &REVOCATION_URI,
    &USERINFO_URI,
    &INTROSPECTION_URI,
    &API_BASE_URL,
];

impl Rules for Apps {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_addresses(cx.env, new, errors);
        check_parameters(new, errors);
        if new.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "None" && !new.get(&USE_PKCE) {
            errors.add(
                &USE_PKCE,
                "Without a secret, PKCE is what keeps codes safe: switch it on.",
            );
        }
        if new.get(&PASS_THROUGH) && new.get(&API_BASE_URL).is_empty() {
            errors.add(&API_BASE_URL, "Name the API that requests are passed on to.");
        }
        if let Some(old) = old
            && moved(old, new).is_some()
            && new.get(&CLIENT_SECRET) == MASK
        {
            new.set(&CLIENT_SECRET, Json::Null);
        }
        let origins: Vec<&str> = new.get(&SUCCESS_ORIGINS);
        let origins: Vec<&str> = origins.into_iter().map(|origin| origin.trim_end_matches('/')).collect();
        let origins = origins.join("\n");
        new.set(&SUCCESS_ORIGINS, origins);
        check_origins(new, errors);
        Ok(())
    }

    /// Whoever may only manage apps must not lead other people's tokens to themselves (A70: nobody raises themselves).
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        let Some(new) = new.filter(|_| !cx.actor.decides()) else {
            return Ok(());
        };
        let before = old.map(|old| old.get(&TOKEN_ROLES)).unwrap_or_default();
        if new.get(&TOKEN_ROLES) != before {
            return Err(Error::Forbidden(
                "Only System Managers decide who may use everybody's tokens (Roles That May Use All Tokens).".into(),
            ));
        }
        let is_changed = |field: &Handle<Apps, handle::Text>| old.is_none_or(|old| old.get(field) != new.get(field));
        // On a shared host another path is somebody else's: the whole address counts. Once there is something to send,
        // an empty address leads nowhere, and a new one there leads as much as another one (T01).
        let is_live = match old {
            Some(old) => old.get(&CLIENT_SECRET) == MASK || tokens::counts(cx.db, &old.name)?.0 > 0,
            None => false,
        };
        let leads = |field: &&&Handle<Apps, handle::Text>| {
            old.is_some_and(|old| is_live || !old.get(field).is_empty()) && is_changed(field)
        };
        if let Some(field) = LEADING.iter().find(leads) {
            return Err(Error::Forbidden(text!(
                "People, their tokens or the client secret would be sent to another address ({ $name }): only System Managers may set that once the app holds a secret or somebody is connected.",
                name = field.name()
            )));
        }
        // This site's own key would vouch for whatever the record says.
        let vouches = new.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "Private Key JWT";
        let is_touched = [&TOKEN_ENDPOINT_AUTH_METHOD, &CLIENT_ID]
            .iter()
            .chain(LEADING)
            .any(|field| is_changed(field));
        match vouches && is_touched {
            true => Err(Error::Forbidden(
                "Private Key JWT vouches with this site's own key: only System Managers may set it up.".into(),
            )),
            false => Ok(()),
        }
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        if new.get(&REDIRECT_URI).is_empty() {
            apps::set_redirect_uri(cx.db, &new.name, &redirect_uri(cx.env, &new.name))?;
        }
        let Some(old) = old else { return Ok(()) };
        let had_secret = old.get(&CLIENT_SECRET) == MASK;
        if let Some(label) = moved(old, new)
            && had_secret
            && new.is_null(&CLIENT_SECRET)
        {
            outcome.message = text!(
                "The { $label } moved to another host, so the client secret was forgotten.",
                label = Text::from(label)
            );
        }
        if gives_tokens_elsewhere(old, new) {
            connections::endpoint_moved(cx.db, cx.env, &apps::get(cx.db, cx.env, &new.name)?)?;
        }
        Ok(())
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let (all, _) = tokens::counts(cx.db, &record.name)?;
        Ok(match all {
            0 => "Nobody is connected through it.".into(),
            all => text!(
                "{ $count } connections end, and the other side is asked to revoke them where it can be.",
                count = all
            ),
        })
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        connections::disconnect_all(cx.db, cx.env, Some(&record.name), None).map(drop)
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, tab: &str) -> Result<Option<Markup>> {
        if tab != Tab::OVERVIEW.name {
            return Ok(None);
        }
        let app = apps::get(cx.db, cx.env, &record.name)?;
        let (all, bad) = tokens::counts(cx.db, &record.name)?;
        Ok(Some(views::panel(&views::Panel {
            env: cx.env,
            app: &app,
            preset: known::find(record.get(&PRESET)),
            may_connect: app.admits(cx.actor),
            connections: all,
            failing: bad,
            present_redirect_uri: redirect_uri(cx.env, &record.name),
        })))
    }

    fn start(&self, query: &[(String, String)]) -> Option<Start> {
        let asked = query.iter().find(|(name, _)| name == "preset");
        let preset = asked.and_then(|(_, key)| known::find(key));
        Some(Start {
            values: preset.map(|preset| preset.values(query)).unwrap_or_default(),
            panel: views::start(&CONNECTED_APP, preset, query),
        })
    }
}

/// The address that people come back to.
pub(super) fn redirect_uri(env: &Env, name: &str) -> String {
    env.url(&callback_path(name))
}

/// The first of these addresses that was there and now leads to another host.
fn moved(old: &Of<Apps>, new: &Of<Apps>) -> Option<&'static str> {
    let is_moved = |field: &&&Handle<Apps, handle::Text>| has_moved(old.get(field), new.get(field));
    LEADING.iter().find(is_moved).map(|field| field.label())
}

/// Whether tokens would be sent to another host than the one they were given for. An address that is only emptied sends
/// none, but without a Token URI nothing is left to renew them.
fn gives_tokens_elsewhere(old: &Of<Apps>, new: &Of<Apps>) -> bool {
    TOKEN_ADDRESSES.iter().any(|field| {
        let is_emptied = new.get(field).is_empty() && **field != TOKEN_URI;
        has_moved(old.get(field), new.get(field)) && !is_emptied
    })
}

fn check_addresses(env: &Env, new: &mut Of<Apps>, errors: &mut FieldErrors) {
    let entered = ADDRESSES
        .iter()
        .map(|(field, purpose)| (field.name(), *purpose, new.get(field).to_owned()));
    addresses::check(&env.guard, entered, errors);
    let base = new.get(&API_BASE_URL).to_owned();
    if !base.is_empty() && !base.ends_with('/') {
        new.set(&API_BASE_URL, format!("{base}/"));
    }
}

fn check_parameters(new: &Of<Apps>, errors: &mut FieldErrors) {
    for (key, _) in new.get(&QUERY_PARAMETERS) {
        if is_reserved(key) {
            errors.add(
                &QUERY_PARAMETERS,
                text!("{ $key } is sent by this site itself: leave it out.", key = &key),
            );
        }
    }
    let header = new.get(&API_TOKEN_HEADER);
    let is_name = header.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_ours = ["host", "cookie", "content-length", "transfer-encoding", "connection"]
        .contains(&header.to_ascii_lowercase().as_str());
    if !is_name || is_ours {
        errors.add(
            &API_TOKEN_HEADER,
            text!("{ $header } is not the name of a header for a token.", header = &header),
        );
    }
}

fn check_origins(new: &Of<Apps>, errors: &mut FieldErrors) {
    for entry in new.get(&SUCCESS_ORIGINS) {
        let is_origin = origin(entry).as_deref() == Some(entry) && entry.starts_with("http");
        if !is_origin {
            errors.add(
                &SUCCESS_ORIGINS,
                text!(
                    "{ $entry } is not an origin: write scheme and host only, such as https://erp.example.com.",
                    entry = &entry
                ),
            );
        }
    }
}
