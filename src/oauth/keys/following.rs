//! New signing keys that follow old ones by themselves.

use super::{make_aside, published, rotate};
use crate::activity::{self, Event};
use crate::base::clock::DAY;
use crate::base::{Env, Origin, Result, Seconds};
use crate::db::Db;
use crate::jose::Algorithm;

/// How long they are published before they sign: some keep keys for longer than they are told.
const AHEAD_BY_ITSELF: Seconds = DAY;

/// Makes keys that follow those of this age by themselves, with a log entry; says whether it did.
pub async fn follow(db: &Db, env: &Env, age: Seconds) -> Result<bool> {
    let newest = db.read(|db| published(db, Seconds(i64::MAX)))?;
    let is_old = |algorithm: &Algorithm| {
        let own = newest.iter().filter(|key| key.algorithm == *algorithm);
        own.map(|key| key.created_at)
            .max()
            .is_some_and(|made| env.now() - made >= age)
    };
    let due: Vec<Algorithm> = Algorithm::EVERY.into_iter().filter(is_old).collect();
    if due.is_empty() {
        return Ok(false);
    }
    let made = make_aside(env, due).await?;
    let env = env.clone();
    db.write(move |db| {
        let event = Event {
            operation: "Action",
            subject: "New signing keys were published; they sign from tomorrow on".into(),
            ..Event::default()
        };
        activity::log(db, &env, &Origin::default(), &event)?;
        rotate(db, &env, &made, AHEAD_BY_ITSELF)
    })
    .await?;
    Ok(true)
}
