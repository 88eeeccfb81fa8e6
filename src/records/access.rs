//! The one permission function: role permissions, ownership, and the scopes of a token.

use super::RecordType;
use crate::base::{Error, Result, scope};
use crate::users::{Actor, Door};

/// What one may do with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Read,
    Write,
    Create,
    Delete,
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Verb::Read => "read",
            Verb::Write => "change",
            Verb::Create => "create",
            Verb::Delete => "delete",
        }
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every record of the type.
    Every,
    /// The actor's own records.
    Own,
}

/// What a token with `openid` may read of its user's own record.
const OPENID_FIELDS: &[&str] = &["email", "first_name", "last_name", "full_name", "user_image", "roles"];

/// How far the actor may go with a verb on a type, or why not at all.
pub fn reach(actor: &Actor, record_type: &RecordType, verb: Verb) -> Result<Reach> {
    if actor.is_guest() {
        return Err(Error::Unauthenticated("Sign in to use this.".into()));
    }
    let by_role = by_role(actor, record_type, verb);
    let by_scope = by_scope(actor, record_type, verb)?;
    match (by_role, by_scope) {
        (Some(Reach::Every), Reach::Every) => Ok(Reach::Every),
        (Some(_), _) => Ok(Reach::Own),
        (None, _) => Err(forbidden(actor, record_type, verb)),
    }
}

/// Refuses a verb on one record that the actor may not do.
pub fn check(actor: &Actor, record_type: &RecordType, verb: Verb, name: &str) -> Result<()> {
    match reach(actor, record_type, verb)? {
        Reach::Every => Ok(()),
        Reach::Own if record_type.rules.is_own(actor, name) => Ok(()),
        Reach::Own => Err(forbidden(actor, record_type, verb)),
    }
}

/// The fields that a token without `all` may read; `None` is all of them.
pub fn readable_fields(actor: &Actor) -> Option<&'static [&'static str]> {
    match &actor.door {
        Door::Bearer { scopes, .. } if !scopes.contains(scope::ALL) => Some(OPENID_FIELDS),
        _ => None,
    }
}

fn by_role(actor: &Actor, record_type: &RecordType, verb: Verb) -> Option<Reach> {
    let mut reach = None;
    for permission in record_type.permissions {
        let allowed = match verb {
            Verb::Read => permission.read,
            Verb::Write => permission.write,
            Verb::Create => permission.create,
            Verb::Delete => permission.delete,
        };
        if allowed && actor.has_role(permission.role) {
            if !permission.only_own {
                return Some(Reach::Every);
            }
            reach = Some(Reach::Own);
        }
    }
    reach
}

/// Without `all` a token reads only what its scopes name: `openid` names its user's own record.
fn by_scope(actor: &Actor, record_type: &RecordType, verb: Verb) -> Result<Reach> {
    let Door::Bearer { scopes, .. } = &actor.door else {
        return Ok(Reach::Every);
    };
    if scopes.contains(scope::ALL) {
        return Ok(Reach::Every);
    }
    if scopes.contains(scope::OPENID) && record_type.name == "User" && verb == Verb::Read {
        return Ok(Reach::Own);
    }
    Err(Error::InsufficientScope {
        needs: scope::ALL,
        text: format!(
            "The token's scopes ({scopes}) do not let it {} {}. It needs the scope all.",
            verb.word(),
            record_type.plural,
        ),
    })
}

fn forbidden(actor: &Actor, record_type: &RecordType, verb: Verb) -> Error {
    let who = match &actor.user {
        Some(user) => format!("User {} does not have permission", user.email),
        None => "You do not have permission".to_owned(),
    };
    Error::Forbidden(format!("{who} to {} {}.", verb.word(), record_type.plural))
}
