//! The parts of the desk's navigation.

/// Where a type stands in the desk's navigation.
#[derive(Clone, Copy)]
pub struct Place {
    pub group: Group,
    /// One of the desk's signs.
    pub icon: &'static str,
    /// Folded away: a beginner does not need it.
    pub is_rare: bool,
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

    /// A place for a type that everybody needs.
    pub const fn at(self, icon: &'static str) -> Option<Place> {
        Some(Place {
            group: self,
            icon,
            is_rare: false,
        })
    }

    /// A place for a type that few need.
    pub const fn rarely(self, icon: &'static str) -> Option<Place> {
        Some(Place {
            group: self,
            icon,
            is_rare: true,
        })
    }

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
