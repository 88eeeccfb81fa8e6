//! A form that was sent after its session had ended: what was typed waits in the browser, sealed, until the same person has
//! signed in again. Nothing of it is done before they have looked at it.

use super::{App, Visitor};
use crate::base::clock::HOUR;
use crate::base::{Result, Seconds, secret};
use crate::people::record::USER;
use crate::ui::text::{noted, t};
use crate::ui::{self, Typed};
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
/// What a form says beside what was typed.
const NOT_TYPED: &[&str] = &["csrf_token", "modified", "tab", "back"];

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

/// What becomes of what was typed.
pub enum Keeping {
    /// The browser keeps it.
    Kept,
    /// It is more than a browser keeps: these fields are all that there is of it.
    TooLong(Kept),
    /// It is nobody's, or of a page that does not show it again.
    No,
}

/// Lets the browser keep what was typed.
pub fn keep(app: &App, call: &Call, response: &mut Response) -> Keeping {
    let form = call.form();
    let (_, owner) = csrf::parts(form.text("csrf_token"));
    if owner.is_empty() || !shows_again(&call.path, &form) || csrf::is_cross_site(&app.env, &call.headers) {
        return Keeping::No;
    }
    let (secrets, fields): (Vec<_>, Vec<_>) = form.0.iter().cloned().partition(|(name, value)| is_secret(name, value));
    let length: usize = form.0.iter().map(|(name, value)| name.len() + value.len()).sum();
    let kept = Kept {
        path: call.path.clone(),
        owner: owner.to_owned(),
        lacks: secrets
            .iter()
            .any(|(name, value)| name != "csrf_token" && !value.is_empty()),
        fields,
    };
    match seal(app, &kept).filter(|_| length <= MOST) {
        Some(sealed) => {
            answer::add_cookie(response, &cookie::set(&app.env, Name::Kept, &sealed, LIFETIME));
            Keeping::Kept
        }
        None => Keeping::TooLong(kept),
    }
}

/// As the browser keeps it; nothing of what is too long.
fn seal(app: &App, kept: &Kept) -> Option<String> {
    let json = serde_json::to_vec(kept).ok()?;
    let mut folded = Vec::new();
    let mut encoder = DeflateEncoder::new(&json[..], Compression::fast());
    encoder.read_to_end(&mut folded).ok()?;
    let sealed = app.env.vault.seal(&*app.env.random, PLACE, &folded);
    Some(secret::base64url(&sealed)).filter(|sealed| sealed.len() <= LONGEST)
}

/// What is too long to be kept is shown once more, to be copied.
pub fn shown_again(app: &App, call: &Call, kept: &Kept) -> Result<Response> {
    let back = super::ReturnTo::from_path(app.registry, &call.path).login_page();
    shown_before(app, call, kept, noted("Your session has ended"), &back)
}

/// The same, under this title, before this page.
pub fn shown_before(app: &App, call: &Call, kept: &Kept, title: &'static str, back: &str) -> Result<Response> {
    let typed = kept
        .fields
        .iter()
        .filter(|(name, value)| !value.trim().is_empty() && !NOT_TYPED.contains(&name.as_str()));
    let slug = call.path.split('/').nth(2).unwrap_or_default();
    let record_type = app.registry.by_slug(slug).unwrap_or(&USER);
    let label = |name| record_type.field(name).map_or(name, |field| t(field.label));
    let typed: Vec<Typed> = typed
        .map(|(name, words)| Typed {
            name,
            label: label(name),
            words,
        })
        .collect();
    Ok(answer::page(
        401,
        ui::typed(&app.site()?, title, &typed, kept.lacks, back),
    ))
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
