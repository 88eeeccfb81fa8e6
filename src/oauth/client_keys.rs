//! The public keys of a client: as its record has them, or as it publishes them where that says (RFC 7591 §2).

use super::clients::Client;
use super::error::OAuthError;
use crate::jose::Jwk;
use crate::upstream::jwks::{self, Cache};
use crate::world::World;
use std::sync::Arc;

/// The keys that may have signed something of this client: those of this `kid`, or without one all of them.
pub async fn candidates(
    world: &World,
    cache: &Arc<Cache>,
    client: &Client,
    kid: Option<&str>,
) -> std::result::Result<Vec<Jwk>, OAuthError> {
    let refused = |why: String| OAuthError::invalid_client(why);
    match (&client.jwks, &client.jwks_uri) {
        (Some(set), _) => {
            let keys = serde_json::from_str(set).ok().and_then(|set| jwks::read(&set));
            let is_one = |key: &Jwk| kid.is_none() || key.kid.is_none() || key.kid.as_deref() == kid;
            Ok(keys.unwrap_or_default().into_iter().filter(is_one).collect())
        }
        (None, Some(uri)) => {
            let found = jwks::candidates(world, cache, uri, kid).await;
            found.map_err(|error| refused(error.to_string()))
        }
        (None, None) => Err(refused("This client has no keys registered to sign with.".into())),
    }
}
