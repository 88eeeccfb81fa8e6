//! The second step of a sign-in: another factor is given, or set up.

use super::second_views::{self as views, Choice};
use super::{explained, with_form};
use crate::base::{Error, FieldErrors, Result, Text};
use crate::factors::policy::Missing;
use crate::factors::{self, passkeys};
use crate::server::arrival::{self, Answer, Arrived, Underway};
use crate::server::waiting::Waiting;
use crate::server::{App, ReturnTo, caller, error_page, passwords};
use crate::system;
use crate::web::{Call, Form, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/second`
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    let page = open(&app, &call).await;
    page.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/second`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = take(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

async fn open(app: &App, call: &Call) -> Result<Response> {
    match arrival::underway(app, call).await? {
        Some(underway) => {
            let (choice, errors) = (choice(app, &underway).await?, FieldErrors::default());
            page(app, call, &underway, &choice, &errors, None, 200)
        }
        None => Ok(answer::see_other(&ReturnTo::Home.login_page())),
    }
}

async fn take(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let Some(underway) = arrival::underway(app, call).await? else {
        return Err(arrival::over());
    };
    let trusts = form.get("trust").is_some();
    let done = match given(app, &underway, &form).await {
        Ok(given) => arrival::answer(app, call, &underway, given, trusts).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(onward) => {
            let address = match onward.arrived {
                Arrived::In(_) => app.onward(&onward.place),
                Arrived::Underway(..) => arrival::SECOND_STEP.to_owned(),
            };
            let response = match onward.codes.is_empty() {
                true => answer::see_other(&address),
                false => answer::page(200, views::codes(&app.site()?, &onward.codes, &address)),
            };
            Ok(arrival::with_cookies(response, onward.cookies))
        }
        Err(Error::Invalid(errors)) => {
            let choice = choice(app, &underway).await?;
            page(app, call, &underway, &choice, &errors, None, 422)
        }
        Err(error) => {
            let choice = choice(app, &underway).await?;
            explained(error, |mistake, status| {
                let errors = FieldErrors::default();
                page(app, call, &underway, &choice, &errors, Some(mistake), status)
            })
        }
    }
}

async fn given(app: &App, underway: &Underway, form: &Form) -> Result<Answer> {
    let text = |name: &str| form.text(name).to_owned();
    Ok(match form.text("way") {
        "new-password" if underway.missing == Missing::NewPassword => {
            let (user, password) = (&underway.user, form.text("password"));
            passwords::check_password_of(app, user, password, "password").await?;
            if app.hasher.verify(password, user.password_hash.as_deref()).await? {
                return Err(Error::invalid(
                    "password",
                    "This is the password that you have. Choose another one.",
                ));
            }
            Answer::NewPassword(app.hasher.hash(&app.env, password).await?)
        }
        "passkey" => Answer::Passkey(text("state"), text("answer")),
        "new-app" => Answer::NewTotp(text("code")),
        "new-passkey" => Answer::NewPasskey(text("state"), text("answer"), text("label")),
        "later" => Answer::Later,
        _ => Answer::Code(text("code")),
    })
}

/// What can be done.
async fn choice(app: &App, underway: &Underway) -> Result<Choice> {
    let user = &underway.user;
    let (has, allowed) = app.db.read(|db| {
        let allowed = passkeys::are_taken(&app.env, &system::settings(db)?);
        Ok((factors::of_user(db, &user.id)?, allowed))
    })?;
    Ok(match underway.missing {
        Missing::Nothing => Choice::Nothing,
        Missing::NewPassword => Choice::NewPassword {
            least: passwords::rules(app, &user.roles)?.length,
        },
        Missing::Factor { only_passkey } => Choice::Give {
            passkey: match has.passkeys > 0 && passkeys::are_possible(&app.env) {
                true => Some(app.db.read(|db| passkeys::begin_second(db, &app.env, &user.id))?),
                false => None,
            },
            has_app: has.has_totp,
            only_passkey,
            trust: underway.trust,
        },
        Missing::SetUp { only_passkey, until } => {
            let secret = arrival::totp_secret(app, underway).await?;
            Choice::SetUp {
                passkey: match allowed {
                    true => Some(app.db.read(|db| passkeys::begin_registration(db, &app.env, user))?),
                    false => None,
                },
                address: arrival::totp_address(app, user, &secret)?,
                secret,
                only_passkey,
                until,
            }
        }
    })
}

fn page(
    app: &App,
    call: &Call,
    underway: &Underway,
    choice: &Choice,
    errors: &FieldErrors,
    mistake: Option<&Text>,
    status: u16,
) -> Result<Response> {
    let site = app.site()?;
    let place = ReturnTo::from_login_page(app.registry, &underway.pending.place);
    let elsewhere = place.login_page_to_choose();
    let mut response = with_form(app, call, status, |csrf| {
        views::second(&site, &underway.user.email, choice, errors, mistake, csrf, &elsewhere)
    });
    if let Ok(Some(waiting)) = Waiting::at(app, call, &place) {
        waiting.admit(&mut response);
    }
    Ok(response)
}
