//! All SQL on resources, beside the record engine's.

use super::{Resource, TokenFormat};
use crate::base::{ClientId, Result};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};
use std::collections::HashSet;
use std::sync::Arc;

impl FromColumn for TokenFormat {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(TokenFormat::from_option)
    }
}

/// The enabled resource at this address.
pub fn at(db: &Read, uri: &str) -> Result<Option<Arc<Resource>>> {
    db.kept_if_any(uri, || {
        let sql = format!(
            "SELECT {} FROM oauth_resources WHERE resource = ?1 AND enabled = 1",
            Resource::COLUMNS
        );
        with_clients(db, db.first(&sql, params![uri])?)
    })
}

/// The enabled resource of this name.
pub fn named(db: &Read, name: &str) -> Result<Option<Resource>> {
    let sql = format!(
        "SELECT {} FROM oauth_resources WHERE name = ?1 AND enabled = 1",
        Resource::COLUMNS
    );
    with_clients(db, db.first(&sql, params![name])?)
}

fn with_clients(db: &Read, found: Option<Resource>) -> Result<Option<Resource>> {
    let Some(mut resource) = found else {
        return Ok(None);
    };
    let sql = "SELECT value FROM oauth_resource_clients WHERE parent = ?1 ORDER BY idx";
    resource.clients = db.all_with(sql, params![resource.name], |row| row.get("value"))?;
    let sql = "SELECT value FROM oauth_resource_exchangers WHERE parent = ?1 ORDER BY idx";
    resource.exchangers = db.all_with(sql, params![resource.name], |row| row.get("value"))?;
    Ok(Some(resource))
}

/// Whether a resource trusts this client with more than people allow it: with what others' tokens say, or with tokens for
/// another API.
pub fn trusts(db: &Read, client: &ClientId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM oauth_resources WHERE served_by = ?1)
                   OR EXISTS (SELECT 1 FROM oauth_resource_exchangers WHERE value = ?1)";
    Ok(db.number(sql, params![client])? > 0)
}

/// Every client that a resource trusts so.
pub fn trusted(db: &Read) -> Result<HashSet<ClientId>> {
    let sql = "SELECT served_by AS client FROM oauth_resources WHERE served_by IS NOT NULL
               UNION SELECT value FROM oauth_resource_exchangers";
    let all: Vec<ClientId> = db.all_with(sql, &[], |row| row.get("client"))?;
    Ok(all.into_iter().collect())
}

/// Notes whether only some clients may have tokens for a resource.
pub fn restrict(db: &Write, name: &str, is_restricted: bool) -> Result<()> {
    let sql = "UPDATE oauth_resources SET is_restricted = ?2 WHERE name = ?1";
    db.execute(sql, params![name, is_restricted]).map(drop)
}

/// Whether another resource than this one has the address.
pub fn is_taken(db: &Read, uri: &str, name: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_resources WHERE resource = ?1 AND name <> ?2";
    Ok(db.number(sql, params![uri, name])? > 0)
}

/// Whether only some clients may have tokens for a resource.
pub fn is_restricted(db: &Read, name: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_resources WHERE name = ?1 AND is_restricted = 1";
    Ok(db.number(sql, params![name])? > 0)
}
