//! The record type OAuth Scope.

use super::store;
use crate::base::{Env, Error, FieldErrors, Result, Scopes};
use crate::db::{Read, Write};
use crate::oauth::claims;
use crate::records::{self, Field, Group, Kind, Naming, Permission, Record, RecordType, Rules, Section};
use crate::ui::icon;
use crate::users::{DESK_USER, SYSTEM_MANAGER};

/// What apps may ask for.
pub static OAUTH_SCOPE: RecordType = RecordType {
    name: "OAuth Scope",
    slug: "oauth-scope",
    plural: "OAuth Scopes",
    about: "What apps may ask for. A token does what its scopes name and nothing else, however much its user may do.",
    table: "oauth_scopes",
    title: "scope",
    naming: Naming::Field("scope"),
    sections: &[
        Section {
            title: "Scope",
            about: "",
            fields: &[
                Field {
                    required: true,
                    set_once: true,
                    column: Some("name"),
                    help: "What the app asks for: one word, such as invoices.read",
                    ..Field::new("scope", "Scope", Kind::Text)
                },
                Field {
                    required: true,
                    help: "What people read when they are asked for their consent.",
                    ..Field::new("description", "Description", Kind::Text)
                },
                Field {
                    help: "Stands before the words.",
                    ..Field::new("icon", "Icon", Kind::Select(icon::NAMES))
                },
            ],
        },
        Section {
            title: "What it releases",
            about: "",
            fields: &[
                Field {
                    help: "What userinfo (and the ID token) says of the user. Goes with openid.",
                    ..Field::new("claims", "Claims", Kind::Many(claims::releasable))
                },
                Field {
                    help: "Records that a token may read over REST, as far as its user may.",
                    ..Field::new("read_types", "May Read", Kind::Many(records::type_names))
                },
                Field {
                    help: "Records that a token may read, change, create and delete over REST, as far as its user may.",
                    ..Field::new("write_types", "May Write", Kind::Many(records::delegable_names))
                },
                Field {
                    help: "Who may be granted it. None: everybody. People without the role sign in without the scope.",
                    ..Field::new(
                        "roles",
                        "Roles",
                        Kind::Links {
                            to: "Role",
                            table: "oauth_scope_roles",
                            child: "OAuth Scope Role",
                            field: "role",
                            except: &["Guest", "Administrator"],
                        },
                    )
                },
                Field {
                    read_only: true,
                    help: "Comes with the program. It can be changed, not deleted.",
                    ..Field::new("is_standard", "Is Standard", Kind::Check)
                },
            ],
        },
    ],
    list: &["scope", "description", "is_standard"],
    search: &["name", "description"],
    order: ("name", false),
    is_delegable: false,
    group: Some(Group::Apps),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(DESK_USER)],
    rules: &ScopeRules,
    ..RecordType::BASE
};

struct ScopeRules;

impl Rules for ScopeRules {
    fn validate(
        &self,
        _db: &Read,
        _env: &Env,
        _old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let name = new.text("scope");
        let scopes = Scopes::parse(name);
        let is_one = scopes.iter().eq([name]) && scopes.first_malformed().is_none() && !name.contains(',');
        if !name.is_empty() && !is_one {
            errors.add(
                "scope",
                "A scope is one word of plain characters, without quotes, commas or backslashes.",
            );
        }
        Ok(())
    }

    fn before_delete(&self, db: &Write, _env: &Env, record: &Record) -> Result<()> {
        if record.is_checked("is_standard") {
            return Err(Error::invalid("", "This scope comes with the program."));
        }
        match store::clients_with(db, &record.name)? {
            0 => Ok(()),
            clients => Err(Error::invalid(
                "",
                format!("{clients} OAuth Clients may ask for this scope. Take it from them first."),
            )),
        }
    }
}
