//! Rude providers: whatever they do ends in a clear error within the time limit and hurts nobody else.

use super::{connect, consent, fields, held, mock, site};
use crate::support::rude::{Act, Rude, json as answer, with_status};
use crate::support::{BOB, Site, program};
use frontdesk::connected::refresh::refresh_due;
use frontdesk::connected::tokens::Status;
use serde_json::json;
use std::time::{Duration, Instant};

fn page(body: &str) -> Act {
    Act::Answer(
        200,
        vec![("content-type", "text/html".into())],
        body.as_bytes().to_vec(),
    )
}

fn redirect(to: &str) -> Act {
    Act::Answer(307, vec![("location", to.to_owned())], Vec::new())
}

/// A megabyte of zeros in a kilobyte.
fn bomb() -> Act {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![b' '; 1 << 20]).unwrap();
    let headers = vec![
        ("content-type", "application/json".into()),
        ("content-encoding", "gzip".into()),
    ];
    Act::Answer(200, headers, packer.finish().unwrap())
}

fn many_keys() -> Act {
    let members: Vec<String> = (0..1_000_000).map(|number| format!("\"k{number}\":1")).collect();
    let body = format!("{{{}}}", members.join(","));
    Act::Answer(
        200,
        vec![("content-type", "application/json".into())],
        body.into_bytes(),
    )
}

fn deep() -> Act {
    let body = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    Act::Answer(
        200,
        vec![("content-type", "application/json".into())],
        body.into_bytes(),
    )
}

/// A51, F19: each ends in time with words of its own, at the code and at the refresh; nothing of it is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a51_f19_rude_answers_end_in_words_within_the_time_limit() {
    type Script = fn() -> Act;
    let rude: [(&str, Script, &str); 16] = [
        ("hang", || Act::Hang, "did not answer within 3 seconds"),
        ("drip", || Act::Drip, "did not answer within 3 seconds"),
        ("flood", || Act::Flood, "more than 512 KiB"),
        ("headers", || Act::FloodHeaders, "nonsense"),
        ("bomb", bomb, "packed its answer"),
        ("keys", many_keys, "more than 512 KiB"),
        ("deep", deep, "status 200 with application/json"),
        ("hang up", || Act::HangUp, "broke the connection off"),
        ("500", || with_status(500, json!({})), "status 500"),
        ("html", || page("<html>Log in</html>"), "a web page"),
        (
            "not json",
            || Act::Answer(200, vec![("content-type", "application/json".into())], b"{".to_vec()),
            "status 200",
        ),
        ("a list", || answer(json!(["access_token"])), "status 200"),
        (
            "no token",
            || answer(json!({ "token_type": "Bearer" })),
            "without an access token",
        ),
        (
            "mac",
            || answer(json!({ "access_token": "a", "token_type": "mac" })),
            "invalid token type",
        ),
        (
            "redirect",
            || redirect("http://169.254.169.254/latest"),
            "redirects are not followed",
        ),
        ("error", || answer(json!({ "error": "server_error" })), "server_error"),
    ];
    let rows: Vec<_> = rude
        .into_iter()
        .map(|(name, script, words)| tokio::spawn(async move { check(name, script, words).await }))
        .collect();
    for row in rows {
        row.await.unwrap();
    }
}

async fn check(name: &str, script: fn() -> Act, words: &str) {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    // At the code.
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    server.becomes(move |_| script());
    let begun = Instant::now();
    let page = super::come_back(&mut bob, &app, &address).await;
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{name} took {:?}",
        begun.elapsed()
    );
    assert_eq!(page.status, 502, "{name}: {}", page.body);
    assert!(
        page.text("#refused-why").contains(words),
        "{name}: {}",
        page.text("#refused-why")
    );
    // At the refresh.
    server.becomes(super::polite());
    connect(&site, BOB, &app).await;
    let before = held(&site, &app, Some(BOB));
    server.becomes(move |_| script());
    site.pass(3601);
    let begun = Instant::now();
    refresh_due(&site.app.world()).await.unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{name} took {:?}",
        begun.elapsed()
    );
    let now = held(&site, &app, Some(BOB));
    assert_eq!(now.status, Status::Failing, "{name}");
    assert!(
        now.failure.clone().unwrap().contains(words),
        "{name}: {:?}",
        now.failure
    );
    assert_eq!(
        (now.refreshing_at, &now.refresh_token),
        (None, &before.refresh_token),
        "{name}: nothing is lost"
    );
}

/// A userinfo that misbehaves spoils no connection: it only stays unknown whose it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rude_userinfo_spoils_no_connection() {
    for script in [
        || Act::Hang,
        || page("<html>"),
        || redirect("http://10.0.0.1/"),
        || answer(json!({ "email": { "a": 1 } })),
    ] {
        let site = site().await;
        let mut polite = super::polite();
        let server = Rude::start(move |seen| match seen.path() {
            "/userinfo" => script(),
            _ => polite(seen),
        })
        .await;
        let app = site.add("Connected App", fields(&server.origin, json!({}))).await;
        connect(&site, BOB, &app).await;
        assert_eq!(held(&site, &app, Some(BOB)).connected_as, None);
    }
}

/// F19: while one provider hangs for many, our own sign-in and tokens, and other providers, are as
/// quick as ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f19_a_hanging_provider_hurts_nobody_else() {
    let site = site().await;
    let (server, app) = mock(&site, json!({ "token_roles": [{ "role": "System Manager" }] })).await;
    let (_, fine) = mock(&site, json!({})).await;
    connect(&site, BOB, &fine).await;
    let mut users = Vec::new();
    for number in 0..30 {
        let email = format!("user{number}@example.com");
        site.add_user(&email, "User", &[]).await;
        connect(&site, &email, &app).await;
        users.push(email);
    }
    site.pass(3601);
    server.becomes(|_| Act::Hang);
    let alice = program(&site, crate::support::ALICE).await.authorization;
    let hanging: Vec<_> = users
        .iter()
        .map(|user| {
            let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}&user={user}");
            let request = site.http.get(site.url(&path)).header("authorization", &alice);
            tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
        })
        .collect();
    server.reached("/token", 31).await;
    let begun = Instant::now();
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens_of(BOB, &client, &[]).await;
    assert_eq!(site.get_as(&tokens.access, "/oauth2/userinfo").await.status, 200);
    let bob = program(&site, BOB).await;
    let other = bob
        .get(&format!(
            "/api/method/frontdesk.connected_app.get_active_token?connected_app={fine}"
        ))
        .await;
    assert_eq!(other.status, 200, "{}", other.body);
    assert!(
        hanging.iter().any(|one| !one.is_finished()),
        "the provider was still hanging"
    );
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    for one in hanging {
        assert_eq!(one.await.unwrap(), 502);
    }
}

/// The other side's words are shown as words.
#[tokio::test]
async fn words_of_the_other_side_are_no_markup() {
    let site: Site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    server.becomes(|_| {
        with_status(
            400,
            json!({ "error": "x<img src=x>", "error_description": "<script>alert(1)</script>" }),
        )
    });
    let page = super::come_back(&mut bob, &app, &address).await;
    assert!(
        !page.body.contains("<script>alert") && !page.body.contains("<img src=x>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("&lt;script&gt;alert(1)"));
}
