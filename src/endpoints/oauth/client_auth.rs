//! Client authentication (RFC 6749 §2.3): one method per request, the one that is registered.

use super::client_document;
use crate::base::{ClientId, Error, Seconds};
use crate::db::Read;
use crate::oauth::assertions::{self, Presented};
use crate::oauth::client_keys;
use crate::oauth::clients::{self, AuthMethod, Client};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult, Rejection, only_once};
use crate::server::App;
use crate::web::limits::Limited;
use crate::web::{Call, Params};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

/// Credentials as they were presented.
#[derive(Debug, PartialEq)]
struct Credentials {
    method: AuthMethod,
    client_id: ClientId,
    secret: String,
}

/// The client that makes this request.
pub async fn identify(app: &App, call: &Call, form: &Params) -> OAuthResult<Arc<Client>> {
    match by_assertion(app, call, form).await? {
        Some(client) => Ok(client),
        None => app.db.view(|db| authenticate(app, db, call, form)),
    }
}

/// The client of a request that brings a signed statement of it, once that is believed and used up. What is wrong with it
/// counts as a guess where it is signed with a secret: no key can be guessed.
pub async fn by_assertion(app: &App, call: &Call, form: &Params) -> OAuthResult<Option<Arc<Client>>> {
    only_once(form, &["client_id", "client_assertion", "client_assertion_type"])?;
    let Some(presented) = assertions::read(form)? else {
        return Ok(None);
    };
    if call.header("authorization").is_some() || form.has("client_secret") {
        let why = "The request proves twice which client it is from: send client_assertion alone.";
        return Err(OAuthError::invalid_request(why).into());
    }
    let client_id = presented.client_id.clone();
    look_up(app, call, client_id.as_str()).await?;
    let client = app.db.read(|db| clients::get(db, &client_id))?;
    let client = client.filter(|client| client.enabled);
    let client = client.ok_or_else(|| OAuthError::invalid_client("The client is unknown or switched off."))?;
    match prove_by_assertion(app, call, &client, presented).await {
        Err(Rejection::Refused(error)) if client.auth_method == AuthMethod::SecretJwt => {
            app.limits
                .failed(Limited::Secret, call.origin.address, client_id.as_str())?;
            Err(error.into())
        }
        Err(rejection) => Err(rejection),
        Ok(()) => Ok(Some(client)),
    }
}

/// Sees to it that an app that is known by its document is known.
pub async fn look_up(app: &App, call: &Call, client_id: &str) -> OAuthResult<()> {
    match client_document::look_up(app, call, client_id).await {
        Err(error @ (Error::NotFound(_) | Error::Upstream(_))) => {
            Err(OAuthError::invalid_client(error.to_string()).into())
        }
        looked => Ok(looked?),
    }
}

async fn prove_by_assertion(app: &App, call: &Call, client: &Client, presented: Presented) -> OAuthResult<()> {
    let kid = presented.jws.header.kid.clone();
    let (keys, secrets) = match client.auth_method {
        AuthMethod::PrivateKeyJwt => {
            let keys = client_keys::candidates(&app.world(), &app.jwks, client, kid.as_deref()).await?;
            (keys, Vec::new())
        }
        _ => {
            let secrets = app.db.read(|db| clients::usable_secrets(db, &app.env, &client.id))?;
            (Vec::new(), secrets)
        }
    };
    let audiences = [
        app.env.base_url.to_string(),
        app.env.url("/oauth2/token"),
        app.env.url(&call.path),
    ];
    let good = assertions::check(&app.env, client, presented, &keys, &secrets, &audiences)?;
    match app.db.write(move |db| assertions::use_up(db, &good)).await? {
        true => Ok(()),
        false => Err(OAuthError::invalid_client("client_assertion was used before: its jti is known.").into()),
    }
}

/// The client that makes this request, by its secret or as a public one; refused where it is not believed, which counts as
/// a failure.
pub fn authenticate(app: &App, db: &Read, call: &Call, form: &Params) -> OAuthResult<Arc<Client>> {
    let presented = read(call.header("authorization"), form)?;
    let proven = prove(db, &presented, app.env.now());
    if let Err(Rejection::Refused(_)) = &proven {
        app.limits
            .failed(Limited::Secret, call.origin.address, presented.client_id.as_str())?;
    }
    let (client, secret) = proven?;
    if let Some(id) = secret {
        app.usage.client_secret(&id, app.env.now());
    }
    Ok(client)
}

/// The client, with the id of the secret that it proved itself by; a public one has none.
fn prove(db: &Read, presented: &Credentials, now: Seconds) -> OAuthResult<(Arc<Client>, Option<String>)> {
    let client = clients::get(db, &presented.client_id)?.filter(|client| client.enabled);
    let client = client.ok_or_else(|| OAuthError::invalid_client("The client is unknown or switched off."))?;
    // A public client that sends Basic, with nothing behind the colon, is taken for what it is.
    if client.is_public() && presented.secret.is_empty() {
        return Ok((client, None));
    }
    if !client.auth_method.takes(presented.method) {
        let why = format!("This client is registered for {}.", client.auth_method.wanted());
        return Err(OAuthError::invalid_client(why).into());
    }
    match clients::find_secret(db, &client.id, &presented.secret, now)? {
        Some(secret) => Ok((client, Some(secret))),
        None => Err(OAuthError::invalid_client("The client secret is wrong or no longer valid.").into()),
    }
}

/// The client that a request says it is from, believed or not.
pub fn claimed(call: &Call) -> Option<ClientId> {
    let header = call.header("authorization").and_then(basic).map(|(id, _)| id);
    let form = call.form();
    let claimed = header.or_else(|| form.get("client_id").map(str::to_owned));
    let stated = || {
        assertions::read(&form)
            .ok()
            .flatten()
            .map(|presented| presented.client_id)
    };
    claimed.map(ClientId::from).or_else(stated)
}

fn read(header: Option<&str>, form: &Params) -> std::result::Result<Credentials, OAuthError> {
    only_once(form, &["client_id", "client_secret"])?;
    let in_body = form.get("client_secret");
    let Some(header) = header else {
        let client_id = form.get("client_id");
        let client_id =
            client_id.ok_or_else(|| OAuthError::invalid_client("The request does not say which client it is from."))?;
        return Ok(Credentials {
            method: if in_body.is_some() {
                AuthMethod::Post
            } else {
                AuthMethod::None
            },
            client_id: client_id.into(),
            secret: in_body.unwrap_or_default().to_owned(),
        });
    };
    if in_body.is_some() {
        return Err(OAuthError::invalid_request(
            "Credentials stand in the header and in the body: send one.",
        ));
    }
    let (client_id, secret) = basic(header)
        .ok_or_else(|| OAuthError::new(ErrorCode::InvalidClient, "The Authorization header is not HTTP Basic."))?;
    if form.get("client_id").is_some_and(|other| other != client_id) {
        return Err(OAuthError::invalid_request(
            "client_id in the body is another client than in the header.",
        ));
    }
    Ok(Credentials {
        method: AuthMethod::Basic,
        client_id: client_id.into(),
        secret,
    })
}

/// HTTP Basic, whose parts are form-encoded first (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

fn form_decoded(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&text).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: &str, secret: &str) -> String {
        format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
    }

    /// C61, R29: the parts of Basic are form-decoded.
    #[test]
    fn c61_r29_basic_credentials_are_form_decoded() {
        let presented = read(Some(&header("a%3Ab", "s%2B+%25")), &Params::default()).unwrap();
        assert_eq!(
            (presented.client_id.as_str(), presented.secret.as_str()),
            ("a:b", "s+ %")
        );
    }

    /// C62, R30: one method per request.
    #[test]
    fn c62_r30_two_methods_at_once_are_refused() {
        let both = Params::parse(b"client_id=a&client_secret=s");
        assert_eq!(
            read(Some(&header("a", "s")), &both).unwrap_err().code,
            ErrorCode::InvalidRequest
        );
        let other = Params::parse(b"client_id=b");
        assert_eq!(
            read(Some(&header("a", "s")), &other).unwrap_err().code,
            ErrorCode::InvalidRequest
        );
        let same = Params::parse(b"client_id=a");
        assert_eq!(read(Some(&header("a", "s")), &same).unwrap().method, AuthMethod::Basic);
        assert_eq!(read(None, &both).unwrap().method, AuthMethod::Post);
        assert_eq!(read(None, &same).unwrap().method, AuthMethod::None);
        assert_eq!(
            read(None, &Params::default()).unwrap_err().code,
            ErrorCode::InvalidClient
        );
        assert_eq!(
            read(Some("Bearer x"), &same).unwrap_err().code,
            ErrorCode::InvalidClient
        );
    }
}
