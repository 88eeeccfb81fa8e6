//! The record type OAuth Authorization Code.

use crate::oauth::grants::found_codes;
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{Permission, RecordType, Rules, Verb, fields};

fields! { AuthorizationCodes:
    section "Code", "" {
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        USER = link("user", "User", "User").read_only().column("user_name");
        SCOPES = text("scopes", "Scopes").read_only();
        VALIDITY = select("validity", "Validity", &["Valid", "Invalid"]).read_only();
        EXPIRATION_TIME = moment("expiration_time", "Expiration time").read_only().column("expires_at");
        REDIRECT_URI = text("redirect_uri_bound_to_authorization_code", "Redirect URI Bound To Auth Code")
            .read_only().column("redirect_uri");
        NONCE = text("nonce", "nonce").read_only();
        CODE_CHALLENGE = text("code_challenge", "Code Challenge").read_only();
        CODE_CHALLENGE_METHOD = text("code_challenge_method", "Code challenge method").read_only();
    }
}

/// Codes on their way, without the codes themselves.
pub static OAUTH_AUTHORIZATION_CODE: RecordType = RecordType {
    name: "OAuth Authorization Code",
    slug: "oauth-authorization-code",
    plural: "OAuth Authorization Codes",
    about: "Codes that were given to apps, without the codes themselves. They live a minute and work once.",
    table: "oauth_code_records",
    title: "user",
    sections: SECTIONS,
    list: &["user", "client", "scopes", "validity", "expiration_time"],
    search: &[],
    search_names: Some(found_codes),
    order: ("creation", true),
    own: "user",
    verbs: Verb::READ,
    permissions: &[Permission::read(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &AuthorizationCodes,
    ..RecordType::BASE
};

/// The record type OAuth Authorization Code.
pub struct AuthorizationCodes;

impl Rules for AuthorizationCodes {}
