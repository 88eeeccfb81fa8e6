//! Users: who can sign in, their password, their API key, and what they are to the protocol.
//!
//! Owns the tables `users`, `user_roles` and `api_keys`. Sessions and grants are other folders';
//! what a change of a user means to them is said in [`people`](crate::people).

pub mod api_keys;
mod guessing;
pub mod password;
pub mod pictures;
mod store;
pub mod ways_in;

pub use crate::permissions::{ADMINISTRATOR, ALL, Actor, DESK_USER, Door, GUEST, SYSTEM_MANAGER};
pub use store::{
    PasswordRow, all, belongings, by_email, by_id, by_username, clear_password, count, ending, every_role, full_name,
    has_signed_in, how_many_have, is_manager, kept, kept_by_email, managers, password_changed_at, password_rows,
    password_set_at, refresh_user_type, restore_password, seen, set_password as store_password, signed_in, switch_off,
    verified_by, with_role,
};

use crate::base::{Env, Error, Millis, Result, UserId, random, secret, text};
use crate::db::{Read, Write, row};
use crate::permissions::{Identity, Rights};
use ways_in::Leaving;

row! {
    /// A user as sign-in and the protocol need it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct User in "users" {
        /// The OpenID Connect `sub`: random, stable, never reused.
        pub id: UserId,
        /// The name of the record: the email in lower case.
        pub email: String = "name",
        /// What apps call the user: `preferred_username`.
        pub username: String,
        /// Whether an administrator vouches that the email is theirs.
        pub email_verified: bool,
        pub first_name: String,
        pub last_name: Option<String>,
        pub full_name: String,
        /// An absolute address, or a path of ours.
        pub user_image: Option<String>,
        pub mobile_no: Option<String>,
        pub location: Option<String>,
        /// As in BCP 47.
        pub language: Option<String>,
        pub middle_name: Option<String>,
        pub nickname: Option<String>,
        pub website: Option<String>,
        pub gender: Option<String>,
        /// `YYYY-MM-DD`, or `0000-MM-DD` without the year (OpenID Connect Core §5.1).
        pub birth_date: Option<String>,
        /// A name of the time zone database.
        pub time_zone: Option<String>,
        pub phone_verified: bool,
        pub modified_at: Millis,
        pub enabled: bool,
        /// Whether the next sign-in with a password asks for a new one first.
        pub must_set_password: bool,
        /// `System User` if a role has desk access, else `Website User`.
        pub user_type: String,
        pub password_hash: Option<String>,
        /// Every role, the automatic ones included, as Frappe orders them.
        pub roles: Vec<String> = skip(Vec::new()),
    }
}

impl User {
    /// Whether the user has desk access.
    pub fn is_system_user(&self) -> bool {
        self.user_type == "System User"
    }
}

/// The user as who is calling, through this door.
pub fn actor(db: &Read, user: &User, door: Door) -> Result<Actor> {
    Ok(Actor {
        rights: Rights::load(db, &user.roles, Some(&user.email))?,
        roles: user.roles.clone(),
        user: Some(Identity {
            id: user.id.clone(),
            email: user.email.clone(),
            is_system_user: user.is_system_user(),
        }),
        door,
        ..Actor::guest()
    })
}

/// A client that acts with a role, without a user.
pub fn actor_with_role(db: &Read, role: Option<&String>, door: Door) -> Result<Actor> {
    let roles: Vec<String> = role.into_iter().cloned().collect();
    Ok(Actor {
        rights: Rights::load(db, &roles, None)?,
        roles,
        door,
        ..Actor::guest()
    })
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
    let refused = |why: &'static str| Err(Error::invalid("email", why));
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

/// A username: in lower case, of the characters that an email has before its @.
pub fn check_username(username: &str) -> Result<String> {
    let username = username.trim().to_lowercase();
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    match !username.is_empty() && username.len() <= 140 && username.chars().all(legal) {
        true => Ok(username),
        false => Err(Error::invalid(
            "username",
            "A username has letters, digits and . _ - + only, such as alice or alice.liddell.",
        )),
    }
}

/// Names that apps give to accounts of their own: nobody gets them by the chance of their email.
const APPS_OWN: &[&str] = &["admin", "administrator", "root", "guest", "system"];

/// Whether apps give this name to an account of their own.
pub fn is_apps_own(username: &str) -> bool {
    APPS_OWN.contains(&username.trim().to_lowercase().as_str())
}

/// A free username for this email: what stands before the @, with a number where somebody has it already.
pub fn free_username(db: &Read, email: &str) -> Result<String> {
    let local = email.split('@').next().unwrap_or_default();
    let legal = |c: char| if check_username(&c.to_string()).is_ok() { c } else { '-' };
    let base: String = local.chars().map(legal).collect();
    let base = if base.is_empty() { "user".to_owned() } else { base };
    let is_free =
        |name: &str| -> Result<bool> { Ok(!APPS_OWN.contains(&name) && store::by_username(db, name)?.is_none()) };
    let (mut name, mut number) = (base.clone(), 1);
    while !is_free(&name)? {
        number += 1;
        name = format!("{base}{number}");
    }
    Ok(name)
}

/// Refuses what would leave nobody to manage the site (A72: the last administrator stays). Call it before the change.
pub fn guard_last_manager(db: &Read, leaving: &str) -> Result<()> {
    let is_manager = store::is_enabled_manager(db, leaving)?;
    if is_manager && store::other_enabled_managers(db, leaving)? == 0 {
        return Err(Error::invalid(
            "roles",
            "This is the last enabled System Manager. Make somebody else one first.",
        ));
    }
    match is_manager {
        true => ways_in::guard_last_way_in(db, Leaving::User(leaving)).map_err(|error| error.at("roles")),
        false => Ok(()),
    }
}

/// Refuses to manage a user who has roles that the actor does not have: whoever sets their password or gets their key
/// is them (A70: nobody raises themselves).
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
        Some(role) => Err(Error::Forbidden(text!(
            "{ $email } has the role { $role }, which you do not have: only somebody who has it, or a System Manager, may do this.",
            email = &email,
            role = &role
        ))),
    }
}

/// Whoever sees only some records must not reach the others through somebody else.
pub fn limited() -> Error {
    Error::Forbidden("User Permissions limit you to some records: you cannot manage other users.".into())
}

/// Refuses to give roles that the actor does not have (A70: nobody raises themselves).
pub fn check_may_give<'a>(actor: &Actor, mut roles: impl Iterator<Item = &'a str>) -> Result<()> {
    match roles.find(|role| !actor.is_manager() && !actor.has_role(role)) {
        None => Ok(()),
        Some(role) => Err(Error::Forbidden(text!(
            "You cannot give the role { $role }: you do not have it yourself.",
            role = &role
        ))),
    }
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
    let id = UserId::from(sub);
    if store::by_id(db, &id)?.is_some() {
        return Err(Error::invalid(
            "sub",
            "Another user has this sub: it belongs to one person for ever.",
        ));
    }
    store::set_id(db, email, &id)
}

/// A new `sub`: 160 random bits in hexadecimal, cut to the 39 digits that Frappe's have.
pub fn new_id(env: &Env) -> UserId {
    let mut id = secret::to_hex(&random::bytes::<20>(&*env.random));
    id.truncate(39);
    id.into()
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
