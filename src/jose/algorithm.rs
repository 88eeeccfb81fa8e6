//! The signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1).

use crate::base::secret;
use ring::digest;

/// An algorithm with a pair of keys: one signs, everybody may verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    RS256,
    PS256,
    ES256,
    EdDSA,
}

/// The algorithm with one secret for both sides (RFC 7518 §3.2). It is no [`Algorithm`]: whoever can
/// verify with it can also sign.
pub const HS256: &str = "HS256";

impl Algorithm {
    /// Every algorithm, the default first.
    pub const EVERY: [Algorithm; 4] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];

    /// The name in the registry.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::RS256 => "RS256",
            Algorithm::PS256 => "PS256",
            Algorithm::ES256 => "ES256",
            Algorithm::EdDSA => "EdDSA",
        }
    }

    /// Whether its keys are RSA's: they take long to make, and a while to sign.
    pub fn is_rsa(self) -> bool {
        matches!(self, Algorithm::RS256 | Algorithm::PS256)
    }

    /// The algorithm of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Algorithm::EVERY.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// The left half of a hash, by the hash function of the algorithm of this name: `at_hash` of an access
/// token (OpenID Connect Core §3.1.3.6).
pub fn half_hash(alg: &str, text: &str) -> String {
    let hash = match alg {
        "EdDSA" => &digest::SHA512,
        other if other.ends_with("512") => &digest::SHA512,
        other if other.ends_with("384") => &digest::SHA384,
        _ => &digest::SHA256,
    };
    let digest = digest::digest(hash, text.as_bytes());
    secret::base64url(&digest.as_ref()[..digest.as_ref().len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of OpenID Connect Core, appendix A.3, and the lengths of the other hash functions.
    #[test]
    fn half_hashes_go_by_the_hash_function_of_the_algorithm() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash("RS256", token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash("ES384", token).len(), 32);
        assert_eq!(half_hash("EdDSA", token).len(), 43);
        assert_eq!(half_hash("RS512", token).len(), 43);
    }

    #[test]
    fn names_are_those_of_the_registry_letter_for_letter() {
        for algorithm in Algorithm::EVERY {
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        }
        for other in ["none", "HS256", "rs256", "RS512", ""] {
            assert_eq!(Algorithm::from_name(other), None, "{other}");
        }
    }
}
