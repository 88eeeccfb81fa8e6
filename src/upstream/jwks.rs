//! Public keys that others publish (RFC 7517), providers and clients: fetched once for all who need them, kept for a while,
//! and fetched anew when a token names one that is not among them.

use crate::base::{Error, Result, Seconds, Text, text};
use crate::jose::Jwk;
use crate::outbound::Request;
use crate::world::World;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long keys are kept.
const KEPT: Seconds = Seconds(600);
/// An unknown key is looked for not more often than this.
const RETRY_INTERVAL: Seconds = Seconds(5);
/// How many key sets are kept.
const MAX_CACHED: usize = 100;

/// A key set, and when it was fetched.
type Kept = (Seconds, Arc<Vec<Jwk>>);

/// The keys that were fetched so far.
#[derive(Default)]
pub struct Cache(Mutex<HashMap<String, Kept>>);

impl Cache {
    fn get(&self, uri: &str) -> Option<Kept> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(uri).cloned()
    }

    fn put(&self, uri: &str, now: Seconds, keys: Vec<Jwk>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_CACHED {
            kept.clear();
        }
        kept.insert(uri.to_owned(), (now, Arc::new(keys)));
    }
}

/// The keys that may have signed a token: those of this `kid`, or without one all of them.
pub async fn candidates(world: &World, cache: &Arc<Cache>, uri: &str, kid: Option<&str>) -> Result<Vec<Jwk>> {
    let now = world.env.now();
    let fitting = |keys: &[Jwk]| -> Vec<Jwk> {
        let is_one = |key: &&Jwk| kid.is_none() || key.kid.as_deref() == kid;
        keys.iter().filter(is_one).cloned().collect()
    };
    if let Some((at, keys)) = cache.get(uri) {
        let found = fitting(&keys);
        let age = now - at;
        let is_fresh = (Seconds::ZERO..KEPT).contains(&age);
        if is_fresh && (!found.is_empty() || age < RETRY_INTERVAL) {
            return Ok(found);
        }
    }
    let (own, kept, address) = (world.clone(), Arc::clone(cache), uri.to_owned());
    let fetching = async move { fetch(&own, &kept, &address).await };
    let key = format!("jwks {uri}");
    if let Some(outcome) = world.outbound.single_flight.run(&key, fetching).await {
        outcome?;
    }
    Ok(cache.get(uri).map(|(_, keys)| fitting(&keys)).unwrap_or_default())
}

async fn fetch(world: &World, cache: &Cache, uri: &str) -> Result<()> {
    let refused = |why: Text| {
        Error::Upstream(text!(
            "The keys at { $uri } cannot be used: { $why }.",
            uri = &uri,
            why = &why
        ))
    };
    let response = world.outbound.send(Request::get(uri)).await;
    let response = response.map_err(|failure| refused(failure.text))?;
    let keys = response.json().filter(|_| response.is_success());
    let keys = keys.and_then(|set| read(&set));
    let keys = keys.ok_or_else(|| refused(text!("it answered with { $answer }", answer = response.describe())))?;
    cache.put(uri, world.env.now(), keys);
    Ok(())
}

/// The keys of a set that signatures may be made with; others are passed over (RFC 7517 §5).
pub fn read(set: &Json) -> Option<Vec<Jwk>> {
    let keys = set.get("keys")?.as_array()?;
    Some(keys.iter().filter_map(|key| Jwk::deserialize(key).ok()).collect())
}
