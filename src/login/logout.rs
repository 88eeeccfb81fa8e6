//! What an app may ask of sign-out (OpenID Connect RP-Initiated Logout): which user, and where
//! to go afterwards. The session itself ends in `login`.

use super::views;
use crate::base::{ClientId, Error, Language, Result, Text, text};
use crate::oauth::clients;
use crate::oauth::id_token::{self, Hint};
use crate::server::App;
use crate::sessions::SignedIn;
use crate::social::upstreams::SignOut;
use crate::ui::reader::wish;
use crate::web::params::with_query;
use crate::web::{Params, answer};
use poem::Response;

const FIELDS: &[&str] = &[
    "id_token_hint",
    "client_id",
    "post_logout_redirect_uri",
    "state",
    "logout_hint",
    "ui_locales",
];

/// A checked request.
pub struct Onward {
    hint: Option<Hint>,
    /// A registered address, with the state.
    pub redirect: Option<String>,
    sent: Vec<(String, String)>,
}

/// Checks a request. Where the browser may go afterwards is decided by exact comparison, for a client that the hint or
/// `client_id` names (R82: which logout hints count; R84: only registered addresses after logout).
pub fn check(app: &App, params: &Params) -> Result<Onward> {
    if let Some(language) = params.get("ui_locales").and_then(Language::preferred) {
        wish(language);
    }
    let refused = |why: Text| Err(Error::invalid("", why));
    if let Some(name) = params.duplicate(FIELDS) {
        return refused(text!("{ $name } stands twice.", name = name));
    }
    let hint = match params.get("id_token_hint") {
        Some(token) => match app.db.read(|db| id_token::read_hint(db, &app.env, token))? {
            Some(hint) => Some(hint),
            None => return refused("id_token_hint is not an ID token of this site.".into()),
        },
        None => None,
    };
    let client_id = match (params.get("client_id").map(ClientId::from), &hint) {
        (Some(client_id), Some(hint)) if hint.aud != client_id => {
            return refused("client_id is not the client that the ID token was issued to.".into());
        }
        (Some(client_id), _) => Some(client_id),
        (None, hint) => hint.as_ref().map(|hint| hint.aud.clone()),
    };
    let redirect = match params.get("post_logout_redirect_uri") {
        Some(uri) => {
            let client = match client_id {
                Some(client_id) => app.db.read(|db| clients::get(db, &client_id))?,
                None => return refused("post_logout_redirect_uri needs id_token_hint or client_id.".into()),
            };
            if !client.is_some_and(|client| client.may_end_at(uri)) {
                return refused(
                    "The app asked to send you to an address that is not registered for it, so you are not sent there."
                        .into(),
                );
            }
            let state = params.get("state").map(|state| ("state", state));
            Some(with_query(uri, &state.into_iter().collect::<Vec<_>>()))
        }
        None => None,
    };
    let sent = params
        .0
        .iter()
        .filter(|(name, _)| FIELDS.contains(&name.as_str()))
        .cloned()
        .collect();
    Ok(Onward { hint, redirect, sent })
}

impl Onward {
    /// Whether the hint names this very session's user, so that nobody has to be asked (R83: without a hint logout
    /// asks).
    pub fn names(&self, signed_in: &SignedIn) -> bool {
        self.hint.as_ref().is_some_and(|hint| {
            hint.sub == signed_in.user.id && hint.sid.as_ref().is_none_or(|sid| *sid == signed_in.session.sid)
        })
    }

    /// What the confirmation page sends along.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.sent.clone()
    }

    /// Where the browser goes now; `there` is where the session came from.
    pub fn finish(&self, app: &App, there: Option<&SignOut>) -> Result<Response> {
        match &self.redirect {
            Some(address) => Ok(answer::see_other(address)),
            None => {
                let there = there.map(|there| (there.provider.as_str(), there.address.as_str()));
                Ok(answer::page(200, views::signed_out(&app.site()?, there)))
            }
        }
    }
}
