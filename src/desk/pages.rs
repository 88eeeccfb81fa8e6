//! The pages of records: list, form, save, delete, actions. One set for every type.

use super::form::{Shown, may, show_form, show_mistakes};
use super::{Visitor, bulk, checked_form, desk_handler, listing, page};
use crate::app::App;
use crate::base::Result;
use crate::frappe::resource::hash_passwords;
use crate::records::views;
use crate::records::{self, Input, Kind, Outcome, Record, RecordType, Verb, access, act, verbs};
use crate::web::{Call, Params, answer};
use poem::Response;

desk_handler!(
    /// GET `/app/<type>`: the list, or the form of a single.
    list_page => show_list
);
desk_handler!(
    /// GET `/app/<type>/new`
    new_page => show_new
);
desk_handler!(
    /// POST `/app/<type>/new`
    create_page => save_new
);
desk_handler!(
    /// GET `/app/<type>/<name>`
    form_page => show_record
);
desk_handler!(
    /// POST `/app/<type>/<name>` (and `/app/<type>` of a single)
    save_page => save_record
);
desk_handler!(
    /// GET `/app/<type>/<name>/delete`
    ask_delete_page => show_delete
);
desk_handler!(
    /// POST `/app/<type>/<name>/delete`
    delete_page => run_delete
);
desk_handler!(
    /// POST `/app/<type>/<name>/action/<action>` (and `/app/<type>/action/<action>` of a single)
    action_page => run_action
);

fn type_of(call: &Call) -> Result<&'static RecordType> {
    records::by_slug(call.part("type"))
}

/// The name in the address; a single's is its type's.
fn name_of(call: &Call, record_type: &RecordType) -> String {
    match record_type.single {
        true => record_type.name.to_owned(),
        false => call.part("name").to_owned(),
    }
}

async fn show_list(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    if record_type.single {
        return show_record(app, call, visitor).await;
    }
    access::reach(&visitor.actor, record_type, Verb::Read)?;
    app.catch_up_for(record_type).await;
    listing::show(app, call, visitor, record_type).await
}

async fn show_new(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    access::reach(&visitor.actor, record_type, Verb::Create)?;
    let shown = Shown {
        start: record_type.rules.start(&call.query.0),
        ..Shown::default()
    };
    show_form(app, visitor, record_type, None, shown, 200)
}

async fn show_record(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    let name = name_of(call, record_type);
    let record = app.db.read(|db| verbs::get(db, &visitor.actor, record_type, &name))?;
    let message = match call.query.get("done") {
        Some("created") => Some(format!("{} was created.", record_type.name)),
        Some("saved") => Some("Saved.".to_owned()),
        Some("connected") => Some("Your account is connected.".to_owned()),
        _ => None,
    };
    let shown = Shown {
        message,
        ..Shown::default()
    };
    show_form(app, visitor, record_type, Some(&record), shown, 200)
}

async fn save_new(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    access::reach(&visitor.actor, record_type, Verb::Create)?;
    let form = checked_form(app, call, visitor)?;
    let outcome = try_create(app, visitor, record_type, &form).await;
    match outcome {
        Ok((record, outcome)) => {
            let onward = format!("{}?done=created", views::address(record_type, &record.name));
            finish(app, visitor, record_type, &onward, outcome)
        }
        Err(error) => show_mistakes(app, visitor, record_type, None, &form, error),
    }
}

async fn try_create(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    form: &Params,
) -> Result<(Record, Outcome)> {
    let may = may(visitor, record_type, None);
    let mut input = Input::from_form(record_type, &form.0, true, |field| may.manage || !field.managed)?;
    hash_passwords(app, record_type, &mut input).await?;
    let (env, actor) = (app.env.clone(), visitor.actor.clone());
    app.db
        .write(move |db| verbs::insert(db, &env, &actor, record_type, &input))
        .await
}

async fn save_record(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    let name = name_of(call, record_type);
    if name.is_empty() {
        return bulk::run(app, call, visitor, record_type).await;
    }
    let form = checked_form(app, call, visitor)?;
    let old = app
        .db
        .read(|db| access::admit(db, &visitor.actor, record_type, Verb::Write, &name))?;
    match try_save(app, visitor, record_type, &name, &form).await {
        Ok((record, outcome)) => {
            let onward = format!("{}?done=saved", views::address(record_type, &record.name));
            finish(app, visitor, record_type, &onward, outcome)
        }
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), &form, error),
    }
}

async fn try_save(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    name: &str,
    form: &Params,
) -> Result<(Record, Outcome)> {
    let may = may(visitor, record_type, None);
    let mut input = Input::from_form(record_type, &form.0, false, |field| may.manage || !field.managed)?;
    hash_passwords(app, record_type, &mut input).await?;
    // An empty password field keeps the password.
    input
        .0
        .retain(|field, value| !(value.is_null() && is_password(record_type, field)));
    let seen = form.get("modified").and_then(|modified| modified.parse().ok());
    let (env, actor, name) = (app.env.clone(), visitor.actor.clone(), name.to_owned());
    app.db
        .write(move |db| verbs::update(db, &env, &actor, record_type, &name, &input, seen))
        .await
}

/// A password or a secret.
fn is_password(record_type: &RecordType, field: &str) -> bool {
    record_type
        .field(field)
        .is_some_and(|field| matches!(field.kind, Kind::Password | Kind::Secret))
}

async fn show_delete(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    let name = name_of(call, record_type);
    let (record, takes) = app.db.read(|db| {
        let record = access::admit(db, &visitor.actor, record_type, Verb::Delete, &name)?;
        let takes = record_type.rules.deletion_takes(db, &record)?;
        Ok((record, takes))
    })?;
    let body = views::confirm_delete(record_type, &record, &takes, &visitor.csrf);
    page(
        app,
        visitor,
        200,
        record_type.removal,
        &views::list_address(record_type),
        body,
    )
}

async fn run_delete(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    let name = name_of(call, record_type);
    checked_form(app, call, visitor)?;
    let old = app
        .db
        .read(|db| access::admit(db, &visitor.actor, record_type, Verb::Delete, &name))?;
    let (env, actor) = (app.env.clone(), visitor.actor.clone());
    let removed = app
        .db
        .write(move |db| verbs::delete(db, &env, &actor, record_type, &name));
    match removed.await {
        Ok(()) => Ok(answer::see_other(&format!(
            "{}?done=removed",
            views::list_address(record_type)
        ))),
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), &Params::default(), error),
    }
}

async fn run_action(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(call)?;
    let name = name_of(call, record_type);
    let form = checked_form(app, call, visitor)?;
    let old = app.db.read(|db| verbs::get(db, &visitor.actor, record_type, &name))?;
    let call_of_action = act::ActionCall {
        record_type,
        name: name.clone(),
        action: call.part("action").to_owned(),
        form: form.0,
    };
    match act::act(&app.world(), &visitor.actor, call_of_action).await {
        Ok(outcome) if !outcome.shown.is_empty() => {
            finish(app, visitor, record_type, &views::address(record_type, &name), outcome)
        }
        Ok(outcome) => {
            let record = app.db.read(|db| verbs::get(db, &visitor.actor, record_type, &name))?;
            let shown = Shown {
                message: Some(outcome.message),
                ..Shown::default()
            };
            show_form(app, visitor, record_type, Some(&record), shown, 200)
        }
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), &Params::default(), error),
    }
}

/// After a change: on to the record, or first the secrets that were made.
fn finish(app: &App, visitor: &Visitor, record_type: &RecordType, onward: &str, outcome: Outcome) -> Result<Response> {
    if outcome.shown.is_empty() {
        return Ok(answer::see_other(onward));
    }
    let body = views::shown_once(record_type.name, &outcome.message, &outcome.shown, onward);
    page(
        app,
        visitor,
        200,
        record_type.name,
        &views::list_address(record_type),
        body,
    )
}
