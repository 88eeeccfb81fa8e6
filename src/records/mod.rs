//! The record engine: a record type is declared once, as data, and from that one
//! declaration come its desk pages, its place in REST and its permission checks.
//!
//! - [`declare`]: the words of a declaration ([`RecordType`], [`Field`]), with its [`Action`]s,
//!   [`Permission`]s and [`Rules`].
//! - [`value`]: what a field may hold, and how forms and JSON become that.
//! - [`access`]: the one permission function.
//! - [`verbs`]: list, get, insert, update, delete; [`act`]: actions. Each takes the
//!   [`Actor`](crate::users::Actor), and every change is logged.
//! - [`query`]: filters, order and paging from outside, checked against the declaration.
//! - [`store`]: the SQL, made from declarations only.
//! - [`views`]: the desk's list and form.
//!
//! What is special to a type is an action or a panel; no capability writes its own
//! list, form or CRUD handler. Hot protocol paths have their own SQL and do not come here.

pub mod access;
pub mod act;
mod action;
mod changes;
pub mod declare;
mod filters;
mod permission;
pub mod query;
mod rules;
pub mod store;
pub mod value;
pub mod verbs;
pub mod views;

pub use access::Verb;
pub use action::{Acting, Action, Asked, Asking, Outcome, Prepared, Shown};
pub use declare::{Default, Field, Group, Kind, Naming, RecordType, Section};
pub use permission::Permission;
pub use rules::{Rules, Start};
pub use value::{Input, MASK, Record};

use crate::base::{Error, Result};

/// Every record type, in the order of the desk's navigation.
pub static TYPES: &[&RecordType] = &[
    &crate::oauth::clients::record::OAUTH_CLIENT,
    &crate::oauth::scopes::record::OAUTH_SCOPE,
    &crate::oauth::grants::record::GRANT,
    &crate::oauth::grants::record::OAUTH_BEARER_TOKEN,
    &crate::oauth::grants::record::OAUTH_AUTHORIZATION_CODE,
    &crate::connected::apps::record::CONNECTED_APP,
    &crate::connected::tokens::record::TOKEN_CACHE,
    &crate::connected::deliveries::record::DELIVERY,
    &crate::users::record::USER,
    &crate::roles::record::ROLE,
    &crate::permissions::role_permission::ROLE_PERMISSION,
    &crate::permissions::user_permission::USER_PERMISSION,
    &crate::sessions::record::SESSION,
    &crate::users::api_keys::record::API_KEY,
    &crate::social::keys::record::SOCIAL_LOGIN_KEY,
    &crate::social::logins::record::USER_SOCIAL_LOGIN,
    &crate::diagnostics::record::REFUSED_REQUEST,
    &crate::activity::record::ACTIVITY_LOG,
    &crate::system::record::SYSTEM_SETTINGS,
    &crate::oauth::settings::OAUTH_PROVIDER_SETTINGS,
];

/// The names of every type.
pub fn type_names() -> Vec<&'static str> {
    TYPES.iter().map(|record_type| record_type.name).collect()
}

/// The names of the types that others than System Managers may be let change.
pub fn delegable_names() -> Vec<&'static str> {
    let delegable = TYPES
        .iter()
        .filter(|record_type| record_type.is_delegable && record_type.verbs != Verb::READ);
    delegable.map(|record_type| record_type.name).collect()
}

/// The type with this name (`OAuth Client`).
pub fn by_name(name: &str) -> Result<&'static RecordType> {
    find(|record_type| record_type.name == name, name)
}

/// The type with this name in addresses (`oauth-client`).
pub fn by_slug(slug: &str) -> Result<&'static RecordType> {
    find(|record_type| record_type.slug == slug, slug)
}

fn find(is_it: impl Fn(&RecordType) -> bool, name: &str) -> Result<&'static RecordType> {
    let found = TYPES.iter().copied().find(|record_type| is_it(record_type));
    found.ok_or_else(|| Error::NotFound(format!("There is no record type {name:?}")))
}
