//! The pages of records: list, form, save, delete, actions. One set for every type.

use super::form::{FormView, may, show_form, show_mistakes};
use super::{bulk, export, listing};
use crate::base::{Error, Millis, Result, Text, text};
use crate::records::views;
use crate::records::{Field, FieldKind, Input, Outcome, Record, RecordType, Verb, access, verbs};
use crate::server::kept::{self, Kept};
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

/// The type in the address.
pub(super) fn type_of(app: &App, call: &Call) -> Result<&'static RecordType> {
    app.registry.by_slug(call.part("type"))
}

/// The name in the address; a single's is its type's.
pub(super) fn name_of(call: &Call, record_type: &RecordType) -> String {
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
        (true, Some(_)) => {
            return Err(Error::NotFound(text!(
                "{ $type } is no list",
                type = Text::from(record_type.name)
            )));
        }
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
    let kept = kept::typed(app, call, visitor);
    let shown = FormView {
        start: record_type.rules.start(&call.query.0).filter(|_| kept.is_none()),
        ..FormView::default()
    };
    show_kept(app, visitor, record_type, None, kept, shown)
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
    let kept = kept::typed(app, call, visitor);
    show_kept(app, visitor, record_type, Some(&record), kept, shown)
}

/// The form, with what was typed into it before its sender had to sign in again.
fn show_kept(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    kept: Option<Kept>,
    shown: FormView,
) -> Result<Response> {
    let Some(kept) = kept else {
        return show_form(app, visitor, record_type, record, shown, 200);
    };
    let tab = kept.fields.iter().find(|(name, _)| name == "tab");
    let shown = FormView {
        tab: tab.map_or("", |(_, tab)| tab),
        typed: &kept.fields,
        kept: Some(kept.lacks),
        ..shown
    };
    let mut response = show_form(app, visitor, record_type, record, shown, 200)?;
    kept::forget(app, &mut response);
    Ok(response)
}

async fn save_new(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    access::reach(&visitor.actor, record_type, Verb::Create)?;
    let outcome = try_create(app, visitor, record_type, form).await;
    match outcome {
        Ok((record, outcome)) => {
            let onward = views::address(record_type, &record.name);
            let said = text!("{ $type } was created.", type = Text::from(record_type.name));
            finish(app, visitor, record_type, &onward, outcome, said)
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
    hash_passwords(app, record_type, None, &mut input).await?;
    let caller = app.caller(&visitor.actor);
    app.db
        .write(move |db| verbs::insert(&caller.writing(db), record_type, &input))
        .await
}

async fn save_record(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let record_type = type_of(app, call)?;
    let name = name_of(call, record_type);
    if name.is_empty() {
        return bulk::run(app, visitor, record_type, form).await;
    }
    let old = app.look(&visitor.actor, |cx| access::admit(cx, record_type, Verb::Write, &name))?;
    match try_save(app, visitor, record_type, &old, form).await {
        Ok((record, outcome)) => {
            let onward = views::tab_address(record_type, &record.name, record_type.tab(form.text("tab")));
            finish(app, visitor, record_type, &onward, outcome, "Saved.".into())
        }
        Err(error) => show_mistakes(app, visitor, record_type, Some(&old), form, error),
    }
}

async fn try_save(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    old: &Record,
    form: &Params,
) -> Result<(Record, Outcome)> {
    let may = may(visitor, record_type, Some(old));
    // A form that is one part of the record says nothing of the others.
    let tab = form.get("tab").and_then(|tab| record_type.tab(tab));
    let is_here = |field: &Field| !field.hidden && record_type.fields_of(tab).any(|own| own.name == field.name);
    let may_set = |field: &Field| (may.manage || !field.managed) && is_here(field);
    let mut input = Input::from_form(record_type, &form.0, false, may_set)?;
    hash_passwords(app, record_type, Some(old), &mut input).await?;
    // An empty password field keeps the password.
    input
        .0
        .retain(|field, value| !(value.is_null() && is_password(record_type, field)));
    let seen = form
        .get("modified")
        .and_then(|modified| modified.parse().ok().map(Millis));
    let (caller, name) = (app.caller(&visitor.actor), old.name.clone());
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

/// After a change: on to the record, or first the secrets that were made.
pub(super) fn finish(
    app: &App,
    visitor: &Visitor,
    record_type: &RecordType,
    onward: &str,
    outcome: Outcome,
    said_else: Text,
) -> Result<Response> {
    if outcome.shown.is_empty() {
        let said = Some(outcome.message).filter(|message| !message.is_empty());
        return Ok(visitor.go(app, onward, said.unwrap_or(said_else)));
    }
    let body = views::shown_once(record_type.name, &outcome, onward, &visitor.csrf);
    let current = views::list_address(record_type);
    let mut response = framed_page(app, visitor, 200, record_type.name, &current, body)?;
    said::say(app, &visitor.signed_in.user.id, &said_else, &mut response);
    Ok(response)
}
