//! Signing out: from our own pages, and as apps ask for it (OpenID Connect RP-Initiated Logout).

use super::caller::{self, SignedIn};
use super::views;
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::{Env, Result, redirect_uri};
use crate::desk::error_page;
use crate::oauth::logout;
use crate::sessions;
use crate::social::upstreams;
use crate::web::cookie::{self, Name};
use crate::web::{Call, answer, csp};
use poem::http::Method;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET and POST `/logout`, which is the `end_session_endpoint`, too.
#[handler]
pub async fn sign_out(app: Data<&Arc<App>>, call: Call) -> Response {
    match run(&app, &call).await {
        Ok(response) => response,
        Err(error) => error_page(&app, &call, &error),
    }
}

async fn run(app: &App, call: &Call) -> Result<Response> {
    let params = match call.method {
        Method::POST => call.form(),
        _ => call.query.clone(),
    };
    let signed_in = caller::signed_in(app, call).await?;
    let onward = logout::check(app, &params)?;
    let Some(signed_in) = signed_in else {
        return onward.finish(app, None);
    };
    let is_ours =
        call.method == Method::POST && caller::check_session_csrf(app, call, &signed_in.session.id, &params).is_ok();
    if !is_ours && !onward.names(&signed_in) {
        let csrf = caller::session_csrf(app, &signed_in.session);
        let site = app.site_name()?;
        let page = views::confirm_sign_out(&site, &signed_in.user.email, &csrf, &onward.fields());
        let mut response = answer::page(200, page);
        if let Some(address) = &onward.redirect {
            let policy = csp::with_form_action(&redirect_uri::csp_sources_onward(address));
            answer::set(&mut response, "content-security-policy", &policy);
        }
        return Ok(response);
    }
    let there = app
        .db
        .read(|db| upstreams::sign_out(db, &app.env, &signed_in.session.id))?;
    end_session(app, call, &signed_in).await?;
    let mut response = onward.finish(app, there.as_ref())?;
    clear_cookies(&app.env, &mut response);
    Ok(response)
}

/// Ends a session.
pub async fn end_session(app: &App, call: &Call, signed_in: &SignedIn) -> Result<()> {
    let (env, origin, signed_in) = (app.env.clone(), call.from(), signed_in.clone());
    app.db
        .write(move |db| {
            let event = Event {
                operation: "Logout",
                subject: format!("{} signed out", signed_in.user.full_name),
                user: Some(&signed_in.user.email),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            sessions::end(db, &env, &signed_in.session.id)
        })
        .await
}

/// Removes the session's cookie.
pub fn clear_cookies(env: &Env, response: &mut Response) {
    answer::add_cookie(response, &cookie::clear(env, Name::Session));
}
