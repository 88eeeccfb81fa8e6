//! Giving a record another name. What names it elsewhere follows.

use super::declare::RecordType;
use super::rules::Writing;
use super::value::{Change, Record};
use super::{access, checks, store, verbs};
use crate::base::{Error, Millis, Result, Text, text};
use crate::permissions::{self, Reach, Verb};
use serde_json::Value as Json;

/// Renames a record of a type that allows it, for whoever may change every record of the type. Its values are checked
/// as for any other change; the new name, as it was understood, is the answer.
pub fn rename(cx: &Writing, record_type: &'static RecordType, old: &str, new: &str) -> Result<String> {
    let field = record_type.name_field().filter(|_| record_type.renames);
    let Some(field) = field else {
        return Err(Error::invalid(
            "",
            text!(
                "{ $type } not allowed to be renamed",
                type = Text::from(record_type.name)
            ),
        ));
    };
    let before = access::admit(cx, record_type, Verb::Write, old)?;
    if !matches!(access::reach(cx.actor, record_type, Verb::Write)?, Reach::Every) {
        return Err(access::forbidden(cx.actor, record_type, Verb::Write));
    }
    let mut after: Record = before.clone();
    after.put(field, new.trim());
    checks::authorize(cx, record_type, Some(&before), Some(&after))?;
    checks::validate(cx, record_type, Some(&before), &mut after)?;
    let name = after.text(field).to_owned();
    if name == old {
        return Ok(name);
    }
    if store::get(cx.db, record_type, &name)?.is_some() {
        return Err(Error::Duplicate(text!(
            "{ $type } { $name } already exists",
            type = Text::from(record_type.name),
            name = &name
        )));
    }
    let at = cx.env.now_ms().max(Millis(before.modified_at.0 + 1));
    store::rename(cx.db, record_type, old, &name, cx.actor.name(), at)?;
    permissions::renamed(cx.db, record_type.name, old, &name)?;
    record_type.rules.renamed(cx, old, &name)?;
    let change = Change {
        field: field.name.to_owned(),
        old: Json::from(old),
        new: Json::from(name.as_str()),
    };
    let subject = format!("{} {old} is called {name} now", record_type.name);
    verbs::note(cx, "Update", record_type, &name, subject, vec![change])?;
    Ok(name)
}

/// Hands over what somebody owns, and has changed last, to their new name.
pub fn hand_over(cx: &Writing, old: &str, new: &str) -> Result<()> {
    for record_type in cx
        .registry
        .types()
        .filter(|of| of.rows.is_none() && of.verbs.contains(&Verb::Write))
    {
        store::hand_over(cx.db, record_type, old, new)?;
    }
    Ok(())
}
