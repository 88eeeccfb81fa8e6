//! What people get by mail about their account.

use super::links::{self, Purpose};
use crate::activity::{self, Event};
use crate::base::{Env, Language, Origin, Result, Text, text};
use crate::db::Write;
use crate::mail::{self, Letter};
use crate::sessions;
use crate::system;
use crate::users::User;

/// Has a letter sent to somebody, in their language; `false`: this site sends no mails.
fn post(db: &Write, env: &Env, to: &User, letter: &Letter) -> Result<bool> {
    let Some(sender) = system::sender(db, env)? else {
        return Ok(false);
    };
    let language = match to.language.as_deref().and_then(Language::of) {
        Some(own) => own,
        None => system::language(db)?,
    };
    mail::enqueue(db, env, &sender, &to.email, language, letter)?;
    Ok(true)
}

/// What became of an invitation.
pub struct Invited {
    /// Where its user sets a password.
    pub link: String,
    /// Whether it goes to them by mail.
    pub is_mailed: bool,
}

/// Invites somebody: a link by which they set their password. Without a mail server it is to be handed over.
pub fn invite(db: &Write, env: &Env, user: &User) -> Result<Invited> {
    system::check_passwords(db)?;
    let link = links::make(db, env, user, Purpose::Invitation)?;
    let site = system::settings(db)?.app_name;
    let letter = Letter {
        event: "account.invitation",
        subject: text!("Your account"),
        sentences: vec![
            text!(
                "{ $name }, an account at { $site } was made for you.",
                name = &user.first_name,
                site = &site
            ),
            text!("Set your password, and you are in."),
        ],
        until: Some(env.now() + Purpose::Invitation.lifetime()),
        button: Some((text!("Set your password"), link.clone())),
        closing: vec![text!(
            "The link works once, for seven days. You sign in with { $email }.",
            email = &user.email
        )],
    };
    let is_mailed = post(db, env, user, &letter)?;
    Ok(Invited { link, is_mailed })
}

/// Sends somebody a link by which they set another password, as a stranger asked for it.
pub fn reset(db: &Write, env: &Env, user: &User, origin: &Origin) -> Result<()> {
    if links::is_recent(db, env, user, Purpose::Reset)? {
        return Ok(());
    }
    let event = Event {
        operation: "Action",
        subject: format!("Somebody asked for a new password for {}", user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    let link = links::make(db, env, user, Purpose::Reset)?;
    let letter = Letter {
        event: "account.password_reset",
        subject: text!("A new password"),
        sentences: vec![text!(
            "Somebody, you we hope, asked for a new password for your account."
        )],
        until: Some(env.now() + Purpose::Reset.lifetime()),
        button: Some((text!("Set a new password"), link)),
        closing: vec![
            text!("The link works once, for an hour. Setting a new password signs you out everywhere."),
            text!("If that was not you, there is nothing to do: your password stays as it is."),
        ],
    };
    post(db, env, user, &letter).map(drop)
}

/// Tells somebody what happened to their account, with a button for "this was not me". Nothing where no mails are sent.
fn notice(db: &Write, env: &Env, user: &User, event: &'static str, subject: Text, sentences: Vec<Text>) -> Result<()> {
    if !system::sends_mails(db, env)? {
        return Ok(());
    }
    let link = links::make(db, env, user, Purpose::NotMe)?;
    let letter = Letter {
        event,
        subject,
        sentences,
        until: Some(env.now() + Purpose::NotMe.lifetime()),
        button: Some((text!("This was not me"), link)),
        closing: vec![
            text!("If that was you, there is nothing to do."),
            text!("If not, press the button: it signs you out everywhere, and lets you set a new password."),
        ],
    };
    post(db, env, user, &letter).map(drop)
}

/// Tells somebody that a browser signed in that never did before.
pub fn new_device(db: &Write, env: &Env, user: &User, origin: &Origin) -> Result<()> {
    let sentences = vec![
        text!("Your account was just used to sign in from a browser that it was not used in before."),
        text!(
            "{ $browser }, from the address { $address }.",
            browser = sessions::describe(&origin.user_agent),
            address = &origin.address
        ),
    ];
    let subject = text!("A new device signed in");
    notice(db, env, user, "account.new_device", subject, sentences)
}

/// Tells somebody that what they sign in with was changed.
pub fn factor_changed(db: &Write, env: &Env, user: &User, what: Text) -> Result<()> {
    let subject = text!("How you sign in was changed");
    notice(db, env, user, "account.factor_changed", subject, vec![what])
}

/// Tells somebody that their password was changed.
pub fn password_changed(db: &Write, env: &Env, user: &User) -> Result<()> {
    let sentences = vec![text!(
        "The password of your account was just changed. You were signed out everywhere else."
    )];
    let subject = text!("Your password was changed");
    notice(db, env, user, "account.password_changed", subject, sentences)
}
