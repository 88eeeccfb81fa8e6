//! Signed JSON objects (JWS, RFC 7515, in the compact form; JWT, RFC 7519).

use super::{Algorithm, HS256, Jwk, Signer};
use crate::base::{Error, Result, Text, secret, text};
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::fmt;

/// The header (RFC 7515 §4.1), as far as it is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What kind of token it is; `JWT` says nothing more than that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// The algorithm that it claims to be signed by.
    #[serde(default)]
    pub alg: String,
    /// The name of the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// A key that it brings along: only a DPoP proof is verified with its own (RFC 9449 §4.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwk: Option<Json>,
}

/// A token in its parts, believed by nobody yet.
#[derive(Clone, Debug)]
pub struct Jws {
    pub header: Header,
    claims: Map<String, Json>,
    /// What is signed (RFC 7515 §5.2, point 8).
    message: String,
    signature: Vec<u8>,
}

/// Why a token is not believed; as words, said of "it".
#[derive(Clone, Debug, PartialEq)]
pub enum JwsError {
    /// It does not have the form.
    Malformed,
    /// It has headers that must be understood (RFC 7515 §4.1.11).
    Critical,
    /// It names no algorithm, or `none`.
    Unsigned(String),
    /// It names an algorithm that is not understood.
    Algorithm(String),
    /// It is not signed with a key that it may be signed with.
    Signature,
}

/// A token of this type (RFC 7515 §4.1.9) with these claims, an object. RSA takes a while.
pub fn sign(signer: &Signer, typ: &str, claims: &impl Serialize) -> Result<String> {
    let header = Header {
        typ: Some(typ.to_owned()),
        alg: signer.algorithm().name().to_owned(),
        kid: Some(signer.kid.clone()),
        jwk: None,
    };
    let message = format!("{}.{}", encode(&header)?, encode(claims)?);
    let signature = signer.signature(message.as_bytes())?;
    Ok(format!("{message}.{}", secret::base64url(&signature)))
}

/// A token signed by HS256 with a secret that both sides have.
pub fn sign_with_secret(secret: &[u8], typ: &str, claims: &impl Serialize) -> Result<String> {
    let header = Header {
        typ: Some(typ.to_owned()),
        alg: HS256.to_owned(),
        kid: None,
        jwk: None,
    };
    let message = format!("{}.{}", encode(&header)?, encode(claims)?);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    Ok(format!("{message}.{}", secret::base64url(tag.as_ref())))
}

fn encode(part: &impl Serialize) -> Result<String> {
    let bytes = serde_json::to_vec(part).map_err(|error| Error::Internal(format!("encoding a token: {error}")))?;
    Ok(secret::base64url(&bytes))
}

impl Header {
    /// The algorithm that it names.
    pub fn algorithm(&self) -> std::result::Result<Algorithm, JwsError> {
        Algorithm::from_name(&self.alg).ok_or_else(|| JwsError::Algorithm(self.alg.clone()))
    }
}

impl Jws {
    /// Takes a token apart. What must be understood and is not, and what is not signed, is refused here.
    pub fn split(token: &str) -> std::result::Result<Self, JwsError> {
        let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
            return Err(JwsError::Malformed);
        };
        let object =
            |part: &str| -> Option<Map<String, Json>> { serde_json::from_slice(&secret::from_base64url(part)?).ok() };
        let members = object(header).ok_or(JwsError::Malformed)?;
        let jws = Jws {
            claims: object(claims).ok_or(JwsError::Malformed)?,
            message: format!("{header}.{claims}"),
            signature: secret::from_base64url(signature).ok_or(JwsError::Malformed)?,
            header: serde_json::from_value(Json::Object(members.clone())).map_err(|_| JwsError::Malformed)?,
        };
        if members.contains_key("crit") {
            return Err(JwsError::Critical);
        }
        match jws.header.alg.as_str() {
            none if none.is_empty() || none.eq_ignore_ascii_case("none") => Err(JwsError::Unsigned(none.to_owned())),
            _ => Ok(jws),
        }
    }

    /// What it says, while nobody vouches for it: to find the key, or to show it.
    pub fn unverified(&self) -> &Map<String, Json> {
        &self.claims
    }

    /// What it says, if it is signed with one of these keys by the algorithm that is the key's.
    pub fn verify<'a>(
        self,
        keys: impl IntoIterator<Item = &'a Jwk>,
    ) -> std::result::Result<Map<String, Json>, JwsError> {
        let algorithm = self.header.algorithm()?;
        let verifies = |key: &Jwk| key.verifies(algorithm, self.message.as_bytes(), &self.signature);
        match keys.into_iter().any(verifies) {
            true => Ok(self.claims),
            false => Err(JwsError::Signature),
        }
    }

    /// What it says, if it is signed by HS256 with this secret. Only for whoever agreed on HS256, and on nothing else.
    pub fn verify_with_secret(self, secret: &[u8]) -> std::result::Result<Map<String, Json>, JwsError> {
        if self.header.alg != HS256 {
            return Err(JwsError::Algorithm(self.header.alg));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let is_right = hmac::verify(&key, self.message.as_bytes(), &self.signature).is_ok();
        match is_right && !secret.is_empty() {
            true => Ok(self.claims),
            false => Err(JwsError::Signature),
        }
    }
}

impl JwsError {
    /// What is wrong with the token.
    pub fn words(&self) -> Text {
        match self {
            JwsError::Malformed => "it is no signed JWT".into(),
            JwsError::Critical => "it has critical headers that are not understood".into(),
            JwsError::Unsigned(alg) => text!("it is signed by { $alg }", alg = format!("{alg:?}")),
            JwsError::Algorithm(alg) => {
                text!(
                    "it is signed by { $alg }; RS256, PS256, ES256 and EdDSA are understood",
                    alg = format!("{alg:?}")
                )
            }
            JwsError::Signature => "its signature is not made with the right key".into(),
        }
    }
}

impl From<JwsError> for Text {
    fn from(error: JwsError) -> Self {
        error.words()
    }
}

impl fmt::Display for JwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SystemRandomness;
    use serde_json::json;

    fn part(part: &str) -> String {
        secret::base64url(part.as_bytes())
    }

    fn claims() -> Map<String, Json> {
        Map::from_iter([("sub".to_owned(), json!("alice"))])
    }

    fn refusal(token: &str, key: &Jwk) -> JwsError {
        match Jws::split(token) {
            Ok(jws) => jws.verify([key]).unwrap_err(),
            Err(refusal) => refusal,
        }
    }

    #[test]
    fn each_key_verifies_its_own_tokens_only() {
        let signers =
            Algorithm::EVERY.map(|algorithm| Signer::generate(algorithm, &SystemRandomness::new()).unwrap().1);
        for signer in &signers {
            let token = sign(signer, "JWT", &claims()).unwrap();
            let split = || Jws::split(&token).unwrap();
            let header = json!({ "typ": "JWT", "alg": signer.algorithm().name(), "kid": signer.kid });
            assert_eq!(json!(split().header).to_string(), header.to_string());
            for other in &signers {
                let is_own = other.kid == signer.kid;
                assert_eq!(split().verify([&other.public_jwk()]).is_ok(), is_own, "{header}");
            }
            let every: Vec<Jwk> = signers.iter().map(Signer::public_jwk).collect();
            assert_eq!(split().verify(&every), Ok(claims()), "one of several keys");
            assert_eq!(split().verify([]), Err(JwsError::Signature));
            // Other words under the same signature, half a signature, no signature.
            let [header, body, signature] = token.split('.').collect::<Vec<_>>()[..] else {
                panic!("{token}");
            };
            let forged = [
                format!("{header}.{}.{signature}", part("{\"sub\":\"bob\"}")),
                format!("{header}.{body}.{}", &signature[..signature.len() / 2 / 4 * 4]),
                format!("{header}.{body}."),
            ];
            for token in forged {
                assert_eq!(refusal(&token, &signer.public_jwk()), JwsError::Signature, "{token}");
            }
        }
    }

    /// What a token says of itself does not decide how it is verified (A32: no algorithm confusion).
    #[test]
    fn a32_none_confusion_and_critical_headers_are_refused() {
        let (_, signer) = Signer::generate(Algorithm::ES256, &SystemRandomness::new()).unwrap();
        let key = signer.public_jwk();
        let signed = |header: &str| {
            let message = format!("{}.{}", part(header), part("{}"));
            let signature = signer.signature(message.as_bytes()).unwrap();
            format!("{message}.{}", secret::base64url(&signature))
        };
        let secret = json!(key).to_string();
        let message = format!("{}.{}", part("{\"alg\":\"HS256\"}"), part("{}"));
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            message.as_bytes(),
        );
        let hs256 = format!("{message}.{}", secret::base64url(tag.as_ref()));
        for (token, expected) in [
            (hs256, JwsError::Algorithm("HS256".into())),
            (signed("{\"alg\":\"none\"}"), JwsError::Unsigned("none".into())),
            (signed("{\"alg\":\"NoNe\"}"), JwsError::Unsigned("NoNe".into())),
            (signed("{}"), JwsError::Unsigned(String::new())),
            (signed("{\"alg\":\"es256\"}"), JwsError::Algorithm("es256".into())),
            (signed("{\"alg\":\"RS256\"}"), JwsError::Signature),
            (signed("{\"alg\":\"ES256\",\"crit\":[\"b64\"]}"), JwsError::Critical),
            (signed("{\"alg\":\"ES256\",\"crit\":null}"), JwsError::Critical),
            (signed("{\"alg\":5}"), JwsError::Malformed),
            (signed("[\"JWT\",\"ES256\",\"one\"]"), JwsError::Malformed),
            (signed("{\"alg\":\"ES256\"}") + ".", JwsError::Malformed),
            (signed("{\"alg\":\"ES256\"}") + "=", JwsError::Malformed),
            ("a.b.c".into(), JwsError::Malformed),
            ("a.b".into(), JwsError::Malformed),
            (String::new(), JwsError::Malformed),
        ] {
            assert_eq!(refusal(&token, &key), expected, "{token}");
        }
        let good = Jws::split(&signed("{\"alg\":\"ES256\"}")).unwrap();
        assert_eq!(good.clone().verify([&key]), Ok(Map::new()));
        assert_eq!(
            good.verify_with_secret(secret.as_bytes()),
            Err(JwsError::Algorithm("ES256".into()))
        );
    }

    const EXAMPLE: &str =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /// RFC 7515, appendix A.3.
    #[test]
    fn the_example_with_es256_is_verified() {
        let key = json!({
            "kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        });
        let key: Jwk = serde_json::from_value(key).unwrap();
        let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let jws = Jws::split(&format!("eyJhbGciOiJFUzI1NiJ9.{EXAMPLE}.{signature}")).unwrap();
        assert_eq!(jws.verify([&key]).unwrap()["iss"], "joe");
    }

    /// RFC 7515, appendix A.1; an empty secret is none.
    #[test]
    fn the_example_with_hs256_is_verified_with_its_secret_only() {
        let secret = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let secret = secret::from_base64url(secret).unwrap();
        let header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
        let token = format!("{header}.{EXAMPLE}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let jws = Jws::split(&token).unwrap();
        assert_eq!(jws.unverified()["iss"], "joe");
        assert!(jws.clone().verify_with_secret(&secret).is_ok());
        assert_eq!(jws.verify_with_secret(b"another"), Err(JwsError::Signature));
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, b""),
            format!("{header}.{EXAMPLE}").as_bytes(),
        );
        let unkeyed = format!("{header}.{EXAMPLE}.{}", secret::base64url(tag.as_ref()));
        assert_eq!(
            Jws::split(&unkeyed).unwrap().verify_with_secret(b""),
            Err(JwsError::Signature)
        );
    }
}
