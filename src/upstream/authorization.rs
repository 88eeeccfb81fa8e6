//! Where people are sent to (RFC 6749 §4.1.1), and what they come back with (§4.1.2).

use super::attempt::NewAttempt;
use super::refusal::{ErrorResponse, clean};
use crate::base::secret;
use crate::web::params::Params;
use url::Url;

/// Parameters of ours: one of the record's never takes their place.
pub const RESERVED: &[&str] = &[
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "redirect_uri",
    "scope",
    "state",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "refresh_token",
    "request",
    "request_uri",
];

/// Parameters of an answer that stand in it once at the most (RFC 6749 §3.1).
const ANSWER: &[&str] = &["state", "code", "error", "iss"];

/// A request for the consent of whoever is sent there.
pub struct UpstreamRequest<'a> {
    /// The authorization endpoint; it may have a query of its own.
    pub endpoint: &'a str,
    pub client_id: &'a str,
    pub redirect_uri: &'a str,
    /// Empty: none is asked for by name.
    pub scope: &'a str,
    /// Further parameters; reserved ones are left out.
    pub parameters: &'a [(String, String)],
}

impl UpstreamRequest<'_> {
    /// The address that people are sent to, in the order in which Frappe writes it; `None` if the
    /// endpoint is no address.
    pub fn address(&self, attempt: &NewAttempt) -> Option<String> {
        let mut url = Url::parse(self.endpoint).ok()?;
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", self.client_id)
            .append_pair("redirect_uri", self.redirect_uri);
        if !self.scope.is_empty() {
            query.append_pair("scope", self.scope);
        }
        query.append_pair("state", attempt.state.reveal());
        for (name, value) in self.parameters.iter().filter(|(name, _)| !is_reserved(name)) {
            query.append_pair(name, value);
        }
        if let Some(nonce) = &attempt.nonce {
            query.append_pair("nonce", nonce.reveal());
        }
        if let Some(verifier) = &attempt.verifier {
            let challenge = secret::base64url(&secret::sha256(verifier.reveal().as_bytes()));
            query
                .append_pair("code_challenge", &challenge)
                .append_pair("code_challenge_method", "S256");
        }
        drop(query);
        Some(url.into())
    }
}

/// Whether a parameter is one of ours.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// The parameter that an answer has twice: such an answer is not used (RFC 6749 §3.1).
pub fn duplicate(answer: &Params) -> Option<&'static str> {
    answer.duplicate(ANSWER)
}

/// Why an answer has no code for us.
#[derive(Debug, PartialEq)]
pub enum NoCode {
    /// It is of another issuer (RFC 9207 §2.4): of whom it says that it is.
    OtherIssuer(String),
    /// It says no (RFC 6749 §4.1.2.1).
    Refused(ErrorResponse),
    /// It says nothing.
    Missing,
}

/// The code of an answer. `is_issuer` says whether the issuer that it names is the one that was asked.
pub fn code(answer: &Params, is_issuer: impl Fn(&str) -> bool) -> Result<&str, NoCode> {
    if let Some(issuer) = answer.get("iss").filter(|issuer| !is_issuer(issuer)) {
        return Err(NoCode::OtherIssuer(clean(issuer, &[], 200)));
    }
    if let Some(code) = answer.get("error") {
        let description = answer.text("error_description");
        return Err(NoCode::Refused(ErrorResponse::of(code, description, &[])));
    }
    answer.get("code").ok_or(NoCode::Missing)
}

/// Whether somebody said no at a service that sends no `state` along with it, as Frappe does: it is of no attempt, and
/// changes nothing (RFC 6749 §4.1.2.1 asks for it).
pub fn is_denial_without_state(query: &Params) -> bool {
    query.get("state").is_none() && query.get("code").is_none() && query.get("error") == Some("access_denied")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::secret::Secret;

    fn parameters(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        owned.collect()
    }

    /// RFC 6749 §4.1.1, RFC 7636 §4.3 with the example of its appendix B.
    #[test]
    fn people_are_sent_with_what_is_ours_and_what_the_record_adds() {
        let attempt = NewAttempt {
            state: Secret::of("s"),
            nonce: Some(Secret::of("n")),
            verifier: Some(Secret::of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
        };
        let request = UpstreamRequest {
            endpoint: "https://a.test/authorize?tenant=1",
            client_id: "me",
            redirect_uri: "https://b.test/cb",
            scope: "openid email",
            parameters: &parameters(&[("prompt", "login"), ("state", "theirs")]),
        };
        assert_eq!(
            request.address(&attempt).unwrap(),
            "https://a.test/authorize?tenant=1&response_type=code&client_id=me&redirect_uri=https%3A%2F%2Fb.test%2Fcb\
             &scope=openid+email&state=s&prompt=login&nonce=n\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        );
        let nowhere = UpstreamRequest {
            endpoint: "authorize",
            ..request
        };
        assert_eq!(nowhere.address(&attempt), None);
    }

    #[test]
    fn an_answer_has_a_code_or_a_reason() {
        let answer = |pairs: &[(&str, &str)]| Params(parameters(pairs));
        let is_ours = |issuer: &str| issuer == "https://a.test";
        let good = answer(&[("code", "c"), ("iss", "https://a.test")]);
        assert_eq!(code(&good, is_ours), Ok("c"));
        let foreign = answer(&[("code", "c"), ("iss", "https://b.test\n")]);
        assert_eq!(
            code(&foreign, is_ours),
            Err(NoCode::OtherIssuer("https://b.test".into()))
        );
        let refused = answer(&[("error", "access_denied"), ("code", "c")]);
        assert!(matches!(code(&refused, is_ours), Err(NoCode::Refused(refusal)) if refusal.code == "access_denied"));
        assert_eq!(code(&answer(&[("state", "s")]), is_ours), Err(NoCode::Missing));
        assert_eq!(duplicate(&answer(&[("iss", "a"), ("iss", "a")])), Some("iss"));
    }
}
