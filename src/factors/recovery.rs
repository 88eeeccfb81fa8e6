//! Recovery codes: for whoever has lost their second factor. Ten, each for once, shown once; only their hashes are kept.

use super::store;
use crate::base::secret::Hash;
use crate::base::{Env, Result, UserId, random};
use crate::db::Write;
use data_encoding::BASE32_NOPAD;

/// How many there are.
pub const COUNT: usize = 10;

/// Makes new ones; earlier ones are good no more.
pub fn make(db: &Write, env: &Env, user_id: &UserId) -> Result<Vec<String>> {
    store::remove_codes(db, user_id)?;
    let mut codes = Vec::new();
    for _ in 0..COUNT {
        let text = BASE32_NOPAD.encode(&random::bytes::<10>(&*env.random)).to_lowercase();
        let code = [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-");
        store::add_code(db, user_id, &hash(&code))?;
        codes.push(code);
    }
    Ok(codes)
}

/// Whether a code is good; it is no more.
pub fn take(db: &Write, user_id: &UserId, typed: &str) -> Result<bool> {
    store::use_code(db, user_id, &hash(typed))
}

/// However it is written: in capitals, without hyphens, with spaces, with a nought for an o.
fn hash(typed: &str) -> Hash {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            '0' => 'o',
            '1' => 'l',
            c => c,
        })
        .collect();
    Hash::of(&format!("recovery {plain}"))
}
