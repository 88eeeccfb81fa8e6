//! All SQL on scopes, beside the record engine's.

use super::Scope;
use crate::base::Result;
use crate::db::{FromRow, Read, Row, params};

fn lines(text: String) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

impl FromRow for Scope {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Scope {
            name: row.get("name")?,
            description: row.get("description")?,
            icon: row.get("icon")?,
            claims: lines(row.get("claims")?),
            read_types: lines(row.get("read_types")?),
            write_types: lines(row.get("write_types")?),
            roles: Vec::new(),
        })
    }
}

const SCOPE: &str = "SELECT name, description, icon, claims, read_types, write_types FROM oauth_scopes";

/// The scope of this name.
pub fn get(db: &Read, name: &str) -> Result<Option<Scope>> {
    let found = db.first::<Scope>(&format!("{SCOPE} WHERE name = ?1"), params![name])?;
    found
        .map(|scope| {
            Ok(Scope {
                roles: roles_of(db, name)?,
                ..scope
            })
        })
        .transpose()
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

/// The roles that may be granted a scope.
pub fn roles_of(db: &Read, name: &str) -> Result<Vec<String>> {
    let sql = "SELECT value FROM oauth_scope_roles WHERE parent = ?1 ORDER BY idx";
    db.all_with(sql, params![name], |row| row.get("value"))
}

/// Every scope that not everybody may be granted, with a role that may.
pub fn limited(db: &Read) -> Result<Vec<(String, String)>> {
    let sql = "SELECT parent, value FROM oauth_scope_roles";
    db.all_with(sql, &[], |row| Ok((row.get("parent")?, row.get("value")?)))
}

/// How many clients may ask for a scope. `scopes` is a list with a name on each line.
pub fn clients_with(db: &Read, name: &str) -> Result<i64> {
    let lists: Vec<String> = db.all_with("SELECT scopes FROM oauth_clients", &[], |row| row.get("scopes"))?;
    Ok(lists.iter().filter(|list| list.lines().any(|own| own == name)).count() as i64)
}
