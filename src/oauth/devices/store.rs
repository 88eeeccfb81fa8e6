//! All SQL on devices.

use super::{Device, State};
use crate::base::secret::Hash;
use crate::base::{ClientId, GrantId, Result, Seconds};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};

impl FromColumn for State {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(|name| State::EVERY.into_iter().find(|state| state.name() == name))
    }
}

/// Stores a device that begins.
pub fn insert(db: &Write, device: &Device, user_code: &Hash) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_device_codes (device_hash, user_code_hash, client_id, scopes, resources, wait, address,
                                         created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            device.device_hash,
            user_code.0,
            device.client_id,
            device.scopes.to_string(),
            device.resources.join("\n"),
            device.wait,
            device.address,
            device.created_at,
            device.expires_at
        ],
    )
    .map(drop)
}

/// How many of a client's wait for their users.
pub fn waiting(db: &Read, client_id: &ClientId, now: Seconds) -> Result<i64> {
    let sql = "SELECT count(*) FROM oauth_device_codes WHERE client_id = ?1 AND state = 'Pending' AND expires_at > ?2";
    db.number(sql, params![client_id, now])
}

/// The device that has this code.
pub fn by_device_code(db: &Read, code: &Hash) -> Result<Option<Device>> {
    let sql = format!(
        "SELECT {} FROM oauth_device_codes WHERE device_hash = ?1",
        Device::COLUMNS
    );
    db.first(&sql, params![code.0])
}

/// The device that waits and shows this code.
pub fn by_user_code(db: &Read, code: &Hash, now: Seconds) -> Result<Option<Device>> {
    let sql = format!(
        "SELECT {} FROM oauth_device_codes WHERE user_code_hash = ?1 AND state = 'Pending' AND expires_at > ?2",
        Device::COLUMNS
    );
    db.first(&sql, params![code.0, now])
}

/// Notes what its user said, once; `false` if that was noted before, or it is too late.
pub fn decide(db: &Write, device: &Device, to: State, grant_id: Option<&GrantId>, now: Seconds) -> Result<bool> {
    let sql = "UPDATE oauth_device_codes SET state = ?2, grant_id = ?3
               WHERE device_hash = ?1 AND state = 'Pending' AND expires_at > ?4";
    Ok(db.execute(sql, params![device.device_hash, to.name(), grant_id, now])? == 1)
}

/// Notes that a device asked, and how long it has to wait from now on.
pub fn poll(db: &Write, device: &Device, wait: Seconds, now: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_device_codes SET polled_at = ?2, wait = ?3 WHERE device_hash = ?1";
    db.execute(sql, params![device.device_hash, now, wait]).map(drop)
}

/// Uses an approved one up; `false` if that was done before.
pub fn exchange(db: &Write, device: &Device) -> Result<bool> {
    let sql = "UPDATE oauth_device_codes SET state = 'Exchanged' WHERE device_hash = ?1 AND state = 'Approved'";
    Ok(db.execute(sql, params![device.device_hash])? == 1)
}

/// Removes those that ended before then.
pub fn sweep(db: &Write, before: Seconds) -> Result<usize> {
    db.remove_some(
        ("oauth_device_codes", "device_hash"),
        "expires_at < ?1",
        params![before],
    )
}
