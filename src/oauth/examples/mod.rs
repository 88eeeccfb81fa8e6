//! Ready-made examples: whole programs for libraries, and settings for applications, filled in for a client.
//!
//! They are data: a folder each in `assets/examples`, with `example.json` and the files that its steps name.
//! In texts, code and files `{{client_id}}` and the like stand for what is the client's own ([`Facts`]); a name of
//! `choose` stands for the first of its texts whose tag applies to the client. In texts `*…*` marks what a screen
//! says and `` `…` `` what is typed.

mod facts;

pub use facts::Facts;

use crate::oauth::clients::{AuthMethod, Client};
use crate::web::assets;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The groups, as they are offered.
pub const GROUPS: &[&str] = &["Frappe", "Applications", "Code"];

/// An example.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The name of its folder.
    #[serde(skip)]
    pub slug: String,
    pub group: String,
    pub title: String,
    pub about: String,
    /// Where its makers describe it.
    pub docs: String,
    /// The path of the redirect URI, where the app does not leave it open.
    pub callback: Option<String>,
    /// The address that the app sends people to after they signed out.
    pub post_logout: Option<String>,
    /// For clients without a secret only.
    #[serde(default)]
    public_only: bool,
    /// For clients with a secret only.
    #[serde(default)]
    confidential_only: bool,
    /// The app cannot use PKCE.
    #[serde(default)]
    no_pkce: bool,
    /// The only method in which the app can send its secret.
    sends: Option<String>,
    /// Texts that depend on the client: by tag, the first that applies.
    #[serde(default)]
    pub(super) choose: BTreeMap<String, Map<String, Json>>,
    pub steps: Vec<Step>,
}

/// One thing to do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub text: String,
    /// What to run, or to put into a file.
    pub code: Option<String>,
    /// The name of a file to save.
    pub file: Option<String>,
    /// What to enter where: label and value.
    #[serde(default)]
    pub settings: Vec<(String, String)>,
}

static EVERY: LazyLock<Result<Vec<Example>, String>> = LazyLock::new(|| {
    let suffix = "/example.json";
    let read = |name: &str| -> Result<Example, String> {
        let text = assets::text(name).unwrap_or_default();
        let example: Example = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
        let slug = name.trim_start_matches("examples/").trim_end_matches(suffix);
        Ok(Example {
            slug: slug.to_owned(),
            ..example
        })
    };
    let names = assets::names().filter(|name| name.starts_with("examples/") && name.ends_with(suffix));
    let mut every: Vec<Example> = names.map(read).collect::<Result<_, _>>()?;
    every.sort_by_key(|example| example.title.to_lowercase());
    Ok(every)
});

/// Every example, by title. Those that cannot be read are a defect, which a test finds.
pub fn every() -> &'static [Example] {
    EVERY.as_ref().map_or(&[], Vec::as_slice)
}

/// The example of this name.
pub fn find(slug: &str) -> Option<&'static Example> {
    every().iter().find(|example| example.slug == slug)
}

/// The example that a client was recorded for, as its redirect URIs tell.
pub fn of(client: &Client) -> Option<&'static Example> {
    every().iter().find(|example| {
        let callback = example.callback.as_deref().filter(|path| *path != "/");
        callback.is_some_and(|path| client.redirect_uris.iter().any(|uri| uri.ends_with(path)))
    })
}

impl Example {
    /// What an app is called that is recorded for it.
    pub fn name(&self) -> &str {
        match self.group.as_str() {
            "Frappe" => "ERPNext",
            _ => &self.title,
        }
    }

    /// Where an app at this origin sends people after they signed out.
    pub fn ways_back(&self, origin: &str) -> Vec<String> {
        let own = self.post_logout.as_ref().map(|uri| uri.replace("{{app_url}}", origin));
        let mut found = vec![format!("{origin}/")];
        found.extend(own.filter(|uri| *uri != found[0]));
        found
    }

    /// Its steps for a client, with the text of each file.
    pub fn steps(&self, facts: &Facts) -> Vec<Step> {
        let fill = |text: &String| facts.fill(text, &self.choose);
        let step = |step: &Step| Step {
            text: fill(&step.text),
            code: match &step.file {
                Some(file) => assets::text(&format!("examples/{}/{file}", self.slug))
                    .as_ref()
                    .map(fill),
                None => step.code.as_ref().map(fill),
            },
            file: step.file.clone(),
            settings: step
                .settings
                .iter()
                .map(|(label, value)| (label.clone(), fill(value)))
                .collect(),
        };
        self.steps.iter().map(step).collect()
    }

    /// Addresses that the client still needs, each with the field that it belongs to; none where it is not known where
    /// the app is.
    pub fn addresses(&self, client: &Client, facts: &Facts) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        if !facts.knows_app() {
            return found;
        }
        if let Some(path) = self.callback.as_ref()
            && !client.redirect_uris.iter().any(|uri| uri.ends_with(path.as_str()))
        {
            found.push(("redirect_uris", format!("{}{path}", facts.app_url())));
        }
        let after = self.post_logout.as_ref().map(|uri| facts.fill(uri, &self.choose));
        found.extend(
            after
                .filter(|uri| !client.may_end_at(uri))
                .map(|uri| ("post_logout_redirect_uris", uri)),
        );
        found
    }

    /// What the client still needs, in words.
    pub fn missing(&self, client: &Client, facts: &Facts) -> Vec<String> {
        let mut missing = Vec::new();
        if facts.is_out_of_reach() {
            missing.push(format!(
                "This site says that it is at {}: only programs on this machine reach it there. Set FRONTDESK_BASE_URL to its address first, for it is a part of everything below.",
                facts.issuer()
            ));
        }
        if self.public_only && !client.is_public() {
            missing.push("This is for a public client: set Token Endpoint Auth Method to None.".to_owned());
        }
        if matches!(client.auth_method, AuthMethod::SecretJwt | AuthMethod::PrivateKeyJwt) {
            missing.push(
                "These steps send a secret, and this client proves who it is by a statement that it signs: set that up in the app's own way, or set Token Endpoint Auth Method to Client Secret (Basic or Post)."
                    .to_owned(),
            );
        } else if self.confidential_only && client.is_public() {
            missing.push(
                "This needs a client with a secret: set Token Endpoint Auth Method to Client Secret (Basic or Post)."
                    .to_owned(),
            );
        }
        if self.no_pkce && client.needs_pkce() && !client.is_public() {
            missing.push("It cannot use PKCE: take Require PKCE off.".to_owned());
        }
        if self.sends.as_deref() == Some(AuthMethod::Post.name()) && !client.auth_method.takes(AuthMethod::Post) {
            missing.push(
                "It sends the secret in the form: set Token Endpoint Auth Method to Client Secret (Basic or Post)."
                    .to_owned(),
            );
        }
        if let Some(path) = &self.callback
            && !client.redirect_uris.iter().any(|uri| uri.ends_with(path.as_str()))
        {
            missing.push(format!(
                "Register this Redirect URI, with the app's own address: {}{path}",
                facts.app_url()
            ));
        }
        let after = self.post_logout.as_ref().map(|uri| facts.fill(uri, &self.choose));
        if let Some(uri) = after.filter(|uri| !client.may_end_at(uri)) {
            missing.push(format!("Register this Post Logout Redirect URI: {uri}"));
        }
        if client.redirect_uris.iter().any(|uri| !facts::is_safe(uri)) {
            missing.push(
                "A Redirect URI has characters that are not put into commands here: write them in percent-encoding."
                    .to_owned(),
            );
        }
        if !client.scopes.contains(crate::base::scope::OPENID) {
            missing.push("It asks for the scope openid: add it to the client's Scopes.".to_owned());
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_can_be_read_and_has_its_files() {
        let every = EVERY.as_ref().unwrap();
        assert!(every.len() > 20);
        for example in every {
            assert!(GROUPS.contains(&example.group.as_str()), "{}", example.slug);
            for step in &example.steps {
                let file = step
                    .file
                    .as_ref()
                    .map(|file| format!("examples/{}/{file}", example.slug));
                assert!(
                    file.is_none_or(|file| assets::text(&file).is_some()),
                    "{}: {:?}",
                    example.slug,
                    step.file
                );
            }
        }
    }
}
