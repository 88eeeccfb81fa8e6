//! What a certificate authority asks for, to see whose a host is: a word at an address (HTTP-01, RFC 8555 §8.3), or a
//! certificate in a handshake of its own (TLS-ALPN-01, RFC 8737).

use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ClientHello;
use rustls::sign::CertifiedKey;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where the words stand (RFC 8555 §8.3).
pub const FOLDER: &str = "/.well-known/acme-challenge/";

/// The protocol of that handshake (RFC 8737 §6.2).
pub const PROTOCOL: &[u8] = b"acme-tls/1";

/// What is answered at the moment.
#[derive(Debug, Default)]
pub struct Challenges(Mutex<Answers>);

#[derive(Debug, Default)]
struct Answers {
    /// By token: what stands at its address.
    words: HashMap<String, String>,
    /// By host: what its handshake shows.
    certificates: HashMap<String, Arc<CertifiedKey>>,
}

/// Something is answered as long as this lives.
#[derive(Debug)]
pub struct Answered {
    challenges: Arc<Challenges>,
    name: String,
}

/// Whether a handshake is a certificate authority's question.
pub(super) fn is_asked(hello: &ClientHello<'_>) -> bool {
    let mut protocols = hello.alpn().into_iter().flatten();
    protocols.next() == Some(PROTOCOL) && protocols.next().is_none()
}

impl Challenges {
    /// Answers a token's address with this.
    pub fn answer_word(self: &Arc<Self>, token: &str, word: &str) -> Answered {
        self.answers().words.insert(token.to_owned(), word.to_owned());
        self.answered(token)
    }

    /// Answers the handshake of a host with this certificate and its key.
    pub fn answer_handshake(
        self: &Arc<Self>,
        host: &str,
        certificate: CertificateDer<'static>,
        key: &PrivateKeyDer<'_>,
    ) -> Result<Answered, String> {
        let key = any_ecdsa_type(key).map_err(|error| error.to_string())?;
        let shown = Arc::new(CertifiedKey::new(vec![certificate], key));
        self.answers().certificates.insert(host.to_owned(), shown);
        Ok(self.answered(host))
    }

    /// What stands at the address of a token.
    pub fn word(&self, token: &str) -> Option<String> {
        self.answers().words.get(token).cloned()
    }

    pub(super) fn certificate(&self, host: &str) -> Option<Arc<CertifiedKey>> {
        self.answers().certificates.get(host).cloned()
    }

    fn answered(self: &Arc<Self>, name: &str) -> Answered {
        Answered {
            challenges: Arc::clone(self),
            name: name.to_owned(),
        }
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Answered {
    fn drop(&mut self) {
        let mut answers = self.challenges.answers();
        answers.words.remove(&self.name);
        answers.certificates.remove(&self.name);
    }
}
