//! What is known of services beforehand: data in `assets/connected-apps.json`.

use crate::upstream::presets::{About, Ask, fill};
use crate::web::assets;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A service as it is usually set up.
#[derive(Deserialize)]
pub struct Preset {
    /// The name in addresses.
    pub key: String,
    /// The Provider Name.
    pub name: String,
    /// What has to be said first: `{name}` stands for it in the addresses.
    pub asks: Vec<Ask>,
    pub issuer: String,
    pub openid_configuration: String,
    pub authorization_uri: String,
    pub token_uri: String,
    pub revocation_uri: String,
    pub userinfo_uri: String,
    pub introspection_uri: String,
    pub scopes: Vec<String>,
    #[serde(default)]
    pub scope_separator: Option<String>,
    pub query_parameters: BTreeMap<String, String>,
    pub token_endpoint_auth_method: String,
    pub use_pkce: bool,
    /// Seconds.
    pub default_expires_in: i64,
    pub api_base_url: String,
    #[serde(default)]
    pub api_token_header: Option<String>,
    /// Where in that service's console a client is registered, and how.
    pub register_at: String,
    pub register_how: String,
    pub notes: Vec<String>,
}

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let text = assets::text("connected-apps.json").unwrap_or_default();
    // A test reads it, too.
    serde_json::from_str(&text).unwrap_or_default()
});

/// Every preset, in order.
pub fn all() -> &'static [Preset] {
    &PRESETS
}

/// The preset of this key.
pub fn find(key: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.key == key)
}

impl Preset {
    /// The values of a new Connected App, with what was answered in the place of `{name}`.
    pub fn values(&self, answers: &[(String, String)]) -> Vec<(&'static str, String)> {
        let fill = |text: &str| self.fill(text, answers);
        let parameters = self
            .query_parameters
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        vec![
            ("preset", self.key.clone()),
            ("provider_name", self.name.clone()),
            ("openid_configuration", fill(&self.openid_configuration)),
            ("issuer", fill(&self.issuer)),
            ("authorization_uri", fill(&self.authorization_uri)),
            ("token_uri", fill(&self.token_uri)),
            ("revocation_uri", fill(&self.revocation_uri)),
            ("userinfo_uri", fill(&self.userinfo_uri)),
            ("introspection_uri", fill(&self.introspection_uri)),
            ("scopes", self.scopes.join("\n")),
            (
                "scope_separator",
                self.scope_separator.clone().unwrap_or_else(|| "Space".into()),
            ),
            ("query_parameters", parameters.collect::<Vec<_>>().join("\n")),
            ("token_endpoint_auth_method", self.token_endpoint_auth_method.clone()),
            ("use_pkce", i64::from(self.use_pkce).to_string()),
            ("default_expires_in", self.default_expires_in.to_string()),
            ("api_base_url", fill(&self.api_base_url)),
            ("api_token_header", self.api_token_header.clone().unwrap_or_default()),
        ]
    }

    /// What was answered in the place of `{name}`.
    fn fill(&self, text: &str, answers: &[(String, String)]) -> String {
        fill(text, &self.asks, answers)
    }

    /// Where the service registers its clients.
    pub fn about(&self) -> About<'_> {
        About {
            key: &self.key,
            name: &self.name,
            asks: &self.asks,
            register_at: &self.register_at,
            register_how: &self.register_how,
            notes: &self.notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::client_auth::TokenAuth;

    #[test]
    fn every_preset_can_be_read_and_is_whole() {
        let presets: Vec<Preset> = serde_json::from_str(&assets::text("connected-apps.json").unwrap()).unwrap();
        let keys: Vec<&str> = presets.iter().map(|preset| preset.key.as_str()).collect();
        for key in [
            "google",
            "microsoft-365",
            "github",
            "gitlab",
            "slack",
            "shopify",
            "xero",
            "quickbooks",
            "salesforce",
            "hubspot",
            "zoho",
            "dropbox",
            "box",
            "linkedin",
            "stripe-connect",
            "paypal",
            "frappe",
            "frontdesk",
            "keycloak",
            "authentik",
        ] {
            assert!(keys.contains(&key), "{key}");
        }
        for preset in &presets {
            assert!(
                !preset.register_at.is_empty() && !preset.register_how.is_empty(),
                "{}",
                preset.key
            );
            assert!(TokenAuth::OPTIONS.contains(&preset.token_endpoint_auth_method.as_str()));
            let answers: Vec<_> = preset
                .asks
                .iter()
                .map(|ask| (ask.name.clone(), ask.example.clone()))
                .collect();
            for (name, value) in preset.values(&answers) {
                assert!(!value.contains('{'), "{}: {name} is {value}", preset.key);
                let is_address = name.ends_with("_uri") || name.ends_with("_url") || name == "issuer";
                assert!(
                    !is_address || value.is_empty() || value.starts_with("https://"),
                    "{name} is {value}"
                );
            }
        }
    }
}
