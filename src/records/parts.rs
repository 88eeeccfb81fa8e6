//! Which part of a form a field stands in.

use super::declare::{RecordType, Section};
use super::field::Field;
use super::tab::Tab;

impl RecordType {
    /// The part of this name; without one, the first. `None`: the form is one page.
    pub fn tab(&self, name: &str) -> Option<&'static Tab> {
        let named = self.tabs.iter().find(|tab| tab.name == name);
        named.or(self.tabs.first())
    }

    /// The part where a field stands.
    pub fn tab_of(&self, field: &str) -> Option<&'static Tab> {
        let of = self
            .sections
            .iter()
            .find(|section| section.fields.iter().any(|own| own.name == field))?;
        self.tabs.iter().find(|tab| tab.sections.contains(&of.title))
    }

    /// The sections of a part; of the whole form where it is one page.
    pub fn sections_of(&self, tab: Option<&'static Tab>) -> impl Iterator<Item = &'static Section> {
        let sections = self.sections.iter();
        sections.filter(move |section| tab.is_none_or(|tab| tab.sections.contains(&section.title)))
    }

    /// The fields of a part; of the whole form where it is one page.
    pub fn fields_of(&self, tab: Option<&'static Tab>) -> impl Iterator<Item = &'static Field> {
        self.sections_of(tab).flat_map(|section| section.fields.iter().copied())
    }

    /// Whether a part is what the record's own address shows.
    pub fn is_first(&self, tab: &Tab) -> bool {
        self.tabs.first().is_some_and(|first| first.name == tab.name)
    }
}
