//! The `openidconnect` and `oauth2` crates, as they are: what an app in Rust does beside the usual sign-in (see `flow`).

use crate::flow::over_http;
use crate::support::rp::{Tokens, authorize_path};
use crate::support::{BOB, Site, TestClient, query};
use openidconnect::core::{
    CoreClient, CoreClientRegistrationRequest, CoreDeviceAuthorizationResponse, CoreProviderMetadata,
};
use openidconnect::registration::EmptyAdditionalClientMetadata;
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientName, ClientSecret, DeviceAuthorizationUrl, IntrospectionUrl,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeVerifier, RedirectUrl, RegistrationUrl, RevocationUrl, Scope,
    TokenIntrospectionResponse, TokenResponse,
};
use serde_json::json;

const APP: &str = "https://app.example/cb";

async fn discovered(site: &Site) -> CoreProviderMetadata {
    let http = |request| over_http(&site.http, request);
    let issuer = IssuerUrl::new(site.origin.clone()).unwrap();
    CoreProviderMetadata::discover_async(issuer, &http).await.unwrap()
}

/// An app that records itself, and signs somebody in with what it was given.
#[tokio::test]
async fn the_openidconnect_crate_records_itself() {
    let site = Site::new().await;
    let settings = "OAuth Provider Settings";
    let open = json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0 });
    site.change(settings, settings, open).await;
    let http = |request| over_http(&site.http, request);
    let metadata = discovered(&site).await;
    let address: RegistrationUrl = metadata.registration_endpoint().unwrap().clone();
    let redirect = RedirectUrl::new(APP.into()).unwrap();
    let request = CoreClientRegistrationRequest::new(vec![redirect.clone()], EmptyAdditionalClientMetadata::default())
        .set_client_name(Some([(None, ClientName::new("Crate".into()))].into_iter().collect()));
    let registered = request.register_async(&address, &http).await.unwrap();
    let known = TestClient {
        id: registered.client_id().to_string(),
        secret: registered.client_secret().unwrap().secret().clone(),
    };
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(known.id.clone()),
        Some(ClientSecret::new(known.secret.clone())),
    )
    .set_redirect_uri(redirect);
    let mut bob = site.signed_in(BOB).await;
    let path = authorize_path(
        &known,
        &[("redirect_uri", APP), ("scope", "openid email"), ("nonce", "n-1")],
    );
    let page = bob.get(&path).await;
    let page = bob.press(&page, "consent-allow", &[]).await;
    let code = AuthorizationCode::new(query(&page.address)["code"].clone());
    let verifier = PkceCodeVerifier::new(crate::support::VERIFIER.into());
    let asked = client.exchange_code(code).unwrap().set_pkce_verifier(verifier);
    let tokens = asked.request_async(&http).await.unwrap();
    let id_token = tokens.id_token().unwrap();
    let claims = id_token
        .claims(&client.id_token_verifier(), &Nonce::new("n-1".into()))
        .unwrap();
    assert_eq!(claims.subject().as_str(), site.user(BOB).id.as_str());
}

/// A program that acts by itself, asks about its token and ends it; with its secret in the header, and in the form.
#[tokio::test]
async fn the_oauth2_crate_acts_asks_and_revokes() {
    let site = Site::new().await;
    let http = |request| over_http(&site.http, request);
    for auth in [AuthType::BasicAuth, AuthType::RequestBody] {
        let fields = json!({
            "client_credentials": 1, "acts_as": BOB, "token_endpoint_auth_method": "Client Secret (Basic or Post)",
        });
        let known = site.add_client(fields).await;
        let client = CoreClient::from_provider_metadata(
            discovered(&site).await,
            ClientId::new(known.id.clone()),
            Some(ClientSecret::new(known.secret.clone())),
        )
        .set_introspection_url(IntrospectionUrl::new(site.url("/oauth2/introspect")).unwrap())
        .set_revocation_url(RevocationUrl::new(site.url("/oauth2/revoke")).unwrap())
        .set_auth_type(auth);
        let asked = client.exchange_client_credentials().unwrap();
        let tokens = asked
            .add_scope(Scope::new("all".into()))
            .request_async(&http)
            .await
            .unwrap();
        let token = tokens.access_token();
        let about = client.introspect(token).request_async(&http).await.unwrap();
        assert!(about.active());
        assert_eq!(about.username(), Some(BOB));
        let revoking = client.revoke_token(token.into()).unwrap_err();
        assert!(
            format!("{revoking:?}").contains("Insecure"),
            "the crate revokes over https only: {revoking:?}"
        );
        let form = [
            ("token", token.secret().as_str()),
            ("client_id", &known.id),
            ("client_secret", &known.secret),
        ];
        assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
        assert!(!client.introspect(token).request_async(&http).await.unwrap().active());
    }
}

/// A device without a browser: it shows a code, asks again and again, and signs Bob in.
#[tokio::test]
async fn the_oauth2_crate_signs_in_from_a_device() {
    let site = Site::new().await;
    let known = site
        .add_client(json!({ "device_code": 1, "token_endpoint_auth_method": "None", "frappe_openid": 0 }))
        .await;
    let http = |request| over_http(&site.http, request);
    let client = CoreClient::from_provider_metadata(discovered(&site).await, ClientId::new(known.id.clone()), None)
        .set_device_authorization_url(DeviceAuthorizationUrl::new(site.url("/oauth2/device_authorization")).unwrap());
    let begun = client.exchange_device_code().add_scope(Scope::new("openid".into()));
    let details: CoreDeviceAuthorizationResponse = begun.request_async(&http).await.unwrap();
    let mut bob = site.signed_in(BOB).await;
    let question = bob
        .get(&format!("/device?user_code={}", details.user_code().secret()))
        .await;
    // What the device does while it waits moves our clock; Bob says yes meanwhile.
    let mut yes = Some((bob, question));
    let waits = std::sync::atomic::AtomicUsize::new(0);
    let asked = client.exchange_device_access_token(&details).unwrap();
    let sleep = |wait: std::time::Duration| {
        waits.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let said = yes.take();
        let site = &site;
        async move {
            site.pass(wait.as_secs() as i64 + 1);
            if let Some((mut bob, question)) = said {
                bob.press(&question, "device-allow", &[]).await;
            }
        }
    };
    let sleep = std::sync::Mutex::new(sleep);
    let sleep = |wait| (sleep.lock().unwrap())(wait);
    let tokens = asked.request_async(&http, sleep, None).await.unwrap();
    let claims = tokens.id_token().unwrap();
    let claims = claims
        .claims(&client.id_token_verifier(), |_: Option<&Nonce>| Ok(()))
        .unwrap();
    assert_eq!(claims.subject().as_str(), site.user(BOB).id.as_str());
    assert!(waits.load(std::sync::atomic::Ordering::SeqCst) >= 1);
    let tokens = Tokens {
        access: tokens.access_token().secret().clone(),
        refresh: String::new(),
        id: String::new(),
        scope: String::new(),
    };
    assert_eq!(site.get_as(&tokens.access, "/oauth2/userinfo").await.status, 200);
}
