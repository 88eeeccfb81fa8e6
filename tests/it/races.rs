//! Many at once, and the power that goes.

use crate::support::rp::Tokens;
use crate::support::{ALICE, Site, at_once};
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
