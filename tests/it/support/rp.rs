//! What a relying party does, in the shortest words.

use super::{Answer, Browser, CALLBACK, CHALLENGE, Page, Site, TestClient, VERIFIER, query};

/// The usual authorization request, with parameters changed, added or (empty) left out.
pub fn authorize_path(client: &TestClient, changes: &[(&str, &str)]) -> String {
    let mut parameters = vec![
        ("client_id", client.id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "all openid"),
        ("state", "st-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        parameters.retain(|(own, _)| own != name);
        if !value.is_empty() {
            parameters.push((name, value));
        }
    }
    let encoded = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("/oauth2/authorize?{encoded}")
}

/// What a code is exchanged with, beside the client's credentials.
pub fn code_form(code: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

impl Browser {
    /// Opens the request and says yes where it is asked.
    pub async fn allow(&mut self, client: &TestClient, changes: &[(&str, &str)]) -> Page {
        let page = self.get(&authorize_path(client, changes)).await;
        match page.has("consent-allow") {
            true => self.press(&page, "consent-allow", &[]).await,
            false => page,
        }
    }

    /// The code of a sign-in.
    pub async fn code(&mut self, client: &TestClient, changes: &[(&str, &str)]) -> String {
        let page = self.allow(client, changes).await;
        assert!(page.is_outside, "{} {}", page.status, page.body);
        query(&page.address)
            .remove("code")
            .unwrap_or_else(|| panic!("no code in {}", page.address))
    }
}

/// The tokens of a sign-in.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub id: String,
    pub scope: String,
}

impl Tokens {
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json = answer.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        Tokens {
            access: text("access_token"),
            refresh: text("refresh_token"),
            id: text("id_token"),
            scope: text("scope"),
        }
    }
}

impl Site {
    /// Exchanges a code as the usual client does, with parameters changed or left out.
    pub async fn exchange(&self, client: &TestClient, code: &str, changes: &[(&str, &str)]) -> Answer {
        self.token(client, code_form(code).to_vec(), changes).await
    }

    pub async fn refresh(&self, client: &TestClient, token: &str, changes: &[(&str, &str)]) -> Answer {
        self.token(
            client,
            vec![("grant_type", "refresh_token"), ("refresh_token", token)],
            changes,
        )
        .await
    }

    /// POSTs to the token endpoint with the client's credentials in the body.
    pub async fn token(&self, client: &TestClient, mut form: Vec<(&str, &str)>, changes: &[(&str, &str)]) -> Answer {
        form.push(("client_id", &client.id));
        if !client.secret.is_empty() {
            form.push(("client_secret", &client.secret));
        }
        for (name, value) in changes {
            form.retain(|(own, _)| own != name);
            if !value.is_empty() {
                form.push((name, value));
            }
        }
        self.post("/oauth2/token", &form).await
    }

    /// Signs Alice in to a client and gets tokens.
    pub async fn tokens(&self, client: &TestClient, changes: &[(&str, &str)]) -> Tokens {
        self.tokens_of(super::ALICE, client, changes).await
    }

    pub async fn tokens_of(&self, email: &str, client: &TestClient, changes: &[(&str, &str)]) -> Tokens {
        let mut browser = self.signed_in(email).await;
        let code = browser.code(client, changes).await;
        let public = changes
            .iter()
            .any(|(name, value)| *name == "code_challenge" && value.is_empty());
        let changes: &[(&str, &str)] = if public { &[("code_verifier", "")] } else { &[] };
        Tokens::of(&self.exchange(client, &code, changes).await)
    }

    pub async fn introspect(&self, client: &TestClient, token: &str) -> serde_json::Value {
        let form = [
            ("token", token),
            ("client_id", &client.id),
            ("client_secret", &client.secret),
        ];
        let answer = self.post("/oauth2/introspect", &form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub async fn is_active(&self, client: &TestClient, token: &str) -> bool {
        self.introspect(client, token).await["active"] == true
    }
}
