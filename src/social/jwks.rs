//! The public keys of providers (RFC 7517): fetched once for all who need them, kept for a while, and
//! fetched anew when an ID token names one that is not among them.

use crate::base::{Error, Result, Seconds};
use crate::outbound::Question;
use crate::world::World;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long keys are kept.
const KEPT: Seconds = 600;
/// An unknown key is looked for not more often than this.
const PAUSE: Seconds = 30;
/// How many providers' keys are kept.
const MANY: usize = 100;

/// The keys of a provider, and when they were fetched.
type Kept = (Seconds, Arc<Vec<Json>>);

/// The keys that were fetched so far.
#[derive(Default)]
pub struct Cache(Mutex<HashMap<String, Kept>>);

impl Cache {
    fn get(&self, uri: &str) -> Option<Kept> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(uri).cloned()
    }

    fn put(&self, uri: &str, now: Seconds, keys: Vec<Json>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MANY {
            kept.clear();
        }
        kept.insert(uri.to_owned(), (now, Arc::new(keys)));
    }
}

/// The keys that may have signed a token: those of this `kid`, or without one all of them.
pub async fn candidates(world: &World, cache: &Arc<Cache>, uri: &str, kid: Option<&str>) -> Result<Vec<Json>> {
    let now = world.env.now();
    let fitting = |keys: &[Json]| -> Vec<Json> {
        let is_one = |key: &&Json| kid.is_none() || key.get("kid").and_then(Json::as_str) == kid;
        keys.iter().filter(is_one).cloned().collect()
    };
    if let Some((at, keys)) = cache.get(uri) {
        let found = fitting(&keys);
        let age = now - at;
        let is_fresh = (0..KEPT).contains(&age);
        if is_fresh && (!found.is_empty() || age < PAUSE) {
            return Ok(found);
        }
    }
    let (flying, kept, address) = (world.clone(), Arc::clone(cache), uri.to_owned());
    let flight = async move { fetch(&flying, &kept, &address).await };
    if let Some(outcome) = world.outbound.flights.once(&format!("jwks {uri}"), flight).await {
        outcome?;
    }
    Ok(cache.get(uri).map(|(_, keys)| fitting(&keys)).unwrap_or_default())
}

async fn fetch(world: &World, cache: &Cache, uri: &str) -> Result<()> {
    let refused = |why: String| Error::Upstream(format!("The provider's keys at {uri} cannot be used: {why}."));
    let answer = world.outbound.ask(Question::get(uri)).await;
    let answer = answer.map_err(|failure| refused(failure.text))?;
    let keys = answer.json().filter(|_| answer.is_success());
    let keys = keys.and_then(|set| Some(set.get("keys")?.as_array()?.clone()));
    let keys = keys.ok_or_else(|| refused(format!("it answered with {}", answer.describe())))?;
    cache.put(uri, world.env.now(), keys);
    Ok(())
}
