//! What becomes of a request that a proxy asks about.

use super::asked::{ARRIVAL, Asked, FOLDER, SIGN_OUT};
use crate::base::clock::DAY;
use crate::base::{Error, Result, Seconds, random, text};
use crate::forward::passes::{Code, Ticket};
use crate::forward::{self, Application, identity, passes};
use crate::jose::{self, Algorithm};
use crate::server::{App, caller};
use crate::sessions::SignedIn;
use crate::web::cookie::{self, Name};
use crate::web::params::{Params, with_query};
use crate::web::{Call, answer};
use poem::Response;
use poem::http::{HeaderName, HeaderValue};
use std::sync::Arc;

/// How long a browser keeps its mark, and the cookie of a session: that decides itself how long it lasts.
const COOKIE_LIFETIME: Seconds = DAY.times(365);

/// What becomes of it.
pub enum Verdict {
    /// It is open to all.
    Open,
    /// It gets through, with who it is of.
    Through(Arc<Application>, Box<SignedIn>),
    /// Somebody is to sign in first.
    SignIn,
    /// The same, but nobody is there who could.
    Unknown,
    /// Somebody comes back, and goes on to this address.
    Arrival(Code),
    /// Somebody leaves.
    SignOut,
}

impl Verdict {
    /// The verdict, or why it is refused.
    pub fn on(app: &App, call: &Call, asked: &Asked) -> Result<Self> {
        let (env, origin) = (&app.env, &asked.origin);
        if env.is_https() && !origin.is_https {
            return Err(Error::Forbidden(text!(
                "{ $origin } is asked about, which is not https: lead people to https there, and let the proxy say so (X-Forwarded-Proto).",
                origin = origin.to_string()
            )));
        }
        let Some(application) = app.db.read(|db| forward::at(db, origin))? else {
            return Err(Error::Forbidden(text!(
                "No Protected Application is at { $host }: record one on this site, or correct its hosts.",
                host = &origin.host
            )));
        };
        let [session, mark] =
            [Name::Application, Name::ApplicationMark].map(|name| cookie::read(&call.headers, env, name));
        if asked.is_ours || (asked.address.starts_with(FOLDER) && !asked.by_status) {
            return Ok(own_page(app, asked, mark.as_deref()));
        }
        if application.opens(&asked.address) {
            return Ok(Verdict::Open);
        }
        let session = session.and_then(|cookie| passes::session(env, origin, &cookie));
        let signed_in = match session {
            None => None,
            Some(session) => app.db.read(|db| forward::signed_in(db, env, &session))?,
        };
        match signed_in {
            Some(signed_in) if application.admits(&signed_in.user) => {
                Ok(Verdict::Through(application, Box::new(signed_in)))
            }
            // Whoever waits for a page reads it here, where it is a whole page.
            Some(_) if asked.is_page => Ok(Verdict::SignIn),
            Some(signed_in) => Err(refused(&application, &signed_in)),
            None if asked.is_page => Ok(Verdict::SignIn),
            None => Ok(Verdict::Unknown),
        }
    }

    /// As the proxy takes it.
    pub async fn answer(self, app: &App, call: &Call, asked: &Asked) -> Result<Response> {
        match self {
            Verdict::Open => Ok(through(identity::headers(None, None))),
            Verdict::Unknown => Ok(answer::text(
                401,
                "Sign in first: open this application in a browser.\n",
            )),
            Verdict::SignIn => Ok(to_sign_in(app, call, asked)),
            Verdict::Through(application, signed_in) => {
                caller::note_use(app, &signed_in).await;
                let token = match application.send_jwt {
                    true => {
                        let signer = app.keys.signer(&app.db, &app.env, Algorithm::ES256).await?;
                        let claims = identity::claims(&app.env, &asked.origin, &signed_in);
                        Some(jose::sign(&signer, TOKEN_TYPE, &claims)?)
                    }
                    false => None,
                };
                let told = Some((&*application, &signed_in.user));
                Ok(through(identity::headers(told, token.as_deref())))
            }
            Verdict::Arrival(code) => {
                let cookie = passes::cookie(&app.env, &asked.origin, &code.session);
                let mut response = answer::see_other(&format!("{}{}", asked.origin, code.address));
                answer::add_cookie(
                    &mut response,
                    &cookie::set(&app.env, Name::Application, &cookie, COOKIE_LIFETIME),
                );
                Ok(response)
            }
            Verdict::SignOut => {
                let mut response = answer::see_other(&app.env.url("/logout"));
                for name in [Name::Application, Name::ApplicationMark] {
                    answer::add_cookie(&mut response, &cookie::clear(&app.env, name));
                }
                Ok(response)
            }
        }
    }
}

/// The token's type: it is taken for no ID token (RFC 8725 §3.11).
const TOKEN_TYPE: &str = "frontdesk+jwt";

/// Why somebody who is signed in does not get through.
pub fn refused(application: &Application, signed_in: &SignedIn) -> Error {
    Error::Forbidden(text!(
        "{ $email } may not use { $application }. Whoever manages this site decides it (Who May Use It).",
        email = &signed_in.user.email,
        application = &application.title
    ))
}

/// What is ours at an application's host. Whoever comes with a code that is none goes to sign in anew.
fn own_page(app: &App, asked: &Asked, mark: Option<&str>) -> Verdict {
    let (path, query) = asked.address.split_once('?').unwrap_or((&asked.address, ""));
    match path {
        SIGN_OUT => Verdict::SignOut,
        ARRIVAL => {
            let said = Params::parse(query.as_bytes());
            let code = mark.and_then(|mark| Code::open(&app.env, &asked.origin, said.text("code"), mark));
            code.map_or(Verdict::SignIn, Verdict::Arrival)
        }
        _ => Verdict::SignIn,
    }
}

/// To the page here, with a mark of the browser by which it is known when it comes back.
fn to_sign_in(app: &App, call: &Call, asked: &Asked) -> Response {
    let env = &app.env;
    let known = cookie::read(&call.headers, env, Name::ApplicationMark);
    let mark = known.unwrap_or_else(|| random::name(&*env.random, 24));
    let is_ours = asked.address.starts_with(FOLDER);
    let address = if is_ours { "/" } else { &asked.address };
    let ticket = Ticket::new(env, &asked.origin, address, &mark).seal(env);
    let mut response = answer::see_other(&env.url(&with_query("/auth/sign-in", &[("ticket", &ticket)])));
    // nginx takes 401 alone for this; the lines for it lead on to where the answer says.
    if asked.by_status {
        response.set_status(poem::http::StatusCode::UNAUTHORIZED);
    }
    answer::add_cookie(
        &mut response,
        &cookie::set(env, Name::ApplicationMark, &mark, COOKIE_LIFETIME),
    );
    response
}

/// It gets through. All headers are said, also those that say nothing.
fn through(headers: Vec<(&'static str, String)>) -> Response {
    let mut response = answer::text(200, "");
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
