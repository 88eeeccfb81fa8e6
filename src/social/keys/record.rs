//! The record type Social Login Key.

use super::rules::{KeyRules, ask_configuration, take_over};
use crate::connected::apps::TokenAuth;
use crate::records::{Action, Default, Field, Group, Kind, Naming, Permission, RecordType, Section};
use crate::users::SYSTEM_MANAGER;

/// The presets, in Frappe's words and ours.
pub const PROVIDERS: &[&str] = &[
    "Custom",
    "Facebook",
    "Frappe",
    "GitHub",
    "Google",
    "Office 365",
    "Salesforce",
    "fairlogin",
    "Keycloak",
    "Frontdesk",
    "authentik",
    "GitLab",
];

/// Upstream providers that people may sign in with.
pub static SOCIAL_LOGIN_KEY: RecordType = RecordType {
    name: "Social Login Key",
    slug: "social-login-key",
    plural: "Social Login Keys",
    about: "Providers that people may sign in to this site with: Google, Microsoft, your company's own identity provider, another Frontdesk or Frappe.",
    table: "social_login_keys",
    folded: &["Security", "What becomes of claims"],
    title: "provider_name",
    naming: Naming::Scrubbed("provider_name"),
    switch: Some(("enable_social_login", true)),
    group: Some(Group::People),
    is_delegable: false,
    sections: &[
        Section {
            title: "Provider",
            about: "",
            fields: &[
                Field {
                    required: true,
                    set_once: true,
                    help: "The login page says: Login with …",
                    ..Field::new("provider_name", "Provider Name", Kind::Text)
                },
                Field {
                    set_once: true,
                    ..Field::new(
                        "social_login_provider",
                        "Social Login Provider",
                        Kind::Select(PROVIDERS),
                    )
                },
                Field {
                    help: "On: the login page offers it.",
                    ..Field::new("enable_social_login", "Enable Social Login", Kind::Check)
                },
                Field::new("client_id", "Client ID", Kind::Text),
                Field {
                    column: Some("client_secret_sealed"),
                    help: "Kept sealed and never shown again. It is forgotten when the addresses move to another host.",
                    ..Field::new("client_secret", "Client Secret", Kind::Secret)
                },
                Field {
                    help: "The host, or its address with a path, that relative addresses below begin with.",
                    ..Field::new("base_url", "Base URL", Kind::Url)
                },
                Field {
                    help: "Save it, then press Get OpenID Configuration: the addresses are filled in and the issuer is pinned.",
                    ..Field::new("openid_configuration", "OpenID Configuration", Kind::Url)
                },
            ],
        },
        Section {
            title: "Addresses",
            about: "Absolute, or below the Base URL.",
            fields: &[
                Field::new("authorize_url", "Authorize URL", Kind::Text),
                Field::new("access_token_url", "Access Token URL", Kind::Text),
                Field {
                    help: "Where the provider sends people back to. Left empty, it is made by us.",
                    ..Field::new("redirect_url", "Redirect URL", Kind::Text)
                },
                Field {
                    help: "Userinfo: who somebody is.",
                    ..Field::new("api_endpoint", "API Endpoint", Kind::Text)
                },
                Field {
                    help: "JSON, sent along to the API endpoint.",
                    ..Field::new("api_endpoint_args", "API Endpoint Args", Kind::Paragraph)
                },
                Field {
                    help: "JSON, sent along when people go to the provider, such as {\"response_type\": \"code\", \"scope\": \"openid email profile\"}",
                    ..Field::new("auth_url_data", "Auth URL Data", Kind::Paragraph)
                },
                Field {
                    help: "For signing out there, too.",
                    ..Field::new("end_session_endpoint", "End Session Endpoint", Kind::Url)
                },
                Field {
                    hidden: true,
                    ..Field::new("custom_base_url", "Custom Base URL", Kind::Check)
                },
            ],
        },
        Section {
            title: "People",
            about: "",
            fields: &[
                Field {
                    help: "Whether whoever signs in for the first time gets an account here.",
                    ..Field::new("sign_ups", "Sign ups", Kind::Select(&["", "Allow", "Deny"]))
                },
                Field {
                    help: "The role of new users, if any.",
                    ..Field::new("default_role", "Default Role", Kind::Link("Role"))
                },
                Field {
                    help: "Only people with an email of these domains may sign in. Empty: everybody whom the provider knows.",
                    ..Field::new("allowed_domains", "Allowed Email Domains", Kind::List)
                },
                Field {
                    help: "Domains whose emails you trust this provider with: whoever it says has verified such an email is the user here who has it, at the first sign-in already. Everybody else signs in here first and links their account.",
                    ..Field::new("trusted_domains", "Trusted Email Domains", Kind::List)
                },
                Field {
                    help: "For a provider that does not say whether an email is verified, but whose administrators vouch for it. New accounts need a verified email.",
                    ..Field::new("emails_verified", "Its Emails Are Verified", Kind::Check)
                },
            ],
        },
        Section {
            title: "Login page",
            about: "",
            fields: &[
                Field {
                    default: Default::Number(0),
                    help: "Lower ones come first.",
                    ..Field::new(
                        "sort_order",
                        "Order",
                        Kind::Number {
                            min: 0,
                            max: 1000,
                            unit: "",
                        },
                    )
                },
                Field {
                    help: "The login page leads there without asking; other ways stay one click away.",
                    ..Field::new("go_at_once", "Taken at Once", Kind::Check)
                },
                Field {
                    help: "After signing out here, people are offered to sign out there, too.",
                    ..Field::new("sign_out_there", "Sign Out There, Too", Kind::Check)
                },
                Field {
                    help: "The name of one of this site's signs: app, person, mail, phone, place, shield, clock or key.",
                    ..Field::new("icon", "Icon", Kind::Text)
                },
                Field {
                    read_only: true,
                    column: Some("proven_at"),
                    help: "As it is set up now. Only then can password login be switched off.",
                    ..Field::new("proven", "An Administrator Signed In", Kind::Moment)
                },
            ],
        },
        Section {
            title: "Security",
            about: "",
            fields: &[
                Field {
                    help: "Whom ID tokens must be of.",
                    ..Field::new("issuer", "Issuer", Kind::Url)
                },
                Field {
                    help: "The provider's public keys: with it, an ID token must come along and is verified.",
                    ..Field::new("jwks_uri", "JWKS URI", Kind::Url)
                },
                Field {
                    help: "For a Frappe site as the provider: it signs ID tokens with the client secret.",
                    ..Field::new("id_token_hs256", "ID Tokens by HS256", Kind::Check)
                },
                Field {
                    default: Default::Text("Client Secret Post"),
                    ..Field::new(
                        "token_endpoint_auth_method",
                        "Token Endpoint Auth Method",
                        Kind::Select(TokenAuth::OPTIONS),
                    )
                },
                Field {
                    default: Default::Number(1),
                    help: "Keep it on; off only for a provider that refuses sign-ins with it.",
                    ..Field::new("use_pkce", "Use PKCE", Kind::Check)
                },
            ],
        },
        Section {
            title: "What becomes of claims",
            about: "A name, or a path with dots (picture.data.url). Empty: the usual ones.",
            fields: &[
                Field {
                    help: "The provider's stable id of a person. Empty: sub.",
                    ..Field::new("user_id_property", "User ID Property", Kind::Text)
                },
                Field::new("name_claim", "Name", Kind::Text),
                Field::new("email_claim", "Email", Kind::Text),
                Field::new("image_claim", "Picture", Kind::Text),
                Field {
                    help: "The provider's groups or roles of a person, such as groups or realm_access.roles.",
                    ..Field::new("roles_claim", "Groups", Kind::Text)
                },
                Field {
                    help: "One a line as group=role. Whoever is in the group has the role, whoever is not does not: at each sign-in.",
                    ..Field::new(
                        "role_map",
                        "Roles of Groups",
                        Kind::Rows {
                            child: "Social Login Role",
                            columns: &["group", "role"],
                        },
                    )
                },
            ],
        },
    ],
    list: &[
        "provider_name",
        "social_login_provider",
        "enable_social_login",
        "sign_ups",
        "proven",
    ],
    search: &["provider_name", "name", "base_url"],
    order: ("sort_order", false),
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    actions: &[Action {
        fits: |_, record| !record.text("openid_configuration").is_empty(),
        ask: Some(ask_configuration),
        ..Action::new(
            "take-over-openid-configuration",
            "Get OpenID Configuration",
            "Fetches the document, fills in the addresses and pins the issuer.",
            take_over,
        )
    }],
    rules: &KeyRules,
    ..RecordType::BASE
};
