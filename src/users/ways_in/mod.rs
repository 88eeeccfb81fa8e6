//! How administrators get in once password login is switched off: by accounts that they have linked at a
//! Social Login Key, or by passkeys. Something of it may only go while another way stays.

mod store;

use crate::base::{Error, Result};
use crate::db::Read;

pub use store::{WayIn, managers_with_passkeys, ways_of_managers};

/// What leaves: a key, a login or a user that an administrator could sign in with.
#[derive(Clone, Copy)]
pub enum Leaving<'a> {
    Nothing,
    Key(&'a str),
    Login(&'a str),
    User(&'a str),
    /// Signing in with passkeys.
    Passkeys,
}

/// Somebody who manages the site.
struct Manager {
    email: String,
    /// Whether they have a password, and sign in with it: neither the site nor a role of theirs refuses that.
    has_password: bool,
    /// Whether the site or a role of theirs refuses passwords; and a role, accounts elsewhere.
    refuses_password: bool,
    refuses_social: bool,
}

/// The enabled System Managers.
fn managers(db: &Read) -> Result<Vec<Manager>> {
    let is_off = store::is_password_login_off(db)?;
    let managers = store::managers(db)?.into_iter().map(|(email, has_hash)| {
        let refused = store::refused_to(db, &email)?;
        let refuses = |way: &str| refused.iter().any(|ways| ways.lines().any(|own| own == way));
        let refuses_password = is_off || refuses("Password");
        Ok(Manager {
            has_password: has_hash && !refuses_password,
            refuses_password,
            refuses_social: refuses("Social Login"),
            email,
        })
    });
    managers.collect()
}

/// Whether an administrator can still sign in without a password: an enabled one, who has a passkey, or whose account is
/// linked at an enabled key that an administrator has signed in with.
pub fn is_another_way_in(db: &Read, leaving: Leaving) -> Result<bool> {
    is_way_without_password(db, &managers(db)?, leaving)
}

fn is_way_without_password(db: &Read, managers: &[Manager], leaving: Leaving) -> Result<bool> {
    let refuses = |user: &str| managers.iter().any(|one| one.email == user && one.refuses_social);
    let stays = |way: &store::WayIn| {
        let stays = match leaving {
            Leaving::Nothing | Leaving::Passkeys => true,
            Leaving::Key(name) => way.key != name,
            Leaving::Login(name) => way.login != name,
            Leaving::User(email) => way.user != email,
        };
        stays && !refuses(&way.user)
    };
    let has_passkey = |user: &String| !matches!(leaving, Leaving::User(email) if email == user);
    let takes_passkeys = !matches!(leaving, Leaving::Passkeys);
    Ok(store::ways_of_managers(db)?.iter().any(stays)
        || takes_passkeys && store::managers_with_passkeys(db)?.iter().any(has_passkey))
}

/// Refuses what would leave no administrator a way in, where passwords are refused to one. Before there is one, or where all
/// may have passwords, nothing is refused.
pub fn guard_last_way_in(db: &Read, leaving: Leaving) -> Result<()> {
    let managers = managers(db)?;
    let leaves = |one: &Manager| matches!(leaving, Leaving::User(email) if email == one.email);
    let by_password = managers.iter().any(|one| one.has_password && !leaves(one));
    let may_have_passwords = !managers.iter().any(|one| one.refuses_password);
    match may_have_passwords || by_password || is_way_without_password(db, &managers, leaving)? {
        true => Ok(()),
        false => Err(Error::invalid(
            "enable_social_login",
            "This is the last way in for administrators: password login is switched off (System Settings, or a role of theirs), and no other System Manager has a passkey or has signed in with another key yet.",
        )),
    }
}
