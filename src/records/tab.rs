//! The parts that the form of a record comes in, each a page of its own.

/// A part of the form of a stored record.
pub struct Tab {
    /// The name in addresses.
    pub name: &'static str,
    pub label: &'static str,
    /// Titles of the sections that stand there.
    pub sections: &'static [&'static str],
}

impl Tab {
    /// What people look at first: the type's panel.
    pub const OVERVIEW: Tab = Tab {
        name: "overview",
        label: "Overview",
        sections: &[],
    };
    /// What was done with the record and by it.
    pub const ACTIVITY: Tab = Tab {
        name: "activity",
        label: "Activity",
        sections: &[],
    };

    /// A part with fields.
    pub const fn new(name: &'static str, label: &'static str, sections: &'static [&'static str]) -> Tab {
        Tab { name, label, sections }
    }
}
