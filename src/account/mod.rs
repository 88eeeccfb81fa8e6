//! My account, for everybody who is signed in: their apps, profile, password, sessions, what
//! they allowed to apps, and their API key. Whatever is changed here is one's own; the record
//! engine and the cores see to that.

mod apps;
mod connections;
mod email;
mod keys;
mod password;
mod picture;
mod profile;
mod security;
mod security_views;
mod sessions;
mod sign_ins;
mod theme;
mod views;

pub use apps::{home_page, my_apps, revoke_app};
pub use connections::{connections_page, disconnect, notice, refresh};
pub use email::{change_email, email_page};
pub use keys::{key_page, make_key, revoke_key};
pub use password::{change_password, password_page};
pub use picture::{set_picture, show_picture};
pub use profile::{profile_page, save_profile};
pub use security::{change_security, security_page};
pub use sessions::{end_sessions, sessions_page};
pub use sign_ins::{link_sign_in, sign_ins_page, unlink_sign_in};
pub use theme::choose_theme;

use crate::base::{Error, Result};
use crate::factors;
use crate::server::{App, Visitor, framed_page};
use crate::web::Call;
use crate::web::limits::Limited;
use maud::Markup;
use poem::Response;
use std::sync::Arc;

/// A page of the account: its tabs, then its body.
fn page(app: &App, visitor: &Visitor, status: u16, current: &str, body: Markup) -> Result<Response> {
    let body = views::frame(current, body);
    framed_page(app, visitor, status, "My account", "/me/profile", body)
}

/// Asks for the password that is to be changed.
async fn confirm_password(app: &App, call: &Call, visitor: &Visitor, typed: &str) -> Result<()> {
    let user = &visitor.signed_in.user;
    // Where there is a second factor, the password alone proves nothing.
    if user.password_hash.is_none() || app.db.read(|db| factors::of_user(db, &user.id))?.any() {
        visitor.check_fresh(app)?;
    }
    if user.password_hash.is_none() {
        return Ok(());
    }
    let attempt = app
        .limits
        .attempt(Limited::KnownDevice, call.origin.address, &user.email)?;
    let hasher = Arc::clone(&app.hasher);
    match hasher.verify(typed, user.password_hash.as_deref()).await? {
        true => {
            attempt.succeeded();
            Ok(())
        }
        false => Err(Error::invalid("current_password", "This is not your password.")),
    }
}
