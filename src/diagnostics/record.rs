//! The record type Refused Request.

use super::{KINDS, views};
use crate::base::{Env, Result};
use crate::db::Read;
use crate::oauth::clients;
use crate::records::access;
use crate::records::{
    self, Acting, Action, Field, Group, Kind, Outcome, Permission, Prepared, Record, RecordType, Rules, Section, Verb,
    verbs,
};
use crate::users::{Actor, SYSTEM_MANAGER};
use maud::Markup;

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

/// Requests that were refused.
pub static REFUSED_REQUEST: RecordType = RecordType {
    name: "Refused Request",
    slug: "refused-request",
    plural: "Diagnostics",
    about: "Every sign-in, token and API request that was refused in the last days, and why. Search for the reference that the person was shown.",
    table: "refusal_records",
    title: "reference",
    sections: &[
        Section {
            title: "Why",
            about: "",
            fields: &[
                shown(Field::new("cause", "Cause", Kind::Paragraph)),
                shown(Field::new("kind", "Kind", Kind::Select(KINDS))),
                shown(Field::new("error", "Error", Kind::Text)),
                shown(Field::new(
                    "status",
                    "Status",
                    Kind::Number {
                        min: 0,
                        max: 999,
                        unit: "HTTP",
                    },
                )),
            ],
        },
        Section {
            title: "Who",
            about: "",
            fields: &[
                Field {
                    column: Some("client_id"),
                    ..shown(Field::new("client", "Client", Kind::Link("OAuth Client")))
                },
                Field {
                    column: Some("user_name"),
                    ..shown(Field::new("user", "User", Kind::Link("User")))
                },
                Field {
                    column: Some("address"),
                    ..shown(Field::new("ip_address", "IP Address", Kind::Text))
                },
                Field {
                    column: Some("created_at"),
                    ..shown(Field::new("refused_at", "Date", Kind::Moment))
                },
            ],
        },
        Section {
            title: "What",
            about: "",
            fields: &[
                Field {
                    column: Some("name"),
                    ..shown(Field::new("reference", "Reference", Kind::Text))
                },
                shown(Field::new("method", "Method", Kind::Text)),
                shown(Field::new("path", "Path", Kind::Text)),
                shown(Field::new("redirect_uri", "Redirect URI", Kind::Text)),
                shown(Field::new("scopes", "Scopes", Kind::Text)),
            ],
        },
    ],
    list: &["refused_at", "cause", "kind", "client", "user", "reference"],
    search: &["name", "cause", "client_id", "user_name", "address", "redirect_uri"],
    order: ("refused_at", true),
    own: "user",
    verbs: Verb::READ,
    group: Some(Group::Watch),
    permissions: &[Permission::read(SYSTEM_MANAGER)],
    actions: &[
        Action {
            verb: Verb::Read,
            fits: |_, record| {
                record.text("error") == "redirect_uri_mismatch" && !record.text("redirect_uri").is_empty()
            },
            ..Action::new(
                "add-redirect-uri",
                "Register this redirect URI",
                "Adds the address that was sent to the client, if it is the app's own.",
                add_redirect_uri,
            )
        },
        Action {
            verb: Verb::Read,
            fits: |_, record| record.text("error") == "invalid_scope" && !record.text("scopes").is_empty(),
            ..Action::new(
                "add-scopes",
                "Let the client ask for these scopes",
                "Adds the scopes that were asked for to the client's.",
                add_scopes,
            )
        },
        Action {
            verb: Verb::Read,
            fits: |_, record| record.text("error") == "client_disabled",
            ..Action::new(
                "enable-client",
                "Switch the client on",
                "People can sign in through it again.",
                enable_client,
            )
        },
    ],
    rules: &RefusalRules,
    ..RecordType::BASE
};

struct RefusalRules;

impl Rules for RefusalRules {
    fn panel(&self, db: &Read, _env: &Env, actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let client = match access::sees(actor, &clients::record::OAUTH_CLIENT) {
            true => clients::store::get(db, record.text("client"))?,
            false => None,
        };
        Ok(Some(views::panel(record, client.as_ref())))
    }
}

/// Changes the client of a refused request, as the actor may.
fn change_client(acting: &Acting, change: impl FnOnce(&mut Record)) -> Result<Outcome> {
    let client_type = records::by_name("OAuth Client")?;
    let name = acting.record.text("client");
    let mut client = verbs::get(acting.db, acting.actor, client_type, name)?;
    let before = client.values.clone();
    change(&mut client);
    let changed = client
        .values
        .into_iter()
        .filter(|(field, value)| before.get(field) != Some(value));
    let input = records::Input(changed.collect());
    verbs::update(acting.db, acting.env, acting.actor, client_type, name, &input, None)?;
    Ok(Outcome {
        message: "The client was changed. Ask the person to try again.".into(),
        ..Outcome::default()
    })
}

fn add_line(client: &mut Record, field: &str, entries: &[&str]) {
    let mut lines: Vec<String> = client.entries(field).into_iter().map(str::to_owned).collect();
    for entry in entries {
        if !lines.iter().any(|own| own == entry) {
            lines.push((*entry).to_owned());
        }
    }
    client.set(field, lines.join("\n"));
}

fn add_redirect_uri(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let uri = acting.record.text("redirect_uri");
    change_client(acting, |client| add_line(client, "redirect_uris", &[uri]))
}

fn add_scopes(acting: &Acting, _: Prepared) -> Result<Outcome> {
    let scopes = acting.record.entries("scopes");
    change_client(acting, |client| add_line(client, "scopes", &scopes))
}

fn enable_client(acting: &Acting, _: Prepared) -> Result<Outcome> {
    change_client(acting, |client| client.set("enabled", 1))
}
