//! What an application is told of who came, in headers of the request. All of them are said at each request, empty where
//! nobody is signed in: what a client sends under these names itself must not get through.

use super::Application;
use super::hosts::Origin;
use crate::base::Env;
use crate::base::clock::MINUTE;
use crate::permissions::EVERYBODYS;
use crate::sessions::SignedIn;
use crate::users::User;
use serde_json::{Value as Json, json};

/// By which names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderNames {
    /// As most applications read them: Authelia's.
    Remote,
    /// As oauth2-proxy has them.
    Forwarded,
    /// None.
    Nothing,
}

/// The header of the signed token.
const JWT: &str = "X-Frontdesk-Jwt";

impl HeaderNames {
    /// The record's options.
    pub const OPTIONS: &[&str] = &["Remote-User", "X-Forwarded-User", "None"];

    /// The names of this option.
    pub fn from_option(option: &str) -> Option<Self> {
        match option {
            "Remote-User" => Some(HeaderNames::Remote),
            "X-Forwarded-User" => Some(HeaderNames::Forwarded),
            "None" => Some(HeaderNames::Nothing),
            _ => None,
        }
    }

    /// The names of user, email, full name and groups.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            HeaderNames::Remote => &["Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups"],
            HeaderNames::Forwarded => &[
                "X-Forwarded-User",
                "X-Forwarded-Email",
                "X-Forwarded-Preferred-Username",
                "X-Forwarded-Groups",
            ],
            HeaderNames::Nothing => &[],
        }
    }

    fn values(self, user: &User) -> [String; 4] {
        let groups = groups(user).join(",");
        // Nobody is to be known by an email that nobody vouches for.
        let email = if user.email_verified {
            user.email.clone()
        } else {
            String::new()
        };
        let name = user.username.clone();
        match self {
            HeaderNames::Forwarded => [name.clone(), email, name, groups],
            _ => [name, email, user.full_name.clone(), groups],
        }
    }
}

/// Every header that any application is told by: a proxy takes them from no client.
pub fn every_name() -> impl Iterator<Item = &'static str> {
    let names = [HeaderNames::Remote, HeaderNames::Forwarded];
    names
        .into_iter()
        .flat_map(|names| names.names().iter().copied())
        .chain([JWT])
}

/// What an application is told of whoever came, if anybody did, with the signed token, if there is one: names and values, also
/// those that say nothing.
pub fn headers(told: Option<(&Application, &User)>, token: Option<&str>) -> Vec<(&'static str, String)> {
    let own = told.map_or(HeaderNames::Nothing, |(application, _)| application.header_names);
    let values = told.map(|(_, user)| own.values(user));
    let said = |name: &'static str| {
        let index = own.names().iter().position(|other| *other == name);
        let value = match name {
            JWT => token.map(str::to_owned),
            _ => values.as_ref().zip(index).map(|(values, index)| values[index].clone()),
        };
        (name, without_controls(value.unwrap_or_default()))
    };
    every_name().map(said).collect()
}

/// The claims of the token that says the same, for an application that would rather verify it (RFC 7519).
pub fn claims(env: &Env, origin: &Origin, SignedIn { session, user }: &SignedIn) -> Json {
    let now = env.now();
    json!({
        "iss": &*env.base_url,
        "aud": origin.to_string(),
        "sub": user.id,
        "iat": now,
        "exp": now + MINUTE.times(5),
        "sid": session.sid,
        "auth_time": session.auth_at,
        "preferred_username": user.username,
        "email": user.email,
        "email_verified": user.email_verified,
        "name": user.full_name,
        "groups": groups(user),
    })
}

/// The user's own roles. One whose name has a comma would be read as two.
fn groups(user: &User) -> Vec<&str> {
    let own = user.roles.iter().map(String::as_str);
    own.filter(|role| !EVERYBODYS.contains(role) && !role.contains(','))
        .collect()
}

fn without_controls(text: String) -> String {
    match text.contains(char::is_control) {
        true => text.replace(char::is_control, " "),
        false => text,
    }
}
