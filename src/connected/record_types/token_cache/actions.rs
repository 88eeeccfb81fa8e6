//! The action on the form of a Token Cache.

use super::record::TokenCaches;
use crate::base::{Error, Seconds};
use crate::connected::refresh;
use crate::connected::tokens::{self, Status};
use crate::records::{Asked, Asking};

/// The action Refresh now.
pub(super) fn refresh_now(asking: Asking<TokenCaches>) -> Asked {
    Box::pin(async move {
        let (world, name) = (asking.world, asking.record.name.clone());
        let before = world.db.read(|db| tokens::get(db, &world.env, &name))?;
        let now = world.env.now();
        match before {
            Some(held) if held.status == Status::ConnectAgain => {
                return Err(refresh::not_good(&world.env, &held, Seconds::ZERO));
            }
            Some(held) if !held.is_renewable() => {
                return Err(Error::invalid(
                    "",
                    "The other side gave no refresh token: connect again to get a new token.",
                ));
            }
            Some(held) if held.is_to_be_left_alone(now) && held.status == Status::Failing => {
                return Err(match held.wait_until {
                    Some(_) => refresh::not_good(&world.env, &held, Seconds::ZERO),
                    None => Error::invalid("", "The other side was asked just now: try again in half a minute."),
                });
            }
            _ => {}
        }
        refresh::renew_now(&world, &name).await;
        let held = world.db.read(|db| tokens::get(db, &world.env, &name))?;
        match held {
            Some(held) if held.status == Status::Connected => Ok(None),
            Some(held) => Err(refresh::not_good(&world.env, &held, Seconds::ZERO)),
            None => Err(Error::NotFound("This connection is over.".into())),
        }
    })
}
