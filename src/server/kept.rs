//! A form that was sent after its session had ended: what was typed waits in the browser, sealed, until the same person has
//! signed in again. Nothing of it is done before they have looked at it.

use super::{App, Visitor};
use crate::base::clock::HOUR;
use crate::base::{Seconds, secret};
use crate::web::cookie::{self, Name};
use crate::web::{Call, Params, answer, csrf};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use poem::Response;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// How long it waits.
const LIFETIME: Seconds = HOUR;
/// The longest value, in bytes: beside it the browser keeps requests that wait, and a proxy takes no more than 8 KB of a
/// line of headers.
const LONGEST: usize = 2000;
/// The longest form that is kept, in bytes, and the most that one unfolds to.
const MOST: usize = 16 << 10;
const MOST_UNFOLDED: u64 = 4 * MOST as u64;
const PLACE: &str = "kept form";

/// What was typed.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    path: String,
    /// The mark of whose form it was.
    owner: String,
    pub fields: Vec<(String, String)>,
    /// Whether there was something that is not kept: a secret, a file.
    pub lacks: bool,
}

/// What no cookie is to hold.
fn is_secret(name: &str, value: &str) -> bool {
    name.contains("password") || name.contains("secret") || name.contains("token") || value.starts_with("data:")
}

/// Whether the page at this path shows a form again: a record's, or one's profile.
fn shows_again(path: &str, form: &Params) -> bool {
    let mut parts = path.strip_prefix("/app/").unwrap_or_default().split('/');
    let is_form = match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("", ..) | (.., Some(_)) => false,
        (_, None, None) => !form.has("do"),
        (_, Some(_), None) => true,
    };
    is_form || path == "/me/profile"
}

/// Lets the browser keep what was typed, and says whether it does. What is too long for that, or nobody's, is lost.
pub fn keep(app: &App, call: &Call, response: &mut Response) -> bool {
    let form = call.form();
    let (_, owner) = csrf::parts(form.text("csrf_token"));
    let length: usize = form.0.iter().map(|(name, value)| name.len() + value.len()).sum();
    if owner.is_empty() || length > MOST || !shows_again(&call.path, &form) {
        return false;
    }
    let (secrets, fields): (Vec<_>, Vec<_>) = form.0.iter().cloned().partition(|(name, value)| is_secret(name, value));
    let kept = Kept {
        path: call.path.clone(),
        owner: owner.to_owned(),
        lacks: secrets
            .iter()
            .any(|(name, value)| name != "csrf_token" && !value.is_empty()),
        fields,
    };
    let Ok(json) = serde_json::to_vec(&kept) else {
        return false;
    };
    let mut folded = Vec::new();
    if DeflateEncoder::new(&json[..], Compression::fast())
        .read_to_end(&mut folded)
        .is_err()
    {
        return false;
    }
    let sealed = app.env.vault.seal(&*app.env.random, PLACE, &folded);
    let sealed = secret::base64url(&sealed);
    if sealed.len() > LONGEST {
        return false;
    }
    answer::add_cookie(response, &cookie::set(&app.env, Name::Kept, &sealed, LIFETIME));
    true
}

fn open(app: &App, call: &Call) -> Option<Kept> {
    let sealed = cookie::read(&call.headers, &app.env, Name::Kept)?;
    let sealed = secret::from_base64url(&sealed)?;
    let folded = app.env.vault.open(PLACE, &sealed).ok()?;
    let mut json = Vec::new();
    DeflateDecoder::new(&folded[..])
        .take(MOST_UNFOLDED)
        .read_to_end(&mut json)
        .ok()?;
    serde_json::from_slice(&json).ok()
}

/// Whether something waits for whoever signs in.
pub fn waits(app: &App, call: &Call) -> bool {
    open(app, call).is_some()
}

/// What the visitor typed into the form of this page before they had to sign in again.
pub fn typed(app: &App, call: &Call, visitor: &Visitor) -> Option<Kept> {
    let owner = csrf::owner_mark(&app.env.vault, visitor.signed_in.user.id.as_str());
    open(app, call).filter(|kept| kept.path == call.path && kept.owner == owner)
}

/// It was shown.
pub fn forget(app: &App, response: &mut Response) {
    answer::add_cookie(response, &cookie::clear(&app.env, Name::Kept));
}
