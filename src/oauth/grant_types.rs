//! The grant types of the token endpoint (RFC 6749 §1.3), one entry each: its name, what it
//! requires of the client, and what it does. Discovery names those that stand here; no other exists.

use super::clients::Client;
use super::devices::{self, State};
use super::error::{ErrorCode, OAuthError, OAuthResult, only_once};
use super::flow::{self, Asked, Exchange, Issued, PresentedCode};
use super::request::asked_scopes;
use super::resources;
use crate::base::Env;
use crate::base::secret::Hash;
use crate::db::Write;
use crate::web::Params;

/// A grant type.
pub struct GrantType {
    /// Its `grant_type`.
    pub name: &'static str,
    /// What it requires of the client, which has proved who it is.
    pub requires: fn(&Client) -> std::result::Result<(), OAuthError>,
    /// Issues tokens for a request of the client. What a refusal changed is kept.
    pub issue: fn(&Write, &Env, &Client, &TokenRequest) -> OAuthResult<Issued>,
}

/// A request for tokens.
pub struct TokenRequest {
    pub form: Params,
    /// The thumbprint of the key whose proof came along: the tokens are bound to it (RFC 9449 §5).
    pub key: Option<String>,
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
    GrantType {
        name: "urn:ietf:params:oauth:grant-type:device_code", // RFC 8628 §3.4
        requires: signs_devices_in,
        issue: device_code,
    },
    GrantType {
        name: "urn:ietf:params:oauth:grant-type:token-exchange", // RFC 8693 §2.1
        requires: keeps_a_secret,
        issue: token_exchange,
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

/// Whether devices without a browser may sign people in through the client.
pub fn signs_devices_in(client: &Client) -> std::result::Result<(), OAuthError> {
    let why = "This client is not for devices without a browser (Devices Without a Browser).";
    match client.device_code {
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

/// Along which ways it may exchange, the resources say.
fn keeps_a_secret(client: &Client) -> std::result::Result<(), OAuthError> {
    let why = "A public client cannot exchange tokens: anybody can claim to be it.";
    match client.is_public() {
        false => Ok(()),
        true => Err(OAuthError::new(ErrorCode::UnauthorizedClient, why)),
    }
}

fn authorization_code(db: &Write, env: &Env, client: &Client, request: &TokenRequest) -> OAuthResult<Issued> {
    let code = request.form.get("code");
    let code = code.ok_or_else(|| OAuthError::invalid_request("Missing code parameter."))?;
    let presented = PresentedCode {
        code,
        redirect_uri: request.form.get("redirect_uri"),
        code_verifier: request.form.get("code_verifier"),
        key: request.key.as_deref(),
        resources: &resources::named_in(&request.form),
    };
    flow::exchange(db, env, client, &presented)
}

fn refresh_token(db: &Write, env: &Env, client: &Client, request: &TokenRequest) -> OAuthResult<Issued> {
    let token = request.form.get("refresh_token");
    let token = token.ok_or_else(|| OAuthError::invalid_request("Missing refresh token parameter."))?;
    let asked = Asked {
        scope: request.form.get("scope"),
        key: request.key.as_deref(),
        resources: &resources::named_in(&request.form),
    };
    flow::refresh(db, env, client, token, &asked)
}

fn client_credentials(db: &Write, env: &Env, client: &Client, request: &TokenRequest) -> OAuthResult<Issued> {
    let (granted, _) = asked_scopes(client, request.form.get("scope"))?;
    let named = resources::named_in(&request.form);
    let allowed: Vec<String> = named.iter().map(|uri| (*uri).to_owned()).collect();
    let target = resources::choose(db, env, client, &allowed, &named)?;
    flow::client_credentials(db, env, client, &granted, request.key.as_deref(), &target)
}

/// RFC 8628 §3.4, §3.5. What is noted of a question that comes too early stays.
fn device_code(db: &Write, env: &Env, client: &Client, request: &TokenRequest) -> OAuthResult<Issued> {
    let code = request.form.get("device_code");
    let code = code.ok_or_else(|| OAuthError::invalid_request("Missing device_code parameter."))?;
    let found = devices::by_device_code(db, &Hash::of(code))?.filter(|device| device.client_id == client.id);
    let Some(device) = found else {
        return Err(OAuthError::invalid_grant("The device_code is unknown or was given to another client.").into());
    };
    let now = env.now();
    let refuse = |code, why: &str| Err(OAuthError::new(code, why).into());
    match device.state {
        State::Exchanged => refuse(ErrorCode::InvalidGrant, "The device_code was used before."),
        _ if device.expires_at <= now => refuse(ErrorCode::ExpiredToken, "The device_code has expired. Begin again."),
        State::Denied => refuse(ErrorCode::AccessDenied, "The user said no."),
        State::Pending if device.polled_at.is_some_and(|at| now - at < device.wait) => {
            devices::poll(db, &device, device.wait + devices::INTERVAL, now)?;
            refuse(
                ErrorCode::SlowDown,
                "The device asks too often. Wait five seconds more between two questions.",
            )
        }
        State::Pending => {
            devices::poll(db, &device, device.wait, now)?;
            refuse(ErrorCode::AuthorizationPending, "The user has not decided yet.")
        }
        State::Approved => {
            let named = resources::named_in(&request.form);
            let target = resources::choose(db, env, client, &device.resources, &named)?;
            flow::device(db, env, client, &device, request.key.as_deref(), &target)
        }
    }
}

/// The `token_type` of access tokens as they are named in an exchange (RFC 8693 §3).
pub const ACCESS_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const JWT_TYPE: &str = "urn:ietf:params:oauth:token-type:jwt";

/// RFC 8693 §2.1. The API may be named by `resource` or by `audience`: both are its address.
fn token_exchange(db: &Write, env: &Env, client: &Client, request: &TokenRequest) -> OAuthResult<Issued> {
    let form = &request.form;
    only_once(
        form,
        &[
            "subject_token",
            "subject_token_type",
            "requested_token_type",
            "actor_token",
        ],
    )?;
    let refuse = |why: &str| Err(OAuthError::invalid_request(why).into());
    let Some(subject_token) = form.get("subject_token") else {
        return refuse("Missing subject_token parameter.");
    };
    match form.get("subject_token_type") {
        Some(ACCESS_TOKEN_TYPE | JWT_TYPE) => {}
        None => return refuse("Missing subject_token_type parameter."),
        Some(_) => return refuse("The subject_token_type is not urn:ietf:params:oauth:token-type:access_token."),
    }
    if form
        .get("requested_token_type")
        .is_some_and(|own| own != ACCESS_TOKEN_TYPE)
    {
        return refuse("Only access tokens are given (requested_token_type).");
    }
    if form.get("actor_token").is_some() {
        return refuse("The client itself is who acts: leave actor_token out.");
    }
    let mut named = form.all(&["resource", "audience"]);
    named.dedup();
    let resource = match named[..] {
        [one] => one,
        [] => return refuse("Missing resource parameter: the address of the OAuth Resource that the token is for."),
        _ => {
            let why = "Name one API: a token is for one.";
            return Err(OAuthError::new(ErrorCode::InvalidTarget, why).into());
        }
    };
    let presented = Exchange {
        subject_token,
        resource,
        scope: form.get("scope"),
        key: request.key.as_deref(),
    };
    flow::token_exchange(db, env, client, &presented)
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
