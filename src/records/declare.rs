//! The words of a declaration, and the registry that holds every one.

use super::action::AnyAction;
use super::audit::AuditLog;
use super::field::{Field, Options};
use super::group::Place;
use super::permission::Permission;
use super::rules::{AnyRules, NoRules};
use super::search::SearchNames;
use super::tab::Tab;
use super::transferred::{FrappeDefault, Transfer};
use super::value::Record;
use crate::base::{Error, Millis, Result, Text, text};
use crate::db::Write;
use crate::permissions::Verb;

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
    /// The field that says what a record is for, where one chooses it; empty: none does.
    pub sentence: &'static str,
    pub naming: Naming,
    pub sections: &'static [Section],
    /// Titles of sections that are closed at first: most people never need them.
    pub folded: &'static [&'static str],
    /// The parts that the form of a stored record comes in; none: it is one page.
    pub tabs: &'static [Tab],
    /// Another way to make records, beside the button for a new one: what it says, and its page.
    pub also: Option<(&'static str, &'static str)>,
    /// Columns of the list.
    pub list: &'static [&'static str],
    /// Fields that the list filters by beside its columns.
    pub filters: &'static [&'static str],
    /// The field of names that many records can be given at once, or lose.
    pub bulk: Option<&'static str>,
    /// Columns that the search looks into.
    pub search: &'static [&'static str],
    /// In the place of `search`, for types with very many records.
    pub search_names: Option<SearchNames>,
    /// The order of the list: a field, and whether it descends.
    pub order: (&'static str, bool),
    /// Whose record it is: `name`, `owner`, or a field that holds the name of a user.
    pub own: &'static str,
    /// What can be done with records at all, whoever asks.
    pub verbs: &'static [Verb],
    /// Whether roles beside System Manager may be allowed to change records.
    pub is_delegable: bool,
    /// Whether a change of its records gives power or ends safety: whoever has a session proves again who they are. Of some
    /// types only some changes do ([`Rules::gives_power`](super::Rules::gives_power)).
    pub gives_power: bool,
    /// Whether the name of a record may be an https address.
    pub has_addresses: bool,
    /// Whether a record may be given another name.
    pub renames: bool,
    /// Whether a part of the records is noted in memory before it is stored.
    pub is_buffered: bool,
    /// The check that switches a record on (`true`) or off (`false`) when it is set.
    pub switch: Option<(&'static str, bool)>,
    /// Where the desk's navigation has it; `None` keeps the type out of it.
    pub place: Option<Place>,
    /// The page of the guide that helps with it, maybe with a heading: `apps#secrets`.
    pub guide: &'static str,
    pub removal: Removal,
    /// How files of an export hold it; `None`: they do not.
    pub transfer: Option<Transfer>,
    /// What a document of a Frappe program has in the place of the defaults: field and value.
    pub frappe_defaults: &'static [(&'static str, FrappeDefault)],
    /// Fields of Frappe's type that are not here and change nothing here: taken, and left out.
    pub frappe_ignored: &'static [&'static str],
    pub permissions: &'static [Permission],
    pub actions: &'static [&'static dyn AnyAction],
    pub rules: &'static dyn AnyRules,
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
        sentence: "",
        naming: Naming::Random,
        sections: &[],
        folded: &[],
        tabs: &[],
        also: None,
        list: &[],
        filters: &[],
        bulk: None,
        search: &["name"],
        search_names: None,
        order: ("modified", true),
        own: "owner",
        verbs: Verb::EVERY,
        is_delegable: true,
        gives_power: false,
        has_addresses: false,
        renames: false,
        is_buffered: false,
        switch: None,
        place: None,
        guide: "",
        removal: Removal::DELETE,
        transfer: None,
        frappe_defaults: &[],
        frappe_ignored: &[],
        permissions: &[],
        actions: &[],
        rules: &NoRules,
    };

    /// Every field, in order.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.sections.iter().flat_map(|section| section.fields.iter().copied())
    }

    /// Whether there are very many records, which only an index finds.
    pub fn is_vast(&self) -> bool {
        self.search_names.is_some()
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }

    /// The field that holds the name of the record.
    pub fn name_field(&self) -> Option<&'static Field> {
        self.fields().find(|field| field.column == "name")
    }

    /// Whose record it is: the name of a user.
    pub fn whose<'a>(&self, record: &'a Record) -> &'a str {
        match self.own {
            "name" => &record.name,
            "owner" => &record.owner,
            field => self.field(field).map(|field| record.text(field)).unwrap_or_default(),
        }
    }

    /// What people know a record by.
    pub fn title_of(&self, record: &Record) -> String {
        let title = self.field(self.title).map(|field| record.text(field));
        title
            .filter(|title| !title.is_empty())
            .unwrap_or(&record.name)
            .to_owned()
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

/// What removing a record is called.
pub struct Removal {
    /// On the button.
    pub verb: &'static str,
    /// What was done, for the activity log.
    pub done: &'static str,
    /// The sentence on what was done, with `$record`.
    pub one: &'static str,
    /// The same of `$count` records.
    pub many: &'static str,
}

impl Removal {
    /// A record is gone.
    pub fn said_of(&self, record: &str) -> Text {
        Text::of(self.one, vec![("record", record.into())])
    }

    /// Records are gone.
    pub fn said_of_many(&self, count: usize) -> Text {
        Text::of(self.many, vec![("count", count.into())])
    }

    /// The record is gone.
    pub const DELETE: Removal = Removal {
        verb: "Delete",
        done: "deleted",
        one: "{ $record } was deleted.",
        many: "{ $count } records were deleted.",
    };
    /// What was allowed is so no more.
    pub const REVOKE: Removal = Removal {
        verb: "Revoke",
        done: "revoked",
        one: "{ $record } was revoked.",
        many: "{ $count } records were revoked.",
    };
}

/// Fields that belong together on the form.
pub struct Section {
    pub title: &'static str,
    pub about: &'static str,
    pub fields: &'static [&'static Field],
}

/// Every record type of the program, and where changes are noted: what the engine is handed.
pub struct Registry {
    types: Vec<&'static RecordType>,
    pub(super) audit: &'static dyn AuditLog,
}

impl Registry {
    /// The registry of these types, in the order of the desk's navigation. A mistake in a
    /// declaration (a field that is not there, or of another type) is an error in words.
    pub fn new(
        types: impl IntoIterator<Item = &'static RecordType>,
        audit: &'static dyn AuditLog,
    ) -> std::result::Result<Self, String> {
        let registry = Registry {
            types: types.into_iter().collect(),
            audit,
        };
        match registry.types.iter().find_map(|record_type| record_type.mistake()) {
            Some(mistake) => Err(mistake),
            None => registry
                .check_names()
                .and_then(|()| registry.check_links())
                .map(|()| registry),
        }
    }

    /// Every type.
    pub fn types(&self) -> impl Iterator<Item = &'static RecordType> {
        self.types.iter().copied()
    }

    /// The type with this name (`OAuth Client`).
    pub fn by_name(&self, name: &str) -> Result<&'static RecordType> {
        self.find(|record_type| record_type.name == name, name)
    }

    /// The type with this name in addresses (`oauth-client`).
    pub fn by_slug(&self, slug: &str) -> Result<&'static RecordType> {
        self.find(|record_type| record_type.slug == slug, slug)
    }

    fn find(&self, is_it: impl Fn(&RecordType) -> bool, name: &str) -> Result<&'static RecordType> {
        let found = self.types().find(|record_type| is_it(record_type));
        found.ok_or_else(|| Error::NotFound(text!("There is no record type { $name }", name = format!("{name:?}"))))
    }

    /// What a field offers to choose from.
    pub fn options(&self, options: Options) -> Vec<&'static str> {
        let is_delegable = |own: &&RecordType| own.is_delegable && own.verbs != Verb::READ;
        match options {
            Options::Types => self.types().map(|own| own.name).collect(),
            Options::DelegableTypes => self.types().filter(is_delegable).map(|own| own.name).collect(),
            Options::Words(words) => words(),
        }
    }

    /// Stores what the declarations allow roles, where nothing is stored yet.
    pub fn ensure_permissions(&self, db: &Write, now_ms: Millis) -> Result<()> {
        for record_type in self.types() {
            for permission in record_type.permissions {
                permission.ensure(db, record_type.name, now_ms)?;
            }
        }
        Ok(())
    }
}
