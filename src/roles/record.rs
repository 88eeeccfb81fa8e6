//! The record type Role.

use super::store;
use crate::base::{Env, Error, FieldErrors, Result};
use crate::db::{Read, Write};
use crate::records::access;
use crate::records::views::filtered;
use crate::records::{Default, Field, Group, Kind, Naming, Outcome, Permission, Record, RecordType, Rules, Section};
use crate::ui::text::t;
use crate::users::record::USER;
use crate::users::{self, Actor, DESK_USER, SYSTEM_MANAGER};
use maud::{Markup, html};

/// Names that users have and that permissions and clients ask for.
pub static ROLE: RecordType = RecordType {
    name: "Role",
    slug: "role",
    plural: "Roles",
    about: "What users are. Clients name the roles that may sign in through them; apps are told a user's roles.",
    table: "roles",
    title: "role_name",
    switch: Some(("disabled", false)),
    is_delegable: false,
    group: Some(Group::People),
    order: ("name", false),
    naming: Naming::Field("role_name"),
    sections: &[Section {
        title: "Role",
        about: "",
        fields: &[
            Field {
                required: true,
                set_once: true,
                column: Some("name"),
                ..Field::new("role_name", "Role Name", Kind::Text)
            },
            Field {
                default: Default::Number(1),
                help: "Users with the role work in this desk, and have the automatic role Desk User: they may sign in to every client that is open to Desk User, as new clients are.",
                ..Field::new("desk_access", "Desk Access", Kind::Check)
            },
            Field {
                help: "As if nobody had it.",
                ..Field::new("disabled", "Disabled", Kind::Check)
            },
            Field {
                read_only: true,
                default: Default::Number(1),
                help: "Made here, not built in.",
                ..Field::new("is_custom", "Is Custom", Kind::Check)
            },
        ],
    }],
    list: &["role_name", "desk_access", "disabled", "is_custom"],
    search: &["name"],
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(DESK_USER)],
    rules: &RoleRules,
    ..RecordType::BASE
};

struct RoleRules;

impl Rules for RoleRules {
    fn validate(
        &self,
        _db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        if old.is_some_and(|old| !old.is_checked("is_custom")) && new.is_checked("disabled") {
            errors.add("disabled", "This role is built in and cannot be disabled.");
        }
        if let Some(old) = old
            && !old.is_checked("is_custom")
            && old.is_checked("desk_access") != new.is_checked("desk_access")
        {
            errors.add(
                "desk_access",
                "This role is built in: its desk access cannot be changed.",
            );
        }
        Ok(())
    }

    fn after_save(
        &self,
        db: &Write,
        _env: &Env,
        _old: Option<&Record>,
        new: &Record,
        _outcome: &mut Outcome,
    ) -> Result<()> {
        for email in users::store::with_role(db, &new.name)? {
            users::refresh_user_type(db, &email)?;
        }
        Ok(())
    }

    fn panel(&self, db: &Read, _env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let automatic = match record.name.as_str() {
            "All" => "Everybody who is signed in has it.",
            "Guest" => "Everybody has it, signed in or not.",
            "Desk User" => "Everybody has it who has a role with desk access.",
            "Administrator" => "The operator at the command line has it; nobody else.",
            _ => "",
        };
        let holders = match access::sees(actor, &USER) {
            true => users::store::with_role(db, &record.name)?,
            false => Vec::new(),
        };
        Ok(Some(html! {
            section.panel {
                h2 { (t("Who has it")) }
                @if !automatic.is_empty() { p { (automatic) } }
                @else if holders.is_empty() { p { (t("Nobody yet. Give it to people on their form.")) } }
                @else {
                    p { a href=(filtered(&USER, "roles", &record.name)) { (holders.len()) (t(" users")) } ": "
                        (holders.iter().take(8).cloned().collect::<Vec<_>>().join(", ")) @if holders.len() > 8 { ", …" } }
                }
            }
        }))
    }

    fn before_delete(&self, db: &Write, _env: &Env, record: &Record) -> Result<()> {
        if !record.is_checked("is_custom") {
            return Err(Error::Forbidden(format!("The role {} is built in.", record.name)));
        }
        let uses = store::uses(db, &record.name)?;
        match uses.is_empty() {
            true => Ok(()),
            false => Err(Error::invalid(
                "",
                format!(
                    "The role {} is in use. Take it from them first: {}.",
                    record.name,
                    uses.join(", ")
                ),
            )),
        }
    }
}
