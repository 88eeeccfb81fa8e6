//! `frontdesk client add`

use super::client::find;
use super::common::{explain, operator, print};
use super::out::aside;
use crate::oauth::clients::for_frappe::{self, Site};
use crate::oauth::examples::Facts;
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::records::{Input, verbs};
use crate::server::App;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value as Json, json};
use std::path::PathBuf;

/// A new client. What is not said is as the form has it.
#[derive(Args, Debug)]
pub struct Add {
    /// The name that people see
    name: String,
    /// Where people are sent back to; may be given several times
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// Where people go when the app names no address [default: the first redirect URI]
    #[arg(long, value_name = "URI")]
    default_redirect_uri: Option<String>,
    /// Where the app may send people after they signed out; may be given several times
    #[arg(long, value_name = "URI")]
    post_logout_redirect_uri: Vec<String>,
    /// A scope the app may ask for; may be given several times
    /// [default: openid profile email groups offline_access]
    #[arg(long)]
    scope: Vec<String>,
    /// A role whose people may sign in; may be given several times [default: everybody]
    #[arg(long, value_name = "ROLE")]
    allowed_role: Vec<String>,
    /// A public client (a mobile or browser app): no secret, PKCE required
    #[arg(long)]
    public: bool,
    /// How the app proves who it is [default: client_secret, by Basic or Post as it likes]
    #[arg(long, value_enum)]
    auth_method: Option<Method>,
    /// A file with the app's public keys (a JSON Web Key Set), for statements and requests that it signs
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// Where the app publishes its public keys
    #[arg(long, value_name = "URL")]
    jwks_uri: Option<String>,
    /// Where the app hears that somebody's sign-in ended here (OpenID Connect Back-Channel Logout)
    #[arg(long, value_name = "URL")]
    backchannel_logout_uri: Option<String>,
    /// How strongly people prove who they are before they are signed in to it: "Two Factors" or "Passkey"
    #[arg(long, value_name = "STRENGTH")]
    required_strength: Option<String>,
    /// Bind its tokens to a key of its own (DPoP)
    #[arg(long)]
    dpop: bool,
    /// Refuse sign-ins that were not pushed beforehand (PAR)
    #[arg(long)]
    require_pushed: bool,
    /// Refuse sign-ins whose request is not signed
    #[arg(long)]
    require_signed: bool,
    /// Hold it to the FAPI 2.0 Security Profile: pushed requests, bound tokens, signed statements
    #[arg(long)]
    fapi2: bool,
    /// Never ask people for their consent: for apps of your own
    #[arg(long)]
    skip_authorization: bool,
    /// Refuse sign-ins without PKCE
    #[arg(long)]
    require_pkce: bool,
    /// A way to get tokens; may be given several times (refresh_token comes with authorization_code)
    #[arg(long, value_enum, default_values_t = [Grant::AuthorizationCode])]
    grant: Vec<Grant>,
    /// The user that client_credentials tokens act as
    #[arg(long, value_name = "EMAIL")]
    acts_as: Option<String>,
    /// The role that client_credentials tokens act with, instead of a user
    #[arg(long, value_name = "ROLE")]
    acts_as_role: Option<String>,
    /// May introspect every token
    #[arg(long)]
    resource_server: bool,
    /// Web pages of this origin may call from the browser, beside those of a public client's redirect
    /// URIs; may be given several times
    #[arg(long, value_name = "ORIGIN")]
    cors_origin: Vec<String>,
    /// How ID tokens are signed: RS256, PS256, ES256 or EdDSA [default: RS256]
    #[arg(long, value_name = "ALG")]
    id_token_alg: Option<String>,
    /// The scope openid stands for full name, email, picture and roles, as at a Frappe site
    #[arg(long)]
    frappe_openid: bool,
    /// ID tokens without name, email and groups: the app asks userinfo for them
    #[arg(long)]
    plain_id_token: bool,
    /// Where the app is: people open it from My apps
    #[arg(long, value_name = "URL")]
    client_uri: Option<String>,
    /// The app's logo
    #[arg(long, value_name = "URL")]
    logo_uri: Option<String>,
    /// The app's terms of service
    #[arg(long, value_name = "URL")]
    tos_uri: Option<String>,
    /// The app's privacy policy
    #[arg(long, value_name = "URL")]
    policy_uri: Option<String>,
    /// The email of somebody who looks after the app; may be given several times
    #[arg(long, value_name = "EMAIL")]
    contact: Vec<String>,
    /// For a Frappe site or another Frontdesk at this address, whose people sign in here: sets the
    /// redirect URI, and prints the Social Login Key to enter there
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
    DeviceCode,
}

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Method {
    ClientSecret,
    #[value(alias = "basic", alias = "client-secret-basic")]
    ClientSecretBasic,
    #[value(alias = "post", alias = "client-secret-post")]
    ClientSecretPost,
    ClientSecretJwt,
    PrivateKeyJwt,
    None,
}

impl Method {
    /// The record's option.
    fn option(self) -> &'static str {
        match self {
            Method::ClientSecret => "Client Secret (Basic or Post)",
            Method::ClientSecretBasic => "Client Secret Basic",
            Method::ClientSecretPost => "Client Secret Post",
            Method::ClientSecretJwt => "Client Secret JWT",
            Method::PrivateKeyJwt => "Private Key JWT",
            Method::None => "None",
        }
    }
}

/// Records the client; prints its id and secret.
pub(super) fn run(app: &App, add: &Add) -> Result<(), String> {
    let site = add.for_frappe.as_deref().map(for_frappe::site).transpose();
    let site = site.map_err(|error| format!("--for-frappe: {}", explain(error)))?;
    let input = Input::from_json(&OAUTH_CLIENT, &fields(add, site.as_ref())?, None).map_err(explain)?;
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
    let client = find(app, &record.name)?;
    let mut text = answer
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default()))
        .collect::<Vec<_>>()
        .join("\n");
    text = format!("{text}\nissuer: {}", app.env.base_url);
    if let Some(site) = &site {
        let secret = answer.get("client_secret").and_then(Json::as_str).unwrap_or_default();
        let key = for_frappe::social_login_key(&app.env, &client, secret);
        if Facts::of(&app.env, &client, None).is_out_of_reach() {
            aside(format_args!(
                "This site says that it is at {}, where that site does not reach it: set FRONTDESK_BASE_URL to its address, here and for the server.",
                app.env.base_url
            ));
        }
        text = format!("{text}\n\n{}", for_frappe::in_words(site, &key));
        answer.insert("social_login_key".into(), key);
    }
    let settings = app.env.url(&format!("/app/oauth-client/{}/connect", client.id));
    text = format!("{text}\n\nThe secret is shown this once. What to enter at the app, step by step: {settings}");
    answer.insert("client_name".into(), json!(client.app_name));
    answer.insert("redirect_uris".into(), json!(client.redirect_uris));
    answer.insert("scope".into(), json!(client.scopes.to_string()));
    answer.insert("token_endpoint_auth_method".into(), json!(client.auth_method.name()));
    print(add.json, &Json::Object(answer), || text);
    Ok(())
}

/// The record's fields from the flags that were given.
fn fields(add: &Add, site: Option<&Site>) -> Result<Map<String, Json>, String> {
    let mut redirect_uris = add.redirect_uri.clone();
    redirect_uris.extend(site.map(Site::redirect_uri));
    let method = match (add.public, add.auth_method) {
        (true, None | Some(Method::None)) => Some(Method::None),
        (true, Some(_)) => return Err("--public goes with --auth-method none only".into()),
        (false, method) => method,
    };
    let jwks = add
        .jwks
        .as_ref()
        .map(|file| std::fs::read_to_string(file).map_err(|error| format!("--jwks {}: {error}", file.display())));
    let jwks = jwks.transpose()?;
    let mut fields = Map::new();
    let mut set = |name: &str, value: Json| drop(fields.insert(name.to_owned(), value));
    set("app_name", json!(add.name));
    set(
        "authorization_code",
        json!(add.grant.contains(&Grant::AuthorizationCode)),
    );
    set(
        "client_credentials",
        json!(add.grant.contains(&Grant::ClientCredentials)),
    );
    set("device_code", json!(add.grant.contains(&Grant::DeviceCode)));
    set("skip_authorization", json!(add.skip_authorization));
    set("require_pkce", json!(add.require_pkce));
    set("dpop_bound_access_tokens", json!(add.dpop));
    set("require_pushed_authorization_requests", json!(add.require_pushed));
    set("require_signed_request_object", json!(add.require_signed));
    set("fapi2", json!(add.fapi2));
    set("resource_server", json!(add.resource_server));
    set("id_token_profile", json!(!add.plain_id_token));
    set("frappe_openid", json!(add.frappe_openid || add.for_frappe.is_some()));
    for (name, list) in [
        ("redirect_uris", &redirect_uris),
        ("post_logout_redirect_uris", &add.post_logout_redirect_uri),
        ("scopes", &add.scope),
        ("allowed_roles", &add.allowed_role),
        ("allowed_cors_origins", &add.cors_origin),
        ("contacts", &add.contact),
    ] {
        if !list.is_empty() {
            set(name, json!(list));
        }
    }
    for (name, text) in [
        ("token_endpoint_auth_method", method.map(Method::option)),
        ("default_redirect_uri", add.default_redirect_uri.as_deref()),
        ("acts_as", add.acts_as.as_deref()),
        ("jwks", jwks.as_deref()),
        ("jwks_uri", add.jwks_uri.as_deref()),
        ("backchannel_logout_uri", add.backchannel_logout_uri.as_deref()),
        ("required_strength", add.required_strength.as_deref()),
        ("acts_as_role", add.acts_as_role.as_deref()),
        ("id_token_signing_alg", add.id_token_alg.as_deref()),
        ("client_uri", add.client_uri.as_deref()),
        ("logo_uri", add.logo_uri.as_deref()),
        ("tos_uri", add.tos_uri.as_deref()),
        ("policy_uri", add.policy_uri.as_deref()),
    ] {
        if let Some(text) = text {
            set(name, json!(text));
        }
    }
    Ok(fields)
}
