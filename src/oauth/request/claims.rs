//! The `claims` parameter (OpenID Connect Core §5.5): which claims the app asks for, and which values they must have.

use super::unchecked::UncheckedRequest;
use crate::base::UserId;
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::{id_token, scopes};
use serde_json::{Map, Value as Json};

/// Reads the parameter.
pub(super) fn claims(draft: &mut UncheckedRequest) -> std::result::Result<(), OAuthError> {
    let mut asked = match draft.params.get("claims").map(serde_json::from_str::<Json>) {
        None => Map::new(),
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
        let id_token = asked.entry("id_token").or_insert_with(|| Json::Object(Map::new()));
        if id_token.is_null() {
            *id_token = Json::Object(Map::new());
        }
        id_token["acr"] = Json::Null;
    }
    requested_sub(draft, &asked)?;
    essential_acr(&asked)?;
    let by_themselves = scopes::releasing(draft.db, draft.client, &draft.request.scopes(), &asked)?;
    draft.request.claim_scopes = by_themselves.to_string();
    draft.request.claims = asked;
    Ok(())
}

/// A value that the `claims` parameter wants a claim to have (OpenID Connect Core §5.5.1).
fn wanted<'a>(asked: &'a Map<String, Json>, part: &str, claim: &str) -> Option<Vec<&'a str>> {
    let claim = asked.get(part)?.get(claim)?;
    let values = claim.get("values").and_then(Json::as_array).into_iter().flatten();
    let wanted: Vec<&str> = values.chain(claim.get("value")).filter_map(Json::as_str).collect();
    (!wanted.is_empty()).then_some(wanted)
}

/// Who the app wants back, and nobody else (OpenID Connect Core §5.5.1: `sub` with a value).
fn requested_sub(draft: &mut UncheckedRequest, asked: &Map<String, Json>) -> std::result::Result<(), OAuthError> {
    for part in ["id_token", "userinfo"] {
        let Some(subs) = wanted(asked, part, "sub") else {
            continue;
        };
        let known = draft.request.hinted_user.as_ref().map(UserId::as_str);
        match (known, subs.as_slice()) {
            (Some(known), subs) if subs.contains(&known) => {}
            (None, [sub]) => draft.request.hinted_user = Some((*sub).into()),
            _ => {
                let why = "The request names different users in id_token_hint and claims.";
                return Err(OAuthError::new(ErrorCode::LoginRequired, why));
            }
        }
    }
    Ok(())
}

/// An essential `acr` that cannot be met (OpenID Connect Core Error Code unmet_authentication_requirements §2).
fn essential_acr(asked: &Map<String, Json>) -> std::result::Result<(), OAuthError> {
    let acr = asked.get("id_token").and_then(|part| part.get("acr"));
    let is_essential = acr.and_then(|acr| acr.get("essential")) == Some(&Json::Bool(true));
    match wanted(asked, "id_token", "acr") {
        Some(values) if is_essential && !values.contains(&id_token::ACR) => Err(OAuthError::new(
            ErrorCode::UnmetAuthenticationRequirements,
            "Nobody can sign in here in one of the ways that claims.id_token.acr names.",
        )),
        _ => Ok(()),
    }
}
