//! `frontdesk client`

use super::common::{explain, log, open, open_existing, operator, print, switch};
use crate::base::ClientId;
use crate::base::clock::HOUR;
use crate::config::Config;
use crate::frappe::settings::CALLBACK;
use crate::oauth::clients::{self, Client};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::records::{Input, verbs};
use crate::server::App;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value as Json, json};

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

/// A new client.
#[derive(Args, Debug)]
pub struct Add {
    /// The name that people see
    name: String,
    /// Where people are sent back to; may be given several times
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// A scope the app may ask for; may be given several times [default: all openid]
    #[arg(long)]
    scope: Vec<String>,
    /// A public client (a mobile or browser app): no secret, PKCE required
    #[arg(long)]
    public: bool,
    /// Never ask people for their consent: for apps of your own
    #[arg(long)]
    skip_authorization: bool,
    /// A way to get tokens; may be given several times (refresh_token comes with authorization_code)
    #[arg(long, value_enum, default_values_t = [Grant::AuthorizationCode])]
    grant: Vec<Grant>,
    /// The user that client_credentials tokens act as
    #[arg(long, value_name = "EMAIL")]
    acts_as: Option<String>,
    /// The role that client_credentials tokens act with, instead of a user
    #[arg(long, value_name = "ROLE")]
    acts_as_role: Option<String>,
    /// How the app proves who it is
    #[arg(long, value_enum)]
    auth_method: Option<Method>,
    /// Where the app may send people after they signed out; may be given several times
    #[arg(long, value_name = "URI")]
    post_logout_redirect_uri: Vec<String>,
    /// A role whose people may sign in; may be given several times [default: Desk User]
    #[arg(long, value_name = "ROLE")]
    allowed_role: Vec<String>,
    /// Refuse sign-ins without PKCE
    #[arg(long)]
    require_pkce: bool,
    /// May introspect every token
    #[arg(long)]
    resource_server: bool,
    /// For a Frappe site or another Frontdesk at this address, whose people sign in here: sets the
    /// redirect URI and how it proves who it is, and prints the Social Login Key to enter there
    #[arg(long, value_name = "URL")]
    for_frappe: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// A way to get tokens, by its name in the protocol.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Grant {
    AuthorizationCode,
    RefreshToken,
    ClientCredentials,
}

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Method {
    #[value(alias = "basic", alias = "client-secret-basic")]
    ClientSecretBasic,
    #[value(alias = "post", alias = "client-secret-post")]
    ClientSecretPost,
    None,
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    let app = match &command {
        Command::Add(_) => open(config)?,
        _ => open_existing(config)?,
    };
    match command {
        Command::Add(add) => run_add(&app, &add),
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

fn run_add(app: &App, add: &Add) -> Result<(), String> {
    let input = Input::from_json(&OAUTH_CLIENT, &fields(add)?, None).map_err(explain)?;
    let caller = operator(app);
    let (record, outcome) = app
        .db
        .write_blocking(move |db| verbs::insert(&caller.writing(db), &OAUTH_CLIENT, &input))
        .map_err(explain)?;
    let mut answer = Map::new();
    answer.insert("client_id".into(), json!(record.name));
    for shown in outcome.shown {
        answer.insert(shown.name.into(), json!(shown.value));
    }
    let text = answer
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default()));
    let mut text = text.collect::<Vec<_>>().join("\n");
    if let Some(site) = &add.for_frappe {
        let key = key_of(app, &answer);
        let lines = key.iter().map(|(label, value)| format!("  {label}: {value}"));
        let lines = lines.collect::<Vec<_>>().join("\n");
        text = format!("{text}\n\nAt {site}, make this Social Login Key:\n{lines}");
        let fields: Map<String, Json> = key
            .into_iter()
            .map(|(label, value)| (label.to_lowercase().replace(' ', "_"), json!(value)))
            .collect();
        answer.insert("social_login_key".into(), Json::Object(fields));
    }
    let client = find(app, &record.name)?;
    answer.insert("client_name".into(), json!(client.app_name));
    answer.insert("redirect_uris".into(), json!(client.redirect_uris));
    answer.insert("scope".into(), json!(client.scopes.to_string()));
    answer.insert("token_endpoint_auth_method".into(), json!(client.auth_method.name()));
    print(add.json, &Json::Object(answer), || text);
    Ok(())
}

/// The Social Login Key to enter at the other side.
fn key_of(app: &App, answer: &Map<String, Json>) -> Vec<(&'static str, String)> {
    let told = |name: &str| answer.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    vec![
        ("Social Login Provider", "Frappe".into()),
        ("Provider Name", "Frappe".into()),
        ("Client ID", told("client_id")),
        ("Client Secret", told("client_secret")),
        ("Base URL", app.env.base_url.to_string()),
        ("Enable Social Login", "1".into()),
    ]
}

/// Where the other side takes people back to.
fn callback_at(site: &str) -> Result<String, String> {
    match site.starts_with("https://") || site.starts_with("http://") {
        true => Ok(format!("{}{CALLBACK}", site.trim_end_matches('/'))),
        false => Err("--for-frappe takes an address such as https://erp.example.com".into()),
    }
}

/// The record's fields from the flags.
fn fields(add: &Add) -> Result<Map<String, Json>, String> {
    let mut redirect_uris = add.redirect_uri.clone();
    if let Some(site) = &add.for_frappe {
        redirect_uris.push(callback_at(site)?);
    }
    let method = match (add.public, add.auth_method) {
        // Frappe sends the secret in the body.
        (false, None) if add.for_frappe.is_some() => "Client Secret Post",
        (true, Some(Method::ClientSecretBasic | Method::ClientSecretPost)) => {
            return Err("--public goes with --auth-method none only".into());
        }
        (true, _) | (_, Some(Method::None)) => "None",
        (_, Some(Method::ClientSecretPost)) => "Client Secret Post",
        (_, _) => "Client Secret Basic",
    };
    let mut fields = json!({
        "app_name": add.name,
        "redirect_uris": redirect_uris,
        "post_logout_redirect_uris": add.post_logout_redirect_uri,
        "skip_authorization": add.skip_authorization,
        "token_endpoint_auth_method": method,
        "authorization_code": add.grant.contains(&Grant::AuthorizationCode),
        "client_credentials": add.grant.contains(&Grant::ClientCredentials),
        "acts_as": add.acts_as,
        "acts_as_role": add.acts_as_role,
        "require_pkce": add.require_pkce,
        "resource_server": add.resource_server,
        "allowed_roles": add.allowed_role,
    });
    if !add.scope.is_empty() {
        fields["scopes"] = json!(add.scope);
    }
    match fields {
        Json::Object(fields) => Ok(fields),
        _ => Err("the flags cannot be read".into()),
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

fn find(app: &App, client_id: &str) -> Result<Client, String> {
    let client = app.db.read(|db| clients::get(db, &client_id.into())).map_err(explain)?;
    client.ok_or_else(|| format!("OAuth Client {client_id} not found"))
}
