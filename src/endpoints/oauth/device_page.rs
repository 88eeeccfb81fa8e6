//! Where the user of a device types its code in and says yes or no (RFC 8628 §3.3). A link with the code in it leads to the
//! question, never past it (§3.3.1; A80: device phishing).

use super::device_views::{self, Asked};
use crate::activity::{self, Event};
use crate::base::secret::Hash;
use crate::base::{Error, Result, text};
use crate::oauth::clients::{self, Client};
use crate::oauth::devices::{self, Device, State};
use crate::oauth::scopes;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::web::limits::Limited;
use crate::web::{Call, Form, answer};
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
    let hash = Hash::of(&devices::typed(code));
    let found = app.db.read(|db| {
        let Some(device) = devices::by_user_code(db, &hash, app.env.now())? else {
            return Ok(None);
        };
        let client = clients::get(db, &device.client_id)?.filter(|client| client.enabled && client.device_code);
        Ok(client.map(|client| (device, client)))
    })?;
    if found.is_none() {
        let user = visitor.signed_in.user.id.as_str();
        app.limits.failed(Limited::DeviceCode, call.origin.address, user)?;
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
    only_admitted(&client, visitor)?;
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

fn only_admitted(client: &Client, visitor: &Visitor) -> Result<()> {
    match client.admits(&visitor.signed_in.user) {
        true => Ok(()),
        false => Err(Error::Forbidden(text!(
            "You may not sign in to { $app }.",
            app = &client.app_name
        ))),
    }
}

async fn decide(app: &App, call: &Call, visitor: &Visitor, code: &str, to: State) -> Result<Response> {
    let (device, client) = match find(app, call, visitor, code) {
        Err(error @ Error::Invalid(_)) => return enter(app, visitor, 422, code, Some(&error)),
        found => found?,
    };
    only_admitted(&client, visitor)?;
    let (env, origin, by) = (app.env.clone(), call.from(), visitor.signed_in.clone());
    let of = Arc::clone(&client);
    let is_decided = app
        .db
        .write(move |db| {
            let who = (&by.user.id, &by.session.id, by.session.auth_at);
            if !devices::decide(db, &device, to, who, env.now())? {
                return Ok(false);
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
            activity::log(db, &env, &origin, &event)?;
            Ok(true)
        })
        .await?;
    if !is_decided {
        return Err(Error::NotFound(
            "This was decided before. Look at the device again.".into(),
        ));
    }
    let page = device_views::done(&app.site()?, &client, to == State::Approved);
    Ok(answer::page(200, page))
}
