//! A refresh token and the one that follows it.

use super::{Grant, TokenKind, store};
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Millis, Result, Seconds};
use crate::db::Read;

/// The refresh token that follows this one, and says the moment at which it did. Who holds the key file can make it again
/// from the old one, so that an answer which was lost can be given twice, though only hashes are stored. 256 bits, as
/// unknowable to others as the old one.
pub fn successor(env: &Env, refresh_token: &str, followed_at: Option<Millis>) -> Secret {
    let secret = Secret::of(&env.vault.mac("refresh token after", refresh_token));
    match followed_at {
        Some(at) => secret.with_date(at),
        // It was used up by an older version.
        None => secret,
    }
}

/// Whether a refresh token that was used then has its successor once more (T14): in time, by a clock that may have been set
/// back, and if the successor is there.
pub fn repeats(
    db: &Read,
    env: &Env,
    grant: &Grant,
    successor: &Secret,
    used_at: Seconds,
    overlap: Seconds,
) -> Result<bool> {
    let hash = Hash::dated(successor.reveal());
    let is_there = store::token(db, &hash, TokenKind::Refresh)?.is_some_and(|(_, of)| of.id == grant.id);
    Ok(is_there && (env.now() - used_at).0.abs() < overlap.0)
}
