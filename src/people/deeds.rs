//! What the buttons on a user do.

use super::keys::{self, NewKey};
use super::links::{self, Purpose};
use super::record::{DAYS, LABEL, REASON, SCOPES, Users};
use super::{factors, letters, sessions};
use crate::base::{Error, Result, Scopes, text};
use crate::permissions::Door;
use crate::records::{Acting, Outcome, Prepared, Shown};
use crate::users::ways_in::{self, Leaving};
use crate::users::{self, User, api_keys};

fn find(acting: &Acting<Users>) -> Result<User> {
    let user = users::by_email(acting.db, &acting.record.name)?;
    user.ok_or_else(|| Error::NotFound(text!("User { $name } not found", name = &acting.record.name)))
}

pub(super) fn sign_out(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    sessions::end_all(acting.db, acting.env, &find(acting)?.id)?;
    Ok(Outcome::said("Every session of the user was ended."))
}

pub(super) fn invite(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    if acting.actor.name() == acting.record.name {
        check_own_secret(acting)?;
    }
    let user = find(acting)?;
    let invited = letters::invite(acting.db, acting.env, &user)?;
    Ok(match invited.is_mailed {
        true => Outcome::said(text!(
            "The invitation is on its way to { $email }.",
            email = &user.email
        )),
        false => Outcome {
            message: "This site sends no mails: give the user this link. It works once, for seven days.".into(),
            shown: vec![Shown {
                name: "link",
                label: "Invitation",
                value: invited.link,
            }],
            ..Outcome::default()
        },
    })
}

pub(super) fn sign_in_link(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    if acting.actor.name() == acting.record.name {
        check_own_secret(acting)?;
    }
    let link = links::make(acting.db, acting.env, &find(acting)?, Purpose::SignIn)?;
    Ok(Outcome {
        message: "Give the user this link. It works once, for fifteen minutes, and only the newest one.".into(),
        shown: vec![Shown {
            name: "link",
            label: "Sign-in link",
            value: link,
        }],
        ..Outcome::default()
    })
}

pub(super) fn remove_factors(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    if acting.actor.name() == acting.record.name {
        return Err(Error::Forbidden(
            "Your own are removed in My account, under Passkeys and codes.".into(),
        ));
    }
    let why = acting.input.get(&REASON).unwrap_or_default();
    factors::remove_of(
        acting.db,
        acting.env,
        &acting.actor.origin,
        &find(acting)?,
        acting.actor.name(),
        why,
    )?;
    ways_in::guard_last_way_in(acting.db, Leaving::Nothing).map_err(|error| error.at(""))?;
    Ok(Outcome::said(
        "The second factor was removed, and the user was signed out and told.",
    ))
}

pub(super) fn new_api_key(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    if acting.actor.name() == acting.record.name {
        check_own_secret(acting)?;
    }
    let user = find(acting)?;
    letters::key_made(acting.db, acting.env, &user)?;
    Ok(api_keys::generate(acting.db, acting.env, &user)?.outcome())
}

pub(super) fn new_named_key(acting: &Acting<Users>, _: Prepared) -> Result<Outcome> {
    if acting.actor.name() == acting.record.name {
        check_own_secret(acting)?;
    }
    let new = NewKey {
        label: acting.input.get(&LABEL).unwrap_or_default().to_owned(),
        scopes: Scopes::of(acting.input.get(&SCOPES).unwrap_or_default()),
        days: acting.input.get(&DAYS).unwrap_or_default(),
    };
    Ok(keys::make(acting.db, acting.env, &find(acting)?, &new)?.outcome())
}

/// One's own secret outlives the token that asks for it. Whoever comes with a session proves anew who they are.
fn check_own_secret(acting: &Acting<Users>) -> Result<()> {
    match &acting.actor.door {
        Door::Session(_) | Door::CommandLine => Ok(()),
        // A key with a name has an end: it makes none for its user that outlives it.
        Door::ApiKey { key, .. }
            if api_keys::of_user(acting.db, &find(acting)?)?.is_some_and(|own| own.api_key == *key) =>
        {
            Ok(())
        }
        Door::ApiKey { .. } | Door::Bearer { .. } | Door::Guest => Err(Error::Forbidden(
            "Your own API secret is made in My account, under API key. A program signs in with the password first."
                .into(),
        )),
    }
}
