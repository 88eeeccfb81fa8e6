//! What makes a user's values good, who may change them, and what follows.

use super::checks::{check_end, check_profile, check_username};
use super::record::{
    EMAIL, EMAIL_VERIFIED, ENABLED, ENDS_ON, FIRST_NAME, FULL_NAME, LAST_NAME, MUST_SET_PASSWORD, NEW_PASSWORD, ROLES,
    USER_IMAGE, USERNAME, Users,
};
use super::session_record::SESSION;
use super::{letters, links, sessions, views};
use crate::base::{Env, Error, FieldErrors, Result, Text, text};
use crate::connected::connections;
use crate::db::Value;
use crate::factors;
use crate::oauth::grants;
use crate::oauth::record_types::GRANT;
use crate::permissions::SYSTEM_MANAGER;
use crate::records::rename;
use crate::records::{Extra, Of, Outcome, Reading, Rules, Tab, Writing, access};
use crate::roles::AUTOMATIC;
use crate::social::logins;
use crate::social::record_types::USER_SOCIAL_LOGIN;
use crate::users::ways_in::{self, Leaving};
use crate::users::{self, api_keys, pictures};
use maud::Markup;
use serde_json::Value as Json;

/// Whether a change is one of power: roles, password, enabled, what apps know somebody by; a new user who could sign in; an
/// action or a deletion.
fn changes_privileges(old: Option<&Of<Users>>, new: Option<&Of<Users>>) -> bool {
    let Some(new) = new else {
        return true;
    };
    let Some(old) = old else {
        return !new.get(&ROLES).is_empty() || new.has(&NEW_PASSWORD) || !new.get(&USERNAME).is_empty();
    };
    // An action has both alike. Apps know people by username and by an email that is theirs.
    let is_who = !old.same(new, &EMAIL) || !old.same(new, &USERNAME) || !old.same(new, &EMAIL_VERIFIED);
    let is_when = !old.same(new, &ENDS_ON) || !old.same(new, &MUST_SET_PASSWORD);
    old == new || is_who || is_when || !old.same(new, &ROLES) || !old.same(new, &ENABLED) || new.has(&NEW_PASSWORD)
}

impl Rules for Users {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let email = users::check_email(new.get(&EMAIL));
        errors.take(email.map(|email| new.set(&EMAIL, email)))?;
        let image = new.get(&USER_IMAGE);
        let is_picture =
            image.is_empty() || image.starts_with('/') || image.starts_with("https://") || image.starts_with("http://");
        if !is_picture {
            errors.add(&USER_IMAGE, "The address of a picture starts with https://");
        }
        check_profile(new, errors);
        check_end(cx, old, new, errors);
        check_username(cx, old, new, errors)?;
        if old.is_none() && cx.actor.is_bounded() {
            // Nobody vouches for what a narrow token makes.
            new.set(&EMAIL_VERIFIED, 0);
        }
        let full_name = users::full_name(new.get(&FIRST_NAME), Some(new.get(&LAST_NAME)));
        new.set(&FULL_NAME, full_name);
        let automatic = new.get(&ROLES).into_iter().find(|role| AUTOMATIC.contains(role));
        if let Some(role) = automatic.map(str::to_owned) {
            errors.add(
                &ROLES,
                text!("{ $role } is given automatically; it cannot be assigned.", role = &role),
            );
        }
        if old.is_some() {
            let stays = new.get(&ENABLED) && new.get(&ROLES).contains(&SYSTEM_MANAGER);
            if !stays {
                errors.take(users::guard_last_manager(cx.db, &new.name))?;
            }
            let ends_anew = old.is_some_and(|old| !old.same(new, &ENDS_ON)) && !new.get(&ENDS_ON).is_empty();
            if stays && ends_anew {
                let last = users::guard_last_manager(cx.db, &new.name);
                errors.take(last.map_err(|error| error.at("ends_on")))?;
            }
        }
        Ok(())
    }

    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        if cx.actor.decides() {
            return Ok(());
        }
        if cx.actor.is_bounded() && changes_privileges(old, new) {
            return Err(Error::Forbidden(
                "Roles, passwords, keys and whether a user is enabled are beyond a token without the scope all.".into(),
            ));
        }
        if old.zip(new).is_some_and(|(old, new)| !old.same(new, &EMAIL)) {
            return Err(Error::Forbidden(
                "Only System Managers give an account another email.".into(),
            ));
        }
        match old {
            Some(old) => users::check_may_manage(cx.db, cx.actor, &old.name)?,
            None if cx.actor.rights.has_limits() => return Err(users::limited()),
            None => {}
        }
        let roles = |record: Option<&Of<Self>>| -> Vec<String> {
            let roles = record.map(|record| record.get(&ROLES)).unwrap_or_default();
            roles.into_iter().map(str::to_owned).collect()
        };
        let (before, after) = (roles(old), roles(new));
        let given = after.iter().filter(|role| !before.contains(role));
        users::check_may_give(cx.actor, given.map(String::as_str))
    }

    fn gives_power(&self, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> bool {
        changes_privileges(old, new)
    }

    fn hidden_columns(&self, env: &Env) -> Vec<(&'static str, Value)> {
        vec![("id", Value::Text(users::new_id(env).into()))]
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        users::refresh_user_type(cx.db, &new.name)?;
        let Some(user) = users::by_email(cx.db, &new.name)? else {
            return Ok(());
        };
        if new.get(&EMAIL_VERIFIED) && !old.is_some_and(|old| old.get(&EMAIL_VERIFIED)) {
            users::verified_by(cx.db, &new.name, "Administrator")?;
        }
        pictures::forget_but(cx.db, &user.id, new.get(&USER_IMAGE))?;
        if new.has(&NEW_PASSWORD) {
            users::password_set_at(cx.db, &user.id, cx.env.now())?;
        }
        if old.is_some() && new.has(&NEW_PASSWORD) {
            super::password_changed(cx.db, cx.env, &user.id)?;
            letters::password_changed(cx.db, cx.env, &user)?;
        }
        if !user.enabled && old.is_none_or(|old| old.get(&ENABLED)) {
            sessions::end_all(cx.db, cx.env, &user.id)?;
            links::remove(cx.db, &user.id)?;
        }
        let is_manager = |record: &Of<Self>| record.get(&ROLES).contains(&SYSTEM_MANAGER);
        if old.is_some_and(|old| !old.same(new, &ROLES) && (is_manager(old) || is_manager(new))) {
            ways_in::guard_last_way_in(cx.db, Leaving::Nothing).map_err(|error| error.at("roles"))?;
        }
        let gains = |old: &Of<Self>| new.get(&ROLES).iter().any(|role| !old.get(&ROLES).contains(role));
        if old.is_some_and(gains) {
            // Whoever holds a link got it when the account could do less.
            links::remove(cx.db, &user.id)?;
        }
        let manages = |record: &Of<Self>| record.get(&ROLES).contains(&SYSTEM_MANAGER);
        if old.is_some_and(|old| !manages(old)) && manages(new) {
            // Whoever holds these got them when they could do less.
            let keys = api_keys::remove(cx.db, &user.id)?;
            sessions::end_all(cx.db, cx.env, &user.id)?;
            grants::revoke_of_user(cx.db, cx.env, &user.id, "became a System Manager")?;
            let logins = logins::of_user(cx.db, &new.name)?;
            let logins: Vec<&str> = logins.iter().map(|login| login.provider.as_str()).collect();
            factors::forget(cx.db, &user.id)?;
            let done = match keys {
                0 => {
                    "Saved. The user is a manager now and has to sign in again. If somebody else set their password, have them set a new one first."
                }
                _ => {
                    "Saved. The user is a manager now and has to sign in again; their API key was revoked. If somebody else set their password, have them set a new one first."
                }
            };
            outcome.message = match logins.is_empty() {
                true => done.into(),
                false => Text::from(done).and(text!(
                    "They also sign in by { $providers }: see that these accounts are theirs (User Social Logins).",
                    providers = logins.join(", ")
                )),
            };
            if factors::of_user(cx.db, &user.id)?.any() {
                outcome.message = outcome.message.clone().and(
                    "They have passkeys or an authenticator app: see that these are theirs (Remove second factor takes them away)."
                        .into(),
                );
            }
        }
        Ok(())
    }

    fn renamed(&self, cx: &Writing, old: &str, new: &str) -> Result<()> {
        // A link that went to the former address is not the new one's.
        if let Some(user) = users::by_email(cx.db, new)? {
            match cx.actor.user {
                Some(_) => links::remove(cx.db, &user.id)?,
                // By a link of their own: whoever has the former address can get the account back.
                None => links::remove_but_recovery(cx.db, &user.id)?,
            }
        }
        rename::hand_over(cx, old, new)
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        users::guard_last_manager(cx.db, &record.name)?;
        if let Some(user) = users::by_email(cx.db, &record.name)? {
            sessions::end_all(cx.db, cx.env, &user.id)?;
        }
        // What the user connected is given back at the other side.
        connections::disconnect_all(cx.db, cx.env, None, Some(&record.name)).map(drop)
    }

    /// Apps know people by their `sub`: it goes along, as does a picture that was uploaded.
    fn exported(&self, cx: &Reading, record: &Of<Self>) -> Result<Vec<Extra>> {
        let Some(user) = users::by_email(cx.db, &record.name)? else {
            return Ok(Vec::new());
        };
        let picture = pictures::exported(cx.db, &user.id)?;
        let picture = picture.map(|picture| ("picture", Json::from(picture)));
        Ok([("sub", Json::from(user.id.as_str()))]
            .into_iter()
            .chain(picture)
            .collect())
    }

    fn imported(&self, cx: &Writing, record: &Of<Self>, is_new: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        for (_, sub) in extras.iter().filter(|(name, _)| is_new && *name == "sub") {
            let sub = sub.as_str().unwrap_or_default();
            users::take_over_id(cx.db, &record.name, sub).map_err(|error| error.at("sub"))?;
        }
        for (_, picture) in extras.iter().filter(|(name, _)| *name == "picture") {
            if let Some(user) = users::by_email(cx.db, &record.name)? {
                let (data, address) = (picture.as_str().unwrap_or_default(), record.get(&USER_IMAGE));
                pictures::restore(cx.db, cx.env, &user.id, address, data).map_err(|error| error.at("picture"))?;
            }
        }
        Ok(Vec::new())
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let belongings = users::belongings(cx.db, &record.name)?;
        Ok(match belongings.is_empty() {
            true => Text::default(),
            false => text!("With the user go: { $belongings }.", belongings = belongings),
        })
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, tab: &str) -> Result<Option<Markup>> {
        if tab != Tab::ACTIVITY.name {
            return Ok(None);
        }
        let Some(user) = users::by_email(cx.db, &record.name)? else {
            return Ok(None);
        };
        let sessions = match access::sees(cx.actor, &SESSION) {
            true => Some(crate::sessions::of_user(cx.db, &user.id, cx.env.now())?),
            false => None,
        };
        let grants = match access::sees(cx.actor, &GRANT) {
            true => Some(grants::of_user(cx.db, &user.id, cx.env.now())?),
            false => None,
        };
        let is_own = cx.actor.name() == user.email;
        let ways = match is_own || access::sees(cx.actor, &USER_SOCIAL_LOGIN) {
            true => Some(views::Ways {
                factors: factors::of_user(cx.db, &user.id)?,
                passkeys: factors::passkeys::of_user(cx.db, &user.id)?,
                logins: logins::of_user(cx.db, &user.email)?
                    .into_iter()
                    .map(|login| login.provider)
                    .collect(),
            }),
            false => None,
        };
        Ok(Some(views::panel(
            cx.actor,
            &user,
            ways.as_ref(),
            sessions.as_deref(),
            grants.as_deref(),
        )))
    }
}
