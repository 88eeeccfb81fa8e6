//! A request as it was sent.

use crate::oauth::error::OAuthError;
use crate::web::Params;

/// A request as it was sent, in plain parameters: a pushed or signed one was unfolded.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub params: Params,
    /// Whether it was pushed, or is pushed now (RFC 9126).
    pub is_pushed: bool,
    /// Whether it came as a request object (RFC 9101).
    pub is_signed: bool,
    /// The thumbprint of the key whose proof came with it as it was pushed (RFC 9449 §10.1).
    pub key: Option<String>,
    /// Why it could not be unfolded; told where the plain parameters say.
    pub refused: Option<OAuthError>,
}

impl Sent {
    /// Plain parameters.
    pub fn plain(params: Params) -> Self {
        Sent {
            params,
            ..Sent::default()
        }
    }
}
