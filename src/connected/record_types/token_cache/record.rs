//! The record type Token Cache.

use super::{actions, views};
use crate::base::{Result, Text};
use crate::connected::apps;
use crate::connected::connections;
use crate::connected::tokens::{self, Status};
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Action, Group, Of, Outcome, Permission, Reading, RecordType, Removal, Rules, Verb, Writing, fields,
};
use maud::Markup;

fields! { TokenCaches:
    section "Connection", "" {
        CONNECTED_APP = link("connected_app", "Connected App", "Connected App").read_only();
        PROVIDER_NAME = text("provider_name", "Provider Name").read_only();
        USER = link("user", "User", "User").read_only().column("user_name")
            .help("Empty if the connection is the site's own.");
        CONNECTED_AS = text("connected_as", "Connected As").read_only()
            .help("Whose account it is at the other side.");
        STATUS = select("status", "Status", Status::OPTIONS).read_only();
        FAILURE = paragraph("failure", "Why").read_only();
        FAILING = moment("failing", "Failing Since").read_only().column("failing_since");
        NEXT_ATTEMPT = moment("next_attempt", "Next Try").read_only().column("next_attempt_at");
    }
    section "Token", "" {
        SCOPES = rows("scopes", "Scopes", "OAuth Scope", &["scope"]).read_only();
        ACCESS_TOKEN = secret("access_token", "Access Token").read_only().column("access_token_sealed");
        REFRESH_TOKEN = secret("refresh_token", "Refresh Token").read_only().column("refresh_token_sealed");
        TOKEN_TYPE = text("token_type", "Token Type").read_only();
        EXPIRES_IN = number("expires_in", "Expires In", 0, i64::MAX, "seconds").read_only()
            .help("When it was fetched.");
        EXPIRES = moment("expires", "Expires").read_only().column("expires_at");
        CONNECTED = moment("connected", "Connected").read_only().column("connected_at");
        LAST_REFRESHED = moment("last_refreshed", "Last Refreshed").read_only().column("last_refreshed_at");
        LAST_USED = moment("last_used", "Last Used").read_only().column("last_used_at");
        SUCCESS_URI = text("success_uri", "Success URI").read_only();
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
    sections: SECTIONS,
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
    place: Group::Services.rarely("link"),
    guide: "connected-apps",
    removal: Removal {
        verb: "Disconnect",
        done: "disconnected",
        one: "{ $record } was disconnected.",
        many: "{ $count } records were disconnected.",
    },
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    actions: &[&Action::new(
        "refresh",
        "Refresh now",
        "Fetches a new token from the other side, also when the old one is still good.",
        |_, _| Ok(Outcome::said("The token was renewed.")),
    )
    .needs(Verb::Read)
    .for_owner()
    .at_once()
    .fits(|_, record| record.get(&STATUS) != "Connect Again")
    .asks(actions::refresh_now)],
    rules: &TokenCaches,
    ..RecordType::BASE
};

/// The record type Token Cache.
pub struct TokenCaches;

impl Rules for TokenCaches {
    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let app = apps::find(cx.db, cx.env, record.get(&CONNECTED_APP))?;
        let can_revoke = app.is_some_and(|app| app.revocation_uri.is_some_and(|uri| !uri.is_empty()));
        Ok(match can_revoke {
            true => "We forget the tokens, and the other side is asked to revoke them.".into(),
            false => "We forget the tokens. The other side cannot be asked to revoke them: take the access away in the account there, too.".into(),
        })
    }

    fn remove(&self, cx: &Writing, record: &Of<Self>) -> Result<bool> {
        let Some(held) = tokens::get(cx.db, cx.env, &record.name)? else {
            return Ok(false);
        };
        if let Some(app) = apps::find(cx.db, cx.env, &held.connected_app)? {
            connections::disconnect(cx.db, cx.env, &app, &held)?;
        }
        Ok(true)
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let Some(held) = tokens::get(cx.db, cx.env, &record.name)? else {
            return Ok(None);
        };
        let app = apps::find(cx.db, cx.env, &held.connected_app)?;
        Ok(app.map(|app| views::panel(&app, &held, cx.env.now(), held.user.as_deref() == Some(cx.actor.name()))))
    }
}
