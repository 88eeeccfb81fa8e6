//! The record type User Social Login.

use super::store;
use crate::base::{Env, Error, FieldErrors, Result};
use crate::db::Read;
use crate::records::{Field, Group, Kind, Permission, Record, RecordType, Rules, Section, Verb};
use crate::social::keys::{self, Leaving};
use crate::users::{self, ALL, Actor, SYSTEM_MANAGER};

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
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
    sections: &[Section {
        title: "Sign-in",
        about: "",
        fields: &[
            Field {
                column: Some("user_name"),
                required: true,
                set_once: true,
                ..Field::new("user", "User", Kind::Link("User"))
            },
            Field {
                required: true,
                set_once: true,
                ..Field::new("provider", "Provider", Kind::Link("Social Login Key"))
            },
            Field {
                required: true,
                set_once: true,
                help: "The provider's stable id of the person. Whoever has it there is this user here.",
                ..Field::new("userid", "User ID", Kind::Text)
            },
            Field {
                set_once: true,
                ..Field::new("username", "Username", Kind::Text)
            },
            Field {
                column: Some("last_used_at"),
                ..shown(Field::new("last_used", "Last Used", Kind::Moment))
            },
        ],
    }],
    list: &["user", "provider", "username", "userid", "last_used"],
    search: &["user_name", "provider", "userid", "username"],
    own: "user",
    verbs: &[Verb::Read, Verb::Create, Verb::Delete],
    is_delegable: false,
    group: Some(Group::People),
    removal: "Unlink",
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &LoginRules,
    ..RecordType::BASE
};

struct LoginRules;

impl Rules for LoginRules {
    fn authorize(&self, db: &Read, actor: &Actor, old: Option<&Record>, _new: Option<&Record>) -> Result<()> {
        let Some(record) = old else {
            return match actor.decides() {
                true => Ok(()),
                false => Err(Error::Forbidden("Only System Managers link accounts by hand.".into())),
            };
        };
        users::check_may_manage(db, actor, record.text("user"))?;
        // A System Manager takes somebody's way in away on purpose, and can set a password.
        match actor.is_manager() && actor.name() != record.text("user") {
            true => keys::guard_last_way_in(db, Leaving::Login(&record.name)),
            false => guard_last_login(db, record.text("user"), &record.name),
        }
    }

    fn validate(
        &self,
        db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let known = store::find(db, new.text("provider"), new.text("userid"))?;
        if let Some(known) = known.filter(|_| old.is_none()) {
            errors.add("userid", format!("{} has this account already.", known.user));
        }
        Ok(())
    }

    fn deletion_takes(&self, _db: &Read, record: &Record) -> Result<String> {
        Ok(format!("{} cannot sign in with it any more.", record.text("user")))
    }
}

/// Refuses to take somebody their last way in.
fn guard_last_login(db: &Read, user: &str, leaving: &str) -> Result<()> {
    let has_password = users::store::by_email(db, user)?.is_some_and(|user| user.password_hash.is_some());
    let is_closed = crate::system::store::settings(db)?.disable_user_pass_login;
    let has_other = store::usable_by(db, user)?.iter().any(|login| login.name != leaving);
    match has_other || (has_password && !is_closed) {
        true => Ok(()),
        false => Err(Error::invalid(
            "",
            "This is the last way for this account to sign in. Set a password or link another account first.",
        )),
    }
}
