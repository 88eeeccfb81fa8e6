//! Signing statements of who we are, for services that we are a client of (RFC 7523).

use super::open_active;
use crate::base::{Env, Result};
use crate::db::Db;
use crate::jose::{self, Algorithm};
use serde_json::Value as Json;

/// Signs claims as a JWT (RFC 7519) with the RS256 key, which the other side finds at our jwks.
pub fn signer<'a>(db: &'a Db, env: &'a Env) -> impl Fn(&Json) -> Result<String> + Sync + 'a {
    move |claims| {
        let signer = db.read(|db| open_active(db, env, Algorithm::RS256))?;
        jose::sign(&signer, "JWT", claims)
    }
}
