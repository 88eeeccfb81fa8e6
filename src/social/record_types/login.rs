//! The record type User Social Login.

use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::db::Read;
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Of, Permission, Reading, RecordType, Removal, Rules, Transfer, Verb, fields};
use crate::roles::{self, WayToSignIn};
use crate::social::logins;
use crate::users;
use crate::users::ways_in::{self, Leaving};

fields! { Logins:
    section "Sign-in", "" {
        USER = link("user", "User", "User").required().set_once().column("user_name");
        PROVIDER = link("provider", "Provider", "Social Login Key").required().set_once();
        USERID = text("userid", "User ID").required().set_once()
            .help("The provider's stable id of the person. Whoever has it there is this user here.");
        USERNAME = text("username", "Username").set_once();
        LAST_USED = moment("last_used", "Last Used").read_only().column("last_used_at");
    }
}

/// Accounts at providers that people sign in with.
pub static USER_SOCIAL_LOGIN: RecordType = RecordType {
    name: "User Social Login",
    slug: "user-social-login",
    plural: "User Social Logins",
    about: "Accounts at providers that people sign in with: each is known by the provider's own id, whatever its email becomes.",
    table: "social_logins",
    title: "user",
    sections: SECTIONS,
    list: &["user", "provider", "username", "userid", "last_used"],
    search: &["user_name", "provider", "userid", "username"],
    own: "user",
    verbs: &[Verb::Read, Verb::Create, Verb::Delete],
    is_delegable: false,
    gives_power: true,
    place: Group::People.rarely("badge"),
    guide: "social-login",
    removal: Removal {
        verb: "Unlink",
        done: "unlinked",
        one: "{ $record } was unlinked.",
        many: "{ $count } records were unlinked.",
    },
    transfer: Some(Transfer {
        alike: &["provider", "userid"],
        is_alike_whatever_named: true,
        keeps_name: true,
        ..Transfer::named(8)
    }),
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &Logins,
    ..RecordType::BASE
};

/// The record type User Social Login.
pub struct Logins;

impl Rules for Logins {
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, _new: Option<&Of<Self>>) -> Result<()> {
        let Some(record) = old else {
            return match cx.actor.decides() {
                true => Ok(()),
                false => Err(Error::Forbidden("Only System Managers link accounts by hand.".into())),
            };
        };
        users::check_may_manage(cx.db, cx.actor, record.get(&USER))?;
        // A System Manager takes somebody's way in away on purpose, and can set a password.
        match cx.actor.is_manager() && cx.actor.name() != record.get(&USER) {
            true => ways_in::guard_last_way_in(cx.db, Leaving::Login(&record.name)),
            false => guard_last_login(cx.db, record.get(&USER), &record.name),
        }
    }

    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let known = logins::find(cx.db, new.get(&PROVIDER), new.get(&USERID))?;
        if let Some(known) = known.filter(|_| old.is_none()) {
            errors.add(
                &USERID,
                text!("{ $user } has this account already.", user = &known.user),
            );
        }
        Ok(())
    }

    fn deletion_takes(&self, _cx: &Reading, record: &Of<Self>) -> Result<Text> {
        Ok(text!(
            "{ $user } cannot sign in with it any more.",
            user = record.get(&USER)
        ))
    }
}

/// Refuses to take somebody their last way in.
fn guard_last_login(db: &Read, user: &str, leaving: &str) -> Result<()> {
    let has_password = users::by_email(db, user)?.is_some_and(|user| {
        user.password_hash.is_some() && roles::check_way(db, &user.roles, WayToSignIn::Password).is_ok()
    });
    let is_closed = crate::system::settings(db)?.disable_user_pass_login;
    let has_other = logins::usable_by(db, user)?.iter().any(|login| login.name != leaving);
    match has_other || (has_password && !is_closed) {
        true => Ok(()),
        false => Err(Error::invalid(
            "",
            "This is the last way for this account to sign in. Set a password or link another account first.",
        )),
    }
}
