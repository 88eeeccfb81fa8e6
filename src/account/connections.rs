//! The services that one can connect, and how one's connections fare.

use super::views::Service;
use super::{page, views};
use crate::base::{Error, Result, Text};
use crate::connected::apps;
use crate::connected::record_types::TOKEN_CACHE;
use crate::connected::tokens::{self, Status};
use crate::records::act::{self, ActionCall};
use crate::records::verbs;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::web::{Call, Form};
use maud::Markup;
use poem::Response;

page_handler!(
    /// GET `/me/connections`
    connections_page => show
);
form_handler!(
    /// POST `/me/connections/disconnect`
    disconnect => end
);
form_handler!(
    /// POST `/me/connections/refresh`
    refresh => renew
);

/// The services of a visitor.
pub fn services(app: &App, visitor: &Visitor) -> Result<Vec<Service>> {
    let user = &visitor.signed_in.user;
    app.db.read(|db| {
        let mut services = Vec::new();
        for name in apps::names(db)? {
            let connected = apps::get(db, &app.env, &name)?;
            let held = tokens::of_user(db, &app.env, &name, Some(&user.email))?;
            let may_connect = connected.admits(&visitor.actor)
                && connected.check_ready().is_ok()
                && !connected.authorization_uri.is_empty();
            if may_connect || held.is_some() {
                services.push(Service {
                    app: connected,
                    held,
                    may_connect,
                });
            }
        }
        Ok(services)
    })
}

/// What is wrong with one's own connections, for the pages that people land on.
pub fn notice(app: &App, visitor: &Visitor) -> Result<Markup> {
    let user = &visitor.signed_in.user.email;
    let failing = app.db.read(|db| {
        let own = tokens::all_of(db, &app.env, None, Some(user))?;
        Ok(own
            .into_iter()
            .filter(|held| held.status != Status::Connected)
            .collect::<Vec<_>>())
    })?;
    Ok(views::failing(&failing))
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    list(app, visitor, 200, None)
}

fn list(app: &App, visitor: &Visitor, status: u16, mistake: Option<&Text>) -> Result<Response> {
    let body = views::connections(&services(app, visitor)?, mistake, &visitor.csrf);
    page(app, visitor, status, "/me/connections", body)
}

async fn end(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let name = own(app, visitor, form.text("connected_app"))?;
    let caller = app.caller(&visitor.actor);
    app.db
        .write(move |db| verbs::delete(&caller.writing(db), &TOKEN_CACHE, &name))
        .await?;
    Ok(visitor.go(app, "/me/connections", "Disconnected: we have forgotten the tokens."))
}

async fn renew(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let asked = ActionCall {
        record_type: &TOKEN_CACHE,
        name: own(app, visitor, form.text("connected_app"))?,
        action: "refresh".into(),
        form: Vec::new(),
    };
    match act::act(&app.world(), &app.caller(&visitor.actor), asked).await {
        Ok(_) => Ok(visitor.go(app, "/me/connections", "The token was renewed.")),
        Err(Error::Invalid(errors)) => {
            let mistake = Error::Invalid(errors).words();
            list(app, visitor, 422, Some(&mistake))
        }
        Err(Error::ConnectAgain { text, .. }) => list(app, visitor, 409, Some(&text)),
        Err(Error::Upstream(mistake)) => list(app, visitor, 502, Some(&mistake)),
        Err(error) => Err(error),
    }
}

/// The name of one's own connection at an app.
fn own(app: &App, visitor: &Visitor, connected_app: &str) -> Result<String> {
    let user = &visitor.signed_in.user.email;
    let held = app
        .db
        .read(|db| tokens::of_user(db, &app.env, connected_app, Some(user)))?;
    held.map(|held| held.name)
        .ok_or_else(|| Error::NotFound("You are not connected there.".into()))
}
