//! The words of a declaration.

use super::access::Verb;
use super::rules::NoRules;
use super::{Action, Permission, Rules};
use crate::base::Env;

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

/// The parts of the desk's navigation, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Apps,
    Services,
    People,
    Watch,
    Settings,
}

impl Group {
    /// Every part.
    pub const EVERY: [Group; 5] = [
        Group::Apps,
        Group::Services,
        Group::People,
        Group::Watch,
        Group::Settings,
    ];

    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Group::Apps => "Apps",
            Group::Services => "Services",
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
    /// The value of a field in lower case, spaces and hyphens as `_` (Frappe's `scrub`).
    Scrubbed(&'static str),
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
    /// A secret that we must use again: written, read as [`MASK`](super::value::MASK), stored sealed.
    Secret,
    /// Rows of one or two columns, as Frappe's child tables; one a line, columns joined by `=`.
    Rows {
        /// Frappe's name of the child type.
        child: &'static str,
        /// The child's fields.
        columns: &'static [&'static str],
    },
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
        !matches!(self.kind, Kind::Password | Kind::Secret)
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
