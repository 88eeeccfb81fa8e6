//! `frontdesk user`

use super::common::{explain, log, open_existing, open_or_make, operator, print, read_line, switch};
use super::invite::{self, Invite};
use super::out::say;
use crate::base::{Error, Scopes, random};
use crate::config::Config;
use crate::people::record::USER;
use crate::people::{self, NewUser, factors, keys, links};
use crate::server::App;
use crate::system;
use crate::users::{self, User, api_keys, password};
use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

/// What to do with users.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Add a user
    Add {
        #[command(flatten)]
        person: Person,
        /// Read the password from standard input; without it the terminal is asked
        #[arg(long)]
        password_stdin: bool,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Invite people: a mail with a link by which they set their password, or the link to hand over. Adds whoever has no
    /// account
    Invite(Invite),
    /// List the users
    List {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Switch a user off: signed out at once, no token works
    Disable { email: String },
    /// Switch a user on again
    Enable { email: String },
    /// Set a user's password: signed out everywhere, grants revoked
    SetPassword {
        email: String,
        /// Read the password from standard input; without it the terminal is asked
        #[arg(long)]
        password_stdin: bool,
    },
    /// Make a one-time link that signs a user in, good for fifteen minutes
    SignInLink { email: String },
    /// Remove the second factor of a user who has lost it: authenticator app, passkeys, recovery codes
    RemoveFactors {
        email: String,
        /// Why: it is logged, and the user reads it
        #[arg(long)]
        reason: String,
    },
    /// Make an API key, for `Authorization: token api_key:api_secret`. Without a label: a new secret of the one key that
    /// may do whatever the user may do
    ApiKey {
        email: String,
        /// What the key is called
        #[arg(long)]
        label: Option<String>,
        /// An OAuth Scope that the key is for; may be given several times
        #[arg(long, requires = "label")]
        scope: Vec<String>,
        /// How long it works [default: 90]
        #[arg(long, requires = "label")]
        days: Option<i64>,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Who is added.
#[derive(Args, Debug)]
pub struct Person {
    pub(super) email: String,
    /// Full name [default: what stands before the @]
    #[arg(long)]
    pub(super) name: Option<String>,
    /// A role, such as "System Manager"; may be given several times
    #[arg(long)]
    pub(super) role: Vec<String>,
}

impl Person {
    /// As a user without a password.
    pub(super) fn into_new(self) -> Result<NewUser, Error> {
        let email = users::check_email(&self.email)?;
        let name = self
            .name
            .unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
        let (first_name, last_name) = users::split_name(&name);
        Ok(NewUser {
            email,
            first_name,
            last_name,
            roles: self.role,
            ..NewUser::default()
        })
    }
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    let app = match &command {
        // The first administrator sets a site up.
        Command::Add { person, .. } if person.role.iter().any(|role| role == users::SYSTEM_MANAGER) => {
            open_or_make(config)?
        }
        _ => open_existing(config)?,
    };
    match command {
        Command::Add {
            person,
            password_stdin,
            json,
        } => add(&app, person, password_stdin, json),
        Command::Invite(invite) => invite::run(&app, invite),
        Command::List { json } => list(&app, json),
        Command::Disable { email } => switch(&app, &USER, &find(&app, &email)?.email, false),
        Command::Enable { email } => switch(&app, &USER, &find(&app, &email)?.email, true),
        Command::SetPassword { email, password_stdin } => set_password(&app, &email, password_stdin),
        Command::SignInLink { email } => sign_in_link(&app, &email),
        Command::RemoveFactors { email, reason } => remove_factors(&app, &email, &reason),
        Command::ApiKey {
            email,
            label,
            scope,
            days,
            json,
        } => {
            let most = keys::most_days(&app.env);
            let named = label.map(|label| keys::NewKey {
                label,
                scopes: Scopes::of(scope.iter().map(String::as_str)),
                days: days.unwrap_or(most.min(90)),
            });
            api_key(&app, &email, named, json)
        }
    }
}

fn add(app: &App, person: Person, from_stdin: bool, json: bool) -> Result<(), String> {
    let mut new = person.into_new().map_err(explain)?;
    let known = app.db.read(|db| users::by_email(db, &new.email)).map_err(explain)?;
    if known.is_some() {
        return Err(format!("User {} already exists", new.email));
    }
    let full_name = users::full_name(&new.first_name, new.last_name.as_deref());
    new.password_hash = Some(hash(app, (&new.email, &full_name), &new.roles, from_stdin)?);
    let caller = operator(app);
    let user = app
        .db
        .write_blocking(move |db| {
            // Whoever holds the machine is the administrator: the set-up link is not needed any more.
            if new.roles.iter().any(|role| role == users::SYSTEM_MANAGER) {
                system::close_setup(db)?;
            }
            people::create(&caller.writing(db), &new)
        })
        .map_err(explain)?;
    print(json, &describe(&user), || format!("User {} was added.", user.email));
    Ok(())
}

fn list(app: &App, json: bool) -> Result<(), String> {
    let users = app.db.read(users::all).map_err(explain)?;
    let all: Vec<Json> = users.iter().map(describe).collect();
    print(json, &Json::Array(all), || {
        let line = |user: &User| {
            let state = if user.enabled { "" } else { "  (disabled)" };
            format!("{}  {}  {}{state}", user.email, user.full_name, user.roles.join(", "))
        };
        users.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn set_password(app: &App, email: &str, from_stdin: bool) -> Result<(), String> {
    let user = find(app, email)?;
    let hash = hash(app, (&user.email, &user.full_name), &user.roles, from_stdin)?;
    let (env, name) = (app.env.clone(), user.email.clone());
    let is_open_again = app
        .db
        .write_blocking(move |db| {
            log(db, &env, "Update", ("User", &user.email), "got a new password")?;
            people::set_password(db, &env, &user, &hash)?;
            // Whoever holds the machine gets an administrator back in.
            let is_closed = system::settings(db)?.disable_user_pass_login;
            let opens = is_closed && user.roles.iter().any(|role| role == users::SYSTEM_MANAGER);
            if opens {
                let record = ("System Settings", "System Settings");
                log(db, &env, "Update", record, "let people sign in with passwords again")?;
                system::allow_passwords(db, env.now_ms())?;
            }
            Ok(opens)
        })
        .map_err(explain)?;
    say!("The password of {name} was set.");
    if is_open_again {
        say!("Signing in with a password was switched off; it is on again (System Settings).");
    }
    Ok(())
}

fn sign_in_link(app: &App, email: &str) -> Result<(), String> {
    let user = find(app, email)?;
    if !user.enabled {
        return Err(format!(
            "{} is disabled: frontdesk user enable switches it on",
            user.email
        ));
    }
    let env = app.env.clone();
    let link = app.db.write_blocking(move |db| links::make_sign_in(db, &env, &user));
    say!("{}", link.map_err(explain)?);
    Ok(())
}

fn remove_factors(app: &App, email: &str, reason: &str) -> Result<(), String> {
    let (env, user, caller) = (app.env.clone(), find(app, email)?, operator(app));
    let (name, why) = (user.email.clone(), reason.to_owned());
    app.db
        .write_blocking(move |db| factors::remove_of(db, &env, &caller.actor.origin, &user, users::ADMINISTRATOR, &why))
        .map_err(explain)?;
    say!("The second factor of {name} was removed.");
    Ok(())
}

fn api_key(app: &App, email: &str, named: Option<keys::NewKey>, json: bool) -> Result<(), String> {
    let (env, user) = (app.env.clone(), find(app, email)?);
    let name = user.email.clone();
    let key = app
        .db
        .write_blocking(move |db| match named {
            Some(new) => {
                log(db, &env, "Action", ("User", &user.email), "got a new API key")?;
                keys::make(db, &env, &user, &new)
            }
            None => {
                log(db, &env, "Action", ("User", &user.email), "got a new API secret")?;
                api_keys::generate(db, &env, &user)
            }
        })
        .map_err(explain)?;
    let (api_key, api_secret) = (key.api_key.as_str(), key.api_secret.reveal());
    let answer = json!({ "email": name, "api_key": api_key, "api_secret": api_secret });
    print(json, &answer, || {
        format!("api_key: {api_key}\napi_secret: {api_secret}")
    });
    Ok(())
}

fn find(app: &App, email: &str) -> Result<User, String> {
    let email = email.trim().to_lowercase();
    let user = app.db.read(|db| users::by_email(db, &email)).map_err(explain)?;
    user.ok_or_else(|| format!("User {email} not found"))
}

fn hash(app: &App, (email, name): (&str, &str), roles: &[String], from_stdin: bool) -> Result<String, String> {
    let typed = match from_stdin {
        true => read_line()?,
        false => rpassword::prompt_password(format!("Password for {email}: "))
            .map_err(|error| format!("the terminal cannot be asked: {error}. Use --password-stdin."))?,
    };
    let rules = app.db.read(|db| system::password_rules(db, roles)).map_err(explain)?;
    let checked = password::check(&typed, &[email, name], rules);
    checked
        .and_then(|()| {
            password::hash_now(
                &typed,
                &random::bytes(&*app.env.random),
                &mut password::Memory::default(),
            )
        })
        .map_err(|error: Error| explain(error))
}

fn describe(user: &User) -> Json {
    json!({
        "email": user.email,
        "full_name": user.full_name,
        "enabled": user.enabled,
        "user_type": user.user_type,
        "roles": user.roles,
        "sub": user.id,
    })
}
