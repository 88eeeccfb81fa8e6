//! What a type checks and does beside storing, and what everything here works with: the context.

use super::action::Outcome;
use super::declare::Registry;
use super::handle::Of;
use super::value::Record;
use crate::base::{Env, FieldErrors, Result, Text};
use crate::db::{Read, Value, Write};
use crate::permissions::Actor;
use maud::Markup;
use std::any::TypeId;
use std::ops::Deref;

/// What a verb that looks works with.
pub struct Reading<'a> {
    pub db: &'a Read<'a>,
    pub env: &'a Env,
    pub registry: &'static Registry,
    pub actor: &'a Actor,
}

/// What a verb that changes something works with. Whoever reads takes it, too.
pub struct Writing<'a> {
    pub db: &'a Write<'a>,
    reading: Reading<'a>,
}

impl<'a> Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

/// Who calls, with all that verbs need beside the database: to take along to where that is.
#[derive(Clone)]
pub struct Caller {
    pub env: Env,
    pub registry: &'static Registry,
    pub actor: Actor,
}

impl Caller {
    /// The context of a verb that looks.
    pub fn reading<'a>(&'a self, db: &'a Read<'a>) -> Reading<'a> {
        Reading {
            db,
            env: &self.env,
            registry: self.registry,
            actor: &self.actor,
        }
    }

    /// The context of a verb that changes something.
    pub fn writing<'a>(&'a self, db: &'a Write<'a>) -> Writing<'a> {
        Writing {
            db,
            reading: self.reading(db),
        }
    }
}

impl<'a> Writing<'a> {
    /// The same work in the name of somebody else: of the program itself, say.
    pub fn by<'b>(&'b self, actor: &'b Actor) -> Writing<'b> {
        Writing {
            db: self.db,
            reading: Reading {
                db: self.db,
                env: self.env,
                registry: self.registry,
                actor,
            },
        }
    }
}

/// What the form of a new record begins with.
pub struct Start {
    /// First values, as they would be typed.
    pub values: Vec<(&'static str, String)>,
    pub panel: Markup,
}

/// A key of a record in a file that is no value of a field, with its value.
pub type Extra = (&'static str, serde_json::Value);

/// What a type checks and does beside storing. Everything runs inside the transaction of the change.
/// The implementor is the type's mark, too: handles and records are `Of` it.
#[allow(unused_variables, reason = "the names say what each method is given")]
pub trait Rules: Sized + Sync + 'static {
    /// Checks and completes the new values; notes mistakes at their fields.
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        Ok(())
    }

    /// Columns of a new row that are no fields.
    fn hidden_columns(&self, env: &Env) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// What follows a save.
    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        Ok(())
    }

    /// Refuses what the permissions allow but this actor must not do: raising oneself, above all (A70: nobody raises
    /// themselves). `old` is absent at a creation, `new` at a deletion; an action has both alike.
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        Ok(())
    }

    /// Whether this change gives power or ends safety, where not every one of its type does. `old` and `new` are as in
    /// [`authorize`](Self::authorize).
    fn gives_power(&self, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> bool {
        false
    }

    /// Refuses a deletion, or clears the way for it.
    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        Ok(())
    }

    /// Removes a record in a way of its own; `false`: the row is to be deleted.
    fn remove(&self, cx: &Writing, record: &Of<Self>) -> Result<bool> {
        Ok(false)
    }

    /// What follows a new name, where something else knows the record by it than a link.
    fn renamed(&self, cx: &Writing, old: &str, new: &str) -> Result<()> {
        Ok(())
    }

    /// A sentence on what a deletion takes along.
    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        Ok(Text::default())
    }

    /// What the form of a new record begins with, after what the address asks for.
    fn start(&self, query: &[(String, String)]) -> Option<Start> {
        None
    }

    /// What the form shows beside its fields, in this part of it.
    fn panel(&self, cx: &Reading, record: &Of<Self>, tab: &str) -> Result<Option<Markup>> {
        Ok(None)
    }

    /// A sentence on what these names in this field come to, told while one chooses; empty: none.
    fn comes_to(&self, cx: &Reading, field: &str, names: &[&str]) -> Result<Text> {
        Ok(Text::default())
    }

    /// What a file of an export holds of a record beside its fields.
    fn exported(&self, cx: &Reading, record: &Of<Self>) -> Result<Vec<Extra>> {
        Ok(Vec::new())
    }

    /// Takes over what a file holds of a record beside its fields: the `extras` of its
    /// [`Transfer`](super::Transfer). Names those that changed something, and whose secret need not be
    /// shown again.
    fn imported(&self, cx: &Writing, record: &Of<Self>, is_new: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        Ok(Vec::new())
    }
}

/// Nothing beside storing.
pub struct NoRules;

impl Rules for NoRules {}

/// Rules whose type is not known here: what the engine calls.
pub trait AnyRules: Sync {
    /// Whose rules they are.
    fn of(&self) -> TypeId;
    /// [`Rules::validate`]
    fn validate(&self, cx: &Reading, old: Option<&Record>, new: &mut Record, errors: &mut FieldErrors) -> Result<()>;
    /// [`Rules::hidden_columns`]
    fn hidden_columns(&self, env: &Env) -> Vec<(&'static str, Value)>;
    /// [`Rules::after_save`]
    fn after_save(&self, cx: &Writing, old: Option<&Record>, new: &Record, outcome: &mut Outcome) -> Result<()>;
    /// [`Rules::authorize`]
    fn authorize(&self, cx: &Reading, old: Option<&Record>, new: Option<&Record>) -> Result<()>;
    /// [`Rules::gives_power`]
    fn gives_power(&self, old: Option<&Record>, new: Option<&Record>) -> bool;
    /// [`Rules::before_delete`]
    fn before_delete(&self, cx: &Writing, record: &Record) -> Result<()>;
    /// [`Rules::remove`]
    fn remove(&self, cx: &Writing, record: &Record) -> Result<bool>;
    /// [`Rules::renamed`]
    fn renamed(&self, cx: &Writing, old: &str, new: &str) -> Result<()>;
    /// [`Rules::deletion_takes`]
    fn deletion_takes(&self, cx: &Reading, record: &Record) -> Result<Text>;
    /// [`Rules::start`]
    fn start(&self, query: &[(String, String)]) -> Option<Start>;
    /// [`Rules::panel`]
    fn panel(&self, cx: &Reading, record: &Record, tab: &str) -> Result<Option<Markup>>;
    /// [`Rules::comes_to`]
    fn comes_to(&self, cx: &Reading, field: &str, names: &[&str]) -> Result<Text>;
    /// [`Rules::exported`]
    fn exported(&self, cx: &Reading, record: &Record) -> Result<Vec<Extra>>;
    /// [`Rules::imported`]
    fn imported(&self, cx: &Writing, record: &Record, is_new: bool, extras: &[Extra]) -> Result<Vec<&'static str>>;
}

fn of<T: 'static>(record: &Record) -> Of<T> {
    Of::new(record.clone())
}

impl<R: Rules> AnyRules for R {
    fn of(&self) -> TypeId {
        TypeId::of::<R>()
    }

    fn validate(&self, cx: &Reading, old: Option<&Record>, new: &mut Record, errors: &mut FieldErrors) -> Result<()> {
        let mut typed = Of::new(std::mem::take(new));
        let checked = Rules::validate(self, cx, old.map(of).as_ref(), &mut typed, errors);
        *new = typed.into_record();
        checked
    }

    fn hidden_columns(&self, env: &Env) -> Vec<(&'static str, Value)> {
        Rules::hidden_columns(self, env)
    }

    fn after_save(&self, cx: &Writing, old: Option<&Record>, new: &Record, outcome: &mut Outcome) -> Result<()> {
        Rules::after_save(self, cx, old.map(of).as_ref(), &of(new), outcome)
    }

    fn authorize(&self, cx: &Reading, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
        Rules::authorize(self, cx, old.map(of).as_ref(), new.map(of).as_ref())
    }

    fn gives_power(&self, old: Option<&Record>, new: Option<&Record>) -> bool {
        Rules::gives_power(self, old.map(of).as_ref(), new.map(of).as_ref())
    }

    fn before_delete(&self, cx: &Writing, record: &Record) -> Result<()> {
        Rules::before_delete(self, cx, &of(record))
    }

    fn remove(&self, cx: &Writing, record: &Record) -> Result<bool> {
        Rules::remove(self, cx, &of(record))
    }

    fn renamed(&self, cx: &Writing, old: &str, new: &str) -> Result<()> {
        Rules::renamed(self, cx, old, new)
    }

    fn deletion_takes(&self, cx: &Reading, record: &Record) -> Result<Text> {
        Rules::deletion_takes(self, cx, &of(record))
    }

    fn start(&self, query: &[(String, String)]) -> Option<Start> {
        Rules::start(self, query)
    }

    fn panel(&self, cx: &Reading, record: &Record, tab: &str) -> Result<Option<Markup>> {
        Rules::panel(self, cx, &of(record), tab)
    }

    fn comes_to(&self, cx: &Reading, field: &str, names: &[&str]) -> Result<Text> {
        Rules::comes_to(self, cx, field, names)
    }

    fn exported(&self, cx: &Reading, record: &Record) -> Result<Vec<Extra>> {
        Rules::exported(self, cx, &of(record))
    }

    fn imported(&self, cx: &Writing, record: &Record, is_new: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        Rules::imported(self, cx, &of(record), is_new, extras)
    }
}
