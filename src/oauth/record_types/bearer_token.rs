//! The record type OAuth Bearer Token: Frappe's view of access tokens.

use crate::base::secret::Hash;
use crate::base::{ClientId, Error, Result};
use crate::oauth::grants::{end, found_tokens, grant};
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{Of, Permission, RecordType, Removal, Rules, Verb, Writing, fields};

fields! { BearerTokens:
    section "Token", "" {
        PREFIX = text("prefix", "Begins With").read_only().help("How the token begins.");
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        USER = link("user", "User", "User").read_only().column("user_name");
        SCOPES = text("scopes", "Scopes").read_only();
        STATUS = select("status", "Status", &["Active", "Revoked"]).read_only();
        EXPIRATION_TIME = moment("expiration_time", "Expiration time").read_only().column("expires_at");
        EXPIRES_IN = number("expires_in", "Expires In", 0, i64::MAX, "seconds").read_only();
        RESOURCE = text("resource", "For the API").read_only().help("The OAuth Resource that it is for. Empty: this site.");
        ACTORS = list("actors", "Exchanged By").read_only()
            .help("The clients that act in the user's name with it, the last first (token exchange).");
        GRANT = link("grant", "Grant", "Grant").read_only().column("grant_id");
    }
}

/// One access token each. The token itself is never shown.
pub static OAUTH_BEARER_TOKEN: RecordType = RecordType {
    name: "OAuth Bearer Token",
    slug: "oauth-bearer-token",
    plural: "OAuth Bearer Tokens",
    about: "Access tokens, without the tokens themselves. Revoking one ends the grant that it belongs to; that of a client which acts by itself, or one that was exchanged, the token alone.",
    table: "oauth_token_records",
    rows: Some(("oauth_tokens", "token_hash")),
    title: "prefix",
    sections: SECTIONS,
    list: &["prefix", "user", "client", "scopes", "status", "expiration_time"],
    search: &[],
    search_names: Some(found_tokens),
    order: ("expiration_time", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    removal: Removal::REVOKE,
    permissions: &[Permission::read_and_delete(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &BearerTokens,
    ..RecordType::BASE
};

/// The record type OAuth Bearer Token.
pub struct BearerTokens;

impl Rules for BearerTokens {
    fn before_delete(&self, _: &Writing, record: &Of<Self>) -> Result<()> {
        match record.get(&STATUS) {
            "Revoked" => Err(Error::invalid("", "This grant was revoked already.")),
            _ => Ok(()),
        }
    }

    fn remove(&self, cx: &Writing, record: &Of<Self>) -> Result<bool> {
        let (why, id) = ("revoked in the desk", record.get(&GRANT).into());
        let actors: Vec<ClientId> = record.get(&ACTORS).into_iter().map(ClientId::from).collect();
        if let Some(grant) = grant(cx.db, &id)? {
            end(cx.db, cx.env, &grant, &actors, &Hash(record.name.clone()), why)?;
        }
        Ok(true)
    }
}
