//! The parts of the desk's navigation.

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
