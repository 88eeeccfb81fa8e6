//! Reading what a token endpoint answers (RFC 6749 §5), as tolerantly as services need it: JSON or
//! a form, errors under status 200, numbers as strings, scopes with commas.

use super::refusal::{ErrorResponse, clean};
use super::token_request::TokenError;
use crate::base::secret::Secret;
use crate::base::{Scopes, Seconds, Text, text};
use crate::outbound::{Failure, FailureKind, Response};
use serde_json::{Map, Value as Json};

/// Tokens as the other side gave them (RFC 6749 §5.1).
#[derive(Clone, Debug)]
pub struct TokenResponse {
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    /// How long the access token lives, if it was said.
    pub expires_in: Option<Seconds>,
    /// What was granted, if it was said.
    pub scopes: Option<Scopes>,
    /// Who signed in (OpenID Connect Core §3.1.3.3), unverified.
    pub id_token: Option<Secret>,
}

/// Reads the response of a token endpoint. `secrets` are what was sent: they are never repeated.
pub fn read(host: &str, response: &Response, secrets: &[&str]) -> Result<TokenResponse, TokenError> {
    let unreadable = |what: Text| {
        TokenError::Failed(Failure {
            retry_after: response.retry_after,
            ..Failure::new(
                FailureKind::InvalidResponse,
                text!("{ $host } answered with { $what }", host = &host, what = &what),
            )
        })
    };
    let Some(members) = members(response) else {
        return Err(unreadable(response.describe()));
    };
    if let Some(refusal) = refusal(&members, response, secrets).or_else(|| frappes_refusal(&members, response)) {
        return Err(TokenError::Refused(refusal));
    }
    if !response.is_success() {
        return Err(unreadable(response.describe()));
    }
    // Slack puts a user's token a level deeper.
    let nested = members.get("authed_user").and_then(Json::as_object);
    let source = match (members.contains_key("access_token"), nested) {
        (false, Some(nested)) => nested,
        _ => &members,
    };
    let text = |name: &str| source.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let Some(access_token) = text("access_token") else {
        return Err(unreadable(text!(
            "{ $answer }, but without an access token",
            answer = response.describe()
        )));
    };
    if !is_bearer(text("token_type")) {
        let token_type = clean(text("token_type").unwrap_or_default(), secrets, 40);
        // Frappe's words.
        return Err(unreadable(text!(
            "an invalid token type: { $token_type } (only Bearer is understood)",
            token_type = format!("{token_type:?}")
        )));
    }
    if access_token.chars().any(|c| c.is_control() || c == ' ') {
        return Err(unreadable("an access token that no header can carry".into()));
    }
    Ok(TokenResponse {
        access_token: Secret::of(access_token),
        refresh_token: text("refresh_token").map(Secret::of),
        expires_in: source.get("expires_in").or(source.get("expires")).and_then(seconds),
        scopes: source.get("scope").and_then(scopes),
        id_token: text("id_token").map(Secret::of),
    })
}

/// The members of an response: JSON, or a form (GitHub, unless it is asked for JSON).
fn members(response: &Response) -> Option<Map<String, Json>> {
    if let Some(json) = response.json() {
        return json.as_object().cloned();
    }
    let text = std::str::from_utf8(&response.body).ok()?;
    let is_form = response.media_type == "application/x-www-form-urlencoded" || response.media_type == "text/plain";
    if !is_form || !text.contains('=') {
        return None;
    }
    let pairs = url::form_urlencoded::parse(text.as_bytes()).into_owned();
    Some(pairs.map(|(name, value)| (name, Json::String(value))).collect())
}

/// What the answer refuses, also under status 200, and in the shapes that services have for it.
fn refusal(members: &Map<String, Json>, response: &Response, secrets: &[&str]) -> Option<ErrorResponse> {
    let text = |from: &Map<String, Json>, names: &[&str]| {
        let found = names.iter().find_map(|name| from.get(*name)).cloned()?;
        match found {
            Json::String(text) => Some(text),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let told = ["error_description", "error_message", "message", "detail", "msg"];
    let (code, description) = match members.get("error")? {
        Json::String(code) if !code.is_empty() => (code.clone(), text(members, &told)),
        Json::Object(inner) => (
            text(inner, &["code", "type", "status"]).unwrap_or_else(|| "error".into()),
            text(inner, &told),
        ),
        _ => return None,
    };
    Some(ErrorResponse {
        retry_after: response.retry_after,
        ..ErrorResponse::of(&code, &description.unwrap_or_default(), secrets)
    })
}

/// Frappe's no to a refresh token that it does not know (any more): a document that is not found, instead of RFC 6749's
/// error (Frappe contract, section 3).
fn frappes_refusal(members: &Map<String, Json>, response: &Response) -> Option<ErrorResponse> {
    let is_missing = members.get("exc_type").and_then(Json::as_str) == Some("DoesNotExistError");
    // Whatever language it speaks, it repeats what it looked for.
    let told = ["OAuth Bearer Token", "'refresh_token'"];
    let mut texts = members.values().filter_map(Json::as_str);
    let is_token = texts.any(|text| told.iter().any(|words| text.contains(words)));
    (response.status == 404 && is_missing && is_token)
        .then(|| ErrorResponse::of("invalid_grant", "OAuth Bearer Token not found", &[]))
}

/// `Bearer` in any case; nothing; and what Slack calls its bearer tokens.
fn is_bearer(token_type: Option<&str>) -> bool {
    let known = ["bearer", "bot", "user"];
    token_type.is_none_or(|token_type| known.contains(&token_type.to_ascii_lowercase().as_str()))
}

/// A number of seconds, also as a text or with a fraction.
fn seconds(value: &Json) -> Option<Seconds> {
    const MAX_LIFETIME: f64 = 10.0 * 365.0 * 86_400.0;
    let number = match value {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.trim().parse::<f64>().ok(),
        _ => None,
    };
    number
        .filter(|number| number.is_finite())
        .map(|number| Seconds(number.clamp(0.0, MAX_LIFETIME) as i64))
}

/// Scopes separated by spaces or commas, or a list of them.
fn scopes(value: &Json) -> Option<Scopes> {
    let text = match value {
        Json::String(text) => text.replace(',', " "),
        Json::Array(entries) => entries.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        _ => return None,
    };
    (!text.trim().is_empty()).then(|| Scopes::parse(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, media_type: &str, body: &str) -> Response {
        Response {
            status,
            media_type: media_type.into(),
            body: body.into(),
            ..Response::default()
        }
    }

    fn json(body: &str) -> Result<TokenResponse, TokenError> {
        read("a.test", &answer(200, "application/json", body), &["s3cret-code"])
    }

    fn code(outcome: Result<TokenResponse, TokenError>) -> String {
        match outcome.unwrap_err() {
            TokenError::Refused(refusal) => refusal.code,
            other => other.words().english(),
        }
    }

    #[test]
    fn answers_are_read_as_services_write_them() {
        let usual =
            json(r#"{"access_token":"at","refresh_token":"rt","token_type":"bEaReR","expires_in":3600,"scope":"a b"}"#)
                .unwrap();
        assert_eq!(usual.access_token.reveal(), "at");
        assert_eq!(usual.refresh_token.unwrap().reveal(), "rt");
        assert_eq!(usual.expires_in, Some(Seconds(3600)));
        assert_eq!(usual.scopes.unwrap().to_string(), "a b");
        // A text for a number, commas, no type.
        let odd = json(r#"{"access_token":"at","expires_in":"28800","scope":"repo,user","refresh_token":""}"#).unwrap();
        assert_eq!(
            (odd.expires_in, odd.refresh_token.is_none()),
            (Some(Seconds(28_800)), true)
        );
        assert_eq!(odd.scopes.unwrap().to_string(), "repo user");
        // No lifetime at all; nonsense; beyond all bounds.
        assert_eq!(json(r#"{"access_token":"at"}"#).unwrap().expires_in, None);
        assert_eq!(
            json(r#"{"access_token":"at","expires_in":"soon"}"#).unwrap().expires_in,
            None
        );
        assert_eq!(
            json(r#"{"access_token":"at","expires_in":-5}"#).unwrap().expires_in,
            Some(Seconds::ZERO)
        );
        assert_eq!(
            json(r#"{"access_token":"at","expires_in":1e300}"#).unwrap().expires_in,
            Some(Seconds(315_360_000))
        );
        // GitHub's form.
        let form = answer(
            200,
            "application/x-www-form-urlencoded",
            "access_token=gho_x&scope=repo%2Cgist&token_type=bearer",
        );
        assert_eq!(
            read("a.test", &form, &[]).unwrap().scopes.unwrap().to_string(),
            "repo gist"
        );
        // Slack's user token.
        let slack = json(
            r#"{"ok":true,"authed_user":{"access_token":"xoxp","token_type":"user","scope":"chat:write,users:read"}}"#,
        )
        .unwrap();
        assert_eq!(slack.access_token.reveal(), "xoxp");
    }

    #[test]
    fn refusals_are_found_under_any_status_and_repeat_no_secret() {
        assert_eq!(
            code(json(r#"{"error":"bad_verification_code","error_description":"x"}"#)),
            "bad_verification_code"
        );
        assert_eq!(
            code(json(r#"{"ok":false,"error":"invalid_refresh_token"}"#)),
            "invalid_refresh_token"
        );
        assert_eq!(
            code(json(r#"{"error":{"type":"OAuthException","message":"no"}}"#)),
            "OAuthException"
        );
        let form = answer(
            200,
            "text/plain",
            "error=incorrect_client_credentials&error_description=no",
        );
        assert_eq!(code(read("a.test", &form, &[])), "incorrect_client_credentials");
        let echoed =
            json(r#"{"error":"invalid_grant","error_description":"the code s3cret-code\r\nis bad"}"#).unwrap_err();
        assert!(echoed.is_final());
        assert!(
            echoed
                .words()
                .english()
                .contains("the code ***  is bad (invalid_grant)")
                && echoed.words().english().contains("connected again")
        );
        let busy = Response {
            retry_after: Some(Seconds(7)),
            ..answer(429, "application/json", r#"{"error":"slow_down"}"#)
        };
        let busy = read("a.test", &busy, &[]).unwrap_err();
        assert_eq!((busy.retry_after(), busy.is_final()), (Some(Seconds(7)), false));
    }

    /// T20: Frappe's answer to a dead refresh token ends the connection; to an unknown client it does not.
    #[test]
    fn t20_a_dead_refresh_token_at_frappe_is_an_end() {
        let body =
            |what: &str| format!(r#"{{"exc_type":"DoesNotExistError","_server_messages":"[\"{what} not found\"]"}}"#);
        let read =
            |status: u16, what: &str| super::read("a.test", &answer(status, "application/json", &body(what)), &[]);
        let token = "OAuth Bearer Token {'refresh_token': 'nope', 'status': 'Active'}";
        assert!(read(404, token).unwrap_err().is_final());
        assert!(!read(404, "OAuth Client nope").unwrap_err().is_final());
        assert!(!read(500, token).unwrap_err().is_final());
    }

    #[test]
    fn what_is_no_token_answer_is_said_so() {
        for (status, media_type, body, words) in [
            (200, "text/html", "<html>access_token=1</html>", "a web page"),
            (500, "text/plain", "oops", "status 500"),
            (200, "application/json", "[1]", "status 200 with application/json"),
            (200, "application/json", "{}", "without an access token"),
            (
                200,
                "application/json",
                r#"{"access_token":7}"#,
                "without an access token",
            ),
            (
                200,
                "application/json",
                r#"{"access_token":"a b"}"#,
                "no header can carry",
            ),
            (
                200,
                "application/json",
                r#"{"access_token":"a","token_type":"mac"}"#,
                "an invalid token type",
            ),
            (503, "application/json", r#"{"access_token":"a"}"#, "status 503"),
            (200, "application/json", "", "status 200"),
        ] {
            let found = code(read("a.test", &answer(status, media_type, body), &[]));
            assert!(found.contains(words), "{body}: {found}");
        }
    }
}
