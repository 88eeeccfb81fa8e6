//! A sentence on what was just done, for the next page: the browser takes it there, sealed.

use super::App;
use crate::base::clock::MINUTE;
use crate::base::{Seconds, Text, UserId};
use crate::web::cookie::{self, Name};
use crate::web::{Call, answer};
use poem::Response;

/// How long a sentence waits for its page.
const LIFETIME: Seconds = MINUTE.times(10);
/// The longest sentence, in bytes: it is one of several cookies.
const LONGEST: usize = 600;

fn place(user: &UserId) -> String {
    format!("said {user}")
}

/// On to a page of ours, which says this.
pub fn go(app: &App, user: &UserId, address: &str, sentence: &Text) -> Response {
    let mut response = answer::see_other(address);
    say(app, user, sentence, &mut response);
    response
}

/// Lets the next page say this.
pub fn say(app: &App, user: &UserId, sentence: &Text, response: &mut Response) {
    let sentence = crate::ui::text::say(sentence);
    let sentence = &sentence[..sentence.floor_char_boundary(LONGEST)];
    let vault = &app.env.vault;
    let sealed = vault.seal_text(&*app.env.random, &place(user), sentence);
    answer::add_cookie(response, &cookie::set(&app.env, Name::Said, &sealed, LIFETIME));
}

/// What the page before wanted said. What somebody else was told is not said again.
pub fn heard(app: &App, call: &Call, user: &UserId) -> Option<String> {
    let sealed = cookie::read(&call.headers, &app.env, Name::Said)?;
    app.env.vault.open_text(&place(user), &sealed).ok()
}

/// It was said.
pub fn forget(app: &App, response: &mut Response) {
    answer::add_cookie(response, &cookie::clear(&app.env, Name::Said));
}
