//! Asking a token endpoint (RFC 6749 §4.1.3, §4.4.2, §6).

use super::addresses::host;
use super::authorization::is_reserved;
use super::client_auth::{ClientIdentity, SignJwt};
use super::refusal::ErrorResponse;
use super::token_response::{self, TokenResponse};
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Seconds, Text, text};
use crate::outbound::{Failure, Outbound, Request};

/// What tokens are asked for with.
pub enum TokenGrant<'a> {
    /// `authorization_code`, with the PKCE verifier (RFC 7636 §4.5).
    Code {
        code: &'a str,
        redirect_uri: &'a str,
        verifier: Option<&'a Secret>,
    },
    /// `refresh_token`
    Refresh(&'a Secret),
    /// `client_credentials`, for this scope; empty: none is asked for by name.
    ClientCredentials { scope: String },
}

/// Why there are no tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenError {
    /// No response, or none that can be read.
    Failed(Failure),
    /// The other side says no, in its own words.
    Refused(ErrorResponse),
    /// A failure of ours, before anything was sent.
    Unsent(Error),
}

impl TokenError {
    /// What happened, in words, with what it usually means.
    pub fn words(&self) -> Text {
        match self {
            TokenError::Failed(failure) => text!("{ $failure }.", failure = &failure.text),
            TokenError::Refused(refusal) => refusal.words(),
            TokenError::Unsent(error) => text!("{ $failure }.", failure = error),
        }
    }

    /// Whether only a new consent can help.
    pub fn is_final(&self) -> bool {
        matches!(self, TokenError::Refused(refusal) if refusal.is_final())
    }

    /// When the other side wants to be asked again, in seconds.
    pub fn retry_after(&self) -> Option<Seconds> {
        match self {
            TokenError::Refused(refusal) => refusal.retry_after,
            TokenError::Failed(failure) => failure.retry_after,
            TokenError::Unsent(_) => None,
        }
    }
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        TokenError::Unsent(error)
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Unsent(error) => error,
            other => Error::Upstream(other.words()),
        }
    }
}

/// The request for tokens. `parameters` are the record's own; reserved ones are left out.
pub fn request(
    env: &Env,
    sign: SignJwt<'_>,
    client: &ClientIdentity,
    endpoint: &str,
    grant: &TokenGrant,
    parameters: &[(String, String)],
) -> Result<Request> {
    let mut form: Vec<(&str, &str)> = Vec::new();
    match grant {
        TokenGrant::Code {
            code,
            redirect_uri,
            verifier,
        } => {
            form.extend([
                ("grant_type", "authorization_code"),
                ("code", *code),
                ("redirect_uri", *redirect_uri),
            ]);
            form.extend(verifier.iter().map(|verifier| ("code_verifier", verifier.reveal())));
        }
        // Without a scope: what was granted may be less than is asked for (RFC 6749 §6).
        TokenGrant::Refresh(token) => {
            form.extend([("grant_type", "refresh_token"), ("refresh_token", token.reveal())]);
        }
        TokenGrant::ClientCredentials { scope } => {
            form.push(("grant_type", "client_credentials"));
            form.extend(Some(("scope", scope.as_str())).filter(|(_, scope)| !scope.is_empty()));
        }
    }
    if !matches!(grant, TokenGrant::Refresh(_)) {
        let own = parameters.iter().filter(|(name, _)| !is_reserved(name));
        form.extend(own.map(|(name, value)| (name.as_str(), value.as_str())));
    }
    client.request(env, sign, endpoint, form)
}

/// Sends it, and reads the tokens.
pub async fn send(outbound: &Outbound, request: Request) -> Result<TokenResponse, TokenError> {
    let (host, secrets) = (host(&request.address), request.secrets());
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let response = outbound.send(request).await.map_err(TokenError::Failed)?;
    token_response::read(&host, &response, &secrets)
}
