//! Who hears how a connection fares: the app's webhook and the Activity Log.

use crate::activity::{self, Event};
use crate::base::{Env, Origin, Result};
use crate::connected::apps::ConnectedApp;
use crate::connected::tokens::{self, Held};
use crate::connected::webhook;
use crate::db::Write;

/// Has the webhook told how a connection fares now.
pub(super) fn tell(db: &Write, env: &Env, app: &ConnectedApp, name: &str, event: &'static str) -> Result<()> {
    match tokens::get(db, env, name)? {
        Some(held) => webhook::enqueue(db, env, app, &held, event),
        None => Ok(()),
    }
}

/// Logs how a connection fares.
pub(super) fn log(db: &Write, env: &Env, held: &Held, failed: bool, subject: String) -> Result<()> {
    let event = Event {
        operation: "Connect",
        failed,
        subject,
        user: held.user.as_deref(),
        record: Some(("Token Cache", &held.name)),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}
