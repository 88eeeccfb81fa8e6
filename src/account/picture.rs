//! One's own picture: uploaded, taken away, and shown to whoever knows its address.

use super::profile::show_with_mistake;
use crate::base::{Error, Result};
use crate::people::record::USER;
use crate::records::{Input, verbs};
use crate::server::{App, Visitor, error_page, form_handler};
use crate::users::{self, pictures};
use crate::web::{Call, Form, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

form_handler!(
    /// POST `/me/picture`: `picture`, or `remove`.
    set_picture => set
);

async fn set(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let picture = match form.has("remove") {
        true => None,
        false => match pictures::read(form.text("picture")) {
            Ok(picture) => Some(picture),
            Err(Error::Invalid(errors)) => return show_with_mistake(app, visitor, &errors),
            Err(error) => return Err(error),
        },
    };
    let said = if picture.is_some() {
        "The picture was changed."
    } else {
        "The picture was removed."
    };
    let (caller, user) = (app.caller(&visitor.actor), visitor.signed_in.user.clone());
    app.db
        .write(move |db| {
            let address = match &picture {
                Some(picture) => pictures::keep(db, &caller.env, &user, picture)?,
                None => String::new(),
            };
            let input = Input([("user_image".to_owned(), json!(address))].into_iter().collect());
            verbs::update(&caller.writing(db), &USER, &user.email, &input, None).map(drop)
        })
        .await?;
    Ok(visitor.go(app, "/me/profile", said))
}

/// GET `/files/<name>`: apps show it, signed in or not.
#[handler]
pub fn show_picture(app: Data<&Arc<App>>, call: Call) -> Response {
    match app.db.read(|db| users::pictures::find(db, call.part("name"))) {
        Ok(Some(stored)) => shown(stored),
        Ok(None) => error_page(&app, &call, &Error::NotFound("There is no such picture.".into())),
        Err(error) => error_page(&app, &call, &error),
    }
}

fn shown(stored: pictures::Stored) -> Response {
    let mut response = answer::content(&stored.media_type, stored.content);
    answer::set(&mut response, "content-security-policy", "default-src 'none'; sandbox");
    answer::set(&mut response, "cross-origin-resource-policy", "cross-origin");
    // Another picture has another name.
    answer::set(&mut response, "cache-control", "public, max-age=31536000, immutable");
    response
}
