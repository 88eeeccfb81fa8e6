//! The authorization response (RFC 6749 §4.1.2): a code or an error for the app, to a place that
//! was checked, or a page where there is none.

use super::pages;
use crate::base::secret::Secret;
use crate::base::{ClientId, Result, redirect_uri};
use crate::diagnostics::Refusal;
use crate::oauth::error::OAuthError;
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::oauth::request::{AuthorizationError, PageRefusal, TrustedRedirect};
use crate::permissions::Door;
use crate::records::access;
use crate::server::App;
use crate::server::refusal;
use crate::web::cookie::{self, Name};
use crate::web::params::with_query;
use crate::web::{Call, Params, answer, csp};
use crate::{sessions, users};
use maud::html;
use poem::Response;

/// Sends an error back to the app (RFC 6749 §4.1.2.1).
pub fn send_error(app: &App, call: &Call, redirect: &TrustedRedirect, error: &OAuthError) -> Result<Response> {
    tracing::info!(
        reference = call.origin.reference,
        error = error.code.name(),
        cause = error.description,
        "an authorization request was refused"
    );
    send(
        app,
        redirect,
        &[("error", error.code.name()), ("error_description", &error.description)],
    )
}

/// Sends the code to the app (RFC 6749 §4.1.2).
pub fn send_code(app: &App, redirect: &TrustedRedirect, code: &Secret) -> Result<Response> {
    send(app, redirect, &[("code", code.reveal())])
}

/// The answer: parameters, then `state` as it was sent, then `iss` (RFC 9207).
fn send(app: &App, redirect: &TrustedRedirect, parameters: &[(&str, &str)]) -> Result<Response> {
    let mut parameters = parameters.to_vec();
    if let Some(state) = redirect.state() {
        parameters.push(("state", state));
    }
    parameters.push(("iss", &app.env.base_url));
    if !redirect.is_form_post() {
        return Ok(answer::see_other(&with_query(redirect.uri(), &parameters)));
    }
    let page = pages::form_post(&app.site()?, redirect, &parameters);
    let mut response = answer::page(200, page);
    let policy = csp::with_form_action(&redirect_uri::csp_source(redirect.uri()));
    answer::set(&mut response, "content-security-policy", &policy);
    Ok(response)
}

/// Answers a request that was not gone on with: with a page, or back at the app.
pub fn refuse(app: &App, call: &Call, params: &Params, error: AuthorizationError) -> Result<Response> {
    let asked = |name: &str| {
        params
            .get(name)
            .map(|value| value.chars().take(2000).collect::<String>())
    };
    let of = refusal::of(app, call);
    let noted = Refusal {
        kind: "Authorization",
        client_id: asked("client_id").map(ClientId::from),
        scopes: asked("scope"),
        ..of
    };
    match error {
        AuthorizationError::Failed(error) => Err(error),
        AuthorizationError::Redirect(redirect, error) => {
            app.refused(Refusal {
                error: error.code.name().into(),
                cause: error.description.clone(),
                status: 303,
                ..noted
            });
            send_error(app, call, &redirect, &error)
        }
        AuthorizationError::Page(refusal) => {
            app.refused(Refusal {
                error: refusal.error.into(),
                cause: refusal.message.english(),
                status: 400,
                redirect_uri: refusal
                    .mismatch
                    .as_ref()
                    .map(|(sent, _)| sent.chars().take(2000).collect()),
                ..noted
            });
            page(app, call, &refusal)
        }
    }
}

/// Whether whoever is at the browser may see clients: what is registered is nobody else's business.
fn looks_after_clients(app: &App, call: &Call) -> Result<bool> {
    let Some(cookie) = cookie::read(&call.headers, &app.env, Name::Session) else {
        return Ok(false);
    };
    app.db.read(|db| {
        let Some((session, user)) = sessions::find(db, &app.env, &cookie)? else {
            return Ok(false);
        };
        let actor = users::actor(db, &user, Door::Session(session.id))?;
        Ok(access::sees(&actor, &OAUTH_CLIENT))
    })
}

fn page(app: &App, call: &Call, refusal: &PageRefusal) -> Result<Response> {
    let reference = &call.origin.reference;
    tracing::info!(
        reference,
        cause = %refusal.message,
        "an authorization request was refused"
    );
    let more = match looks_after_clients(app, call)? {
        true => pages::mismatch(refusal),
        false => html! {},
    };
    let title = "This sign-in cannot go on";
    let page = crate::ui::error_page(&app.site()?, title, &refusal.message, reference, more);
    Ok(answer::page(400, page))
}
