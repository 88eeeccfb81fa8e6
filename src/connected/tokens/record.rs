//! The record type Token Cache.

use super::{Status, store, views};
use crate::base::{Env, Result};
use crate::connected::refresh::refresh_now;
use crate::db::{Read, Write};
use crate::records::{Action, Field, Group, Kind, Outcome, Permission, Record, RecordType, Rules, Section, Verb};
use crate::users::{ALL, Actor, SYSTEM_MANAGER};
use maud::Markup;

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

const fn moment(name: &'static str, label: &'static str, column: &'static str) -> Field {
    Field {
        column: Some(column),
        ..shown(Field::new(name, label, Kind::Moment))
    }
}

/// What we hold for users at Connected Apps.
pub static TOKEN_CACHE: RecordType = RecordType {
    name: "Token Cache",
    slug: "token-cache",
    plural: "Connections",
    about: "Accounts of people (and of the site itself) at Connected Apps, each with the tokens that we keep and renew. The tokens themselves are never shown. Disconnecting asks the other side to revoke them.",
    table: "token_caches",
    title: "provider_name",
    sections: &[
        Section {
            title: "Connection",
            about: "",
            fields: &[
                shown(Field::new(
                    "connected_app",
                    "Connected App",
                    Kind::Link("Connected App"),
                )),
                shown(Field::new("provider_name", "Provider Name", Kind::Text)),
                Field {
                    column: Some("user_name"),
                    help: "Empty if the connection is the site's own.",
                    ..shown(Field::new("user", "User", Kind::Link("User")))
                },
                Field {
                    help: "Whose account it is at the other side.",
                    ..shown(Field::new("connected_as", "Connected As", Kind::Text))
                },
                shown(Field::new("status", "Status", Kind::Select(Status::OPTIONS))),
                shown(Field::new("failure", "Why", Kind::Paragraph)),
                moment("failing", "Failing Since", "failing_since"),
                moment("next_attempt", "Next Try", "next_attempt_at"),
            ],
        },
        Section {
            title: "Token",
            about: "",
            fields: &[
                shown(Field::new(
                    "scopes",
                    "Scopes",
                    Kind::Rows {
                        child: "OAuth Scope",
                        columns: &["scope"],
                    },
                )),
                Field {
                    column: Some("access_token_sealed"),
                    ..shown(Field::new("access_token", "Access Token", Kind::Secret))
                },
                Field {
                    column: Some("refresh_token_sealed"),
                    ..shown(Field::new("refresh_token", "Refresh Token", Kind::Secret))
                },
                shown(Field::new("token_type", "Token Type", Kind::Text)),
                Field {
                    help: "When it was fetched.",
                    ..shown(Field::new(
                        "expires_in",
                        "Expires In",
                        Kind::Number {
                            min: 0,
                            max: i64::MAX,
                            unit: "seconds",
                        },
                    ))
                },
                moment("expires", "Expires", "expires_at"),
                moment("connected", "Connected", "connected_at"),
                moment("last_refreshed", "Last Refreshed", "last_refreshed_at"),
                moment("last_used", "Last Used", "last_used_at"),
                shown(Field::new("success_uri", "Success URI", Kind::Text)),
            ],
        },
    ],
    list: &[
        "provider_name",
        "user",
        "connected_as",
        "status",
        "expires",
        "last_used",
    ],
    search: &["name", "provider_name", "user_name", "connected_as", "status"],
    own: "user",
    verbs: Verb::READ_DELETE,
    group: Some(Group::Services),
    removal: "Disconnect",
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    actions: &[Action {
        verb: Verb::Read,
        for_owner: true,
        fits: |_, record| record.text("status") != "Connect Again",
        ask: Some(refresh_now),
        ..Action::new(
            "refresh",
            "Refresh now",
            "Fetches a new token from the other side, also when the old one is still good.",
            |_, _| {
                Ok(Outcome {
                    message: "The token was renewed.".into(),
                    ..Outcome::default()
                })
            },
        )
    }],
    rules: &TokenRules,
    ..RecordType::BASE
};

struct TokenRules;

impl Rules for TokenRules {
    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let app = crate::records::store::get(
            db,
            &crate::connected::apps::record::CONNECTED_APP,
            record.text("connected_app"),
        )?;
        let can_revoke = app.is_some_and(|app| !app.text("revocation_uri").is_empty());
        Ok(match can_revoke {
            true => "We forget the tokens, and the other side is asked to revoke them.".into(),
            false => "We forget the tokens. The other side cannot be asked to revoke them: take the access away in the account there, too.".into(),
        })
    }

    fn remove(&self, db: &Write, env: &Env, record: &Record) -> Result<bool> {
        let Some(held) = store::get(db, env, &record.name)? else {
            return Ok(false);
        };
        if let Some(app) = crate::connected::apps::store::get(db, env, &held.connected_app)? {
            super::disconnect(db, env, &app, &held)?;
        }
        Ok(true)
    }

    fn panel(&self, db: &Read, env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let Some(held) = store::get(db, env, &record.name)? else {
            return Ok(None);
        };
        let app = crate::connected::apps::store::get(db, env, &held.connected_app)?;
        Ok(app.map(|app| views::panel(&app, &held, env.now(), held.user.as_deref() == Some(actor.name()))))
    }
}
