//! Actions: buttons on a form that do more than save.

use super::{Field, Input, Record, Verb};
use crate::base::{Env, Result};
use crate::db::Write;
use crate::users::Actor;
use crate::world::World;
use std::future::Future;
use std::pin::Pin;

/// A button on the form that does more than save.
pub struct Action {
    /// The name in addresses.
    pub name: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    /// What the button asks for.
    pub inputs: &'static [Field],
    /// The first values of the inputs.
    pub defaults: fn(&Env) -> Vec<(&'static str, String)>,
    /// What one must be allowed to do with the record.
    pub verb: Verb,
    /// Whether it makes sense here for a record as it is.
    pub fits: fn(&Env, &Record) -> bool,
    /// What takes long (making keys) is done before the transaction begins.
    pub prepare: Option<fn(&Env) -> Result<Prepared>>,
    /// What asks other servers is done before the transaction begins, too.
    pub ask: Option<fn(Asking) -> Asked>,
    /// Whether people may run it on a record of their own, who may not run it on every record.
    pub for_owner: bool,
    /// Runs in one transaction; the actor may do it.
    pub run: fn(&Acting, Prepared) -> Result<Outcome>,
}

impl Action {
    /// An action without inputs that needs the permission to write; the rest is set with `..`.
    pub const fn new(
        name: &'static str,
        label: &'static str,
        about: &'static str,
        run: fn(&Acting, Prepared) -> Result<Outcome>,
    ) -> Self {
        Action {
            name,
            label,
            about,
            inputs: &[],
            defaults: |_| Vec::new(),
            verb: Verb::Write,
            fits: |_, _| true,
            prepare: None,
            ask: None,
            for_owner: false,
            run,
        }
    }
}

/// What an action works with.
pub struct Acting<'a> {
    pub db: &'a Write<'a>,
    pub env: &'a Env,
    pub actor: &'a Actor,
    pub record: &'a Record,
    pub input: &'a Input,
}

/// What an action works with that asks other servers: nothing of it is a transaction's.
pub struct Asking {
    pub world: World,
    pub actor: Actor,
    pub record: Record,
    pub input: Input,
}

/// What comes of asking.
pub type Asked = Pin<Box<dyn Future<Output = Result<Prepared>> + Send>>;

/// What an action has prepared.
pub type Prepared = Option<Box<dyn std::any::Any + Send>>;

/// What a change answers with.
#[derive(Default)]
pub struct Outcome {
    /// One sentence on what was done.
    pub message: String,
    /// Secrets, shown this once.
    pub shown: Vec<Shown>,
}

/// A secret that is shown once.
pub struct Shown {
    /// The field it would be in JSON.
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
}
