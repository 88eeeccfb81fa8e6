//! Tokens for one API and no other (RFC 8707, RFC 9068, RFC 9728).

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, Answer, BOB, Site, TestClient, jwt_header, over, payload, query};
use serde_json::{Value, json};

const ERP: &str = "https://erp.example.com/mcp";
const SHOP: &str = "https://shop.example.com/api";

async fn add(site: &Site, uri: &str, more: Value) -> String {
    let usual = json!({ "resource_name": "ERP tools", "resource": uri });
    site.add("OAuth Resource", over(usual, &more)).await
}

/// Authorizes as Alice with these resources; the code, or the error.
async fn ask(site: &Site, client: &TestClient, resources: &[&str]) -> std::collections::HashMap<String, String> {
    let mut address = authorize_path(client, &[("redirect_uri", "https://app.example/cb")]);
    for resource in resources {
        let encoded: String = url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
        address = format!("{address}&resource={encoded}");
    }
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get(&address).await;
    let page = match page.is_outside {
        true => page,
        false => alice.press(&page, "consent-allow", &[]).await,
    };
    query(&page.address)
}

async fn exchange(site: &Site, client: &TestClient, code: &str, resource: &str) -> Answer {
    let at = [("redirect_uri", "https://app.example/cb"), ("resource", resource)];
    site.exchange(client, code, &at).await
}

async fn client(site: &Site, more: Value) -> TestClient {
    let usual = json!({ "redirect_uris": "https://app.example/cb", "scopes": "openid all email offline_access" });
    site.add_client(over(usual, &more)).await
}

/// R57, R13, A27: a token is for the resource that was allowed, and for nothing else.
#[tokio::test]
async fn r13_r57_a27_a_token_is_for_one_resource() {
    let site = Site::new().await;
    add(&site, ERP, json!({ "scopes": "all" })).await;
    add(&site, SHOP, json!({ "access_token_lifetime": 77 })).await;
    let client = client(&site, json!({ "resource_server": 1 })).await;
    let told = ask(&site, &client, &[ERP, SHOP]).await;
    let answer = exchange(&site, &client, &told["code"], ERP).await;
    let tokens = Tokens::of(&answer);
    assert_eq!(tokens.scope, "all", "its own scopes only");
    assert!(!tokens.id.is_empty(), "who signed in is told all the same");
    let about = site.introspect(&client, &tokens.access).await;
    assert_eq!((&about["aud"], &about["scope"]), (&json!(ERP), &json!("all")));
    for path in ["/oauth2/userinfo", "/api/method/frappe.auth.get_logged_user"] {
        assert_eq!(site.get_as(&tokens.access, path).await.status, 401, "R13: {path}");
    }
    // Narrowed at a renewal, never widened.
    let other = site.refresh(&client, &tokens.refresh, &[("resource", SHOP)]).await;
    assert_eq!(other.json()["expires_in"], 77, "{}", other.body);
    let other = Tokens::of(&other);
    assert_eq!(site.introspect(&client, &other.access).await["aud"], SHOP);
    let told = ask(&site, &client, &[ERP]).await;
    let wide = exchange(&site, &client, &told["code"], SHOP).await;
    assert_eq!((wide.status, wide.error()), (400, "invalid_target".into()));
    let first = Tokens::of(&exchange(&site, &client, &told["code"], "").await);
    assert_eq!(
        site.introspect(&client, &first.access).await["aud"],
        ERP,
        "the one that was allowed; no code was burnt"
    );
    // Without one it is for this site (R48).
    let told = ask(&site, &client, &[]).await;
    let own = Tokens::of(&exchange(&site, &client, &told["code"], "").await);
    assert_eq!(site.introspect(&client, &own.access).await["aud"], site.origin.as_str());
    assert_eq!(site.get_as(&own.access, "/oauth2/userinfo").await.status, 200);
    let told = ask(&site, &client, &[&site.origin]).await;
    let own = Tokens::of(&exchange(&site, &client, &told["code"], &site.origin).await);
    assert_eq!(site.get_as(&own.access, "/oauth2/userinfo").await.status, 200);
}

/// R57: what is no resource, or not the client's, is refused at the app.
#[tokio::test]
async fn r57_unknown_resources_are_invalid_targets() {
    let site = Site::new().await;
    let other = client(&site, json!({})).await;
    let client = client(&site, json!({})).await;
    add(&site, ERP, json!({ "clients": [other.id] })).await;
    let off = add(&site, SHOP, json!({ "enabled": 0 })).await;
    for resource in [
        ERP,
        SHOP,
        "https://erp.example.com/mcp#x",
        "mcp",
        "https://other.example",
        "HTTPS://ERP.example.com/mcp",
    ] {
        let told = ask(&site, &client, &[resource]).await;
        assert_eq!(
            told.get("error").map(String::as_str),
            Some("invalid_target"),
            "{resource}: {told:?}"
        );
    }
    assert!(ask(&site, &other, &[ERP]).await.contains_key("code"));
    site.change("OAuth Resource", &off, json!({ "enabled": 1 })).await;
    assert!(ask(&site, &client, &[SHOP]).await.contains_key("code"));
}

/// Consent says where the tokens are for, once for each.
#[tokio::test]
async fn r26_consent_names_the_resource() {
    let site = Site::new().await;
    add(&site, ERP, json!({})).await;
    let client = client(&site, json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let at = [("redirect_uri", "https://app.example/cb")];
    let plain = bob.get(&authorize_path(&client, &at)).await;
    bob.press(&plain, "consent-allow", &[]).await;
    assert!(bob.get(&authorize_path(&client, &at)).await.is_outside);
    let with = [at[0], ("resource", ERP)];
    let asked = bob.get(&authorize_path(&client, &with)).await;
    assert!(
        asked.text("main").contains("ERP tools (https://erp.example.com/mcp)"),
        "{}",
        asked.text("main")
    );
    bob.press(&asked, "consent-allow", &[]).await;
    assert!(bob.get(&authorize_path(&client, &with)).await.is_outside, "asked once");
}

/// R46, R47: JWT access tokens say what they must, end when they are revoked, and are taken for nothing else.
#[tokio::test]
async fn r46_r47_jwt_access_tokens() {
    let site = Site::new().await;
    add(
        &site,
        ERP,
        json!({ "token_format": "JWT", "token_signing_alg": "ES256" }),
    )
    .await;
    let client = client(&site, json!({ "client_credentials": 1, "acts_as": ALICE })).await;
    let told = ask(&site, &client, &[ERP]).await;
    let tokens = Tokens::of(&exchange(&site, &client, &told["code"], ERP).await);
    let (header, claims) = (jwt_header(&tokens.access), payload(&tokens.access));
    assert_eq!((&header["typ"], &header["alg"]), (&json!("at+jwt"), &json!("ES256")));
    let keys = site.get("/oauth2/jwks").await.json();
    assert!(
        keys["keys"]
            .as_array()
            .unwrap()
            .iter()
            .any(|key| key["kid"] == header["kid"])
    );
    assert_eq!(
        (&claims["iss"], &claims["aud"], &claims["client_id"]),
        (&json!(site.origin), &json!(ERP), &json!(client.id))
    );
    assert_eq!(claims["sub"], payload(&tokens.id)["sub"]);
    assert!(claims["exp"].as_i64() > claims["iat"].as_i64() && claims["auth_time"].is_i64());
    let about = site.introspect(&client, &tokens.access).await;
    assert_eq!((&about["active"], &about["aud"]), (&json!(true), &json!(ERP)));
    let id = claims["jti"].as_str().unwrap();
    assert!(!site.is_active(&client, id).await, "its jti is no token");
    assert!(!site.is_active(&client, &tokens.id).await, "R47: an ID token is none");
    let [head, body, _] = tokens.access.split('.').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let forged = format!("{head}.{body}.{}", tokens.id.rsplit('.').next().unwrap());
    assert!(!site.is_active(&client, &forged).await);
    assert_eq!(site.get_as(&tokens.access, "/oauth2/userinfo").await.status, 401);
    let form = [
        ("token", tokens.access.as_str()),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
    assert!(!site.is_active(&client, &tokens.access).await, "R39");
    let form = vec![
        ("grant_type", "client_credentials"),
        ("resource", ERP),
        ("scope", "all"),
    ];
    let machine = Tokens::of(&site.token(&client, form, &[]).await);
    assert_eq!(payload(&machine.access)["aud"], ERP);
}

/// R65: a resource's metadata, our own included, and the header that leads there.
#[tokio::test]
async fn r65_protected_resources_have_metadata() {
    let site = Site::new().await;
    let name = add(
        &site,
        ERP,
        json!({ "scopes": "all", "resource_documentation": "https://erp.example.com/docs" }),
    )
    .await;
    let refused = site.get("/oauth2/userinfo").await;
    let challenge = refused.header("www-authenticate").to_owned();
    let address = format!("{}/.well-known/oauth-protected-resource", site.origin);
    assert_eq!(challenge, format!("Bearer resource_metadata=\"{address}\""));
    let own = site.get("/.well-known/oauth-protected-resource").await;
    assert_eq!(
        (own.status, own.json()["resource"].as_str()),
        (200, Some(site.origin.as_str()))
    );
    assert_eq!(own.json()["authorization_servers"], json!([site.origin]));
    let recorded = site
        .get(&format!("/.well-known/oauth-protected-resource/record/{name}"))
        .await;
    let told = recorded.json();
    assert_eq!(
        (&told["resource"], &told["scopes_supported"]),
        (&json!(ERP), &json!(["all"]))
    );
    assert_eq!(told["resource_documentation"], "https://erp.example.com/docs");
    assert_eq!(
        site.get("/.well-known/oauth-protected-resource/record/none")
            .await
            .status,
        404
    );
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get(&format!("/app/oauth-resource/{name}")).await;
    assert!(form.text("#challenge").contains("resource_metadata="), "{}", form.body);
}

/// R11: what was allowed for another API is not for this site, and what does not fit a resource burns nothing.
#[tokio::test]
async fn r11_consent_for_one_api_is_not_for_this_site() {
    let site = Site::new().await;
    add(&site, ERP, json!({ "scopes": "all" })).await;
    add(&site, SHOP, json!({ "scopes": "email" })).await;
    let client = client(&site, json!({ "token_endpoint_auth_method": "Client Secret Post" })).await;
    assert_eq!(
        ask(&site, &client, &[SHOP]).await["error"],
        "invalid_scope",
        "nothing that it may have there"
    );
    site.change("OAuth Client", &client.id, json!({ "scopes": "all openid" }))
        .await;
    let told = ask(&site, &client, &[ERP]).await;
    let mut alice = site.signed_in(ALICE).await;
    let silent = [("redirect_uri", "https://app.example/cb"), ("prompt", "none")];
    let own = alice.get(&authorize_path(&client, &silent)).await;
    assert_eq!(query(&own.address)["error"], "consent_required");
    let tokens = Tokens::of(&exchange(&site, &client, &told["code"], ERP).await);
    let misfit = [("resource", ERP), ("scope", "openid")];
    assert_eq!(
        site.refresh(&client, &tokens.refresh, &misfit).await.error(),
        "invalid_scope"
    );
    assert_eq!(
        site.refresh(&client, &tokens.refresh, &[]).await.status,
        200,
        "nothing was used up"
    );
}

/// A resource that is for some clients stays so when the last of them goes.
#[tokio::test]
async fn a_restricted_resource_does_not_open_by_itself() {
    let site = Site::new().await;
    let one = client(&site, json!({})).await;
    let other = client(&site, json!({})).await;
    add(&site, ERP, json!({ "clients": [one.id] })).await;
    let alice = crate::support::program(&site, ALICE).await;
    let path = format!("/api/resource/OAuth%20Client/{}", one.id);
    assert_eq!(alice.call("DELETE", &path, json!({})).await.status, 202);
    assert_eq!(ask(&site, &other, &[ERP]).await["error"], "invalid_target");
    let name = alice.get("/api/resource/OAuth%20Resource").await.json()["data"][0]["name"].clone();
    let docs = json!({ "resource_documentation": "https://erp.example.com/docs" });
    site.change("OAuth Resource", name.as_str().unwrap(), docs).await;
    assert_eq!(
        ask(&site, &other, &[ERP]).await["error"],
        "invalid_target",
        "another change opens nothing"
    );
    let again = alice
        .call(
            "POST",
            "/api/resource/OAuth%20Resource",
            json!({ "resource_name": "Twin", "resource": ERP }),
        )
        .await;
    assert!(again.body.contains("has this address"), "{}", again.body);
}
