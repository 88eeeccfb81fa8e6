//! One's own API key.

use super::{page, views};
use crate::activity::{self, Event};
use crate::base::Result;
use crate::people::letters;
use crate::records::views::shown_once;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::users::api_keys;
use crate::web::{Call, Form};
use poem::Response;

page_handler!(
    /// GET `/me/keys`
    key_page => show
);
form_handler!(
    /// POST `/me/keys`: a new secret, and a key if there was none.
    make_key => make
);
form_handler!(
    /// POST `/me/keys/revoke`
    revoke_key => revoke
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    app.catch_up().await;
    let user = &visitor.signed_in.user;
    let (key, times) = app
        .db
        .read(|db| Ok((api_keys::of_user(db, &user.id)?, api_keys::times(db, &user.id)?)))?;
    let body = views::keys(key.as_deref().zip(times), &visitor.csrf);
    page(app, visitor, 200, "/me/keys", body)
}

async fn make(app: &App, call: &Call, visitor: &Visitor, _form: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user.clone());
    let key = app
        .db
        .write(move |db| {
            let event = Event {
                operation: "Action",
                subject: format!("{} made an API secret", user.full_name),
                user: Some(&user.email),
                record: Some(("User", &user.email)),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            letters::key_made(db, &env, &user)?;
            api_keys::generate(db, &env, &user)
        })
        .await?;
    let made = key.outcome();
    page(
        app,
        visitor,
        200,
        "/me/keys",
        shown_once("Your API key", &made, "/me/keys", &visitor.csrf),
    )
}

async fn revoke(app: &App, call: &Call, visitor: &Visitor, _form: &Form) -> Result<Response> {
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user.clone());
    app.db
        .write(move |db| {
            if api_keys::remove(db, &user.id)? == 0 {
                return Ok(());
            }
            let event = Event {
                operation: "Revocation",
                subject: format!("{} revoked their API key", user.full_name),
                user: Some(&user.email),
                record: Some(("User", &user.email)),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)
        })
        .await?;
    Ok(visitor.go(app, "/me/keys", "The key was revoked."))
}
