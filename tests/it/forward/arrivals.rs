//! How requests arrive: the check-up says which setting is wrong when most of them do not arrive as they should.

use crate::support::{ALICE, Site};

/// A site at this address that trusts these proxies, asked so often with these headers; what the check-up says of it.
async fn told(base_url: &str, trusted: &str, headers: &[(&str, &str)], times: usize) -> String {
    let site = Site::with(|config| {
        config.base_url = base_url.to_owned();
        config.trusted_proxies = trusted.split(',').filter_map(|own| own.parse().ok()).collect();
    })
    .await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    for _ in 0..times {
        let request = headers
            .iter()
            .fold(site.http.get(site.url("/login")), |request, (name, value)| {
                request.header(*name, *value)
            });
        site.send(request).await;
    }
    let app = &site.app;
    let found = app
        .db
        .read(|db| frontdesk::checkup::findings(db, &app.env, &app.machine()))
        .unwrap();
    found
        .into_iter()
        .map(|found| format!("{}: {}\n", found.title, found.why))
        .collect()
}

#[tokio::test]
async fn the_check_up_says_what_a_proxy_does_wrong() {
    let right = [
        ("host", "login.test"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
    ];
    let (https, here) = ("https://login.test", "127.0.0.1");
    let words = [
        "People come by another address",
        "A proxy is not trusted",
        "The proxy does not say how people come",
        "People come by http",
        "but people come by https",
    ];
    for (base_url, trusted, headers, expected) in [
        (https, here, right.to_vec(), None),
        (https, here, vec![("host", "other.test"), right[1], right[2]], Some(0)),
        (https, "", right.to_vec(), Some(1)),
        (https, here, vec![right[0], right[1]], Some(2)),
        (
            https,
            here,
            vec![right[0], right[1], ("x-forwarded-proto", "http")],
            Some(3),
        ),
        ("http://login.test", here, right.to_vec(), Some(4)),
    ] {
        let found = told(base_url, trusted, &headers, 6).await;
        for (index, word) in words.iter().enumerate() {
            assert_eq!(
                found.contains(word),
                expected == Some(index),
                "{word} of {base_url} {headers:?}: {found}"
            );
        }
    }
    // A few that somebody makes up say nothing.
    let few = told(https, here, &[("host", "other.test"), right[1], right[2]], 4).await;
    assert!(!few.contains(words[0]), "{few}");
}
