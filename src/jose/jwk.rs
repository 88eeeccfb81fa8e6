//! Public keys in JSON (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use super::Algorithm;
use crate::base::secret::{base64url, from_base64url, sha256};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A public key that signatures are verified with. It is read strictly: a key of another type, for
/// another use or another algorithm is none, and neither is one that tells its private part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Json>", into = "Map<String, Json>")]
pub struct Jwk {
    public: PublicKey,
    /// The one algorithm that it is for, where it says so (RFC 7517 §4.4).
    alg: Option<Algorithm>,
    /// Its name (RFC 7517 §4.5).
    pub kid: Option<String>,
}

/// The key itself: octets, big-endian.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PublicKey {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256 { x: [u8; 32], y: [u8; 32] },
    Ed25519 { x: [u8; 32] },
}

impl Jwk {
    pub(super) fn new(public: PublicKey, algorithm: Algorithm, kid: &str) -> Self {
        Jwk {
            public,
            alg: Some(algorithm),
            kid: Some(kid.to_owned()),
        }
    }

    /// Whether its signatures may be made with this algorithm: the one that it names, else one of its type's.
    pub fn is_for(&self, algorithm: Algorithm) -> bool {
        match self.alg {
            Some(own) => own == algorithm,
            None => self.public.algorithms().contains(&algorithm),
        }
    }

    /// The name that follows from the key (RFC 7638, with SHA-256, in base64url).
    pub fn thumbprint(&self) -> String {
        self.public.thumbprint()
    }

    /// Whether this is a signature over the message by the private part of this key, made with this algorithm.
    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        if !self.is_for(algorithm) {
            return false;
        }
        let verdict = match &self.public {
            PublicKey::Rsa { n, e } => {
                let padding = match algorithm {
                    Algorithm::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
                    _ => &signature::RSA_PKCS1_2048_8192_SHA256,
                };
                RsaPublicKeyComponents { n, e }.verify(padding, message, signature)
            }
            PublicKey::P256 { x, y } => {
                // An uncompressed point: 4, then x and y.
                let point = [&[4], &x[..], &y[..]].concat();
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            PublicKey::Ed25519 { x } => UnparsedPublicKey::new(&signature::ED25519, x).verify(message, signature),
        };
        verdict.is_ok()
    }
}

impl PublicKey {
    /// What keys of its type sign with.
    fn algorithms(&self) -> &'static [Algorithm] {
        match self {
            PublicKey::Rsa { .. } => &[Algorithm::RS256, Algorithm::PS256],
            PublicKey::P256 { .. } => &[Algorithm::ES256],
            PublicKey::Ed25519 { .. } => &[Algorithm::EdDSA],
        }
    }

    /// The members that make up the key.
    fn members(&self) -> Vec<(&'static str, String)> {
        match self {
            PublicKey::Rsa { n, e } => vec![("kty", "RSA".into()), ("n", base64url(n)), ("e", base64url(e))],
            PublicKey::P256 { x, y } => vec![
                ("kty", "EC".into()),
                ("crv", "P-256".into()),
                ("x", base64url(x)),
                ("y", base64url(y)),
            ],
            PublicKey::Ed25519 { x } => vec![("kty", "OKP".into()), ("crv", "Ed25519".into()), ("x", base64url(x))],
        }
    }

    /// RFC 7638 §3: the hash of just these members, sorted by name, without a space.
    pub(super) fn thumbprint(&self) -> String {
        let mut members = self.members();
        members.sort_unstable();
        let members: Map<String, Json> = members
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        base64url(&sha256(Json::Object(members).to_string().as_bytes()))
    }
}

impl TryFrom<Map<String, Json>> for Jwk {
    type Error = &'static str;

    fn try_from(members: Map<String, Json>) -> Result<Self, Self::Error> {
        let text = |name: &str| members.get(name).and_then(Json::as_str);
        let octets = |name: &str| {
            text(name)
                .and_then(from_base64url)
                .ok_or("a part of the key is missing")
        };
        let octets_32 = |name: &str| {
            octets(name)?
                .try_into()
                .map_err(|_| "a part of the key is too long or short")
        };
        if members.contains_key("d") {
            return Err("it tells its private part");
        }
        let public = match (text("kty"), text("crv")) {
            (Some("RSA"), _) => PublicKey::Rsa {
                n: octets("n")?,
                e: octets("e")?,
            },
            (Some("EC"), Some("P-256")) => PublicKey::P256 {
                x: octets_32("x")?,
                y: octets_32("y")?,
            },
            (Some("OKP"), Some("Ed25519")) => PublicKey::Ed25519 { x: octets_32("x")? },
            _ => return Err("its type is not understood"),
        };
        if text("use").is_some_and(|purpose| purpose != "sig") {
            return Err("it is not for signatures");
        }
        let alg = text("alg").map(Algorithm::from_name);
        if alg.is_some_and(|alg| alg.is_none_or(|alg| !public.algorithms().contains(&alg))) {
            return Err("it is for another algorithm");
        }
        Ok(Jwk {
            public,
            alg: alg.flatten(),
            kid: text("kid").map(str::to_owned),
        })
    }
}

impl From<Jwk> for Map<String, Json> {
    fn from(jwk: Jwk) -> Self {
        let alg = jwk.alg.map(|alg| alg.name().into());
        let about = [("kid", jwk.kid), ("use", Some("sig".into())), ("alg", alg)];
        let about = about.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let members = jwk.public.members().into_iter().chain(about);
        members.map(|(name, value)| (name.into(), value.into())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn read(jwk: &Json) -> Result<Jwk, String> {
        serde_json::from_value(jwk.clone()).map_err(|error| error.to_string())
    }

    #[test]
    fn keys_are_written_as_they_are_read() {
        for jwk in [
            json!({ "kty": "RSA", "n": "0vx7", "e": "AQAB", "kid": "one", "use": "sig", "alg": "RS256" }),
            json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "two", "use": "sig", "alg": "ES256" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": X, "use": "sig", "alg": "EdDSA" }),
        ] {
            assert_eq!(json!(read(&jwk).unwrap()).to_string(), jwk.to_string());
        }
        // What is not said is understood.
        let bare = read(&json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y })).unwrap();
        assert!(bare.is_for(Algorithm::ES256) && !bare.is_for(Algorithm::EdDSA) && bare.kid.is_none());
        let rsa = json!({ "kty": "RSA", "n": "0vx7", "e": "AQAB" });
        assert!([Algorithm::RS256, Algorithm::PS256].map(|alg| read(&rsa).unwrap().is_for(alg)) == [true, true]);
        let pss = json!({ "kty": "RSA", "n": "0vx7", "e": "AQAB", "alg": "PS256" });
        assert!([Algorithm::RS256, Algorithm::PS256].map(|alg| read(&pss).unwrap().is_for(alg)) == [false, true]);
    }

    #[test]
    fn what_is_no_key_for_signatures_is_not_read_as_one() {
        let good = json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y });
        for (name, value, why) in [
            ("kty", json!("oct"), "type"),
            ("kty", json!("OKP"), "type"),
            ("kty", json!("RSA"), "missing"),
            ("kty", json!(null), "type"),
            ("crv", json!("P-384"), "type"),
            ("x", json!("AQAB"), "too long or short"),
            ("y", json!(format!("{Y}=")), "missing"),
            ("y", json!(5), "missing"),
            ("use", json!("enc"), "not for signatures"),
            ("alg", json!("ES384"), "another algorithm"),
            ("alg", json!("HS256"), "another algorithm"),
            ("d", json!(X), "private"),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            assert!(read(&bad).unwrap_err().contains(why), "{bad}");
        }
        assert!(read(&json!([])).is_err());
    }

    /// RFC 7638 §3.1 and RFC 8037, appendix A.3.
    #[test]
    fn thumbprints_are_those_of_the_examples() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let rsa = json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
        let ed25519 = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
        for (jwk, thumbprint) in [
            (rsa, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
            (ed25519, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        ] {
            assert_eq!(read(&jwk).unwrap().thumbprint(), thumbprint);
        }
    }
}
