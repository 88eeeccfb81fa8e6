//! The keys of the running server: whether they are there, and those opened so far.

use super::{AT_START, active, make_missing, missing, place, store};
use crate::base::{Env, Error, Result};
use crate::db::Db;
use crate::jose::{Algorithm, Signer};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Whether there is a key of every algorithm.
#[derive(Clone, Copy, PartialEq)]
enum Making {
    Underway,
    Done,
    Failed,
}

/// The keys of the running server: whether they are there yet, and those opened so far.
pub struct Keys {
    making: watch::Sender<Making>,
    opened: Mutex<HashMap<String, Arc<Signer>>>,
}

impl Default for Keys {
    fn default() -> Self {
        Keys {
            making: watch::Sender::new(Making::Underway),
            opened: Mutex::default(),
        }
    }
}

impl Keys {
    /// Whether there is a key of every algorithm.
    pub fn are_ready(&self) -> bool {
        *self.making.borrow() == Making::Done
    }

    /// Whether they could not be made; it is tried again every few seconds.
    pub fn have_failed(&self) -> bool {
        *self.making.borrow() == Making::Failed
    }

    /// Tells whoever waits what became of them.
    pub fn made<E>(&self, outcome: &std::result::Result<(), E>) {
        let made = if outcome.is_ok() { Making::Done } else { Making::Failed };
        self.making.send_replace(made);
    }

    /// Waits until all keys are there: at a first start that of RSA is made in the background.
    pub async fn wait(&self) {
        if self.are_ready() {
            return;
        }
        let mut making = self.making.subscribe();
        // The sender lives as long as `self`, so this only ever ends when they are there.
        let _ = making.wait_for(|making| *making == Making::Done).await;
    }

    /// The key that signs with this algorithm now. While there is none yet, one waits for it.
    pub async fn signer(&self, db: &Db, env: &Env, algorithm: Algorithm) -> Result<Arc<Signer>> {
        if let Some(signer) = self.open(db, env, algorithm)? {
            return Ok(signer);
        }
        match AT_START.contains(&algorithm) {
            true => self.wait().await,
            false => make_missing(db, env, algorithm).await?,
        }
        self.open(db, env, algorithm)?.ok_or_else(|| missing(algorithm))
    }

    fn open(&self, db: &Db, env: &Env, algorithm: Algorithm) -> Result<Option<Arc<Signer>>> {
        let every = db.read(store::every)?;
        let Some(key) = active(&every, algorithm, env.now()) else {
            return Ok(None);
        };
        let mut opened = self
            .opened
            .lock()
            .map_err(|_| Error::Internal("the key cache is poisoned".into()))?;
        if let Some(signer) = opened.get(&key.kid) {
            return Ok(Some(Arc::clone(signer)));
        }
        let private = env.vault.open(&place(&key.kid), &key.key_sealed)?;
        let signer = Arc::new(Signer::open(&key.kid, algorithm, &private)?);
        opened.insert(key.kid.clone(), Arc::clone(&signer));
        Ok(Some(signer))
    }
}
