//! Somebody gets their account back from whoever else was in it.

use super::links::{self, Purpose};
use super::sessions;
use crate::base::{Env, Result, Seconds};
use crate::db::{Read, Write};
use crate::roles::{self, WayToSignIn};
use crate::social::logins;
use crate::users::{self, User, api_keys};
use crate::{factors, oauth};

/// Since when somebody else may have been at work: the first thing that the user was told of and can still undo.
pub fn since(db: &Read, user: &User) -> Result<Seconds> {
    let told = [Purpose::NotMe, Purpose::OldEmail].map(|purpose| links::first_made(db, user, purpose));
    let [told, changed] = told;
    Ok(told?.into_iter().chain(changed?).min().unwrap_or_default())
}

/// Ends every sign-in and takes back what was set up since then: factors, API keys, linked accounts. The password is good no
/// more; the link that is answered sets another one, or signs in where nobody has a password.
pub fn take_back(db: &Write, env: &Env, user: &User, since: Seconds, why: &str) -> Result<String> {
    sessions::end_all(db, env, &user.id)?;
    factors::remove_since(db, &user.id, since)?;
    api_keys::remove_since(db, &user.id, since)?;
    logins::remove_since(db, &user.email, since)?;
    oauth::grants::revoke_of_user(db, env, &user.id, why)?;
    users::clear_password(db, &user.id, env.now())?;
    let is_refused = roles::check_way(db, &user.roles, WayToSignIn::Password).is_err();
    let purpose = match is_refused || crate::system::settings(db)?.disable_user_pass_login {
        true => Purpose::SignIn,
        false => Purpose::Reset,
    };
    links::make_about(db, env, user, purpose, Some(&user.email))
}
