//! Somebody gets their account back from whoever else was in it.

use super::links::{self, Purpose};
use super::sessions;
use crate::base::{Env, Result, Seconds};
use crate::db::Write;
use crate::social::logins;
use crate::users::{self, User, api_keys};
use crate::{factors, oauth};

/// Ends every sign-in and takes back what was set up since then: factors, API keys, linked accounts. The password is good no
/// more; the link that is answered sets another one. None where nobody signs in with a password.
pub fn take_back(db: &Write, env: &Env, user: &User, since: Seconds, why: &str) -> Result<Option<String>> {
    sessions::end_all(db, env, &user.id)?;
    factors::remove_since(db, &user.id, since)?;
    api_keys::remove_since(db, &user.id, since)?;
    logins::remove_since(db, &user.email, since)?;
    oauth::grants::revoke_of_user(db, env, &user.id, why)?;
    users::clear_password(db, &user.id, env.now())?;
    match crate::system::settings(db)?.disable_user_pass_login {
        true => Ok(None),
        false => links::make_about(db, env, user, Purpose::Reset, Some(&user.email)).map(Some),
    }
}
