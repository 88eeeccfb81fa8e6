//! The accounts elsewhere that one signs in with: linking another, unlinking.

use super::views::SignIns;
use super::{page, views};
use crate::base::{Error, Result, Text};
use crate::endpoints::social::{sign_in, views as social};
use crate::records::verbs;
use crate::server::{App, ReturnTo, Visitor, form_handler, framed_page, page_handler};
use crate::social::attempts::Purpose;
use crate::social::keys::{self, Key};
use crate::social::logins;
use crate::social::record_types::USER_SOCIAL_LOGIN;
use crate::web::{Call, Form, answer};
use poem::Response;

page_handler!(
    /// GET `/me/sign-ins`
    sign_ins_page => show
);
form_handler!(
    /// POST `/me/sign-ins/link`
    link_sign_in => link
);
form_handler!(
    /// POST `/me/sign-ins/unlink`
    unlink_sign_in => unlink
);

fn sign_ins(app: &App, visitor: &Visitor) -> Result<SignIns> {
    let user = &visitor.signed_in.user;
    app.db.read(|db| {
        let mut linked = Vec::new();
        for login in logins::of_user(db, &user.email)? {
            let name = keys::get(db, &app.env, &login.provider)?.provider_name;
            linked.push((login, name));
        }
        let enabled = keys::enabled(db, &app.env)?;
        Ok(SignIns {
            linked,
            open: enabled.into_iter().filter(Key::is_ready).collect(),
        })
    })
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    list(app, visitor, 200, None)
}

fn list(app: &App, visitor: &Visitor, status: u16, mistake: Option<&Text>) -> Result<Response> {
    let body = views::sign_ins(&sign_ins(app, visitor)?, mistake, &visitor.csrf);
    page(app, visitor, status, "/me/sign-ins", body)
}

async fn link(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    let key = app.db.read(|db| keys::get(db, &app.env, form.text("provider")))?;
    if !key.enabled || !key.is_ready() {
        return Err(Error::NotFound("There is no such way to sign in.".into()));
    }
    let purpose = Purpose::Link(visitor.signed_in.user.id.clone());
    let (address, cookie) = sign_in::begin(app, call, &key, purpose, &ReturnTo::Home, false).await?;
    let body = social::go_on(&key.provider_name, &address);
    let mut response = framed_page(app, visitor, 200, "Link an account", "/me/profile", body)?;
    if let Some(cookie) = cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

async fn unlink(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let name = form.text("name").to_owned();
    let user = &visitor.signed_in.user.email;
    let own = app.db.read(|db| logins::of_user(db, user))?;
    if !own.iter().any(|login| login.name == name) {
        return Err(Error::NotFound("This account is not linked.".into()));
    }
    let caller = app.caller(&visitor.actor);
    let done = app
        .db
        .write(move |db| verbs::delete(&caller.writing(db), &USER_SOCIAL_LOGIN, &name));
    match done.await {
        Ok(()) => Ok(visitor.go(app, "/me/sign-ins", "The account is unlinked.")),
        Err(Error::Invalid(errors)) => list(app, visitor, 422, Some(&Error::Invalid(errors).words())),
        Err(error) => Err(error),
    }
}
