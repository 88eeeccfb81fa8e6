//! What is done with one record beside saving it: its actions and its end, each after its question.

use super::form::{FormView, fitting, mistakes, show_action, show_mistakes};
use super::listing;
use super::pages::{finish, name_of, type_of};
use crate::base::Result;
use crate::records::views;
use crate::records::{AnyAction, Record, RecordType, Verb, access, act, verbs};
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::{Call, Form, Params};
use poem::Response;

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
            let said = record_type.removal.said_of(&views::title(record_type, &old));
            Ok(visitor.go(app, &listing::back(record_type, form), said))
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
            let tab = record_type.tab(call.query.text("tab"));
            let onward = views::tab_address(record_type, &record.name, tab);
            finish(app, visitor, record_type, &onward, outcome, "Done.".into())
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
