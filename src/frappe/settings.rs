//! What to enter at a Frappe site, ready to copy.

use crate::base::Env;
use crate::oauth::clients::Client;
use crate::oauth::trial::settings::Entry;

/// The fields of a Frappe site's Social Login Key.
pub fn social_login_key(env: &Env, client: &Client, app_name: &str) -> Vec<Entry> {
    let method = |name: &str| format!("/api/method/frappe.integrations.oauth2.{name}");
    vec![
        ("Social Login Provider", "Custom".into()),
        ("Provider Name", app_name.to_owned()),
        ("Client ID", client.id.clone()),
        ("Client Secret", "the secret you copied when the client was made".into()),
        ("Base URL", env.base_url.to_string()),
        ("Authorize URL", method("authorize")),
        ("Access Token URL", method("get_token")),
        (
            "Redirect URL",
            client.default_redirect_uri.clone().unwrap_or_else(|| {
                "https://<your site>/api/method/frappe.integrations.oauth2_logins.custom/<key>".into()
            }),
        ),
        ("API Endpoint", method("openid_profile")),
        (
            "Auth URL Data",
            r#"{"response_type": "code", "scope": "openid"}"#.into(),
        ),
        ("User ID Property", "sub".into()),
    ]
}
