//! Settings to copy of an OAuth Client: ready-made examples, filled in.

mod views;

use super::trial::client_of;
use crate::base::{Error, Result};
use crate::oauth::clients::{self, Client};
use crate::oauth::examples::{self, Facts};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::records::{Input, Verb, access, verbs};
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::{Call, Form, Params};
use poem::Response;
use serde_json::{Map, json};

page_handler!(
    /// GET `/app/oauth-client/<name>/connect`
    connect_page => show
);
form_handler!(
    /// POST `/app/oauth-client/<name>/connect`: the same with a secret that was just made. It is kept nowhere.
    connect_with_secret => show_with_secret
);

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    page(app, call, visitor, &call.query, None)
}

async fn show_with_secret(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let client = client_of(app, call, visitor, Verb::Write)?;
    // What is no secret of this client is not printed into commands that people run.
    let secret = form.text("client_secret");
    let now = app.env.now();
    if form.has("register") {
        register(app, visitor, &client, form.text("with")).await?;
    }
    let is_its = app
        .db
        .read(|db| clients::find_secret(db, &client.id, secret, now))?
        .is_some();
    page(app, call, visitor, form, is_its.then_some(secret))
}

/// Gives the client the addresses that an example needs, as far as it is known where the app is.
async fn register(app: &App, visitor: &Visitor, client: &Client, slug: &str) -> Result<()> {
    let example = examples::find(slug).ok_or_else(|| Error::NotFound("There is no such example.".into()))?;
    let (caller, env, id) = (app.caller(&visitor.actor), app.env.clone(), client.id.clone());
    app.db
        .write(move |db| {
            // As it is now: somebody may have taken an address away in the meantime.
            let client = clients::get(db, &id)?.ok_or_else(|| access::missing(&OAUTH_CLIENT, id.as_str()))?;
            let mut fields = Map::new();
            for (field, uri) in example.addresses(&client, &Facts::of(&env, &client, None)) {
                let known = match field {
                    "redirect_uris" => &client.redirect_uris,
                    _ => &client.post_logout_redirect_uris,
                };
                let all: Vec<&str> = known.iter().map(String::as_str).chain([uri.as_str()]).collect();
                fields.insert(field.to_owned(), json!(all));
            }
            let input = Input::from_json(&OAUTH_CLIENT, &fields, Some(&Map::new()))?;
            verbs::update(&caller.writing(db), &OAUTH_CLIENT, id.as_str(), &input, None).map(drop)
        })
        .await
}

fn page(app: &App, call: &Call, visitor: &Visitor, asked: &Params, secret: Option<&str>) -> Result<Response> {
    let client = client_of(app, call, visitor, Verb::Read)?;
    let chosen = match asked.text("with") {
        "" => examples::of(&client),
        slug => examples::find(slug),
    };
    let body = views::page(&views::Settings {
        env: &app.env,
        client: &client,
        secret,
        chosen,
        csrf: &visitor.csrf,
        may_change: app.look(&visitor.actor, |cx| {
            let record = access::admit(cx, &OAUTH_CLIENT, Verb::Read, client.id.as_str())?;
            Ok(access::may(cx.actor, &OAUTH_CLIENT, Verb::Write, Some(&record)))
        })?,
    });
    framed_page(app, visitor, 200, "Settings to copy", "/app/oauth-client", body)
}
