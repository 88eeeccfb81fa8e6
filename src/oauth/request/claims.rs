//! The `claims` parameter (OpenID Connect Core §5.5): which claims the app asks for, and which values they must have.

use super::unchecked::UncheckedRequest;
use crate::base::UserId;
use crate::oauth::claims::wanted;
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::{acr, scopes};
use crate::sessions::Strength;
use serde_json::{Map, Value as Json, json};

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
    if let Some(values) = draft.params.get("acr_values") {
        let id_token = asked.entry("id_token").or_insert_with(|| Json::Object(Map::new()));
        if id_token.is_null() {
            *id_token = Json::Object(Map::new());
        }
        if id_token.get("acr").is_none_or(Json::is_null) {
            id_token["acr"] = json!({ "values": values.split_whitespace().collect::<Vec<_>>() });
        }
    }
    requested_sub(draft, &asked)?;
    essential_acr(&asked)?;
    let by_themselves = scopes::releasing(draft.db, draft.client, &draft.request.scopes(), &asked)?;
    draft.request.claim_scopes = by_themselves.to_string();
    draft.request.claims = asked;
    Ok(())
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
    match wanted(asked, "id_token", "acr") {
        Some(values) if acr::is_essential(asked) && values.iter().all(|acr| Strength::of_acr(acr).is_none()) => {
            Err(OAuthError::new(
                ErrorCode::UnmetAuthenticationRequirements,
                "Nobody can sign in here in one of the ways that claims.id_token.acr names.",
            ))
        }
        _ => Ok(()),
    }
}
