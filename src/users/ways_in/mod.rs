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

/// Whether an administrator can still sign in without a password: an enabled one, who has a passkey, or whose account is
/// linked at an enabled key that an administrator has signed in with.
pub fn is_another_way_in(db: &Read, leaving: Leaving) -> Result<bool> {
    let stays = |way: &store::WayIn| match leaving {
        Leaving::Nothing => true,
        Leaving::Key(name) => way.key != name,
        Leaving::Login(name) => way.login != name,
        Leaving::User(email) => way.user != email,
        Leaving::Passkeys => true,
    };
    let has_passkey = |user: &String| !matches!(leaving, Leaving::User(email) if email == user);
    let takes_passkeys = !matches!(leaving, Leaving::Passkeys);
    Ok(store::ways_of_managers(db)?.iter().any(stays)
        || takes_passkeys && store::managers_with_passkeys(db)?.iter().any(has_passkey))
}

/// Refuses what would leave nobody a way in. Call it before the change.
pub fn guard_last_way_in(db: &Read, leaving: Leaving) -> Result<()> {
    match store::is_password_login_off(db)? && !is_another_way_in(db, leaving)? {
        true => Err(Error::invalid(
            "enable_social_login",
            "This is the last way in for administrators: password login is switched off (System Settings, or a role of theirs), and no other System Manager has a passkey or has signed in with another key yet.",
        )),
        false => Ok(()),
    }
}
