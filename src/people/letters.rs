//! What people get by mail about their account.

use super::links::{self, Purpose};
use crate::activity::{self, Event};
use crate::base::{Env, Language, Origin, Result, Scopes, Text, text};
use crate::db::Write;
use crate::mail::{self, Letter};
use crate::roles::{self, WayToSignIn};
use crate::sessions;
use crate::system;
use crate::users::User;

/// Has a letter sent to somebody, in their language; `false`: this site sends no mails.
fn post(db: &Write, env: &Env, to: &User, letter: &Letter) -> Result<bool> {
    post_to(db, env, to, &to.email, letter)
}

/// The same, to another address of theirs.
fn post_to(db: &Write, env: &Env, to: &User, address: &str, letter: &Letter) -> Result<bool> {
    let Some(sender) = system::sender(db, env)? else {
        return Ok(false);
    };
    let language = match to.language.as_deref().and_then(Language::of) {
        Some(own) => own,
        None => system::language(db)?,
    };
    mail::enqueue(db, env, &sender, address, language, letter)?;
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
    // Where it goes by mail, whoever uses it reads the mails of that address.
    let mailed = system::sends_mails(db, env)?.then_some(user.email.as_str());
    let link = links::make_about(db, env, user, Purpose::Invitation, mailed)?;
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
    // Where a role refuses the password, a link that sets one would be a way around that.
    let is_refused = roles::check_way(db, &user.roles, WayToSignIn::Password).is_err();
    if is_refused || links::is_recent(db, env, user, Purpose::Reset)? {
        return Ok(());
    }
    let event = Event {
        operation: "Action",
        subject: format!("Somebody asked for a new password for {}", user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    let link = links::make_about(db, env, user, Purpose::Reset, Some(&user.email))?;
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
    let link = links::make_about(db, env, user, Purpose::NotMe, Some(&user.email))?;
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
            browser = sessions::describe_known(&origin.user_agent),
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

/// Tells somebody that there is an API secret of theirs.
pub fn key_made(db: &Write, env: &Env, user: &User) -> Result<()> {
    let what = text!("An API secret was made for your account: whoever has it may do what you may do.");
    let subject = text!("An API secret was made");
    notice(db, env, user, "account.api_secret", subject, vec![what])
}

/// Tells somebody that there is an API key of theirs, for these scopes.
pub fn named_key_made(db: &Write, env: &Env, user: &User, label: &str, scopes: &Scopes) -> Result<()> {
    let what = text!(
        "The API key { $label } was made for your account: whoever has its secret may use what it is for, { $scopes }.",
        label = label,
        scopes = scopes.to_string()
    );
    let subject = text!("An API key was made");
    notice(db, env, user, "account.api_secret", subject, vec![what])
}

/// Tells somebody that an account elsewhere signs them in.
pub fn account_linked(db: &Write, env: &Env, user: &User, provider: &str) -> Result<()> {
    let what = text!(
        "An account of { $provider } was linked to yours: whoever has it signs in as you.",
        provider = provider
    );
    factor_changed(db, env, user, what)
}

/// Tells somebody that their password was changed.
pub fn password_changed(db: &Write, env: &Env, user: &User) -> Result<()> {
    let sentences = vec![text!(
        "The password of your account was just changed. You were signed out everywhere else."
    )];
    let subject = text!("Your password was changed");
    notice(db, env, user, "account.password_changed", subject, sentences)
}

/// Tells somebody at their present address that another one was asked for.
pub fn email_asked(db: &Write, env: &Env, user: &User, email: &str) -> Result<()> {
    let sentences = vec![text!(
        "Your account asked to have { $email } as its email. It changes when the link that went there is used.",
        email = email
    )];
    let subject = text!("Another email was asked for");
    notice(db, env, user, "account.email_asked", subject, sentences)
}

/// The link by which an address becomes somebody's email.
pub fn new_email(db: &Write, env: &Env, user: &User, email: &str, link: String) -> Result<()> {
    let letter = Letter {
        event: "account.new_email",
        subject: text!("Confirm your new email"),
        sentences: vec![text!(
            "Press the button to have { $email } as the email of your account.",
            email = email
        )],
        until: Some(env.now() + Purpose::NewEmail.lifetime()),
        button: Some((text!("Confirm it"), link)),
        closing: vec![text!(
            "The link works once, for an hour. If you did not ask for it, there is nothing to do."
        )],
    };
    post_to(db, env, user, email, &letter).map(drop)
}

/// What whoever has this address reads, where somebody else asked to have it.
pub fn email_is_taken(db: &Write, env: &Env, user: &User, email: &str) -> Result<()> {
    let letter = Letter {
        event: "account.new_email",
        subject: text!("Your email was asked for"),
        sentences: vec![text!(
            "Another account asked to have { $email } as its email. It is the email of your account already, and stays that.",
            email = email
        )],
        until: Some(env.now() + Purpose::NewEmail.lifetime()),
        button: None,
        closing: Vec::new(),
    };
    post_to(db, env, user, email, &letter).map(drop)
}

/// Tells somebody at their former address that it is another one now, and how to undo that.
pub fn email_changed(db: &Write, env: &Env, user: &User, former: &str, undo: String) -> Result<()> {
    let letter = Letter {
        event: "account.email_changed",
        subject: text!("Your email was changed"),
        sentences: vec![text!(
            "The email of your account is { $email } now.",
            email = &user.email
        )],
        until: Some(env.now() + Purpose::OldEmail.lifetime()),
        button: Some((text!("Undo it"), undo)),
        closing: vec![text!(
            "If that was you, there is nothing to do. If not, press the button within seven days: you get this email back, and are signed out everywhere."
        )],
    };
    post_to(db, env, user, former, &letter).map(drop)
}

/// The code that signs somebody in.
pub fn code(db: &Write, env: &Env, user: &User, code: &str) -> Result<()> {
    let letter = Letter {
        event: "account.code",
        subject: text!("Your code"),
        sentences: vec![text!("Your code to sign in is { $code }.", code = code)],
        until: Some(env.now() + Purpose::Code.lifetime()),
        button: None,
        closing: vec![
            text!("It works once, for ten minutes, in the browser that asked for it."),
            text!("Tell it to nobody. If you did not ask for it, there is nothing to do."),
        ],
    };
    post(db, env, user, &letter).map(drop)
}
