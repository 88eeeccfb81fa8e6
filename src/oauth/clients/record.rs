//! The record type OAuth Client.

use super::{AuthMethod, store};
use crate::base::{Env, FieldErrors, Result, Scopes, clock, redirect_uri};
use crate::db::{Read, Write};
use crate::records::{
    Action, Default, Field, Input, Kind, Naming, Outcome, Permission, Record, RecordType, Rules, Section, Shown,
};
use crate::users::{DESK_USER, SYSTEM_MANAGER};
use maud::Markup;

const A_YEAR: i64 = 365 * clock::DAY;

/// Apps that sign people in through us.
pub static OAUTH_CLIENT: RecordType = RecordType {
    name: "OAuth Client",
    slug: "oauth-client",
    plural: "OAuth Clients",
    about: "Apps that sign people in through this site and call it with its tokens.",
    table: "oauth_clients",
    single: false,
    title: "app_name",
    naming: Naming::Random,
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
                            except: &["Guest"],
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
                    help: "The most that the app may ask for. openid: full name, email, picture and roles. all: whatever the user may do here.",
                    ..Field::new("scopes", "Scopes", Kind::List)
                },
                Field {
                    help: "Where people are sent back to: exactly these addresses. https, or http on localhost.",
                    ..Field::new("redirect_uris", "Redirect URIs", Kind::List)
                },
                Field {
                    help: "Used when the app names none. The first of the list if you leave it empty.",
                    ..Field::new("default_redirect_uri", "Default Redirect URI", Kind::Text)
                },
                Field {
                    help: "Where the app may send people after they signed out.",
                    ..Field::new("post_logout_redirect_uris", "Post Logout Redirect URIs", Kind::List)
                },
                Field {
                    help: "Authorization Code is the only way to sign people in: Implicit is unsafe and does not exist here.",
                    ..Field::new(
                        "grant_type",
                        "Grant Type",
                        Kind::Select(&["Authorization Code", "Implicit"]),
                    )
                },
                Field {
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
                Field::new("client_uri", "Client URI", Kind::Url),
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
            name: "rotate-secret",
            label: "Rotate secret",
            about: "Makes a new secret. The old one works until the time you choose, so that the app can be changed over.",
            inputs: &[Field {
                required: true,
                help: "UTC",
                ..Field::new("overlap_until", "Old secret works until", Kind::Moment)
            }],
            defaults: |env| vec![("overlap_until", clock::datetime_local(env.now() + clock::DAY))],
            prepare: None,
            run: |db, env, record, input, _| rotate_secret(db, env, record, input),
        },
        Action {
            name: "revoke-tokens",
            label: "Revoke all tokens",
            about: "Everybody has to sign in to this app again.",
            inputs: &[],
            defaults: |_| Vec::new(),
            prepare: None,
            run: |db, env, record, _input, _| revoke_tokens(db, env, record),
        },
    ],
    rules: &ClientRules,
};

struct ClientRules;

impl Rules for ClientRules {
    fn validate(
        &self,
        _db: &Read,
        _env: &Env,
        _old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_grant(new, errors);
        check_redirect_uris(new, errors);
        check_scopes(new, errors);
        check_addresses(new, errors);
        check_client_credentials(new, errors);
        if new.entries("allowed_roles").is_empty() {
            new.set("allowed_roles", vec![DESK_USER]);
        }
        // Lists are stored as text, also when they are empty.
        for list in [
            "redirect_uris",
            "post_logout_redirect_uris",
            "allowed_cors_origins",
            "contacts",
        ] {
            let text = new.text(list).to_owned();
            new.set(list, text);
        }
        Ok(())
    }

    fn after_save(
        &self,
        db: &Write,
        env: &Env,
        old: Option<&Record>,
        new: &Record,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let is_public = new.text("token_endpoint_auth_method") == "None";
        let was_public = old.is_none_or(|old| old.text("token_endpoint_auth_method") == "None");
        if is_public {
            store::delete_secrets(db, &new.name)?;
        }
        if old.is_none() {
            outcome.shown.push(Shown {
                name: "client_id",
                label: "App Client ID",
                value: new.name.clone(),
            });
        }
        if was_public && !is_public {
            let secret = super::rotate_secret(db, env, &new.name, env.now())?;
            outcome.shown.push(shown(secret));
        }
        Ok(())
    }

    fn deletion_takes(&self, db: &Read, record: &Record) -> Result<String> {
        let sign_ins = store::live_grants(db, &record.name, i64::MIN)?;
        Ok(format!(
            "Its secrets and tokens go with it: {sign_ins} sign-ins end, and the app cannot sign anybody in any more."
        ))
    }

    fn panel(&self, db: &Read, env: &Env, record: &Record) -> Result<Option<Markup>> {
        let now = env.now();
        Ok(Some(super::views::panel(
            env,
            record,
            &store::secrets(db, &record.name)?,
            store::live_grants(db, &record.name, now)?,
            now,
        )))
    }
}

fn shown(secret: crate::base::secret::Secret) -> Shown {
    Shown {
        name: "client_secret",
        label: "App Client Secret",
        value: secret.reveal().to_owned(),
    }
}

fn check_grant(new: &Record, errors: &mut FieldErrors) {
    let (grant, response) = (new.text("grant_type"), new.text("response_type"));
    match (grant, response) {
        ("Authorization Code", "Code") => {}
        ("Implicit", "Token") => errors.add(
            "grant_type",
            "The implicit grant does not exist here: tokens would travel in addresses. Use Authorization Code with PKCE.",
        ),
        // Frappe's words.
        _ => errors.add(
            "response_type",
            format!("Combination of Grant Type (<code>{grant}</code>) and Response Type (<code>{response}</code>) not allowed"),
        ),
    }
}

fn check_redirect_uris(new: &mut Record, errors: &mut FieldErrors) {
    for field in ["redirect_uris", "post_logout_redirect_uris"] {
        let uris: Vec<String> = new.entries(field).into_iter().map(str::to_owned).collect();
        for uri in &uris {
            if let Err(reason) = redirect_uri::check(uri) {
                errors.add(field, format!("{uri} {reason}."));
            }
        }
    }
    let uris: Vec<String> = new.entries("redirect_uris").into_iter().map(str::to_owned).collect();
    let default = new.text("default_redirect_uri").to_owned();
    let signs_in = new.is_checked("authorization_code");
    match (default.is_empty(), uris.first()) {
        (true, Some(first)) => new.set("default_redirect_uri", first.clone()),
        (true, None) if signs_in => errors.add(
            "redirect_uris",
            "At least one address is needed, for people to be sent back to.",
        ),
        (false, _) if !uris.contains(&default) => errors.add(
            "default_redirect_uri",
            format!("{default} is not one of the Redirect URIs above."),
        ),
        _ => {}
    }
}

fn check_scopes(new: &mut Record, errors: &mut FieldErrors) {
    let scopes = Scopes::parse(new.text("scopes"));
    if let Some(bad) = scopes.first_malformed() {
        errors.add(
            "scopes",
            format!("{bad} has a character that scopes cannot have (quotes, backslash or beyond ASCII)."),
        );
    }
}

fn check_addresses(new: &Record, errors: &mut FieldErrors) {
    for field in ["client_uri", "logo_uri", "tos_uri", "policy_uri"] {
        let text = new.text(field);
        let is_web = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" || is_local_http(&url));
        if !text.is_empty() && !is_web {
            errors.add(field, format!("{text} is not an https address."));
        }
    }
    for origin in new.entries("allowed_cors_origins") {
        let is_origin = url::Url::parse(origin).is_ok_and(|url| {
            url.origin().ascii_serialization() == origin && (url.scheme() == "https" || is_local_http(&url))
        });
        if !is_origin {
            errors.add(
                "allowed_cors_origins",
                format!("{origin} is not an origin: write scheme and host only, such as https://app.example.com."),
            );
        }
    }
}

fn is_local_http(url: &url::Url) -> bool {
    url.scheme() == "http" && url.host_str().is_some_and(redirect_uri::is_loopback_host)
}

fn check_client_credentials(new: &Record, errors: &mut FieldErrors) {
    let acts = [new.text("acts_as"), new.text("acts_as_role")];
    if !new.is_checked("client_credentials") {
        return;
    }
    if acts.iter().all(|name| name.is_empty()) {
        errors.add(
            "acts_as",
            "Name the user (or the role) whose permissions the app's own tokens have.",
        );
    }
    if acts.iter().all(|name| !name.is_empty()) {
        errors.add("acts_as_role", "Name a user or a role, not both.");
    }
    if new.text("token_endpoint_auth_method") == "None" {
        errors.add(
            "client_credentials",
            "A public client has no secret to fetch tokens with.",
        );
    }
}

fn rotate_secret(db: &Write, env: &Env, record: &Record, input: &Input) -> Result<Outcome> {
    if record.text("token_endpoint_auth_method") == "None" {
        return Err(crate::base::Error::invalid("", "A public client has no secret."));
    }
    let now = env.now();
    let until = input.number("overlap_until").unwrap_or(now + clock::DAY);
    if until > now + A_YEAR {
        return Err(crate::base::Error::invalid("overlap_until", "At most a year from now."));
    }
    let secret = super::rotate_secret(db, env, &record.name, until.max(now))?;
    Ok(Outcome {
        message: format!("The old secret works until {}.", clock::readable(until.max(now))),
        shown: vec![shown(secret)],
    })
}

fn revoke_tokens(db: &Write, env: &Env, record: &Record) -> Result<Outcome> {
    let revoked = crate::oauth::grants::revoke_of_client(db, env, &record.name, "revoked in the desk")?;
    Ok(Outcome {
        message: format!("{revoked} sign-ins were ended."),
        ..Outcome::default()
    })
}
