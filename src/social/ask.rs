//! Asking a provider who came back: the code becomes tokens, the ID token is verified, userinfo is
//! read. Nothing that the browser carried is believed.

use super::attempts::Attempt;
use super::id_token;
use super::keys::{Key, join};
use super::person::Person;
use crate::base::secret::Secret;
use crate::base::{Error, Result, Seconds, text};
use crate::oauth::keys::client_assertion;
use crate::outbound::{Request, Response};
use crate::upstream::addresses::host;
use crate::upstream::jwks::Cache;
use crate::upstream::token_request::{self, TokenGrant};
use crate::upstream::token_response::TokenResponse;
use crate::web::params::with_query;
use crate::world::World;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// What the provider told.
pub struct ProviderIdentity {
    pub person: Person,
    /// For signing out there (`id_token_hint`).
    pub id_token: Option<Secret>,
    /// When the person gave their password there, if it was said.
    pub auth_time: Option<Seconds>,
}

/// Who came back with this code.
pub async fn who(
    world: &World,
    cache: &Arc<Cache>,
    key: &Key,
    attempt: &Attempt,
    code: &str,
) -> Result<ProviderIdentity> {
    let tokens = exchange(world, key, attempt, code).await?;
    let mut claims = match &tokens.id_token {
        Some(token) if key.is_openid() => {
            id_token::verify(world, cache, key, attempt, token.reveal(), &tokens.access_token).await?
        }
        None if key.verifies_id_tokens() => {
            return Err(Error::Upstream(text!(
                "{ $provider } sent no ID token, although its keys are known here. Does Auth URL Data ask for the scope openid?",
                provider = &key.provider_name
            )));
        }
        _ => Map::new(),
    };
    let auth_time = claims.get("auth_time").and_then(Json::as_i64).map(Seconds);
    if !key.api_endpoint().is_empty() {
        let told = userinfo(world, cache, key, &tokens.access_token).await?;
        merge(&mut claims, told)?;
    }
    if key.provider == "GitHub" {
        primary_email(world, key, &tokens.access_token, &mut claims).await;
    }
    Ok(ProviderIdentity {
        person: Person::read(key, claims)?,
        id_token: tokens.id_token,
        auth_time,
    })
}

/// RFC 6749 §4.1.3.
async fn exchange(world: &World, key: &Key, attempt: &Attempt, code: &str) -> Result<TokenResponse> {
    let grant = TokenGrant::Code {
        code,
        redirect_uri: &key.redirect_uri(&world.env),
        verifier: attempt.verifier.as_ref(),
    };
    let request = token_request::request(
        &world.env,
        &client_assertion::signer(&world.db, &world.env),
        &key.identity(),
        &key.token_url(),
        &grant,
        &[],
    )?;
    Ok(token_request::send(&world.outbound, request).await?)
}

/// OpenID Connect Core §5.3, or what a provider has in its place.
async fn userinfo(world: &World, cache: &Arc<Cache>, key: &Key, token: &Secret) -> Result<Map<String, Json>> {
    let arguments = key.api_endpoint_args();
    let arguments: Vec<(&str, &str)> = arguments
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let address = with_query(&key.api_endpoint(), &arguments);
    let response = world.outbound.send(Request::get(&address).bearer(token)).await?;
    if response.is_success() && response.media_type == "application/jwt" {
        let signed = String::from_utf8_lossy(&response.body);
        return id_token::userinfo(world, cache, key, signed.trim()).await;
    }
    match read(&address, &response)? {
        Json::Object(claims) => Ok(claims),
        _ => Err(Error::Upstream(text!(
            "{ $provider }: the API endpoint did not tell who it was.",
            provider = &key.provider_name
        ))),
    }
}

async fn get(world: &World, address: &str, token: &Secret) -> Result<Json> {
    let response = world.outbound.send(Request::get(address).bearer(token)).await?;
    read(address, &response)
}

fn read(address: &str, response: &Response) -> Result<Json> {
    let json = response.json().filter(|_| response.is_success());
    json.ok_or_else(|| {
        Error::Upstream(text!(
            "Who it was could not be read from { $address }: it answered with { $answer }.",
            address = host(address),
            answer = response.describe()
        ))
    })
}

/// Userinfo over the ID token's claims: of the same person only (OpenID Connect Core §5.3.2).
fn merge(claims: &mut Map<String, Json>, told: Map<String, Json>) -> Result<()> {
    if let Some(sub) = claims.get("sub")
        && told.get("sub") != Some(sub)
    {
        return Err(Error::Upstream(
            "The provider's userinfo is of another person than its ID token: neither is believed.".into(),
        ));
    }
    // What is said of one email is not said of another.
    if told.contains_key("email") {
        claims.remove("email_verified");
    }
    claims.extend(told);
    Ok(())
}

/// GitHub tells emails apart from the profile, and there alone whether they are verified.
async fn primary_email(world: &World, key: &Key, token: &Secret, claims: &mut Map<String, Json>) {
    claims.remove("email_verified");
    let address = join(&key.base_url, "user/emails");
    let emails = match get(world, &address, token).await {
        Ok(emails) => emails,
        Err(error) => {
            tracing::info!(key = key.name, %error, "the emails could not be asked");
            return;
        }
    };
    let is = |email: &Json, what: &str| email.get(what) == Some(&Json::Bool(true));
    let primary = emails
        .as_array()
        .into_iter()
        .flatten()
        .find(|email| is(email, "primary"));
    if let Some(email) = primary {
        claims.insert("email".into(), email.get("email").cloned().unwrap_or_default());
        claims.insert("email_verified".into(), Json::Bool(is(email, "verified")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Json) -> Map<String, Json> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn userinfo_is_of_the_same_person_and_its_email_is_verified_by_itself_only() {
        let mut claims = map(json!({ "sub": "1", "email": "a@x.test", "email_verified": true }));
        assert!(merge(&mut claims, map(json!({ "sub": "2" }))).is_err());
        assert!(
            merge(&mut claims, map(json!({ "name": "A" }))).is_err(),
            "without a sub it is anybody's"
        );
        merge(&mut claims, map(json!({ "sub": "1", "email": "b@x.test" }))).unwrap();
        assert_eq!(claims.get("email_verified"), None);
        assert_eq!(claims["email"], "b@x.test");
    }
}
