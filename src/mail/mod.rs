//! Mails: a letter to somebody, in their language, waits in the [`outbox`] like anything else that this site tells others,
//! and is handed over to a mail server. Which server that is, and whom mails are from, `system` knows.
//!
//! Owns no table.

mod letter;
mod smtp;

pub use smtp::is_sender;

pub use letter::Letter;

use crate::base::mail_server::MailServer;
use crate::base::{Env, Error, Language, Result, Seconds, random};
use crate::db::Write;
use crate::outbox::{self, Delivery, Kind, Message, Sent};
use crate::world::World;
use serde::{Deserialize, Serialize};

/// Whom mails are from, and where they are handed over.
#[derive(Clone, Debug)]
pub struct Sender {
    pub server: MailServer,
    /// The name of the site.
    pub site: String,
}

/// A mail as it waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    /// Until when it is of use.
    pub until: Option<Seconds>,
    pub text: String,
    pub html: String,
}

/// Has a letter sent, in the transaction of its cause.
pub fn enqueue(db: &Write, env: &Env, sender: &Sender, to: &str, language: Language, letter: &Letter) -> Result<()> {
    let mail = letter.write(to, &sender.site, language);
    let message = Message {
        kind: Kind::Mail,
        event: letter.event,
        receiver: to,
        connected_app: None,
        client: None,
        user: Some(to),
        url: &sender.server.address(),
        content: outbox::written(&mail)?,
    };
    outbox::enqueue(db, env, &message)
}

/// Sends a mail once.
pub async fn send(world: &World, sender: Option<Sender>, delivery: &Delivery) -> Result<Sent> {
    let Some(sender) = sender else {
        return Ok(Sent::failed("There is no mail server (System Settings, Email).".into()));
    };
    let mail: Mail = delivery.read(&world.env)?;
    if mail.until.is_some_and(|until| until <= world.env.now()) {
        return Ok(Sent::hopeless("The link in it has expired.".into()));
    }
    Ok(match smtp::send(world, &sender.server, &mail, &delivery.name).await {
        Ok(answer) => Sent::done(answer),
        Err(failure) => Sent {
            is_hopeless: failure.is_final,
            ..Sent::failed(failure.words.english())
        },
    })
}

/// Sends a mail at once, to try the server out; what it answered.
pub async fn try_out(world: &World, sender: &Sender, to: &str, language: Language) -> Result<String> {
    let mail = Letter::test().write(to, &sender.site, language);
    let id = random::name(&*world.env.random, 12);
    let sent = smtp::send(world, &sender.server, &mail, &id).await;
    sent.map_err(|failure| Error::invalid("", failure.words))
}
