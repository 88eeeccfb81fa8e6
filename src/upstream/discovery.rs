//! Get OpenID Configuration: the document of the other side (OpenID Connect Discovery 1.0 §4,
//! RFC 8414), fetched and taken over.

use super::client_auth::TokenAuth;
use crate::base::{Error, Result, Text, text};
use crate::outbound::{Outbound, Request, Response};
use crate::records::{Acting, Asked, Asking, Handle, Input, Of, Outcome, Prepared, RecordType, handle, verbs};
use serde_json::{Map, Value as Json, json};

/// The standard path of the document.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// The fields of a record type that the document fills in.
pub struct Fields<T: 'static> {
    pub record_type: &'static RecordType,
    /// The address of the document.
    pub configuration: &'static Handle<T, handle::Text>,
    pub issuer: &'static Handle<T, handle::Text>,
    pub use_pkce: &'static Handle<T, handle::Flag>,
    pub auth_method: &'static Handle<T, handle::Text>,
    /// Fields, with their members of the document.
    pub members: &'static [(&'static Handle<T, handle::Text>, &'static str)],
}

/// Fetches the document that the record names.
pub fn ask<T: 'static>(fields: &'static Fields<T>, asking: Asking<T>) -> Asked {
    let address = asking.record.get(fields.configuration).to_owned();
    let pinned = asking.record.get(fields.issuer).to_owned();
    Box::pin(async move {
        let document = fetch(&asking.world.outbound, &address, &pinned).await?;
        Ok(Some(Box::new(document) as Box<dyn std::any::Any + Send>))
    })
}

/// The document at an address. Whoever gives the issuer only is understood.
pub async fn fetch(outbound: &Outbound, address: &str, pinned: &str) -> Result<Json> {
    if address.is_empty() {
        // Frappe's words.
        return Err(Error::invalid(
            "openid_configuration",
            "Please enter OpenID Configuration URL",
        ));
    }
    let address = full_address(address);
    let refused = |why: Text| {
        Error::Upstream(text!(
            "The OpenID Configuration at { $address } cannot be used: { $why }.",
            address = &address,
            why = &why
        ))
    };
    let mut response = outbound
        .send(Request::get(&address))
        .await
        .map_err(|failure| refused(failure.text))?;
    // Frappe has the document at another path, and says so; another host is not asked instead.
    if let Some(moved) = moved_within(&address, &response) {
        response = outbound
            .send(Request::get(&moved))
            .await
            .map_err(|failure| refused(failure.text))?;
    }
    if !response.is_success() {
        return Err(refused(text!(
            "it answered with { $answer }",
            answer = response.describe()
        )));
    }
    let document = response.json().filter(Json::is_object).ok_or_else(|| {
        refused(text!(
            "it is no JSON object but { $answer }",
            answer = response.describe()
        ))
    })?;
    check(&document, &address, pinned).map_err(refused)?;
    Ok(document)
}

/// Where a document has moved to on the same host.
fn moved_within(address: &str, response: &Response) -> Option<String> {
    let from = url::Url::parse(address).ok()?;
    let is_moved = matches!(response.status, 301 | 302 | 307 | 308);
    let to = from.join(response.location.as_deref().filter(|_| is_moved)?).ok()?;
    (to.origin() == from.origin()).then(|| to.into())
}

/// The address of the document, where only the issuer was given.
fn full_address(address: &str) -> String {
    match address.contains("/.well-known/") || address.contains("openid_configuration") {
        true => address.to_owned(),
        false => format!("{}{WELL_KNOWN}", address.trim_end_matches('/')),
    }
}

/// Whether two issuers are one: a slash at the end makes no other.
pub fn is_same_issuer(a: &str, b: &str) -> bool {
    a.trim_end_matches('/') == b.trim_end_matches('/')
}

/// Whether the document is what it says it is (OpenID Connect Discovery 1.0 §4.3).
fn check(document: &Json, address: &str, pinned: &str) -> std::result::Result<(), Text> {
    let member = |name: &str| document.get(name).and_then(Json::as_str).unwrap_or_default();
    let issuer = member("issuer");
    if issuer.is_empty() {
        return Err("it names no issuer".into());
    }
    if issuer.contains('{') {
        return Err(text!(
            "its issuer is { $issuer }: put your own tenant into the address instead of common or organizations",
            issuer = &issuer
        ));
    }
    if let Some(expected) = address.strip_suffix(WELL_KNOWN)
        && !is_same_issuer(expected, issuer)
    {
        return Err(text!(
            "it says that it is of { $issuer }, but was fetched from { $expected }",
            issuer = &issuer,
            expected = &expected
        ));
    }
    if !pinned.is_empty() && !is_same_issuer(pinned, issuer) {
        return Err(text!(
            "its issuer was { $pinned } and is now { $issuer }. If that is right, empty the field Issuer, save, and fetch it again",
            pinned = &pinned,
            issuer = &issuer
        ));
    }
    for name in ["authorization_endpoint", "token_endpoint"] {
        if member(name).is_empty() {
            return Err(text!("it names no { $name }", name = &name));
        }
    }
    Ok(())
}

/// Takes the document over into the fields, with PKCE and the way to prove who we are.
pub fn take_over<T: 'static>(fields: &Fields<T>, acting: &Acting<T>, prepared: Prepared) -> Result<Outcome> {
    let document = prepared.and_then(|document| document.downcast::<Json>().ok());
    let document = document.ok_or_else(|| Error::Internal("the document was not fetched".into()))?;
    let issuer = document.get("issuer").and_then(Json::as_str).unwrap_or_default();
    if is_same_issuer(issuer, &acting.env.base_url) {
        return Err(Error::Upstream(text!(
            "The OpenID Configuration says that it is of { $issuer }, which is this site itself. A Frappe site says so when it has a Social Login Key that leads here: enter its addresses by hand.",
            issuer = &issuer
        )));
    }
    let input = Input(changes(fields, &acting.record, &document));
    let known = |name: &String| fields.record_type.field(name).map(|field| field.label);
    let names: Vec<Text> = input.0.keys().filter_map(known).map(Text::from).collect();
    let message = match names.is_empty() {
        true => "OpenID Configuration fetched successfully: everything is as it says already.".into(),
        false => text!(
            "OpenID Configuration fetched successfully: { $names }.",
            names = Text::listed(names)
        ),
    };
    verbs::update(acting, fields.record_type, &acting.record.name, &input, None)?;
    Ok(Outcome::said(message))
}

/// What the document says otherwise than the record.
fn changes<T: 'static>(fields: &Fields<T>, record: &Of<T>, document: &Json) -> Map<String, Json> {
    let configuration = full_address(record.get(fields.configuration));
    let mut found: Vec<(&str, Json)> = vec![(fields.configuration.name(), json!(configuration))];
    for (field, member) in fields.members {
        if let Some(address) = document.get(member).and_then(Json::as_str) {
            found.push((field.name(), json!(address)));
        }
    }
    let list = |name: &str| {
        let entries = document.get(name).and_then(Json::as_array)?;
        Some(entries.iter().filter_map(Json::as_str).collect::<Vec<_>>())
    };
    if let Some(methods) = list("code_challenge_methods_supported") {
        found.push((fields.use_pkce.name(), json!(i64::from(methods.contains(&"S256")))));
    }
    // Absent, it is client_secret_basic (OpenID Connect Discovery 1.0 §3).
    let methods = list("token_endpoint_auth_methods_supported").unwrap_or_else(|| vec!["client_secret_basic"]);
    let known: Vec<&str> = methods.iter().filter_map(|name| TokenAuth::option_of(name)).collect();
    if !known.contains(&record.get(fields.auth_method)) {
        let best = TokenAuth::OPTIONS
            .iter()
            .filter(|option| known.contains(option))
            // Without a secret only if there is no other way.
            .min_by_key(|option| **option == "None");
        if let Some(best) = best {
            found.push((fields.auth_method.name(), json!(best)));
        }
    }
    let differs = |(name, value): &(&str, Json)| record.values.get(*name) != Some(value);
    let changed = found.into_iter().filter(differs);
    changed.map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(issuer: &str) -> Json {
        json!({ "issuer": issuer, "authorization_endpoint": "https://a.test/auth", "token_endpoint": "https://a.test/token" })
    }

    /// OpenID Connect Discovery 1.0 §4.3: the issuer is the one that was asked.
    #[test]
    fn a_document_of_another_issuer_is_refused() {
        let at = |issuer: &str, address: &str, pinned: &str| check(&document(issuer), address, pinned);
        let standard = "https://a.test/.well-known/openid-configuration";
        assert!(at("https://a.test", standard, "").is_ok());
        assert!(at("https://a.test/", standard, "https://a.test").is_ok());
        assert!(
            at("https://b.test", standard, "")
                .unwrap_err()
                .english()
                .contains("fetched from")
        );
        assert!(
            at("https://a.test", standard, "https://b.test")
                .unwrap_err()
                .english()
                .contains("was https://b.test")
        );
        assert!(at("", standard, "").unwrap_err().english().contains("no issuer"));
        assert!(
            at("https://a.test/{tenantid}", standard, "")
                .unwrap_err()
                .english()
                .contains("tenant")
        );
        assert!(at("https://b.test", "https://a.test/x/openid_configuration", "").is_ok());
        let half = json!({ "issuer": "https://a.test", "authorization_endpoint": "https://a.test/auth" });
        assert!(
            check(&half, standard, "")
                .unwrap_err()
                .english()
                .contains("token_endpoint")
        );
    }

    #[test]
    fn whoever_gives_the_issuer_only_is_understood() {
        assert_eq!(
            full_address("https://a.test/"),
            "https://a.test/.well-known/openid-configuration"
        );
        let own = "https://a.test/x/.well-known/openid_configuration";
        assert_eq!(full_address(own), own);
    }
}
