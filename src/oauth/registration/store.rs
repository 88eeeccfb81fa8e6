//! All SQL on apps that recorded themselves, beside the record engine's.

use crate::base::secret::Hash;
use crate::base::{ClientId, Millis, Result, Seconds};
use crate::db::{Read, Write, params};

/// Notes that a client recorded itself, and what it manages its registration with.
pub fn mark(db: &Write, id: &ClientId, token: &Hash, awaits: bool) -> Result<()> {
    let sql = "UPDATE oauth_clients SET registered = 'Dynamic', registration_hash = ?2, awaits_approval = ?3
               WHERE name = ?1";
    db.execute(sql, params![id, token.0, awaits]).map(drop)
}

/// Notes that a client is what the document at its address says, until then.
pub fn mark_document(db: &Write, id: &ClientId, until: Seconds, awaits: bool) -> Result<()> {
    let sql = "UPDATE oauth_clients SET registered = 'Metadata Document', document_until = ?2, awaits_approval = ?3
               WHERE name = ?1";
    db.execute(sql, params![id, until, awaits]).map(drop)
}

/// Lets what a document said be good for longer: its server does not answer as it should.
pub fn postpone(db: &Write, id: &ClientId, until: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_clients SET document_until = ?2 WHERE name = ?1";
    db.execute(sql, params![id, until]).map(drop)
}

/// The hash of what a client manages its registration with.
pub fn registration_hash(db: &Read, id: &ClientId) -> Result<Option<String>> {
    let sql = "SELECT registration_hash FROM oauth_clients WHERE name = ?1 AND registration_hash IS NOT NULL";
    db.first_with(sql, params![id], |row| row.get("registration_hash"))
}

/// How many apps that came here so nobody has signed in to.
pub fn waiting(db: &Read, how: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM oauth_clients
               WHERE registered = ?1 AND NOT EXISTS (SELECT 1 FROM oauth_grants WHERE client_id = oauth_clients.name)";
    db.number(sql, params![how])
}

/// Forgets the oldest app that is known by a document and that nobody has signed in to: it can be looked up again.
/// `false` if there is none.
pub fn forget_oldest_document(db: &Write) -> Result<bool> {
    let sql = format!(
        "DELETE FROM oauth_clients WHERE name IN (
             SELECT name FROM oauth_clients WHERE registered = 'Metadata Document' AND {UNDECIDED}
             ORDER BY modified_at LIMIT 1)"
    );
    Ok(db.execute(&sql, &[])? == 1)
}

/// What nobody here has decided anything about: forgotten, it comes back as it was.
const UNDECIDED: &str = "(enabled = 1 OR awaits_approval = 1) AND skip_authorization = 0 AND resource_server = 0
    AND acts_as IS NULL AND acts_as_role IS NULL
    AND NOT EXISTS (SELECT 1 FROM oauth_client_roles WHERE parent = oauth_clients.name AND value <> 'All')
    AND NOT EXISTS (SELECT 1 FROM oauth_grants WHERE client_id = oauth_clients.name)
    AND NOT EXISTS (SELECT 1 FROM oauth_resources WHERE served_by = oauth_clients.name)
    AND NOT EXISTS (SELECT 1 FROM oauth_resource_exchangers WHERE value = oauth_clients.name)";

/// Removes those that were recorded before then and that nobody is signed in to.
pub fn sweep_unused(db: &Write, before: Millis) -> Result<usize> {
    let unused = format!("registered IS NOT NULL AND modified_at < ?1 AND {UNDECIDED}");
    db.remove_some(("oauth_clients", "name"), &unused, params![before])
}
