//! All SQL on roles.

use crate::base::Result;
use crate::db::{Read, names, params};

/// Whether there is such a role.
pub fn exists(db: &Read, role: &str) -> Result<bool> {
    Ok(db.number("SELECT count(*) FROM roles WHERE name = ?1", params![role])? > 0)
}

/// The sentence on what a role is for; empty: there is none.
pub fn description(db: &Read, role: &str) -> Result<String> {
    let sql = "SELECT coalesce(description, '') AS description FROM roles WHERE name = ?1";
    Ok(db
        .first_with(sql, params![role], |row| row.get("description"))?
        .unwrap_or_default())
}

/// Whether one of these roles makes whoever has it work in the desk.
pub fn give_desk_access(db: &Read, roles: &[String]) -> Result<bool> {
    let sql = "SELECT count(*) FROM roles
               WHERE desk_access = 1 AND disabled = 0 AND name IN (SELECT value FROM json_each(?1))";
    Ok(db.number(sql, params![names(roles)])? > 0)
}

/// The ways to sign in that these roles refuse: the role, and the names, one on each line.
pub fn refused_methods(db: &Read, roles: &[String]) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, refused_methods FROM roles
               WHERE disabled = 0 AND refused_methods <> '' AND name IN (SELECT value FROM json_each(?1)) ORDER BY name";
    db.all_with(sql, params![names(roles)], |row| {
        Ok((row.get("name")?, row.get("refused_methods")?))
    })
}

struct IsEnabled(bool);

/// Whether a role is there and not disabled.
pub fn is_enabled(db: &Read, role: &str) -> Result<bool> {
    let is_enabled = db.kept(role, || {
        let sql = "SELECT count(*) FROM roles WHERE name = ?1 AND disabled = 0";
        Ok(IsEnabled(db.number(sql, params![role])? > 0))
    })?;
    Ok(is_enabled.0)
}

/// Who names a role: users, clients and scopes; the first few of each.
pub fn uses(db: &Read, role: &str) -> Result<Vec<String>> {
    let sql = "SELECT 'User ' || parent AS line FROM (SELECT parent FROM user_roles WHERE value = ?1 ORDER BY parent LIMIT 10) AS a
               UNION ALL
               SELECT 'OAuth Client ' || app_name FROM (SELECT app_name FROM oauth_client_roles
                    JOIN oauth_clients ON name = parent WHERE value = ?1 ORDER BY app_name LIMIT 10) AS b
               UNION ALL
               SELECT 'OAuth Client (acts as) ' || app_name FROM oauth_clients WHERE acts_as_role = ?1
               UNION ALL
               SELECT 'OAuth Scope ' || parent FROM oauth_scope_roles WHERE value = ?1";
    db.all_with(sql, params![role], |row| row.get("line"))
}

/// Whether people get this role by a group that they have at a provider.
pub fn is_mapped(db: &Read, role: &str) -> Result<bool> {
    let maps: Vec<String> = db.all_with("SELECT role_map FROM social_login_keys", &[], |row| row.get("role_map"))?;
    let names = |line: &str| line.split_once('=').is_some_and(|(_, own)| own.trim() == role);
    Ok(maps.iter().any(|map| map.lines().any(names)))
}

/// Whether a role makes nobody a Desk User, and lets them in to one client at most and to no scope.
pub fn opens_only_this(db: &Read, role: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM roles WHERE name = ?1 AND disabled = 0 AND desk_access = 0
                 AND (SELECT count(*) FROM oauth_client_roles WHERE value = ?1) <= 1
                 AND NOT EXISTS (SELECT 1 FROM oauth_scope_roles WHERE value = ?1)";
    Ok(db.number(sql, params![role])? > 0)
}
