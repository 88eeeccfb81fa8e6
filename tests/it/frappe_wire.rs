//! The recorded exchanges with a real Frappe 15.55, replayed against us: the shapes are Frappe's,
//! and every intended difference stands in one list, [`DIFFERENCES`], with its reason.
//!
//! `frappe/exchanges.json` holds the recordings (sections A to N), with what is particular
//! to the recorded site (client ids, secrets, codes, tokens, sessions) as `{placeholders}`.

mod differences;

use crate::support::rp::Tokens;
use crate::support::{ALICE, Answer, BOB, Browser, CHALLENGE, PASSWORD, Site, TestClient, query};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use differences::{DIFFERENCES, Difference, EVERYBODYS_ROLES, PROVES_WHO_IT_IS};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Deserialize)]
struct Exchange {
    id: String,
    title: String,
    method: String,
    path: String,
    headers: HashMap<String, String>,
    #[serde(default)]
    body: String,
    answer: Recorded,
}

#[derive(Deserialize)]
struct Recorded {
    status: u16,
    location: Option<String>,
    json: Option<Value>,
}

/// The site of the recordings, made anew.
struct Replay {
    site: Site,
    client: TestClient,
    alice: Browser,
    bob: Browser,
    api: (String, String),
    /// What a placeholder stands for.
    known: HashMap<String, String>,
}

impl Replay {
    async fn begin() -> Self {
        let site = Site::new().await;
        let client = site
            .add_client(json!({
                "redirect_uris": "http://127.0.0.1:9999/cb http://127.0.0.1:9999/cb2",
                "allowed_roles": ["Desk User"],
                "id_token_profile": 1,
            }))
            .await;
        let second = site
            .add_client(json!({ "app_name": "Second App", "allowed_roles": ["Desk User"] }))
            .await;
        let (alice, bob) = (site.signed_in(ALICE).await, site.signed_in(BOB).await);
        let known = HashMap::from([
            ("site".to_owned(), site.origin.clone()),
            ("client".to_owned(), client.id.clone()),
            ("client.secret".to_owned(), client.secret.clone()),
            (
                "client.basic".to_owned(),
                STANDARD.encode(format!("{}:{}", client.id, client.secret)),
            ),
            ("second".to_owned(), second.id.clone()),
            ("second.secret".to_owned(), second.secret.clone()),
            ("implicit".to_owned(), client.id.clone()),
            ("sub".to_owned(), site.user(ALICE).id.to_string()),
        ]);
        Replay {
            site,
            client,
            alice,
            bob,
            api: (String::new(), String::new()),
            known,
        }
    }

    /// A code as the exchange needs it.
    async fn make_code(&mut self, id: &str) -> String {
        let none = [("code_challenge", ""), ("code_challenge_method", "")];
        let mut changes = match id.starts_with('G') && id != "G12" {
            true => vec![("code_challenge", CHALLENGE)],
            false => none.to_vec(),
        };
        match id {
            "F28" => changes.push(("scope", "all")),
            "F29" => changes.push(("nonce", "n-123")),
            "F30" => changes.push(("scope", "openid")),
            _ => {}
        }
        let code = self.alice.code(&self.client, &changes).await;
        if id == "F27" {
            self.site.pass(60);
        }
        code
    }

    /// A pair of tokens as the exchanges that name it need it.
    async fn make_pair(&mut self, name: &str) -> Tokens {
        let scope = match name {
            "asfgu" => "all",
            "m4y9u" => "openid",
            _ => "all openid",
        };
        let changes = [("code_challenge", ""), ("code_challenge_method", ""), ("scope", scope)];
        if name != "mldaz" {
            let code = self.alice.code(&self.client, &changes).await;
            return Tokens::of(&self.site.exchange(&self.client, &code, &[("code_verifier", "")]).await);
        }
        // One that has expired, of a client whose tokens live a minute.
        let short = self.site.add_client(json!({ "access_token_lifetime": 60 })).await;
        let code = self.alice.code(&short, &changes).await;
        let tokens = Tokens::of(&self.site.exchange(&short, &code, &[("code_verifier", "")]).await);
        self.site.pass(60);
        tokens
    }

    async fn resolve(&mut self, id: &str, text: &str) -> String {
        let mut text = text.replace(
            "{site.encoded}",
            &self.site.origin.replace(':', "%3A").replace('/', "%2F"),
        );
        text = text.replace("{api}", "{api.key}:{api.secret}");
        while let Some(start) = find_placeholder(&text) {
            let end = start + text[start..].find('}').unwrap();
            let name = text[start + 1..end].to_owned();
            let value = match (self.known.get(&name).cloned(), name.split_once(':')) {
                (Some(value), _) => value,
                (None, Some(("code", _))) => self.make_code(id).await,
                (None, Some((_, pair))) => {
                    let tokens = self.make_pair(pair).await;
                    self.known.insert(format!("access:{pair}"), tokens.access);
                    self.known.insert(format!("refresh:{pair}"), tokens.refresh);
                    self.known[&name].clone()
                }
                (None, None) => match name.as_str() {
                    "api.key" => self.api.0.clone(),
                    "api.secret" => self.api.1.clone(),
                    "api.basic" => STANDARD.encode(format!("{}:{}", self.api.0, self.api.1)),
                    other => panic!("{id}: what is {{{other}}}?"),
                },
            };
            if name.starts_with("code:") {
                self.known.insert(name, value.clone());
            }
            text.replace_range(start..=end, &value);
        }
        text
    }

    async fn send(&mut self, exchange: &Exchange) -> Answer {
        let id = exchange.id.as_str();
        let path = self.resolve(id, &exchange.path).await;
        let mut body = self.resolve(id, &exchange.body).await;
        if PROVES_WHO_IT_IS.contains(&id) {
            let secret = format!("client_id={}&client_secret={}", self.client.id, self.client.secret);
            body = body
                .split('&')
                .filter(|pair| !pair.starts_with("client_id=") && !pair.is_empty())
                .fold(secret, |all, pair| format!("{all}&{pair}"));
        }
        let mut request = self
            .site
            .http
            .request(exchange.method.parse().unwrap(), self.site.url(&path));
        for name in ["content-type", "authorization", "accept"] {
            if let Some(value) = exchange.headers.get(name) {
                let value = self.resolve(id, value).await;
                request = request.header(name, value);
            }
        }
        let who = exchange.headers.get("as").map(String::as_str);
        if exchange.headers.contains_key("csrf") {
            request = request.header("x-frappe-csrf-token", self.alice.csrf().await);
        }
        if !body.is_empty() {
            request = request.body(body);
        }
        let answer = match who {
            Some("alice") => self.alice.raw(request).await,
            Some("bob") => self.bob.raw(request).await,
            Some(_) => self.site.send(request.header("cookie", "sid=deadbeef")).await,
            None => self.site.send(request).await,
        };
        if id == "L23" {
            let secret = answer.json()["message"]["api_secret"].as_str().unwrap().to_owned();
            let alice = self.site.user(ALICE);
            let key = self
                .site
                .app
                .db
                .read(|db| frontdesk::users::api_keys::of_user(db, &alice))
                .unwrap()
                .unwrap();
            self.api = (key.api_key, secret);
        }
        if exchange.method == "GET" && exchange.path.contains("approve") {
            // Consent is never given by an address.
            assert!(!answer.header("location").contains("code="), "{id}");
        }
        answer
    }
}

fn find_placeholder(text: &str) -> Option<usize> {
    text.match_indices('{').map(|(at, _)| at).find(|at| {
        let rest = &text[at + 1..];
        rest.split('}').next().is_some_and(|name| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, ':' | '.'))
        }) && rest.contains('}')
    })
}

/// What we tell of what Frappe tells.
fn told(name: &str, value: &Value) -> Value {
    let is_told = |role: &&Value| role.as_str().is_none_or(|role| !EVERYBODYS_ROLES.contains(&role));
    match value {
        Value::Array(roles) if name == "roles" => roles.iter().filter(is_told).cloned().collect(),
        other => other.clone(),
    }
}

/// Whether an answer has the recorded shape: the same names everywhere, and the same values
/// where they do not differ from site to site.
fn same(recorded: &Value, ours: &Value, at: &str) -> Result<(), String> {
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => {
            for (name, value) in recorded {
                let value = &told(name, value);
                let Some(own) = ours.get(name) else {
                    return Err(format!("{at}.{name} is missing"));
                };
                if !matches!(
                    name.as_str(),
                    "exp" | "modified" | "creation" | "owner" | "modified_by" | "api_secret" | "idx"
                ) {
                    same(value, own, &format!("{at}.{name}"))?;
                }
            }
            match ours
                .keys()
                .find(|name| !recorded.contains_key(*name) && !EXTRA.contains(&name.as_str()))
            {
                Some(name) => Err(format!("{at}.{name} is more than Frappe has")),
                None => Ok(()),
            }
        }
        (Value::Array(recorded), Value::Array(ours)) if recorded.len() == ours.len() => {
            let mut pairs = recorded.iter().zip(ours).enumerate();
            pairs.try_for_each(|(index, (recorded, own))| same(recorded, own, &format!("{at}[{index}]")))
        }
        (Value::String(recorded), Value::String(_)) if recorded == "…" => Ok(()),
        (recorded, ours) if recorded == ours => Ok(()),
        (recorded, ours) => Err(format!("{at}: {recorded} against {ours}")),
    }
}

/// Names that we add to Frappe's, each for its RFC.
const EXTRA: &[&str] = &[
    "error_description", // RFC 6749 §5.2
    "_server_messages",  // Frappe's own, where it has it or not
    "iat",
    "sub",
    "iss",
    "username",
    "token_type", // RFC 7662 §2.2
    "id_token",   // at refresh: OpenID Connect Core §12.2
    "creation",   // of a single record
    "phone_verified",
    "frappe_openid",
    "aud",
    "device_code",
    "jwks",
    "jwks_uri",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "dpop_bound_access_tokens",
    "fapi2",
    "id_token_hs256",
    "signed_userinfo",
    "initiate_login_uri",
    "backchannel_logout_uri",
    "required_strength",
    "email_verified_by",
    "must_set_password",
    "registered",
    "awaits_approval",
    "require_dpop_nonce",
    "enable_dynamic_client_registration",
    "registration_needs_token",
    "registration_needs_approval",
    "registration_scopes",
    "registration_limit",
    "registration_days",
    "enable_client_id_metadata_documents",
    "client_id_metadata_hosts",
    "exception", // the recordings are without it and its traceback
    "exc",
    "preferred_username",
    "email_verified",
    // Fields of a client that Frappe 15 does not have.
    "enabled",
    "authorization_code",
    "post_logout_redirect_uris",
    "token_endpoint_auth_method",
    "require_pkce",
    "client_credentials",
    "resource_server",
    "allowed_cors_origins",
    "id_token_signing_alg",
    "id_token_profile",
    "code_lifetime",
    "access_token_lifetime",
    "refresh_token_lifetime",
    "contacts",
];

fn outcome(exchange: &Exchange, answer: &Answer, known: &HashMap<String, String>) -> Result<(), String> {
    let fill = |text: &str| {
        known.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    };
    let expected = &exchange.answer;
    // R14: where Frappe redirects with 301 or 302, we do with 303.
    let status = if (301..=302).contains(&expected.status) {
        303
    } else {
        expected.status
    };
    if answer.status != status {
        return Err(format!("status {} against {status}", answer.status));
    }
    if let Some(location) = &expected.location {
        let location = fill(location);
        if answer.header("location") != location {
            return Err(format!("location {} against {location}", answer.header("location")));
        }
    }
    match &expected.json {
        Some(recorded) => {
            let recorded = fill(&recorded.to_string());
            let Ok(ours) = serde_json::from_str(&answer.body) else {
                return Err("not JSON".into());
            };
            same(&serde_json::from_str(&recorded).unwrap(), &ours, "")
        }
        None => Ok(()),
    }
}

fn as_listed(difference: &Difference, answer: &Answer) -> Result<(), String> {
    if answer.status != difference.status {
        return Err(format!("status {}, listed as {}", answer.status, difference.status));
    }
    let location = answer.header("location");
    let said = match location.is_empty() {
        true => serde_json::from_str::<Value>(&answer.body).map(|json| {
            let text = |name: &str| json[name].as_str().map(str::to_owned);
            text("error").or(text("exc_type")).unwrap_or_default()
        }),
        false => Ok(url::Url::parse(location)
            .map(|_| query(location).remove("error").unwrap_or_default())
            .unwrap_or_default()),
    };
    let said = said.unwrap_or_default();
    match said == difference.says {
        true => Ok(()),
        false => Err(format!("says {said:?}, listed as {:?}", difference.says)),
    }
}

/// Sections A to N: Frappe's shapes, but for what is listed.
#[tokio::test]
async fn recorded_exchanges_have_the_same_shape_but_for_what_is_listed() {
    let exchanges: Vec<Exchange> = serde_json::from_str(include_str!("frappe/exchanges.json")).unwrap();
    assert_eq!(exchanges.len(), 209);
    let mut replay = Replay::begin().await;
    let mut wrong = Vec::new();
    for exchange in &exchanges {
        let answer = replay.send(exchange).await;
        let listed = DIFFERENCES
            .iter()
            .find(|difference| difference.exchanges.contains(&exchange.id.as_str()));
        let verdict = match (outcome(exchange, &answer, &replay.known), listed) {
            (Ok(()), None) => Ok(()),
            (Ok(()), Some(difference)) if difference.status == answer.status => as_listed(difference, &answer),
            (Ok(()), Some(_)) => Err("listed as different, but the same".to_owned()),
            (Err(why), None) => Err(why),
            (Err(_), Some(difference)) => as_listed(difference, &answer),
        };
        if let Err(why) = verdict {
            let body: String = answer.body.chars().take(160).collect();
            wrong.push(format!(
                "{} ({}): {why}\n    {} {body}",
                exchange.id,
                exchange.title,
                answer.header("location")
            ));
        }
        // An exchange that signed Alice out or changed her session goes on with a fresh one.
        if exchange.headers.get("as").is_some_and(|who| who == "alice") && !replay.alice.cookies.contains_key("sid") {
            replay.alice.sign_in(ALICE, PASSWORD).await;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        exchanges.len(),
        wrong.join("\n")
    );
}

/// The list has no exchange twice, and a reason for each.
#[test]
fn the_list_of_differences_is_in_order() {
    let mut all: Vec<&str> = DIFFERENCES
        .iter()
        .flat_map(|difference| difference.exchanges)
        .copied()
        .collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
    assert!(DIFFERENCES.iter().all(|difference| difference.why.len() > 20));
}
