//! Somebody has proven who they are, and arrives: signed in, or at what is still asked of them.

mod second;
mod underway;

pub use underway::{Answer, Underway, answer, of_cookie, over, totp_address, totp_secret, underway};

use super::{App, ReturnTo, caller, session, ticket};
use crate::activity::{self, Event};
use crate::base::secret::Secret;
use crate::base::{Env, Origin, Result, Scopes, Seconds};
use crate::db::{Read, Write};
use crate::factors::pending::{self, Pending};
use crate::factors::policy::{self, Missing, Standing};
use crate::factors::{Method, devices};
use crate::oauth::usage::Count;
use crate::oauth::{acr, clients};
use crate::people::letters;
use crate::people::sessions::{self, Proof};
use crate::roles::{self, WayToSignIn};
use crate::sessions::{Session, Strength};
use crate::social::upstreams;
use crate::users::{self, User};
use crate::web::cookie::{self, Name};
use crate::web::{Call, answer};
use poem::Response;

/// Where what is still asked is answered.
pub const SECOND_STEP: &str = "/login/second";

/// How somebody proves who they are.
pub struct How<'a> {
    pub method: Method,
    /// When, in seconds; 0: nobody said.
    pub proven_at: Seconds,
    /// For the log: nothing, or such as "with Company".
    pub said: String,
    /// Whether a program signs in, and not a page in a browser.
    pub is_programs: bool,
    /// Whether a browser that was never here before is news to its user: not where they come by a mail of ours.
    pub is_news: bool,
    /// The Social Login Key, and the provider's ID token.
    pub upstream: Option<(&'a str, Option<&'a Secret>)>,
}

impl How<'_> {
    /// By a method of ours, just now.
    pub fn now(env: &Env, method: Method) -> Self {
        How {
            method,
            proven_at: env.now(),
            said: match method {
                Method::Passkey { .. } => " with a passkey".into(),
                _ => String::new(),
            },
            is_programs: false,
            is_news: true,
            upstream: None,
        }
    }

    /// By a one-time link.
    pub fn link(env: &Env) -> Self {
        How {
            said: " with a one-time link".into(),
            ..How::now(env, Method::Link)
        }
    }
}

impl How<'_> {
    /// The way that this is, where a role can refuse it. Who sets a password by a link of ours comes by that link.
    fn way(&self) -> Option<WayToSignIn> {
        match self.method {
            Method::Password if self.is_news => Some(WayToSignIn::Password),
            Method::EmailedCode => Some(WayToSignIn::EmailedCode),
            Method::Elsewhere { .. } => Some(WayToSignIn::SocialLogin),
            _ => None,
        }
    }
}

/// How far they have come.
pub enum Arrived {
    /// Signed in.
    In(Session),
    /// This is missing, for which this cookie was given.
    Underway(Secret, Missing),
}

/// What a browser is given along: `Set-Cookie` lines.
pub type Cookies = Vec<String>;

/// Lets somebody in, or to what is still asked of them; and on to where they were going.
pub async fn arrive(app: &App, call: &Call, user: &User, how: How<'_>, place: &ReturnTo) -> Result<Response> {
    let (arrived, cookies) = begin(app, call, user, how, place).await?;
    let address = match arrived {
        Arrived::In(_) => app.onward(place),
        Arrived::Underway(..) => SECOND_STEP.to_owned(),
    };
    Ok(with_cookies(answer::see_other(&address), cookies))
}

/// Puts them on an answer.
pub fn with_cookies(mut response: Response, cookies: Cookies) -> Response {
    for line in cookies {
        answer::add_cookie(&mut response, &line);
    }
    response
}

/// How strong a sign-in has to be for where it leads.
fn wanted(db: &Read, app: &App, call: &Call, user: &User, place: &ReturnTo) -> Result<Strength> {
    let ReturnTo::Ticket(id) = place else {
        return Ok(Strength::One);
    };
    // A ticket that is gone is told of where it leads.
    let Ok(ticket) = ticket::find(db, app, call, id) else {
        return Ok(Strength::One);
    };
    match clients::get(db, &ticket.client_id)? {
        Some(client) => acr::wanted(db, &ticket.request, &client, user),
        None => Ok(Strength::One),
    }
}

/// The same without an answer of its own.
pub async fn begin(app: &App, call: &Call, user: &User, how: How<'_>, place: &ReturnTo) -> Result<(Arrived, Cookies)> {
    let wanted = app.db.read(|db| wanted(db, app, call, user, place))?;
    let mut arrival = Arrival::of(app, call).await?;
    arrival.is_known = !how.is_news || session::is_known_device(app, call, user)?;
    let (env, signing, way) = (app.env.clone(), user.clone(), how.way());
    let pending = Pending {
        user_id: user.id.clone(),
        proven_at: how.proven_at,
        amr: Scopes::of(how.method.names().iter().copied()),
        said: how.said,
        is_programs: how.is_programs,
        place: place.login_page(),
        needs: wanted.acr().to_owned(),
        provider: how.upstream.map(|(name, _)| name.to_owned()),
        id_token_sealed: None,
        totp_sealed: None,
        expires_at: env.now() + pending::LIFETIME,
    };
    let (id_token, is_programs) = (how.upstream.and_then(|(_, token)| token.cloned()), how.is_programs);
    if let Some(way) = way
        && let Err(refused) = app.db.read(|db| roles::check_way(db, &user.roles, way))
    {
        session::failed(app, call, &user.email, "refused by a role").await?;
        return Err(refused);
    }
    let is_password = how.method == Method::Password;
    let done = app.db.write(move |db| {
        let signing = still(db, &signing, is_password)?;
        if let Some(way) = way {
            roles::check_way(db, &signing.roles, way)?;
        }
        let missing = arrival.missing(db, &env, &signing, &pending)?;
        // A program can set nothing up.
        let can_wait = pending.is_programs && matches!(missing, Missing::SetUp { until: Some(_), .. });
        if missing == Missing::Nothing || can_wait {
            let begun = arrival.sign_in(db, &env, &signing, &pending, id_token.as_ref())?;
            return Ok(Done::In(begun));
        }
        let secret = pending::begin(db, &env, &pending, id_token.as_ref())?;
        Ok(Done::Underway(secret, missing))
    });
    match done.await? {
        Done::In((session, secret)) => {
            let cookies = signed_in(app, user, &secret, is_programs)?;
            Ok((Arrived::In(session), cookies))
        }
        Done::Underway(secret, missing) => {
            let line = cookie::set(&app.env, Name::Pending, secret.reveal(), pending::LIFETIME);
            Ok((Arrived::Underway(secret, missing), vec![line]))
        }
    }
}

/// The user as they are now: whoever was switched off, or got another password, while theirs was looked at, is not let in.
fn still(db: &Read, user: &User, by_password: bool) -> Result<User> {
    let now = users::by_id(db, &user.id)?.filter(|now| now.enabled);
    let is_same = |now: &User| !by_password || now.password_hash == user.password_hash;
    now.filter(is_same).ok_or_else(over)
}

enum Done {
    In((Session, Secret)),
    Underway(Secret, Missing),
}

/// The cookies of a new session. A program is not known again by one.
fn signed_in(app: &App, user: &User, secret: &Secret, is_programs: bool) -> Result<Cookies> {
    app.usage.count(Count::SignIns, app.env.now());
    let mut cookies = vec![session::session_cookie(app, secret)];
    if !is_programs {
        cookies.push(session::device_cookie(app, user)?);
    }
    Ok(cookies)
}

/// What a browser brings along that signs in.
struct Arrival {
    origin: Origin,
    old: Option<Session>,
    trusted: Option<String>,
    is_known: bool,
}

impl Arrival {
    async fn of(app: &App, call: &Call) -> Result<Self> {
        let old = caller::signed_in(app, call).await?;
        Ok(Arrival {
            origin: call.from(),
            old: old.map(|signed_in| signed_in.session),
            trusted: cookie::read(&call.headers, &app.env, Name::Trusted),
            is_known: true,
        })
    }

    fn missing(&self, db: &Write, env: &Env, user: &User, pending: &Pending) -> Result<Missing> {
        let is_trusted = match &self.trusted {
            Some(cookie) => devices::is_trusted(db, env, &user.id, cookie)?,
            None => false,
        };
        let standing = Standing {
            user,
            amr: &pending.amr,
            wanted: pending.wanted(),
            is_trusted,
        };
        policy::missing(db, env, &standing)
    }

    fn sign_in(
        &self,
        db: &Write,
        env: &Env,
        user: &User,
        pending: &Pending,
        id_token: Option<&Secret>,
    ) -> Result<(Session, Secret)> {
        let event = Event {
            operation: "Login",
            subject: format!("{} signed in{}", user.full_name, pending.said),
            user: Some(&user.email),
            ..Event::default()
        };
        let is_known = match pending.is_programs {
            // A program keeps no cookie: it is known by where it is.
            true => activity::has_signed_in_from(db, &user.email, &self.origin.address)?,
            false => self.is_known,
        };
        if !is_known && users::has_signed_in(db, &user.id)? {
            letters::new_device(db, env, user, &self.origin)?;
        }
        activity::log(db, env, &self.origin, &event)?;
        let proof = Proof {
            at: pending.proven_at,
            amr: pending.amr.clone(),
            is_programs: pending.is_programs,
        };
        let begun = sessions::begin(db, env, user, &self.origin, &proof, self.old.as_ref())?;
        if let Some(provider) = &pending.provider {
            upstreams::remember(db, env, &begun.0.id, provider, id_token)?;
        }
        Ok(begun)
    }
}
