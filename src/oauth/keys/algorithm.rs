//! The signature algorithms of ID tokens (RFC 7518 §3.1, RFC 8037): making keys, signing, verifying.

use crate::base::{Error, Random, Result, random, secret};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey};
use rsa::pkcs8::EncodePrivateKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Value as Json, json};

/// An algorithm that ID tokens are signed with. `none` and HS256 do not exist here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    RS256,
    ES256,
    EdDSA,
}

/// A key that can sign.
pub struct Signer {
    /// The `kid` of its public part.
    pub kid: String,
    /// The `alg` of what it signs.
    pub algorithm: Algorithm,
    key: PrivateKey,
}

enum PrivateKey {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

fn failed(what: &str) -> Error {
    Error::Internal(format!("{what} failed"))
}

impl Algorithm {
    /// Every algorithm, the default first.
    pub const EVERY: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

    /// The name in the registry.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::RS256 => "RS256",
            Algorithm::ES256 => "ES256",
            Algorithm::EdDSA => "EdDSA",
        }
    }

    /// The algorithm of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Algorithm::EVERY.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// A new key: PKCS#8 and the public JWK without `kid`.
    pub fn generate(self, random: &dyn Random) -> Result<(Vec<u8>, Json)> {
        // ring takes its randomness from the operating system only; so does key generation.
        let system = SystemRandom::new();
        match self {
            Algorithm::RS256 => generate_rsa(random),
            Algorithm::ES256 => {
                let pkcs8 = EcdsaKeyPair::generate_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &system)
                    .map_err(|_| failed("key generation"))?;
                let key = open_ecdsa(pkcs8.as_ref())?;
                // An uncompressed point: 4, then x and y of 32 bytes each.
                let point = key.public_key().as_ref();
                let jwk = json!({
                    "kty": "EC", "crv": "P-256",
                    "x": secret::base64url(&point[1..33]), "y": secret::base64url(&point[33..65]),
                });
                Ok((pkcs8.as_ref().to_vec(), jwk))
            }
            Algorithm::EdDSA => {
                let pkcs8 = Ed25519KeyPair::generate_pkcs8(&system).map_err(|_| failed("key generation"))?;
                let key = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).map_err(|_| failed("key generation"))?;
                let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": secret::base64url(key.public_key().as_ref()) });
                Ok((pkcs8.as_ref().to_vec(), jwk))
            }
        }
    }

    /// Whether a signature over a message is of the key in this JWK.
    pub fn verify(self, jwk: &Json, message: &[u8], signature: &[u8]) -> bool {
        let part = |name: &str| {
            let text = jwk.get(name).and_then(Json::as_str).unwrap_or_default();
            secret::from_base64url(text).unwrap_or_default()
        };
        match self {
            Algorithm::RS256 => {
                let key = signature::RsaPublicKeyComponents {
                    n: part("n"),
                    e: part("e"),
                };
                key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
                    .is_ok()
            }
            Algorithm::ES256 => {
                let point = [vec![4], part("x"), part("y")].concat();
                let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point);
                key.verify(message, signature).is_ok()
            }
            Algorithm::EdDSA => {
                let key = UnparsedPublicKey::new(&signature::ED25519, part("x"));
                key.verify(message, signature).is_ok()
            }
        }
    }
}

impl Signer {
    /// Opens a key from PKCS#8.
    pub fn open(kid: &str, algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self> {
        let key = match algorithm {
            Algorithm::RS256 => PrivateKey::Rsa(RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| failed("opening a key"))?),
            Algorithm::ES256 => PrivateKey::Ecdsa(open_ecdsa(pkcs8)?),
            Algorithm::EdDSA => {
                PrivateKey::Ed25519(Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| failed("opening a key"))?)
            }
        };
        Ok(Signer {
            kid: kid.to_owned(),
            algorithm,
            key,
        })
    }

    /// The signature over a message.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let system = SystemRandom::new();
        match &self.key {
            PrivateKey::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &system, message, &mut signature)
                    .map_err(|_| failed("signing"))?;
                Ok(signature)
            }
            PrivateKey::Ecdsa(key) => {
                let signature = key.sign(&system, message).map_err(|_| failed("signing"))?;
                Ok(signature.as_ref().to_vec())
            }
            PrivateKey::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        }
    }
}

fn open_ecdsa(pkcs8: &[u8]) -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new())
        .map_err(|_| failed("opening a key"))
}

fn generate_rsa(random: &dyn Random) -> Result<(Vec<u8>, Json)> {
    let key = rsa::RsaPrivateKey::new(&mut ForRsa(random), 2048).map_err(|_| failed("key generation"))?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| failed("key generation"))?;
    let jwk = json!({
        "kty": "RSA",
        "n": secret::base64url(&key.n().to_bytes_be()),
        "e": secret::base64url(&key.e().to_bytes_be()),
    });
    Ok((pkcs8.as_bytes().to_vec(), jwk))
}

/// Our randomness in the form that the `rsa` crate takes.
struct ForRsa<'a>(&'a dyn Random);

impl rsa::rand_core::RngCore for ForRsa<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(random::bytes(self.0))
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(random::bytes(self.0))
    }

    fn fill_bytes(&mut self, buffer: &mut [u8]) {
        self.0.fill(buffer);
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> std::result::Result<(), rsa::rand_core::Error> {
        self.0.fill(buffer);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for ForRsa<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SystemRandomness;

    #[test]
    fn each_algorithm_verifies_its_own_signatures_only() {
        for algorithm in Algorithm::EVERY {
            let (private, jwk) = algorithm.generate(&SystemRandomness::new()).unwrap();
            let signer = Signer::open("kid", algorithm, &private).unwrap();
            let signature = signer.sign(b"message").unwrap();
            assert!(algorithm.verify(&jwk, b"message", &signature), "{algorithm:?}");
            assert!(!algorithm.verify(&jwk, b"another", &signature));
            assert!(!algorithm.verify(&jwk, b"message", &[]));
            assert!(!algorithm.verify(&json!({}), b"message", &signature));
        }
    }
}
