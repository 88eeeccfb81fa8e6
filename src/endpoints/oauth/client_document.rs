//! Apps whose id is the address of a document: it is fetched when somebody comes from one, and kept for a while.

use crate::base::{ClientId, Error, Result};
use crate::oauth::clients;
use crate::oauth::error::OAuthError;
use crate::oauth::registration::document;
use crate::oauth::settings;
use crate::outbound::Request;
use crate::permissions::Actor;
use crate::server::App;
use crate::web::Call;
use crate::web::limits::Limited;

/// Sees to it that the app of this id is known, if its id is such an address. What is wrong with its document is told to
/// whoever is at the browser; one that was good before stays good while its server does not answer.
pub async fn look_up(app: &App, call: &Call, id: &str) -> Result<()> {
    if !document::is_address(id) {
        return Ok(());
    }
    let client_id = ClientId::from(id);
    let policy = app.db.read(settings::registration)?;
    let known = app.db.read(|db| clients::get(db, &client_id))?;
    if !document::is_admitted(&policy, id) {
        return match known.is_some_and(|client| document::is_of_document(&client)) {
            true => Err(Error::NotFound(
                "Apps that are known by a document at this address are not let in here any more.".into(),
            )),
            false => Ok(()),
        };
    }
    let Some(client) = known else {
        app.limits.failed(Limited::Register, call.origin.address, "")?;
        return fetch(app, call, &client_id).await;
    };
    if !client.enabled || document::is_fresh(&app.env, &client) {
        return Ok(());
    }
    if let Err(error) = fetch(app, call, &client_id).await {
        tracing::info!(client_id = id, %error, "a metadata document could not be read anew");
        let env = app.env.clone();
        app.db.write(move |db| document::postpone(db, &env, &client_id)).await?;
    }
    Ok(())
}

async fn fetch(app: &App, call: &Call, id: &ClientId) -> Result<()> {
    let refused = |why: String| {
        Error::Upstream(crate::base::text!(
            "The app at { $address } could not be looked up: { $why }",
            address = id.as_str(),
            why = crate::base::Text::verbatim(why)
        ))
    };
    let response = app.outbound.send(Request::get(id.as_str())).await;
    let response = response.map_err(|failure| refused(failure.text.english()))?;
    if response.status != 200 || response.body.len() > document::LONGEST {
        return Err(refused(format!(
            "its document could not be read ({}).",
            response.describe()
        )));
    }
    let described = document::read(id.as_str(), &response.body).map_err(|error| refused(error.description))?;
    let lifetime = document::lifetime(&response.cache_control);
    let policy = app.db.read(settings::registration)?;
    let caller = app.caller(&Actor::program(call.from()));
    let kept = id.clone();
    let stored = app
        .db
        .transact(move |db| document::keep(&caller.writing(db), &policy, &kept, &described, lifetime))
        .await;
    stored.map_err(|rejection| refused(OAuthError::from(rejection).description))
}
