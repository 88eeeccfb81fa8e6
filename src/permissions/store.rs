//! All SQL on permissions, beside the record engine's.

use super::{Allowance, Verb};
use crate::base::{Millis, Result};
use crate::db::{Read, Write, params};

/// What a role may do.
pub fn of_role(db: &Read, role: &str) -> Result<Vec<Allowance>> {
    let sql = "SELECT document_type, can_read, can_write, can_create, can_delete, if_owner
               FROM role_permissions WHERE role = ?1";
    db.all_with(sql, params![role], |row| {
        let columns = ["can_read", "can_write", "can_create", "can_delete"];
        let mut verbs = Vec::new();
        for (verb, column) in Verb::EVERY.iter().zip(columns) {
            if row.get(column)? {
                verbs.push(*verb);
            }
        }
        Ok(Allowance {
            document_type: row.get("document_type")?,
            verbs,
            if_owner: row.get("if_owner")?,
        })
    })
}

/// The records that a user is limited to: type and name.
pub fn limits_of(db: &Read, user: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT allow, for_value FROM user_permissions WHERE user_name = ?1 ORDER BY allow, for_value";
    db.all_with(sql, params![user], |row| Ok((row.get("allow")?, row.get("for_value")?)))
}

/// Limits to a record follow its new name.
pub fn renamed(db: &Write, document_type: &str, old: &str, new: &str) -> Result<()> {
    let sql = "UPDATE user_permissions SET for_value = ?3 WHERE allow = ?1 AND for_value = ?2";
    db.execute(sql, params![document_type, old, new]).map(drop)
}

/// Whether a role lets anybody do anything with records.
pub fn allows_anything(db: &Read, role: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM role_permissions WHERE role = ?1";
    Ok(db.number(sql, params![role])? > 0)
}

/// Whether a user is limited in anything.
pub fn is_limited(db: &Read, user: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM user_permissions WHERE user_name = ?1";
    Ok(db.number(sql, params![user])? > 0)
}

/// Stores a standard permission of a built-in role, unless there is one of this role and type. A role that somebody
/// made under the same name is theirs: it gets nothing by itself.
pub fn insert_standard(db: &Write, role: &str, allowance: &Allowance, now_ms: Millis) -> Result<()> {
    let Allowance {
        document_type,
        verbs,
        if_owner,
    } = allowance;
    let may = |verb| verbs.contains(&verb);
    db.execute(
        "INSERT INTO role_permissions (name, role, document_type, can_read, can_write, can_create, can_delete,
                                       if_owner, is_standard, owner, modified_by, creation_at, modified_at)
         SELECT ?1, name, ?3, ?4, ?5, ?6, ?7, ?8, 1, 'Administrator', 'Administrator', ?9, ?9
         FROM roles WHERE name = ?2 AND is_custom = 0 ON CONFLICT DO NOTHING",
        params![
            format!("{document_type}-{role}"),
            role,
            document_type,
            may(Verb::Read),
            may(Verb::Write),
            may(Verb::Create),
            may(Verb::Delete),
            if_owner,
            now_ms
        ],
    )
    .map(drop)
}
