//! Actions: buttons on a form that do more than save.

use super::declare::Registry;
use super::field::Field;
use super::handle::Of;
use super::rules::{Caller, Writing};
use super::value::{Input, Record};
use crate::base::{Env, Result, Text};
use crate::permissions::{Actor, Verb};
use crate::world::World;
use std::any::TypeId;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

/// A button on the form of a record of the type `T` that does more than save.
pub struct Action<T: 'static> {
    button: Button,
    /// Whether it makes sense here for a record as it is.
    fits: fn(&Env, &Of<T>) -> bool,
    /// What asks other servers is done before the transaction begins.
    ask: Option<fn(Asking<T>) -> Asked>,
    /// Runs in one transaction; the actor may do it.
    run: fn(&Acting<T>, Prepared) -> Result<Outcome>,
}

/// What people see of an action, and who may press it.
pub struct Button {
    /// The name in addresses.
    pub name: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    /// What the button asks for.
    pub inputs: &'static [&'static Field],
    /// The first values of the inputs.
    pub defaults: fn(&Env) -> Vec<(&'static str, String)>,
    /// What one must be allowed to do with the record.
    pub verb: Verb,
    /// Whether people may run it on a record of their own, who may not run it on every record.
    pub for_owner: bool,
    /// What takes long (making keys) is done before the transaction begins.
    pub prepare: Option<fn(&Env) -> Result<Prepared>>,
    /// Whether one press is enough: nothing is lost by it.
    pub at_once: bool,
}

impl<T> Action<T> {
    /// An action without inputs that needs the permission to write; the rest is said with the
    /// methods below.
    pub const fn new(
        name: &'static str,
        label: &'static str,
        about: &'static str,
        run: fn(&Acting<T>, Prepared) -> Result<Outcome>,
    ) -> Self {
        Action {
            button: Button {
                name,
                label,
                about,
                inputs: &[],
                defaults: |_| Vec::new(),
                verb: Verb::Write,
                for_owner: false,
                prepare: None,
                at_once: false,
            },
            fits: |_, _| true,
            ask: None,
            run,
        }
    }

    /// What the button asks for, and the first values.
    pub const fn inputs(
        mut self,
        inputs: &'static [&'static Field],
        defaults: fn(&Env) -> Vec<(&'static str, String)>,
    ) -> Self {
        self.button.inputs = inputs;
        self.button.defaults = defaults;
        self
    }

    /// What one must be allowed to do with the record.
    pub const fn needs(mut self, verb: Verb) -> Self {
        self.button.verb = verb;
        self
    }

    /// People may run it on a record of their own.
    pub const fn for_owner(mut self) -> Self {
        self.button.for_owner = true;
        self
    }

    /// One press is enough: nothing is lost by it.
    pub const fn at_once(mut self) -> Self {
        self.button.at_once = true;
        self
    }

    /// Whether it makes sense for a record as it is.
    pub const fn fits(mut self, fits: fn(&Env, &Of<T>) -> bool) -> Self {
        self.fits = fits;
        self
    }

    /// What takes long is done before the transaction begins.
    pub const fn prepares(mut self, prepare: fn(&Env) -> Result<Prepared>) -> Self {
        self.button.prepare = Some(prepare);
        self
    }

    /// What asks other servers is done before the transaction begins.
    pub const fn asks(mut self, ask: fn(Asking<T>) -> Asked) -> Self {
        self.ask = Some(ask);
        self
    }
}

/// What an action works with.
pub struct Acting<'a, T> {
    cx: &'a Writing<'a>,
    pub record: Of<T>,
    pub input: &'a Input,
}

impl<'a, T> Deref for Acting<'a, T> {
    type Target = Writing<'a>;

    fn deref(&self) -> &Writing<'a> {
        self.cx
    }
}

/// What an action works with that asks other servers: nothing of it is a transaction's.
pub struct Asking<T> {
    pub world: World,
    pub registry: &'static Registry,
    pub actor: Actor,
    pub record: Of<T>,
    pub input: Input,
}

impl<T> Asking<T> {
    /// Who asks, for verbs on the way.
    pub fn caller(&self) -> Caller {
        Caller {
            env: self.world.env.clone(),
            registry: self.registry,
            actor: self.actor.clone(),
        }
    }
}

/// What comes of asking.
pub type Asked = Pin<Box<dyn Future<Output = Result<Prepared>> + Send>>;

/// What an action has prepared.
pub type Prepared = Option<Box<dyn std::any::Any + Send>>;

/// What a change answers with.
#[derive(Default)]
pub struct Outcome {
    /// One sentence on what was done.
    pub message: Text,
    /// Secrets, shown this once.
    pub shown: Vec<Shown>,
    /// A page that takes along what is shown.
    pub onward: Option<Onward>,
}

/// A page that what was just made is taken to, by a form: it stands in no address.
pub struct Onward {
    pub label: &'static str,
    pub address: String,
}

impl Outcome {
    /// One sentence on what was done.
    pub fn said(message: impl Into<Text>) -> Self {
        Outcome {
            message: message.into(),
            ..Outcome::default()
        }
    }
}

/// A secret that is shown once.
pub struct Shown {
    /// The field it would be in JSON.
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
}

/// An action whose type is not known here: what the engine runs.
pub trait AnyAction: Sync {
    /// Whose action it is.
    fn of(&self) -> TypeId;
    /// What people see of it.
    fn button(&self) -> &Button;
    /// Whether it makes sense for a record as it is.
    fn fits(&self, env: &Env, record: &Record) -> bool;
    /// Asks other servers, if it does.
    fn ask(&self, world: &World, caller: &Caller, record: &Record, input: &Input) -> Option<Asked>;
    /// Runs it.
    fn run(&self, cx: &Writing, record: &Record, input: &Input, prepared: Prepared) -> Result<Outcome>;
}

impl<T: 'static> AnyAction for Action<T> {
    fn of(&self) -> TypeId {
        TypeId::of::<T>()
    }

    fn button(&self) -> &Button {
        &self.button
    }

    fn fits(&self, env: &Env, record: &Record) -> bool {
        (self.fits)(env, &Of::new(record.clone()))
    }

    fn ask(&self, world: &World, caller: &Caller, record: &Record, input: &Input) -> Option<Asked> {
        let ask = self.ask?;
        Some(ask(Asking {
            world: world.clone(),
            registry: caller.registry,
            actor: caller.actor.clone(),
            record: Of::new(record.clone()),
            input: input.clone(),
        }))
    }

    fn run(&self, cx: &Writing, record: &Record, input: &Input, prepared: Prepared) -> Result<Outcome> {
        let acting = Acting {
            cx,
            record: Of::new(record.clone()),
            input,
        };
        (self.run)(&acting, prepared)
    }
}
