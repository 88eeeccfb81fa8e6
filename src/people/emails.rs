//! Changing one's own email: the new address proves itself by a link, the old one is told and can undo it for a week.

use super::letters;
use super::links::{self, Purpose};
use super::record::USER;
use super::recovery;
use crate::activity::{self, Event};
use crate::base::{Env, Error, Origin, Result};
use crate::db::{Read, Write};
use crate::records::{Writing, rename};
use crate::system;
use crate::users::{self, User};

/// Asks for another email: a link goes there, and the present address is told. Whether somebody has it already is not told.
pub fn ask(db: &Write, env: &Env, origin: &Origin, user: &User, email: &str) -> Result<()> {
    if !system::sends_mails(db, env)? {
        return Err(Error::invalid(
            "email",
            "This site sends no mails: an administrator gives you another email.",
        ));
    }
    let email = users::check_email(email)?;
    if email == user.email {
        return Err(Error::invalid("email", "This is your email already."));
    }
    let event = Event {
        operation: "Update",
        subject: format!("{} asked to be called {email}", user.full_name),
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    letters::email_asked(db, env, user, &email)?;
    match users::by_email(db, &email)? {
        Some(_) => letters::email_is_taken(db, env, user, &email),
        None => {
            let link = links::make_about(db, env, user, Purpose::NewEmail, Some(&email))?;
            letters::new_email(db, env, user, &email, link)
        }
    }
}

/// Whose link this is, whether it gives a new email or brings the old one back, and which that is.
pub fn open(db: &Read, env: &Env, token: &str) -> Result<Option<(User, Purpose, String)>> {
    let found = links::open(db, env, token, &[Purpose::NewEmail, Purpose::OldEmail])?;
    let email = links::email_of(db, token)?;
    Ok(found.zip(email).map(|((user, purpose), email)| (user, purpose, email)))
}

/// What became of a link.
pub struct Confirmed {
    pub user: User,
    /// Where its user sets another password, if they got the account back.
    pub onward: Option<String>,
}

/// Does what the link is for; the actor is the program, for the link is the proof. With the old email somebody gets their
/// account back.
pub fn confirm(cx: &Writing, token: &str) -> Result<Option<Confirmed>> {
    let (db, env) = (cx.db, cx.env);
    let Some((user, purpose, email)) = open(db, env, token)? else {
        return Ok(None);
    };
    let ends = links::end_of(db, token)?.unwrap_or_default();
    if links::take(db, env, token, &[purpose])?.is_none() {
        return Ok(None);
    }
    if purpose == Purpose::OldEmail {
        let since = recovery::since(db, &user)?.min(ends - purpose.lifetime());
        let user = give(cx, &user, &email)?;
        links::remove_but_older(db, &user.id, ends)?;
        let onward = recovery::take_back(db, env, &user, since, "the email was set back")?;
        return Ok(Some(Confirmed {
            user,
            onward: Some(onward),
        }));
    }
    let former = user.email.clone();
    let user = give(cx, &user, &email)?;
    let undo = links::make_about(db, env, &user, Purpose::OldEmail, Some(&former))?;
    letters::email_changed(db, env, &user, &former, undo)?;
    Ok(Some(Confirmed { user, onward: None }))
}

/// Gives somebody this email, of which a link has shown that they read its mails.
pub fn give(cx: &Writing, user: &User, email: &str) -> Result<User> {
    if user.email != email {
        rename::rename(cx, &USER, &user.email, email)?;
    }
    users::verified_by(cx.db, email, "Link")?;
    users::by_id(cx.db, &user.id)?.ok_or_else(|| Error::Internal("a renamed user is gone".into()))
}
