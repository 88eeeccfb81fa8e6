//! The actions of the forms that renew tokens.

use super::renew::{When, renew};
use super::{not_good, service};
use crate::base::Error;
use crate::connected::apps;
use crate::connected::apps::rules::Apps;
use crate::connected::tokens::record::TokenCaches;
use crate::connected::tokens::{self, Status};
use crate::records::{Asked, Asking};

/// The action Connect the site itself.
pub fn connect_service(asking: Asking<Apps>) -> Asked {
    Box::pin(async move {
        let world = asking.world;
        let app = world.db.read(|db| apps::get(db, &world.env, &asking.record.name))?;
        app.check_ready()?;
        service::fetch(&world, &app).await?;
        Ok(None)
    })
}

/// The action Refresh now.
pub fn refresh_now(asking: Asking<TokenCaches>) -> Asked {
    Box::pin(async move {
        let (world, name) = (asking.world, asking.record.name.clone());
        let before = world.db.read(|db| tokens::get(db, &world.env, &name))?;
        let now = world.env.now();
        match before {
            Some(held) if held.status == Status::ConnectAgain => return Err(not_good(&world.env, &held, 0)),
            Some(held) if !held.is_renewable() => {
                return Err(Error::invalid(
                    "",
                    "The other side gave no refresh token: connect again to get a new token.",
                ));
            }
            Some(held) if held.was_asked_just_now(now) && held.status == Status::Failing => {
                return Err(Error::invalid(
                    "",
                    "The other side was asked just now: try again in half a minute.",
                ));
            }
            _ => {}
        }
        renew(&world, &name, When::Now).await;
        let held = world.db.read(|db| tokens::get(db, &world.env, &name))?;
        match held {
            Some(held) if held.status == Status::Connected => Ok(None),
            Some(held) => Err(not_good(&world.env, &held, 0)),
            None => Err(Error::NotFound("This connection is over.".into())),
        }
    })
}
