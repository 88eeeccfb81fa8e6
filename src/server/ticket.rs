//! An authorization request, as its browser keeps it until somebody decides: sealed, in a cookie of its own.

use super::App;
use crate::base::{Result, Seconds, TicketId};
use crate::db::Read;
use crate::oauth::tickets::{self, Ticket};
use crate::ui::reader::wish;
use crate::web::cookie::{self, Name};
use crate::web::limits::Limited;
use crate::web::{Call, answer};
use poem::Response;

/// The longest value that browsers keep (RFC 6265 §6.1: 4096 bytes, with name and attributes).
const LONGEST: usize = 3500;
/// What all requests that one browser keeps may have together: a tab each, and no more than a proxy takes of a line of
/// headers (nginx: 8 KB).
const BUDGET: usize = 4000;

/// The request of this id.
pub fn find(db: &Read, app: &App, call: &Call, id: &TicketId) -> Result<Ticket> {
    let browser = cookie::read(&call.headers, &app.env, Name::Browser);
    let sealed = cookie::read_named(&call.headers, &cookie::ticket_name(&app.env, id.as_str()));
    let ticket = tickets::find(db, &app.env, browser.as_deref(), id, sealed.as_deref())?;
    if let Some(language) = ticket.request.language {
        wish(language);
    }
    Ok(ticket)
}

/// Lets the browser keep a request. One that is too long for that is stored, so many of them from one address.
pub async fn hold(app: &App, call: &Call, ticket: &Ticket, response: &mut Response) -> Result<()> {
    let sealed = tickets::seal(&app.env, ticket)?;
    if sealed.len() > LONGEST {
        app.limits.failed(Limited::Begin, call.origin.address, "")?;
        let ticket = ticket.clone();
        return app.db.write(move |db| tickets::keep_long(db, &ticket)).await;
    }
    let held = cookie::tickets(&call.headers, &app.env);
    let mut length: usize = sealed.len() + held.iter().map(|(_, length)| length).sum::<usize>();
    for (oldest, freed) in &held {
        if length <= BUDGET {
            break;
        }
        set(app, oldest, "", Seconds::ZERO, response);
        length -= freed;
    }
    set(app, ticket.id.as_str(), &sealed, tickets::LIFETIME, response);
    Ok(())
}

/// Lets the browser forget a request that was decided.
pub fn release(app: &App, ticket: &Ticket, response: &mut Response) {
    set(app, ticket.id.as_str(), "", Seconds::ZERO, response);
}

fn set(app: &App, id: &str, value: &str, max_age: Seconds, response: &mut Response) {
    let name = cookie::ticket_name(&app.env, id);
    answer::add_cookie(response, &cookie::set_named(&app.env, &name, value, max_age));
}
