//! The record types Grant, OAuth Bearer Token and OAuth Authorization Code. All of them are made
//! by the protocol; people look at them and end them.

use super::{revoke, views};
use crate::base::{Env, Error, Result};
use crate::db::{Read, Write};
use crate::records::{Field, Group, Kind, Permission, Record, RecordType, Rules, Section, Verb};
use crate::users::{ALL, Actor, SYSTEM_MANAGER};
use maud::Markup;

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

const CLIENT: Field = Field {
    column: Some("client_id"),
    ..shown(Field::new("client", "Client", Kind::Link("OAuth Client")))
};
const USER: Field = Field {
    column: Some("user_name"),
    ..shown(Field::new("user", "User", Kind::Link("User")))
};
const SCOPES: Field = shown(Field::new("scopes", "Scopes", Kind::Text));
const STATUS: Field = shown(Field::new("status", "Status", Kind::Select(&["Active", "Revoked"])));

/// What users allowed clients.
pub static GRANT: RecordType = RecordType {
    name: "Grant",
    slug: "grant",
    plural: "Grants",
    about: "What people allowed apps, each with its tokens. Revoking one ends all of its tokens at once.",
    table: "oauth_grant_records",
    rows: Some(("oauth_grants", "id")),
    title: "user",
    sections: &[Section {
        title: "Grant",
        about: "",
        fields: &[
            USER,
            CLIENT,
            shown(Field::new("role", "Acts As Role", Kind::Text)),
            SCOPES,
            STATUS,
            Field {
                column: Some("created_at"),
                ..shown(Field::new("granted", "Granted", Kind::Moment))
            },
            Field {
                column: Some("expires_at"),
                ..shown(Field::new("expires", "Last Token Expires", Kind::Moment))
            },
            Field {
                column: Some("revoked_at"),
                ..shown(Field::new("revoked", "Revoked", Kind::Moment))
            },
            shown(Field::new("revoked_reason", "Revoked Because", Kind::Text)),
        ],
    }],
    list: &["user", "client", "scopes", "status", "granted", "expires"],
    search: &["user_name", "client_id", "scopes"],
    order: ("granted", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    group: Some(Group::Apps),
    removal: "Revoke",
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &GrantRules,
    ..RecordType::BASE
};

/// Frappe's view of tokens: one access token each. The token itself is never shown.
pub static OAUTH_BEARER_TOKEN: RecordType = RecordType {
    name: "OAuth Bearer Token",
    slug: "oauth-bearer-token",
    plural: "OAuth Bearer Tokens",
    about: "Access tokens, without the tokens themselves. Revoking one ends the grant that it belongs to.",
    table: "oauth_token_records",
    rows: Some(("oauth_tokens", "token_hash")),
    title: "prefix",
    sections: &[Section {
        title: "Token",
        about: "",
        fields: &[
            Field {
                help: "How the token begins.",
                ..shown(Field::new("prefix", "Begins With", Kind::Text))
            },
            CLIENT,
            USER,
            SCOPES,
            STATUS,
            Field {
                column: Some("expires_at"),
                ..shown(Field::new("expiration_time", "Expiration time", Kind::Moment))
            },
            shown(Field::new(
                "expires_in",
                "Expires In",
                Kind::Number {
                    min: 0,
                    max: i64::MAX,
                    unit: "seconds",
                },
            )),
            Field {
                column: Some("grant_id"),
                ..shown(Field::new("grant", "Grant", Kind::Link("Grant")))
            },
        ],
    }],
    list: &["prefix", "user", "client", "scopes", "status", "expiration_time"],
    search: &["prefix", "user_name", "client_id"],
    order: ("creation", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    removal: "Revoke",
    permissions: &[Permission::read_and_delete(SYSTEM_MANAGER)],
    rules: &TokenRules,
    ..RecordType::BASE
};

/// Codes on their way, without the codes themselves.
pub static OAUTH_AUTHORIZATION_CODE: RecordType = RecordType {
    name: "OAuth Authorization Code",
    slug: "oauth-authorization-code",
    plural: "OAuth Authorization Codes",
    about: "Codes that were given to apps, without the codes themselves. They live a minute and work once.",
    table: "oauth_code_records",
    title: "user",
    sections: &[Section {
        title: "Code",
        about: "",
        fields: &[
            CLIENT,
            USER,
            SCOPES,
            shown(Field::new("validity", "Validity", Kind::Select(&["Valid", "Invalid"]))),
            Field {
                column: Some("expires_at"),
                ..shown(Field::new("expiration_time", "Expiration time", Kind::Moment))
            },
            Field {
                column: Some("redirect_uri"),
                ..shown(Field::new(
                    "redirect_uri_bound_to_authorization_code",
                    "Redirect URI Bound To Auth Code",
                    Kind::Text,
                ))
            },
            shown(Field::new("nonce", "nonce", Kind::Text)),
            shown(Field::new("code_challenge", "Code Challenge", Kind::Text)),
            shown(Field::new("code_challenge_method", "Code challenge method", Kind::Text)),
        ],
    }],
    list: &["user", "client", "scopes", "validity", "expiration_time"],
    search: &["user_name", "client_id"],
    order: ("creation", true),
    own: "user",
    verbs: Verb::READ,
    permissions: &[Permission::read(SYSTEM_MANAGER)],
    ..RecordType::BASE
};

struct GrantRules;

impl Rules for GrantRules {
    fn before_delete(&self, _db: &Write, _env: &Env, record: &Record) -> Result<()> {
        match record.text("status") {
            "Revoked" => Err(Error::invalid("", "This grant was revoked already.")),
            _ => Ok(()),
        }
    }

    /// Kept as revoked, so that it can be seen what ended and a replay is recognised.
    fn remove(&self, db: &Write, env: &Env, record: &Record) -> Result<bool> {
        revoke(db, env, &record.name, "revoked in the desk")?;
        Ok(true)
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let tokens = super::store::tokens_of(db, &record.name)?.len();
        Ok(format!(
            "Its {tokens} tokens stop working at once. The app can ask again."
        ))
    }

    fn panel(&self, db: &Read, env: &Env, _actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let tokens = super::store::tokens_of(db, &record.name)?;
        Ok(Some(views::tokens(&tokens, env.now())))
    }
}

struct TokenRules;

impl Rules for TokenRules {
    fn before_delete(&self, db: &Write, env: &Env, record: &Record) -> Result<()> {
        GrantRules.before_delete(db, env, record)
    }

    fn remove(&self, db: &Write, env: &Env, record: &Record) -> Result<bool> {
        revoke(db, env, record.text("grant"), "revoked in the desk")?;
        Ok(true)
    }
}
