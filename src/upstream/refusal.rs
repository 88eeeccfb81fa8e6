//! The other side's no (RFC 6749 §4.1.2.1, §5.2): its own words, and what they usually mean.

use crate::base::{Seconds, Text, text};

/// A refusal of the other side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorResponse {
    /// The error code, such as `invalid_grant`.
    pub code: String,
    /// The other side's words.
    pub description: String,
    /// `Retry-After`.
    pub retry_after: Option<Seconds>,
}

/// Error codes that say that a grant is gone for good: RFC 6749 §5.2, and what GitHub, Slack and
/// Zoho call it.
const GONE: &[&str] = &[
    "invalid_grant",
    "bad_refresh_token",
    "invalid_refresh_token",
    "token_revoked",
    "token_expired",
    "invalid_code",
    // Asked for while renewing, where nobody can answer.
    "interaction_required",
    "consent_required",
    "login_required",
    "access_denied",
];

impl ErrorResponse {
    /// A refusal in the other side's words; `secrets` are never repeated.
    pub fn of(code: &str, description: &str, secrets: &[&str]) -> Self {
        ErrorResponse {
            code: clean(code, secrets, 60),
            description: clean(description, secrets, 300),
            retry_after: None,
        }
    }

    /// Whether the grant is gone for good: only a new consent can help.
    pub fn is_final(&self) -> bool {
        GONE.contains(&self.code.as_str())
    }

    /// The other side's words with what they usually mean.
    pub fn words(&self) -> Text {
        let said = match self.description.is_empty() {
            true => text!("The other side says: { $code }.", code = &self.code),
            false => text!(
                "The other side says: { $description } ({ $code }).",
                description = self.description.trim_end_matches('.'),
                code = &self.code
            ),
        };
        match meaning(&self.code) {
            "" => said,
            meaning => text!("{ $said } { $meaning }", said = &said, meaning = &meaning),
        }
    }
}

/// What an error code usually means, and what helps.
fn meaning(code: &str) -> &'static str {
    match code {
        "access_denied" | "consent_required" | "interaction_required" | "login_required" => {
            "The consent was not given there. Connect again and allow it."
        }
        "invalid_client" | "incorrect_client_credentials" | "unauthorized" => {
            "The Client Id, the Client Secret or the way it is sent (Token Endpoint Auth Method) is wrong on the Connected App."
        }
        "redirect_uri_mismatch" => {
            "The Redirect URI that is shown on the Connected App is not registered there, character by character."
        }
        "invalid_scope" => "One of the scopes on the Connected App does not exist there, or may not be asked for.",
        "unauthorized_client" | "unsupported_grant_type" | "unsupported_response_type" => {
            "The client that is registered there may not do this: look at its settings in the service's console."
        }
        "invalid_request" => {
            "Something in the request is not as the service wants it: compare scopes, query parameters and PKCE on the Connected App with its documentation."
        }
        "server_error" | "temporarily_unavailable" | "slow_down" | "ratelimited" => {
            "That is a trouble of the service's own: try again later."
        }
        code if GONE.contains(&code) => {
            "The consent was used up, withdrawn or has expired there: the account has to be connected again."
        }
        _ => "",
    }
}

/// Words of the other side as they may be shown and logged.
pub fn clean(text: &str, secrets: &[&str], most: usize) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        text = text.replace(secret, "***");
    }
    let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    shown.take(most).collect::<String>().trim().to_owned()
}
