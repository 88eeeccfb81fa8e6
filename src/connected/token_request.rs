//! Asking a token endpoint (RFC 6749 §4.1.3, §4.4.2, §6), proving who we are.

use super::apps::{ConnectedApp, TokenAuth};
use super::token_answer::{self, TokenAnswer, Trouble};
use crate::base::secret::Secret;
use crate::base::{Env, Result, Scopes, secret};
use crate::db::Db;
use crate::oauth::keys::{self, Algorithm};
use crate::outbound::Question;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// Parameters of ours: a Query Parameter of the record never takes their place.
pub const RESERVED: &[&str] = &[
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "redirect_uri",
    "scope",
    "state",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "refresh_token",
    "request",
    "request_uri",
];

/// What tokens are asked for with.
pub enum Grant<'a> {
    /// `authorization_code`, with the PKCE verifier.
    Code {
        code: &'a str,
        verifier: Option<&'a Secret>,
    },
    /// `refresh_token`
    Refresh(&'a Secret),
    /// `client_credentials`
    Service,
}

/// Asks for tokens.
pub async fn ask(
    world: &World,
    app: &ConnectedApp,
    grant: Grant<'_>,
) -> Result<std::result::Result<TokenAnswer, Trouble>> {
    let scope = app.scope();
    let mut form: Vec<(&str, &str)> = Vec::new();
    match &grant {
        Grant::Code { code, verifier } => {
            form.extend([
                ("grant_type", "authorization_code"),
                ("code", *code),
                ("redirect_uri", &app.redirect_uri),
            ]);
            form.extend(verifier.iter().map(|verifier| ("code_verifier", verifier.reveal())));
        }
        // Without a scope: what was granted may be less than is asked for (RFC 6749 §6).
        Grant::Refresh(token) => {
            form.extend([("grant_type", "refresh_token"), ("refresh_token", token.reveal())]);
        }
        Grant::Service => {
            form.push(("grant_type", "client_credentials"));
            if !scope.is_empty() {
                form.push(("scope", &scope));
            }
        }
    }
    if !matches!(grant, Grant::Refresh(_)) {
        let parameters = app
            .query_parameters
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        form.extend(parameters.filter(|(key, _)| !RESERVED.contains(key)));
    }
    let question = prove(&world.db, &world.env, &Identity::of(app), &app.token_uri, form)?;
    let secrets = question.secrets();
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let answer = match world.outbound.ask(question.patient()).await {
        Ok(answer) => answer,
        Err(failure) => return Ok(Err(Trouble::Failed(failure))),
    };
    Ok(token_answer::read(&host(&app.token_uri), &answer, &secrets))
}

/// Who we are at the other side, and how we prove it.
pub struct Identity {
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub auth: TokenAuth,
    /// The token endpoint: whom a signed statement is for.
    pub audience: String,
}

impl Identity {
    /// Who we are to an app.
    pub fn of(app: &ConnectedApp) -> Self {
        Identity {
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.clone(),
            auth: app.auth,
            audience: app.token_uri.clone(),
        }
    }
}

/// A question that says who we are, by the method of the record.
pub fn prove(db: &Db, env: &Env, who: &Identity, address: &str, form: Vec<(&str, &str)>) -> Result<Question> {
    let mut form = form;
    let secret = who.client_secret.as_ref().map(Secret::reveal).unwrap_or_default();
    let assertion;
    match who.auth {
        TokenAuth::Basic => {
            // Each part is form-encoded first (RFC 6749 §2.3.1).
            let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = STANDARD.encode(format!("{}:{}", encode(&who.client_id), encode(secret)));
            return Ok(Question::form(address, &form).header("authorization", format!("Basic {pair}")));
        }
        TokenAuth::Post => form.extend([("client_id", who.client_id.as_str()), ("client_secret", secret)]),
        TokenAuth::None => form.push(("client_id", &who.client_id)),
        TokenAuth::PrivateKeyJwt => {
            assertion = client_assertion(db, env, who)?;
            form.extend([
                ("client_id", who.client_id.as_str()),
                (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ),
                ("client_assertion", &assertion),
            ]);
        }
    }
    Ok(Question::form(address, &form))
}

/// A signed statement of who we are (RFC 7523 §3), good for a minute and for one use.
fn client_assertion(db: &Db, env: &Env, who: &Identity) -> Result<String> {
    let signer = db.read(|db| keys::open_active(db, env, Algorithm::RS256))?;
    let now = env.now();
    let header = json!({ "typ": "JWT", "alg": signer.algorithm.name(), "kid": signer.kid });
    let claims = json!({
        "iss": who.client_id, "sub": who.client_id, "aud": who.audience,
        "jti": Secret::generate(&*env.random).reveal(), "iat": now, "exp": now + 60,
    });
    let encode = |part: &serde_json::Value| secret::base64url(part.to_string().as_bytes());
    let message = format!("{}.{}", encode(&header), encode(&claims));
    let signature = signer.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", secret::base64url(&signature)))
}

/// The host of an address, for words about it.
pub fn host(address: &str) -> String {
    let url = url::Url::parse(address).ok();
    url.as_ref()
        .and_then(url::Url::host_str)
        .unwrap_or("the other side")
        .to_owned()
}

/// The scopes that were granted: those that the answer names, or those that were asked for.
pub fn granted(app: &ConnectedApp, answer: &TokenAnswer) -> Scopes {
    answer.scopes.clone().unwrap_or_else(|| app.scopes.clone())
}
