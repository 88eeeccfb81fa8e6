//! The actions on the form of a Connected App.

use super::record::*;
use super::rules::{Apps, redirect_uri};
use crate::base::{Result, text};
use crate::connected::webhook;
use crate::connected::{apps, refresh};
use crate::records::{Acting, Asked, Asking, Input, Outcome, Prepared, Shown, verbs};
use serde_json::Value as Json;

/// The action Connect the site itself.
pub fn connect_service(asking: Asking<Apps>) -> Asked {
    Box::pin(async move {
        let world = asking.world;
        let app = world.db.read(|db| apps::get(db, &world.env, &asking.record.name))?;
        app.check_ready()?;
        refresh::fetch_service_token(&world, &app).await?;
        Ok(None)
    })
}

/// The action Make webhook secret.
pub(super) fn make_webhook_secret(acting: &Acting<Apps>, _: Prepared) -> Result<Outcome> {
    let (env, name) = (acting.env, &acting.record.name);
    let secret = webhook::new_secret(env);
    apps::set_webhook_secret(acting.db, env, name, &secret)?;
    Ok(Outcome {
        message: "The receiver checks webhooks with it (Standard Webhooks, HMAC-SHA-256).".into(),
        shown: vec![Shown {
            name: "webhook_secret",
            label: "Webhook Secret",
            value: secret.reveal().to_owned(),
        }],
        ..Outcome::default()
    })
}

/// The action Forget the client secret.
pub(super) fn forget_secret(acting: &Acting<Apps>, _: Prepared) -> Result<Outcome> {
    let input = Input::default().with(&CLIENT_SECRET, Json::Null);
    verbs::update(acting, &CONNECTED_APP, &acting.record.name, &input, None)?;
    Ok(Outcome::said("The client secret was forgotten."))
}

/// The action Use this site's present address.
pub(super) fn use_new_redirect_uri(acting: &Acting<Apps>, _: Prepared) -> Result<Outcome> {
    let uri = redirect_uri(acting.env, &acting.record.name);
    apps::set_redirect_uri(acting.db, &acting.record.name, &uri)?;
    Ok(Outcome::said(text!("The Redirect URI is now { $uri }", uri = &uri)))
}
