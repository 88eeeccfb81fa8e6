//! API keys with a name: what one may be for, and for how long.

use super::letters;
use crate::base::clock::DAY;
use crate::base::{Env, Error, FieldErrors, Result, Scopes, scope, text};
use crate::db::{Read, Write};
use crate::oauth::scopes::{self, Scope};
use crate::users::User;
use crate::users::api_keys::{self, NewApiKey};

/// The longest name of a key, in characters.
const MAX_LABEL: usize = 60;
/// The most keys of one user.
const MAX_KEYS: usize = 50;

/// What a key is to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub label: String,
    pub scopes: Scopes,
    /// How long it works.
    pub days: i64,
}

/// The longest that a key may work, in days.
pub fn most_days(env: &Env) -> i64 {
    env.lifetimes.api_key.0 / DAY.0
}

/// The scopes that a key of this user can be for: those that let it do something here, and that the user may be granted.
pub fn scopes_for(db: &Read, user: &User) -> Result<Vec<Scope>> {
    let every = Scopes::of(scopes::names(db)?.iter().map(String::as_str));
    let mut offered = scopes::describe(db, &scopes::grantable(db, &every, &user.roles)?)?;
    let acts = |scope: &Scope| !scope.read_types.is_empty() || !scope.write_types.is_empty();
    offered.retain(|scope| acts(scope) || [scope::OPENID, scope::ALL].contains(&scope.name.as_str()));
    Ok(offered)
}

/// Makes a key, and tells its user. Errors are at `label`, `scopes` and `days`.
pub fn make(db: &Write, env: &Env, user: &User, new: &NewKey) -> Result<NewApiKey> {
    check(db, env, user, new)?;
    letters::named_key_made(db, env, user, new.label.trim(), &new.scopes)?;
    api_keys::make(db, env, user, new.label.trim(), &new.scopes, DAY.times(new.days))
}

fn check(db: &Read, env: &Env, user: &User, new: &NewKey) -> Result<()> {
    let mut errors = FieldErrors::default();
    let (label, own) = (new.label.trim(), api_keys::every_of(db, &user.id)?);
    if label.is_empty() {
        errors.add("label", "A key needs a name, by which you know later what it was for.");
    } else if label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
        errors.add(
            "label",
            text!("A name has { $most } characters at most.", most = MAX_LABEL),
        );
    } else if own.iter().any(|key| key.label == label) {
        errors.add(
            "label",
            "There is a key of this name already. Revoke it first, or choose another name.",
        );
    }
    let offered = scopes_for(db, user)?;
    let is_offered = |scope: &str| offered.iter().any(|own| own.name == scope);
    if new.scopes.is_empty() {
        errors.add("scopes", "Choose what the key is for.");
    } else if let Some(scope) = new.scopes.iter().find(|scope| !is_offered(scope)) {
        let known: Vec<&str> = offered.iter().map(|scope| scope.name.as_str()).collect();
        errors.add(
            "scopes",
            text!(
                "A key of this user cannot have the scope { $scope }. There are: { $known }.",
                scope = scope,
                known = known.join(", ")
            ),
        );
    }
    let most = most_days(env);
    if !(1..=most).contains(&new.days) {
        errors.add("days", text!("A key works for 1 to { $most } days.", most = most));
    }
    if own.len() >= MAX_KEYS {
        return Err(Error::invalid(
            "",
            text!("There are { $most } keys already: revoke one first.", most = MAX_KEYS),
        ));
    }
    errors.into_result()
}
