//! Running an action on a record.

use super::action::{AnyAction, Outcome};
use super::declare::RecordType;
use super::rules::{Caller, Reading};
use super::value::{Input, Record, is_nothing};
use super::verbs::note;
use super::{access, checks};
use crate::base::{Error, Result, Text, text};
use crate::permissions::Reach;
use crate::world::World;

/// An action that was asked for.
pub struct ActionCall {
    pub record_type: &'static RecordType,
    pub name: String,
    pub action: String,
    pub form: Vec<(String, String)>,
}

/// Runs an action on a record.
pub async fn act(world: &World, caller: &Caller, call: ActionCall) -> Result<Outcome> {
    let ActionCall {
        record_type,
        name,
        action,
        form,
    } = call;
    let action = find(record_type, &action)?;
    let (button, actor) = (action.button(), &caller.actor);
    let db = &world.db;
    let record = db.read(|db| access::admit(&caller.reading(db), record_type, button.verb, &name))?;
    if access::reach(actor, record_type, button.verb)? == Reach::Own && !button.for_owner {
        return Err(access::forbidden(actor, record_type, button.verb));
    }
    let input = read_inputs(action, &form)?;
    let prepared = match button.prepare {
        Some(prepare) => {
            let env = caller.env.clone();
            let task = tokio::task::spawn_blocking(move || prepare(&env));
            task.await
                .map_err(|error| Error::Internal(format!("an action panicked: {error}")))??
        }
        None => {
            db.read(|db| check(&caller.reading(db), record_type, action, &record))?;
            match action.ask(world, caller, &record, &input) {
                Some(asked) => asked.await?,
                None => None,
            }
        }
    };
    let caller = caller.clone();
    db.write(move |db| {
        let cx = caller.writing(db);
        let record = access::admit(&cx, record_type, action.button().verb, &name)?;
        check(&cx, record_type, action, &record)?;
        let outcome = action.run(&cx, &record, &input, prepared)?;
        let (label, title) = (action.button().label, record_type.title_of(&record));
        let subject = format!("{label}: {} {title}", record_type.name);
        note(&cx, "Action", record_type, &name, subject, Vec::new())?;
        Ok(outcome)
    })
    .await
}

/// The action of this name.
pub fn find(record_type: &'static RecordType, name: &str) -> Result<&'static dyn AnyAction> {
    let found = record_type.actions.iter().find(|known| known.button().name == name);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = record_type.actions.iter().map(|known| known.button().name).collect();
        let (of, known) = (record_type.name, names.join(", "));
        Error::NotFound(text!(
            "{ $of } has no action { $name }. There are: { $known }.",
            of = &of,
            name = format!("{name:?}"),
            known = &known
        ))
    })
}

fn read_inputs(action: &dyn AnyAction, form: &[(String, String)]) -> Result<Input> {
    let button = action.button();
    let is_known = |name: &str| name == "csrf_token" || button.inputs.iter().any(|field| field.name == name);
    if let Some((name, _)) = form.iter().find(|(name, _)| !is_known(name)) {
        return Err(Error::invalid(
            "",
            text!(
                "{ $label } takes no { $name }.",
                label = Text::from(button.label),
                name = &name
            ),
        ));
    }
    let input = Input::from_fields(button.inputs.iter().copied(), form)?;
    match button
        .inputs
        .iter()
        .find(|field| field.required && input.0.get(field.name).is_none_or(is_nothing))
    {
        Some(field) if !form.is_empty() => Err(Error::invalid(
            field.name,
            text!("{ $label } is needed.", label = Text::from(field.label)),
        )),
        _ => Ok(input),
    }
}

/// What is said of an action that makes no sense for a record as it is.
pub fn does_not_fit(action: &dyn AnyAction) -> Error {
    let label = action.button().label;
    Error::invalid(
        "",
        text!(
            "{ $label } does not fit this record as it is.",
            label = Text::from(label)
        ),
    )
}

/// Whether the action makes sense for the record and the actor may do it there.
fn check(cx: &Reading, record_type: &RecordType, action: &dyn AnyAction, record: &Record) -> Result<()> {
    if !action.fits(cx.env, record) {
        return Err(does_not_fit(action));
    }
    checks::authorize(cx, record_type, Some(record), Some(record))
}
