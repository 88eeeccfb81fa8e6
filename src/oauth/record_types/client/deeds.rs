//! What the buttons of a client do.

use super::record::*;
use crate::base::{ClientId, Error, Result, clock, text};
use crate::oauth::clients;
use crate::permissions::ALL;
use crate::records::{self, Acting, Input, Onward, Outcome, Prepared, Shown, verbs};

/// Settings to copy, with the secret that was just made.
pub(super) fn to_settings(name: &str) -> Onward {
    Onward {
        label: "Settings to copy, with the secret filled in",
        address: format!("{}/connect", records::views::address(&OAUTH_CLIENT, name)),
    }
}

pub(super) fn shown(secret: crate::base::secret::Secret) -> Shown {
    Shown {
        name: "client_secret",
        label: "App Client Secret",
        value: secret.reveal().to_owned(),
    }
}

pub(super) fn rotate_secret(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let now = acting.env.now();
    let until = acting.input.get(&OVERLAP_UNTIL).flatten().unwrap_or(now + clock::DAY);
    if until > now + A_YEAR {
        return Err(Error::invalid("overlap_until", "At most a year from now."));
    }
    let secret = clients::rotate_secret(
        acting.db,
        acting.env,
        &ClientId::from(&acting.record.name),
        until.max(now),
    )?;
    Ok(Outcome {
        message: text!(
            "The old secret works until { $until }.",
            until = clock::moment(until.max(now))
        ),
        shown: vec![shown(secret)],
        onward: Some(to_settings(&acting.record.name)),
    })
}

pub(super) fn end_overlap(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    clients::end_older_secrets(acting.db, &ClientId::from(&acting.record.name), acting.env.now())?;
    Ok(Outcome::said("Only the newest secret works now."))
}

pub(super) fn admit_everybody(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let input = Input::default().with(&ALLOWED_ROLES, vec![ALL]);
    verbs::update(acting, &OAUTH_CLIENT, &acting.record.name, &input, None)?;
    Ok(Outcome::said(
        "Everybody who has an account here may sign in through the app now.",
    ))
}

pub(super) fn approve(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    clients::approved(acting.db, &ClientId::from(&acting.record.name))?;
    let input = Input::default().with(&ENABLED, 1);
    verbs::update(acting, &OAUTH_CLIENT, &acting.record.name, &input, None)?;
    Ok(Outcome::said("People may sign in through the app now."))
}

pub(super) fn switch_off(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let input = Input::default().with(&ENABLED, 0);
    verbs::update(acting, &OAUTH_CLIENT, &acting.record.name, &input, None)?;
    Ok(Outcome::said("The client is switched off."))
}

pub(super) fn revoke_tokens(acting: &Acting<Clients>, _: Prepared) -> Result<Outcome> {
    let id = ClientId::from(&acting.record.name);
    let revoked = crate::oauth::grants::revoke_of_client(acting.db, acting.env, &id, "revoked in the desk")?;
    Ok(Outcome::said(text!(
        "{ $revoked } sign-ins were ended.",
        revoked = &revoked
    )))
}
