//! One's own name, picture and contact.

use super::{page, views};
use crate::base::{Error, FieldErrors, Result, text};
use crate::people::record::USER;
use crate::records::{Input, verbs};
use crate::server::{App, Visitor, form_handler, kept, page_handler};
use crate::web::{Call, Form, Params};
use poem::Response;

/// What people may change of themselves.
const FIELDS: &[&str] = &[
    "first_name",
    "last_name",
    "mobile_no",
    "location",
    "middle_name",
    "nickname",
    "website",
    "gender",
    "birth_date",
    "time_zone",
    "language",
];

page_handler!(
    /// GET `/me/profile`
    profile_page => show
);
form_handler!(
    /// POST `/me/profile`
    save_profile => save
);

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let kept = kept::typed(app, call, visitor);
    let typed = kept.map(|kept| Params(kept.fields));
    let mut response = show_form(app, visitor, 200, typed.as_ref(), &FieldErrors::default())?;
    if typed.is_some() {
        kept::forget(app, &mut response);
    }
    Ok(response)
}

async fn save(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let sent = form;
    let known = |name: &str| FIELDS.contains(&name) || name == "csrf_token";
    if let Some((name, _)) = sent.0.iter().find(|(name, _)| !known(name)) {
        return Err(Error::invalid(
            "",
            text!("Your profile has no field { $name } that you could set.", name = &name),
        ));
    }
    let fields = USER.fields().filter(|field| FIELDS.contains(&field.name));
    let saved = match Input::from_fields(fields, &sent.0) {
        Ok(input) => {
            let caller = app.caller(&visitor.actor);
            app.db
                .write(move |db| {
                    let name = caller.actor.name().to_owned();
                    verbs::update(&caller.writing(db), &USER, &name, &input, None).map(drop)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(visitor.go(app, "/me/profile", "Saved.")),
        Err(Error::Invalid(errors)) => show_form(app, visitor, 422, Some(&**sent), &errors),
        Err(error) => Err(error),
    }
}

/// The page, with what is wrong with a picture.
pub(super) fn show_with_mistake(app: &App, visitor: &Visitor, errors: &FieldErrors) -> Result<Response> {
    show_form(app, visitor, 422, None, errors)
}

fn show_form(
    app: &App,
    visitor: &Visitor,
    status: u16,
    typed: Option<&Params>,
    errors: &FieldErrors,
) -> Result<Response> {
    let record = app.look(&visitor.actor, |cx| verbs::get(cx, &USER, visitor.actor.name()))?;
    let body = views::profile(&record, FIELDS, typed, errors, &visitor.csrf);
    page(app, visitor, status, "/me/profile", body)
}
