//! What to enter at a Frappe site, ready to copy.

use crate::base::Env;
use crate::oauth::clients::for_frappe::CALLBACK;
use crate::oauth::clients::{AuthMethod, Client};
use crate::oauth::trial::settings::{Enter, SettingLine};

/// The fields of a Frappe site's Social Login Key; the provider Frappe fills in the others.
pub fn social_login_key(env: &Env, client: &Client) -> Vec<SettingLine> {
    let this = |value: &str| Enter::This(value.to_owned());
    vec![
        ("Social Login Provider", this("Frappe")),
        ("Client ID", this(client.id.as_str())),
        (
            "Client Secret",
            Enter::Hint("the secret that was shown when the client was made, or rotate it".into()),
        ),
        ("Base URL", this(&env.base_url)),
        ("Enable Social Login", Enter::Hint("yes".into())),
    ]
}

/// What this client still needs before a Frappe site can use it.
pub fn what_is_missing(client: &Client) -> Vec<String> {
    let mut missing = Vec::new();
    if !client.auth_method.takes(AuthMethod::Post) {
        missing.push(
            "Frappe sends the secret in the body: set Token Endpoint Auth Method to Client Secret Post.".to_owned(),
        );
    }
    if !client.redirect_uris.iter().any(|uri| uri.ends_with(CALLBACK)) {
        missing.push(format!(
            "Register this Redirect URI: https://<your Frappe site>{CALLBACK}"
        ));
    }
    if !client.scopes.contains("openid") {
        missing.push("Frappe asks for the scope openid: let the client ask for it.".to_owned());
    }
    missing
}
