//! Somebody at a browser, for programs that need one: signs in and says yes.

use crate::support::{Browser, Site};
use poem::listener::TcpAcceptor;
use poem::web::{Data, Query};
use poem::{EndpointExt, Route, Server, get, handler};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Where such a person is asked: `?url=` an address to go to, `?user_code=` a code to type in.
pub async fn at_browser(site: &Site, email: &str) -> String {
    let browser = Arc::new(Mutex::new(site.signed_in(email).await));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    let app = Route::new().at("/", get(asked).data(browser));
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
    address
}

#[handler]
async fn asked(browser: Data<&Arc<Mutex<Browser>>>, Query(asked): Query<HashMap<String, String>>) -> String {
    let mut browser = browser.lock().await;
    let Some(code) = asked.get("user_code") else {
        return go(&mut browser, &asked["url"]).await;
    };
    let page = browser.get("/device").await;
    let question = browser.press(&page, "device-look", &[("user_code", code)]).await;
    browser.press(&question, "device-allow", &[]).await.text("h1")
}

/// Where somebody ends who goes there and says yes to what is asked; beside it what is posted there.
async fn go(browser: &mut Browser, url: &str) -> String {
    let mut page = browser.get(url).await;
    for button in ["consent-allow", "logout-submit"] {
        if page.has(button) {
            page = browser.press(&page, button, &[]).await;
        }
    }
    if page.has("form-post-submit") {
        let (action, form) = page.form_of("form-post-submit", &[]);
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        return format!("{action}\n{body}");
    }
    assert!(page.is_outside, "{} {}", page.status, page.body);
    page.address
}
