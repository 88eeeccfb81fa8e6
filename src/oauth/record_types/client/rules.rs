//! What makes a client's values good, and what follows a save: secrets, and what the buttons do.

use super::record::*;
use super::views;
use crate::base::redirect_uri;
use crate::base::{ClientId, Error, FieldErrors, Result, Scopes, Seconds, clock};
use crate::db::Read;
use crate::diagnostics;
use crate::diagnostics::record::REFUSED_REQUEST;
use crate::oauth::{clients, scopes, usage};
use crate::permissions::DESK_USER;
use crate::records::{
    Acting, Extra, Input, Of, Outcome, Prepared, Reading, Rules, Shown, Verb, Writing, access, verbs,
};
use maud::Markup;

/// The record type OAuth Client.
pub struct Clients;

impl Rules for Clients {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_grant(new, errors);
        check_redirect_uris(new, errors);
        check_scopes(cx.db, old, new, errors)?;
        check_addresses(new, errors);
        check_client_credentials(new, errors);
        // As in Frappe a new client is open to Desk Users; one that was open to fewer never opens by itself.
        match (new.get(&ALLOWED_ROLES).is_empty(), old) {
            (true, None) => new.set(&ALLOWED_ROLES, vec![DESK_USER]),
            (true, Some(_)) => errors.add(
                &ALLOWED_ROLES,
                "At least one role is needed: whoever has it may sign in.",
            ),
            (false, _) => {}
        }
        Ok(())
    }

    /// A delegated manager of clients must not get what they do not have: tokens of somebody else, or consent that
    /// nobody gave (A70: nobody raises themselves). Who a user is may change later, so clients that act as somebody are
    /// the System Managers' alone.
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        if cx.actor.decides() {
            return Ok(());
        }
        for record in [old, new].into_iter().flatten() {
            if !record.get(&ACTS_AS).is_empty() || !record.get(&ACTS_AS_ROLE).is_empty() {
                return Err(Error::Forbidden(
                    "This client acts as a user or a role: only System Managers may make or change such clients."
                        .into(),
                ));
            }
            if record.get(&SKIP_AUTHORIZATION) {
                return Err(Error::Forbidden(
                    "People are not asked for their consent to this client (Skip Authorization): only System Managers may make or change such clients.".into(),
                ));
            }
        }
        Ok(())
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        let is_public = new.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "None";
        let was_public = old.is_none_or(|old| old.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "None");
        let id = ClientId::from(&new.name);
        if is_public {
            clients::delete_secrets(cx.db, &id)?;
        }
        if old.is_none() {
            outcome.shown.push(Shown {
                name: "client_id",
                label: "App Client ID",
                value: new.name.clone(),
            });
        }
        if was_public && !is_public {
            let secret = clients::rotate_secret(cx.db, cx.env, &id, cx.env.now())?;
            outcome.shown.push(shown(secret));
        }
        Ok(())
    }

    /// Sets the secret that a file gives a client, unless it is the client's already.
    fn imported(&self, cx: &Writing, record: &Of<Self>, _: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        let Some((field, secret)) = extras.iter().find(|(name, _)| *name == "client_secret") else {
            return Ok(Vec::new());
        };
        let secret = secret
            .as_str()
            .ok_or_else(|| Error::invalid(field, "A secret is a text."))?;
        let id = ClientId::from(&record.name);
        if clients::find_secret(cx.db, &id, secret, cx.env.now())?.is_some() {
            return Ok(Vec::new());
        }
        clients::set_secret(cx.db, cx.env, &id, secret)?;
        let subject = format!(
            "OAuth Client {} got the secret of a file",
            OAUTH_CLIENT.title_of(record)
        );
        verbs::note(cx, "Action", &OAUTH_CLIENT, &record.name, subject, Vec::new())?;
        Ok(vec![field])
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<String> {
        let sign_ins = clients::live_grants(cx.db, &ClientId::from(&record.name), Seconds(i64::MIN))?;
        Ok(format!(
            "Its secrets and tokens go with it: {sign_ins} sign-ins end, and the app cannot sign anybody in any more."
        ))
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>) -> Result<Option<Markup>> {
        let now = cx.env.now();
        let today = usage::day(now);
        let id = ClientId::from(&record.name);
        Ok(Some(views::panel(&views::Panel {
            env: cx.env,
            record,
            secrets: &clients::secrets(cx.db, &id)?,
            sign_ins: clients::live_grants(cx.db, &id, now)?,
            issued: &usage::issued_by_day(cx.db, &id, today - 13, today)?,
            usage: &usage::by_client_and_user(cx.db, today - 30, Some(&id), None)?,
            refusals: &match access::sees(cx.actor, &REFUSED_REQUEST) {
                true => diagnostics::latest(cx.db, Some(&id), 3)?,
                false => Vec::new(),
            },
            may_try: access::may(cx.actor, &OAUTH_CLIENT, Verb::Write, Some(record)),
            acting: &scopes::acting(cx.db)?,
            now,
        })))
    }
}

fn shown(secret: crate::base::secret::Secret) -> Shown {
    Shown {
        name: "client_secret",
        label: "App Client Secret",
        value: secret.reveal().to_owned(),
    }
}

fn check_grant(new: &Of<Clients>, errors: &mut FieldErrors) {
    let (grant, response) = (new.get(&GRANT_TYPE), new.get(&RESPONSE_TYPE));
    match (grant, response) {
        ("Authorization Code", "Code") => {}
        ("Implicit", "Token") => errors.add(&GRANT_TYPE,
            "The implicit grant does not exist here: tokens would travel in addresses. Use Authorization Code with PKCE.",
        ),
        // Frappe's words, without its tags.
        _ => errors.add(&RESPONSE_TYPE,
            format!("Combination of Grant Type ({grant}) and Response Type ({response}) not allowed"),
        ),
    }
}

fn check_redirect_uris(new: &mut Of<Clients>, errors: &mut FieldErrors) {
    for field in [&REDIRECT_URIS, &POST_LOGOUT_REDIRECT_URIS] {
        for uri in new.get(field) {
            if let Err(reason) = redirect_uri::check(uri) {
                errors.add(field, format!("{uri} {reason}."));
            }
        }
    }
    let uris: Vec<String> = new.get(&REDIRECT_URIS).into_iter().map(str::to_owned).collect();
    let default = new.get(&DEFAULT_REDIRECT_URI).to_owned();
    let signs_in = new.get(&AUTHORIZATION_CODE);
    match (default.is_empty(), uris.first()) {
        (true, Some(first)) => new.set(&DEFAULT_REDIRECT_URI, first.clone()),
        (true, None) if signs_in => errors.add(
            &REDIRECT_URIS,
            "At least one address is needed, for people to be sent back to.",
        ),
        (false, _) if !uris.contains(&default) => errors.add(
            &DEFAULT_REDIRECT_URI,
            format!("{default} is not one of the Redirect URIs above."),
        ),
        _ => {}
    }
}

fn check_scopes(db: &Read, old: Option<&Of<Clients>>, new: &mut Of<Clients>, errors: &mut FieldErrors) -> Result<()> {
    let scopes = Scopes::of(new.get(&SCOPES));
    if let Some(list) = scopes.iter().find(|scope| scope.contains(',')) {
        errors.add(&SCOPES, format!("{list} has a comma: separate scopes by spaces."));
    }
    if let Some(bad) = scopes.first_malformed() {
        errors.add(
            &SCOPES,
            format!("{bad} has a character that scopes cannot have (quotes, backslash or beyond ASCII)."),
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
                format!(
                    "There is no OAuth Scope {scope}. Record it first, with the words that people read at consent."
                ),
            );
        }
    }
    Ok(())
}

fn check_addresses(new: &Of<Clients>, errors: &mut FieldErrors) {
    for field in [&CLIENT_URI, &LOGO_URI, &TOS_URI, &POLICY_URI] {
        let text = new.get(field);
        let is_web = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" || is_local_http(&url));
        if !text.is_empty() && !is_web {
            errors.add(field, format!("{text} is not an https address."));
        }
    }
    for origin in new.get(&ALLOWED_CORS_ORIGINS) {
        let is_origin = url::Url::parse(origin).is_ok_and(|url| {
            url.origin().ascii_serialization() == origin && (url.scheme() == "https" || is_local_http(&url))
        });
        if !is_origin {
            errors.add(
                &ALLOWED_CORS_ORIGINS,
                format!("{origin} is not an origin: write scheme and host only, such as https://app.example.com."),
            );
        }
    }
}

fn is_local_http(url: &url::Url) -> bool {
    url.scheme() == "http" && url.host_str().is_some_and(redirect_uri::is_loopback_host)
}

fn check_client_credentials(new: &Of<Clients>, errors: &mut FieldErrors) {
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

pub(super) fn rotate_secret(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let now = acting.env.now();
    let until = acting.input.get(&OVERLAP_UNTIL).flatten().unwrap_or(now + clock::DAY);
    if until > now + A_YEAR {
        return Err(Error::invalid("overlap_until", "At most a year from now."));
    }
    let secret = clients::rotate_secret(
        acting.db,
        acting.env,
        &ClientId::from(&acting.record.name),
        until.max(now),
    )?;
    Ok(Outcome {
        message: format!("The old secret works until {}.", clock::readable(until.max(now))),
        shown: vec![shown(secret)],
    })
}

pub(super) fn end_overlap(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    clients::end_older_secrets(acting.db, &ClientId::from(&acting.record.name), acting.env.now())?;
    Ok(Outcome::said("Only the newest secret works now."))
}

pub(super) fn switch_off(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let input = Input::default().with(&ENABLED, 0);
    verbs::update(acting, &OAUTH_CLIENT, &acting.record.name, &input, None)?;
    Ok(Outcome::said("The client is switched off."))
}

pub(super) fn revoke_tokens(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let id = ClientId::from(&acting.record.name);
    let revoked = crate::oauth::grants::revoke_of_client(acting.db, acting.env, &id, "revoked in the desk")?;
    Ok(Outcome::said(format!("{revoked} sign-ins were ended.")))
}
