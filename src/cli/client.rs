//! `frontdesk client`

use super::common::{explain, log, open_existing, print, switch};
use super::new_client::{self, Add};
use crate::base::ClientId;
use crate::base::clock::HOUR;
use crate::config::Config;
use crate::oauth::clients::{self, Client};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::server::App;
use clap::Subcommand;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// What to do with OAuth Clients.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Record an app; prints its id and secret
    Add(Box<Add>),
    /// List the clients
    List {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a new secret; the old one works for a while
    RotateSecret {
        client_id: String,
        /// How long the old secret works, in hours
        #[arg(long, default_value_t = 24, value_name = "HOURS")]
        overlap: i64,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Switch a client off: nobody signs in through it, none of its tokens works
    Disable { client_id: String },
    /// Switch a client on again
    Enable { client_id: String },
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    let app = open_existing(config)?;
    match command {
        Command::Add(add) => new_client::run(&app, &add),
        Command::List { json } => list(&app, json),
        Command::RotateSecret {
            client_id,
            overlap,
            json,
        } => rotate(&app, &client_id, overlap, json),
        Command::Disable { client_id } => switch(&app, &OAUTH_CLIENT, &client_id, false),
        Command::Enable { client_id } => switch(&app, &OAUTH_CLIENT, &client_id, true),
    }
}

fn list(app: &App, json: bool) -> Result<(), String> {
    let clients = app.db.read(clients::all).map_err(explain)?;
    let describe = |client: &Client| {
        json!({
            "client_id": client.id,
            "client_name": client.app_name,
            "enabled": client.enabled,
            "redirect_uris": client.redirect_uris,
            "scope": client.scopes.to_string(),
            "token_endpoint_auth_method": client.auth_method.name(),
        })
    };
    let all: Vec<Json> = clients.iter().map(describe).collect();
    print(json, &Json::Array(all), || {
        let line = |client: &Client| {
            let state = if client.enabled { "" } else { "  (disabled)" };
            let (method, uris) = (client.auth_method.name(), client.redirect_uris.join(" "));
            format!(
                "{}  {}  {method}  {}  {uris}{state}",
                client.id, client.app_name, client.scopes
            )
        };
        clients.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn rotate(app: &App, client_id: &str, overlap: i64, json: bool) -> Result<(), String> {
    if !(0..=24 * 365).contains(&overlap) {
        return Err("--overlap is a number of hours from 0 to 8760".into());
    }
    if find(app, client_id)?.is_public() {
        return Err(format!("{client_id} is a public client: it has no secret"));
    }
    let (env, id) = (app.env.clone(), ClientId::from(client_id));
    let until = env.now() + HOUR.times(overlap);
    let secret = app
        .db
        .write_blocking(move |db| {
            log(db, &env, "Action", ("OAuth Client", id.as_str()), "got a new secret")?;
            clients::rotate_secret(db, &env, &id, until)
        })
        .map_err(explain)?;
    let answer = json!({ "client_id": client_id, "client_secret": secret.reveal() });
    print(json, &answer, || {
        format!("client_id: {client_id}\nclient_secret: {}", secret.reveal())
    });
    Ok(())
}

/// The client of this id.
pub(super) fn find(app: &App, client_id: &str) -> Result<Arc<Client>, String> {
    let client = app.db.read(|db| clients::get(db, &client_id.into())).map_err(explain)?;
    client.ok_or_else(|| format!("OAuth Client {client_id} not found"))
}
