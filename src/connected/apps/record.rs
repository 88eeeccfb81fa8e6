//! The record type Connected App.

use super::TokenAuth;
use super::discovery;
use super::rules::{AppRules, forget_secret, make_webhook_secret, redirect_uri, use_new_redirect_uri};
use crate::connected::refresh::connect_service;
use crate::records::{Action, Default, Field, Group, Kind, Permission, RecordType, Section};
use crate::users::{ALL, SYSTEM_MANAGER};

const fn roles(name: &'static str, label: &'static str, table: &'static str) -> Field {
    Field::new(
        name,
        label,
        Kind::Links {
            to: "Role",
            table,
            child: "Connected App Role",
            field: "role",
            except: &["Guest", "Administrator"],
        },
    )
}

/// Services that we connect to as a client.
pub static CONNECTED_APP: RecordType = RecordType {
    name: "Connected App",
    slug: "connected-app",
    plural: "Connected Apps",
    about: "Services such as Google or Xero that this site, and the ERP behind it, use with the accounts of its people. (An app that signs people in through this site is an OAuth Client.)",
    table: "connected_apps",
    folded: &["Endpoints", "Security", "API pass-through", "Webhook"],
    title: "provider_name",
    switch: Some(("enabled", true)),
    group: Some(Group::Services),
    sections: &[
        Section {
            title: "Service",
            about: "",
            fields: &[
                Field {
                    required: true,
                    help: "The name that people see when they connect their account.",
                    ..Field::new("provider_name", "Provider Name", Kind::Text)
                },
                Field {
                    help: "Ends in /.well-known/openid-configuration. Save it, then press Get OpenID Configuration: the endpoints are filled in from there.",
                    ..Field::new("openid_configuration", "OpenID Configuration", Kind::Url)
                },
                Field {
                    hidden: true,
                    set_once: true,
                    ..Field::new("preset", "Preset", Kind::Text)
                },
                Field {
                    default: Default::Number(1),
                    help: "Off: nobody can connect, no token is handed out, nothing is renewed.",
                    ..Field::new("enabled", "Enabled", Kind::Check)
                },
            ],
        },
        Section {
            title: "Client Credentials",
            about: "What the other side gives you when you register this site there.",
            fields: &[
                Field {
                    read_only: true,
                    hidden: true,
                    help: "Register exactly this address at the other side.",
                    ..Field::new("redirect_uri", "Redirect URI", Kind::Text)
                },
                Field::new("client_id", "Client Id", Kind::Text),
                Field {
                    column: Some("client_secret_sealed"),
                    help: "Kept sealed and never shown again. It is forgotten when the Authorization URI, the Token URI or the OpenID Configuration moves to another host.",
                    ..Field::new("client_secret", "Client Secret", Kind::Secret)
                },
                Field {
                    help: "What is asked for, as the other side names it; separated by spaces or new lines.",
                    ..Field::new(
                        "scopes",
                        "Scopes",
                        Kind::Rows {
                            child: "OAuth Scope",
                            columns: &["scope"],
                        },
                    )
                },
            ],
        },
        Section {
            title: "People",
            about: "",
            fields: &[
                Field {
                    default: Default::Text(ALL),
                    help: "Whoever has one of these roles may connect their account. All: everybody who has an account here.",
                    ..roles("allowed_roles", "Roles That May Connect", "connected_app_roles")
                },
                Field {
                    managed: true,
                    help: "Whoever has one of these roles may use everybody's tokens, and the site's own: for the ERP's own account. Each handing-out is in the Activity Log.",
                    ..roles(
                        "token_roles",
                        "Roles That May Use All Tokens",
                        "connected_app_token_roles",
                    )
                },
                Field {
                    help: "Origins of the ERP, such as https://erp.example.com: people may be sent back there once they are connected.",
                    ..Field::new("success_origins", "Origins to Return To", Kind::List)
                },
            ],
        },
        Section {
            title: "Endpoints",
            about: "",
            fields: &[
                Field {
                    help: "Where people are asked for their consent.",
                    ..Field::new("authorization_uri", "Authorization URI", Kind::Url)
                },
                Field {
                    help: "Where tokens are fetched and renewed.",
                    ..Field::new("token_uri", "Token URI", Kind::Url)
                },
                Field {
                    help: "Where a token is given back when somebody disconnects (RFC 7009).",
                    ..Field::new("revocation_uri", "Revocation URI", Kind::Url)
                },
                Field {
                    help: "Says whose account was connected.",
                    ..Field::new("userinfo_uri", "Userinfo URI", Kind::Url)
                },
                Field::new("introspection_uri", "Introspection URI", Kind::Url),
                Field {
                    help: "Whom answers must come from: taken over from the OpenID Configuration.",
                    ..Field::new("issuer", "Issuer", Kind::Url)
                },
                Field {
                    help: "Sent along to the other side, one a line as key=value, such as access_type=offline.",
                    ..Field::new(
                        "query_parameters",
                        "Query Parameters",
                        Kind::Rows {
                            child: "Query Parameters",
                            columns: &["key", "value"],
                        },
                    )
                },
                Field {
                    help: "How the other side wants scopes separated. Most take a space.",
                    ..Field::new("scope_separator", "Scope Separator", Kind::Select(&["Space", "Comma"]))
                },
            ],
        },
        Section {
            title: "Security",
            about: "",
            fields: &[
                Field {
                    default: Default::Text("Client Secret Basic"),
                    help: "How this site proves who it is. Private Key JWT: signed with this site's RS256 key, which the other side finds at /oauth2/jwks here.",
                    ..Field::new(
                        "token_endpoint_auth_method",
                        "Token Endpoint Auth Method",
                        Kind::Select(TokenAuth::OPTIONS),
                    )
                },
                Field {
                    default: Default::Number(1),
                    help: "Keep it on; off only for a service that refuses sign-ins with it.",
                    ..Field::new("use_pkce", "Use PKCE", Kind::Check)
                },
                Field {
                    default: Default::Number(0),
                    help: "For a service that does not say how long its tokens live. 0: until it refuses them.",
                    ..Field::new(
                        "default_expires_in",
                        "Token Lifetime",
                        Kind::Number {
                            min: 0,
                            max: 31_536_000,
                            unit: "seconds",
                        },
                    )
                },
            ],
        },
        Section {
            title: "API pass-through",
            about: "Programs call the service's API through this site and never see a token.",
            fields: &[
                Field {
                    help: "Programs may call /api/connect/<name of this record>/<path>; the token is added here.",
                    ..Field::new("pass_through", "Pass Requests On", Kind::Check)
                },
                Field {
                    help: "Only addresses below this one are called, such as https://www.googleapis.com/",
                    ..Field::new("api_base_url", "API Base URL", Kind::Url)
                },
                Field {
                    help: "For a service that does not take Authorization: Bearer, such as X-Shopify-Access-Token.",
                    ..Field::new("api_token_header", "Token Header", Kind::Text)
                },
            ],
        },
        Section {
            title: "Webhook",
            about: "Tells the ERP when a connection starts failing, must be made again, and works again.",
            fields: &[
                Field {
                    help: "Called by POST with JSON, signed as Standard Webhooks have it (webhook-id, webhook-timestamp, webhook-signature).",
                    ..Field::new("webhook_url", "Webhook URL", Kind::Url)
                },
                Field {
                    read_only: true,
                    column: Some("webhook_secret_sealed"),
                    help: "Made by Make webhook secret below; shown once.",
                    ..Field::new("webhook_secret", "Webhook Secret", Kind::Secret)
                },
            ],
        },
    ],
    list: &["provider_name", "client_id", "enabled", "scopes"],
    search: &["provider_name", "name", "token_uri"],
    is_delegable: true,
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    actions: &[
        Action {
            fits: |_, record| !record.text("openid_configuration").is_empty(),
            ask: Some(discovery::ask),
            ..Action::new(
                "take-over-openid-configuration",
                "Get OpenID Configuration",
                "Fetches the document and fills in the endpoints, PKCE and the way to prove who we are.",
                discovery::take_over,
            )
        },
        Action {
            fits: |_, record| record.is_checked("enabled") && !record.text("token_uri").is_empty(),
            ask: Some(connect_service),
            ..Action::new(
                "connect-service",
                "Connect the site itself",
                "Fetches a token of the site's own (client credentials), without anybody's account: for services that offer that.",
                |_, _| {
                    Ok(crate::records::Outcome {
                        message: "The site itself is connected.".into(),
                        ..crate::records::Outcome::default()
                    })
                },
            )
        },
        Action {
            fits: |_, record| !record.text("webhook_url").is_empty(),
            ..Action::new(
                "make-webhook-secret",
                "Make webhook secret",
                "Webhooks are signed with it from then on; the receiver needs it. An older one stops at once.",
                make_webhook_secret,
            )
        },
        Action {
            fits: |_, record| {
                record
                    .values
                    .get("client_secret")
                    .is_some_and(|secret| secret.is_string())
            },
            ..Action::new(
                "forget-secret",
                "Forget the client secret",
                "Removes the secret from this site, for an app that needs none any more.",
                forget_secret,
            )
        },
        Action {
            fits: |env, record| record.text("redirect_uri") != redirect_uri(env, &record.name),
            ..Action::new(
                "use-new-redirect-uri",
                "Use this site's present address",
                "Makes the Redirect URI anew from the present base URL. Register the new one at the other side first: until then nobody can connect.",
                use_new_redirect_uri,
            )
        },
    ],
    rules: &AppRules,
    ..RecordType::BASE
};
