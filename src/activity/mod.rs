//! The activity log: who did what, when, from where. Append-only; nothing here is ever changed.
//!
//! Owns the table `activity_log`. Changes of records are logged by the record engine, with each
//! changed field and secrets masked; sign-ins, consents and revocations by who does them, in the
//! same transaction as the deed.

pub mod record;
mod store;

pub use store::{has_signed_in_from, sweep};

use crate::base::{ClientId, Env, Origin, Result, random};
use crate::db::Write;
use crate::permissions::Actor;
use crate::records::{AuditEvent, AuditLog, Change};
use serde_json::{Value as Json, json};

/// One thing that happened.
#[derive(Clone, Debug, Default)]
pub struct Event<'a> {
    /// What was done: one of [`OPERATIONS`].
    pub operation: &'static str,
    pub failed: bool,
    /// One sentence.
    pub subject: String,
    /// The email of whoever did it.
    pub user: Option<&'a str>,
    /// The client it was done for.
    pub client_id: Option<&'a ClientId>,
    /// The record it was done to: type and name.
    pub record: Option<(&'static str, &'a str)>,
    /// Changed fields, with what they were and are.
    pub changes: Vec<Change>,
}

/// Everything that is logged.
pub const OPERATIONS: &[&str] = &[
    "Login",
    "Logout",
    "Consent",
    "Grant",
    "Revocation",
    "Create",
    "Update",
    "Delete",
    "Action",
    "Export",
    "Import",
    "Connect",
    "Link",
    "Token",
];

/// Logs what happened.
pub fn log(db: &Write, env: &Env, origin: &Origin, event: &Event) -> Result<()> {
    let change = |change: &Change| json!({ "field": change.field, "old": change.old, "new": change.new });
    let content: Vec<Json> = event.changes.iter().map(change).collect();
    let content = match content.is_empty() {
        true => String::new(),
        false => Json::Array(content).to_string(),
    };
    store::insert(
        db,
        &random::name(&*env.random, 12),
        env.now_ms(),
        origin,
        event,
        &content,
    )
}

/// The log of what is done to records.
pub struct Log;

impl AuditLog for Log {
    fn note(&self, db: &Write, env: &Env, actor: &Actor, event: AuditEvent) -> Result<()> {
        let event = Event {
            operation: event.operation,
            subject: event.subject,
            user: Some(actor.name()),
            client_id: actor.client_id(),
            record: Some((event.record_type, event.name)),
            changes: event.changes,
            ..Event::default()
        };
        log(db, env, &actor.origin, &event)
    }
}
