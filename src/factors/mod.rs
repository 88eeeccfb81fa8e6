//! What people prove who they are with beside a password: passkeys (WebAuthn), authenticator apps (TOTP), recovery codes; in
//! which browsers they are not asked again for a while; and what the site asks of whom ([`policy`]).
//!
//! Owns the tables `passkeys`, `answered_challenges`, `totp_secrets`, `recovery_codes`, `trusted_devices` and
//! `pending_sign_ins`.

pub mod devices;
mod exported;
pub mod passkeys;
pub mod pending;
pub mod policy;
pub mod qr;
pub mod recovery;
mod store;
pub mod totp;

pub use exported::{Rows, restore, rows};
pub use store::{Factors, managers_without};

use crate::base::{Result, Seconds, UserId};
use crate::db::{Read, Write};

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Password,
    /// A code of an authenticator app.
    Totp,
    /// A recovery code.
    RecoveryCode,
    /// A code that was sent to their email.
    EmailedCode,
    /// A one-time link.
    Link,
    /// A passkey: whether it was asked who uses it, and whether it is on several devices of theirs.
    Passkey {
        verified: bool,
        is_synced: bool,
    },
    /// An account elsewhere, and whether that counts as two factors.
    Elsewhere {
        counts_as_two: bool,
    },
}

impl Method {
    /// The names of RFC 8176 §2.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Method::Password => &["pwd"],
            Method::Totp | Method::RecoveryCode | Method::EmailedCode | Method::Link => &["otp"],
            Method::Passkey { verified, is_synced } => match (verified, is_synced) {
                (true, false) => &["hwk", "user", "mfa"],
                (true, true) => &["swk", "user", "mfa"],
                (false, false) => &["hwk", "user"],
                (false, true) => &["swk", "user"],
            },
            Method::Elsewhere { counts_as_two: true } => &["mfa"],
            Method::Elsewhere { counts_as_two: false } => &[],
        }
    }
}

/// What somebody has.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Factors> {
    store::of_user(db, user_id)
}

/// Takes everything away: passkeys, authenticator app, recovery codes, trusted devices. Says whether there was anything.
pub fn remove_all(db: &Write, user_id: &UserId) -> Result<bool> {
    let had = of_user(db, user_id)?.any();
    store::remove_all(db, user_id)?;
    Ok(had)
}

/// Takes away what was set up since then, ends what is under way, and forgets where nothing is asked.
pub fn remove_since(db: &Write, user_id: &UserId, since: Seconds) -> Result<()> {
    store::remove_since(db, user_id, since)?;
    match of_user(db, user_id)?.any() {
        true => store::forget(db, user_id),
        false => store::remove_all(db, user_id),
    }
}

/// Ends what is under way for somebody, and forgets where they are not asked: when their password is another one.
pub fn forget(db: &Write, user_id: &UserId) -> Result<()> {
    store::forget(db, user_id)
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    store::sweep(db, now)
}
