//! A request while it is checked.

use super::sent::Sent;
use crate::base::{Env, Scopes};
use crate::db::Read;
use crate::oauth::clients::Client;
use crate::oauth::error::OAuthError;
use crate::oauth::tickets::AuthorizationRequest;
use crate::web::Params;

/// The longest value of one parameter, in bytes.
pub(super) const MAX_PARAMETER_LENGTH: usize = 4096;
/// The longest request altogether, in bytes: each is kept on its way.
pub(super) const MAX_REQUEST_LENGTH: usize = 12_288;

/// What a check looks at and completes.
pub(super) struct UncheckedRequest<'a> {
    pub(super) db: &'a Read<'a>,
    pub(super) env: &'a Env,
    pub(super) sent: &'a Sent,
    pub(super) params: &'a Params,
    pub(super) client: &'a Client,
    pub(super) request: AuthorizationRequest,
    /// The scopes that the client may not ask for.
    pub(super) left_out: Scopes,
}

pub(super) type Check = fn(&mut UncheckedRequest) -> std::result::Result<(), OAuthError>;
