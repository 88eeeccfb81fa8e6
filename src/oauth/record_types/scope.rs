//! The record type OAuth Scope.

use crate::base::{Error, FieldErrors, Result, Scopes, text};
use crate::oauth::scopes::{self, claims};
use crate::permissions::{DESK_USER, SYSTEM_MANAGER};
use crate::records::{
    Group, Links, Naming, Of, Options, Permission, Reading, RecordType, Rules, Transfer, Writing, fields,
};
use crate::ui::icon;
use crate::users::api_keys;

fields! { ScopeRecords:
    section "Scope", "" {
        SCOPE = text("scope", "Scope").required().set_once().column("name")
            .help("What the app asks for: one word, such as invoices.read");
        DESCRIPTION = text("description", "Description").required()
            .help("What people read when they are asked for their consent.");
        ICON = select("icon", "Icon", icon::NAMES).help("Stands before the words.");
    }
    section "What it releases", "" {
        CLAIMS = many("claims", "Claims", Options::Words(claims::releasable))
            .help("What userinfo (and the ID token) says of the user. Goes with openid.");
        READ_TYPES = many("read_types", "May Read", Options::Types)
            .help("Records that a token may read over REST, as far as its user may.");
        WRITE_TYPES = many("write_types", "May Write", Options::DelegableTypes)
            .help("Records that a token may read, change, create and delete over REST, as far as its user may.");
        ROLES = links("roles", "Roles", Links {
            to: "Role", table: "oauth_scope_roles", child: "OAuth Scope Role", field: "role",
            except: &["Guest", "Administrator"],
            everybody: None,
        })
            .help("Who may be granted it. None: everybody. People without the role sign in without the scope.");
        IS_STANDARD = check("is_standard", "Is Standard").read_only()
            .help("Comes with the program. It can be changed, not deleted.");
    }
}

/// What apps may ask for.
pub static OAUTH_SCOPE: RecordType = RecordType {
    name: "OAuth Scope",
    slug: "oauth-scope",
    plural: "OAuth Scopes",
    about: "What apps may ask for. A token does what its scopes name and nothing else, however much its user may do.",
    table: "oauth_scopes",
    title: "scope",
    naming: Naming::Field("scope"),
    sections: SECTIONS,
    sentence: "description",
    list: &["scope", "description", "is_standard"],
    search: &["name", "description"],
    order: ("name", false),
    is_delegable: false,
    gives_power: true,
    place: Group::Apps.rarely("tag"),
    guide: "people",
    transfer: Some(Transfer::named(3)),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(DESK_USER)],
    rules: &ScopeRecords,
    ..RecordType::BASE
};

/// The record type OAuth Scope.
pub struct ScopeRecords;

impl Rules for ScopeRecords {
    fn validate(
        &self,
        _cx: &Reading,
        _old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let name = new.get(&SCOPE);
        let scopes = Scopes::parse(name);
        let is_one = scopes.iter().eq([name]) && scopes.first_malformed().is_none() && !name.contains(',');
        if !name.is_empty() && !is_one {
            errors.add(
                &SCOPE,
                "A scope is one word of plain characters, without quotes, commas or backslashes.",
            );
        }
        Ok(())
    }

    fn before_delete(&self, cx: &Writing, record: &Of<Self>) -> Result<()> {
        if record.get(&IS_STANDARD) {
            return Err(Error::invalid("", "This scope comes with the program."));
        }
        if let keys @ 1.. = api_keys::with_scope(cx.db, &record.name)? {
            return Err(Error::invalid(
                "",
                text!(
                    "{ $count } API keys are for this scope. Revoke them first.",
                    count = keys
                ),
            ));
        }
        match scopes::clients_with(cx.db, &record.name)? {
            0 => Ok(()),
            clients => Err(Error::invalid(
                "",
                text!(
                    "{ $clients } OAuth Clients may ask for this scope. Take it from them first.",
                    clients = &clients
                ),
            )),
        }
    }
}
