//! Whom somebody here trusts with more than people allow: such clients only System Managers change (A70), and none of them
//! manages itself or is swept.

use super::clients::Client;
use super::resources;
use crate::base::Result;
use crate::db::Read;

/// Whether a client is trusted further: with consent that nobody gave, with rights of its own, with others' tokens.
pub fn is_trusted_further(db: &Read, client: &Client) -> Result<bool> {
    let by_itself = client.skip_authorization
        || client.resource_server
        || client.acts_as.is_some()
        || client.acts_as_role.is_some();
    Ok(by_itself || resources::trusts(db, &client.id)?)
}
