//! The checks whose refusals go back to the app, one function each.

use super::{MAX_PARAMETER_LENGTH, MAX_REQUEST_LENGTH};
use crate::base::scope::Scopes;
use crate::base::{Env, Seconds, pkce};
use crate::db::Read;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::id_token;
use crate::oauth::tickets::AuthorizationRequest;
use crate::web::Params;
use serde_json::Value as Json;

/// What a check looks at and completes.
pub(super) struct UncheckedRequest<'a> {
    pub(super) db: &'a Read<'a>,
    pub(super) env: &'a Env,
    pub(super) params: &'a Params,
    pub(super) client: &'a Client,
    pub(super) request: AuthorizationRequest,
    /// The scopes that the client may not ask for.
    pub(super) left_out: Scopes,
}

pub(super) type Check = fn(&mut UncheckedRequest) -> std::result::Result<(), OAuthError>;

/// The checks whose refusals go back to the app, in order.
pub(super) const CHECKS: &[Check] = &[
    no_duplicates,     // RFC 6749 §3.1
    sizes,             // ours
    no_request_object, // OpenID Connect Core §6, §7
    response_type,     // RFC 6749 §3.1.1, RFC 9700 §2.1.2
    response_mode,     // OAuth 2.0 Multiple Response Types §2.1, Form Post §2
    scope,             // RFC 6749 §3.3
    code_challenge,    // RFC 7636 §4.3, RFC 9700 §2.1.1
    prompt,            // OpenID Connect Core §3.1.2.1
    max_age,           // OpenID Connect Core §3.1.2.1
    id_token_hint,     // OpenID Connect Core §3.1.2.1
    claims,            // OpenID Connect Core §5.5
];

/// Parameters that may stand once only.
const SINGLE: &[&str] = &[
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
    "prompt",
    "max_age",
    "login_hint",
    "id_token_hint",
    "ui_locales",
    "claims",
    "acr_values",
    "display",
    "request",
    "request_uri",
];

fn no_duplicates(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    match draft.params.duplicate(SINGLE) {
        Some(name) => Err(OAuthError::invalid_request(format!("Duplicate {name} parameter."))),
        None => Ok(()),
    }
}

fn sizes(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let total: usize = draft
        .params
        .0
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    if total > MAX_REQUEST_LENGTH {
        return Err(OAuthError::invalid_request(format!(
            "The request is longer than {MAX_REQUEST_LENGTH} bytes."
        )));
    }
    match draft
        .params
        .0
        .iter()
        .find(|(_, value)| value.len() > MAX_PARAMETER_LENGTH)
    {
        Some((name, _)) => Err(OAuthError::invalid_request(format!(
            "{name} is longer than {MAX_PARAMETER_LENGTH} bytes."
        ))),
        None => Ok(()),
    }
}

fn no_request_object(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if draft.params.get(name).is_some() {
            return Err(OAuthError::new(
                code,
                format!("The parameter {name} is not supported: send plain parameters."),
            ));
        }
    }
    Ok(())
}

fn response_type(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    match draft.params.get("response_type") {
        None => Err(OAuthError::invalid_request("Missing response_type parameter.")),
        Some("code") if draft.client.authorization_code => Ok(()),
        Some("code") => Err(OAuthError::new(
            ErrorCode::UnauthorizedClient,
            "This client may not sign people in.",
        )),
        Some(other) => Err(OAuthError::new(
            ErrorCode::UnsupportedResponseType,
            format!(
                "The response type {other} does not exist here: tokens never travel in addresses. Use code with PKCE."
            ),
        )),
    }
}

fn response_mode(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    match draft.params.get("response_mode") {
        None | Some("query" | "form_post") => Ok(()),
        Some(other) => Err(OAuthError::invalid_request(format!(
            "The response mode {other} is not query or form_post."
        ))),
    }
}

fn scope(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let asked = match draft.params.get("scope") {
        Some(scope) => Scopes::parse(scope),
        None => draft.client.scopes.clone(),
    };
    // What the client may not ask for is left out; the token answer's scope says what was granted.
    let granted = asked.within(&draft.client.scopes);
    if granted.iter().next().is_none() {
        return Err(may_ask_for(draft.client, &asked));
    }
    draft.left_out = asked.without(&granted);
    draft.request.scopes = granted.to_string();
    Ok(())
}

/// Nothing is left of what a client asked for.
pub fn may_ask_for(client: &Client, asked: &Scopes) -> OAuthError {
    let legible = Scopes::of(
        asked
            .iter()
            .filter(|scope| Scopes::of([*scope]).first_malformed().is_none()),
    );
    let asked: String = legible.to_string().chars().take(200).collect();
    let why = format!(
        "None of what was asked for ({asked}) is the client's. It may ask for: {}.",
        client.scopes
    );
    OAuthError::new(ErrorCode::InvalidScope, why)
}

fn code_challenge(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let method = draft.params.get("code_challenge_method");
    match draft.params.get("code_challenge") {
        None if draft.client.needs_pkce() => Err(OAuthError::invalid_request(
            "This client must use PKCE: code_challenge is missing.",
        )),
        None if method.is_some() => Err(OAuthError::invalid_request(
            "code_challenge_method is sent without code_challenge.",
        )),
        None => Ok(()),
        Some(_) if method != Some("S256") => Err(OAuthError::invalid_request(
            "Transform algorithm not supported. code_challenge_method must be S256.",
        )),
        Some(challenge) if !pkce::is_well_formed(challenge) => Err(OAuthError::invalid_request(
            "code_challenge must be 43 to 128 characters of A-Z a-z 0-9 - . _ ~",
        )),
        Some(challenge) => {
            draft.request.code_challenge = Some(challenge.to_owned());
            Ok(())
        }
    }
}

fn prompt(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let values: Vec<&str> = draft.params.text("prompt").split_whitespace().collect();
    if let Some(other) = values
        .iter()
        .find(|value| !matches!(**value, "none" | "login" | "consent" | "select_account"))
    {
        return Err(OAuthError::invalid_request(format!(
            "prompt has the unknown value {other}."
        )));
    }
    if values.contains(&"none") && values.len() > 1 {
        return Err(OAuthError::invalid_request(
            "Prompt none is mutually exclusive with other values.",
        ));
    }
    draft.request.prompt = values.into_iter().map(str::to_owned).collect();
    Ok(())
}

fn max_age(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let Some(text) = draft.params.get("max_age") else {
        return Ok(());
    };
    match text.parse::<i64>() {
        Ok(seconds) if seconds >= 0 => {
            draft.request.max_age = Some(Seconds(seconds));
            Ok(())
        }
        _ => Err(OAuthError::invalid_request("max_age is not a number of seconds.")),
    }
}

fn id_token_hint(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let Some(hint) = draft.params.get("id_token_hint") else {
        return Ok(());
    };
    let hint = id_token::read_hint(draft.db, draft.env, hint)?;
    match hint {
        Some(hint) => {
            draft.request.hinted_user = Some(hint.sub);
            Ok(())
        }
        None => Err(OAuthError::invalid_request(
            "id_token_hint is not an ID token of this site.",
        )),
    }
}

fn claims(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let mut asked = match draft.params.get("claims").map(serde_json::from_str::<Json>) {
        None => serde_json::Map::new(),
        Some(Ok(Json::Object(claims))) => claims,
        Some(_) => return Err(OAuthError::invalid_request("claims is not a JSON object.")),
    };
    for part in ["id_token", "userinfo"] {
        if asked.get(part).is_some_and(|part| !part.is_object() && !part.is_null()) {
            return Err(OAuthError::invalid_request(format!(
                "claims.{part} is not a JSON object."
            )));
        }
    }
    // acr_values is a voluntary request for the claim acr.
    if draft.params.get("acr_values").is_some() {
        let id_token = asked
            .entry("id_token")
            .or_insert_with(|| Json::Object(serde_json::Map::new()));
        if id_token.is_null() {
            *id_token = Json::Object(serde_json::Map::new());
        }
        id_token["acr"] = Json::Null;
    }
    draft.request.claims = asked;
    Ok(())
}
