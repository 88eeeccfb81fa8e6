//! The pages of records: list, form, save, delete, actions. One set for every type.

use super::form::{FormView, fitting, may, mistakes, show_action, show_form, show_mistakes};
use super::{bulk, export, listing};
use crate::base::{Error, Millis, Result};
use crate::records::views;
use crate::records::{AnyAction, Field, FieldKind, Input, Outcome, Record, RecordType, Verb, access, act, verbs};
use crate::server::passwords::hash_passwords;
use crate::server::{App, Visitor, form_handler, framed_page, page_handler, said};
use crate::web::{Call, Form, Params};
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
page_handler!(
    /// GET `/app/<type>/<name>/action/<action>` (and `/app/<type>/action/<action>` of a single): its question.
    ask_action_page => show_question
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
    let shown = FormView {
        tab: call.query.text("tab"),
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
            let onward = views::address(record_type, &record.name);
            let said = format!("{} was created.", record_type.name);
            finish(app, visitor, record_type, &onward, outcome, &said)
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
            let onward = part(record_type, &record.name, form.text("tab"));
            finish(app, visitor, record_type, &onward, outcome, "Saved.")
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
    // A form that is one part of the record says nothing of the others.
    let tab = form.get("tab").and_then(|tab| record_type.tab(tab));
    let is_here = |field: &Field| record_type.fields_of(tab).any(|own| own.name == field.name);
    let may_set = |field: &Field| (may.manage || !field.managed) && is_here(field);
    let mut input = Input::from_form(record_type, &form.0, false, may_set)?;
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

async fn run_delete(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    let old = app.look(&visitor.actor, |cx| access::admit(cx, record_type, Verb::Delete, &name))?;
    let caller = app.caller(&visitor.actor);
    let removed = app
        .db
        .write(move |db| verbs::delete(&caller.writing(db), record_type, &name));
    match removed.await {
        Ok(()) => {
            let said = format!("{} was {}.", views::title(record_type, &old), record_type.removal.done);
            Ok(visitor.go(app, &listing::back(record_type, form), &said))
        }
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), &Params::default(), error),
    }
}

/// The action in the address, and the record that it is for.
fn action_of(
    app: &App,
    call: &Call,
    visitor: &Visitor,
) -> Result<(&'static RecordType, Record, &'static dyn AnyAction)> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    let action = act::find(record_type, call.part("action"))?;
    let record = app.look(&visitor.actor, |cx| verbs::get(cx, record_type, &name))?;
    Ok((record_type, record, action))
}

async fn show_question(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let (record_type, record, action) = action_of(app, call, visitor)?;
    let fitting = fitting(app, visitor, record_type, Some(&record));
    if !fitting.iter().any(|own| own.button().name == action.button().name) {
        return Err(act::does_not_fit(action));
    }
    let shown = FormView {
        tab: call.query.text("tab"),
        ..FormView::default()
    };
    show_action(app, visitor, record_type, &record, action, shown, 200)
}

async fn run_action(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let (record_type, record, action) = action_of(app, call, visitor)?;
    let call_of_action = act::ActionCall {
        record_type,
        name: record.name.clone(),
        action: call.part("action").to_owned(),
        form: form.0.clone(),
    };
    match act::act(&app.world(), &app.caller(&visitor.actor), call_of_action).await {
        Ok(outcome) => {
            let onward = part(record_type, &record.name, call.query.text("tab"));
            finish(app, visitor, record_type, &onward, outcome, "Done.")
        }
        Err(error) => {
            let (errors, status) = mistakes(error)?;
            let shown = FormView {
                tab: call.query.text("tab"),
                typed: &form.0,
                errors,
                ..FormView::default()
            };
            show_action(app, visitor, record_type, &record, action, shown, status)
        }
    }
}

/// The address of a part of a record's form.
fn part(record_type: &RecordType, name: &str, tab: &str) -> String {
    match record_type.tab(tab) {
        Some(tab) => views::tab_address(record_type, name, tab),
        None => views::address(record_type, name),
    }
}

/// After a change: on to the record, or first the secrets that were made.
fn finish(
    app: &App,
    visitor: &Visitor,
    record_type: &RecordType,
    onward: &str,
    outcome: Outcome,
    said: &str,
) -> Result<Response> {
    if outcome.shown.is_empty() {
        let said = if outcome.message.is_empty() {
            said
        } else {
            &outcome.message
        };
        return Ok(visitor.go(app, onward, said));
    }
    let body = views::shown_once(record_type.name, &outcome, onward, &visitor.csrf);
    let current = views::list_address(record_type);
    let mut response = framed_page(app, visitor, 200, record_type.name, &current, body)?;
    said::say(app, &visitor.signed_in.user.id, said, &mut response);
    Ok(response)
}
