//! The pages of records: list, form, save, delete, actions. One set for every type.

use super::form::{FormView, may, show_form, show_mistakes};
use super::{bulk, export, listing};
use crate::base::{Error, Millis, Result};
use crate::records::views;
use crate::records::{FieldKind, Input, Outcome, Record, RecordType, Verb, access, act, verbs};
use crate::server::passwords::hash_passwords;
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::{Call, Form, Params, answer};
use poem::Response;

page_handler!(
    /// GET `/app/<type>`: the list, or the form of a single. `/app/<type>.csv`: the list as a file.
    list_page => show_list
);
page_handler!(
    /// GET `/app/<type>/new`
    new_page => show_new
);
form_handler!(
    /// POST `/app/<type>/new`
    create_page => save_new
);
page_handler!(
    /// GET `/app/<type>/<name>`
    form_page => show_record
);
form_handler!(
    /// POST `/app/<type>/<name>` (and `/app/<type>` of a single)
    save_page => save_record
);
page_handler!(
    /// GET `/app/<type>/<name>/delete`
    ask_delete_page => show_delete
);
form_handler!(
    /// POST `/app/<type>/<name>/delete`
    delete_page => run_delete
);
form_handler!(
    /// POST `/app/<type>/<name>/action/<action>` (and `/app/<type>/action/<action>` of a single)
    action_page => run_action
);

fn type_of(app: &App, call: &Call) -> Result<&'static RecordType> {
    app.registry.by_slug(call.part("type"))
}

/// The name in the address; a single's is its type's.
fn name_of(call: &Call, record_type: &RecordType) -> String {
    match record_type.single {
        true => record_type.name.to_owned(),
        false => call.part("name").to_owned(),
    }
}

async fn show_list(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let file = call.part("type").strip_suffix(".csv");
    let record_type = match file {
        Some(slug) => app.registry.by_slug(slug)?,
        None => type_of(app, call)?,
    };
    match (record_type.single, file) {
        (true, None) => return show_record(app, call, visitor).await,
        (true, Some(_)) => return Err(Error::NotFound(format!("{} is no list", record_type.name))),
        (false, _) => drop(access::reach(&visitor.actor, record_type, Verb::Read)?),
    }
    app.catch_up_for(record_type).await;
    match file {
        Some(_) => export::csv(app, call, visitor, record_type).await,
        None => listing::show(app, call, visitor, record_type).await,
    }
}

async fn show_new(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(app, call)?;
    access::reach(&visitor.actor, record_type, Verb::Create)?;
    let shown = FormView {
        start: record_type.rules.start(&call.query.0),
        ..FormView::default()
    };
    show_form(app, visitor, record_type, None, shown, 200)
}

async fn show_record(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    app.catch_up_for(record_type).await;
    let record = app.look(&visitor.actor, |cx| verbs::get(cx, record_type, &name))?;
    let message = match call.query.get("done") {
        Some("created") => Some(format!("{} was created.", record_type.name)),
        Some("saved") => Some("Saved.".to_owned()),
        Some("connected") => Some("Your account is connected.".to_owned()),
        _ => None,
    };
    let shown = FormView {
        message,
        ..FormView::default()
    };
    show_form(app, visitor, record_type, Some(&record), shown, 200)
}

async fn save_new(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    access::reach(&visitor.actor, record_type, Verb::Create)?;
    let outcome = try_create(app, visitor, record_type, form).await;
    match outcome {
        Ok((record, outcome)) => {
            let onward = format!("{}?done=created", views::address(record_type, &record.name));
            finish(app, visitor, record_type, &onward, outcome)
        }
        Err(error) => show_mistakes(app, visitor, record_type, None, form, error),
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
    let caller = app.caller(&visitor.actor);
    app.db
        .write(move |db| verbs::insert(&caller.writing(db), record_type, &input))
        .await
}

async fn save_record(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    if name.is_empty() {
        return bulk::run(app, call, visitor, record_type, form).await;
    }
    let old = app.look(&visitor.actor, |cx| access::admit(cx, record_type, Verb::Write, &name))?;
    match try_save(app, visitor, record_type, &name, form).await {
        Ok((record, outcome)) => {
            let onward = format!("{}?done=saved", views::address(record_type, &record.name));
            finish(app, visitor, record_type, &onward, outcome)
        }
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), form, error),
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
    let seen = form
        .get("modified")
        .and_then(|modified| modified.parse().ok().map(Millis));
    let (caller, name) = (app.caller(&visitor.actor), name.to_owned());
    app.db
        .write(move |db| verbs::update(&caller.writing(db), record_type, &name, &input, seen))
        .await
}

/// A password or a secret.
fn is_password(record_type: &RecordType, field: &str) -> bool {
    record_type
        .field(field)
        .is_some_and(|field| matches!(field.kind, FieldKind::Password | FieldKind::Secret))
}

async fn show_delete(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    let (record, takes) = app.look(&visitor.actor, |cx| {
        let record = access::admit(cx, record_type, Verb::Delete, &name)?;
        let takes = record_type.rules.deletion_takes(cx, &record)?;
        Ok((record, takes))
    })?;
    let body = views::confirm_delete(record_type, &record, &takes, &visitor.csrf);
    framed_page(
        app,
        visitor,
        200,
        record_type.removal.verb,
        &views::list_address(record_type),
        body,
    )
}

async fn run_delete(app: &App, call: &Call, visitor: &Visitor, _form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    let old = app.look(&visitor.actor, |cx| access::admit(cx, record_type, Verb::Delete, &name))?;
    let caller = app.caller(&visitor.actor);
    let removed = app
        .db
        .write(move |db| verbs::delete(&caller.writing(db), record_type, &name));
    match removed.await {
        Ok(()) => Ok(answer::see_other(&format!(
            "{}?done=removed",
            views::list_address(record_type)
        ))),
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), &Params::default(), error),
    }
}

async fn run_action(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    let old = app.look(&visitor.actor, |cx| verbs::get(cx, record_type, &name))?;
    let call_of_action = act::ActionCall {
        record_type,
        name: name.clone(),
        action: call.part("action").to_owned(),
        form: form.0.clone(),
    };
    match act::act(&app.world(), &app.caller(&visitor.actor), call_of_action).await {
        Ok(outcome) if !outcome.shown.is_empty() => {
            finish(app, visitor, record_type, &views::address(record_type, &name), outcome)
        }
        Ok(outcome) => {
            let record = app.look(&visitor.actor, |cx| verbs::get(cx, record_type, &name))?;
            let shown = FormView {
                message: Some(outcome.message),
                ..FormView::default()
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
    let body = views::shown_once(record_type.name, &outcome, onward, &visitor.csrf);
    framed_page(
        app,
        visitor,
        200,
        record_type.name,
        &views::list_address(record_type),
        body,
    )
}
