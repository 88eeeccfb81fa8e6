//! What the engine asks of whoever keeps the log of changes.

use super::value::Change;
use crate::base::{Env, Result};
use crate::db::Write;
use crate::permissions::Actor;

/// Where changes are written down, in their transaction.
pub trait AuditLog: Sync {
    /// Notes what an actor did to a record.
    fn note(&self, db: &Write, env: &Env, actor: &Actor, event: AuditEvent) -> Result<()>;
}

/// What an actor did to a record.
pub struct AuditEvent<'a> {
    /// `Create`, `Update`, `Delete` or `Action`.
    pub operation: &'static str,
    pub record_type: &'static str,
    pub name: &'a str,
    /// One sentence.
    pub subject: String,
    /// Changed fields, with what they were and are.
    pub changes: Vec<Change>,
}
