//! Deliveries: what is told others, until it is taken or given up: webhooks, and tokens that the
//! other side is asked to revoke (RFC 7009). What is to be told is stored in the transaction of its
//! cause, so that neither a stop nor a slow receiver loses it.
//!
//! Owns the table `deliveries`. Webhooks are signed as Standard Webhooks have it
//! (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, `webhook-signature`.

pub mod record;
pub mod store;

use super::apps::{self, ConnectedApp, TokenAuth};
use super::token_answer::clean;
use super::token_request::{self, Identity};
use super::tokens::Held;
use crate::base::clock::{self, DAY, HOUR, MINUTE};
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Seconds, random};
use crate::db::Write;
use crate::outbound::{Answer, Question};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How long after each failure the next attempt is; after the last one it is given up.
const WAITS: &[Seconds] = &[10, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY];
/// How many are sent at once, and in one round.
const AT_ONCE: usize = 16;
const ROUND: i64 = 200;

/// What a webhook secret begins with, as Standard Webhooks have it.
const SECRET_PREFIX: &str = "whsec_";

/// Something to tell.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub name: String,
    pub kind: Kind,
    pub event: String,
    pub connected_app: String,
    pub url: String,
    /// The body of a webhook, or the token to be revoked; opened.
    pub content: Secret,
    pub attempts: i64,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Webhook,
    Revocation,
}

impl Kind {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Webhook", "Revocation"];

    fn word(self) -> &'static str {
        match self {
            Kind::Webhook => "Webhook",
            Kind::Revocation => "Revocation",
        }
    }
}

/// A new webhook secret: 256 random bits.
pub fn new_secret(env: &Env) -> Secret {
    let bytes = random::bytes::<32>(&*env.random);
    Secret::of(&format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes)))
}

/// Has the app's webhook told how a connection fares.
pub fn webhook(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, event: &'static str) -> Result<()> {
    let Some(url) = app.webhook_url.as_ref().filter(|url| !url.is_empty()) else {
        return Ok(());
    };
    let body = json!({
        "type": event,
        "timestamp": clock::rfc3339(env.now()),
        "data": {
            "connected_app": app.name,
            "provider_name": app.provider_name,
            "token_cache": held.name,
            "user": held.user,
            "status": held.status.word(),
            "reason": held.failure,
            "connect_url": env.url(&format!("/connect/{}", app.name)),
        },
    });
    store::insert(db, env, app, held, (Kind::Webhook, event, url), &body.to_string())
}

/// Has the other side asked to revoke what is held, if it can be asked: the refresh token, which
/// takes the access tokens with it, or where there is none the access token.
pub fn revocation(db: &Write, env: &Env, app: &ConnectedApp, held: &Held) -> Result<()> {
    let url = app.revocation_uri.as_ref().filter(|url| !url.is_empty());
    let Some(url) = url else {
        return Ok(());
    };
    let (hint, token) = match &held.refresh_token {
        Some(token) => ("refresh_token", token),
        None => ("access_token", &held.access_token),
    };
    // What was forgotten is not given back.
    if token.reveal().is_empty() {
        return Ok(());
    }
    let given_back = GivenBack {
        token: token.reveal().to_owned(),
        hint: hint.to_owned(),
        client_id: app.client_id.clone(),
        client_secret: app.client_secret.as_ref().map(|secret| secret.reveal().to_owned()),
        method: app.auth.option().to_owned(),
    };
    let content = serde_json::to_string(&given_back).map_err(|error| Error::Internal(error.to_string()))?;
    store::insert(db, env, app, held, (Kind::Revocation, "token.revoke", url), &content)
}

/// A token to be revoked, with what proves who we are: the app may be gone by then.
#[derive(Serialize, Deserialize)]
struct GivenBack {
    token: String,
    hint: String,
    client_id: String,
    client_secret: Option<String>,
    method: String,
}

/// Sends everything that is due.
pub async fn send_due(world: &World) -> Result<()> {
    let (env, now) = (world.env.clone(), world.env.now());
    let due = world.db.scan(move |db| store::due(db, &env, now, ROUND)).await?;
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut sending = tokio::task::JoinSet::new();
    for delivery in due {
        let (world, turns) = (world.clone(), Arc::clone(&turns));
        sending.spawn(async move {
            let Ok(_turn) = turns.acquire().await else {
                return;
            };
            if let Err(error) = send(&world, delivery).await {
                tracing::warn!(%error, "the outcome of a delivery was not noted");
            }
        });
    }
    while sending.join_next().await.is_some() {}
    Ok(())
}

/// What became of an attempt.
struct Outcome {
    is_done: bool,
    /// Whether there is no use in another attempt.
    is_hopeless: bool,
    /// What was answered, in words.
    words: String,
}

async fn send(world: &World, delivery: Delivery) -> Result<()> {
    let outcome = match delivery.kind {
        Kind::Webhook => send_webhook(world, &delivery).await?,
        Kind::Revocation => send_revocation(world, &delivery).await?,
    };
    let now = world.env.now();
    let wait = usize::try_from(delivery.attempts)
        .ok()
        .and_then(|tried| WAITS.get(tried));
    let next = wait.filter(|_| !outcome.is_hopeless).map(|wait| now + wait);
    world
        .db
        .write(move |db| match outcome.is_done {
            true => store::delivered(db, &delivery.name, &outcome.words, now),
            false => store::failed(db, &delivery.name, &outcome.words, now, next),
        })
        .await
}

async fn send_webhook(world: &World, delivery: &Delivery) -> Result<Outcome> {
    let app = world
        .db
        .read(|db| apps::store::get(db, &world.env, &delivery.connected_app))?;
    let timestamp = world.env.now();
    let mut question = Question::json(&delivery.url, delivery.content.reveal().to_owned())
        .header("webhook-id", delivery.name.clone())
        .header("webhook-timestamp", timestamp.to_string());
    if let Some(secret) = app.as_ref().and_then(|app| app.webhook_secret.as_ref()) {
        let signature = sign(secret, &delivery.name, timestamp, delivery.content.reveal());
        question = question.header("webhook-signature", signature);
    }
    Ok(match world.outbound.ask(question).await {
        Ok(answer) => Outcome {
            is_done: answer.is_success(),
            // 410 Gone: the receiver wants no more of it.
            is_hopeless: app.is_none() || answer.status == 410,
            words: describe(&answer, &[]),
        },
        Err(failure) => Outcome {
            is_done: false,
            is_hopeless: app.is_none(),
            words: failure.text,
        },
    })
}

/// The signature of a webhook: HMAC-SHA-256 over `id.timestamp.body`.
pub fn sign(secret: &Secret, id: &str, timestamp: Seconds, body: &str) -> String {
    let text = secret.reveal();
    let encoded = text.strip_prefix(SECRET_PREFIX).unwrap_or(text);
    let key = STANDARD.decode(encoded).unwrap_or_else(|_| text.as_bytes().to_vec());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

async fn send_revocation(world: &World, delivery: &Delivery) -> Result<Outcome> {
    let internal = |error: serde_json::Error| Error::Internal(error.to_string());
    let given_back: GivenBack = serde_json::from_str(delivery.content.reveal()).map_err(internal)?;
    let form = vec![
        ("token", given_back.token.as_str()),
        ("token_type_hint", given_back.hint.as_str()),
    ];
    let who = Identity {
        client_id: given_back.client_id,
        client_secret: given_back.client_secret.as_deref().map(Secret::of),
        auth: TokenAuth::from_option(&given_back.method),
        audience: delivery.url.clone(),
    };
    let question = token_request::prove(&world.db, &world.env, &who, &delivery.url, form)?;
    let secrets = question.secrets();
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    Ok(match world.outbound.ask(question).await {
        Ok(answer) => {
            let error = answer
                .json()
                .and_then(|json| Some(json.get("error")?.as_str()?.to_owned()));
            let is_refused = (400..500).contains(&answer.status) && answer.status != 429;
            Outcome {
                // What is unknown there is revoked already.
                is_done: answer.is_success() || error.as_deref() == Some("invalid_token"),
                is_hopeless: is_refused,
                words: describe(&answer, &secrets),
            }
        }
        Err(failure) => Outcome {
            is_done: false,
            is_hopeless: false,
            words: failure.text,
        },
    })
}

/// What was answered, in words.
fn describe(answer: &Answer, secrets: &[&str]) -> String {
    let said = String::from_utf8_lossy(&answer.body);
    let said = match answer.media_type.as_str() {
        "application/json" | "text/plain" => clean(&said, secrets, 200),
        _ => String::new(),
    };
    match (answer.is_success(), said.is_empty()) {
        (true, _) => format!("status {}", answer.status),
        (false, true) => answer.describe(),
        (false, false) => format!("{}: {said}", answer.describe()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification's reference libraries.
    #[test]
    fn webhooks_are_signed_as_standard_webhooks_have_it() {
        let secret = Secret::of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signature = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
