//! OAuth Resources: the APIs that tokens are made for, beside our own (RFC 8707). A token is for one of them and for
//! nothing else; without one it is for this site.
//!
//! Owns the tables `oauth_resources`, `oauth_resource_clients` and `oauth_resource_exchangers`. Tokens for a resource may be JWTs, which it can verify by
//! itself (RFC 9068).

pub mod record;
mod store;

pub use store::{at, is_restricted, is_taken, named, restrict, trusted, trusts};

use super::clients::Client;
use super::error::{ErrorCode, OAuthError, OAuthResult};
use crate::base::{ClientId, Env, Scopes, Seconds};
use crate::db::{Read, row};
use crate::jose::Algorithm;
use crate::web::Params;

/// What a token for a resource looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFormat {
    /// It says nothing: whoever gets it asks us (introspection).
    Opaque,
    /// A signed statement (RFC 9068).
    Jwt,
}

impl TokenFormat {
    /// The record's options.
    pub const OPTIONS: &[&str] = &["Opaque", "JWT"];

    /// The format of this name.
    pub fn from_option(option: &str) -> Option<Self> {
        match option {
            "Opaque" => Some(TokenFormat::Opaque),
            "JWT" => Some(TokenFormat::Jwt),
            _ => None,
        }
    }
}

row! {
    /// A resource as the protocol needs it.
    #[derive(Clone, Debug)]
    pub struct Resource in "oauth_resources" {
        pub name: String,
        pub title: String = "resource_name",
        /// The audience.
        pub uri: String = "resource",
        /// The scopes that mean something there; none: all.
        pub scopes: Scopes,
        pub token_format: TokenFormat,
        pub token_signing_alg: Algorithm,
        /// How long its tokens live, where it is not as long as the client's others.
        pub lifetime: Option<Seconds> = "access_token_lifetime",
        pub documentation: Option<String> = "resource_documentation",
        /// Whether only some clients may have tokens for it; it stays so when the last of them goes.
        is_restricted: bool,
        /// The client that the API itself is here.
        served_by: Option<ClientId>,
        pub clients: Vec<ClientId> = skip(Vec::new()),
        /// The clients that may exchange tokens for it (RFC 8693).
        exchangers: Vec<ClientId> = skip(Vec::new()),
    }
}

impl Resource {
    fn admits(&self, client: &Client) -> bool {
        !self.is_restricted || self.clients.contains(&client.id)
    }

    /// Whether this client is the API itself.
    pub fn is_served_by(&self, client: &ClientId) -> bool {
        self.served_by.as_ref() == Some(client)
    }

    /// Whether this client may exchange the tokens that it is called with for tokens for this resource.
    pub fn takes_exchanges_of(&self, client: &ClientId) -> bool {
        self.exchangers.contains(client)
    }

    /// Those of the scopes that mean something there.
    pub fn narrow(&self, scopes: &Scopes) -> Scopes {
        match self.scopes.is_empty() {
            false => scopes.within(&self.scopes),
            true => scopes.clone(),
        }
    }
}

/// What a token is for.
#[derive(Clone, Debug, Default)]
pub enum Target {
    /// This site.
    #[default]
    Us,
    /// An API beside it.
    Other(std::sync::Arc<Resource>),
}

impl Target {
    /// The scopes of a token for it, out of those that were granted.
    pub fn scopes_of(&self, granted: &Scopes) -> std::result::Result<Scopes, OAuthError> {
        let scopes = self
            .resource()
            .map_or_else(|| granted.clone(), |resource| resource.narrow(granted));
        if scopes.is_empty() {
            let why = "None of the scopes that were granted means anything at this resource.";
            return Err(OAuthError::new(ErrorCode::InvalidScope, why));
        }
        Ok(scopes)
    }

    /// How long access tokens for it live.
    pub fn lifetime(&self, client: &Client) -> Seconds {
        let own = self.resource().and_then(|resource| resource.lifetime);
        own.unwrap_or(client.access_token_lifetime)
    }

    /// The resource, if it is another than this site.
    pub fn resource(&self) -> Option<&Resource> {
        match self {
            Target::Us => None,
            Target::Other(resource) => Some(resource),
        }
    }
}

fn invalid<T>(why: impl Into<String>) -> std::result::Result<T, OAuthError> {
    Err(OAuthError::new(ErrorCode::InvalidTarget, why))
}

/// The values of `resource` (RFC 8707 §2: there may be several).
pub fn named_in(params: &Params) -> Vec<&str> {
    params.all(&["resource"])
}

/// What a resource of a request is: this site, or one that is recorded here and open to the client.
pub fn find(db: &Read, env: &Env, client: &Client, uri: &str) -> OAuthResult<Target> {
    let is_absolute = url::Url::parse(uri).is_ok_and(|url| !url.cannot_be_a_base() || url.scheme() == "urn");
    if !is_absolute || uri.contains('#') {
        return Ok(invalid(format!(
            "The resource {uri} is no absolute address without a fragment."
        ))?);
    }
    if uri.trim_end_matches('/') == &*env.base_url {
        return Ok(Target::Us);
    }
    match at(db, uri)? {
        Some(resource) if resource.admits(client) => Ok(Target::Other(resource)),
        Some(_) => Ok(invalid(format!("This client may not have tokens for {uri}."))?),
        None => Ok(invalid(format!("There is no OAuth Resource {uri} here."))?),
    }
}

/// The resources beside this site that a request names, each open to the client and of use with these scopes.
pub fn allowed(db: &Read, env: &Env, client: &Client, params: &Params, scopes: &Scopes) -> OAuthResult<Vec<String>> {
    let mut allowed = Vec::new();
    for uri in named_in(params) {
        let target = find(db, env, client, uri)?;
        target.scopes_of(scopes)?;
        allowed.extend(target.resource().map(|resource| resource.uri.clone()));
    }
    Ok(allowed)
}

/// What the next token of a grant is for: the one that is asked for, which must have been allowed; else the first of
/// those that were (RFC 8707 §2.2).
pub fn choose(db: &Read, env: &Env, client: &Client, allowed: &[String], asked: &[&str]) -> OAuthResult<Target> {
    let chosen = match asked {
        [] => allowed.first().map(String::as_str),
        [one] => Some(*one),
        _ => return Ok(invalid("Ask for one resource at a time: a token is for one.")?),
    };
    let Some(uri) = chosen else {
        return Ok(Target::Us);
    };
    let target = find(db, env, client, uri)?;
    let is_allowed = allowed.iter().any(|own| own == uri) || matches!(target, Target::Us) && allowed.is_empty();
    match is_allowed {
        true => Ok(target),
        false => Ok(invalid(format!("The sign-in was not for the resource {uri}."))?),
    }
}
