//! Users: who can sign in, their password, their API key, and what they are to the protocol.
//!
//! Owns the tables `users`, `user_roles` and `api_keys`. Sessions and grants are
//! other folders'; this one tells them when a user's password changes.

pub mod actor;
pub mod api_keys;
pub mod password;
pub mod record;
pub mod store;
mod views;

pub use actor::{Actor, Door};

use crate::base::{Env, Error, FieldErrors, Result, random, secret};
use crate::db::{Read, Write};
use crate::social::keys::{self, Leaving};

/// The role that may do everything in the desk.
pub const SYSTEM_MANAGER: &str = "System Manager";
/// The automatic role of everybody who is signed in.
pub const ALL: &str = "All";
/// The automatic role of everybody.
pub const GUEST: &str = "Guest";
/// The operator's name and role: whoever holds the machine.
pub const ADMINISTRATOR: &str = "Administrator";
/// The automatic role of System Users.
pub const DESK_USER: &str = "Desk User";

/// A user as sign-in and the protocol need it.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The OpenID Connect `sub`: random, stable, never reused.
    pub id: String,
    /// The name of the record: the email in lower case.
    pub email: String,
    pub first_name: String,
    pub last_name: Option<String>,
    pub full_name: String,
    /// An absolute address, or a path of ours.
    pub user_image: Option<String>,
    pub mobile_no: Option<String>,
    pub location: Option<String>,
    pub enabled: bool,
    /// `System User` if a role has desk access, else `Website User`.
    pub user_type: String,
    pub password_hash: Option<String>,
    /// Every role, the automatic ones included, as Frappe orders them.
    pub roles: Vec<String>,
}

impl User {
    /// Whether the user has desk access.
    pub fn is_system_user(&self) -> bool {
        self.user_type == "System User"
    }
}

/// What is needed to make a user.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    pub email: String,
    pub first_name: String,
    pub last_name: Option<String>,
    pub password_hash: Option<String>,
    pub roles: Vec<String>,
}

/// Makes a user; for set-up and the command line. The desk and REST go through the record engine.
pub fn create(db: &Write, env: &Env, new: &NewUser) -> Result<User> {
    let email = check_email(&new.email)?;
    let mut errors = FieldErrors::default();
    if new.first_name.trim().is_empty() {
        errors.add("first_name", "A name is needed, to greet the user and to show to apps.");
    }
    for role in &new.roles {
        if !crate::roles::store::exists(db, role)? {
            errors.add("roles", format!("There is no role {role:?}."));
        }
    }
    errors.into_result()?;
    if store::by_email(db, &email)?.is_some() {
        return Err(Error::Duplicate(format!("User {email} already exists")));
    }
    store::insert(db, env, &email, new)?;
    refresh_user_type(db, &email)?;
    store::by_email(db, &email)?.ok_or_else(|| Error::Internal("the new user is not there".into()))
}

/// Splits a full name into first and last name.
pub fn split_name(name: &str) -> (String, Option<String>) {
    let name = name.trim();
    match name.split_once(char::is_whitespace) {
        Some((first, last)) => (first.to_owned(), Some(last.trim().to_owned())),
        None => (name.to_owned(), None),
    }
}

/// An email as we keep it: trimmed, in lower case. The address must look like one.
pub fn check_email(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let refused = |why: &str| Err(Error::invalid("email", why));
    let legal = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '\\' | '/' | ',' | ';' | ':' | '(' | ')')
    };
    if !email.chars().all(legal) || email.len() > 140 {
        return refused("Write an email address such as alice@example.com, in plain letters.");
    }
    match email.split_once('@') {
        Some((local, host)) if !local.is_empty() && !host.contains('@') => {
            let labels: Vec<&str> = host.split('.').collect();
            if labels.iter().any(|label| label.is_empty()) {
                return refused("The part after the @ is not a host name.");
            }
            Ok(email)
        }
        _ => refused("An email address has exactly one @, such as alice@example.com."),
    }
}

/// Sets the password; every session ends and every grant is revoked (R12, A20).
pub fn set_password(db: &Write, env: &Env, user: &User, password_hash: &str) -> Result<()> {
    store::set_password(db, &user.id, password_hash, env.now())?;
    password_changed(db, env, &user.id)
}

/// What follows a new password: whoever was signed in with the old one is out.
pub fn password_changed(db: &Write, env: &Env, user_id: &str) -> Result<()> {
    crate::sessions::end_all(db, env, user_id)?;
    crate::login::store::remove_links(db, user_id)?;
    crate::oauth::grants::revoke_of_user(db, env, user_id, "password changed")
}

/// Refuses what would leave nobody to manage the site (A72). Call it before the change.
pub fn guard_last_manager(db: &Read, leaving: &str) -> Result<()> {
    let is_manager = store::is_enabled_manager(db, leaving)?;
    if is_manager && store::other_enabled_managers(db, leaving)? == 0 {
        return Err(Error::invalid(
            "roles",
            "This is the last enabled System Manager. Make somebody else one first.",
        ));
    }
    match is_manager {
        true => keys::guard_last_way_in(db, Leaving::User(leaving)).map_err(|error| error.at("roles")),
        false => Ok(()),
    }
}

/// Refuses to manage a user who has roles that the actor does not have: whoever sets their
/// password or gets their key is them (A70).
pub fn check_may_manage(db: &Read, actor: &Actor, email: &str) -> Result<()> {
    if actor.is_manager() || actor.name() == email {
        return Ok(());
    }
    if actor.rights.has_limits() {
        return Err(limited());
    }
    // Disabled ones, too: they may be enabled again.
    let roles = store::every_role(db, email)?;
    match roles.iter().find(|role| !actor.has_role(role)) {
        None => Ok(()),
        Some(role) => Err(Error::Forbidden(format!(
            "{email} has the role {role}, which you do not have: only somebody who has it, or a System Manager, may do this."
        ))),
    }
}

/// Whoever sees only some records must not reach the others through somebody else.
pub fn limited() -> Error {
    Error::Forbidden("User Permissions limit you to some records: you cannot manage other users.".into())
}

/// Refuses to give roles that the actor does not have (A70).
pub fn check_may_give<'a>(actor: &Actor, mut roles: impl Iterator<Item = &'a str>) -> Result<()> {
    match roles.find(|role| !actor.is_manager() && !actor.has_role(role)) {
        None => Ok(()),
        Some(role) => Err(Error::Forbidden(format!(
            "You cannot give the role {role}: you do not have it yourself."
        ))),
    }
}

/// `System User` if any role of the user has desk access.
pub fn refresh_user_type(db: &Write, email: &str) -> Result<()> {
    store::refresh_user_type(db, email)
}

/// Gives a user who was just made the `sub` that they had elsewhere, so that apps know them again.
pub fn take_over_id(db: &Write, email: &str, sub: &str) -> Result<()> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if sub.is_empty() || sub.len() > 255 || !sub.chars().all(legal) {
        return Err(Error::invalid(
            "sub",
            "A sub is up to 255 letters, digits, hyphens, underscores and dots.",
        ));
    }
    if store::by_id(db, sub)?.is_some() {
        return Err(Error::invalid(
            "sub",
            "Another user has this sub: it belongs to one person for ever.",
        ));
    }
    store::set_id(db, email, sub)
}

/// A new `sub`: 160 random bits in hexadecimal, cut to the 39 digits that Frappe's have.
pub fn new_id(env: &Env) -> String {
    let mut id = secret::to_hex(&random::bytes::<20>(&*env.random));
    id.truncate(39);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_kept_in_lower_case_and_must_look_like_one() {
        assert_eq!(check_email(" Alice@Example.COM ").unwrap(), "alice@example.com");
        for bad in [
            "", "alice", "a@", "@b.c", "a@b@c", "a b@c.d", "a@b..c", "a@b.", "<a@b.c>", "é@b.c",
        ] {
            assert!(check_email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_are_split_at_the_first_space() {
        assert_eq!(split_name("Alice"), ("Alice".into(), None));
        assert_eq!(
            split_name(" Alice  Pleasance Liddell"),
            ("Alice".into(), Some("Pleasance Liddell".into()))
        );
    }
}
