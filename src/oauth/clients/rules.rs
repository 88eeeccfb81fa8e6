//! What makes a client's values good, and what follows a save: secrets, and what the buttons do.

use super::record::A_YEAR;
use super::store;
use crate::base::{Env, Error, FieldErrors, Result, Scopes, clock, redirect_uri};
use crate::db::{Read, Write};
use crate::diagnostics;
use crate::oauth::{scopes, usage};
use crate::records::{Acting, Outcome, Prepared, Record, Rules, Shown, Verb, access, verbs};
use crate::users::{Actor, DESK_USER};
use maud::Markup;

/// What a client's values must be, and what follows a save.
pub struct ClientRules;

impl Rules for ClientRules {
    fn validate(
        &self,
        db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_grant(new, errors);
        check_redirect_uris(new, errors);
        check_scopes(db, old, new, errors)?;
        check_addresses(new, errors);
        check_client_credentials(new, errors);
        // As in Frappe a new client is open to Desk Users; one that was open to fewer never opens by itself.
        match (new.entries("allowed_roles").is_empty(), old) {
            (true, None) => new.set("allowed_roles", vec![DESK_USER]),
            (true, Some(_)) => errors.add(
                "allowed_roles",
                "At least one role is needed: whoever has it may sign in.",
            ),
            (false, _) => {}
        }
        // Lists are stored as text, also when they are empty.
        for list in [
            "redirect_uris",
            "post_logout_redirect_uris",
            "allowed_cors_origins",
            "contacts",
        ] {
            let text = new.text(list).to_owned();
            new.set(list, text);
        }
        Ok(())
    }

    /// A delegated manager of clients must not get what they do not have: tokens of somebody
    /// else, or consent that nobody gave (A70). Who a user is may change later, so clients that
    /// act as somebody are the System Managers' alone.
    fn authorize(&self, _db: &Read, actor: &Actor, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
        if actor.decides() {
            return Ok(());
        }
        for record in [old, new].into_iter().flatten() {
            if !record.text("acts_as").is_empty() || !record.text("acts_as_role").is_empty() {
                return Err(Error::Forbidden(
                    "This client acts as a user or a role: only System Managers may make or change such clients."
                        .into(),
                ));
            }
            if record.is_checked("skip_authorization") {
                return Err(Error::Forbidden(
                    "People are not asked for their consent to this client (Skip Authorization): only System Managers may make or change such clients.".into(),
                ));
            }
        }
        Ok(())
    }

    fn after_save(
        &self,
        db: &Write,
        env: &Env,
        old: Option<&Record>,
        new: &Record,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let is_public = new.text("token_endpoint_auth_method") == "None";
        let was_public = old.is_none_or(|old| old.text("token_endpoint_auth_method") == "None");
        if is_public {
            store::delete_secrets(db, &new.name)?;
        }
        if old.is_none() {
            outcome.shown.push(Shown {
                name: "client_id",
                label: "App Client ID",
                value: new.name.clone(),
            });
        }
        if was_public && !is_public {
            let secret = super::rotate_secret(db, env, &new.name, env.now())?;
            outcome.shown.push(shown(secret));
        }
        Ok(())
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let sign_ins = store::live_grants(db, &record.name, i64::MIN)?;
        Ok(format!(
            "Its secrets and tokens go with it: {sign_ins} sign-ins end, and the app cannot sign anybody in any more."
        ))
    }

    fn panel(&self, db: &Read, env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let now = env.now();
        let today = usage::day(now);
        Ok(Some(super::views::panel(&super::views::Panel {
            env,
            record,
            secrets: &store::secrets(db, &record.name)?,
            sign_ins: store::live_grants(db, &record.name, now)?,
            issued: &usage::store::issued_by_day(db, &record.name, today - 13, today)?,
            usage: &usage::store::by_client_and_user(db, today - 30, Some(&record.name), None)?,
            refusals: &match access::sees(actor, &diagnostics::record::REFUSED_REQUEST) {
                true => diagnostics::store::latest(db, Some(&record.name), 3)?,
                false => Vec::new(),
            },
            may_try: access::may(actor, &super::record::OAUTH_CLIENT, Verb::Write, Some(record)),
            acting: &scopes::store::acting(db)?,
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

fn check_grant(new: &Record, errors: &mut FieldErrors) {
    let (grant, response) = (new.text("grant_type"), new.text("response_type"));
    match (grant, response) {
        ("Authorization Code", "Code") => {}
        ("Implicit", "Token") => errors.add(
            "grant_type",
            "The implicit grant does not exist here: tokens would travel in addresses. Use Authorization Code with PKCE.",
        ),
        // Frappe's words, without its tags.
        _ => errors.add(
            "response_type",
            format!("Combination of Grant Type ({grant}) and Response Type ({response}) not allowed"),
        ),
    }
}

fn check_redirect_uris(new: &mut Record, errors: &mut FieldErrors) {
    for field in ["redirect_uris", "post_logout_redirect_uris"] {
        let uris: Vec<String> = new.entries(field).into_iter().map(str::to_owned).collect();
        for uri in &uris {
            if let Err(reason) = redirect_uri::check(uri) {
                errors.add(field, format!("{uri} {reason}."));
            }
        }
    }
    let uris: Vec<String> = new.entries("redirect_uris").into_iter().map(str::to_owned).collect();
    let default = new.text("default_redirect_uri").to_owned();
    let signs_in = new.is_checked("authorization_code");
    match (default.is_empty(), uris.first()) {
        (true, Some(first)) => new.set("default_redirect_uri", first.clone()),
        (true, None) if signs_in => errors.add(
            "redirect_uris",
            "At least one address is needed, for people to be sent back to.",
        ),
        (false, _) if !uris.contains(&default) => errors.add(
            "default_redirect_uri",
            format!("{default} is not one of the Redirect URIs above."),
        ),
        _ => {}
    }
}

fn check_scopes(db: &Read, old: Option<&Record>, new: &mut Record, errors: &mut FieldErrors) -> Result<()> {
    let scopes = Scopes::parse(new.text("scopes"));
    if let Some(list) = scopes.iter().find(|scope| scope.contains(',')) {
        errors.add("scopes", format!("{list} has a comma: separate scopes by spaces."));
    }
    if let Some(bad) = scopes.first_malformed() {
        errors.add(
            "scopes",
            format!("{bad} has a character that scopes cannot have (quotes, backslash or beyond ASCII)."),
        );
        return Ok(());
    }
    let before = Scopes::parse(old.map(|old| old.text("scopes")).unwrap_or_default());
    for scope in scopes
        .iter()
        .filter(|scope| !before.contains(scope) && !scope.contains(','))
    {
        if scopes::store::get(db, scope)?.is_none() {
            errors.add(
                "scopes",
                format!(
                    "There is no OAuth Scope {scope}. Record it first, with the words that people read at consent."
                ),
            );
        }
    }
    Ok(())
}

fn check_addresses(new: &Record, errors: &mut FieldErrors) {
    for field in ["client_uri", "logo_uri", "tos_uri", "policy_uri"] {
        let text = new.text(field);
        let is_web = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" || is_local_http(&url));
        if !text.is_empty() && !is_web {
            errors.add(field, format!("{text} is not an https address."));
        }
    }
    for origin in new.entries("allowed_cors_origins") {
        let is_origin = url::Url::parse(origin).is_ok_and(|url| {
            url.origin().ascii_serialization() == origin && (url.scheme() == "https" || is_local_http(&url))
        });
        if !is_origin {
            errors.add(
                "allowed_cors_origins",
                format!("{origin} is not an origin: write scheme and host only, such as https://app.example.com."),
            );
        }
    }
}

fn is_local_http(url: &url::Url) -> bool {
    url.scheme() == "http" && url.host_str().is_some_and(redirect_uri::is_loopback_host)
}

fn check_client_credentials(new: &Record, errors: &mut FieldErrors) {
    let acts = [new.text("acts_as"), new.text("acts_as_role")];
    if !new.is_checked("client_credentials") {
        return;
    }
    if acts.iter().all(|name| name.is_empty()) {
        errors.add(
            "acts_as",
            "Name the user (or the role) whose permissions the app's own tokens have.",
        );
    }
    if acts.iter().all(|name| !name.is_empty()) {
        errors.add("acts_as_role", "Name a user or a role, not both.");
    }
    if new.text("token_endpoint_auth_method") == "None" {
        errors.add(
            "client_credentials",
            "A public client has no secret to fetch tokens with.",
        );
    }
}

pub(super) fn rotate_secret(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let (env, record) = (acting.env, acting.record);
    let now = env.now();
    let until = acting.input.number("overlap_until").unwrap_or(now + clock::DAY);
    if until > now + A_YEAR {
        return Err(Error::invalid("overlap_until", "At most a year from now."));
    }
    let secret = super::rotate_secret(acting.db, env, &record.name, until.max(now))?;
    Ok(Outcome {
        message: format!("The old secret works until {}.", clock::readable(until.max(now))),
        shown: vec![shown(secret)],
    })
}

pub(super) fn end_overlap(acting: &Acting, _: Prepared) -> Result<Outcome> {
    store::end_older_secrets(acting.db, &acting.record.name, acting.env.now())?;
    Ok(Outcome {
        message: "Only the newest secret works now.".into(),
        ..Outcome::default()
    })
}

pub(super) fn switch_off(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let input = crate::records::Input([("enabled".to_owned(), 0.into())].into_iter().collect());
    let client = &super::record::OAUTH_CLIENT;
    verbs::update(
        acting.db,
        acting.env,
        acting.actor,
        client,
        &acting.record.name,
        &input,
        None,
    )?;
    Ok(Outcome {
        message: "The client is switched off.".into(),
        ..Outcome::default()
    })
}

pub(super) fn revoke_tokens(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let revoked =
        crate::oauth::grants::revoke_of_client(acting.db, acting.env, &acting.record.name, "revoked in the desk")?;
    Ok(Outcome {
        message: format!("{revoked} sign-ins were ended."),
        ..Outcome::default()
    })
}
