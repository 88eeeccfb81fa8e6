//! The record type OAuth Client.

use super::deeds::{admit_everybody, approve, end_overlap, revoke_tokens, rotate_secret, switch_off};
use crate::base::Seconds;
use crate::base::clock;
use crate::oauth::clients::AuthMethod;
use crate::permissions::{ALL, APP_MANAGER, AUDITOR, DESK_USER, SYSTEM_MANAGER};
use crate::records::{
    Action, Everybody, Field, FrappeDefault, Group, Handle, Links, Of, Permission, RecordType, Tab, Transfer, fields,
    kinds,
};
use crate::sessions::Strength;

pub(super) const A_YEAR: Seconds = clock::DAY.times(365);

/// The record type OAuth Client.
pub struct Clients;

fields! { Clients:
    section "App", "" {
        APP_NAME = text("app_name", "App Name").required()
            .help("The name that people see when they are asked for their consent.");
        ALLOWED_ROLES = links("allowed_roles", "Who May Sign In", Links {
            to: "Role", table: "oauth_client_roles", child: "OAuth Client Role", field: "role",
            except: &["Guest", "Administrator", ALL],
            everybody: Some(Everybody { name: ALL, words: "Everybody with an account here", others: "People with these roles" }),
        }).default_text(ALL)
            .help("Others are told whom to ask. (Frappe calls this Allowed Roles.)");
        REDIRECT_URIS = list("redirect_uris", "Redirect URIs")
            .help("Where people are sent back to: exactly these addresses, one a line. https, or http on localhost. Needed if people sign in through the app.");
        CLIENT_ID = text("client_id", "App Client ID").read_only().column("name")
            .help("Made by us when the client is saved.");
        ENABLED = check("enabled", "Enabled").on()
            .help("Off: nobody can sign in through it and none of its tokens works.");
        SKIP_AUTHORIZATION = check("skip_authorization", "Skip Authorization")
            .help("Never ask for consent. For apps of your own only: people are not told what the app gets.");
    }
    section "Sign-in", "Lists are separated by spaces, new lines or ;" {
        AUTHORIZATION_CODE = check("authorization_code", "Signs People In").on()
            .help("People may sign in through the app. Off for a program that only acts by itself.");
        DEVICE_CODE = check("device_code", "Devices Without a Browser")
            .help("A television, a printer, a command line may sign people in: it shows a code that they type in here, at /device.");
        SCOPES = list("scopes", "Scopes").required().default_text("openid\nprofile\nemail\ngroups\noffline_access")
            .help("The most that the app may ask for: names of OAuth Scopes. openid: who somebody is. groups: their roles. offline_access: it stays signed in when they sign out here. Add all knowingly: with it the app may do whatever its user may do here.");
        DEFAULT_REDIRECT_URI = text("default_redirect_uri", "Default Redirect URI")
            .help("Where people go when the app names no address and only one is registered. The first of the list if you leave it empty.");
        POST_LOGOUT_REDIRECT_URIS = list("post_logout_redirect_uris", "Post Logout Redirect URIs")
            .help("Where the app may send people after they signed out. Empty at first: the start page of each redirect URI's site.");
        BACKCHANNEL_LOGOUT_URI = url("backchannel_logout_uri", "Back-Channel Logout URI")
            .help("Where the app hears that somebody's sign-in ended here: they signed out, were disabled, or their session was ended. Then it ends its own. Deliveries shows what came of it.");
    }
    section "Security", "" {
        TOKEN_ENDPOINT_AUTH_METHOD = select("token_endpoint_auth_method", "Token Endpoint Auth Method", AuthMethod::OPTIONS)
            .help("How the app proves who it is when it fetches tokens. Basic or Post: it sends its secret in a header or in the form, as it likes. JWT: it signs a statement, with its secret or with a private key of its own. None: a public client (a mobile or browser app), which has no secret and must use PKCE.");
        JWKS = paragraph("jwks", "Public Keys (JWKS)")
            .help("The app's public keys as a JSON Web Key Set, for statements and requests that it signs. Or say where it publishes them.");
        JWKS_URI = url("jwks_uri", "Public Keys URI").help("Where the app publishes its keys (jwks_uri): then it can change them by itself.");
        REQUIRED_STRENGTH = select("required_strength", "Required Strength", Strength::OPTIONS)
            .help("How strongly people prove who they are before they are signed in to this app. Two Factors: a password and a code, or a passkey. Passkey: only that, for it cannot be given away to a false site. Whoever has none yet is led to set one up.");
        REQUIRE_PKCE = check("require_pkce", "Require PKCE")
            .help("Refuse sign-ins of this app without PKCE (S256). Public clients always need it.");
        REQUIRE_PUSHED = check("require_pushed_authorization_requests", "Require Pushed Authorization Requests")
            .help("Refuse sign-ins of this app that it did not hand over beforehand (PAR, RFC 9126).");
        REQUIRE_SIGNED = check("require_signed_request_object", "Require Signed Requests")
            .help("Refuse sign-ins of this app whose request it did not sign (RFC 9101). It needs public keys above.");
        DPOP_BOUND = check("dpop_bound_access_tokens", "Bind Tokens to a Key (DPoP)")
            .help("Its tokens are worth nothing to a thief: each request proves that it has the app's key (RFC 9449). Without this, an app that sends proofs has such tokens, and one that does not has others.");
        FAPI2 = check("fapi2", "FAPI 2.0 Security Profile")
            .help("For banks, health and whoever asks for it: everything above at once, and nothing weaker. Needs Private Key JWT, an ID token algorithm other than RS256, and codes of a minute at most.");
        RESOURCE_SERVER = check("resource_server", "Resource Server")
            .help("May ask about every token, not only its own: for an API that serves several apps.");
        ALLOWED_CORS_ORIGINS = list("allowed_cors_origins", "Allowed CORS Origins")
            .help("Web pages of these origins (https://app.example.com) may fetch tokens and call userinfo from the browser. Those of a public client's redirect URIs may anyway.");
    }
    section "The app by itself", "Client credentials: the app gets tokens without anybody signing in." {
        CLIENT_CREDENTIALS = check("client_credentials", "Client Credentials")
            .help("The app may fetch tokens with its own secret.");
        ACTS_AS = link("acts_as", "Acts As", "User").help("The user whose permissions those tokens have.");
        ACTS_AS_ROLE = link("acts_as_role", "Acts As Role", "Role")
            .help("Or a role whose permissions they have, without a user.");
    }
    section "Tokens", "" {
        ID_TOKEN_SIGNING_ALG = select("id_token_signing_alg", "ID Token Signing Algorithm", &["RS256", "PS256", "ES256", "EdDSA"])
            .help("How ID tokens are signed. Every client library understands RS256.");
        ID_TOKEN_HS256 = check("id_token_hs256", "Sign ID Tokens with the Secret (HS256)")
            .help("For old apps that understand nothing else. Whoever has the secret can then make ID tokens, the app too; the secret is kept here, sealed.");
        SIGNED_USERINFO = check("signed_userinfo", "Signed Userinfo")
            .help("Userinfo answers with a signed token instead of JSON.");
        ID_TOKEN_PROFILE = check("id_token_profile", "Profile in ID Token").on()
            .help("The ID token says what the granted scopes release: name, email, groups. Many apps look nowhere else. Off: they ask userinfo.");
        FRAPPE_OPENID = check("frappe_openid", "openid As Frappe Means It")
            .help("The scope openid stands for full name, email, picture and roles. Off: it says who somebody is, and profile, email and groups release the rest.");
        CODE_LIFETIME = number("code_lifetime", "Code Lifetime", 10, 600, "seconds").default_setting(|env| env.lifetimes.code.0);
        ACCESS_TOKEN_LIFETIME = number("access_token_lifetime", "Access Token Lifetime", 60, clock::DAY.0, "seconds").default_setting(|env| env.lifetimes.access_token.0);
        REFRESH_TOKEN_LIFETIME = number("refresh_token_lifetime", "Refresh Token Lifetime", 300, A_YEAR.0, "seconds").default_setting(|env| env.lifetimes.refresh_token.0)
            .help("Since its last use.");
        REFRESH_OVERLAP = number("refresh_overlap", "Refresh Token Overlap", 0, 300, "seconds")
            .help("How long a used refresh token is answered with the same successor again: for an answer that was lost on its way, and for several workers at once. Empty: 30, or 10 for a public client. 0: never; then whoever repeats one signs in again.");
    }
    section "In Frappe's words", "Frappe's documents speak of these. There is nothing to choose: whatever is said there, it is this." {
        GRANT_TYPE = select("grant_type", "Grant Type", &["Authorization Code", "Implicit"])
            .help("Authorization Code is the only way to sign people in: Implicit is unsafe and does not exist here.");
        RESPONSE_TYPE = select("response_type", "Response Type", &["Code", "Token"])
            .help("Goes with the grant type: Code.");
    }
    section "About the app", "Shown when people are asked for their consent." {
        CLIENT_URI = url("client_uri", "Client URI")
            .help("Where the app is: people open it from My apps, and from the question for their consent.");
        INITIATE_LOGIN_URI = url("initiate_login_uri", "Initiate Login URI")
            .help("Where a sign-in to the app begins (third-party-initiated login): My apps opens it, with iss.");
        LOGO_URI = url("logo_uri", "Logo URI");
        TOS_URI = url("tos_uri", "Terms of Service URI");
        POLICY_URI = url("policy_uri", "Policy URI");
        CONTACTS = list("contacts", "Contacts").help("Email addresses of who looks after the app.");
        REGISTERED = text("registered", "Recorded by Itself").read_only()
            .help("How it came here, if nobody recorded it: Dynamic registration, or the metadata document at its address.");
        AWAITS_APPROVAL = check("awaits_approval", "Awaits Approval").read_only()
            .help("It recorded itself, and nobody has approved it yet.");
    }
}

/// What a file says of a client whose redirect URIs somebody set who is no System Manager.
pub(super) const UNSEEN: &str = "redirect_uris_unseen";

/// How a file says that a client recorded itself.
pub(super) const CAME: &str = "recorded_by_itself";

/// Whether the client has a secret that both sides know.
pub(super) fn has_secret(record: &Of<Clients>) -> bool {
    !matches!(record.get(&TOKEN_ENDPOINT_AUTH_METHOD), "None" | "Private Key JWT")
}

/// Whether the client's secret is used, not only compared.
pub(super) fn signs_with_secret(record: &Of<Clients>) -> bool {
    record.get(&TOKEN_ENDPOINT_AUTH_METHOD) == "Client Secret JWT" || record.get(&ID_TOKEN_HS256)
}

/// Asked for when a secret is rotated.
pub(super) static OVERLAP_UNTIL: Handle<Clients, kinds::moment> =
    Handle::new(Field::moment("overlap_until", "Old secret works until").required());

/// Apps that sign people in through us.
pub static OAUTH_CLIENT: RecordType = RecordType {
    name: "OAuth Client",
    slug: "oauth-client",
    plural: "OAuth Clients",
    about: "Apps that sign people in through this site and call it with its tokens.",
    table: "oauth_clients",
    folded: &[
        "Security",
        "The app by itself",
        "Tokens",
        "In Frappe's words",
        "About the app",
    ],
    tabs: &[
        Tab::OVERVIEW,
        Tab::new("settings", "Settings", &["App", "Sign-in", "About the app"]),
        Tab::new(
            "security",
            "Security",
            &["Security", "The app by itself", "Tokens", "In Frappe's words"],
        ),
        Tab::ACTIVITY,
    ],
    title: "app_name",
    sentence: "app_name",
    has_addresses: true,
    switch: Some(("enabled", true)),
    place: Group::Apps.at("app"),
    guide: "apps",
    gives_power: true,
    sections: SECTIONS,
    list: &[
        "app_name",
        "client_id",
        "enabled",
        "token_endpoint_auth_method",
        "scopes",
    ],
    search: &["app_name", "name", "redirect_uris"],
    // When a secret was used last.
    is_buffered: true,
    // What a Frappe program does not say, it means as Frappe: see Allowed Roles and Scopes on the form.
    frappe_defaults: &[
        ("allowed_roles", FrappeDefault::Names(&[DESK_USER])),
        ("scopes", FrappeDefault::Text("all openid")),
        ("frappe_openid", FrappeDefault::On),
    ],
    frappe_ignored: &["client_secret", "client_id", "user"],
    transfer: Some(Transfer {
        alike: &["app_name"],
        keeps_name: true,
        extras: &["client_secret", UNSEEN, CAME],
        ..Transfer::named(5)
    }),
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::full(APP_MANAGER),
        Permission::read(AUDITOR),
    ],
    actions: &[
        &Action::new(
            "rotate-secret",
            "Rotate secret",
            "Makes a new secret. The old one works until the time you choose, so that the app can be changed over.",
            rotate_secret,
        )
        .fits(|_, record| has_secret(record))
        .inputs(&[OVERLAP_UNTIL.field()], |env| {
            vec![("overlap_until", clock::datetime_local(env.now() + clock::DAY))]
        }),
        &Action::new(
            "end-overlap",
            "End old secrets",
            "From now on only the newest secret works. Do this when the app has been changed over.",
            end_overlap,
        )
        .fits(|_, record| has_secret(record)),
        &Action::new(
            "admit-everybody",
            "Admit everybody",
            "Everybody who has an account here may sign in through the app.",
            admit_everybody,
        )
        .fits(|_, record| {
            let signs_in = record.get(&AUTHORIZATION_CODE) || record.get(&DEVICE_CODE);
            signs_in && record.get(&ALLOWED_ROLES) != [ALL]
        }),
        &Action::new(
            "revoke-tokens",
            "Revoke all tokens",
            "Everybody has to sign in to this app again.",
            revoke_tokens,
        ),
        &Action::new(
            "approve",
            "Approve",
            "The app recorded itself. From now on people may sign in through it.",
            approve,
        )
        .fits(|_, record| record.get(&AWAITS_APPROVAL)),
        &Action::new(
            "switch-off",
            "Switch off",
            "Nobody can sign in through the app and none of its tokens works, until it is switched on again (Settings, Enabled).",
            switch_off,
        )
        .fits(|_, record| record.get(&ENABLED)),
    ],
    rules: &Clients,
    ..RecordType::BASE
};
