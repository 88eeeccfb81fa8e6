//! The record type OAuth Provider Settings, and what it means.

use crate::base::Result;
use crate::db::Read;
use crate::records::{Action, Field, Group, Kind, Naming, Permission, RecordType, Rules, Section, Verb};
use crate::users::{Actor, SYSTEM_MANAGER};
use maud::Markup;

/// Settings of the provider: there is one record.
pub static OAUTH_PROVIDER_SETTINGS: RecordType = RecordType {
    name: "OAuth Provider Settings",
    slug: "oauth-provider-settings",
    plural: "OAuth Provider Settings",
    about: "How this site signs people in to apps.",
    table: "oauth_provider_settings",
    single: true,
    verbs: Verb::READ_WRITE,
    is_delegable: false,
    group: Some(Group::Settings),
    naming: Naming::Fixed,
    sections: &[Section {
        title: "Consent",
        about: "",
        fields: &[Field {
            help: "Force asks at every sign-in. Auto asks only if this user has not yet allowed this app what it asks for, or if what they allowed has ended. A client's own Skip Authorization goes before either.",
            ..Field::new(
                "skip_authorization",
                "Skip Authorization",
                Kind::Select(&["Force", "Auto"]),
            )
        }],
    }],
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER)],
    actions: &[Action {
        prepare: Some(|env| Ok(Some(Box::new(super::keys::make_all(env)?)))),
        ..Action::new(
            "rotate-keys",
            "Rotate signing keys",
            "New ID tokens are signed with new keys at once. The old keys stay published for a day, so that tokens signed with them are still accepted.",
            |acting, prepared| super::keys::rotate_action(acting.db, acting.env, prepared),
        )
    }],
    rules: &SettingsRules,
    ..RecordType::BASE
};

/// What Skip Authorization says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SkipAuthorization {
    /// Ask at every sign-in.
    Force,
    /// Ask only if no live grant of this user and client covers the scopes.
    Auto,
}

/// Reads Skip Authorization.
pub fn skip_authorization(db: &Read) -> Result<SkipAuthorization> {
    let record = crate::records::store::get(db, &OAUTH_PROVIDER_SETTINGS, OAUTH_PROVIDER_SETTINGS.name)?;
    match record.as_ref().map(|record| record.text("skip_authorization")) {
        Some("Auto") => Ok(SkipAuthorization::Auto),
        _ => Ok(SkipAuthorization::Force),
    }
}

struct SettingsRules;

impl Rules for SettingsRules {
    fn panel(
        &self,
        db: &Read,
        _env: &crate::base::Env,
        _actor: &Actor,
        _record: &crate::records::Record,
    ) -> Result<Option<Markup>> {
        Ok(Some(super::keys::views::panel(&super::keys::store::published(
            db,
            i64::MIN,
        )?)))
    }
}
