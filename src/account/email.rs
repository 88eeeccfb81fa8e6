//! Changing one's own email.

use super::{page, views};
use crate::base::{Error, FieldErrors, Result};
use crate::people::emails;
use crate::server::{App, Visitor, form_handler, page_handler};
use crate::system;
use crate::web::limits::Limited;
use crate::web::{Call, Form};
use poem::Response;

page_handler!(
    /// GET `/me/email`
    email_page => show
);
form_handler!(
    /// POST `/me/email`: a link goes to the new address.
    change_email => change
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    form(app, visitor, "", &FieldErrors::default(), 200)
}

fn form(app: &App, visitor: &Visitor, typed: &str, errors: &FieldErrors, status: u16) -> Result<Response> {
    let can_mail = app.db.read(|db| system::sends_mails(db, &app.env))?;
    let body = views::email(&visitor.signed_in.user, typed, can_mail, errors, &visitor.csrf);
    page(app, visitor, status, "/me/profile", body)
}

async fn change(app: &App, call: &Call, visitor: &Visitor, sent: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    let email = sent.text("email").trim().to_lowercase();
    app.limits.failed(Limited::Mail, call.origin.address, &email)?;
    app.limits.failed(Limited::MailTo, call.origin.address, &email)?;
    let (env, origin, user, wanted) = (
        app.env.clone(),
        call.from(),
        visitor.signed_in.user.clone(),
        email.clone(),
    );
    let asked = app.db.write(move |db| emails::ask(db, &env, &origin, &user, &wanted));
    match asked.await {
        Ok(()) => Ok(visitor.go(
            app,
            "/me/profile",
            "A link is on its way to the new address. Your email changes when you use it, within an hour.",
        )),
        Err(Error::Invalid(errors)) => form(app, visitor, &email, &errors, 422),
        Err(error) => Err(error),
    }
}
