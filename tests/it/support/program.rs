//! A program that calls REST with credentials in its header.

use super::{Answer, Site};
use serde_json::Value;

pub struct Program<'a> {
    pub site: &'a Site,
    pub authorization: String,
}

impl Program<'_> {
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let method = method.parse().unwrap();
        let request = self
            .site
            .http
            .request(method, self.site.url(path))
            .header("authorization", &self.authorization);
        let request = if body.is_null() { request } else { request.json(&body) };
        self.site.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }
}

/// A program with an API key of this user.
pub async fn program<'a>(site: &'a Site, email: &str) -> Program<'a> {
    let (env, user) = (site.app.env.clone(), site.user(email));
    let key = site
        .app
        .db
        .write(move |db| frontdesk::users::api_keys::generate(db, &env, &user))
        .await
        .unwrap();
    Program {
        site,
        authorization: format!("token {}:{}", key.api_key, key.api_secret.reveal()),
    }
}

impl Site {
    /// A program with an access token.
    pub fn bearer(&self, token: &str) -> Program<'_> {
        Program {
            site: self,
            authorization: format!("Bearer {token}"),
        }
    }
}
