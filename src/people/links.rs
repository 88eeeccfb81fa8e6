//! One-time links: each does one thing for one user, once (A60: recovery links are single use). Only its hash is stored.

use super::store;
use crate::activity::{self, Event};
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Origin, Result, Seconds, random};
use crate::db::{Read, Write};
use crate::users::{self, User};

pub use store::{
    remove_links as remove, remove_links_but_older as remove_but_older, remove_most_links as remove_but_recovery,
    sweep_links as sweep,
};

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It signs its user in: the way back in for an administrator.
    SignIn,
    /// Its user sets a password, who forgot it.
    Reset,
    /// Its user sets their first password.
    Invitation,
    /// Its user was told of something that was not their doing: everything is signed out.
    NotMe,
    /// Its user gets the email that it was sent to.
    NewEmail,
    /// Its user gets back the email that it was sent to.
    OldEmail,
    /// A code that signs its user in.
    Code,
}

impl Purpose {
    /// As it is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Purpose::SignIn => "Sign in",
            Purpose::Reset => "Reset",
            Purpose::Invitation => "Invitation",
            Purpose::NotMe => "Not Me",
            Purpose::NewEmail => "New Email",
            Purpose::OldEmail => "Old Email",
            Purpose::Code => "Code",
        }
    }

    /// How long such a link is good.
    pub fn lifetime(self) -> Seconds {
        match self {
            Purpose::SignIn => MINUTE.times(15),
            Purpose::Code => MINUTE.times(10),
            Purpose::Reset | Purpose::NewEmail => HOUR,
            Purpose::Invitation | Purpose::NotMe | Purpose::OldEmail => DAY.times(7),
        }
    }

    fn path(self) -> &'static str {
        match self {
            Purpose::SignIn => "/login/link",
            Purpose::Reset | Purpose::Invitation => "/login/new-password",
            Purpose::NotMe => "/login/not-me",
            Purpose::NewEmail | Purpose::OldEmail => "/login/email",
            Purpose::Code => "/login/code",
        }
    }
}

/// The purposes for which a password is set.
pub const SETS_PASSWORD: &[Purpose] = &[Purpose::Reset, Purpose::Invitation];

/// Makes a link for a user. Earlier ones for the same end; but a stranger who asks for a new password ends none that its
/// user is just reading (A64: no lock-out attack), and each notice has its own.
pub fn make(db: &Write, env: &Env, user: &User, purpose: Purpose) -> Result<String> {
    make_about(db, env, user, purpose, None)
}

/// The same of a link that is sent to this address, or is about it: whoever uses it has shown that they read its mails.
pub fn make_about(db: &Write, env: &Env, user: &User, purpose: Purpose, email: Option<&str>) -> Result<String> {
    let secret = Secret::generate(&*env.random);
    if !matches!(purpose, Purpose::Reset | Purpose::NotMe | Purpose::OldEmail) {
        store::remove_links_for(db, &user.id, purpose)?;
    }
    let ends = env.now() + purpose.lifetime();
    store::add_link(db, &secret.hash(), &user.id, purpose, ends, email)?;
    Ok(env.url(&format!("{}?token={}", purpose.path(), secret.reveal())))
}

/// Makes a link that signs a user in, on the machine itself.
pub fn make_sign_in(db: &Write, env: &Env, user: &User) -> Result<String> {
    let event = Event {
        operation: "Action",
        subject: format!("A sign-in link for {} was made", user.email),
        user: Some(users::ADMINISTRATOR),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    let origin = Origin {
        address: "the machine itself".into(),
        ..Origin::default()
    };
    activity::log(db, env, &origin, &event)?;
    make(db, env, user, Purpose::SignIn)
}

/// Whose link this is, if it is open for one of these, and for which.
pub fn open(db: &Read, env: &Env, token: &str, purposes: &[Purpose]) -> Result<Option<(User, Purpose)>> {
    for purpose in purposes {
        if let Some(id) = store::link_user(db, &Hash::of(token), *purpose, env.now())? {
            let user = users::by_id(db, &id)?.filter(|user| user.enabled);
            return Ok(user.map(|user| (user, *purpose)));
        }
    }
    Ok(None)
}

/// Makes a code of six digits that signs a user in, in this browser alone (its cookie).
pub fn make_code(db: &Write, env: &Env, user: &User, browser: &str) -> Result<String> {
    let number = u32::from_be_bytes(random::bytes::<4>(&*env.random)) % 1_000_000;
    let code = format!("{number:06}");
    let ends = env.now() + Purpose::Code.lifetime();
    store::add_link(
        db,
        &code_hash(browser, &user.email, &code),
        &user.id,
        Purpose::Code,
        ends,
        Some(&user.email),
    )?;
    Ok(code)
}

/// Uses a code up; its user, if it is good for this email in this browser.
pub fn take_code(db: &Write, env: &Env, browser: &str, email: &str, code: &str) -> Result<Option<User>> {
    let hash = code_hash(browser, email, code);
    let Some(id) = store::link_user(db, &hash, Purpose::Code, env.now())? else {
        return Ok(None);
    };
    let user = users::by_id(db, &id)?.filter(|user| user.enabled);
    Ok(user.filter(|_| store::use_link(db, &hash, env.now()).unwrap_or_default()))
}

fn code_hash(browser: &str, email: &str, code: &str) -> Hash {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    Hash::of(&format!("code {browser} {email} {digits}"))
}

/// Which address a link was sent to, or is about.
pub fn email_of(db: &Read, token: &str) -> Result<Option<String>> {
    store::email_of(db, &Hash::of(token))
}

/// Whether a link of somebody's is open that brings this address back.
pub fn brings_back(db: &Read, env: &Env, user: &User, email: &str) -> Result<bool> {
    store::has_link_for(db, &user.id, Purpose::OldEmail, email, env.now())
}

/// Until when a link is open.
pub fn end_of(db: &Read, token: &str) -> Result<Option<Seconds>> {
    store::end_of(db, &Hash::of(token))
}

/// When the first of somebody's open links for this was made, less a moment: what was done then, or later, may be the
/// deed of whoever they were told of.
pub fn first_made(db: &Read, user: &User, purpose: Purpose) -> Result<Option<Seconds>> {
    let ends = store::first_end(db, &user.id, purpose)?;
    Ok(ends.map(|ends| ends - purpose.lifetime() - Seconds(10)))
}

/// Uses a link up; its user, if it was open for one of these.
pub fn take(db: &Write, env: &Env, token: &str, purposes: &[Purpose]) -> Result<Option<User>> {
    let found = open(db, env, token, purposes)?;
    match found {
        Some((user, _)) if store::use_link(db, &Hash::of(token), env.now())? => Ok(Some(user)),
        _ => Ok(None),
    }
}

/// Whether a link for this was made just now: nobody needs another one, and nobody's mailbox is filled.
pub fn is_recent(db: &Read, env: &Env, user: &User, purpose: Purpose) -> Result<bool> {
    let ends = store::link_end(db, &user.id, purpose)?;
    Ok(ends.is_some_and(|ends| ends - purpose.lifetime() > env.now() - MINUTE.times(2)))
}
