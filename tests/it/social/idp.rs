//! A scripted OpenID provider: it says what a test tells it to, signed as it should be or not.

use crate::support::over;
use crate::support::rude::{Rude, json as answer};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

pub struct Idp {
    pub origin: String,
    pub server: Rude,
    key: EcdsaKeyPair,
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

impl Idp {
    pub async fn start() -> Self {
        let server = Rude::start(|_| answer(json!({}))).await;
        Idp {
            origin: server.origin.clone(),
            server,
            key: new_key(),
        }
    }

    /// Its public key, by this name.
    pub fn jwk(&self, kid: &str) -> Value {
        let point = self.key.public_key().as_ref();
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
                "x": encode(&point[1..33]), "y": encode(&point[33..65]) })
    }

    /// A signed token with these claims.
    pub fn sign(&self, header: Value, claims: &Value) -> String {
        let message = format!(
            "{}.{}",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = self.key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", encode(signature.as_ref()))
    }

    /// The claims of a usual person, for this nonce.
    pub fn claims(&self, nonce: &str, changed: &Value) -> Value {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.unwrap().as_secs();
        let usual = json!({
            "iss": self.origin, "aud": "mock-client", "sub": "carol-1", "nonce": nonce,
            "iat": now, "exp": now + 3600,
            "email": "carol@example.com", "email_verified": true, "name": "Carol Danvers",
        });
        over(usual, changed)
    }

    /// Answers from now on as this person's provider: the ID token has the claims, userinfo the same.
    pub fn tells(&self, nonce: &str, changed: Value) {
        let claims = self.claims(nonce, &changed);
        let token = self.sign(json!({ "alg": "ES256", "kid": "one" }), &claims);
        self.says(Some(token), claims);
    }

    /// Answers from now on with this ID token and userinfo.
    pub fn says(&self, id_token: Option<String>, userinfo: Value) {
        let keys = json!({ "keys": [self.jwk("one")] });
        self.server.becomes(move |seen| match seen.path() {
            "/token" => answer(over(
                json!({ "access_token": "an-access-token", "token_type": "Bearer", "id_token": id_token }),
                &match id_token {
                    Some(_) => json!({}),
                    None => json!({ "id_token": null }),
                },
            )),
            "/jwks" => answer(keys.clone()),
            _ => answer(userinfo.clone()),
        });
    }
}
