//! The checks whose refusals go back to the app, one function each.

use super::claims::claims;
use super::unchecked::{Check, MAX_PARAMETER_LENGTH, MAX_REQUEST_LENGTH, UncheckedRequest};
use crate::base::scope::Scopes;
use crate::base::{Seconds, pkce};
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, only_once};
use crate::oauth::{id_token, resources, settings, trial};

/// The checks whose refusals go back to the app, in order.
pub(super) const CHECKS: &[Check] = &[
    no_duplicates,  // RFC 6749 §3.1
    unfolded,       // RFC 9101 §6, RFC 9126 §4
    sizes,          // ours
    as_required,    // RFC 9101 §10.5, RFC 9126 §5
    response_type,  // RFC 6749 §3.1.1, RFC 9700 §2.1.2
    response_mode,  // OAuth 2.0 Multiple Response Types §2.1, Form Post §2
    scope,          // RFC 6749 §3.3
    code_challenge, // RFC 7636 §4.3, RFC 9700 §2.1.1
    prompt,         // OpenID Connect Core §3.1.2.1
    max_age,        // OpenID Connect Core §3.1.2.1
    id_token_hint,  // OpenID Connect Core §3.1.2.1
    claims,         // OpenID Connect Core §5.5
    key,            // RFC 9449 §10
    resource,       // RFC 8707 §2
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
    "dpop_jkt",
    "request",
    "request_uri",
];

fn no_duplicates(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    only_once(draft.params, SINGLE)
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

/// A pushed or signed request that could not be unfolded; what nobody unfolds.
fn unfolded(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    if let Some(why) = &draft.sent.refused {
        return Err(why.clone());
    }
    for (name, code) in [
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if draft.params.get(name).is_some() {
            return Err(OAuthError::new(
                code,
                format!("The parameter {name} is not supported: push the request, or send it by value."),
            ));
        }
    }
    Ok(())
}

/// What the client, or the site, has set that its requests must be. A trial of ours is a plain one.
fn as_required(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    if draft.request.redirect_uri == trial::redirect_uri(draft.env) {
        return Ok(());
    }
    let must_push = draft.client.must_push() || settings::requires_pushed(draft.db)?;
    if must_push && !draft.sent.is_pushed {
        return Err(OAuthError::invalid_request(
            "Authorization requests of this client must be pushed (RFC 9126).",
        ));
    }
    if draft.client.require_signed_request_object && !draft.sent.is_signed {
        return Err(OAuthError::invalid_request(
            "Authorization requests of this client must be signed: send a request object (RFC 9101).",
        ));
    }
    Ok(())
}

/// The key that the code is bound to: of the proof that came along as the request was pushed, or the one that is named.
fn key(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let named = draft.params.get("dpop_jkt").map(str::to_owned);
    draft.request.dpop_jkt = match (&draft.sent.key, named) {
        (Some(proven), Some(named)) if *proven != named => {
            let why = "dpop_jkt is not the thumbprint of the key of the DPoP proof.";
            return Err(OAuthError::new(ErrorCode::InvalidDpopProof, why));
        }
        (Some(proven), _) => Some(proven.clone()),
        (None, named) => named,
    };
    Ok(())
}

/// The APIs that tokens of this sign-in are for.
fn resource(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let scopes = draft.request.scopes();
    draft.request.resources = resources::allowed(draft.db, draft.env, draft.client, draft.params, &scopes)?;
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
    let (granted, left_out) = asked_scopes(draft.client, draft.params.get("scope"))?;
    draft.left_out = left_out;
    draft.request.scopes = granted.to_string();
    Ok(())
}

/// What a client gets of the scopes that it asks for; without a word, all of its own. What it may not ask for is left out
/// and stands beside: the token answer's scope says what was granted (RFC 6749 §3.3).
pub fn asked_scopes(client: &Client, scope: Option<&str>) -> std::result::Result<(Scopes, Scopes), OAuthError> {
    let asked = scope.map_or_else(|| client.scopes.clone(), Scopes::parse);
    let granted = asked.within(&client.scopes);
    match granted.is_empty() {
        true => Err(may_ask_for(client, &asked)),
        false => Ok((granted.clone(), asked.without(&granted))),
    }
}

/// Nothing is left of what a client asked for.
fn may_ask_for(client: &Client, asked: &Scopes) -> OAuthError {
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
