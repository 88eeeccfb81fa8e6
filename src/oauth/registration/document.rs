//! Client ID Metadata Documents: an app whose id is an https address, at which it describes itself
//! (draft-ietf-oauth-client-id-metadata-document).

use super::store;
use super::{change, input, metadata, refused};
use crate::base::clock::{DAY, MINUTE};
use crate::base::{ClientId, Env, Result, Seconds};
use crate::db::Write;
use crate::oauth::clients::{self, AuthMethod, Client};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::oauth::settings::Registration;
use crate::oauth::trust::is_trusted_further;
use crate::records::{Writing, verbs};
use serde_json::{Map, Value as Json, json};
use url::Url;

/// How such a client is recorded.
const KIND: &str = "Metadata Document";
/// The longest document, in bytes (§6.6).
pub const LONGEST: usize = 5 * 1024;
/// How long one is good at least, and at most, whatever its server says.
const LEAST: Seconds = MINUTE.times(5);
const MOST: Seconds = DAY;

/// Whether an id is the address of a document (§3): https, with a path, and nothing that could be written in two ways.
pub fn is_address(id: &str) -> bool {
    let Ok(url) = Url::parse(id) else {
        return false;
    };
    let is_plain =
        url.as_str() == id && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let has_dots = id.split('/').any(|part| matches!(part, "." | ".."));
    url.scheme() == "https" && is_plain && !has_dots && !matches!(url.path(), "" | "/") && url.host_str().is_some()
}

/// Whether such apps are let in, and this one.
pub fn is_admitted(policy: &Registration, id: &str) -> bool {
    let host = Url::parse(id).ok().and_then(|url| url.host_str().map(str::to_owned));
    let is_one = |host: String| policy.hosts.is_empty() || policy.hosts.contains(&host);
    policy.takes_documents && is_address(id) && host.is_some_and(is_one)
}

/// Whether what is known of an app is as good as its document.
pub fn is_fresh(env: &Env, client: &Client) -> bool {
    !is_of_document(client) || client.document_until.is_some_and(|until| until > env.now())
}

/// Whether an app is known by its document.
pub fn is_of_document(client: &Client) -> bool {
    client.registered.as_deref() == Some(KIND)
}

/// How long a document is good, by what its server says (RFC 9111 §5.2.2.1).
pub fn lifetime(cache_control: &str) -> Seconds {
    let directives = cache_control.split(',').map(str::trim);
    let age = directives
        .filter_map(|directive| directive.strip_prefix("max-age="))
        .next();
    let age = age.and_then(|seconds| seconds.parse().ok()).map_or(LEAST, Seconds);
    age.clamp(LEAST, MOST)
}

/// The document, if it is one of this app (§4, §4.1).
pub fn read(id: &str, body: &[u8]) -> std::result::Result<Map<String, Json>, OAuthError> {
    let refused = |why: &str| Err(OAuthError::new(ErrorCode::InvalidClientMetadata, why));
    let Ok(Json::Object(document)) = serde_json::from_slice(body) else {
        return refused("The document at client_id is no JSON object.");
    };
    if document.get("client_id").and_then(Json::as_str) != Some(id) {
        return refused("The document at client_id is of another client_id.");
    }
    if document.contains_key("client_secret") || document.contains_key("client_secret_expires_at") {
        return refused("The document at client_id tells a secret.");
    }
    let method = document.get("token_endpoint_auth_method").and_then(Json::as_str);
    let is_shared = |name: &str| name.starts_with("client_secret");
    if method.is_some_and(is_shared) {
        return refused("An app that is known by a document has no secret: its method is none or private_key_jwt.");
    }
    Ok(document)
}

/// Records the app as its document says, or anew.
pub fn keep(
    cx: &Writing,
    policy: &Registration,
    id: &ClientId,
    document: &Map<String, Json>,
    lifetime: Seconds,
) -> OAuthResult<()> {
    let mut described = document.clone();
    if !described.contains_key("token_endpoint_auth_method") {
        described.insert("token_endpoint_auth_method".into(), json!(AuthMethod::None.name()));
    }
    let until = cx.env.now() + lifetime;
    if let Some(client) = clients::get(cx.db, id)? {
        // What somebody here has trusted further, or is to look at, is as it was.
        if client.awaits_approval || is_trusted_further(cx.db, &client)? {
            return Ok(store::postpone(cx.db, id, until)?);
        }
        let (awaits, _) = change(cx, policy, &client, &described)?;
        return Ok(store::mark_document(cx.db, id, until, awaits)?);
    }
    let mut fields = metadata::fields(&described, policy)?;
    fields.insert("enabled".into(), (!policy.needs_approval).into());
    let input = input(&fields)?;
    if store::waiting(cx.db, KIND)? >= policy.limit && !store::forget_oldest_document(cx.db)? {
        let why = "Too many apps wait for somebody to sign in to them. Try again later.";
        return Err(OAuthError::new(ErrorCode::TemporarilyUnavailable, why).into());
    }
    verbs::insert_as(cx, &OAUTH_CLIENT, &input, Some(id.as_str())).map_err(refused)?;
    clients::addresses_added(cx.db, id, Some(cx.env.now()))?;
    Ok(store::mark_document(cx.db, id, until, policy.needs_approval)?)
}

/// Lets what is known of an app be good for some minutes more: its document cannot be read now.
pub fn postpone(db: &Write, env: &Env, id: &ClientId) -> Result<()> {
    store::postpone(db, id, env.now() + LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R66: what an id may look like.
    #[test]
    fn r66_ids_are_whole_https_addresses() {
        for good in [
            "https://app.example/client.json",
            "https://app.example/a/b?c=d",
            "https://app.example:8443/x",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "http://app.example/client.json",
            "https://app.example",
            "https://app.example/",
            "https://app.example/x#y",
            "https://user@app.example/x",
            "https://user:pw@app.example/x",
            "https://app.example/a/../x",
            "https://app.example/./x",
            "https://APP.example/x",
            "https://app.example:443/x",
            "app",
            "",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn documents_are_good_for_a_while() {
        assert_eq!(lifetime(""), LEAST);
        assert_eq!(lifetime("public, max-age=3600"), Seconds(3600));
        assert_eq!(lifetime("max-age=1"), LEAST);
        assert_eq!(lifetime("max-age=99999999"), MOST);
        assert_eq!(lifetime("no-store"), LEAST);
    }

    /// R67: a document is of its own address, and has no secret.
    #[test]
    fn r67_a_document_is_of_its_address() {
        let id = "https://app.example/x";
        let read = |value: Json| read(id, value.to_string().as_bytes()).is_ok();
        assert!(read(json!({ "client_id": id })));
        assert!(!read(json!({ "client_id": "https://app.example/y" })));
        assert!(!read(json!({ "client_id": id, "client_secret": "x" })));
        assert!(!read(
            json!({ "client_id": id, "token_endpoint_auth_method": "client_secret_post" })
        ));
        assert!(!read(json!([])));
    }
}
