//! The words of a declaration.

use super::access::Verb;
use super::{Input, Record};
use crate::base::{Env, FieldErrors, Result};
use crate::db::{Read, Value, Write};
use crate::users::Actor;
use maud::Markup;

/// A kind of record, declared as data.
pub struct RecordType {
    /// Frappe's name: `OAuth Client`.
    pub name: &'static str,
    /// The name in addresses of the desk: `oauth-client`.
    pub slug: &'static str,
    /// The heading of the list.
    pub plural: &'static str,
    /// One sentence for a newcomer, shown above the list and when it is empty.
    pub about: &'static str,
    /// The table, or the view, that records are read from.
    pub table: &'static str,
    /// Table and key of the rows behind a view.
    pub rows: Option<(&'static str, &'static str)>,
    /// There is exactly one record, named as the type.
    pub single: bool,
    /// The field that people know a record by.
    pub title: &'static str,
    pub naming: Naming,
    pub sections: &'static [Section],
    /// Titles of sections that are closed at first: most people never need them.
    pub folded: &'static [&'static str],
    /// Columns of the list.
    pub list: &'static [&'static str],
    /// Fields that the search looks into.
    pub search: &'static [&'static str],
    /// The order of the list: a field, and whether it descends.
    pub order: (&'static str, bool),
    /// Whose record it is: `name`, `owner`, or a field that holds the name of a user.
    pub own: &'static str,
    /// What can be done with records at all, whoever asks.
    pub verbs: &'static [Verb],
    /// Whether roles beside System Manager may be allowed to change records.
    pub is_delegable: bool,
    /// The check that switches a record on (`true`) or off (`false`) when it is set.
    pub switch: Option<(&'static str, bool)>,
    /// The part of the desk's navigation; `None` keeps the type out of it.
    pub group: Option<Group>,
    /// What removing is called.
    pub removal: &'static str,
    pub permissions: &'static [Permission],
    pub actions: &'static [Action],
    pub rules: &'static dyn Rules,
}

impl RecordType {
    /// What most types have; the rest is set with `..`.
    pub const BASE: RecordType = RecordType {
        name: "",
        slug: "",
        plural: "",
        about: "",
        table: "",
        rows: None,
        single: false,
        title: "name",
        naming: Naming::Random,
        sections: &[],
        folded: &[],
        list: &[],
        search: &["name"],
        order: ("modified", true),
        own: "owner",
        verbs: Verb::EVERY,
        is_delegable: true,
        switch: None,
        group: None,
        removal: "Delete",
        permissions: &[],
        actions: &[],
        rules: &NoRules,
    };
}

struct NoRules;

impl Rules for NoRules {}

/// The parts of the desk's navigation, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Apps,
    People,
    Watch,
    Settings,
}

impl Group {
    /// Every part.
    pub const EVERY: [Group; 4] = [Group::Apps, Group::People, Group::Watch, Group::Settings];

    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Group::Apps => "Apps",
            Group::People => "People",
            Group::Watch => "Watch",
            Group::Settings => "Settings",
        }
    }
}

/// Where a new record's name comes from.
pub enum Naming {
    /// Ten random characters, as Frappe makes them.
    Random,
    /// The value of a field.
    Field(&'static str),
    /// The values of two fields.
    Joined(&'static str, &'static str),
    /// A single's name never changes.
    Fixed,
}

/// Fields that belong together on the form.
pub struct Section {
    pub title: &'static str,
    pub about: &'static str,
    pub fields: &'static [Field],
}

/// One field.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub help: &'static str,
    pub required: bool,
    /// Never taken from outside.
    pub read_only: bool,
    /// Taken at creation only.
    pub set_once: bool,
    /// Only for those who may change every record of the type (Frappe's permlevel 1).
    pub managed: bool,
    /// Not on the form: a panel shows it.
    pub hidden: bool,
    pub default: Default,
    /// The column, where it differs from the name.
    pub column: Option<&'static str>,
}

/// What a field holds.
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    Paragraph,
    /// An email address.
    Email,
    /// An address on the web, shown with a link.
    Url,
    /// A list: separated by spaces, newlines or `;`; stored one a line.
    List,
    /// Yes or no; 1 or 0 in JSON.
    Check,
    /// One of these.
    Select(&'static [&'static str]),
    /// The name of a record type.
    Type,
    /// Some of these; stored one a line.
    Many(fn() -> Vec<&'static str>),
    /// A whole number in this range, with its unit.
    Number { min: i64, max: i64, unit: &'static str },
    /// A moment, in seconds UTC.
    Moment,
    /// A moment, in milliseconds UTC.
    MomentMs,
    /// The name of a record of another type, or nothing.
    Link(&'static str),
    /// Names of records of another type: a child table with one column.
    Links {
        /// The type that is linked.
        to: &'static str,
        /// The child table of the database.
        table: &'static str,
        /// Frappe's name of the child type.
        child: &'static str,
        /// The child's field.
        field: &'static str,
        /// Names that are not offered.
        except: &'static [&'static str],
    },
    /// A password: written, never read. What is stored is its hash.
    Password,
}

/// The value of a field that was not given.
pub enum Default {
    None,
    Text(&'static str),
    /// A number or a check.
    Number(i64),
    /// A setting of this installation.
    Setting(fn(&Env) -> i64),
}

impl Field {
    /// A field of this name, label and kind; the rest is set with `..`.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Field {
            name,
            label,
            kind,
            help: "",
            required: false,
            read_only: false,
            set_once: false,
            managed: false,
            hidden: false,
            default: Default::None,
            column: None,
        }
    }

    /// The column in the table.
    pub fn column(&self) -> &'static str {
        self.column.unwrap_or(self.name)
    }

    /// Whether the value is a column of the record's own table.
    pub fn is_column(&self) -> bool {
        !matches!(self.kind, Kind::Links { .. })
    }

    /// Whether the value may be read back.
    pub fn is_readable(&self) -> bool {
        !matches!(self.kind, Kind::Password)
    }
}

/// What a role may do with records of a type.
pub struct Permission {
    pub role: &'static str,
    pub read: bool,
    pub write: bool,
    pub create: bool,
    pub delete: bool,
    /// Only records that are the actor's own.
    pub only_own: bool,
}

impl Permission {
    /// A role that may do everything.
    pub const fn full(role: &'static str) -> Self {
        Permission {
            role,
            read: true,
            write: true,
            create: true,
            delete: true,
            only_own: false,
        }
    }

    /// A role that may look only.
    pub const fn read(role: &'static str) -> Self {
        Permission {
            write: false,
            create: false,
            delete: false,
            ..Self::full(role)
        }
    }

    /// A role that may look and remove.
    pub const fn read_and_delete(role: &'static str) -> Self {
        Permission {
            write: false,
            create: false,
            ..Self::full(role)
        }
    }

    /// A role that may look and change.
    pub const fn read_and_write(role: &'static str) -> Self {
        Permission {
            create: false,
            delete: false,
            ..Self::full(role)
        }
    }

    /// The same for one's own records only.
    pub const fn if_owner(self) -> Self {
        Permission { only_own: true, ..self }
    }

    /// Whether it allows a verb.
    pub fn allows(&self, verb: Verb) -> bool {
        match verb {
            Verb::Read => self.read,
            Verb::Write => self.write,
            Verb::Create => self.create,
            Verb::Delete => self.delete,
        }
    }
}

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
    /// Whether it makes sense for a record as it is.
    pub fits: fn(&Record) -> bool,
    /// What takes long (making keys) is done before the transaction begins.
    pub prepare: Option<fn(&Env) -> Result<Prepared>>,
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
            fits: |_| true,
            prepare: None,
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

    /// What the form shows beside its fields.
    fn panel(&self, _db: &Read, _env: &Env, _actor: &Actor, _record: &Record) -> Result<Option<Markup>> {
        Ok(None)
    }
}

impl RecordType {
    /// Every field, in order.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.sections.iter().flat_map(|section| section.fields)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }
}
