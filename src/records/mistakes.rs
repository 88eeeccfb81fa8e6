//! The check of all declarations at the start: a mistake in one is found before anybody opens a form.

use super::declare::{Naming, RecordType, Registry};
use super::field::{Field, FieldKind};
use std::collections::BTreeSet;

impl RecordType {
    /// The first mistake in the declaration, in words.
    pub(super) fn mistake(&self) -> Option<String> {
        let common = ["name", "owner", "creation", "modified", "modified_by"];
        let is_known = |name: &str| common.contains(&name) || self.field(name).is_some();
        let is_column = |name: &str| common.contains(&name) || self.fields().any(|field| field.column == name);
        let named = [self.title, self.own, self.order.0];
        let switch = self.switch.iter().map(|(name, _)| *name);
        let frappe = self.frappe_defaults.iter().map(|(name, _)| *name);
        let naming: &[&str] = match &self.naming {
            Naming::Field(field) | Naming::Scrubbed(field) => &[*field],
            Naming::Joined(first, second) => &[*first, *second],
            Naming::Random | Naming::Fixed => &[],
        };
        let alike = self.transfer.iter().flat_map(|transfer| transfer.alike.iter().copied());
        let mut names = named
            .into_iter()
            .chain(self.list.iter().copied())
            .chain(switch)
            .chain(self.filters.iter().copied())
            .chain(self.bulk)
            .chain(frappe)
            .chain(naming.iter().copied())
            .chain(alike);
        if let Some(name) = names.find(|name| !is_known(name)) {
            return Some(format!("{} names the field {name}, which it does not have", self.name));
        }
        if let Some(name) = self.search.iter().find(|name| !is_column(name)) {
            return Some(format!(
                "{} searches the column {name}, which it does not have",
                self.name
            ));
        }
        if let Some(title) = self
            .folded
            .iter()
            .find(|title| !self.sections.iter().any(|own| own.title == **title))
        {
            return Some(format!(
                "{} folds the section {title}, which it does not have",
                self.name
            ));
        }
        let sections = |title: &&str| self.sections.iter().any(|own| own.title == *title);
        let placed: Vec<&str> = self.tabs.iter().flat_map(|tab| tab.sections).copied().collect();
        if let Some(title) = placed.iter().find(|title| !sections(title)) {
            return Some(format!(
                "{} has a tab with the section {title}, which it does not have",
                self.name
            ));
        }
        let is_lost = |title: &str| !self.tabs.is_empty() && !placed.contains(&title);
        if let Some(section) = self.sections.iter().map(|own| own.title).find(|title| is_lost(title)) {
            return Some(format!("{} has no tab for its section {section}", self.name));
        }
        let is_foreign = |field: &&Field| field.of.is_some_and(|of| of() != self.rules.of());
        if let Some(field) = self.fields().find(is_foreign) {
            return Some(format!("{} lists the field {} of another type", self.name, field.name));
        }
        if let Some(action) = self.actions.iter().find(|action| action.of() != self.rules.of()) {
            let name = action.button().name;
            return Some(format!("{} has the action {name} of another type", self.name));
        }
        let mut seen = BTreeSet::new();
        let twice = self.fields().find(|field| !seen.insert(field.name));
        twice.map(|field| format!("{} has the field {} twice", self.name, field.name))
    }
}

impl Registry {
    /// Refuses two types of one name, slug or table.
    pub(super) fn check_names(&self) -> std::result::Result<(), String> {
        let mut taken = BTreeSet::new();
        for record_type in self.types() {
            for name in [record_type.name, record_type.slug, record_type.table] {
                if !taken.insert(name) {
                    return Err(format!(
                        "{}: another record type has the name, slug or table {name}",
                        record_type.name
                    ));
                }
            }
        }
        Ok(())
    }

    /// Refuses a link to a type that is not there.
    pub(super) fn check_links(&self) -> std::result::Result<(), String> {
        for record_type in self.types() {
            for field in record_type.fields() {
                if let FieldKind::Link(to) | FieldKind::Links(super::Links { to, .. }) = field.kind
                    && self.by_name(to).is_err()
                {
                    return Err(format!(
                        "{}.{} links to {to}, which is not there",
                        record_type.name, field.name
                    ));
                }
            }
        }
        Ok(())
    }
}
