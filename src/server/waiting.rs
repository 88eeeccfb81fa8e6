//! The app that waits for whoever signs in: its name, and where a form of ours may lead because of it.

use super::{App, ReturnTo, ticket};
use crate::base::{Result, redirect_uri};
use crate::forward;
use crate::forward::passes::Ticket;
use crate::oauth::clients;
use crate::web::{Call, answer, csp};
use poem::Response;

/// An app that waits.
pub struct Waiting {
    pub app_name: Option<String>,
    /// Whom it expects.
    pub login_hint: Option<String>,
    address: String,
}

impl Waiting {
    /// The app behind a place, if one is. An authorization request that is not open any more is an error.
    pub fn at(app: &App, call: &Call, place: &ReturnTo) -> Result<Option<Self>> {
        app.db.read(|db| match place {
            ReturnTo::Ticket(id) => {
                let ticket = ticket::find(db, app, call, id)?;
                let client = clients::get(db, &ticket.client_id)?;
                Ok(Some(Waiting {
                    app_name: client.map(|client| client.app_name.clone()),
                    login_hint: ticket.request.login_hint.clone(),
                    address: ticket.request.redirect_uri.clone(),
                }))
            }
            ReturnTo::Application(ticket) => {
                let Some(origin) = Ticket::open(&app.env, ticket).and_then(|ticket| ticket.origin()) else {
                    return Ok(None);
                };
                let application = forward::at(db, &origin)?;
                Ok(application.map(|application| Waiting {
                    app_name: Some(application.title.clone()),
                    login_hint: None,
                    address: origin.to_string(),
                }))
            }
            _ => Ok(None),
        })
    }

    /// Without a question in between, a form of this page leads straight back to the app.
    pub fn admit(&self, response: &mut Response) {
        let policy = csp::with_form_action(&redirect_uri::csp_sources_onward(&self.address));
        answer::set(response, "content-security-policy", &policy);
    }
}
