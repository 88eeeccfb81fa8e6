//! What apps sign: who they are (RFC 7523), what they ask for (RFC 9101, RFC 9126), that they have a key (RFC 9449).

mod assertions;
mod dpop;
mod fapi;
mod requests;

use crate::support::key::{Key, fresh};
use crate::support::{Answer, CALLBACK, Site, TestClient, over};
use serde_json::{Value, json};

/// The one type of a client assertion.
pub const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client that signs with this key.
pub async fn signing_client(site: &Site, key: &Key, more: Value) -> TestClient {
    let fields = json!({
        "token_endpoint_auth_method": "Private Key JWT", "jwks": key.set("one").to_string(),
        "redirect_uris": [CALLBACK, "https://app.example/cb"], "scopes": "openid profile email all offline_access",
    });
    site.add_client(over(fields, &more)).await
}

/// A client assertion as it should be, with claims changed.
pub fn assertion(site: &Site, client: &TestClient, key: &Key, changes: Value) -> String {
    let now = site.now().0;
    let claims = json!({
        "iss": client.id, "sub": client.id, "aud": site.origin, "jti": fresh(),
        "iat": now, "nbf": now, "exp": now + 60,
    });
    key.sign(&json!({ "alg": "ES256", "kid": "one" }), &over(claims, &changes))
}

/// POSTs a form with headers.
pub async fn post_with(site: &Site, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
    let request = site.http.post(site.url(path)).form(form);
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    site.send(request).await
}

/// A proof of this key for a request, with header and claims changed.
pub fn proof(site: &Site, key: &Key, (method, path): (&str, &str), header: Value, claims: Value) -> String {
    let usual = json!({
        "jti": fresh(), "htm": method, "htu": site.url(path), "iat": site.now().0,
    });
    let usual_header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.jwk() });
    key.sign(&over(usual_header, &header), &over(usual, &claims))
}

/// A nonce of the site.
pub async fn nonce(site: &Site, key: &Key) -> String {
    let without = proof(site, key, ("POST", "/oauth2/token"), json!({}), json!({}));
    let form = [("grant_type", "refresh_token")];
    let answer = post_with(site, "/oauth2/token", &form, &[("dpop", &without)]).await;
    assert_eq!(
        (answer.status, answer.error()),
        (400, "use_dpop_nonce".into()),
        "{}",
        answer.body
    );
    answer.header("dpop-nonce").to_owned()
}
