//! What can be done with records, and how far somebody may go with it.

/// What one may do with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Read,
    Write,
    Create,
    Delete,
}

impl Verb {
    /// Every verb.
    pub const EVERY: &'static [Verb] = &[Verb::Read, Verb::Write, Verb::Create, Verb::Delete];
    /// For what is only looked at.
    pub const READ: &'static [Verb] = &[Verb::Read];
    /// For what the program makes and people remove.
    pub const READ_DELETE: &'static [Verb] = &[Verb::Read, Verb::Delete];
    /// For what there is one of.
    pub const READ_WRITE: &'static [Verb] = &[Verb::Read, Verb::Write];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Verb::Read => "read",
            Verb::Write => "change",
            Verb::Create => "create",
            Verb::Delete => "delete",
        }
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every record of the type.
    Every,
    /// The actor's own records.
    Own,
}

/// One Role Permission: what a role may do with records of a type.
#[derive(Clone, Debug)]
pub struct Allowance {
    pub document_type: String,
    pub verbs: Vec<Verb>,
    /// Only one's own records.
    pub if_owner: bool,
}
