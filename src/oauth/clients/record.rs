//! The record type OAuth Client.

use super::AuthMethod;
use super::rules::{ClientRules, end_overlap, revoke_tokens, rotate_secret, switch_off};
use crate::base::clock;
use crate::records::{Action, Default, Field, Group, Kind, Permission, RecordType, Section};
use crate::users::{DESK_USER, SYSTEM_MANAGER};

pub(super) const A_YEAR: i64 = 365 * clock::DAY;

/// Apps that sign people in through us.
pub static OAUTH_CLIENT: RecordType = RecordType {
    name: "OAuth Client",
    slug: "oauth-client",
    plural: "OAuth Clients",
    about: "Apps that sign people in through this site and call it with its tokens.",
    table: "oauth_clients",
    folded: &["Security", "The app by itself", "Tokens", "About the app"],
    title: "app_name",
    switch: Some(("enabled", true)),
    group: Some(Group::Apps),
    sections: &[
        Section {
            title: "App",
            about: "",
            fields: &[
                Field {
                    required: true,
                    help: "The name that people see when they are asked for their consent.",
                    ..Field::new("app_name", "App Name", Kind::Text)
                },
                Field {
                    help: "Where people are sent back to: exactly these addresses, one a line. https, or http on localhost. Needed if people sign in through the app.",
                    ..Field::new("redirect_uris", "Redirect URIs", Kind::List)
                },
                Field {
                    read_only: true,
                    column: Some("name"),
                    help: "Made by us when the client is saved.",
                    ..Field::new("client_id", "App Client ID", Kind::Text)
                },
                Field {
                    default: Default::Number(1),
                    help: "Off: nobody can sign in through it and none of its tokens works.",
                    ..Field::new("enabled", "Enabled", Kind::Check)
                },
                Field {
                    default: Default::Text(DESK_USER),
                    help: "Whoever has one of these roles may sign in through the app. Desk User: every System User. All: everybody who has an account here.",
                    ..Field::new(
                        "allowed_roles",
                        "Allowed Roles",
                        Kind::Links {
                            to: "Role",
                            table: "oauth_client_roles",
                            child: "OAuth Client Role",
                            field: "role",
                            except: &["Guest", "Administrator"],
                        },
                    )
                },
                Field {
                    help: "Never ask for consent. For apps of your own only: people are not told what the app gets.",
                    ..Field::new("skip_authorization", "Skip Authorization", Kind::Check)
                },
            ],
        },
        Section {
            title: "Sign-in",
            about: "Lists are separated by spaces, new lines or ;",
            fields: &[
                Field {
                    default: Default::Number(1),
                    help: "People may sign in through the app. Off for a program that only acts by itself.",
                    ..Field::new("authorization_code", "Signs People In", Kind::Check)
                },
                Field {
                    required: true,
                    default: Default::Text("all\nopenid"),
                    help: "The most that the app may ask for: names of OAuth Scopes. openid: full name, email, picture and roles. all: whatever the user may do here.",
                    ..Field::new("scopes", "Scopes", Kind::List)
                },
                Field {
                    help: "Where people go when the app names no address and only one is registered. The first of the list if you leave it empty.",
                    ..Field::new("default_redirect_uri", "Default Redirect URI", Kind::Text)
                },
                Field {
                    help: "Where the app may send people after they signed out.",
                    ..Field::new("post_logout_redirect_uris", "Post Logout Redirect URIs", Kind::List)
                },
                Field {
                    help: "Authorization Code is the only way to sign people in: Implicit is unsafe and does not exist here.",
                    hidden: true,
                    ..Field::new(
                        "grant_type",
                        "Grant Type",
                        Kind::Select(&["Authorization Code", "Implicit"]),
                    )
                },
                Field {
                    hidden: true,
                    help: "Goes with the grant type: Code.",
                    ..Field::new("response_type", "Response Type", Kind::Select(&["Code", "Token"]))
                },
            ],
        },
        Section {
            title: "Security",
            about: "",
            fields: &[
                Field {
                    help: "How the app proves who it is when it fetches tokens. None: a public client (a mobile or browser app), which has no secret and must use PKCE.",
                    ..Field::new(
                        "token_endpoint_auth_method",
                        "Token Endpoint Auth Method",
                        Kind::Select(AuthMethod::OPTIONS),
                    )
                },
                Field {
                    help: "Refuse sign-ins of this app without PKCE (S256). Public clients always need it.",
                    ..Field::new("require_pkce", "Require PKCE", Kind::Check)
                },
                Field {
                    help: "May ask about every token, not only its own: for an API that serves several apps.",
                    ..Field::new("resource_server", "Resource Server", Kind::Check)
                },
                Field {
                    help: "Web pages of these origins (https://app.example.com) may fetch tokens and call userinfo from the browser.",
                    ..Field::new("allowed_cors_origins", "Allowed CORS Origins", Kind::List)
                },
            ],
        },
        Section {
            title: "The app by itself",
            about: "Client credentials: the app gets tokens without anybody signing in.",
            fields: &[
                Field {
                    help: "The app may fetch tokens with its own secret.",
                    ..Field::new("client_credentials", "Client Credentials", Kind::Check)
                },
                Field {
                    help: "The user whose permissions those tokens have.",
                    ..Field::new("acts_as", "Acts As", Kind::Link("User"))
                },
                Field {
                    help: "Or a role whose permissions they have, without a user.",
                    ..Field::new("acts_as_role", "Acts As Role", Kind::Link("Role"))
                },
            ],
        },
        Section {
            title: "Tokens",
            about: "",
            fields: &[
                Field {
                    help: "How ID tokens are signed. Every client library understands RS256.",
                    ..Field::new(
                        "id_token_signing_alg",
                        "ID Token Signing Algorithm",
                        Kind::Select(&["RS256", "ES256", "EdDSA"]),
                    )
                },
                Field {
                    help: "Put name, email, picture and roles into the ID token, as Frappe does. Off: apps ask userinfo for them.",
                    ..Field::new("id_token_profile", "Profile in ID Token", Kind::Check)
                },
                Field {
                    default: Default::Setting(|env| env.lifetimes.code),
                    ..Field::new(
                        "code_lifetime",
                        "Code Lifetime",
                        Kind::Number {
                            min: 10,
                            max: 600,
                            unit: "seconds",
                        },
                    )
                },
                Field {
                    default: Default::Setting(|env| env.lifetimes.access_token),
                    ..Field::new(
                        "access_token_lifetime",
                        "Access Token Lifetime",
                        Kind::Number {
                            min: 60,
                            max: clock::DAY,
                            unit: "seconds",
                        },
                    )
                },
                Field {
                    default: Default::Setting(|env| env.lifetimes.refresh_token),
                    help: "Since its last use.",
                    ..Field::new(
                        "refresh_token_lifetime",
                        "Refresh Token Lifetime",
                        Kind::Number {
                            min: 300,
                            max: A_YEAR,
                            unit: "seconds",
                        },
                    )
                },
            ],
        },
        Section {
            title: "About the app",
            about: "Shown when people are asked for their consent.",
            fields: &[
                Field {
                    help: "Where the app is: people open it from My apps, and from the question for their consent.",
                    ..Field::new("client_uri", "Client URI", Kind::Url)
                },
                Field::new("logo_uri", "Logo URI", Kind::Url),
                Field::new("tos_uri", "Terms of Service URI", Kind::Url),
                Field::new("policy_uri", "Policy URI", Kind::Url),
                Field {
                    help: "Email addresses of who looks after the app.",
                    ..Field::new("contacts", "Contacts", Kind::List)
                },
            ],
        },
    ],
    list: &[
        "app_name",
        "client_id",
        "enabled",
        "token_endpoint_auth_method",
        "scopes",
    ],
    search: &["app_name", "name", "redirect_uris"],
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    actions: &[
        Action {
            fits: |_, record| record.text("token_endpoint_auth_method") != "None",
            inputs: &[Field {
                required: true,
                help: "UTC",
                ..Field::new("overlap_until", "Old secret works until", Kind::Moment)
            }],
            defaults: |env| vec![("overlap_until", clock::datetime_local(env.now() + clock::DAY))],
            ..Action::new(
                "rotate-secret",
                "Rotate secret",
                "Makes a new secret. The old one works until the time you choose, so that the app can be changed over.",
                rotate_secret,
            )
        },
        Action {
            fits: |_, record| record.text("token_endpoint_auth_method") != "None",
            ..Action::new(
                "end-overlap",
                "End old secrets",
                "From now on only the newest secret works. Press it once the app has been changed over.",
                end_overlap,
            )
        },
        Action::new(
            "revoke-tokens",
            "Revoke all tokens",
            "Everybody has to sign in to this app again.",
            revoke_tokens,
        ),
        Action {
            fits: |_, record| record.is_checked("enabled"),
            ..Action::new(
                "switch-off",
                "Switch off",
                "Nobody can sign in through the app and none of its tokens works, until it is enabled again.",
                switch_off,
            )
        },
    ],
    rules: &ClientRules,
    ..RecordType::BASE
};
