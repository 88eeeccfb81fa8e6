//! The fields of a record type: what each holds, and what its declaration says of it.

use super::links::Links;
use crate::base::Env;
use std::any::TypeId;

/// One field, as it is declared: `Field::check("enabled", "Enabled").default_number(1).help("…")`.
#[derive(Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
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
    /// The field that names the type whose records are offered here.
    pub picks_by: Option<&'static str>,
    pub default: Default,
    /// The column in the table.
    pub column: &'static str,
    /// Whose field it is.
    pub(super) of: Option<fn() -> TypeId>,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub enum FieldKind {
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
    /// A language by its tag (BCP 47), or nothing.
    Language,
    /// Some of these; stored one a line.
    Many(Options),
    /// A whole number in this range, with its unit.
    Number { min: i64, max: i64, unit: &'static str },
    /// A moment, in seconds UTC.
    Moment,
    /// A moment, in milliseconds UTC.
    MomentMs,
    /// The name of a record of another type, or nothing.
    Link(&'static str),
    /// Names of records of another type: a child table with one column.
    Links(Links),
    /// A password: written, never read. What is stored is its hash.
    Password,
    /// A small picture, a `data:` URI; shown from this address.
    Image(&'static str),
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

/// What there is to choose from.
#[derive(Clone, Copy)]
pub enum Options {
    /// The names of every record type.
    Types,
    /// The names of the types that others than System Managers may be let change.
    DelegableTypes,
    /// These words.
    Words(fn() -> Vec<&'static str>),
}

/// The value of a field that was not given.
#[derive(Clone, Copy)]
pub enum Default {
    None,
    Text(&'static str),
    /// A number or a check.
    Number(i64),
    /// A setting of this installation.
    Setting(fn(&Env) -> i64),
}

/// What a value is read as, whatever the words of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    Flag,
    Number,
    Moment,
    MomentMs,
    List,
    Links,
    Pairs,
}

impl FieldKind {
    /// What a value of this kind is read as.
    pub const fn shape(&self) -> Shape {
        match self {
            FieldKind::Check => Shape::Flag,
            FieldKind::Number { .. } => Shape::Number,
            FieldKind::Moment => Shape::Moment,
            FieldKind::MomentMs => Shape::MomentMs,
            FieldKind::List | FieldKind::Many(_) | FieldKind::Rows { columns: [_], .. } => Shape::List,
            FieldKind::Rows { .. } => Shape::Pairs,
            FieldKind::Links(_) => Shape::Links,
            _ => Shape::Text,
        }
    }
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident ( $($argument:ident : $type:ty),* ) => $kind:expr;)*) => {
        $($(#[$doc])*
        pub const fn $name(name: &'static str, label: &'static str $(, $argument: $type)*) -> Self {
            Self::new(name, label, $kind)
        })*
    };
}

impl Field {
    constructors! {
        /// One line of text.
        text() => FieldKind::Text;
        /// Several lines of text.
        paragraph() => FieldKind::Paragraph;
        /// An email address.
        email() => FieldKind::Email;
        /// An address on the web.
        url() => FieldKind::Url;
        /// A list of words.
        list() => FieldKind::List;
        /// Yes or no.
        check() => FieldKind::Check;
        /// One of these; the first if nothing is said.
        select(options: &'static [&'static str]) => FieldKind::Select(options);
        /// The name of a record type.
        record_type() => FieldKind::Type;
        /// A language by its tag.
        language() => FieldKind::Language;
        /// Some of these.
        many(options: Options) => FieldKind::Many(options);
        /// A whole number from `min` to `max`.
        number(min: i64, max: i64, unit: &'static str) => FieldKind::Number { min, max, unit };
        /// A moment, in seconds UTC.
        moment() => FieldKind::Moment;
        /// A moment, in milliseconds UTC.
        moment_ms() => FieldKind::MomentMs;
        /// The name of a record of another type.
        link(to: &'static str) => FieldKind::Link(to);
        /// Names of records of another type.
        links(links: Links) => FieldKind::Links(links);
        /// A small picture, shown from this address.
        image(address: &'static str) => FieldKind::Image(address);
        /// A password, stored as its hash.
        password() => FieldKind::Password;
        /// A secret that we must use again, stored sealed.
        secret() => FieldKind::Secret;
        /// Rows with one column.
        rows(child: &'static str, columns: &'static [&'static str; 1]) => FieldKind::Rows { child, columns };
        /// Rows with two columns.
        pairs(child: &'static str, columns: &'static [&'static str; 2]) => FieldKind::Rows { child, columns };
    }

    const fn new(name: &'static str, label: &'static str, kind: FieldKind) -> Self {
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
            picks_by: None,
            default: Default::None,
            column: name,
            of: None,
        }
    }

    /// A sentence at the field.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// It cannot be left empty.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It is never taken from outside.
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// It is taken at creation only.
    pub const fn set_once(mut self) -> Self {
        self.set_once = true;
        self
    }

    /// It is for those who may change every record of the type.
    pub const fn managed(mut self) -> Self {
        self.managed = true;
        self
    }

    /// It does not stand on the form.
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Names of records are offered, of the type that another field names.
    pub const fn picks_by(mut self, field: &'static str) -> Self {
        self.picks_by = Some(field);
        self
    }

    /// The column, where it differs from the name.
    pub const fn column(mut self, column: &'static str) -> Self {
        self.column = column;
        self
    }

    /// A check that is on unless something else is said.
    pub const fn on(mut self) -> Self {
        self.default = Default::Number(1);
        self
    }

    /// A number that stands unless something else is said.
    pub const fn default_number(mut self, number: i64) -> Self {
        self.default = Default::Number(number);
        self
    }

    /// A text that stands unless something else is said.
    pub const fn default_text(mut self, text: &'static str) -> Self {
        self.default = Default::Text(text);
        self
    }

    /// A setting of this installation that stands unless something else is said.
    pub const fn default_setting(mut self, setting: fn(&Env) -> i64) -> Self {
        self.default = Default::Setting(setting);
        self
    }

    /// Whether the value is a column of the record's own table.
    pub const fn is_column(&self) -> bool {
        !matches!(self.kind, FieldKind::Links(_))
    }

    /// Whether the value may be read back.
    pub const fn is_readable(&self) -> bool {
        !matches!(self.kind, FieldKind::Password | FieldKind::Secret)
    }
}
