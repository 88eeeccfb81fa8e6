//! The record type User.

use super::{SYSTEM_MANAGER, store, views};
use crate::base::{Env, Error, FieldErrors, Result};
use crate::db::{Read, Value, Write};
use crate::records::access;
use crate::records::{
    Acting, Action, Default, Field, Group, Kind, Naming, Outcome, Permission, Prepared, Record, RecordType, Rules,
    Section, Shown,
};
use crate::users::Actor;
use maud::Markup;
use serde_json::Value as Json;

/// People and programs that sign in.
pub static USER: RecordType = RecordType {
    name: "User",
    slug: "user",
    plural: "Users",
    about: "People who sign in here, and through us to the apps.",
    table: "users",
    title: "full_name",
    own: "name",
    switch: Some(("enabled", true)),
    group: Some(Group::People),
    naming: Naming::Field("email"),
    sections: &[
        Section {
            title: "Person",
            about: "",
            fields: &[
                Field {
                    required: true,
                    set_once: true,
                    column: Some("name"),
                    help: "What the user signs in with. It is also the name of the record and cannot be changed later.",
                    ..Field::new("email", "Email", Kind::Email)
                },
                Field {
                    required: true,
                    ..Field::new("first_name", "First Name", Kind::Text)
                },
                Field::new("last_name", "Last Name", Kind::Text),
                Field {
                    read_only: true,
                    ..Field::new("full_name", "Full Name", Kind::Text)
                },
                Field {
                    help: "The address of a picture, for apps that show one.",
                    ..Field::new("user_image", "User Image", Kind::Url)
                },
                Field {
                    help: "For apps that ask for the scope phone.",
                    ..Field::new("mobile_no", "Mobile No", Kind::Text)
                },
                Field {
                    help: "For apps that ask for the scope address.",
                    ..Field::new("location", "Location", Kind::Text)
                },
            ],
        },
        Section {
            title: "Access",
            about: "",
            fields: &[
                Field {
                    managed: true,
                    default: Default::Number(1),
                    help: "Off: the user is signed out at once and none of their tokens works.",
                    ..Field::new("enabled", "Enabled", Kind::Check)
                },
                Field {
                    managed: true,
                    help: "System Manager may change everything here. A role with desk access makes the user a System User.",
                    ..Field::new(
                        "roles",
                        "Roles",
                        Kind::Links {
                            to: "Role",
                            table: "user_roles",
                            child: "Has Role",
                            field: "role",
                            except: crate::roles::AUTOMATIC,
                        },
                    )
                },
                Field {
                    read_only: true,
                    default: Default::Text("Website User"),
                    help: "System User if a role has desk access, else Website User.",
                    ..Field::new("user_type", "User Type", Kind::Text)
                },
                Field {
                    managed: true,
                    column: Some("password_hash"),
                    help: "Empty: the password stays as it is; a new user without one cannot sign in yet. A new one signs the user out everywhere and revokes what they allowed to apps; their API key stays.",
                    ..Field::new("new_password", "New Password", Kind::Password)
                },
                Field {
                    read_only: true,
                    column: Some("last_login_at"),
                    ..Field::new("last_login", "Last Login", Kind::Moment)
                },
                Field {
                    read_only: true,
                    column: Some("last_active_at"),
                    ..Field::new("last_active", "Last Active", Kind::Moment)
                },
            ],
        },
    ],
    list: &["full_name", "email", "enabled", "user_type", "last_login"],
    search: &["full_name", "name"],
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::read_and_write(super::ALL).if_owner(),
    ],
    actions: &[
        Action::new(
            "api-key",
            "New API secret",
            "For programs that call the API as this user. An earlier secret stops working.",
            new_api_key,
        ),
        Action::new(
            "sign-out",
            "Sign out everywhere",
            "Ends every session of the user. What they allowed to apps for longer than a session goes on.",
            sign_out,
        ),
    ],
    rules: &UserRules,
    ..RecordType::BASE
};

struct UserRules;

/// Whether a change is one of power: roles, password, enabled; a new user who could sign in; an
/// action or a deletion.
fn touches_power(old: Option<&Record>, new: Option<&Record>) -> bool {
    let Some(new) = new else {
        return true;
    };
    let Some(old) = old else {
        return !new.entries("roles").is_empty() || new.values.get("new_password").is_some_and(Json::is_string);
    };
    let same = |field: &str| old.values.get(field) == new.values.get(field);
    // An action has both alike.
    old == new || !same("roles") || !same("enabled") || new.values.get("new_password").is_some_and(Json::is_string)
}

impl Rules for UserRules {
    fn validate(
        &self,
        db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let email = super::check_email(new.text("email"));
        errors.take(email.map(|email| new.set("email", email)))?;
        let image = new.text("user_image");
        let is_picture =
            image.is_empty() || image.starts_with('/') || image.starts_with("https://") || image.starts_with("http://");
        if !is_picture {
            errors.add("user_image", "The address of a picture starts with https://");
        }
        let full_name = store::full_name(new.text("first_name"), Some(new.text("last_name")));
        new.set("full_name", full_name);
        let automatic = new
            .entries("roles")
            .into_iter()
            .find(|role| crate::roles::AUTOMATIC.contains(role));
        if let Some(role) = automatic.map(str::to_owned) {
            errors.add(
                "roles",
                format!("{role} is given automatically; it cannot be assigned."),
            );
        }
        if old.is_some() {
            let stays = new.is_checked("enabled") && new.entries("roles").contains(&SYSTEM_MANAGER);
            if !stays {
                errors.take(super::guard_last_manager(db, &new.name))?;
            }
        }
        Ok(())
    }

    fn authorize(&self, db: &Read, actor: &Actor, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
        if actor.decides() {
            return Ok(());
        }
        if actor.is_bounded() && touches_power(old, new) {
            return Err(Error::Forbidden(
                "Roles, passwords, keys and whether a user is enabled are beyond a token without the scope all.".into(),
            ));
        }
        match old {
            Some(old) => super::check_may_manage(db, actor, &old.name)?,
            None if actor.rights.has_limits() => return Err(super::limited()),
            None => {}
        }
        let roles = |record: Option<&Record>| -> Vec<String> {
            let roles = record.map(|record| record.entries("roles")).unwrap_or_default();
            roles.into_iter().map(str::to_owned).collect()
        };
        let (before, after) = (roles(old), roles(new));
        let given = after.iter().filter(|role| !before.contains(role));
        super::check_may_give(actor, given.map(String::as_str))
    }

    fn hidden_columns(&self, env: &Env) -> Vec<(&'static str, Value)> {
        vec![("id", Value::Text(super::new_id(env)))]
    }

    fn after_save(
        &self,
        db: &Write,
        env: &Env,
        old: Option<&Record>,
        new: &Record,
        outcome: &mut Outcome,
    ) -> Result<()> {
        store::refresh_user_type(db, &new.name)?;
        let Some(user) = store::by_email(db, &new.name)? else {
            return Ok(());
        };
        if old.is_some() && new.values.get("new_password").is_some_and(|value| value.is_string()) {
            store::password_set_at(db, &user.id, env.now())?;
            super::password_changed(db, env, &user.id)?;
        }
        if !user.enabled {
            crate::sessions::end_all(db, env, &user.id)?;
        }
        let manages = |record: &Record| record.entries("roles").contains(&SYSTEM_MANAGER);
        if old.is_some_and(|old| !manages(old)) && manages(new) {
            // Whoever holds these got them when they could do less.
            let keys = super::api_keys::store::remove(db, &user.id)?;
            crate::sessions::end_all(db, env, &user.id)?;
            crate::oauth::grants::revoke_of_user(db, env, &user.id, "became a System Manager")?;
            outcome.message = format!(
                "Saved. The user is a manager now and has to sign in again{}. If somebody else set their password, have them set a new one first.",
                if keys > 0 { "; their API key was revoked" } else { "" }
            );
        }
        Ok(())
    }

    fn before_delete(&self, db: &Write, env: &Env, record: &Record) -> Result<()> {
        super::guard_last_manager(db, &record.name)?;
        // What the user connected is given back at the other side.
        crate::connected::tokens::disconnect_all(db, env, None, Some(&record.name)).map(drop)
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let belongings = store::belongings(db, &record.name)?;
        Ok(match belongings.is_empty() {
            true => String::new(),
            false => format!("With the user go: {belongings}."),
        })
    }

    fn panel(&self, db: &Read, env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let Some(user) = store::by_email(db, &record.name)? else {
            return Ok(None);
        };
        let sessions = match access::sees(actor, &crate::sessions::record::SESSION) {
            true => Some(crate::sessions::store::of_user(db, &user.id, env.now())?),
            false => None,
        };
        let grants = match access::sees(actor, &crate::oauth::grants::record::GRANT) {
            true => Some(crate::oauth::grants::store::of_user(db, &user.id, env.now())?),
            false => None,
        };
        Ok(Some(views::panel(actor, &user, sessions.as_deref(), grants.as_deref())))
    }
}

fn find(acting: &Acting) -> Result<super::User> {
    let user = store::by_email(acting.db, &acting.record.name)?;
    user.ok_or_else(|| crate::base::Error::NotFound(format!("User {} not found", acting.record.name)))
}

fn sign_out(acting: &Acting, _: Prepared) -> Result<Outcome> {
    crate::sessions::end_all(acting.db, acting.env, &find(acting)?.id)?;
    Ok(Outcome {
        message: "Every session of the user was ended.".into(),
        ..Outcome::default()
    })
}

fn new_api_key(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let key = super::api_keys::generate(acting.db, acting.env, &find(acting)?)?;
    Ok(Outcome {
        message: "Programs send it as: Authorization: token <api_key>:<api_secret>".into(),
        shown: vec![
            Shown {
                name: "api_key",
                label: "API Key",
                value: key.api_key,
            },
            Shown {
                name: "api_secret",
                label: "API Secret",
                value: key.api_secret.reveal().to_owned(),
            },
        ],
    })
}
