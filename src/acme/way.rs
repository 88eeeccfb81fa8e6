//! The ways in which a certificate authority sees whose a host is.

use crate::web::listen::tls::{Answered, Certificates};
use instant_acme::{ChallengeType, KeyAuthorization};
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A certificate in a handshake of its own (RFC 8737).
    TlsAlpn01,
    /// A word at an address (RFC 8555 §8.3).
    Http01,
}

impl Way {
    /// All of them, that of this name first.
    pub fn by_preference(name: Option<&str>) -> [Way; 2] {
        match name == Some(Way::Http01.name()) {
            true => [Way::Http01, Way::TlsAlpn01],
            false => [Way::TlsAlpn01, Way::Http01],
        }
    }

    /// Its name at IANA.
    pub const fn name(self) -> &'static str {
        match self {
            Way::TlsAlpn01 => "tls-alpn-01",
            Way::Http01 => "http-01",
        }
    }

    /// The port that the authority comes to.
    pub const fn port(self) -> u16 {
        match self {
            Way::TlsAlpn01 => 443,
            Way::Http01 => 80,
        }
    }

    /// What the library calls it.
    pub const fn challenge(self) -> ChallengeType {
        match self {
            Way::TlsAlpn01 => ChallengeType::TlsAlpn01,
            Way::Http01 => ChallengeType::Http01,
        }
    }

    /// Answers the authority's question for as long as the returned value lives.
    pub fn answer(
        self,
        certificates: &Certificates,
        token: &str,
        answer: &KeyAuthorization,
    ) -> Result<Answered, String> {
        let challenges = certificates.challenges();
        if self == Way::Http01 {
            return Ok(challenges.answer_word(token, answer.as_str()));
        }
        let words = |error: rcgen::Error| error.to_string();
        let host = certificates.host();
        let mut asked = CertificateParams::new([host.to_owned()]).map_err(words)?;
        asked.distinguished_name = DistinguishedName::new();
        asked.custom_extensions = vec![CustomExtension::new_acme_identifier(answer.digest().as_ref())];
        let key = KeyPair::generate().map_err(words)?;
        let shown = asked.self_signed(&key).map_err(words)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        challenges.answer_handshake(host, shown.der().clone(), &key)
    }
}
