//! A sign-in that is under way: what is still asked, and what is answered.

use super::{Arrival, Arrived, Cookies, second, signed_in, still};
use crate::base::clock::DAY;
use crate::base::secret::Secret;
use crate::base::{Error, Result, Seconds};
use crate::factors::pending::{self, Pending};
use crate::factors::policy::{self, Missing};
use crate::factors::{devices, totp};
use crate::server::{App, ReturnTo, session};
use crate::sessions::Strength;
use crate::users::{self, User};
use crate::web::Call;
use crate::web::cookie::{self, Name};
use crate::web::limits::Limited;

/// A sign-in under way, as its browser shows it.
#[derive(Clone)]
pub struct Underway {
    pub cookie: String,
    pub pending: Pending,
    pub user: User,
    pub missing: Missing,
    /// How long this browser can be trusted, if at all.
    pub trust: Option<Seconds>,
}

/// The sign-in that this browser has under way.
pub async fn underway(app: &App, call: &Call) -> Result<Option<Underway>> {
    match cookie::read(&call.headers, &app.env, Name::Pending) {
        Some(cookie) => of_cookie(app, call, cookie).await,
        None => Ok(None),
    }
}

/// The same by the value of the cookie.
pub async fn of_cookie(app: &App, call: &Call, cookie: String) -> Result<Option<Underway>> {
    let env = app.env.clone();
    // What is made up costs no write.
    if app.db.read(|db| pending::find(db, &env, &cookie))?.is_none() {
        return Ok(None);
    }
    let arrival = Arrival::of(app, call).await?;
    app.db
        .write(move |db| {
            let Some(pending) = pending::find(db, &env, &cookie)? else {
                return Ok(None);
            };
            let Some(user) = users::by_id(db, &pending.user_id)?.filter(|user| user.enabled) else {
                return Ok(None);
            };
            Ok(Some(Underway {
                missing: arrival.missing(db, &env, &user, &pending)?,
                trust: match pending.wanted() {
                    Strength::One => policy::trust_lifetime(db, &env, &user)?,
                    _ => None,
                },
                cookie,
                pending,
                user,
            }))
        })
        .await
}

/// What somebody answers who is asked for more.
#[derive(Clone)]
pub enum Answer {
    /// A code of the app, or a recovery code.
    Code(String),
    /// A passkey: what the page kept, and what the browser says.
    Passkey(String, String),
    /// A code of an app that is being set up.
    NewTotp(String),
    /// A passkey that was just made, and its name.
    NewPasskey(String, String, String),
    /// The hash of a new password.
    NewPassword(String),
    /// Not now.
    Later,
}

/// How far an answer leads.
pub struct Onward {
    pub arrived: Arrived,
    pub cookies: Cookies,
    pub place: ReturnTo,
    /// Recovery codes that were just made.
    pub codes: Vec<String>,
}

/// Takes an answer. `Error::Invalid`: it was wrong, and can be given again.
pub async fn answer(app: &App, call: &Call, underway: &Underway, answer: Answer, trusts: bool) -> Result<Onward> {
    let mut arrival = Arrival::of(app, call).await?;
    arrival.is_known = session::is_known_device(app, call, &underway.user)?;
    // R25, A63: a code is guessed at no more than a password is.
    let kind = match arrival.is_known {
        true => Limited::KnownFactor,
        false => Limited::Factor,
    };
    let attempt = app.limits.attempt(kind, call.origin.address, &underway.user.email)?;
    let (env, asked) = (app.env.clone(), underway.clone());
    let done = app
        .db
        .write(move |db| {
            // It may have been answered, or ended, a moment ago.
            let pending = pending::find(db, &env, &asked.cookie)?.ok_or_else(over)?;
            let asked = Underway {
                user: still(db, &asked.user, false)?,
                ..asked
            };
            let missing = arrival.missing(db, &env, &asked.user, &pending)?;
            let (amr, codes) = second::given(db, &env, &arrival.origin, &asked, missing, &answer)?;
            let pending = Pending { amr, ..pending };
            let asked = Underway {
                user: still(db, &asked.user, false)?,
                ..asked
            };
            let stands = arrival.missing(db, &env, &asked.user, &pending)?;
            let is_later = matches!(
                (&answer, stands),
                (Answer::Later, Missing::SetUp { until: Some(_), .. })
            );
            if stands != Missing::Nothing && !is_later {
                pending::goes_on(db, &asked.cookie, &pending)?;
                return Ok((Err(stands), codes, None));
            }
            let id_token = pending::id_token(&env, &asked.cookie, &pending)?;
            pending::end(db, &asked.cookie)?;
            let trusted = match asked
                .trust
                .filter(|_| trusts && Strength::of(&pending.amr) > Strength::One)
            {
                Some(lifetime) => Some(devices::trust(db, &env, &asked.user.id, &arrival.origin, lifetime)?),
                None => None,
            };
            let begun = arrival.sign_in(db, &env, &asked.user, &pending, id_token.as_ref())?;
            Ok((Ok(begun), codes, trusted))
        })
        .await;
    if !matches!(done, Err(Error::Invalid(_))) {
        attempt.succeeded();
    } else {
        session::failed(app, call, &underway.user.email, "wrong second factor").await?;
    }
    let place = ReturnTo::from_login_page(app.registry, &underway.pending.place);
    let (begun, codes, trusted) = done?;
    let (session, secret) = match begun {
        Ok(begun) => begun,
        Err(missing) => {
            return Ok(Onward {
                arrived: Arrived::Underway(Secret::of(&underway.cookie), missing),
                cookies: Vec::new(),
                place,
                codes,
            });
        }
    };
    let mut cookies = signed_in(app, &underway.user, &secret, underway.pending.is_programs)?;
    cookies.push(cookie::clear(&app.env, Name::Pending));
    if let Some(trusted) = trusted {
        cookies.push(cookie::set(&app.env, Name::Trusted, trusted.reveal(), DAY.times(365)));
    }
    Ok(Onward {
        arrived: Arrived::In(session),
        cookies,
        place,
        codes,
    })
}

/// Nothing is under way.
pub fn over() -> Error {
    Error::Forbidden("This sign-in took too long, or is done. Sign in again.".into())
}

/// The secret for the app that is being set up, made at the first look.
pub async fn totp_secret(app: &App, underway: &Underway) -> Result<Secret> {
    if let Some(secret) = pending::totp_secret(&app.env, &underway.cookie, &underway.pending)? {
        return Ok(secret);
    }
    let (env, cookie) = (app.env.clone(), underway.cookie.clone());
    app.db
        .write(move |db| pending::make_totp_secret(db, &env, &cookie))
        .await
}

/// What an app reads from the QR code.
pub fn totp_address(app: &App, user: &User, secret: &Secret) -> Result<String> {
    Ok(totp::address(&app.site()?.name, &user.email, secret))
}
