//! People: users as a whole, over everything that hangs on them. [`users`](crate::users) knows who
//! somebody is; here a user is made, changed and let go, and what ends with a password, a session or
//! an account ends: sessions, grants, links, connections.
//!
//! - [`record`]: the record type User, with its [`rules`]. There is one way to make a user, [`create`],
//!   whatever door it comes through.
//! - [`sessions`]: a session begins and ends with what was allowed for it; [`session_record`] shows it.
//! - [`links`]: one-time links; [`letters`]: what people get by mail.
//! - [`invitations`]: several people are invited at once; [`keys`]: API keys with a name.
//! - [`factors`]: passkeys and second factors; [`emails`]: another email; [`recovery`]: an account is got back.
//!
//! Owns the table `sign_in_links`.

mod checks;
mod deeds;
pub mod emails;
mod ending;
pub mod factors;
pub mod invitations;
pub mod keys;
pub mod letters;
pub mod links;
pub mod record;
pub mod recovery;
mod rules;
pub mod session_record;
pub mod sessions;
mod store;
mod views;

pub use ending::end_accounts;

use crate::activity::{self, Event};
use crate::base::{Env, Error, Origin, Result, UserId};
use crate::db::Write;
use crate::records::{Change, Input, Writing, verbs};
use crate::users::{self, User};
use record::USER;
use serde_json::{Map, json};

/// What is needed to make a user.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    pub email: String,
    pub first_name: String,
    pub last_name: Option<String>,
    pub user_image: Option<String>,
    pub password_hash: Option<String>,
    pub roles: Vec<String>,
}

/// Makes a user, under the rules of the record type.
pub fn create(cx: &Writing, new: &NewUser) -> Result<User> {
    let mut fields = Map::new();
    fields.insert("email".into(), json!(new.email));
    fields.insert("first_name".into(), json!(new.first_name));
    fields.insert("last_name".into(), json!(new.last_name));
    fields.insert("user_image".into(), json!(new.user_image));
    fields.insert("new_password".into(), json!(new.password_hash));
    fields.insert("roles".into(), json!(new.roles));
    let input = Input::from_json(&USER, &fields, None)?;
    let (record, _) = verbs::insert(cx, &USER, &input)?;
    users::by_email(cx.db, &record.name)?.ok_or_else(|| Error::Internal("the new user is not there".into()))
}

/// Sets the password; every session ends and every grant is revoked (R12: when refresh tokens end; A20: withdrawn
/// rights end at once), and they are told.
pub fn set_password(db: &Write, env: &Env, user: &User, password_hash: &str) -> Result<()> {
    users::store_password(db, &user.id, password_hash, env.now())?;
    password_changed(db, env, &user.id)?;
    letters::password_changed(db, env, user)
}

/// The same, by the user: what they did is logged with this subject.
pub fn set_own_password(
    db: &Write,
    env: &Env,
    origin: &Origin,
    user: &User,
    password_hash: &str,
    subject: String,
) -> Result<()> {
    let event = Event {
        operation: "Update",
        subject,
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        changes: vec![Change {
            field: "new_password".into(),
            old: json!("***"),
            new: json!("***"),
        }],
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    set_password(db, env, user, password_hash)
}

/// What follows a new password: whoever was signed in with the old one is out.
pub fn password_changed(db: &Write, env: &Env, user_id: &UserId) -> Result<()> {
    sessions::end_all(db, env, user_id)?;
    links::remove_but_recovery(db, user_id)?;
    crate::factors::forget(db, user_id)?;
    crate::oauth::grants::revoke_of_user(db, env, user_id, "password changed")
}
