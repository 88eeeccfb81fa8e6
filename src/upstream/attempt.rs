//! Somebody on the way to the other side and back: what is made for it, and what of it is stored.
//!
//! The state is 256 random bits, used once, lives ten minutes and is bound to the browser (A53: no confused deputy;
//! A54: no check can be dropped). State, nonce and browser are only compared: their hashes are stored. The PKCE
//! verifier is sent once more, so it is sealed.

use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Result, Seconds};

/// How long people may take at the other side.
const LIFETIME: Seconds = MINUTE.times(10);

/// What an attempt is made with, beside its state.
pub struct Protection {
    /// PKCE (RFC 7636).
    pub pkce: bool,
    /// The nonce that an ID token repeats (OpenID Connect Core §3.1.2.1).
    pub nonce: bool,
}

/// A new attempt, in clear.
pub struct NewAttempt {
    pub state: Secret,
    pub nonce: Option<Secret>,
    pub verifier: Option<Secret>,
}

/// A new attempt as its table keeps it.
pub struct Stored {
    pub state_hash: String,
    pub browser_hash: String,
    pub nonce_hash: Option<String>,
    pub verifier_sealed: Option<String>,
    pub created_at: Seconds,
    pub expires_at: Seconds,
}

impl NewAttempt {
    /// Makes an attempt.
    pub fn make(env: &Env, protection: &Protection) -> Self {
        let secret = || Secret::generate(&*env.random);
        NewAttempt {
            state: secret(),
            nonce: protection.nonce.then(secret),
            verifier: protection.pkce.then(secret),
        }
    }

    /// What a table stores of it, for the browser of this cookie.
    pub fn stored(&self, env: &Env, table: &str, browser: &str) -> Stored {
        let state_hash = self.state.hash().0;
        let place = place(table, &state_hash);
        let seal = |verifier: &Secret| env.vault.seal_text(&*env.random, &place, verifier.reveal());
        Stored {
            browser_hash: Hash::of(browser).0,
            nonce_hash: self.nonce.as_ref().map(|nonce| nonce.hash().0),
            verifier_sealed: self.verifier.as_ref().map(seal),
            created_at: env.now(),
            expires_at: env.now() + LIFETIME,
            state_hash,
        }
    }
}

/// What somebody who comes back presents; an attempt is looked for by it.
pub struct Presented {
    pub state_hash: String,
    pub browser_hash: String,
}

impl Presented {
    /// The state that came back, in the browser of this cookie.
    pub fn of(state: &str, browser: &str) -> Self {
        Presented {
            state_hash: Hash::of(state).0,
            browser_hash: Hash::of(browser).0,
        }
    }

    /// The verifier of the attempt that was taken from a table.
    pub fn verifier(&self, env: &Env, table: &str, sealed: Option<&str>) -> Result<Option<Secret>> {
        let place = place(table, &self.state_hash);
        let open = |sealed| env.vault.open_text(&place, sealed);
        Ok(sealed.map(open).transpose()?.map(|verifier| Secret::of(&verifier)))
    }
}

fn place(table: &str, state_hash: &str) -> String {
    format!("{table}/{state_hash}/verifier_sealed")
}
