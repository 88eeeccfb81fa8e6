//! Names of records of another type, as a field.

/// A child table that links records of another type.
#[derive(Clone, Copy)]
pub struct Links {
    /// The type that is linked.
    pub to: &'static str,
    /// The child table of the database.
    pub table: &'static str,
    /// Frappe's name of the child type.
    pub child: &'static str,
    /// The child's field.
    pub field: &'static str,
    /// Names that are not offered.
    pub except: &'static [&'static str],
    /// The name that stands for everybody, where the first question is whether it is everybody.
    pub everybody: Option<Everybody>,
}

/// A name that stands for everybody: with it no other one matters.
#[derive(Clone, Copy)]
pub struct Everybody {
    pub name: &'static str,
    /// How the form offers it, and to choose some of the others.
    pub words: &'static str,
    pub others: &'static str,
}
