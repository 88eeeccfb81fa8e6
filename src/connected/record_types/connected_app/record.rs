//! The record type Connected App.

use super::actions::{connect_service, forget_secret, make_webhook_secret, use_new_redirect_uri};
use super::rules::{Apps, redirect_uri};
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Action, Group, Links, Outcome, Permission, RecordType, Tab, Transfer, fields};
use crate::upstream::client_auth::TokenAuth;
use crate::upstream::discovery::{self, Fields};

const fn roles_of(table: &'static str) -> Links {
    Links {
        to: "Role",
        table,
        child: "Connected App Role",
        field: "role",
        except: &["Guest", "Administrator"],
        everybody: None,
    }
}

fields! { Apps:
    section "Service", "" {
        PROVIDER_NAME = text("provider_name", "Provider Name").required()
            .help("The name that people see when they connect their account.");
        OPENID_CONFIGURATION = url("openid_configuration", "OpenID Configuration")
            .help("Ends in /.well-known/openid-configuration. Save it, then choose Get OpenID Configuration under Actions: the endpoints are filled in from there.");
        PRESET = text("preset", "Preset").set_once().hidden();
        ENABLED = check("enabled", "Enabled").on()
            .help("Off: nobody can connect, no token is handed out, nothing is renewed.");
    }
    section "Client Credentials", "What the other side gives you when you register this site there." {
        REDIRECT_URI = text("redirect_uri", "Redirect URI").read_only().hidden()
            .help("Register exactly this address at the other side.");
        CLIENT_ID = text("client_id", "Client Id");
        CLIENT_SECRET = secret("client_secret", "Client Secret").column("client_secret_sealed")
            .help("Kept sealed and never shown again. It is forgotten when one of the app's addresses moves to another host.");
        SCOPES = rows("scopes", "Scopes", "OAuth Scope", &["scope"])
            .help("What is asked for, as the other side names it; separated by spaces or new lines.");
    }
    section "People", "" {
        ALLOWED_ROLES = links("allowed_roles", "Roles That May Connect", roles_of("connected_app_roles")).default_text(ALL)
            .help("Whoever has one of these roles may connect their account. All: everybody who has an account here.");
        TOKEN_ROLES = links("token_roles", "Roles That May Use All Tokens", roles_of("connected_app_token_roles")).managed()
            .help("Whoever has one of these roles may use everybody's tokens, and the site's own: for the ERP's own account. Each handing-out is in the Activity Log.");
        SUCCESS_ORIGINS = list("success_origins", "Origins to Return To")
            .help("Origins of the ERP, such as https://erp.example.com: people may be sent back there once they are connected.");
    }
    section "Endpoints", "" {
        AUTHORIZATION_URI = url("authorization_uri", "Authorization URI")
            .help("Where people are asked for their consent.");
        TOKEN_URI = url("token_uri", "Token URI").help("Where tokens are fetched and renewed.");
        REVOCATION_URI = url("revocation_uri", "Revocation URI")
            .help("Where a token is given back when somebody disconnects (RFC 7009).");
        USERINFO_URI = url("userinfo_uri", "Userinfo URI").help("Says whose account was connected.");
        INTROSPECTION_URI = url("introspection_uri", "Introspection URI");
        ISSUER = url("issuer", "Issuer")
            .help("Whom answers must come from: taken over from the OpenID Configuration.");
        QUERY_PARAMETERS = pairs("query_parameters", "Query Parameters", "Query Parameters", &["key", "value"])
            .help("Sent along to the other side, one a line as key=value, such as access_type=offline.");
        SCOPE_SEPARATOR = select("scope_separator", "Scope Separator", &["Space", "Comma"])
            .help("How the other side wants scopes separated. Most take a space.");
    }
    section "Security", "" {
        TOKEN_ENDPOINT_AUTH_METHOD = select("token_endpoint_auth_method", "Token Endpoint Auth Method", TokenAuth::OPTIONS).default_text("Client Secret Basic")
            .help("How this site proves who it is. Private Key JWT: signed with this site's RS256 key, which the other side finds at /oauth2/jwks here.");
        USE_PKCE = check("use_pkce", "Use PKCE").on()
            .help("Keep it on; off only for a service that refuses sign-ins with it.");
        DEFAULT_EXPIRES_IN = number("default_expires_in", "Token Lifetime", 0, 31_536_000, "seconds").default_number(0)
            .help("For a service that does not say how long its tokens live. 0: until it refuses them.");
    }
    section "API pass-through", "Programs call the service's API through this site and never see a token." {
        PASS_THROUGH = check("pass_through", "Pass Requests On")
            .help("Programs may call /api/connect/<name of this record>/<path>; the token is added here.");
        API_BASE_URL = url("api_base_url", "API Base URL")
            .help("Only addresses below this one are called, such as https://www.googleapis.com/");
        API_TOKEN_HEADER = text("api_token_header", "Token Header")
            .help("For a service that does not take Authorization: Bearer, such as X-Shopify-Access-Token.");
    }
    section "Webhook", "Tells the ERP when a connection starts failing, must be made again, and works again." {
        WEBHOOK_URL = url("webhook_url", "Webhook URL")
            .help("Called by POST with JSON, signed as Standard Webhooks have it (webhook-id, webhook-timestamp, webhook-signature).");
        WEBHOOK_SECRET = secret("webhook_secret", "Webhook Secret").read_only().column("webhook_secret_sealed")
            .help("Made by Make webhook secret under Actions; shown once.");
    }
}

/// Services that we connect to as a client.
pub static CONNECTED_APP: RecordType = RecordType {
    name: "Connected App",
    slug: "connected-app",
    plural: "Connected Apps",
    about: "Services such as Google or Xero that this site, and the ERP behind it, use with the accounts of its people. (An app that signs people in through this site is an OAuth Client.)",
    table: "connected_apps",
    folded: &["Endpoints", "Security", "API pass-through", "Webhook"],
    tabs: &[
        Tab::OVERVIEW,
        Tab::new("settings", "Settings", &["Service", "Client Credentials", "People"]),
        Tab::new("security", "Security", &["Endpoints", "Security"]),
        Tab::new("programs", "For programs", &["API pass-through", "Webhook"]),
        Tab::ACTIVITY,
    ],
    title: "provider_name",
    switch: Some(("enabled", true)),
    place: Group::Services.at("plug"),
    guide: "connected-apps",
    gives_power: true,
    sections: SECTIONS,
    list: &["provider_name", "client_id", "enabled", "scopes"],
    search: &["provider_name", "name", "token_uri"],
    is_delegable: true,
    transfer: Some(Transfer {
        alike: &["provider_name"],
        keeps_name: true,
        ..Transfer::named(6)
    }),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[&Action::new(
                "take-over-openid-configuration",
                "Get OpenID Configuration",
                "Fetches the document and fills in the endpoints, PKCE and the way to prove who we are.",
                |acting, prepared| discovery::take_over(&DISCOVERED, acting, prepared),
            ).fits(|_, record| !record.get(&OPENID_CONFIGURATION).is_empty()).asks(|asking| discovery::ask(&DISCOVERED, asking)).at_once(), &Action::new(
                "connect-service",
                "Connect the site itself",
                "Fetches a token of the site's own (client credentials), without anybody's account: for services that offer that.",
                |_, _| {
                    Ok(Outcome::said("The site itself is connected."))
                },
            ).fits(|_, record| record.get(&ENABLED) && !record.get(&TOKEN_URI).is_empty()).asks(connect_service).at_once(), &Action::new(
                "make-webhook-secret",
                "Make webhook secret",
                "Webhooks are signed with it from then on; the receiver needs it. An older one stops at once.",
                make_webhook_secret,
            ).fits(|_, record| !record.get(&WEBHOOK_URL).is_empty()), &Action::new(
                "forget-secret",
                "Forget the client secret",
                "Removes the secret from this site, for an app that needs none any more.",
                forget_secret,
            ).fits(|_, record| {
                record
                    .has(&CLIENT_SECRET)
            }), &Action::new(
                "use-new-redirect-uri",
                "Use this site's present address",
                "Makes the Redirect URI anew from the present base URL. Register the new one at the other side first: until then nobody can connect.",
                use_new_redirect_uri,
            ).fits(|env, record| record.get(&REDIRECT_URI) != redirect_uri(env, &record.name))],
    rules: &Apps,
    ..RecordType::BASE
};

/// What Get OpenID Configuration fills in.
static DISCOVERED: Fields<Apps> = Fields {
    record_type: &CONNECTED_APP,
    configuration: &OPENID_CONFIGURATION,
    issuer: &ISSUER,
    use_pkce: &USE_PKCE,
    auth_method: &TOKEN_ENDPOINT_AUTH_METHOD,
    members: &[
        (&ISSUER, "issuer"),
        (&AUTHORIZATION_URI, "authorization_endpoint"),
        (&TOKEN_URI, "token_endpoint"),
        (&USERINFO_URI, "userinfo_endpoint"),
        (&INTROSPECTION_URI, "introspection_endpoint"),
        (&REVOCATION_URI, "revocation_endpoint"),
    ],
};
