//! The page here that people come by on their way to a protected application.

use super::ARRIVAL;
use super::verdict::refused;
use crate::activity::{self, Event};
use crate::base::{Error, Result};
use crate::forward::hosts::Origin;
use crate::forward::passes::Ticket;
use crate::forward::{self, Application};
use crate::server::{App, ReturnTo, error_page, framed_error, page};
use crate::web::params::with_query;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/auth/sign-in?ticket=…`: whoever is signed in and may goes back to the application, with a code for their browser.
#[handler]
pub async fn sign_in(app: Data<&Arc<App>>, call: Call) -> Response {
    let answered = match page::visitor(&app, &call).await {
        Ok(Some(visitor)) => match back(&app, &call, &visitor).await {
            Err(error) => framed_error(&app, &call, &visitor, &error),
            done => done,
        },
        Ok(None) => to_login(&app, &call),
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|error| error_page(&app, &call, &error))
}

fn to_login(app: &App, call: &Call) -> Result<Response> {
    asked(app, call)?;
    let place = ReturnTo::Application(call.query.text("ticket").to_owned());
    Ok(answer::see_other(&place.login_page()))
}

async fn back(app: &App, call: &Call, visitor: &page::Visitor) -> Result<Response> {
    let (ticket, origin, application) = asked(app, call)?;
    let signed_in = &visitor.signed_in;
    if !application.admits(&signed_in.user) {
        return Err(refused(&application, signed_in));
    }
    let (env, from, user) = (app.env.clone(), call.from(), signed_in.user.clone());
    let noted = Arc::clone(&application);
    app.db
        .write(move |db| {
            let event = Event {
                operation: "Grant",
                subject: format!("{} signed in to {}", user.full_name, noted.title),
                user: Some(&user.email),
                record: Some(("Protected Application", &noted.name)),
                ..Event::default()
            };
            activity::log(db, &env, &from, &event)
        })
        .await?;
    let code = ticket.code(&app.env, &origin, &signed_in.session.id);
    let arrival = format!("{origin}{}", with_query(ARRIVAL, &[("code", &code)]));
    Ok(answer::see_other(&arrival))
}

/// What a ticket asks for. An application that is no more leads nowhere.
fn asked(app: &App, call: &Call) -> Result<(Ticket, Origin, Arc<Application>)> {
    let ticket = Ticket::open(&app.env, call.query.text("ticket"));
    let origin = ticket.as_ref().and_then(Ticket::origin);
    let (Some(ticket), Some(origin)) = (ticket, origin) else {
        return Err(Error::NotFound(
            "This way to sign in is not open any more: open the application again.".into(),
        ));
    };
    let application = app.db.read(|db| forward::at(db, &origin))?;
    let application = application
        .ok_or_else(|| Error::NotFound("The application that you come from is not here any more.".into()))?;
    Ok((ticket, origin, application))
}
