//! Many at once, and the power that goes.

use crate::support::rp::Tokens;
use crate::support::{ALICE, Answer, CALLBACK, CHALLENGE, Site, at_once, query};
use serde_json::json;
use std::collections::BTreeSet;

/// A16: of 50 redemptions of one code at once, one succeeds, and its tokens are then dead.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a16_fifty_redemptions_of_one_code_give_one_success() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    for _ in 0..4 {
        let code = browser.code(&client, &[]).await;
        let (site, client, code) = (&site, &client, &code);
        let answers = at_once(50, || site.exchange(client, code, &[])).await;
        let good: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(good.len(), 1);
        assert!(
            answers
                .iter()
                .all(|answer| answer.status == 200 || answer.error() == "invalid_grant")
        );
        let tokens = Tokens::of(good[0]);
        assert!(
            !site.is_active(client, &tokens.access).await,
            "the others were replays: the family is revoked"
        );
    }
}

/// R59: of 20 sign-ins that begin with one pushed request at once, one gets a code.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r59_a_pushed_request_serves_once_in_a_race() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "skip_authorization": 1 })).await;
    let alice = site.signed_in(ALICE).await;
    for _ in 0..4 {
        let form = [
            ("client_id", client.id.as_str()),
            ("client_secret", &client.secret),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let pushed = site.post("/oauth2/par", &form).await.json();
        let reference = pushed["request_uri"].as_str().unwrap();
        let path = format!("/oauth2/authorize?client_id={}&request_uri={reference}", client.id);
        let (alice, path) = (&alice, &path);
        let pages = at_once(20, || async move {
            // Each in a window of its own.
            let mut window = alice.clone();
            let page = window.get(path).await;
            Answer {
                status: u16::from(query(&page.address).contains_key("code")),
                headers: Default::default(),
                body: page.address,
            }
        })
        .await;
        let codes = pages.iter().filter(|page| page.status == 1).count();
        assert_eq!(codes, 1, "{pages:?}");
    }
}

/// Registration: of 20 apps that record themselves at once, no more come in than there is room for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r51_registration_keeps_its_limit_in_a_race() {
    let site = Site::new().await;
    let settings = "OAuth Provider Settings";
    let open =
        json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0, "registration_limit": 3 });
    site.change(settings, settings, open).await;
    let asked = json!({ "redirect_uris": ["https://app.example/cb"] });
    let answers = at_once(20, || {
        site.send(site.http.post(site.url("/oauth2/register")).json(&asked))
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 3);
}

/// A17, T14: of 50 refreshes of one token at once, all have the same successor; where there is no overlap, one succeeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a17_t14_fifty_refreshes_of_one_token_give_one_successor() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    let answers = at_once(50, || site.refresh(&client, &tokens.refresh, &[])).await;
    let successors: BTreeSet<String> = answers.iter().map(|answer| Tokens::of(answer).refresh).collect();
    assert_eq!(successors.len(), 1);
    let client = site.add_client(json!({ "refresh_overlap": 0 })).await;
    for _ in 0..4 {
        let tokens = site.tokens(&client, &[]).await;
        let (site, client, token) = (&site, &client, &tokens.refresh);
        let answers = at_once(50, || site.refresh(client, token, &[])).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(
            answers
                .iter()
                .all(|answer| answer.status == 200 || answer.error() == "invalid_grant")
        );
        assert!(!site.is_active(client, &tokens.access).await);
    }
}
