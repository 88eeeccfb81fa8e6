//! The page that asks for consent, or says that somebody is not admitted.

use super::pages;
use crate::base::{Result, redirect_uri};
use crate::oauth::clients::Client;
use crate::oauth::request::TrustedRedirect;
use crate::oauth::tickets::Ticket;
use crate::oauth::{resources, scopes};
use crate::server::{App, caller};
use crate::sessions::SignedIn;
use crate::web::{Call, answer, csp};
use poem::Response;

/// What waits for the user's word: a request of this client, to be answered there.
pub struct Asked<'a> {
    pub ticket: &'a Ticket,
    pub client: &'a Client,
    pub redirect: &'a TrustedRedirect,
}

/// Shows it; where the user may not allow it, says so.
pub fn show(app: &App, call: &Call, asked: &Asked, signed_in: &SignedIn, may_allow: bool) -> Result<Response> {
    let Asked {
        ticket,
        client,
        redirect,
    } = *asked;
    let (scopes, withheld) = app.db.read(|db| {
        let asked = ticket.request.consent();
        let granted = scopes::grantable(db, &asked, &signed_in.user.roles)?;
        let withheld = asked.without(&granted);
        let describe = |scopes| scopes::describe_for(db, scopes, client.frappe_openid);
        Ok((describe(&granted)?, describe(&withheld)?))
    })?;
    let named = app.db.read(|db| {
        let name = |uri: &String| {
            Ok(resources::at(db, uri)?.map_or_else(|| uri.clone(), |own| format!("{} ({uri})", own.title)))
        };
        ticket
            .request
            .resources
            .iter()
            .map(name)
            .collect::<Result<Vec<String>>>()
    })?;
    let shown = pages::Consent {
        resources: &named,
        scopes: &scopes,
        withheld: &withheld,
        reference: &call.origin.reference,
        site: &app.site()?,
        client,
        ticket,
        user: &signed_in.user,
        csrf: &caller::session_csrf(app, &signed_in.session),
    };
    let mut response = match may_allow {
        true => answer::page(200, pages::consent(&shown)),
        false => answer::page(403, pages::not_admitted(&shown)),
    };
    let policy = csp::with_form_action(&redirect_uri::csp_sources_onward(redirect.uri()));
    answer::set(&mut response, "content-security-policy", &policy);
    Ok(response)
}
