//! User Social Logins: who somebody is at a provider.
//!
//! Owns the table `social_logins`.

mod store;

pub use store::{count, find, insert, of_user, remove_since, usable_by, used};

use crate::base::{Millis, Seconds};
use crate::db::row;

/// The provider's stable id of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub id: String,
    /// It was given as a number: an id that changes its type is another one.
    pub is_number: bool,
}

row! {
    /// A linked account.
    #[derive(Clone, Debug)]
    pub struct Login in "social_logins" {
        pub name: String,
        /// The Social Login Key.
        pub provider: String,
        /// The provider's stable id of the person.
        pub userid: String,
        /// The provider gives the id as a number; not known of a row that was imported.
        pub is_number: Option<bool>,
        /// The email of the user here.
        pub user: String = "user_name",
        /// What the provider calls the person.
        pub username: Option<String>,
        pub linked_at: Seconds = "creation_at" via(Millis::seconds),
        pub last_used_at: Option<Seconds>,
    }
}

impl Login {
    /// Whether this is the id that was linked: one that changed its type is another one (A57: no account takeover by
    /// linking).
    pub fn is(&self, subject: &Subject) -> bool {
        self.userid == subject.id && self.is_number.is_none_or(|is_number| is_number == subject.is_number)
    }
}
