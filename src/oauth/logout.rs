//! Back-channel logout (OpenID Connect Back-Channel Logout 1.0): when somebody's session ends here, each app that it signed
//! in to and that says where is told, so that it ends its own.
//!
//! The message waits in the [`outbox`]; the logout token is made when it is sent, for it is good for two minutes.

use super::clients;
use super::grants::SignedIn;
use super::id_token::Key;
use super::keys::Keys;
use crate::base::{Env, Result, Seconds, SessionId, UserId, random};
use crate::db::Write;
use crate::outbound::Request;
use crate::outbox::{self, Delivery, Kind, Message, Sent};
use crate::users;
use crate::world::World;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// What a logout token is, as its claims say (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Its `typ` (§2.4).
const TYPE: &str = "logout+jwt";
/// How long it is good for: it is used at once (§2.4 recommends two minutes at most).
const LIFETIME: Seconds = Seconds(120);

/// Whose sign-in ended.
#[derive(Serialize, Deserialize)]
struct Ended {
    sub: UserId,
    sid: SessionId,
}

/// Has apps told of sign-ins that end, those that say where.
pub fn tell(db: &Write, env: &Env, ended: Vec<SignedIn>) -> Result<()> {
    for SignedIn {
        client_id, sub, sid, ..
    } in ended
    {
        let client = clients::get(db, &client_id)?;
        let Some((client, url)) = client
            .as_ref()
            .and_then(|client| Some((client, client.hears_logouts_at()?)))
        else {
            continue;
        };
        let user = users::by_id(db, &sub)?;
        let ended = Ended { sub, sid };
        let message = Message {
            kind: Kind::Logout,
            event: "session.ended",
            receiver: &client.app_name,
            connected_app: None,
            client: Some(&client.id),
            user: user.as_ref().map(|user| user.email.as_str()),
            url,
            content: outbox::written(&ended)?,
        };
        outbox::enqueue(db, env, &message)?;
    }
    Ok(())
}

/// Tells an app once (§2.5).
pub async fn send(world: &World, keys: &Keys, delivery: &Delivery) -> Result<Sent> {
    let ended: Ended = delivery.read(&world.env)?;
    let client = match &delivery.client {
        Some(id) => world.db.read(|db| clients::get(db, id))?,
        None => None,
    };
    // Where it hears of it now: the address may have been mended since.
    let known = client
        .as_ref()
        .and_then(|client| Some((client, client.hears_logouts_at()?)));
    let Some((client, url)) = known else {
        return Ok(Sent::hopeless(
            "The app has no Back-Channel Logout URI any more.".into(),
        ));
    };
    let key = Key::of(keys, &world.db, &world.env, client).await?;
    let claims = claims(&world.env, client.id.as_str(), &ended);
    let token = key.sign_as(TYPE, claims).await?;
    let request = Request::form(url, &[("logout_token", &token)]);
    Ok(Sent::of(&world.outbound.send(request).await, &[&token]))
}

/// What the token says (§2.4): nothing that an ID token would, and no `nonce`.
fn claims(env: &Env, client_id: &str, ended: &Ended) -> Map<String, Json> {
    let now = env.now();
    let mut claims = Map::new();
    claims.insert("iss".into(), json!(&*env.base_url));
    claims.insert("aud".into(), json!(client_id));
    claims.insert("iat".into(), json!(now));
    claims.insert("exp".into(), json!(now + LIFETIME));
    claims.insert("jti".into(), json!(random::hex::<16>(&*env.random)));
    claims.insert("sub".into(), json!(ended.sub));
    claims.insert("sid".into(), json!(ended.sid));
    claims.insert("events".into(), json!({ EVENT: {} }));
    claims
}
