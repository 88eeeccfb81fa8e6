//! Accounts whose day has come are switched off.

use super::{links, sessions};
use crate::activity::{self, Event};
use crate::base::{Env, Origin, Result, clock};
use crate::db::Write;
use crate::users;

/// Switches off what ends today or ended before; says how many. The last administrator stays.
pub fn end_accounts(db: &Write, env: &Env) -> Result<usize> {
    let mut ended = 0;
    for user in users::ending(db, &clock::date_of(env.now()))? {
        if users::guard_last_manager(db, &user.email).is_err() {
            continue;
        }
        let event = Event {
            operation: "Update",
            subject: format!("{} was switched off: the account has ended", user.email),
            user: Some(users::ADMINISTRATOR),
            record: Some(("User", &user.email)),
            ..Event::default()
        };
        activity::log(db, env, &Origin::default(), &event)?;
        users::switch_off(db, &user.id, env.now_ms())?;
        sessions::end_all(db, env, &user.id)?;
        links::remove(db, &user.id)?;
        ended += 1;
    }
    Ok(ended)
}
