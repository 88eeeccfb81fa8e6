//! All SQL on pictures of users.

use super::Picture;
use crate::base::{Result, Seconds, UserId};
use crate::db::{FromRow, Read, Write, params, row};

row! {
    /// A picture as it is kept.
    pub struct Stored in "user_pictures" {
        pub media_type: String,
        pub content: Vec<u8>,
    }
}

/// The picture of this name.
pub fn find(db: &Read, file: &str) -> Result<Option<Stored>> {
    let sql = format!("SELECT {} FROM user_pictures WHERE file = ?1", Stored::COLUMNS);
    db.first(&sql, params![file])
}

/// The picture of a user.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Option<Stored>> {
    let sql = format!("SELECT {} FROM user_pictures WHERE user_id = ?1", Stored::COLUMNS);
    db.first(&sql, params![user_id])
}

/// Stores a user's picture, in place of an earlier one.
pub fn put(db: &Write, user_id: &UserId, file: &str, picture: &Picture, now: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO user_pictures (file, user_id, media_type, content, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (user_id) DO UPDATE SET file = ?1, media_type = ?3, content = ?4, created_at = ?5",
        params![file, user_id, picture.media_type, picture.bytes, now],
    )
    .map(drop)
}

/// Removes a user's picture, unless it has this name.
pub fn forget_but(db: &Write, user_id: &UserId, file: &str) -> Result<()> {
    let sql = "DELETE FROM user_pictures WHERE user_id = ?1 AND file <> ?2";
    db.execute(sql, params![user_id, file]).map(drop)
}
