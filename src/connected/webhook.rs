//! Webhooks: the ERP is told how a connection fares, signed as Standard Webhooks have it
//! (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, `webhook-signature`.

use crate::base::clock;
use crate::base::secret::Secret;
use crate::base::{Env, Result, Seconds, random};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::tokens::Held;
use crate::db::Write;
use crate::outbound::Request;
use crate::outbox::{self, Delivery, Kind, Message, Sent};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::json;

/// What a webhook secret begins with, as Standard Webhooks have it.
const SECRET_PREFIX: &str = "whsec_";

/// A new webhook secret: 256 random bits.
pub fn new_secret(env: &Env) -> Secret {
    let bytes = random::bytes::<32>(&*env.random);
    Secret::of(&format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes)))
}

/// Has the app's webhook told how a connection fares, in the transaction that changes it.
pub fn enqueue(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, event: &'static str) -> Result<()> {
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
    let message = Message {
        kind: Kind::Webhook,
        event,
        receiver: &app.provider_name,
        connected_app: Some(&app.name),
        client: None,
        user: held.user.as_deref(),
        url,
        content: body.to_string(),
    };
    outbox::enqueue(db, env, &message)
}

/// Sends a webhook once.
pub async fn send(world: &World, delivery: &Delivery) -> Result<Sent> {
    let app = match &delivery.connected_app {
        Some(name) => world.db.read(|db| apps::find(db, &world.env, name))?,
        None => None,
    };
    let content = delivery.content(&world.env)?;
    let timestamp = world.env.now();
    let mut request = Request::json(&delivery.url, content.reveal().to_owned())
        .header("webhook-id", delivery.name.clone())
        .header("webhook-timestamp", timestamp.to_string());
    if let Some(secret) = app.as_ref().and_then(|app| app.webhook_secret.as_ref()) {
        let signature = sign(secret, &delivery.name, timestamp, content.reveal());
        request = request.header("webhook-signature", signature);
    }
    let answer = world.outbound.send(request).await;
    // 410 Gone: the receiver wants no more of it.
    let is_unwanted = answer.as_ref().is_ok_and(|response| response.status == 410);
    Ok(Sent {
        is_hopeless: app.is_none() || is_unwanted,
        ..Sent::of(&answer, &[])
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
            Seconds(1_614_265_330),
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
