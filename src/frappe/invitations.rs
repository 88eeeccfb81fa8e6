//! Several people are invited at once, over REST.

use crate::base::{Error, Result};
use crate::people::NewUser;
use crate::people::invitations::{self, Became};
use crate::people::record::USER;
use crate::permissions::Verb;
use crate::records::access;
use crate::server::{App, api, caller};
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// POST `frontdesk.user.invite`: `people`, a list as text; `roles`, names as JSON or separated by commas
#[handler]
pub async fn invite(app: Data<&Arc<App>>, call: Call) -> Response {
    match run(&app, &call).await {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(&app, &call, &error),
    }
}

/// A session needs its CSRF token: [`caller::changing_actor`] sees to it.
impl Guarded for invite {}

async fn run(app: &App, call: &Call) -> Result<Json> {
    let actor = caller::changing_actor(app, call).await?;
    access::reach(&actor, &USER, Verb::Create)?;
    let params = call.merged()?;
    let people = match params.get("people") {
        Some(people) => invitations::read(people)?,
        None => {
            return Err(Error::invalid(
                "people",
                "people is needed: emails, one a line, or CSV.",
            ));
        }
    };
    let roles = match serde_json::from_str::<Vec<String>>(params.text("roles")) {
        Ok(roles) => roles,
        Err(_) => params
            .text("roles")
            .split(',')
            .map(|role| role.trim().to_owned())
            .collect(),
    };
    let roles: Vec<String> = roles.into_iter().filter(|role| !role.is_empty()).collect();
    let done = invitations::invite_all(&app.world(), &app.caller(&actor), people, &roles).await?;
    Ok(done.iter().map(described).collect())
}

/// What became of one of them.
pub fn described((new, became): &(NewUser, Became)) -> Json {
    let email = &new.email;
    match became {
        Became::Mailed => json!({ "email": email, "status": "Invited", "mailed": true }),
        Became::Link(link) => json!({ "email": email, "status": "Invited", "mailed": false, "link": link }),
        Became::Known => json!({ "email": email, "status": "Has an Account" }),
        Became::Refused(why) => json!({ "email": email, "status": "Refused", "reason": why.english() }),
    }
}
