//! What the site asks of whom, and what is still missing of a sign-in.

use super::{passkeys, store};
use crate::base::{Env, Result, Scopes, Seconds};
use crate::db::{Read, Write};
use crate::sessions::Strength;
use crate::system;
use crate::users::User;

/// Whom a second factor is asked of, from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Whoever has set one up.
    Optional,
    /// Everybody, in a browser where they have not given one lately.
    OnNewDevices,
    /// Everybody, at every sign-in.
    Required,
    /// Everybody, at every sign-in, and it is a passkey.
    PasskeysOnly,
}

/// The strictest of what the site and the roles of a user ask. Where there can be no passkeys, any second factor will do:
/// nobody is locked out by another address of the site.
pub fn rule(db: &Read, env: &Env, user: &User) -> Result<Rule> {
    let asked = store::asked_of(db, &user.roles)?;
    let takes_passkeys = passkeys::are_taken(env, &system::settings(db)?);
    let rules = asked.iter().map(|asked| match asked.as_str() {
        "Passkeys Only" if takes_passkeys => Rule::PasskeysOnly,
        "Required" | "Passkeys Only" => Rule::Required,
        "On New Devices" => Rule::OnNewDevices,
        _ => Rule::Optional,
    });
    Ok(rules.max().unwrap_or(Rule::Optional))
}

/// What is missing of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing.
    Nothing,
    /// Something that they have; only a passkey, if that is what is wanted.
    Factor { only_passkey: bool },
    /// A second factor has to be set up first; a passkey, if that is what is wanted. Until then it can wait.
    SetUp { only_passkey: bool, until: Option<Seconds> },
    /// Another password, before anything else goes on.
    NewPassword,
}

/// How a sign-in stands.
pub struct Standing<'a> {
    pub user: &'a User,
    /// The methods that were used.
    pub amr: &'a Scopes,
    /// What it is wanted for asks so much.
    pub wanted: Strength,
    /// Whether the browser is a trusted device.
    pub is_trusted: bool,
}

/// What is missing. Whoever has a second factor gives it before another can be set up, and before a new password.
pub fn missing(db: &Write, env: &Env, standing: &Standing) -> Result<Missing> {
    let missing = missing_factor(db, env, standing)?;
    let is_old = standing.user.must_set_password && standing.amr.contains("pwd");
    Ok(match missing {
        Missing::Nothing | Missing::SetUp { until: Some(_), .. } if is_old => Missing::NewPassword,
        missing => missing,
    })
}

fn missing_factor(db: &Write, env: &Env, standing: &Standing) -> Result<Missing> {
    let (user, wanted, has) = (standing.user, standing.wanted, Strength::of(standing.amr));
    let factors = store::of_user(db, &user.id)?;
    let rule = rule(db, env, user)?;
    let is_spared = standing.is_trusted && rule < Rule::Required && wanted == Strength::One;
    let wants_passkey = wanted == Strength::Passkey || rule == Rule::PasskeysOnly;
    if factors.any() && has == Strength::One && !is_spared {
        return Ok(Missing::Factor {
            only_passkey: wants_passkey && factors.passkeys > 0,
        });
    }
    if has < wanted {
        let only_passkey = wanted == Strength::Passkey;
        return Ok(match only_passkey && factors.passkeys > 0 {
            true => Missing::Factor { only_passkey },
            false => Missing::SetUp {
                only_passkey,
                until: None,
            },
        });
    }
    let lacks_passkey = rule == Rule::PasskeysOnly && has < Strength::Passkey;
    if lacks_passkey && factors.passkeys > 0 {
        return Ok(Missing::Factor { only_passkey: true });
    }
    if !lacks_passkey && (rule == Rule::Optional || factors.any() || has > Strength::One) {
        store::clear_due_at(db, &user.id)?;
        return Ok(Missing::Nothing);
    }
    let due_at = due_at(db, env, user)?;
    Ok(Missing::SetUp {
        only_passkey: lacks_passkey,
        until: (env.now() < due_at).then_some(due_at),
    })
}

/// From when on somebody cannot sign in without a second factor: so long after they were first told.
fn due_at(db: &Write, env: &Env, user: &User) -> Result<Seconds> {
    if let Some(due_at) = store::due_at(db, &user.id)? {
        return Ok(due_at);
    }
    let due_at = env.now() + system::settings(db)?.factor_grace;
    store::set_due_at(db, &user.id, due_at)?;
    Ok(due_at)
}

/// How long a browser of this user is not asked again, if it may be trusted at all.
pub fn trust_lifetime(db: &Read, env: &Env, user: &User) -> Result<Option<Seconds>> {
    let lifetime = system::settings(db)?.device_trust;
    Ok((lifetime > Seconds::ZERO && rule(db, env, user)? < Rule::Required).then_some(lifetime))
}
