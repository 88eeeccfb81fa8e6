//! Private keys: making them, opening them, signing with them.

use super::jwk::PublicKey;
use super::{Algorithm, Jwk};
use crate::base::{Error, Random, Result, random};
use ring::rsa::PublicKeyComponents;
use ring::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair};
use rsa::pkcs8::EncodePrivateKey;

/// A key that can sign.
pub struct Signer {
    /// The name of its public part.
    pub kid: String,
    key: PrivateKey,
}

enum PrivateKey {
    /// With the padding that the algorithm asks for.
    Rsa(RsaKeyPair, Algorithm),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

fn failed(what: &str) -> Error {
    Error::Internal(format!("{what} failed"))
}

impl Signer {
    /// A new key, as PKCS#8 and opened. Its name follows from its public part (RFC 7638). RSA takes seconds.
    pub fn generate(algorithm: Algorithm, random: &dyn Random) -> Result<(Vec<u8>, Self)> {
        let failed = |_| failed("key generation");
        let system = random::system();
        let pkcs8 = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => generate_rsa(random)?,
            Algorithm::ES256 => {
                let made = EcdsaKeyPair::generate_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &system);
                made.map_err(failed)?.as_ref().to_vec()
            }
            Algorithm::EdDSA => {
                let made = Ed25519KeyPair::generate_pkcs8(&system);
                made.map_err(failed)?.as_ref().to_vec()
            }
        };
        let key = PrivateKey::open(algorithm, &pkcs8)?;
        let kid = key.public().thumbprint();
        Ok((pkcs8, Signer { kid, key }))
    }

    /// Opens a key from PKCS#8.
    pub fn open(kid: &str, algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self> {
        Ok(Signer {
            kid: kid.to_owned(),
            key: PrivateKey::open(algorithm, pkcs8)?,
        })
    }

    /// What it signs with.
    pub fn algorithm(&self) -> Algorithm {
        match &self.key {
            PrivateKey::Rsa(_, algorithm) => *algorithm,
            PrivateKey::P256(_) => Algorithm::ES256,
            PrivateKey::Ed25519(_) => Algorithm::EdDSA,
        }
    }

    /// Its public part, under its name.
    pub fn public_jwk(&self) -> Jwk {
        Jwk::new(self.key.public(), self.algorithm(), &self.kid)
    }

    /// The signature over a message.
    pub(super) fn signature(&self, message: &[u8]) -> Result<Vec<u8>> {
        let system = random::system();
        match &self.key {
            PrivateKey::Rsa(key, algorithm) => {
                let padding: &dyn signature::RsaEncoding = match algorithm {
                    Algorithm::PS256 => &signature::RSA_PSS_SHA256,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(padding, &system, message, &mut signature)
                    .map_err(|_| failed("signing"))?;
                Ok(signature)
            }
            PrivateKey::P256(key) => {
                let signature = key.sign(&system, message).map_err(|_| failed("signing"))?;
                Ok(signature.as_ref().to_vec())
            }
            PrivateKey::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        }
    }
}

impl PrivateKey {
    fn open(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self> {
        let opened = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => {
                RsaKeyPair::from_pkcs8(pkcs8).map(|key| PrivateKey::Rsa(key, algorithm))
            }
            Algorithm::ES256 => {
                let signing = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
                EcdsaKeyPair::from_pkcs8(signing, pkcs8, &random::system()).map(PrivateKey::P256)
            }
            Algorithm::EdDSA => Ed25519KeyPair::from_pkcs8(pkcs8).map(PrivateKey::Ed25519),
        };
        opened.map_err(|_| failed("opening a key"))
    }

    fn public(&self) -> PublicKey {
        let octets_32 = |part: &[u8]| {
            let mut octets = [0; 32];
            octets.copy_from_slice(part);
            octets
        };
        match self {
            PrivateKey::Rsa(key, _) => {
                let PublicKeyComponents { n, e } = key.public().into();
                PublicKey::Rsa { n, e }
            }
            PrivateKey::P256(key) => {
                // An uncompressed point: 4, then x and y of 32 octets each.
                let point = key.public_key().as_ref();
                PublicKey::P256 {
                    x: octets_32(&point[1..33]),
                    y: octets_32(&point[33..65]),
                }
            }
            PrivateKey::Ed25519(key) => PublicKey::Ed25519 {
                x: octets_32(key.public_key().as_ref()),
            },
        }
    }
}

fn generate_rsa(random: &dyn Random) -> Result<Vec<u8>> {
    let key = rsa::RsaPrivateKey::new(&mut ForRsa(random), 2048).map_err(|_| failed("key generation"))?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| failed("key generation"))?;
    Ok(pkcs8.as_bytes().to_vec())
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
            let (private, made) = Signer::generate(algorithm, &SystemRandomness::new()).unwrap();
            assert_eq!(made.kid, made.public_jwk().thumbprint());
            let signer = Signer::open("another name", algorithm, &private).unwrap();
            assert_eq!(signer.algorithm(), algorithm);
            let signature = signer.signature(b"message").unwrap();
            let key = made.public_jwk();
            assert!(key.verifies(algorithm, b"message", &signature), "{algorithm:?}");
            assert!(!key.verifies(algorithm, b"another", &signature));
            assert!(!key.verifies(algorithm, b"message", &[]));
            for other in Algorithm::EVERY.into_iter().filter(|other| *other != algorithm) {
                assert!(
                    !key.verifies(other, b"message", &signature),
                    "{algorithm:?} as {other:?}"
                );
                if algorithm.is_rsa() && other.is_rsa() {
                    continue;
                }
                assert!(Signer::open("", other, &private).is_err(), "{algorithm:?} as {other:?}");
            }
        }
    }
}
