//! Devices without a browser (RFC 8628): a device shows a code, its user types it in here and says yes or no, and the
//! device, which asks again and again, gets tokens.
//!
//! Owns the table `oauth_device_codes`. A sign-in goes Pending → Approved → Exchanged, or Denied; each step is one
//! conditional update.

mod store;

pub use store::{by_device_code, by_user_code, decide, exchange, poll, sweep};

use super::clients::Client;
use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{ClientId, Env, Error, GrantId, Origin, Result, Scopes, Seconds, random};
use crate::db::{Write, row};

/// How long somebody may take (§3.2).
pub const LIFETIME: Seconds = MINUTE.times(10);
/// How long a device waits between two questions.
pub const INTERVAL: Seconds = Seconds(5);
/// How many of a client's may wait for their users at once.
const MOST: i64 = 500;
/// Letters that make no words and are not taken for one another (§6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

/// Where a device's sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Approved,
    Denied,
    /// Its tokens were given out.
    Exchanged,
}

impl State {
    const EVERY: [State; 4] = [State::Pending, State::Approved, State::Denied, State::Exchanged];

    fn name(self) -> &'static str {
        match self {
            State::Pending => "Pending",
            State::Approved => "Approved",
            State::Denied => "Denied",
            State::Exchanged => "Exchanged",
        }
    }
}

row! {
    /// A device on its way to tokens.
    #[derive(Clone, Debug)]
    pub struct Device in "oauth_device_codes" {
        pub device_hash: String,
        pub client_id: ClientId,
        pub scopes: Scopes,
        pub resources: Vec<String>,
        pub state: State,
        /// What its user has allowed: whatever ends that ends the device's way, too.
        pub grant_id: Option<GrantId>,
        /// How long it has to wait between two questions.
        pub wait: Seconds,
        pub polled_at: Option<Seconds>,
        /// Where it asked from.
        pub address: String,
        pub created_at: Seconds,
        pub expires_at: Seconds,
    }
}

/// Begins: the code that the device keeps, and the one that it shows.
pub fn begin(
    db: &Write,
    env: &Env,
    client: &Client,
    scopes: &Scopes,
    resources: &[String],
    origin: &Origin,
) -> Result<(Secret, String)> {
    if store::waiting(db, &client.id, env.now())? >= MOST {
        return Err(Error::Busy(
            "Too many devices wait for their users. Try again in some minutes.".into(),
        ));
    }
    let (device_code, user_code) = (Secret::generate(&*env.random), new_user_code(env));
    let device = Device {
        device_hash: device_code.hash().0,
        client_id: client.id.clone(),
        scopes: scopes.clone(),
        resources: resources.to_vec(),
        state: State::Pending,
        grant_id: None,
        wait: INTERVAL,
        polled_at: None,
        address: origin.address.clone(),
        created_at: env.now(),
        expires_at: env.now() + LIFETIME,
    };
    store::insert(db, &device, &Hash::of(&user_code))?;
    Ok((device_code, shown(&user_code)))
}

fn new_user_code(env: &Env) -> String {
    let mut code = String::new();
    while code.len() < LENGTH {
        let byte = random::bytes::<1>(&*env.random)[0];
        // As often one letter as another.
        if usize::from(byte) < 256 / LETTERS.len() * LETTERS.len() {
            code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        }
    }
    code
}

/// A code as people read it.
pub fn shown(user_code: &str) -> String {
    match user_code.split_at_checked(LENGTH / 2) {
        Some((first, rest)) => format!("{first}-{rest}"),
        None => user_code.to_owned(),
    }
}

/// A code as it was typed, without what people put between and whatever case they took (§6.1).
pub fn typed(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(LENGTH + 1);
    letters.collect::<String>().to_ascii_uppercase()
}
