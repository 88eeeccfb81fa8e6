//! Where one is signed in, and signing out elsewhere.

use super::{page, views};
use crate::activity::{self, Event};
use crate::base::{Error, Result, SessionId};
use crate::people::sessions;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::sessions as stored;
use crate::web::{Call, Form};
use poem::Response;

page_handler!(
    /// GET `/me/sessions`
    sessions_page => show
);
form_handler!(
    /// POST `/me/sessions/end`: one, or all others.
    end_sessions => end
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    let user = &visitor.signed_in.user;
    let sessions = app.db.read(|db| stored::of_user(db, &user.id, app.env.now()))?;
    let body = views::sessions(&sessions, &visitor.signed_in.session.id, &visitor.csrf);
    page(app, visitor, 200, "/me/sessions", body)
}

async fn end(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let (env, origin) = (app.env.clone(), call.from());
    let (user, own) = (visitor.signed_in.user.clone(), visitor.signed_in.session.id.clone());
    let which = form.text("session").to_owned();
    app.db
        .write(move |db| {
            let event = Event {
                operation: "Logout",
                subject: format!("{} signed out elsewhere", user.full_name),
                user: Some(&user.email),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            if which == "others" {
                return sessions::end_others(db, &env, &user.id, &own);
            }
            let which = SessionId::from(which);
            match stored::ids_of(db, &user.id)?.contains(&which) {
                true => sessions::end(db, &env, &which),
                false => Err(Error::NotFound("This session is over already.".into())),
            }
        })
        .await?;
    Ok(visitor.go(app, "/me/sessions", "Signed out there."))
}
