//! Tokens that were exchanged (RFC 8693): who has them, who acts for whom, and whether they still may.

use super::{Live, Token};
use crate::base::{ClientId, Result};
use crate::db::Read;
use crate::oauth::clients::{self, Client};
use crate::oauth::resources;
use serde_json::{Value as Json, json};

impl Live {
    /// The client that has the token: the last that exchanged it, else the one that it was issued to.
    pub fn holder(&self) -> &ClientId {
        self.actors.first().unwrap_or(&self.client.id)
    }

    /// Who acts in the user's name, and for whom in turn (`act`, RFC 8693 §4.1).
    pub fn act(&self) -> Option<Json> {
        let say = |earlier: Option<Json>, client: &ClientId| match earlier {
            Some(earlier) => Some(json!({ "sub": client, "act": earlier })),
            None => Some(json!({ "sub": client })),
        };
        self.actors.iter().rev().fold(None, say)
    }

    /// Whether the token is this client's business: it has it, or is the API that it was made for; a resource server may ask
    /// about every one (RFC 7662 §2.1).
    pub fn concerns(&self, db: &Read, client: &Client) -> Result<bool> {
        if client.resource_server || *self.holder() == client.id {
            return Ok(true);
        }
        let resource = match &self.resource {
            Some(uri) => resources::at(db, uri)?,
            None => None,
        };
        Ok(resource.is_some_and(|resource| resource.is_served_by(&client.id)))
    }
}

/// Whether those who act in the user's name still may (A20: withdrawn rights end at once).
pub(super) fn may_act(db: &Read, token: &Token) -> Result<bool> {
    let Some(last) = token.actors.first() else {
        return Ok(true);
    };
    for id in &token.actors {
        if !clients::get(db, id)?.is_some_and(|client| client.enabled) {
            return Ok(false);
        }
    }
    let resource = match &token.resource {
        Some(uri) => resources::at(db, uri)?,
        None => None,
    };
    Ok(resource.is_some_and(|resource| resource.takes_exchanges_of(last)))
}
