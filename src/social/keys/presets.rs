//! Providers that are known beforehand: data in `assets/social-login-keys.json`.

use crate::upstream::presets::{About, Ask, fill};
use crate::web::assets;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A provider as it is usually set up.
#[derive(Deserialize)]
pub struct Preset {
    /// The name in addresses.
    pub key: String,
    /// Frappe's name, the option of Social Login Provider.
    pub provider: String,
    pub name: String,
    pub asks: Vec<Ask>,
    /// Fields of the record with their first values.
    pub values: BTreeMap<String, String>,
    pub register_at: String,
    pub register_how: String,
    pub notes: Vec<String>,
}

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let text = assets::text("social-login-keys.json").unwrap_or_default();
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

/// The preset of a provider.
pub fn of_provider(provider: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.provider == provider)
}

impl Preset {
    /// The values of a new record, with what was answered in the place of `{name}`.
    pub fn values(&self, answers: &[(String, String)]) -> Vec<(&str, String)> {
        let filled = self
            .values
            .iter()
            .map(|(field, value)| (field.as_str(), fill(value, &self.asks, answers)));
        let first = [
            ("social_login_provider", self.provider.clone()),
            ("provider_name", self.name.clone()),
        ];
        first.into_iter().chain(filled).collect()
    }

    /// Where the provider registers its clients.
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
