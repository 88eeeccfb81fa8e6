//! Changing one's own password.

use super::{confirm_password, page, views};
use crate::base::{Error, FieldErrors, Result};
use crate::people;
use crate::server::{App, Visitor, form_handler, page_handler, passwords, session};
use crate::web::{Call, Form, Params};
use poem::Response;

page_handler!(
    /// GET `/me/password`
    password_page => show
);
form_handler!(
    /// POST `/me/password`
    change_password => change
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    show_form(app, visitor, 200, &FieldErrors::default())
}

fn show_form(app: &App, visitor: &Visitor, status: u16, errors: &FieldErrors) -> Result<Response> {
    let user = &visitor.signed_in.user;
    let least = passwords::rules(app, &user.roles)?.length;
    let body = views::password(user, least, errors, &visitor.csrf);
    page(app, visitor, status, "/me/password", body)
}

async fn change(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    match set(app, call, visitor, form).await {
        Ok(response) => Ok(response),
        Err(Error::Invalid(errors)) => show_form(app, visitor, 422, &errors),
        Err(error) => Err(error),
    }
}

async fn set(app: &App, call: &Call, visitor: &Visitor, form: &Params) -> Result<Response> {
    let user = visitor.signed_in.user.clone();
    let new = form.text("new_password");
    confirm_password(app, call, visitor, form.text("current_password")).await?;
    passwords::check_password_of(app, &user, new, "new_password").await?;
    let hash = app.hasher.hash(&app.env, new).await?;
    let (env, origin, changing) = (app.env.clone(), call.from(), user.clone());
    app.db
        .write(move |db| {
            let subject = format!("{} changed their password", changing.full_name);
            people::set_own_password(db, &env, &origin, &changing, &hash, subject)
        })
        .await?;
    // Every session ended with the old password; this browser gets a new one.
    let mut response = visitor.go(
        app,
        "/me/password",
        "Your password was changed. You were signed out everywhere else, and apps have to ask you again.",
    );
    session::renew(app, call, &visitor.signed_in, &mut response).await?;
    Ok(response)
}
