//! All SQL on passkeys.

use crate::base::secret::Hash;
use crate::base::{Result, Seconds, UserId};
use crate::db::{FromRow, Read, Write, params, row};
use serde::{Deserialize, Serialize};

row! {
    /// A passkey, as it is kept.
    #[derive(Clone, Serialize, Deserialize)]
    pub struct StoredPasskey in "passkeys" {
        pub id: String,
        pub user_id: UserId,
        pub credential_id: String,
        pub user_handle: String,
        pub public_key: String,
        pub state: String,
        pub transports: i64,
        pub label: String,
        pub verifies: bool,
        pub is_synced: bool,
        pub was_alone: bool,
        pub created_at: Seconds,
        pub last_used_at: Option<Seconds>,
    }
}

row! {
    /// A passkey, as people see it.
    pub struct Passkey in "passkeys" {
        pub id: String,
        pub label: String,
        /// Whether it asks who uses it.
        pub verifies: bool,
        pub created_at: Seconds,
        pub last_used_at: Option<Seconds>,
    }
}

/// Adds a passkey; `false`: there is one of this id.
pub fn add_passkey(db: &Write, passkey: &StoredPasskey) -> Result<bool> {
    let sql = "INSERT INTO passkeys (id, user_id, credential_id, public_key, state, transports, label, verifies,
                                     is_synced, created_at, last_used_at, user_handle, was_alone)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (credential_id) DO NOTHING";
    let added = db.execute(
        sql,
        params![
            passkey.id,
            passkey.user_id,
            passkey.credential_id,
            passkey.public_key,
            passkey.state,
            passkey.transports,
            passkey.label,
            passkey.verifies,
            passkey.is_synced,
            passkey.created_at,
            passkey.last_used_at,
            passkey.user_handle,
            passkey.was_alone
        ],
    )?;
    Ok(added == 1)
}

/// The passkey of a credential.
pub fn passkey(db: &Read, credential_id: &str) -> Result<Option<StoredPasskey>> {
    let sql = format!(
        "SELECT {} FROM passkeys WHERE credential_id = ?1",
        StoredPasskey::COLUMNS
    );
    db.first(&sql, params![credential_id])
}

/// Somebody's, as they are kept.
pub fn stored_passkeys(db: &Read, user_id: &UserId) -> Result<Vec<StoredPasskey>> {
    let sql = format!(
        "SELECT {} FROM passkeys WHERE user_id = ?1 ORDER BY created_at, id",
        StoredPasskey::COLUMNS
    );
    db.all(&sql, params![user_id])
}

/// Somebody's, as they see them.
pub fn passkeys(db: &Read, user_id: &UserId) -> Result<Vec<Passkey>> {
    let sql = format!(
        "SELECT {} FROM passkeys WHERE user_id = ?1 ORDER BY created_at, id",
        Passkey::COLUMNS
    );
    db.all(&sql, params![user_id])
}

/// Notes a use, and what changed with it.
pub fn use_passkey(db: &Write, id: &str, state: &str, verifies: bool, is_alone: bool, now: Seconds) -> Result<()> {
    let sql = "UPDATE passkeys SET state = ?2, last_used_at = ?3, verifies = ?4, was_alone = was_alone OR ?5
               WHERE id = ?1";
    db.execute(sql, params![id, state, now, verifies, is_alone]).map(drop)
}

/// Gives one of somebody's another name; `false`: there is none.
pub fn rename_passkey(db: &Write, user_id: &UserId, id: &str, label: &str) -> Result<bool> {
    let sql = "UPDATE passkeys SET label = ?3 WHERE user_id = ?1 AND id = ?2";
    Ok(db.execute(sql, params![user_id, id, label])? == 1)
}

/// Takes one of somebody's away; `false`: there is none.
pub fn remove_passkey(db: &Write, user_id: &UserId, id: &str) -> Result<bool> {
    let sql = "DELETE FROM passkeys WHERE user_id = ?1 AND id = ?2";
    Ok(db.execute(sql, params![user_id, id])? == 1)
}

/// Notes that a challenge was answered; `false`: it was before.
pub fn answer(db: &Write, challenge: &Hash, expires_at: Seconds) -> Result<bool> {
    let sql = "INSERT INTO answered_challenges (challenge_hash, expires_at) VALUES (?1, ?2)
               ON CONFLICT (challenge_hash) DO NOTHING";
    Ok(db.execute(sql, params![challenge.0, expires_at])? == 1)
}
