//! All SQL on certificates that are asked for by ACME.

use crate::base::{Result, Seconds};
use crate::db::{FromRow, Read, Write, params, row};

/// The table.
pub const TABLE: &str = "acme_certificates";

row! {
    /// How it stands with the certificate of a host.
    #[derive(Clone, Debug, Default)]
    pub struct Row in "acme_certificates" {
        pub directory: String,
        pub account_sealed: Option<String>,
        pub chain: Option<String>,
        pub key_sealed: Option<String>,
        pub challenge: Option<String>,
        pub next_at: Seconds,
        pub not_before: Seconds,
        pub failures: i64,
        pub failure: Option<String>,
    }
}

/// How it stands with the certificate of a host.
pub fn find(db: &Read, host: &str) -> Result<Option<Row>> {
    let sql = format!("SELECT {} FROM acme_certificates WHERE host = ?1", Row::COLUMNS);
    db.first(&sql, params![host])
}

/// Stores how it stands.
pub fn put(db: &Write, host: &str, row: &Row) -> Result<()> {
    db.execute(
        "INSERT INTO acme_certificates (host, directory, account_sealed, chain, key_sealed, challenge, next_at, not_before,
                                        failures, failure)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (host) DO UPDATE SET directory = ?2, account_sealed = ?3, chain = ?4, key_sealed = ?5, challenge = ?6,
                                          next_at = ?7, not_before = ?8, failures = ?9, failure = ?10",
        params![
            host,
            row.directory,
            row.account_sealed,
            row.chain,
            row.key_sealed,
            row.challenge,
            row.next_at,
            row.not_before,
            row.failures,
            row.failure
        ],
    )
    .map(drop)
}
