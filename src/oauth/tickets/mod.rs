//! Tickets: authorization requests on their way through login and consent.
//!
//! A ticket goes Pending → Approved → Exchanged, or Denied. It is bound to one browser by a cookie, so that its address
//! is worth nothing to anybody else (A12: request handles are browser-bound). Until somebody decides it is sealed into
//! that browser ([`seal`]): what strangers ask for costs us nothing (T04). With the decision it is stored in the table
//! `oauth_tickets`, owned here, and from then on the row counts: each step is one conditional update.

mod store;

pub use store::{is_decided, sweep};

use crate::base::clock::MINUTE;
use crate::base::secret::Hash;
use crate::base::vault::place;
use crate::base::{ClientId, Env, Error, Language, Result, Scopes, Seconds, SessionId, TicketId, UserId, random};
use crate::db::{Read, Write, row};
use serde::{Deserialize, Serialize};

/// How long somebody may take over login and consent.
pub const LIFETIME: Seconds = MINUTE.times(30);

/// A checked authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Where the answer goes: registered, or a loopback port variant of a registered one.
    pub redirect_uri: String,
    /// Whether the request named it (then the token request must, too).
    pub redirect_given: bool,
    pub scopes: String,
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub code_challenge: Option<String>,
    pub form_post: bool,
    /// The values of `prompt`.
    pub prompt: Vec<String>,
    pub max_age: Option<Seconds>,
    pub login_hint: Option<String>,
    /// The best of `ui_locales` that we speak.
    #[serde(default)]
    pub language: Option<Language>,
    /// The `sub` that `id_token_hint` names.
    pub hinted_user: Option<UserId>,
    /// The `claims` parameter (OpenID Connect Core §5.5).
    pub claims: serde_json::Map<String, serde_json::Value>,
    /// The client's scopes, beside those that were asked for, that release claims which `claims` asks for.
    #[serde(default)]
    pub claim_scopes: String,
    /// When the request came in: `max_age` counts from here.
    pub asked_at: Seconds,
    /// Scopes that were asked for and are not the client's.
    #[serde(default)]
    pub left_out: String,
    /// The thumbprint of the key that its code is bound to (RFC 9449 §10).
    #[serde(default)]
    pub dpop_jkt: Option<String>,
    /// The APIs beside this site that its tokens are for (RFC 8707).
    #[serde(default)]
    pub resources: Vec<String>,
    /// Whether it came from a frame of a page, as the browser says (Fetch Metadata).
    #[serde(default)]
    pub in_frame: bool,
    /// The session that the browser had then: one begun later is a fresh sign-in.
    pub session_before: Option<SessionId>,
}

impl AuthorizationRequest {
    /// The scopes that were asked for.
    pub fn scopes(&self) -> Scopes {
        Scopes::parse(&self.scopes)
    }

    /// The scopes that the user is asked about: those that were asked for, and those of claims that were.
    pub fn consent(&self) -> Scopes {
        self.scopes().with(&Scopes::parse(&self.claim_scopes))
    }

    /// Whether `prompt` has this value.
    pub fn prompts(&self, value: &str) -> bool {
        self.prompt.iter().any(|own| own == value)
    }
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waiting for login or consent.
    Pending,
    /// The user said yes.
    Approved,
    /// A code was given out.
    Exchanged,
    /// The user said no.
    Denied,
}

impl State {
    const EVERY: [State; 4] = [State::Pending, State::Approved, State::Exchanged, State::Denied];

    /// The state that is stored as this.
    pub fn from_name(name: &str) -> Option<Self> {
        State::EVERY.into_iter().find(|state| state.name() == name)
    }

    /// As it is stored.
    pub fn name(self) -> &'static str {
        match self {
            State::Pending => "Pending",
            State::Approved => "Approved",
            State::Exchanged => "Exchanged",
            State::Denied => "Denied",
        }
    }
}

row! {
    /// A stored request.
    #[derive(Clone, Debug)]
    pub struct Ticket in "oauth_tickets" {
        pub id: TicketId,
        pub client_id: ClientId,
        pub request: AuthorizationRequest,
        pub state: State,
        /// Of the cookie that tells browsers apart.
        pub browser_hash: String,
    }
}

/// A new id.
pub fn new_id(env: &Env) -> TicketId {
    random::hex::<16>(&*env.random).into()
}

/// A request, bound to the browser with this cookie. It is stored nowhere yet.
pub fn open(browser: &str, id: TicketId, client_id: &ClientId, request: AuthorizationRequest) -> Ticket {
    Ticket {
        id,
        client_id: client_id.clone(),
        request,
        state: State::Pending,
        browser_hash: Hash::of(browser).0,
    }
}

/// A pending ticket as its browser keeps it: nobody else can read it, change it or use it.
pub fn seal(env: &Env, ticket: &Ticket) -> Result<String> {
    let failed = |error| Error::Internal(format!("a ticket cannot be written: {error}"));
    let value = serde_json::to_string(&(&ticket.client_id, &ticket.request)).map_err(failed)?;
    let place = place("oauth_tickets", ticket.id.as_str(), &ticket.browser_hash);
    Ok(env.vault.seal_text(&*env.random, &place, &value))
}

fn unseal(env: &Env, browser_hash: &str, id: &TicketId, sealed: &str) -> Option<Ticket> {
    let place = place("oauth_tickets", id.as_str(), browser_hash);
    let value = env.vault.open_text(&place, sealed).ok()?;
    let (client_id, request) = serde_json::from_str::<(ClientId, AuthorizationRequest)>(&value).ok()?;
    let is_live = request.asked_at + LIFETIME > env.now();
    is_live.then(|| Ticket {
        id: id.clone(),
        client_id,
        request,
        state: State::Pending,
        browser_hash: browser_hash.to_owned(),
    })
}

/// The live ticket of this browser: as it was decided, or as the browser keeps it. Another browser's, an old one and
/// none look the same.
pub fn find(db: &Read, env: &Env, browser: Option<&str>, id: &TicketId, sealed: Option<&str>) -> Result<Ticket> {
    let gone = || {
        Error::NotFound(
            "This sign-in was not begun in this browser, or it took longer than half an hour. Go back to the app and start again.".into(),
        )
    };
    let browser_hash = Hash::of(browser.ok_or_else(gone)?).0;
    if let Some(stored) = store::get(db, id, &browser_hash, env.now())? {
        return Ok(stored);
    }
    let kept = sealed.and_then(|sealed| unseal(env, &browser_hash, id, sealed));
    kept.ok_or_else(gone)
}

/// Stores a stranger's ticket that is too long for a cookie, while there are not too many of them (T04).
pub fn keep_long(db: &Write, ticket: &Ticket) -> Result<()> {
    /// Each has at most what a request's head may have.
    const MOST: i64 = 2000;
    match store::waiting(db, MOST)? < MOST {
        true => keep(db, ticket),
        false => Err(Error::Busy(
            "Too many long requests wait for somebody to sign in. Try again in half an hour, or shorten the request."
                .into(),
        )),
    }
}

/// Stores a ticket that is stored nowhere yet.
pub fn keep(db: &Write, ticket: &Ticket) -> Result<()> {
    let asked_at = ticket.request.asked_at;
    store::insert(db, ticket, asked_at, asked_at + LIFETIME)
}

/// Moves a ticket from one state to another; `false` if it was not in the first.
pub fn advance(db: &Write, ticket: &Ticket, from: State, to: State, user_id: &UserId) -> Result<bool> {
    keep(db, ticket)?;
    store::advance(db, &ticket.id, from, to, user_id)
}

/// The answer to a ticket that was decided already: there is no going back to it.
pub fn over() -> Error {
    Error::NotFound("This sign-in is over. Go back to the app and start again.".into())
}
