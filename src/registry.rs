//! Every record type of the program, in the order of the desk's navigation.

use crate::activity;
use crate::records::{RecordType, Registry};
use std::sync::LazyLock;

static TYPES: &[&RecordType] = &[
    &crate::oauth::record_types::OAUTH_CLIENT,
    &crate::oauth::record_types::OAUTH_SCOPE,
    &crate::oauth::resources::record::OAUTH_RESOURCE,
    &crate::forward::record::PROTECTED_APPLICATION,
    &crate::oauth::record_types::GRANT,
    &crate::oauth::record_types::OAUTH_BEARER_TOKEN,
    &crate::oauth::record_types::OAUTH_AUTHORIZATION_CODE,
    &crate::connected::record_types::CONNECTED_APP,
    &crate::connected::record_types::TOKEN_CACHE,
    &crate::outbox::record::DELIVERY,
    &crate::people::record::USER,
    &crate::roles::record::ROLE,
    &crate::roles::role_permission::ROLE_PERMISSION,
    &crate::roles::user_permission::USER_PERMISSION,
    &crate::people::session_record::SESSION,
    &crate::users::api_keys::record::API_KEY,
    &crate::social::record_types::SOCIAL_LOGIN_KEY,
    &crate::social::record_types::USER_SOCIAL_LOGIN,
    &crate::diagnostics::record::REFUSED_REQUEST,
    &crate::activity::record::ACTIVITY_LOG,
    &crate::system::record::SYSTEM_SETTINGS,
    &crate::oauth::settings::OAUTH_PROVIDER_SETTINGS,
];

static REGISTRY: LazyLock<std::result::Result<Registry, String>> =
    LazyLock::new(|| Registry::new(TYPES.iter().copied(), &activity::Log));

/// The registry, once its declarations were found right; else the first mistake in words.
pub fn registry() -> std::result::Result<&'static Registry, String> {
    REGISTRY.as_ref().map_err(Clone::clone)
}

/// A registry with types beside the program's own: for tests of the engine.
pub fn with(more: &[&'static RecordType]) -> std::result::Result<Registry, String> {
    Registry::new(TYPES.iter().chain(more).copied(), &activity::Log)
}
