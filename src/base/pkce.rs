//! PKCE (RFC 7636): S256 only, for what we are asked and for what we ask.

use crate::base::secret;

/// Whether it has the form of a challenge or verifier: 43 to 128 unreserved characters (RFC 7636 §4.1, §4.2).
pub fn is_well_formed(challenge_or_verifier: &str) -> bool {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    (43..=128).contains(&challenge_or_verifier.len()) && challenge_or_verifier.chars().all(unreserved)
}

/// The challenge of a verifier (RFC 7636 §4.2).
pub fn challenge(verifier: &str) -> String {
    secret::base64url(&secret::sha256(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R06: S256 alone, 43 to 128 characters; with the example of RFC 7636, appendix B.
    #[test]
    fn r06_challenges_are_43_to_128_unreserved_characters() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_well_formed(verifier));
        assert!(!is_well_formed(&"a".repeat(42)));
        assert!(is_well_formed(&"a".repeat(128)));
        assert!(!is_well_formed(&"a".repeat(129)));
        assert!(!is_well_formed(&format!("{}+", "a".repeat(42))));
    }
}
