//! Which local user somebody at a provider is, or why nobody is let in; and letting them in.
//!
//! The provider's id decides. At a first sign-in an email decides only if the provider, or the administrator for it, says
//! that it is verified, the administrator trusts the provider with its domain, and the account has no power here (A57: no
//! account takeover by linking).

use super::keys::{self, Key};
use super::logins::{self, Login};
use super::person::Person;
use super::refused::Refused;
use crate::activity::{self, Event};
use crate::base::{Error, Result};
use crate::db::Read;
use crate::permissions;
use crate::records::{Input, Writing, verbs};
use crate::roles;
use crate::system;
use crate::users::{self, User};
use serde_json::{Map, json};

/// What becomes of somebody.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// They are this user, by a login that is linked.
    Known(User, Login),
    /// They are this user, by their email: the login is linked now.
    Trusted(User),
    /// They get an account.
    New,
    /// They are not let in.
    Refused(Refused),
}

/// What came of letting somebody in.
#[derive(Clone, Debug)]
pub enum Admission {
    /// They are this user.
    Admitted(Box<User>),
    /// They are not let in; nothing was changed.
    Refused(Refused),
}

/// Decides.
pub fn decide(db: &Read, key: &Key, person: &Person) -> Result<Verdict> {
    let refused = |why| Ok(Verdict::Refused(why));
    let is_admitted = key.allowed_domains.is_empty()
        || person
            .domain()
            .is_some_and(|domain| key.allowed_domains.contains(&domain));
    let known = logins::find(db, &key.name, &person.subject.id)?;
    if let Some(login) = known {
        if !login.is(&person.subject) {
            return refused(Refused::ChangedId);
        }
        return match users::by_email(db, &login.user)?.filter(|user| user.enabled) {
            Some(_) if !is_admitted => refused(Refused::Domain),
            Some(user) => Ok(Verdict::Known(user, login)),
            None => refused(Refused::Disabled),
        };
    }
    if !is_admitted {
        return refused(Refused::Domain);
    }
    let (Some(email), Some(domain)) = (person.kept_email(), person.domain()) else {
        return refused(Refused::NoEmail);
    };
    let is_verified = person.is_email_verified || (key.emails_verified && !person.is_email_unverified);
    if let Some(user) = users::by_email(db, &email)? {
        // Whoever has power here agrees first: signs in, and links the account.
        let is_trusted =
            is_verified && !has_power(db, &user)? && person.is_exact() && key.trusted_domains.contains(&domain);
        return match (is_trusted, user.enabled) {
            (true, true) => Ok(Verdict::Trusted(user)),
            (true, false) => refused(Refused::Disabled),
            // Who has an account here is told to nobody who may have made the email up (A65: no user enumeration).
            (false, _) if !is_verified => refused(Refused::Unverified),
            (false, _) => refused(Refused::Prove),
        };
    }
    let may_sign_up = match key.sign_ups.as_str() {
        "Allow" => true,
        "Deny" => false,
        _ => system::settings(db)?.allow_sign_ups,
    };
    match (is_verified, may_sign_up) {
        (false, _) => refused(Refused::Unverified),
        (true, false) => refused(Refused::SignUps),
        (true, true) => Ok(Verdict::New),
    }
}

/// Whether one of the user's roles lets them do more here than everybody may.
fn has_power(db: &Read, user: &User) -> Result<bool> {
    for role in users::every_role(db, &user.email)? {
        if permissions::allows_anything(db, &role)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Lets somebody in as it was decided: makes the account, links the login, gives and takes the roles
/// that follow from groups.
pub fn admit(cx: &Writing, key: &Key, person: &Person) -> Result<Admission> {
    let (db, env) = (cx.db, cx.env);
    let user = match decide(db, key, person)? {
        Verdict::Refused(why) => return Ok(Admission::Refused(why)),
        Verdict::Known(user, login) => {
            logins::used(db, &login.name, person.subject.is_number, env.now())?;
            user
        }
        Verdict::Trusted(user) => {
            link(cx, key, person, &user)?;
            user
        }
        Verdict::New => {
            let user = sign_up(cx, key, person)?;
            users::verified_by(db, &user.email, "Provider")?;
            link(cx, key, person, &user)?;
            user
        }
    };
    let manages = |user: &User| user.roles.iter().any(|role| role == users::SYSTEM_MANAGER);
    // Known before roles are given that refuse another way in.
    if manages(&user) {
        keys::set_proven(db, &key.name, Some(env.now()))?;
    }
    sync_roles(cx, key, person, &user)?;
    let user = users::by_email(db, &user.email)?;
    let user = user.ok_or_else(|| Error::Internal("the user is gone".into()))?;
    if manages(&user) {
        keys::set_proven(db, &key.name, Some(env.now()))?;
    }
    Ok(Admission::Admitted(Box::new(user)))
}

/// Links a login to the user who is signed in; `false` if it is somebody else's.
pub fn link_own(cx: &Writing, key: &Key, person: &Person, user: &User) -> Result<bool> {
    match logins::find(cx.db, &key.name, &person.subject.id)? {
        Some(login) => Ok(login.user == user.email && login.is(&person.subject)),
        None => link(cx, key, person, user).map(|()| true),
    }
}

fn link(cx: &Writing, key: &Key, person: &Person, user: &User) -> Result<()> {
    let username = person.username.as_deref();
    logins::insert(cx.db, cx.env, &key.name, &person.subject, &user.email, username)?;
    let event = Event {
        operation: "Link",
        subject: format!(
            "{} was linked to {} at {}",
            user.email,
            username.unwrap_or(&person.subject.id),
            key.provider_name
        ),
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(cx.db, cx.env, &cx.actor.origin, &event)
}

fn sign_up(cx: &Writing, key: &Key, person: &Person) -> Result<User> {
    let email = person.kept_email().unwrap_or_default();
    let mut fields = Map::new();
    fields.insert("email".into(), json!(email));
    fields.insert("first_name".into(), json!(person.first_name));
    fields.insert("last_name".into(), json!(person.last_name));
    fields.insert("user_image".into(), json!(person.image));
    let roles: Vec<&str> = key.default_role.iter().map(String::as_str).collect();
    fields.insert("roles".into(), json!(roles));
    let user_type = cx.registry.by_name("User")?;
    let input = Input::from_json(user_type, &fields, None)?;
    verbs::insert(cx, user_type, &input)?;
    let user = users::by_email(cx.db, &email)?;
    user.ok_or_else(|| Error::Internal("the new user is not there".into()))
}

/// Gives the roles of the groups that somebody is in, and takes those of the groups that they are
/// not in; roles that no group stands for stay as they are.
fn sync_roles(cx: &Writing, key: &Key, person: &Person, user: &User) -> Result<()> {
    let db = cx.db;
    if key.role_map.is_empty() || key.roles_claim.is_empty() {
        return Ok(());
    }
    let mut given: Vec<&String> = Vec::new();
    for (group, role) in &key.role_map {
        let is_one = person.groups.contains(group) && !given.contains(&role);
        // It may have been deleted since.
        if is_one && roles::exists(db, role)? {
            given.push(role);
        }
    }
    let is_mapped = |role: &String| key.role_map.iter().any(|(_, mapped)| mapped == role);
    let own = users::every_role(db, &user.email)?;
    let mut wanted: Vec<&String> = own
        .iter()
        .filter(|role| !is_mapped(role) || given.contains(role))
        .collect();
    wanted.extend(given.into_iter().filter(|role| !own.contains(role)));
    // The last System Manager stays one, whatever the provider says.
    let manager = own.iter().find(|role| *role == users::SYSTEM_MANAGER);
    if let Some(manager) = manager.filter(|manager| !wanted.contains(manager))
        && users::guard_last_manager(db, &user.email).is_err()
    {
        tracing::warn!(user = user.email, "groups do not take the last System Manager away");
        wanted.push(manager);
    }
    if wanted.len() == own.len() && wanted.iter().all(|role| own.contains(role)) {
        return Ok(());
    }
    let user_type = cx.registry.by_name("User")?;
    let roles = Map::from_iter([("roles".to_owned(), json!(wanted))]);
    let input = Input::from_json(user_type, &roles, Some(&Map::new()))?;
    verbs::update(cx, user_type, &user.email, &input, None).map(drop)
}
