//! Trusted devices: browsers in which somebody gave a second factor, and which are not asked again for a while.

use super::store;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Origin, Result, Seconds, UserId, random};
use crate::db::{Read, Write};
use crate::system;

pub use store::Device;

/// Trusts a browser for so long; the secret is for its cookie.
pub fn trust(db: &Write, env: &Env, user_id: &UserId, origin: &Origin, lifetime: Seconds) -> Result<Secret> {
    let secret = Secret::generate(&*env.random);
    let id = random::hex::<8>(&*env.random);
    store::add_device(
        db,
        &id,
        &secret.hash(),
        user_id,
        origin,
        env.now(),
        env.now() + lifetime,
    )?;
    Ok(secret)
}

/// Whether a browser with this cookie is trusted for somebody.
pub fn is_trusted(db: &Read, env: &Env, user_id: &UserId, cookie: &str) -> Result<bool> {
    // As the site has it now, whatever it was then.
    let since = env.now() - system::settings(db)?.device_trust;
    store::is_trusted(db, user_id, &Hash::of(cookie), env.now(), since)
}

/// Those of somebody, the latest first.
pub fn of_user(db: &Read, env: &Env, user_id: &UserId) -> Result<Vec<Device>> {
    store::devices(db, user_id, env.now())
}

/// Trusts one no more, or none, where no id is given.
pub fn forget(db: &Write, user_id: &UserId, id: Option<&str>) -> Result<()> {
    store::remove_devices(db, user_id, id)
}
