//! Redirect URIs: exact strings. The corpus of attacks on loose comparison.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, Site};
use serde_json::json;

/// R01, R02, A01–A09: no mutant of a registered URI is taken for it.
#[tokio::test]
async fn r01_r02_a01_to_a08_mutants_get_a_page_and_no_redirect() {
    let site = Site::new().await;
    let web = site
        .add_client(json!({ "redirect_uris": "https://a.test/cb", "skip_authorization": 1 }))
        .await;
    let query = site
        .add_client(json!({ "redirect_uris": "https://a.test/cb?keep=1", "skip_authorization": 1 }))
        .await;
    let loopback = site
        .add_client(json!({ "redirect_uris": "http://127.0.0.1/cb", "skip_authorization": 1 }))
        .await;
    let native = site
        .add_client(json!({ "redirect_uris": "com.example.app:/cb", "skip_authorization": 1 }))
        .await;
    let of_web = [
        "https://a.test.evil/cb",
        "https://a.test/cb/x",
        "https://a.test/cb?x",
        "https://A.test/cb",
        "https://a.test/CB",
        "https://a.test/cb/",
        "//a.test/cb",
        "http://a.test/cb",
        "https://a.test/",
        "https://a.test",
        "https://a.test:443/cb",
        "https://a.test:8443/cb",
        "https://a.test/cb#",
        "https://a.test/cb#x",
        "https://a.test@evil/cb",
        "https://a.test:443@evil/cb",
        "https://evil#@a.test/cb",
        "https://evil@a.test/cb",
        "https://aXtest/cb",
        "https://evila.test/cb",
        "https://sub.a.test/cb",
        "https://a.test./cb",
        "https://a.test/cb%2e%2e",
        "https://a.test/%2e%2e/cb",
        "https://a.test/cb/../x",
        "https://a.test/./cb",
        "https://a.test/x/../cb",
        "https://a.test/cb%252f",
        "https://a.test/cb..;/",
        "https://a.test/cb%00",
        "https://a.test/cb\t",
        "https://a.test/cb\n",
        "https://a.test\\cb",
        "https://a.test\\@evil/cb",
        " https://a.test/cb",
        "https://a.test/cb ",
        "HTTPS://a.test/cb",
        "https:/a.test/cb",
        "https:a.test/cb",
        "https:///a.test/cb",
        "/cb",
        "cb",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        " javascript:x",
        "https://a.test/c%62",
        "https://a.test/cb;x",
        "https://a.test/cb&x=1",
        "https://xn--a.test/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.1/cb",
        "https://a.test/cb?",
        "https://a.test//cb",
        "https://a.te%73t/cb",
        "https://a.test:@evil/cb",
        "https://[a.test]/cb",
        "https://a.test,evil/cb",
        "*",
        "https://*/cb",
        "https://a.test/*",
        "https://a.test/cb\u{202e}",
    ];
    let of_query = [
        "https://a.test/cb",
        "https://a.test/cb?keep=1&x=2",
        "https://a.test/cb?keep=2",
        "https://a.test/cb?x=2&keep=1",
        "https://a.test/cb?keep=1&",
        "https://a.test/cb?Keep=1",
    ];
    let of_loopback = [
        "http://127.0.0.1:80@evil/cb",
        "http://localhost/cb",
        "http://127.0.0.2/cb",
        "http://127.1/cb",
        "http://2130706433/cb",
        "http://[::ffff:127.0.0.1]/cb",
        "http://[::1]/cb",
        "http://127.0.0.1.evil/cb",
        "http://localhost.evil/cb",
        "http://127.0.0.1:9/cb?x",
        "http://127.0.0.1:9/cb/",
        "http://127.0.0.1:9/CB",
        "https://127.0.0.1:9/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:0/cb",
        "http://127.0.0.1:9",
        "http://0x7f.1/cb",
        "http://127.0.0.1:9#@evil/cb",
        "http://127.0.0.1:9\\@evil/cb",
        "http://127.0.0.1:+9/cb",
    ];
    let of_native = [
        "com.example.app:/cb/",
        "com.example.app://cb",
        "com.example.app2:/cb",
        "com.example:/cb",
        "COM.example.app:/cb",
    ];
    let mut browser = site.signed_in(ALICE).await;
    let mut refused = 0;
    for (client, mutants) in [
        (&web, &of_web[..]),
        (&query, &of_query),
        (&loopback, &of_loopback),
        (&native, &of_native),
    ] {
        for mutant in mutants {
            let page = browser.get(&authorize_path(client, &[("redirect_uri", mutant)])).await;
            assert_eq!(page.status, 400, "{mutant}");
            assert!(!page.is_outside && page.has("oauth-error"), "{mutant}");
            assert_eq!(page.answer.header("location"), "", "{mutant}");
            refused += 1;
        }
    }
    let mutants = of_web.len() + of_query.len() + of_loopback.len() + of_native.len();
    assert!(refused == mutants && mutants >= 90, "{refused} of {mutants}");
    for (client, good) in [
        (&web, "https://a.test/cb"),
        (&query, "https://a.test/cb?keep=1"),
        (&loopback, "http://127.0.0.1/cb"),
        (&loopback, "http://127.0.0.1:49152/cb"),
        (&native, "com.example.app:/cb"),
    ] {
        let page = browser.get(&authorize_path(client, &[("redirect_uri", good)])).await;
        let separator = if good.contains('?') { '&' } else { '?' };
        assert!(
            page.address.starts_with(&format!("{good}{separator}code=")),
            "C30, C31, R33: {}",
            page.address
        );
    }
}

/// R02, A09: what login and its siblings take for a way back never leaves the site.
#[tokio::test]
async fn r02_a09_login_never_leads_away() {
    let site = Site::new().await;
    let mutants = [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "/\t/evil.test",
        "https:evil.test",
        "\\\\evil.test",
        "///evil.test",
        "/%2f/evil.test",
        "javascript:alert(1)",
        "/app/../../evil",
        "/app//evil.test",
        "http://localhost@evil.test",
        "/app\r\nLocation: https://evil.test",
        "/login?redirect-to=https://evil.test",
        "%2f%2fevil.test",
        "/.evil.test",
        "/;evil",
    ];
    let mut signed_in = site.signed_in(ALICE).await;
    let names = ["redirect-to", "next", "return_to", "redirect_to", "ticket"];
    let (mut asked, mut pressed) = (0, 0);
    for name in names {
        for mutant in mutants {
            let encoded = url::form_urlencoded::Serializer::new(String::new())
                .append_pair(name, mutant)
                .finish();
            let page = signed_in.get(&format!("/login?{encoded}")).await;
            assert!(!page.is_outside, "{name}={mutant} led to {}", page.address);
            let mut fresh = site.browser();
            let login = fresh.get(&format!("/login?{encoded}")).await;
            asked += 1;
            if name == "ticket" {
                assert_eq!(login.status, 404, "a ticket that nobody has leads nowhere: {mutant}");
                continue;
            }
            // The way back stands in the form, or is added to it by whoever wants to lead astray.
            let typed = [("email", ALICE), ("password", crate::support::PASSWORD), (name, mutant)];
            let page = fresh.press(&login, "login-submit", &typed).await;
            assert!(!page.is_outside, "{name}={mutant} led to {}", page.address);
            assert!(fresh.cookies.contains_key("sid"), "{name}={mutant}: signed in");
            pressed += 1;
        }
    }
    assert_eq!(asked, names.len() * mutants.len());
    assert_eq!(pressed, asked - mutants.len());
}

/// R15, R34, C81: what may not be registered is refused at the field, with the reason, in the desk
/// and over REST, and nothing is saved.
#[tokio::test]
async fn r15_r34_c81_bad_uris_are_refused_at_the_field() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    for (uri, reason) in [
        ("http://app.example/cb", "https"),
        ("https://a.test/cb#x", "fragment"),
        ("https://*.a.test/cb", "wildcard"),
        ("https://u@a.test/cb", "user"),
        ("javascript:alert(1)", "javascript"),
        ("myapp:/cb", "backwards"),
    ] {
        let new = alice.get("/app/oauth-client/new").await;
        let typed = [("app_name", "Kept"), ("redirect_uris", uri)];
        let page = alice.press(&new, "save", &typed).await;
        assert_eq!(page.status, 422);
        assert!(
            page.text("#redirect_uris-mistake").contains(reason),
            "{uri}: {}",
            page.text("#redirect_uris-mistake")
        );
        assert_eq!(page.value("app_name"), "Kept");
        assert_eq!(page.text("#redirect_uris"), uri);
        assert!(!page.attributes("aria-invalid").is_empty());
    }
    let new = alice.get("/app/oauth-client/new").await;
    let typed = [
        ("app_name", "X"),
        ("redirect_uris", "https://a.test/cb"),
        ("default_redirect_uri", "https://b.test/cb"),
    ];
    let page = alice.press(&new, "save", &typed).await;
    assert!(page.text("#default_redirect_uri-mistake").contains("not one of"));
    assert!(
        alice
            .get("/app/oauth-client")
            .await
            .body
            .contains("There is no OAuth Client yet"),
        "nothing was saved"
    );
}
