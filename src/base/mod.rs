//! Vocabulary without I/O: time, randomness, secrets, scopes, redirect URIs, errors.
//!
//! Everything here is plain values and pure functions; it imports nothing from
//! the rest of the program. The clock and the random source are traits, so that
//! time and chance come in as arguments everywhere else.

pub mod catalogue;
pub mod clock;
pub mod counted;
pub mod embedded;
pub mod env;
pub mod error;
pub mod guard;
pub mod ids;
pub mod language;
pub mod list;
pub mod mail_server;
pub mod network;
mod numbers;
pub mod origin;
pub mod own_words;
pub mod pkce;
pub mod random;
pub mod redirect_uri;
pub mod scope;
pub mod secret;
pub mod tally;
pub mod text;
pub mod vault;

pub use clock::{Clock, Millis, Seconds};
pub use env::Env;
pub use error::{Error, FieldErrors, Result};
pub use ids::{ClientId, GrantId, SessionId, TicketId, UserId};
pub use language::Language;
pub use network::Network;
pub use origin::Origin;
pub use random::Random;
pub use scope::Scopes;
pub use text::Text;
pub(crate) use text::text;
