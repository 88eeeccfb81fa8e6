//! What comes back instead of a certificate, in words for whoever runs the site.

use super::way::Way;
use crate::base::{Seconds, clock};
use crate::outbound::{Failure, Response};
use instant_acme::{Error, Problem};
use std::fmt;

/// Why there is no certificate.
#[derive(Debug)]
pub struct Refusal {
    /// A sentence without its full stop.
    pub words: String,
    /// Whether another way to show whose the host is may go better.
    pub is_of_the_way: bool,
    /// Whether the account is the matter.
    pub is_of_the_account: bool,
    /// Whether nobody answered.
    pub is_silence: bool,
    /// When the directory wants to be asked again.
    pub retry_after: Option<Seconds>,
}

/// What came from a directory that says nothing by ACME.
#[derive(Debug)]
pub struct Silence {
    words: String,
    retry_after: Option<Seconds>,
    /// Whether it answered at all.
    is_answer: bool,
}

impl Silence {
    /// Nothing came.
    pub fn of(failure: &Failure) -> Self {
        Silence {
            words: failure.to_string(),
            retry_after: failure.retry_after,
            is_answer: false,
        }
    }

    /// It was asked too often (RFC 8555 §6.6), or is busy.
    pub fn until_later(response: &Response) -> Self {
        let problem = response.json();
        let detail = problem.as_ref().and_then(|problem| problem["detail"].as_str());
        let words = match response.status {
            429 => "it was asked too often",
            _ => "it is busy",
        };
        Silence {
            words: detail.map_or_else(|| words.to_owned(), |detail| format!("{words} ({detail})")),
            retry_after: response.retry_after,
            is_answer: response.status == 429,
        }
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Silence {}

impl Refusal {
    fn new(words: String) -> Self {
        Refusal {
            words,
            is_of_the_way: false,
            is_of_the_account: false,
            is_silence: false,
            retry_after: None,
        }
    }

    /// Something went wrong on this side.
    pub fn ours(error: impl fmt::Display) -> Self {
        Self::new(format!("something went wrong here: {error}"))
    }

    /// The authority does not take this way.
    pub fn not_offered(way: Way) -> Self {
        Refusal {
            is_of_the_way: true,
            ..Self::new(format!("{} is not offered", way.name()))
        }
    }

    /// The authority came and did not find what it looked for.
    pub fn of_proof(problem: Option<&Problem>, way: Way) -> Self {
        let (kind, told) = problem.map_or(("", "it did not say why".into()), |problem| {
            (kind(problem), told(problem))
        });
        let port = way.port();
        let words = match kind {
            "connection" => format!("port {port} was not reached: {told}"),
            "dns" => format!("the name was not found: {told}"),
            "unauthorized" | "incorrectResponse" | "tls" => format!("port {port} did not answer as it should: {told}"),
            "caa" => format!("a CAA record of the name forbids this certificate authority: {told}"),
            _ => told,
        };
        Refusal {
            is_of_the_way: true,
            ..Self::new(format!("by {} {words}", way.name()))
        }
    }

    /// What is said to an order: an account that was switched off is not authorized (RFC 8555 §7.3.6).
    pub fn of_order(error: Error) -> Self {
        let is_of_the_account =
            matches!(&error, Error::Api(problem) if matches!(kind(problem), "accountDoesNotExist" | "unauthorized"));
        Refusal {
            is_of_the_account,
            ..Self::of(error)
        }
    }

    /// What the library says.
    pub fn of(error: Error) -> Self {
        match error {
            Error::Api(problem) => Refusal {
                is_silence: kind(&problem) == "badNonce",
                is_of_the_account: kind(&problem) == "accountDoesNotExist",
                ..Self::new(told(&problem))
            },
            Error::Other(other) => match other.downcast::<Silence>() {
                Ok(silence) => Refusal {
                    is_silence: !silence.is_answer,
                    retry_after: silence.retry_after,
                    ..Self::new(silence.words)
                },
                Err(other) => Self::new(other.to_string()),
            },
            Error::Json(error) => Refusal {
                is_silence: true,
                ..Self::new(format!("what it answers is not ACME ({error})"))
            },
            Error::Timeout(next) => Refusal {
                retry_after: next.map(clock::until),
                ..Self::new("it has not decided after two minutes".into())
            },
            other => Self::new(other.to_string()),
        }
    }

    /// What came of all the ways that were tried.
    pub fn of_all(tried: Vec<Refusal>) -> Self {
        let of_the_way = |refusal: &&Refusal| refusal.is_of_the_way;
        let words: Vec<&str> = tried.iter().filter(of_the_way).map(|refusal| &*refusal.words).collect();
        let ways = words.join("; ");
        match tried.into_iter().next_back() {
            Some(last) if !last.is_of_the_way => last,
            _ => Refusal {
                is_of_the_way: true,
                ..Self::new(format!(
                    "{ways}. The name must lead to this machine (its A and AAAA records), and from the Internet port 443 or port 80 must get through to it"
                ))
            },
        }
    }
}

/// The kind of a problem (RFC 8555 §6.7), without the namespace.
fn kind(problem: &Problem) -> &str {
    let kind = problem.r#type.as_deref().unwrap_or_default();
    kind.rsplit(':').next().unwrap_or_default()
}

fn told(problem: &Problem) -> String {
    problem.detail.clone().unwrap_or_else(|| kind(problem).to_owned())
}
