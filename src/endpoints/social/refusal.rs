//! Why a sign-in came to nothing: the page of it, and its line in diagnostics.

use super::callback::Back;
use super::views;
use crate::base::{Error, Result, Text};
use crate::diagnostics;
use crate::server::App;
use crate::server::ReturnTo;
use crate::server::refusal;
use crate::social::ask::ProviderIdentity;
use crate::social::attempts::Purpose;
use crate::social::refused::Refused;
use crate::web::{Call, answer};
use poem::Response;

/// Why somebody who came back does not get further.
pub(super) enum Stop {
    /// They are told why.
    Refused(SignInRefusal),
    /// They have to go elsewhere first: they are not signed in any more.
    Elsewhere(Response),
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failed(error)
    }
}

impl From<SignInRefusal> for Stop {
    fn from(refusal: SignInRefusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl Stop {
    /// What they see; a failure is the caller's to show. `back` is the attempt, if it is known.
    pub(super) fn response(self, app: &App, call: &Call, back: Option<&Back>) -> Result<Response> {
        match self {
            Stop::Refused(refusal) => refusal.response(app, call, back),
            Stop::Elsewhere(response) => Ok(response),
            Stop::Failed(error) => Err(error),
        }
    }
}

/// A refusal: words for the person, and the cause for the administrator.
pub(super) struct SignInRefusal {
    pub title: &'static str,
    pub words: Text,
    /// Its name in diagnostics.
    pub code: &'static str,
    pub cause: Text,
    pub status: u16,
}

impl SignInRefusal {
    /// One whose cause is what the person is told.
    pub fn new(title: &'static str, words: impl Into<Text>, code: &'static str, status: u16) -> Self {
        let words = words.into();
        SignInRefusal {
            title,
            cause: words.clone(),
            words,
            code,
            status,
        }
    }

    /// Nobody is signed in.
    pub fn not_signed_in(words: impl Into<Text>, code: &'static str, status: u16) -> Self {
        SignInRefusal::new("Not signed in", words, code, status)
    }

    /// The attempt is not there any more, or is not this one's.
    pub fn lost() -> Self {
        SignInRefusal::new(
            "This sign-in is over",
            "It was not begun in this browser, took longer than ten minutes, or was used already. Begin it again.",
            "invalid_state",
            400,
        )
    }

    /// The person said no, and the provider does not say to which sign-in.
    pub fn denied() -> Self {
        SignInRefusal::new(
            "You said no",
            "The provider says that you did not allow the sign-in. Nothing was changed. Begin again, if that was not what you meant, or sign in another way.",
            "refused_there",
            403,
        )
    }

    /// The person is not let in.
    pub fn turned_away(back: &Back, told: &ProviderIdentity, why: &Refused) -> Self {
        SignInRefusal {
            title: why.title(),
            words: why.words(&back.key.provider_name),
            code: why.code(),
            cause: why.cause(&back.key, &told.person),
            status: 403,
        }
    }

    fn response(self, app: &App, call: &Call, back: Option<&Back>) -> Result<Response> {
        tracing::info!(
            reference = call.origin.reference,
            code = self.code,
            "nobody was signed in"
        );
        app.refused(diagnostics::Refusal {
            kind: "Sign-in",
            error: self.code.into(),
            cause: self.cause.english(),
            status: self.status,
            ..refusal::of(app, call)
        });
        let (again, other) = match back {
            Some(back) if matches!(back.attempt.purpose, Purpose::SignIn) => (
                Some(views::Way::of(&back.key, &back.place)),
                back.place.login_page_to_choose(),
            ),
            Some(_) => (None, "/me/sign-ins".to_owned()),
            None => (None, ReturnTo::Home.login_page_to_choose()),
        };
        let page = views::refused(&views::RefusalPage {
            site: &app.site()?,
            title: self.title,
            words: &self.words,
            again: again.as_ref(),
            other: &other,
            reference: &call.origin.reference,
        });
        Ok(answer::page(self.status, page))
    }
}
