//! The record type OAuth Provider Settings, and what it means.

use crate::base::{Error, Result, Scopes};
use crate::db::{Read, row};
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Acting, Action, Group, Naming, Of, Permission, Reading, RecordType, Rules, Transfer, Verb, fields,
};
use maud::Markup;

mod store;

fields! { ProviderSettings:
    section "Consent", "" {
        SKIP_AUTHORIZATION = select("skip_authorization", "Skip Authorization", &["Force", "Auto"])
            .help("Auto asks only if this user has not yet allowed this app what it asks for, or if what they allowed has ended. Force asks at every sign-in, as Frappe does by itself; an app that renews a sign-in silently (prompt=none) is let through where it was allowed before. A client's own Skip Authorization goes before either.");
    }
    section "Requests of apps", "" {
        REQUIRE_PUSHED_AUTHORIZATION_REQUESTS = check("require_pushed_authorization_requests", "Require Pushed Authorization Requests")
            .help("No app may send people here with a request in the address: each hands it over beforehand (RFC 9126). Most apps cannot. A client's own switch requires it of that one.");
        REQUIRE_DPOP_NONCE = check("require_dpop_nonce", "Require DPoP Nonce").on()
            .help("A proof of possession (DPoP) must carry a number of ours, so that nobody makes proofs beforehand. Off: for apps that do not understand being asked for one.");
    }
    section "Apps that record themselves", "AI assistants and other apps that nobody has recorded here beforehand." {
        ENABLE_DYNAMIC_CLIENT_REGISTRATION = check("enable_dynamic_client_registration", "Enable Dynamic Client Registration")
            .help("Apps may record themselves (RFC 7591). People are asked for their consent to each of them.");
        REGISTRATION_NEEDS_TOKEN = check("registration_needs_token", "Registration Needs a Token").on()
            .help("Only whoever has a registration token of yours may (New registration token, above). Off: anybody, some at a time.");
        REGISTRATION_NEEDS_APPROVAL = check("registration_needs_approval", "Registration Needs Approval")
            .help("Nobody can sign in through such an app before an administrator approves it, at its record.");
        REGISTRATION_SCOPES = list("registration_scopes", "Registration Scopes").default_text("openid\nprofile\nemail\noffline_access")
            .help("The most that such an app may ask for.");
        REGISTRATION_LIMIT = number("registration_limit", "Registrations That Wait", 0, 100_000, "apps").default_number(200)
            .help("How many apps that nobody has signed in to are kept at a time.");
        REGISTRATION_DAYS = number("registration_days", "Unused Registrations Are Kept", 1, 3650, "days").default_number(30)
            .help("After that, an app that recorded itself and that nobody is signed in to is removed.");
        ENABLE_CLIENT_ID_METADATA_DOCUMENTS = check("enable_client_id_metadata_documents", "Enable Client ID Metadata Documents")
            .help("An app may name itself by an https address at which it describes itself. People see the host when they are asked for their consent.");
        CLIENT_ID_METADATA_HOSTS = list("client_id_metadata_hosts", "Hosts of Metadata Documents")
            .help("Only apps at these hosts (app.example.com). Empty: at any.");
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
    gives_power: true,
    place: Group::Settings.at("sliders"),
    guide: "operation#settings-of-the-site",
    naming: Naming::Fixed,
    sections: SECTIONS,
    transfer: Some(Transfer::named(1)),
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[
        &Action::new(
            "registration-token",
            "New registration token",
            "Whoever has it may record apps here for 90 days (Dynamic Client Registration). It is shown once.",
            |acting: &Acting<ProviderSettings>, _| crate::oauth::initial_tokens::make(acting.db, acting.env),
        )
        .fits(|_, record| record.get(&ENABLE_DYNAMIC_CLIENT_REGISTRATION)),
        &Action::new(
            "end-registration-tokens",
            "End registration tokens",
            "None of the registration tokens that were made works any more. Apps that were recorded with them stay.",
            |acting: &Acting<ProviderSettings>, _| crate::oauth::initial_tokens::end_all(acting.db),
        )
        .fits(|_, record| record.get(&ENABLE_DYNAMIC_CLIENT_REGISTRATION)),
        &Action::new(
            "rotate-keys",
            "Rotate signing keys",
            "New keys are published now and sign in an hour, when every app has them. The old ones stay published for a day after, so that tokens signed with them are still accepted.",
            |acting: &Acting<ProviderSettings>, prepared| crate::oauth::keys::rotate_action(acting.db, acting.env, prepared),
        ).prepares(|env| Ok(Some(Box::new(crate::oauth::keys::make_all(env)?))))],
    rules: &ProviderSettings,
    ..RecordType::BASE
};

row! {
    /// What apps that record themselves may.
    #[derive(Clone, Debug)]
    pub struct Registration in "oauth_provider_settings" {
        pub is_on: bool = "enable_dynamic_client_registration",
        pub needs_token: bool = "registration_needs_token",
        pub needs_approval: bool = "registration_needs_approval",
        /// The most that they may ask for.
        pub scopes: Scopes = "registration_scopes",
        /// How many may wait for somebody to sign in.
        pub limit: i64 = "registration_limit",
        /// How many days one is kept that nobody is signed in to.
        pub days: i64 = "registration_days",
        /// Whether apps may name themselves by the address of a document.
        pub takes_documents: bool = "enable_client_id_metadata_documents",
        /// The hosts of such documents; none: any.
        pub hosts: Vec<String> = "client_id_metadata_hosts",
    }
}

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

/// Whether every authorization request must be pushed (RFC 9126 §5).
pub fn requires_pushed(db: &Read) -> Result<bool> {
    store::is_on(db, "require_pushed_authorization_requests")
}

/// What apps that record themselves may.
pub fn registration(db: &Read) -> Result<Registration> {
    store::registration(db)
}

/// Whether proofs of possession must carry a nonce of ours (RFC 9449 §8).
pub fn requires_dpop_nonce(db: &Read) -> Result<bool> {
    store::is_on(db, "require_dpop_nonce")
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
