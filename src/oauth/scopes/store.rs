//! All SQL on scopes, beside the record engine's.

use super::Scope;
use crate::base::{Result, Scopes};
use crate::db::{FromRow, Read, names as names_of, params};
use std::sync::Arc;

/// The scope of this name.
pub fn get(db: &Read, name: &str) -> Result<Option<Scope>> {
    let sql = format!("SELECT {} FROM oauth_scopes WHERE name = ?1", Scope::COLUMNS);
    let Some(mut scope) = db.first::<Scope>(&sql, params![name])? else {
        return Ok(None);
    };
    scope.roles = roles_of(db, name)?;
    Ok(Some(scope))
}

/// Every scope, as it is kept.
pub fn every(db: &Read) -> Result<Arc<Vec<Scope>>> {
    db.kept("every", || {
        let mut scopes = db.all::<Scope>(&format!("SELECT {} FROM oauth_scopes", Scope::COLUMNS), &[])?;
        for (name, role) in limited(db)? {
            let limited = scopes.iter_mut().filter(|scope| scope.name == name);
            limited.for_each(|scope| scope.roles.push(role.clone()));
        }
        Ok(scopes)
    })
}

/// Every name, the built-in ones first.
pub fn names(db: &Read) -> Result<Vec<String>> {
    let sql = "SELECT name FROM oauth_scopes ORDER BY is_standard DESC, name";
    db.all_with(sql, &[], |row| row.get("name"))
}

/// The scopes that do something here: release claims, or let a token read or write records.
pub fn acting(db: &Read) -> Result<Vec<String>> {
    let sql =
        "SELECT name FROM oauth_scopes WHERE claims <> '' OR read_types <> '' OR write_types <> '' OR name = 'all'";
    db.all_with(sql, &[], |row| row.get("name"))
}

/// Whether one of these lets a token change more than its user's own profile.
pub fn reach_far(db: &Read, scopes: &Scopes) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_scopes
               WHERE (write_types <> '' OR name = 'all') AND name IN (SELECT value FROM json_each(?1))";
    let scopes: Vec<&str> = scopes.iter().collect();
    Ok(db.number(sql, params![names_of(&scopes)])? > 0)
}

/// The roles that may be granted a scope.
pub fn roles_of(db: &Read, name: &str) -> Result<Vec<String>> {
    let sql = "SELECT value FROM oauth_scope_roles WHERE parent = ?1 ORDER BY idx";
    db.all_with(sql, params![name], |row| row.get("value"))
}

/// Every scope that not everybody may be granted, with a role that may.
fn limited(db: &Read) -> Result<Vec<(String, String)>> {
    let sql = "SELECT parent, value FROM oauth_scope_roles";
    db.all_with(sql, &[], |row| Ok((row.get("parent")?, row.get("value")?)))
}

/// How many clients may ask for a scope. `scopes` is a list with a name on each line.
pub fn clients_with(db: &Read, name: &str) -> Result<i64> {
    let lists: Vec<String> = db.all_with("SELECT scopes FROM oauth_clients", &[], |row| row.get("scopes"))?;
    Ok(lists.iter().filter(|list| list.lines().any(|own| own == name)).count() as i64)
}
