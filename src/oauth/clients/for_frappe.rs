//! A client for a Frappe site, or for another Frontdesk, whose people sign in here: its redirect URI, and
//! the Social Login Key to make there.

use super::Client;
use crate::base::{Env, Error, Result, Text};
use serde_json::{Value as Json, json};

/// Where a Frappe site takes people back to, and a Frontdesk whose key is of the preset Frontdesk.
pub const CALLBACK: &str = "/api/method/frappe.integrations.oauth2_logins.login_via_frappe";

/// The origin of a Frappe site.
pub struct Site(String);

impl Site {
    /// Where it takes people back to.
    pub fn redirect_uri(&self) -> String {
        self.at(CALLBACK)
    }

    /// Its origin, as browsers write it.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// The address of a path there.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// The site at this address, written in whatever case. An address of a page on it is refused: the redirect URI
/// would lead nowhere.
pub fn site(address: &str) -> Result<Site> {
    let refused = |why: &'static str| {
        Error::invalid(
            "",
            Text::from(why).and("Write only scheme and host, such as https://erp.example.com".into()),
        )
    };
    let url = url::Url::parse(address.trim()).map_err(|_| refused("This is no address."))?;
    if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() {
        return Err(refused("This is no address of a site."));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(refused("This is the address of a page."));
    }
    Ok(Site(url.origin().ascii_serialization()))
}

/// The Social Login Key to make there, as Frappe's REST takes it: the form of its provider Frappe fills in
/// what the first half does not name.
pub fn social_login_key(env: &Env, client: &Client, secret: &str) -> Json {
    let method = |name: &str| format!("/api/method/frappe.integrations.{name}");
    json!({
        "social_login_provider": "Frappe",
        "provider_name": "Frappe",
        "client_id": client.id,
        "client_secret": secret,
        "base_url": &*env.base_url,
        "sign_ups": "Allow",
        "enable_social_login": 1,
        "custom_base_url": 1,
        "authorize_url": method("oauth2.authorize"),
        "access_token_url": method("oauth2.get_token"),
        "redirect_url": CALLBACK,
        "api_endpoint": method("oauth2.openid_profile"),
        "auth_url_data": "{\"response_type\": \"code\", \"scope\": \"openid\"}",
    })
}

/// The same for whoever fills in the form, and for whoever sends it.
pub fn in_words(site: &Site, key: &Json) -> String {
    let of = |name: &str| key[name].as_str().unwrap_or_default();
    let lines = [
        ("Social Login Provider", "Frappe"),
        ("Client ID", of("client_id")),
        ("Client Secret", of("client_secret")),
        ("Base URL", of("base_url")),
        ("Sign ups", "Allow"),
        ("Enable Social Login", "yes"),
    ];
    let lines: Vec<String> = lines
        .iter()
        .map(|(label, value)| format!("  {label}: {value}"))
        .collect();
    format!(
        "At {site}, make this Social Login Key (Integrations → Social Login Key → New):\n{}\n\nOr send it, with an API key of that site:\n  curl -H 'Authorization: token API_KEY:API_SECRET' -H 'Content-Type: application/json' \\\n    '{site}/api/resource/Social%20Login%20Key' -d '{key}'",
        lines.join("\n"),
        site = site.0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_an_origin_in_any_case() {
        for good in [
            "https://erp.example.com",
            "HTTPS://ERP.Example.com/",
            " https://erp.example.com ",
        ] {
            assert_eq!(
                site(good).unwrap().redirect_uri(),
                format!("https://erp.example.com{CALLBACK}"),
                "{good}"
            );
        }
        assert_eq!(site("http://localhost:8080").unwrap().at("/"), "http://localhost:8080/");
        for bad in [
            "erp.example.com",
            "",
            "ftp://erp.example.com",
            "https://erp.example.com/app",
            "https://erp.example.com/?a",
        ] {
            assert!(site(bad).is_err(), "{bad}");
        }
    }
}
