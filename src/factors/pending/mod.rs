//! A sign-in that is under way: one factor was given, another is still asked for. It is bound to its browser by a cookie,
//! and over after a while, when it is done, and when the password changes.

mod store;

use super::{Method, totp};
use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Result, Scopes, Seconds, UserId, vault};
use crate::db::{Read, Write, row};
use crate::sessions::Strength;

/// How long one may take, in seconds.
pub const LIFETIME: Seconds = MINUTE.times(15);

row! {
    /// A sign-in under way.
    #[derive(Clone, Debug)]
    pub struct Pending in "pending_sign_ins" {
        pub user_id: UserId,
        /// When the first factor was given, in seconds; 0: nobody said.
        pub proven_at: Seconds,
        /// The methods so far (`amr`).
        pub amr: Scopes,
        /// How it began, for the log.
        pub said: String,
        pub is_programs: bool,
        /// Where it leads to: an address of the login page.
        pub place: String,
        /// How strong it has to become (`acr`).
        pub needs: String,
        /// The Social Login Key that it came from.
        pub provider: Option<String>,
        pub id_token_sealed: Option<String>,
        pub totp_sealed: Option<String>,
        pub expires_at: Seconds,
    }
}

impl Pending {
    /// How strong it has to become.
    pub fn wanted(&self) -> Strength {
        Strength::of_acr(&self.needs).unwrap_or_default()
    }
}

fn place(secret: &Hash, column: &str) -> String {
    vault::place("pending_sign_ins", &secret.0, column)
}

/// Begins; the secret is for the cookie.
pub fn begin(db: &Write, env: &Env, pending: &Pending, id_token: Option<&Secret>) -> Result<Secret> {
    let secret = Secret::generate(&*env.random);
    let sealed = id_token.map(|token| {
        let place = place(&secret.hash(), "id_token_sealed");
        env.vault.seal_text(&*env.random, &place, token.reveal())
    });
    store::add_pending(db, &secret.hash(), pending, sealed.as_deref())?;
    Ok(secret)
}

/// The sign-in of a cookie, if it is under way.
pub fn find(db: &Read, env: &Env, cookie: &str) -> Result<Option<Pending>> {
    store::pending(db, &Hash::of(cookie), env.now())
}

/// Ends it; `false`: it was over.
pub fn end(db: &Write, cookie: &str) -> Result<bool> {
    store::remove_pending(db, &Hash::of(cookie))
}

/// Notes that another factor was given, and something is still missing.
pub fn goes_on(db: &Write, cookie: &str, pending: &Pending) -> Result<()> {
    store::set_pending_amr(db, &Hash::of(cookie), &pending.amr.to_string())
}

/// Goes on with one that was ended with the others of its user.
pub fn again(db: &Write, cookie: &str, pending: &Pending) -> Result<()> {
    store::add_pending(db, &Hash::of(cookie), pending, pending.id_token_sealed.as_deref())
}

/// The ID token of the provider that it came from.
pub fn id_token(env: &Env, cookie: &str, pending: &Pending) -> Result<Option<Secret>> {
    opened(
        env,
        &place(&Hash::of(cookie), "id_token_sealed"),
        pending.id_token_sealed.as_deref(),
    )
}

fn opened(env: &Env, place: &str, sealed: Option<&str>) -> Result<Option<Secret>> {
    let open = |sealed: &str| Ok(Secret::of(&env.vault.open_text(place, sealed)?));
    sealed.map(open).transpose()
}

/// The secret of the authenticator app that is being set up: the same one however often the page is loaded.
pub fn totp_secret(env: &Env, cookie: &str, pending: &Pending) -> Result<Option<Secret>> {
    opened(
        env,
        &place(&Hash::of(cookie), "totp_sealed"),
        pending.totp_sealed.as_deref(),
    )
}

/// Makes one.
pub fn make_totp_secret(db: &Write, env: &Env, cookie: &str) -> Result<Secret> {
    let (made, hash) = (totp::generate(env), Hash::of(cookie));
    let sealed = env
        .vault
        .seal_text(&*env.random, &place(&hash, "totp_sealed"), made.reveal());
    store::set_pending_totp(db, &hash, &sealed)?;
    Ok(made)
}

/// The methods, with another factor: they are two now.
pub fn with(amr: &Scopes, method: Method) -> Scopes {
    let names = amr.iter().chain(method.names().iter().copied()).chain(["mfa"]);
    Scopes::of(names)
}
