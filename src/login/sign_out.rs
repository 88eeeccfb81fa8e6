//! Signing out: from our own pages, and as apps ask for it (OpenID Connect RP-Initiated Logout).

use super::{logout, views};
use crate::base::{Result, redirect_uri};
use crate::server::error_page_with;
use crate::server::{App, caller, kept, session};
use crate::social::upstreams;
use crate::ui::text::t;
use crate::web::{Call, Guarded, answer, csp};
use maud::html;
use poem::http::Method;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET and POST `/logout`, which is the `end_session_endpoint`, too.
#[handler]
pub async fn sign_out(app: Data<&Arc<App>>, call: Call) -> Response {
    match run(&app, &call).await {
        Ok(response) => response,
        Err(error) => error_page_with(&app, &call, &error, || {
            // Whoever wants to sign out can, whatever the app asked for.
            html! { p { a.button href="/logout" id="sign-out-here" { (t("Sign out here")) } } }
        }),
    }
}

/// Apps send people here by POST, too (OpenID Connect RP-Initiated Logout 1.0 §2): without our token
/// they are asked first.
impl Guarded for sign_out {}

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
    let is_ours = call.method == Method::POST && caller::session_form(app, call, &signed_in.session.id).is_ok();
    if !is_ours && !onward.names(&signed_in) {
        let csrf = caller::session_csrf(app, &signed_in.session);
        let site = app.site()?;
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
    session::end_session(app, call, &signed_in).await?;
    let mut response = onward.finish(app, there.as_ref())?;
    session::clear_cookies(&app.env, &mut response);
    kept::forget(app, &mut response);
    Ok(response)
}
