//! The record type OAuth Provider Settings, and what it means.

use crate::base::{Error, Result};
use crate::db::Read;
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Acting, Action, Group, Naming, Of, Permission, Reading, RecordType, Rules, Transfer, Verb, fields,
};
use maud::Markup;

mod store;

fields! { ProviderSettings:
    section "Consent", "" {
        SKIP_AUTHORIZATION = select("skip_authorization", "Skip Authorization", &["Force", "Auto"])
            .help("Force asks at every sign-in. Auto asks only if this user has not yet allowed this app what it asks for, or if what they allowed has ended. A client's own Skip Authorization goes before either.");
    }
}

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
    place: Group::Settings.at("sliders"),
    guide: "operation#settings-of-the-site",
    naming: Naming::Fixed,
    sections: SECTIONS,
    transfer: Some(Transfer::named(1)),
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[&Action::new(
            "rotate-keys",
            "Rotate signing keys",
            "New keys are published now and sign in an hour, when every app has them. The old ones stay published for a day after, so that tokens signed with them are still accepted.",
            |acting: &Acting<ProviderSettings>, prepared| crate::oauth::keys::rotate_action(acting.db, acting.env, prepared),
        ).prepares(|env| Ok(Some(Box::new(crate::oauth::keys::make_all(env)?))))],
    rules: &ProviderSettings,
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
    match store::skip_authorization(db)?.as_str() {
        "Auto" => Ok(SkipAuthorization::Auto),
        "Force" => Ok(SkipAuthorization::Force),
        other => Err(Error::Internal(format!(
            "oauth_provider_settings.skip_authorization is {other:?}, which is neither Force nor Auto"
        ))),
    }
}

/// The record type OAuth Provider Settings.
pub struct ProviderSettings;

impl Rules for ProviderSettings {
    fn panel(&self, cx: &Reading, _record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        Ok(Some(crate::oauth::keys::views::panel(
            &crate::oauth::keys::published(cx.db, cx.env.now())?,
            cx.env.now(),
        )))
    }
}
