//! What a type checks and does beside storing.

use super::{Outcome, Record};
use crate::base::{Env, FieldErrors, Result};
use crate::db::{Read, Value, Write};
use crate::users::Actor;
use maud::Markup;

/// What the form of a new record begins with.
pub struct Start {
    /// First values, as they would be typed.
    pub values: Vec<(&'static str, String)>,
    pub panel: Markup,
}

/// What a type checks and does beside storing. Everything runs inside the transaction of the change.
pub trait Rules: Sync {
    /// Checks and completes the new values; notes mistakes at their fields.
    fn validate(
        &self,
        _db: &Read,
        _env: &Env,
        _old: Option<&Record>,
        _new: &mut Record,
        _errors: &mut FieldErrors,
    ) -> Result<()> {
        Ok(())
    }

    /// Columns of a new row that are no fields.
    fn hidden_columns(&self, _env: &Env) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// What follows a save.
    fn after_save(
        &self,
        _db: &Write,
        _env: &Env,
        _old: Option<&Record>,
        _new: &Record,
        _outcome: &mut Outcome,
    ) -> Result<()> {
        Ok(())
    }

    /// Refuses what the permissions allow but this actor must not do: raising oneself, above all
    /// (A70). `old` is absent at a creation, `new` at a deletion; an action has both alike.
    fn authorize(&self, _db: &Read, _actor: &Actor, _old: Option<&Record>, _new: Option<&Record>) -> Result<()> {
        Ok(())
    }

    /// Refuses a deletion, or clears the way for it.
    fn before_delete(&self, _db: &Write, _env: &Env, _record: &Record) -> Result<()> {
        Ok(())
    }

    /// Removes a record in a way of its own; `false`: the row is to be deleted.
    fn remove(&self, _db: &Write, _env: &Env, _record: &Record) -> Result<bool> {
        Ok(false)
    }

    /// A sentence on what a deletion takes along.
    fn deletion_takes(&self, _db: &Read, _record: &Record) -> Result<String> {
        Ok(String::new())
    }

    /// What the form of a new record begins with, after what the address asks for.
    fn start(&self, _query: &[(String, String)]) -> Option<Start> {
        None
    }

    /// What the form shows beside its fields.
    fn panel(&self, _db: &Read, _env: &Env, _actor: &Actor, _record: &Record) -> Result<Option<Markup>> {
        Ok(None)
    }
}

/// Nothing beside storing.
pub struct NoRules;

impl Rules for NoRules {}
