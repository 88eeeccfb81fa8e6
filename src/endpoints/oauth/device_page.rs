//! Where the user of a device types its code in and says yes or no (RFC 8628 §3.3). A link with the code in it leads to the
//! question, never past it (§3.3.1; A80: device phishing).

use super::consent::is_late;
use super::device_views::{self, Asked};
use crate::activity::{self, Event};
use crate::base::secret::Hash;
use crate::base::{Env, Error, GrantId, Result, text};
use crate::db::Write;
use crate::factors;
use crate::oauth::clients::{self, Client};
use crate::oauth::devices::{self, Device, State};
use crate::oauth::grants::{self, Grant};
use crate::oauth::scopes;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::sessions::{SignedIn, Strength};
use crate::web::limits::Limited;
use crate::web::{Call, Form, answer};
use crate::{sessions, users};
use poem::Response;
use std::sync::Arc;

page_handler!(
    /// GET `/device`
    device_page => show
);
form_handler!(
    /// POST `/device`
    device_form => submit
);

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    match call.query.get("user_code") {
        Some(code) => look(app, call, visitor, code),
        None => enter(app, visitor, 200, "", None),
    }
}

async fn submit(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let code = form.text("user_code");
    match form.text("decision") {
        "allow" => decide(app, call, visitor, code, State::Approved).await,
        "deny" => decide(app, call, visitor, code, State::Denied).await,
        _ => look(app, call, visitor, code),
    }
}

fn enter(app: &App, visitor: &Visitor, status: u16, typed: &str, mistake: Option<&Error>) -> Result<Response> {
    let page = device_views::enter(&app.site()?, &visitor.csrf, typed, mistake.map(Error::words).as_ref());
    Ok(answer::page(status, page))
}

/// The device that waits and shows this code, with its app.
fn find(app: &App, call: &Call, visitor: &Visitor, code: &str) -> Result<(Device, Arc<Client>)> {
    // A place is taken before the code is looked at: it is short, and a right one must not be found by trying.
    let user = visitor.signed_in.user.id.as_str();
    let attempt = app.limits.attempt(Limited::DeviceCode, call.origin.address, user)?;
    let hash = Hash::of(&devices::typed(code));
    let found = app.db.read(|db| {
        let Some(device) = devices::by_user_code(db, &hash, app.env.now())? else {
            return Ok(None);
        };
        let client = clients::get(db, &device.client_id)?.filter(|client| client.enabled && client.device_code);
        Ok(client.map(|client| (device, client)))
    })?;
    if found.is_some() {
        attempt.succeeded();
    }
    found.ok_or_else(|| {
        Error::invalid(
            "user_code",
            "No device shows this code, or it took longer than ten minutes. Look at the device again.",
        )
    })
}

fn look(app: &App, call: &Call, visitor: &Visitor, code: &str) -> Result<Response> {
    let (device, client) = match find(app, call, visitor, code) {
        Err(error @ Error::Invalid(_)) => return enter(app, visitor, 422, code, Some(&error)),
        found => found?,
    };
    let user = &visitor.signed_in.user;
    only_admitted(app, &client, visitor)?;
    let scopes = app.db.read(|db| {
        let granted = scopes::grantable(db, &device.scopes, &user.roles)?;
        scopes::describe_for(db, &granted, client.frappe_openid)
    })?;
    let page = device_views::ask(
        &app.site()?,
        &visitor.csrf,
        &Asked {
            client: &client,
            device: &device,
            user,
            code: &devices::shown(&devices::typed(code)),
            scopes: &scopes,
        },
    );
    Ok(answer::page(200, page))
}

fn only_admitted(app: &App, client: &Client, visitor: &Visitor) -> Result<()> {
    let user = &visitor.signed_in.user;
    match client.admits(user) {
        true => strong_enough(app, client, visitor),
        false => Err(Error::Forbidden(text!(
            "You may not sign in to { $app }.",
            app = &client.app_name
        ))),
    }
}

/// Whether the sign-in is as strong as the app asks; whoever has what it takes gives it.
fn strong_enough(app: &App, client: &Client, visitor: &Visitor) -> Result<()> {
    let must = Strength::of_option(&client.required_strength);
    if visitor.signed_in.session.strength() >= must {
        return Ok(());
    }
    if must == Strength::Passkey {
        return Err(Error::Forbidden(text!(
            "{ $app } asks for a passkey: sign out, and sign in with yours. It is made in My account, under Passkeys and codes.",
            app = &client.app_name
        )));
    }
    let has = app.db.read(|db| factors::of_user(db, &visitor.signed_in.user.id))?;
    match has.any() {
        true => Err(Error::ProveAgain),
        false => Err(Error::Forbidden(text!(
            "{ $app } asks for a stronger sign-in. Set it up in My account, under Passkeys and codes, and sign in with it.",
            app = &client.app_name
        ))),
    }
}

async fn decide(app: &App, call: &Call, visitor: &Visitor, code: &str, to: State) -> Result<Response> {
    let (device, client) = match find(app, call, visitor, code) {
        Err(error @ Error::Invalid(_)) => return enter(app, visitor, 422, code, Some(&error)),
        found => found?,
    };
    only_admitted(app, &client, visitor)?;
    if to == State::Approved && is_late(app, &visitor.signed_in, &device.scopes)? {
        return Err(Error::ProveAgain);
    }
    let (env, origin, by) = (app.env.clone(), call.from(), visitor.signed_in.clone());
    let of = Arc::clone(&client);
    app.db
        .write(move |db| {
            let grant = match to {
                State::Approved => Some(allow(db, &env, &device, &by)?),
                _ => None,
            };
            if !devices::decide(db, &device, to, grant.as_ref(), env.now())? {
                return Err(Error::NotFound(
                    "This was decided before. Look at the device again.".into(),
                ));
            }
            let said = if to == State::Approved { "allowed" } else { "denied" };
            let event = Event {
                operation: "Consent",
                failed: to != State::Approved,
                subject: format!(
                    "{} {said} a device of {}: {}",
                    by.user.full_name, of.app_name, device.scopes
                ),
                user: Some(&by.user.email),
                client_id: Some(&of.id),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)
        })
        .await?;
    let page = device_views::done(&app.site()?, &client, to == State::Approved);
    Ok(answer::page(200, page))
}

/// Begins what the user allows: the family of the device's tokens.
fn allow(db: &Write, env: &Env, device: &Device, by: &SignedIn) -> Result<GrantId> {
    // Whoever signed out or was shut out in the meantime allows nothing.
    let user = users::by_id(db, &by.user.id)?.filter(|user| user.enabled);
    let Some(user) = user else {
        return Err(sign_in_again());
    };
    if !sessions::is_live(db, env, &by.session.id)? {
        return Err(sign_in_again());
    }
    let grant = Grant {
        scopes: scopes::grantable(db, &device.scopes, &user.roles)?,
        resources: device.resources.clone(),
        ..Grant::in_session(env, &device.client_id, &by.session)
    };
    grants::begin(db, env, &grant, env.now() + devices::LIFETIME)?;
    Ok(grant.id)
}

fn sign_in_again() -> Error {
    Error::Unauthenticated("You were signed out in the meantime. Go back to the app and start again.".into())
}
