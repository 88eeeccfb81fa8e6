//! Certificates by themselves (ACME, RFC 8555): of any directory, for the host of this site, renewed when two thirds of their
//! life are over. Owns the table `acme_certificates`, where account and keys are sealed.
//!
//! - [`keep`]: the job, for as long as the server runs. Whatever fails is said, and tried again; what there is goes on.
//! - [`keeper`]: when one is due, and what becomes of it.
//! - [`order`]: one certificate, asked for one way ([`way`]).
//! - [`directory`]: the way to the certificate authority, through [`outbound`](crate::outbound).
//! - [`refusal`]: what comes back instead, in words for whoever runs the site.

mod directory;
mod keeper;
mod order;
mod refusal;
mod store;
mod way;

pub use keeper::Keeper;

use crate::base::vault::{Vault, place};
use crate::base::{Error, Result};
use crate::db::Read;
use crate::web::listen::tls::Certificate;
use crate::web::problem;
use std::sync::Arc;
use std::time::Duration;
use store::Row;

/// How often it is looked whether something is to be done.
const LOOK: Duration = Duration::from_secs(10);
/// The same after something went wrong here.
const AFTER_AN_ERROR: Duration = Duration::from_secs(600);

/// What is stored of a host's certificate.
pub struct Stored {
    pub certificate: Option<Certificate>,
    /// Why there is no newer one.
    pub failure: Option<String>,
}

/// The certificate of a host as it is stored.
pub fn stored(db: &Read, vault: &Vault, host: &str) -> Result<Stored> {
    let row = store::find(db, host)?.unwrap_or_default();
    Ok(Stored {
        certificate: row.certificate(vault, host)?,
        failure: row.failure,
    })
}

/// Asks for a certificate whenever one is due, for as long as the server runs.
pub async fn keep(keeper: Keeper) {
    let keeper = Arc::new(keeper);
    if let Err(error) = keeper.begin().await {
        tracing::error!(error = problem::cause(&error), "the certificate cannot be looked after");
    }
    loop {
        // In a task of its own: a defect in it must not end the renewals.
        let looking = Arc::clone(&keeper);
        let mut pause = LOOK;
        match tokio::spawn(async move { looking.look().await }).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(error = problem::cause(&error), "the certificate cannot be looked after");
                pause = AFTER_AN_ERROR;
            }
            Err(defect) => {
                tracing::error!(%defect, "the certificate cannot be looked after");
                keeper.fail("asking for a certificate came upon a defect: the log says which");
                pause = AFTER_AN_ERROR;
            }
        }
        tokio::time::sleep(pause).await;
    }
}

impl Row {
    fn certificate(&self, vault: &Vault, host: &str) -> Result<Option<Certificate>> {
        let (Some(chain), Some(sealed)) = (&self.chain, &self.key_sealed) else {
            return Ok(None);
        };
        let key = vault.open_text(&place(store::TABLE, host, "key_sealed"), sealed)?;
        let names = ["the stored chain", "its stored key"];
        let certificate = Certificate::parse(chain.as_bytes(), key.as_bytes(), names, host);
        certificate.map(Some).map_err(Error::Internal)
    }
}
