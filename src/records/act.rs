//! Running an action on a record.

use super::access::{self, Reach};
use super::verbs::title;
use super::{Acting, Action, Asking, Input, Outcome, Record, RecordType};
use crate::activity;
use crate::base::{Env, Error, Result};
use crate::db::Read;
use crate::users::Actor;
use crate::world::World;

/// An action that was asked for.
pub struct ActionCall {
    pub record_type: &'static RecordType,
    pub name: String,
    pub action: String,
    pub form: Vec<(String, String)>,
}

/// Runs an action on a record.
pub async fn act(world: &World, actor: &Actor, call: ActionCall) -> Result<Outcome> {
    let World { db, env, .. } = world;
    let ActionCall {
        record_type,
        name,
        action,
        form,
    } = call;
    let found = record_type.actions.iter().find(|known| known.name == action);
    let names: Vec<&str> = record_type.actions.iter().map(|known| known.name).collect();
    let action = found.ok_or_else(|| {
        Error::NotFound(format!(
            "{} has no action {action:?}. There are: {}.",
            record_type.name,
            names.join(", ")
        ))
    })?;
    let record = db.read(|db| access::admit(db, actor, record_type, action.verb, &name))?;
    if access::reach(actor, record_type, action.verb)? == Reach::Own && !action.for_owner {
        return Err(access::forbidden(actor, record_type, action.verb));
    }
    let known = |name: &str| name == "csrf_token" || action.inputs.iter().any(|field| field.name == name);
    if let Some((name, _)) = form.iter().find(|(name, _)| !known(name)) {
        return Err(Error::invalid("", format!("{} takes no {name}.", action.label)));
    }
    let input = Input::from_fields(action.inputs.iter(), &form)?;
    let prepared = match (action.prepare, action.ask) {
        (Some(prepare), _) => {
            let env = env.clone();
            let task = tokio::task::spawn_blocking(move || prepare(&env));
            task.await
                .map_err(|error| Error::Internal(format!("an action panicked: {error}")))??
        }
        (None, Some(ask)) => {
            db.read(|db| check(db, env, actor, record_type, action, &record))?;
            ask(Asking {
                world: world.clone(),
                actor: actor.clone(),
                record,
                input: input.clone(),
            })
            .await?
        }
        (None, None) => None,
    };
    let (env, actor) = (env.clone(), actor.clone());
    db.write(move |db| {
        let record = access::admit(db, &actor, record_type, action.verb, &name)?;
        check(db, &env, &actor, record_type, action, &record)?;
        let acting = Acting {
            db,
            env: &env,
            actor: &actor,
            record: &record,
            input: &input,
        };
        let outcome = (action.run)(&acting, prepared)?;
        let subject = format!("{}: {} {}", action.label, record_type.name, title(record_type, &record));
        activity::log_change(
            db,
            &env,
            &actor,
            "Action",
            (record_type.name, &name),
            subject,
            Vec::new(),
        )?;
        Ok(outcome)
    })
    .await
}

/// Whether the action makes sense for the record and the actor may do it there.
fn check(
    db: &Read,
    env: &Env,
    actor: &Actor,
    record_type: &RecordType,
    action: &Action,
    record: &Record,
) -> Result<()> {
    if !(action.fits)(env, record) {
        return Err(Error::invalid(
            "",
            format!("{} does not fit this record as it is.", action.label),
        ));
    }
    record_type.rules.authorize(db, actor, Some(record), Some(record))
}
