//! When a certificate is due, and what becomes of asking for it.

use super::directory::Directory;
use super::order::{self, Issued};
use super::refusal::Refusal;
use super::store::{self, Row};
use super::way::Way;
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::secret::from_base64url;
use crate::base::vault::place;
use crate::base::{Env, Result, Seconds, random};
use crate::config::Acme;
use crate::web::listen::tls::{Certificate, Certificates, Validity};
use crate::world::World;
use instant_acme::{Account, AccountCredentials, ExternalAccountKey, NewAccount};
use std::sync::Arc;

/// How often a start asks at once after a failure: whoever mended something starts anew. Then a while is waited.
const AT_ONCE: i64 = 1;
const AFTER_MORE: Seconds = MINUTE.times(5);
/// However good a certificate is, and whatever the clock says, it is not asked for another one sooner than this.
const AT_LEAST: Seconds = HOUR;
/// No directory is waited for longer than this.
const AT_MOST: Seconds = DAY.times(7);
/// How long is waited after the first failure, and at most. Let's Encrypt takes five failures an hour, and both ways may fail.
const PAUSES: (Seconds, Seconds) = (MINUTE.times(30), HOUR.times(12));
/// The same where the directory is not there at all.
const PAUSES_OF_SILENCE: (Seconds, Seconds) = (MINUTE, HOUR);

/// What asks for the certificate of a site, and shows it.
pub struct Keeper {
    world: World,
    acme: Acme,
    certificates: Arc<Certificates>,
}

impl Keeper {
    /// Of a site whose certificate is asked for this way.
    pub fn new(world: World, acme: Acme, certificates: Arc<Certificates>) -> Self {
        Keeper {
            world,
            acme,
            certificates,
        }
    }

    /// Notes why there is no newer one.
    pub fn fail(&self, why: &str) {
        self.certificates.fail(why);
    }

    /// At a start what failed is tried again soon, unless the directory said when.
    pub async fn begin(&self) -> Result<()> {
        let mut row = self.row()?;
        if row.failures > 0 {
            let pause = if row.failures <= AT_ONCE {
                Seconds::ZERO
            } else {
                AFTER_MORE
            };
            let soon = self.world.env.now() + pause;
            row.next_at = row.next_at.min(soon).max(row.not_before);
            self.put(row).await?;
        }
        Ok(())
    }

    /// Asks for a certificate if one is due; what comes of it is stored, and shown or said.
    pub async fn look(&self) -> Result<()> {
        let row = self.row()?;
        if self.world.env.now() < self.due(&row) {
            return Ok(());
        }
        let host = self.certificates.host().to_owned();
        tracing::info!(host, directory = self.acme.directory, "a certificate is asked for");
        let mut row = self.at_this_directory(row);
        // Counted before it is asked: what is broken off counts, and where nothing can be stored nothing is asked.
        let before = row.failures;
        row.failures += 1;
        row.next_at = self.world.env.now() + PAUSES.0;
        self.put(row.clone()).await?;
        row.failures = before;
        let mut asked = self.ask(&mut row).await;
        // An account that the directory does not know any more is made anew.
        if asked.as_ref().is_err_and(|refusal| refusal.is_of_the_account) && row.account_sealed.take().is_some() {
            asked = self.ask(&mut row).await;
        }
        match asked {
            Ok((issued, way)) => self.take(row, issued, way).await,
            Err(refusal) => self.note(row, refusal).await,
        }
    }

    /// When a certificate is asked for: at once, where there is none, or one of elsewhere. A clock that went astray keeps it
    /// waiting no longer than the longest pause.
    fn due(&self, row: &Row) -> Seconds {
        let now = self.world.env.now();
        let fits = self.certificates.state().shown.is_some_and(|shown| shown.fits);
        let is_known = row.directory == self.acme.directory;
        let not_before = row.not_before.min(now + AT_MOST);
        match (row.failures > 0, fits) {
            (true, _) => row.next_at.min((now + PAUSES.1).max(not_before)),
            (false, true) if is_known => row.next_at,
            _ => not_before,
        }
    }

    /// The same, with nothing of another directory but the certificate.
    fn at_this_directory(&self, row: Row) -> Row {
        match row.directory == self.acme.directory {
            true => row,
            false => Row {
                directory: self.acme.directory.clone(),
                chain: row.chain,
                key_sealed: row.key_sealed,
                ..Row::default()
            },
        }
    }

    /// Asks in the way that went well last, then in the other one.
    async fn ask(&self, row: &mut Row) -> std::result::Result<(Issued, Way), Refusal> {
        let account = self.account(row).await?;
        let mut refusals = Vec::new();
        for way in Way::by_preference(row.challenge.as_deref()) {
            match order::order(&account, &self.certificates, way).await {
                Ok(issued) => return Ok((issued, way)),
                Err(refusal) => {
                    refusals.push(refusal);
                    if refusals.iter().any(|refusal| !refusal.is_of_the_way) {
                        break;
                    }
                }
            }
        }
        Err(Refusal::of_all(refusals))
    }

    /// The account at the directory, which is made where there is none.
    async fn account(&self, row: &mut Row) -> std::result::Result<Account, Refusal> {
        let (env, host) = (&self.world.env, self.certificates.host());
        let builder = || Account::builder_with_http(Box::new(Directory(Arc::clone(&self.world.outbound))));
        let own = place(store::TABLE, host, "account_sealed");
        if let Some(sealed) = &row.account_sealed {
            let unread = |error: String| Refusal {
                is_of_the_account: true,
                ..Refusal::ours(error)
            };
            let opened = env
                .vault
                .open_text(&own, sealed)
                .map_err(|error| unread(error.to_string()))?;
            let credentials: AccountCredentials =
                serde_json::from_str(&opened).map_err(|error| unread(error.to_string()))?;
            return builder().from_credentials(credentials).await.map_err(Refusal::of);
        }
        let contact = self.acme.email.as_ref().map(|email| format!("mailto:{email}"));
        let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
        let asked = NewAccount {
            contact: &contact,
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let binding = self.acme.binding.as_ref().map(|(name, key)| {
            ExternalAccountKey::new(name.clone(), &from_base64url(key.reveal()).unwrap_or_default())
        });
        let made = builder().create(&asked, self.acme.directory.clone(), binding.as_ref());
        let (account, credentials) = made.await.map_err(Refusal::of)?;
        let said = serde_json::to_string(&credentials).map_err(Refusal::ours)?;
        row.account_sealed = Some(env.vault.seal_text(&*env.random, &own, &said));
        let kept = Row {
            failures: row.failures + 1,
            ..row.clone()
        };
        self.put(kept).await.map_err(Refusal::ours)?;
        Ok(account)
    }

    /// Stores a certificate, and shows it.
    async fn take(&self, row: Row, issued: Issued, way: Way) -> Result<()> {
        let (env, host) = (&self.world.env, self.certificates.host());
        let names = ["the chain that was issued", "the key that was made for it"];
        let parsed = Certificate::parse(issued.chain.as_bytes(), issued.key.as_bytes(), names, host);
        let certificate = match parsed {
            Ok(certificate) if certificate.validity.fits => certificate,
            Ok(_) => {
                return self
                    .note(row, Refusal::ours("what it issued is for another host"))
                    .await;
            }
            Err(error) => {
                return self
                    .note(row, Refusal::ours(format!("what it issued cannot be used: {error}")))
                    .await;
            }
        };
        let validity = certificate.validity;
        self.certificates.show(certificate);
        let own = place(store::TABLE, host, "key_sealed");
        let row = Row {
            chain: Some(issued.chain),
            key_sealed: Some(env.vault.seal_text(&*env.random, &own, &issued.key)),
            challenge: Some(way.name().to_owned()),
            next_at: renewal(env, validity).max(env.now() + AT_LEAST.min((validity.until - validity.from).part(1, 3))),
            not_before: Seconds::ZERO,
            failures: 0,
            failure: None,
            ..row
        };
        self.put(row).await?;
        tracing::info!(
            host,
            until = validity.until.0,
            way = way.name(),
            "the certificate was issued"
        );
        Ok(())
    }

    /// Stores why there is none, and when it is tried again.
    async fn note(&self, row: Row, refusal: Refusal) -> Result<()> {
        let now = self.world.env.now();
        let (first, most) = if refusal.is_silence { PAUSES_OF_SILENCE } else { PAUSES };
        let pause = first.times(1 << row.failures.clamp(0, 10)).min(most);
        let not_before = refusal
            .retry_after
            .map_or(Seconds::ZERO, |after| now + after.min(AT_MOST));
        let next_at = (now + some_of(&self.world.env, pause)).max(not_before);
        let words = format!(
            "{} gives no certificate for {}: {}",
            self.authority(),
            self.certificates.host(),
            refusal.words
        );
        if self.certificates.fail(&words) {
            tracing::error!(why = words, next = next_at.0, "there is no new certificate");
        }
        self.put(Row {
            next_at,
            not_before,
            failures: row.failures + 1,
            failure: Some(words),
            ..row
        })
        .await
    }

    /// The host of the directory, for words about it.
    fn authority(&self) -> String {
        let url = url::Url::parse(&self.acme.directory).ok();
        url.as_ref().and_then(url::Url::host_str).unwrap_or_default().to_owned()
    }

    fn row(&self) -> Result<Row> {
        let row = self.world.db.read(|db| store::find(db, self.certificates.host()))?;
        Ok(row.unwrap_or_default())
    }

    async fn put(&self, row: Row) -> Result<()> {
        let host = self.certificates.host().to_owned();
        self.world.db.write(move |db| store::put(db, &host, &row)).await
    }
}

/// When a certificate is renewed: after two thirds of its life, not all on the same day.
fn renewal(env: &Env, validity: Validity) -> Seconds {
    let life = validity.until - validity.from;
    validity.from + some_of(env, life.part(2, 3))
}

/// From nine tenths of a time to all of it, by chance.
fn some_of(env: &Env, time: Seconds) -> Seconds {
    let [chance] = random::bytes::<1>(&*env.random);
    time - Seconds(time.0 * i64::from(chance) / 2560)
}
