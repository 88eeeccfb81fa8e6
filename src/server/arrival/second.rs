//! What is taken as the second step of a sign-in.

use super::{Answer, Underway, over};
use crate::base::{Env, Error, Origin, Result, Scopes};
use crate::db::Write;
use crate::factors::policy::Missing;
use crate::factors::{Method, passkeys, pending};
use crate::people;
use crate::people::factors::Own;

/// The methods of a sign-in with this answer, and recovery codes where they were just made.
pub(super) fn given(
    db: &Write,
    env: &Env,
    origin: &Origin,
    underway: &Underway,
    missing: Missing,
    answer: &Answer,
) -> Result<(Scopes, Vec<String>)> {
    let Underway { user, pending, .. } = underway;
    let own = Own { db, env, origin, user };
    let (method, codes) = match (missing, answer) {
        (Missing::Nothing, _) | (Missing::SetUp { until: Some(_), .. }, Answer::Later) => {
            return Ok((pending.amr.clone(), Vec::new()));
        }
        (Missing::Factor { only_passkey: false }, Answer::Code(typed)) => (own.code(typed)?, Vec::new()),
        (Missing::Factor { .. }, Answer::Passkey(state, shown)) => {
            (passkeys::finish_second(db, env, &user.id, state, shown)?, Vec::new())
        }
        (
            Missing::SetUp {
                only_passkey: false, ..
            },
            Answer::NewTotp(typed),
        ) => {
            let secret = pending::totp_secret(env, &underway.cookie, pending)?.ok_or_else(over)?;
            (Method::Totp, own.set_up_totp(&secret, typed)?)
        }
        (Missing::SetUp { .. }, Answer::NewPasskey(state, made, label)) => own.add_passkey(state, made, label)?,
        (Missing::NewPassword, Answer::NewPassword(hash)) => {
            let subject = format!("{} set a new password, as was asked", user.full_name);
            people::set_own_password(db, env, origin, user, hash, subject)?;
            // It ended every sign-in that was under way: this one goes on.
            pending::again(db, &underway.cookie, pending)?;
            return Ok((pending.amr.clone(), Vec::new()));
        }
        _ => return Err(Error::invalid("code", "Something else is asked for here.")),
    };
    Ok((pending::with(&pending.amr, method), codes))
}
