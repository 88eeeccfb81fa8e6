//! One's own API keys.

use super::{page, views};
use crate::activity::{self, Event};
use crate::base::{Error, FieldErrors, Result, Scopes};
use crate::people::{keys, letters};
use crate::records::views::shown_once;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::users::{User, api_keys};
use crate::web::{Call, Form};
use poem::Response;

page_handler!(
    /// GET `/me/keys`
    key_page => show
);
form_handler!(
    /// POST `/me/keys`: a new key; or a new secret of the one without a name, and that key if there was none.
    make_key => make
);
form_handler!(
    /// POST `/me/keys/revoke`
    revoke_key => revoke
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    show_form(app, visitor, 200, &FieldErrors::default(), None).await
}

async fn show_form(
    app: &App,
    visitor: &Visitor,
    status: u16,
    errors: &FieldErrors,
    typed: Option<&Form>,
) -> Result<Response> {
    app.catch_up().await;
    let user = &visitor.signed_in.user;
    let (own, offered) = app
        .db
        .read(|db| Ok((api_keys::every_of(db, &user.id)?, keys::scopes_for(db, user)?)))?;
    let body = views::keys(&views::Keys {
        keys: &own,
        offered: &offered,
        most: keys::most_days(&app.env),
        typed,
        errors,
        csrf: &visitor.csrf,
    });
    page(app, visitor, status, "/me/keys", body)
}

async fn make(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user.clone());
    let named = (form.text("deed") == "named").then(|| asked(form));
    let made = app
        .db
        .write(move |db| match named {
            Some(new) => {
                let deed = format!("{} made the API key {}", user.full_name, new.label.trim());
                activity::log(db, &env, &origin, &event("Action", &user, deed))?;
                keys::make(db, &env, &user, &new)
            }
            None => {
                let deed = format!("{} made an API secret", user.full_name);
                activity::log(db, &env, &origin, &event("Action", &user, deed))?;
                letters::key_made(db, &env, &user)?;
                api_keys::generate(db, &env, &user)
            }
        })
        .await;
    match made {
        Ok(made) => {
            let shown = shown_once("Your API key", &made.outcome(), "/me/keys", &visitor.csrf);
            page(app, visitor, 200, "/me/keys", shown)
        }
        Err(Error::Invalid(errors)) => show_form(app, visitor, 422, &errors, Some(form)).await,
        Err(error) => Err(error),
    }
}

/// The key that a form asks for.
fn asked(form: &Form) -> keys::NewKey {
    let scopes = form.0.iter().filter(|(name, _)| name == "scopes");
    keys::NewKey {
        label: form.text("label").to_owned(),
        scopes: Scopes::of(scopes.map(|(_, scope)| scope.as_str())),
        days: form.text("days").parse().unwrap_or_default(),
    }
}

fn event<'a>(operation: &'static str, user: &'a User, subject: String) -> Event<'a> {
    Event {
        operation,
        subject,
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    }
}

async fn revoke(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user.clone());
    let key = form.text("key").to_owned();
    app.db
        .write(move |db| {
            if !api_keys::remove_one(db, &user.id, &key)? {
                return Ok(());
            }
            let deed = format!("{} revoked their API key {key}", user.full_name);
            activity::log(db, &env, &origin, &event("Revocation", &user, deed))
        })
        .await?;
    Ok(visitor.go(app, "/me/keys", "The key was revoked."))
}
