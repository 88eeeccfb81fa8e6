//! The record type Role.

use super::store;
use super::ways::WayToSignIn;
use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::permissions::{DESK_USER, SYSTEM_MANAGER};
use crate::records::views::filtered;
use crate::records::{
    Group, Naming, Of, Options, Outcome, Permission, Reading, RecordType, Rules, Transfer, Writing, access, fields,
};
use crate::ui::text::t;
use crate::users;
use crate::users::ways_in::{self, Leaving};
use maud::{Markup, html};

fields! { Roles:
    section "Role", "" {
        ROLE_NAME = text("role_name", "Role Name").required().set_once().column("name");
        DESCRIPTION = text("description", "Description")
            .help("What the role is for, in a sentence: it stands where the role is given to somebody.");
        DESK_ACCESS = check("desk_access", "Desk Access").on()
            .help("Users with the role work in this desk, and have the automatic role Desk User: they may sign in to every client that is open to Desk User.");
        DISABLED = check("disabled", "Disabled").help("As if nobody had it.");
        IS_CUSTOM = check("is_custom", "Is Custom").read_only().on().help("Made here, not built in.");
    }
    section "Signing in", "What is asked of whoever has the role, where it is more than System Settings ask of everybody. With several roles the strictest counts." {
        SECOND_FACTOR = select("second_factor", "Second Factor", &["As the Site", "On New Devices", "Required", "Passkeys Only"])
            .help("Whether they need a second factor, and when it is asked for. Passkeys Only: each sign-in takes a passkey, alone or beside a password.");
        REFUSED_METHODS = many("refused_methods", "Refused Ways to Sign In", Options::Words(WayToSignIn::names))
            .help("None: all that the site has. Passkeys and links from an administrator are never refused.");
        PASSWORD_STRENGTH = select("password_strength", "Password Strength", &["As the Site", "Strong", "Very Strong"])
            .help("Of passwords that are set from now on.");
        SESSION_IDLE_MINUTES = number("session_idle_minutes", "Signed Out Without Use After", 0, 525_600, "minutes").default_number(0)
            .help("0: as the site.");
        SESSION_MOST_HOURS = number("session_most_hours", "Signed Out At the Latest After", 0, 8760, "hours").default_number(0)
            .help("However much they do. 0: as the site.");
    }
}

/// Names that users have and that permissions and clients ask for.
pub static ROLE: RecordType = RecordType {
    name: "Role",
    slug: "role",
    plural: "Roles",
    about: "What users are. Clients name the roles that may sign in through them; apps are told a user's roles.",
    table: "roles",
    title: "role_name",
    sentence: "description",
    switch: Some(("disabled", false)),
    is_delegable: false,
    gives_power: true,
    renames: true,
    place: Group::People.at("shield"),
    guide: "people",
    order: ("name", false),
    naming: Naming::Field("role_name"),
    sections: SECTIONS,
    list: &["role_name", "description", "desk_access", "disabled"],
    search: &["name"],
    frappe_ignored: &["home_page", "is_custom"],
    transfer: Some(Transfer::named(2)),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(DESK_USER)],
    rules: &Roles,
    ..RecordType::BASE
};

/// The record type Role.
pub struct Roles;

impl Rules for Roles {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        if old.is_some_and(|old| !old.get(&IS_CUSTOM)) && new.get(&DISABLED) {
            errors.add(&DISABLED, "This role is built in and cannot be disabled.");
        }
        if let Some(old) = old.filter(|old| !old.same(new, &ROLE_NAME))
            && store::is_mapped(cx.db, &old.name)?
        {
            errors.add(
                &ROLE_NAME,
                "A Social Login Key names this role in Roles of Groups: change that first.",
            );
        }
        if old.is_some_and(|old| !old.get(&IS_CUSTOM) && !old.same(new, &ROLE_NAME)) {
            errors.add(&ROLE_NAME, "This role is built in and keeps its name.");
        }
        if let Some(old) = old
            && !old.get(&IS_CUSTOM)
            && old.get(&DESK_ACCESS) != new.get(&DESK_ACCESS)
        {
            errors.add(
                &DESK_ACCESS,
                "This role is built in: its desk access cannot be changed.",
            );
        }
        Ok(())
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, _outcome: &mut Outcome) -> Result<()> {
        if old.is_some_and(|old| !old.same(new, &REFUSED_METHODS) || !old.same(new, &DISABLED)) {
            ways_in::guard_last_way_in(cx.db, Leaving::Nothing).map_err(|error| error.at("refused_methods"))?;
        }
        for email in users::with_role(cx.db, &new.name)? {
            users::refresh_user_type(cx.db, &email)?;
        }
        Ok(())
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let automatic = match super::AUTOMATIC.contains(&record.name.as_str()) {
            true => record.get(&DESCRIPTION),
            false => "",
        };
        let user_type = cx.registry.by_name("User")?;
        let holders = match access::sees(cx.actor, user_type) {
            true => users::with_role(cx.db, &record.name)?,
            false => Vec::new(),
        };
        Ok(Some(html! {
            section.panel {
                h2 { (t("Who has it")) }
                @if !automatic.is_empty() { p { (automatic) } }
                @else if holders.is_empty() { p { (t("Nobody yet. Give it to people under Access, or to many at once in the list of Users.")) } }
                @else {
                    p { a href=(filtered(user_type, "roles", &record.name)) { (text!("{ $count } users", count = holders.len())) } ": "
                        (holders.iter().take(8).cloned().collect::<Vec<_>>().join(", ")) @if holders.len() > 8 { ", …" } }
                }
            }
        }))
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        if !record.get(&IS_CUSTOM) {
            return Err(Error::Forbidden(text!(
                "The role { $name } is built in.",
                name = &record.name
            )));
        }
        let mut uses: Vec<Text> = store::uses(cx.db, &record.name)?
            .into_iter()
            .map(Text::verbatim)
            .collect();
        if store::is_mapped(cx.db, &record.name)? {
            uses.push(Text::from("Roles of Groups of a Social Login Key"));
        }
        match uses.is_empty() {
            true => Ok(()),
            false => Err(Error::invalid(
                "",
                text!(
                    "The role { $name } is in use. Take it from them first: { $uses }.",
                    name = &record.name,
                    uses = Text::listed(uses)
                ),
            )),
        }
    }
}
