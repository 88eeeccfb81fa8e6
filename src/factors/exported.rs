//! What an export holds of people's factors.

use super::passkeys::store::{self as passkeys, StoredPasskey};
use super::{remove_all, store, totp};
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Result};
use crate::db::{Read, Write};
use crate::users;
use serde::{Deserialize, Serialize};

/// Somebody's factors, as an export keeps them.
#[derive(Serialize, Deserialize)]
pub struct Rows {
    pub email: String,
    pub passkeys: Vec<StoredPasskey>,
    pub totp: Option<String>,
    /// Hashes.
    pub recovery_codes: Vec<String>,
}

/// Everybody's factors, for an export.
pub fn rows(db: &Read, env: &Env) -> Result<Vec<Rows>> {
    let mut rows = Vec::new();
    for (id, email) in store::owners(db)? {
        let totp = store::totp(db, &id)?.map(|(sealed, _)| totp::open(env, &id, &sealed));
        rows.push(Rows {
            email,
            passkeys: passkeys::stored_passkeys(db, &id)?,
            totp: totp.transpose()?,
            recovery_codes: store::codes(db, &id)?,
        });
    }
    Ok(rows)
}

/// Stores them, if their user is there.
pub fn restore(db: &Write, env: &Env, rows: &Rows) -> Result<()> {
    let Some(user) = users::by_email(db, &rows.email)? else {
        return Ok(());
    };
    remove_all(db, &user.id)?;
    for passkey in &rows.passkeys {
        let passkey = StoredPasskey {
            user_id: user.id.clone(),
            ..passkey.clone()
        };
        passkeys::add_passkey(db, &passkey)?;
    }
    if let Some(secret) = &rows.totp {
        totp::keep(db, env, &user.id, &Secret::of(secret), 0)?;
    }
    for code in &rows.recovery_codes {
        store::add_code(db, &user.id, &Hash(code.clone()))?;
    }
    Ok(())
}
