//! The record type Social Login Key.

use super::rules::{ask_configuration, take_over};
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{Action, Group, Handle, Naming, Permission, RecordType, Tab, Transfer, fields, handle};
use crate::upstream::client_auth::TokenAuth;

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

/// In a file: when an administrator signed in with it, in seconds.
pub(super) const PROVEN_AT: &str = "proven_at";

fields! { Keys:
    section "Provider", "" {
        PROVIDER_NAME = text("provider_name", "Provider Name").required().set_once()
            .help("The sign-in page says: Sign in with …");
        SOCIAL_LOGIN_PROVIDER = select("social_login_provider", "Social Login Provider", PROVIDERS).set_once();
        ENABLE_SOCIAL_LOGIN = check("enable_social_login", "Enable Social Login")
            .help("On: the sign-in page offers it.");
        CLIENT_ID = text("client_id", "Client ID");
        CLIENT_SECRET = secret("client_secret", "Client Secret").column("client_secret_sealed")
            .help("Kept sealed and never shown again. It is forgotten when the addresses move to another host.");
        BASE_URL = url("base_url", "Base URL")
            .help("The host, or its address with a path, that relative addresses (under Security) begin with.");
        OPENID_CONFIGURATION = url("openid_configuration", "OpenID Configuration")
            .help("Save it, then choose Get OpenID Configuration under Actions: the addresses are filled in and the issuer is pinned.");
    }
    section "Addresses", "Absolute, or below the Base URL." {
        AUTHORIZE_URL = text("authorize_url", "Authorize URL");
        ACCESS_TOKEN_URL = text("access_token_url", "Access Token URL");
        REDIRECT_URL = text("redirect_url", "Redirect URL")
            .help("Where the provider sends people back to. Left empty, it is made by us.");
        API_ENDPOINT = text("api_endpoint", "API Endpoint").help("Userinfo: who somebody is.");
        API_ENDPOINT_ARGS = paragraph("api_endpoint_args", "API Endpoint Args")
            .help("JSON, sent along to the API endpoint.");
        AUTH_URL_DATA = paragraph("auth_url_data", "Auth URL Data")
            .help("JSON, sent along when people go to the provider, such as {\"response_type\": \"code\", \"scope\": \"openid email profile\"}");
        END_SESSION_ENDPOINT = url("end_session_endpoint", "End Session Endpoint")
            .help("For signing out there, too.");
        CUSTOM_BASE_URL = check("custom_base_url", "Custom Base URL").hidden();
    }
    section "People", "" {
        SIGN_UPS = select("sign_ups", "Sign ups", &["", "Allow", "Deny"])
            .help("Whether whoever signs in for the first time gets an account here.");
        DEFAULT_ROLE = link("default_role", "Default Role", "Role").help("The role of new users, if any.");
        ALLOWED_DOMAINS = list("allowed_domains", "Allowed Email Domains")
            .help("Only people with an email of these domains may sign in. Empty: everybody whom the provider knows.");
        TRUSTED_DOMAINS = list("trusted_domains", "Trusted Email Domains")
            .help("Domains whose emails you trust this provider with: whoever comes with such an email, verified there or vouched for below, is the user here who has it, at the first sign-in already. Everybody else, and whoever has a role with power here, signs in first and links their account.");
        EMAILS_VERIFIED = check("emails_verified", "Its Emails Are Verified")
            .help("For a provider that does not say whether an email is verified, but whose administrators vouch for it. Where it says that one is not, that counts. New accounts need a verified email.");
    }
    section "Sign-in page", "" {
        SORT_ORDER = number("sort_order", "Order", 0, 1000, "").default_number(0).help("Lower ones come first.");
        GO_AT_ONCE = check("go_at_once", "Taken at Once")
            .help("The sign-in page leads there without asking; other ways stay one click away.");
        SIGN_OUT_THERE = check("sign_out_there", "Sign Out There, Too")
            .help("After signing out here, people are offered to sign out there, too.");
        COUNTS_AS_TWO = check("counts_as_two", "Counts as Two Factors")
            .help("Whoever signs in there is asked for nothing more here. Only for a provider that asks everybody for a second factor itself.");
        ICON = text("icon", "Icon")
            .help("The name of one of this site's signs: app, person, mail, phone, place, shield, clock or key. Left out: the provider's own.");
        PROVEN = moment("proven", "An Administrator Signed In").read_only().column("proven_at")
            .help("As it is set up now. Only then can signing in with a password be switched off.");
    }
    section "Security", "" {
        ISSUER = url("issuer", "Issuer").help("Whom ID tokens must be of.");
        JWKS_URI = url("jwks_uri", "JWKS URI")
            .help("The provider's public keys: with it, an ID token must come along and is verified.");
        ID_TOKEN_HS256 = check("id_token_hs256", "ID Tokens by HS256")
            .help("For a Frappe site as the provider: it signs ID tokens with the client secret.");
        TOKEN_ENDPOINT_AUTH_METHOD = select("token_endpoint_auth_method", "Token Endpoint Auth Method", TokenAuth::OPTIONS).default_text("Client Secret Post");
        USE_PKCE = check("use_pkce", "Use PKCE").on()
            .help("Keep it on; off only for a provider that refuses sign-ins with it.");
    }
    section "What becomes of claims", "A name, or a path with dots (picture.data.url). Empty: the usual ones." {
        USER_ID_PROPERTY = text("user_id_property", "User ID Property")
            .help("The provider's stable id of a person. Empty: sub.");
        NAME_CLAIM = text("name_claim", "Name");
        EMAIL_CLAIM = text("email_claim", "Email");
        IMAGE_CLAIM = text("image_claim", "Picture");
        ROLES_CLAIM = text("roles_claim", "Groups")
            .help("The provider's groups or roles of a person, such as groups or realm_access.roles.");
        ROLE_MAP = pairs("role_map", "Roles of Groups", "Social Login Role", &["group", "role"])
            .help("One a line as group=role. Whoever is in the group has the role, whoever is not does not: at each sign-in.");
    }
}

/// Upstream providers that people may sign in with.
pub static SOCIAL_LOGIN_KEY: RecordType = RecordType {
    name: "Social Login Key",
    slug: "social-login-key",
    plural: "Social Login Keys",
    about: "Providers that people may sign in to this site with: Google, Microsoft, your company's own identity provider, another Frontdesk or Frappe.",
    table: "social_login_keys",
    folded: &["Security", "What becomes of claims"],
    tabs: &[
        Tab::OVERVIEW,
        Tab::new("settings", "Settings", &["Provider", "People", "Sign-in page"]),
        Tab::new(
            "security",
            "Security",
            &["Addresses", "Security", "What becomes of claims"],
        ),
        Tab::ACTIVITY,
    ],
    title: "provider_name",
    naming: Naming::Scrubbed("provider_name"),
    switch: Some(("enable_social_login", true)),
    place: Group::People.at("enter"),
    guide: "social-login",
    is_delegable: false,
    gives_power: true,
    sections: SECTIONS,
    list: &[
        "provider_name",
        "social_login_provider",
        "enable_social_login",
        "sign_ups",
        "proven",
    ],
    search: &["provider_name", "name", "base_url"],
    order: ("sort_order", false),
    transfer: Some(Transfer {
        extras: &[PROVEN_AT],
        ..Transfer::named(7)
    }),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[&Action::new(
        "take-over-openid-configuration",
        "Get OpenID Configuration",
        "Fetches the document, fills in the addresses and pins the issuer.",
        take_over,
    )
    .fits(|_, record| !record.get(&OPENID_CONFIGURATION).is_empty())
    .asks(ask_configuration)
    .at_once()],
    rules: &Keys,
    ..RecordType::BASE
};

/// The record type Social Login Key.
pub struct Keys;

/// An address, or another text, of a key.
pub(super) type Address = Handle<Keys, handle::Text>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::social::keys::parameters;
    use crate::social::keys::presets::Preset;
    use crate::web::assets;

    #[test]
    fn every_preset_can_be_read_and_names_fields_of_the_record() {
        let presets: Vec<Preset> = serde_json::from_str(&assets::text("social-login-keys.json").unwrap()).unwrap();
        for provider in PROVIDERS.iter().filter(|provider| **provider != "Custom") {
            assert!(presets.iter().any(|preset| preset.provider == *provider), "{provider}");
        }
        for preset in &presets {
            for field in preset.values.keys() {
                assert!(SOCIAL_LOGIN_KEY.field(field).is_some(), "{}: {field}", preset.key);
            }
            let data = &preset.values["auth_url_data"];
            assert!(parameters(data).is_ok(), "{}", preset.key);
        }
    }
}
