//! The grant types of the token endpoint (RFC 6749 §1.3), one entry each: its name, what it
//! requires of the client, and what it does. Discovery names those that stand here; no other exists.

use super::clients::Client;
use super::error::{ErrorCode, OAuthError, OAuthResult};
use super::flow::{self, Issued};
use super::request::may_ask_for;
use crate::base::{Env, Scopes};
use crate::db::Write;
use crate::web::Params;

/// A grant type.
pub struct GrantType {
    /// Its `grant_type`.
    pub name: &'static str,
    /// What it requires of the client, which has proved who it is.
    pub requires: fn(&Client) -> std::result::Result<(), OAuthError>,
    /// Issues tokens for a request of the client. What a refusal changed is kept.
    pub issue: fn(&Write, &Env, &Client, &Params) -> OAuthResult<Issued>,
}

/// Every grant type, in discovery's order.
pub const GRANT_TYPES: &[GrantType] = &[
    GrantType {
        name: "authorization_code", // RFC 6749 §4.1.3
        requires: signs_people_in,
        issue: authorization_code,
    },
    GrantType {
        name: "refresh_token", // RFC 6749 §6
        requires: nothing_more,
        issue: refresh_token,
    },
    GrantType {
        name: "client_credentials", // RFC 6749 §4.4
        requires: acts_by_itself,
        issue: client_credentials,
    },
];

/// The grant type of this name.
pub fn find(name: &str) -> std::result::Result<&'static GrantType, OAuthError> {
    let found = GRANT_TYPES.iter().find(|grant_type| grant_type.name == name);
    found.ok_or_else(|| unsupported(name))
}

/// The names, for discovery.
pub fn names() -> Vec<&'static str> {
    GRANT_TYPES.iter().map(|grant_type| grant_type.name).collect()
}

fn unsupported(name: &str) -> OAuthError {
    let why = match name {
        "password" => {
            "The password grant does not exist here: apps must not see passwords. Use authorization_code.".into()
        }
        "implicit" => "The implicit grant does not exist here. Use authorization_code with PKCE.".into(),
        other => format!("The grant type {other} does not exist here."),
    };
    OAuthError::new(ErrorCode::UnsupportedGrantType, why)
}

fn signs_people_in(client: &Client) -> std::result::Result<(), OAuthError> {
    let why = "This client may not sign people in.";
    match client.authorization_code {
        true => Ok(()),
        false => Err(OAuthError::new(ErrorCode::UnauthorizedClient, why)),
    }
}

/// Whoever holds a refresh token was let in before; whether that still stands is looked at with it.
fn nothing_more(_: &Client) -> std::result::Result<(), OAuthError> {
    Ok(())
}

fn acts_by_itself(client: &Client) -> std::result::Result<(), OAuthError> {
    let why = "Client credentials are not switched on for this client.";
    match client.client_credentials && !client.is_public() {
        true => Ok(()),
        false => Err(OAuthError::new(ErrorCode::UnauthorizedClient, why)),
    }
}

fn authorization_code(db: &Write, env: &Env, client: &Client, form: &Params) -> OAuthResult<Issued> {
    let code = form.get("code");
    let code = code.ok_or_else(|| OAuthError::invalid_request("Missing code parameter."))?;
    flow::exchange(
        db,
        env,
        client,
        code,
        form.get("redirect_uri"),
        form.get("code_verifier"),
    )
}

fn refresh_token(db: &Write, env: &Env, client: &Client, form: &Params) -> OAuthResult<Issued> {
    let token = form.get("refresh_token");
    let token = token.ok_or_else(|| OAuthError::invalid_request("Missing refresh token parameter."))?;
    flow::refresh(db, env, client, token, form.get("scope"))
}

fn client_credentials(db: &Write, env: &Env, client: &Client, form: &Params) -> OAuthResult<Issued> {
    let asked = form.get("scope").map_or_else(|| client.scopes.clone(), Scopes::parse);
    let granted = asked.within(&client.scopes);
    if granted.iter().next().is_none() {
        return Err(may_ask_for(client, &asked).into());
    }
    flow::client_credentials(db, env, client, &granted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_exists() {
        for name in names() {
            assert_eq!(find(name).unwrap().name, name);
        }
        for name in ["", "password", "implicit", "Client_Credentials", "urn:example:other"] {
            let refused = find(name).err().map(|error| error.code);
            assert_eq!(refused, Some(ErrorCode::UnsupportedGrantType), "{name}");
        }
    }
}
