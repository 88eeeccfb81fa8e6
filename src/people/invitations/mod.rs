//! Several people are invited at once: a [`list`] is read, and done line by line.

mod list;

pub use list::{MOST, read, written};

use crate::activity::{self, Event};
use crate::base::{Error, Result, Text};
use crate::people::record::{ROLES, USER};
use crate::people::{self, NewUser, letters};
use crate::records::{Caller, Input, Verb, Writing, access, checks, verbs};
use crate::users::{self, User};
use crate::world::World;
use serde_json::json;

/// What became of somebody.
#[derive(Debug)]
pub enum Became {
    /// The mail is on its way.
    Mailed,
    /// This link is to be handed over.
    Link(String),
    /// They have an account already, which they have used.
    Known,
    /// They were not invited, for this reason.
    Refused(Text),
}

/// Invites all of them, each by themselves, with these roles beside their own.
pub async fn invite_all(
    world: &World,
    caller: &Caller,
    people: Vec<NewUser>,
    roles: &[String],
) -> Result<Vec<(NewUser, Became)>> {
    let mut done = Vec::new();
    for new in people {
        let (caller, asked, roles) = (caller.clone(), new.clone(), roles.to_vec());
        let became = world.db.write(move |db| invite(&caller.writing(db), &asked, &roles));
        done.push((new, or_why(became.await)?));
    }
    Ok(done)
}

/// What is wrong with one of them holds nobody else up.
pub fn or_why(became: Result<Became>) -> Result<Became> {
    match became {
        Err(
            error @ (Error::Invalid(_) | Error::Forbidden(_) | Error::InsufficientScope { .. } | Error::Duplicate(_)),
        ) => Ok(Became::Refused(error.at("").words())),
        became => became,
    }
}

/// Invites one of them: makes the account, or invites anew whoever never used theirs.
pub fn invite(cx: &Writing, new: &NewUser, roles: &[String]) -> Result<Became> {
    cx.actor.check_fresh(cx.env.now())?;
    if cx.actor.is_bounded() {
        // Who holds an invitation has an account that is narrowed by nothing.
        return Err(Error::Forbidden(
            "Roles, passwords, keys and whether a user is enabled are beyond a token without the scope all.".into(),
        ));
    }
    let user = match users::by_email(cx.db, &new.email)? {
        Some(user) => {
            let record = access::admit(cx, &USER, Verb::Write, &user.email)?;
            checks::authorize(cx, &USER, Some(&record), Some(&record))?;
            if !user.enabled || user.password_hash.is_some() || users::has_signed_in(cx.db, &user.id)? {
                return Ok(Became::Known);
            }
            give(cx, &user, new.roles.iter().chain(roles))?;
            user
        }
        None => {
            let mut with_roles = new.clone();
            let more = roles.iter().filter(|role| !new.roles.contains(role));
            with_roles.roles.extend(more.cloned());
            people::create(cx, &with_roles)?
        }
    };
    let event = Event {
        operation: "Action",
        subject: format!("User {} was invited", user.email),
        user: cx.actor.user.as_ref().map(|user| user.email.as_str()),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(cx.db, cx.env, &cx.actor.origin, &event)?;
    let invited = letters::invite(cx.db, cx.env, &user)?;
    Ok(match invited.is_mailed {
        true => Became::Mailed,
        false => Became::Link(invited.link),
    })
}

/// Gives somebody these roles beside those that they have.
fn give<'a>(cx: &Writing, user: &User, roles: impl Iterator<Item = &'a String>) -> Result<()> {
    let record = verbs::load(cx, &USER, &user.email)?;
    let mut all: Vec<&str> = record.links(ROLES.field());
    let had = all.len();
    for role in roles {
        if !all.contains(&role.as_str()) {
            all.push(role);
        }
    }
    if all.len() == had {
        return Ok(());
    }
    let input = Input([("roles".to_owned(), json!(all))].into_iter().collect());
    verbs::update(cx, &USER, &user.email, &input, None).map(drop)
}
