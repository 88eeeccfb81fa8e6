//! One's own name, picture and contact.

use super::{page, views};
use crate::app::App;
use crate::base::{Error, FieldErrors, Result};
use crate::desk::{Visitor, checked_form, desk_handler};
use crate::records::{Input, verbs};
use crate::users::record::USER;
use crate::web::{Call, Params, answer};
use poem::Response;

/// What people may change of themselves.
const FIELDS: &[&str] = &["first_name", "last_name", "user_image", "mobile_no", "location"];

desk_handler!(
    /// GET `/me/profile`
    profile_page => show
);
desk_handler!(
    /// POST `/me/profile`
    save_profile => save
);

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let message = (call.query.get("done") == Some("saved")).then_some("Saved.");
    form(app, visitor, 200, &Params::default(), &FieldErrors::default(), message)
}

async fn save(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let sent = checked_form(app, call, visitor)?;
    let known = |name: &str| FIELDS.contains(&name) || name == "csrf_token";
    if let Some((name, _)) = sent.0.iter().find(|(name, _)| !known(name)) {
        return Err(Error::invalid(
            "",
            format!("Your profile has no field {name} that you could set."),
        ));
    }
    let fields = USER.fields().filter(|field| FIELDS.contains(&field.name));
    let saved = match Input::from_fields(fields, &sent.0) {
        Ok(input) => {
            let (env, actor) = (app.env.clone(), visitor.actor.clone());
            app.db
                .write(move |db| {
                    let name = actor.name().to_owned();
                    verbs::update(db, &env, &actor, &USER, &name, &input, None).map(drop)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(answer::see_other("/me/profile?done=saved")),
        Err(Error::Invalid(errors)) => form(app, visitor, 422, &sent, &errors, None),
        Err(error) => Err(error),
    }
}

fn form(
    app: &App,
    visitor: &Visitor,
    status: u16,
    typed: &Params,
    errors: &FieldErrors,
    message: Option<&str>,
) -> Result<Response> {
    let record = app
        .db
        .read(|db| verbs::get(db, &visitor.actor, &USER, visitor.actor.name()))?;
    let body = views::profile(&record, FIELDS, typed, errors, message, &visitor.csrf);
    page(app, visitor, status, "/me/profile", body)
}
