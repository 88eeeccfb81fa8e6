//! Asking the token endpoint of a Connected App.

use super::apps::ConnectedApp;
use crate::base::Scopes;
use crate::oauth::keys::client_assertion;
use crate::upstream::token_request::{self, TokenError, TokenGrant};
use crate::upstream::token_response::TokenResponse;
use crate::world::World;

/// Asks for tokens; with more time than usual, for a code or a refresh token is used up by it.
pub async fn ask(world: &World, app: &ConnectedApp, grant: TokenGrant<'_>) -> Result<TokenResponse, TokenError> {
    let request = token_request::request(
        &world.env,
        &client_assertion::signer(&world.db, &world.env),
        &app.identity(),
        &app.token_uri,
        &grant,
        &app.query_parameters,
    )?;
    token_request::send(&world.outbound, request.with_more_time()).await
}

/// The scopes that were granted: those that the response names, or those that were asked for.
pub fn granted(app: &ConnectedApp, response: &TokenResponse) -> Scopes {
    response.scopes.clone().unwrap_or_else(|| app.scopes.clone())
}
