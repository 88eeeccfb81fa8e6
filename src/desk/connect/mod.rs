//! Settings to copy of an OAuth Client: ready-made examples, filled in.

mod views;

use super::trial::client_of;
use crate::base::Result;
use crate::oauth::clients;
use crate::oauth::examples;
use crate::records::Verb;
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::{Call, Form, Params};
use poem::Response;

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
    let is_its = app
        .db
        .read(|db| clients::find_secret(db, &client.id, secret, now))?
        .is_some();
    page(app, call, visitor, form, is_its.then_some(secret))
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
    });
    framed_page(app, visitor, 200, "Settings to copy", "/app/oauth-client", body)
}
