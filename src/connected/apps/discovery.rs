//! Get OpenID Configuration: what the document fills in on a Connected App.

use super::record::*;
use super::rules::Apps;
use crate::upstream::discovery::Fields;

/// The fields that the document fills in.
pub static FIELDS: Fields<Apps> = Fields {
    record_type: &CONNECTED_APP,
    configuration: &OPENID_CONFIGURATION,
    issuer: &ISSUER,
    use_pkce: &USE_PKCE,
    auth_method: &TOKEN_ENDPOINT_AUTH_METHOD,
    members: &[
        (&ISSUER, "issuer"),
        (&AUTHORIZATION_URI, "authorization_endpoint"),
        (&TOKEN_URI, "token_endpoint"),
        (&USERINFO_URI, "userinfo_endpoint"),
        (&INTROSPECTION_URI, "introspection_endpoint"),
        (&REVOCATION_URI, "revocation_endpoint"),
    ],
};
