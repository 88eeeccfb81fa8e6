//! How strong a sign-in has to be, and what the claim `acr` says of one (OpenID Connect Core §2, §5.5.1.1).

use super::claims;
use super::clients::Client;
use super::tickets::AuthorizationRequest;
use crate::base::Result;
use crate::db::Read;
use crate::factors;
use crate::sessions::Strength;
use crate::users::User;
use serde_json::{Map, Value as Json};

/// Whether the app insists on one of the values of `acr` that it names.
pub fn is_essential(asked: &Map<String, Json>) -> bool {
    let acr = asked.get("id_token").and_then(|part| part.get("acr"));
    acr.and_then(|acr| acr.get("essential")) == Some(&Json::Bool(true))
}

/// The strengths that the app names, the weakest first.
fn named(asked: &Map<String, Json>) -> Vec<Strength> {
    let named = claims::wanted(asked, "id_token", "acr").unwrap_or_default();
    let mut named: Vec<Strength> = named.into_iter().filter_map(Strength::of_acr).collect();
    named.sort_unstable();
    named
}

/// How strong a sign-in has to be: as the client is set up, and as the app asks; what it only wishes for (OpenID Connect
/// Core §3.1.2.1: `acr_values`), as far as its user has it.
pub fn wanted(db: &Read, request: &AuthorizationRequest, client: &Client, user: &User) -> Result<Strength> {
    let must = Strength::of_option(&client.required_strength);
    let Some(asked) = named(&request.claims).first().copied() else {
        return Ok(must);
    };
    let factors = factors::of_user(db, &user.id)?;
    Ok(match is_essential(&request.claims) {
        true => must.max(asked),
        // A passkey may lie on another device: who is asked without need gives any second factor.
        false if factors.any() => must.max(asked.min(Strength::Two)),
        false => must,
    })
}

/// What the claim `acr` says of a sign-in: the strongest that it meets of what the app named, or what it is.
pub fn claim(asked: &Map<String, Json>, has: Strength) -> &'static str {
    let met = named(asked).into_iter().rfind(|named| *named <= has);
    met.unwrap_or(has).acr()
}
