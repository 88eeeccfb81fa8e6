//! Who somebody is, as the provider tells it: its stable id, and what its claims mean here.

use super::keys::Key;
use super::logins::Subject;
use crate::base::{Error, Result, text};
use crate::upstream::refusal::clean;
use crate::users;
use serde_json::{Map, Value as Json};

/// Somebody at a provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub subject: Subject,
    /// As the provider writes it.
    pub email: Option<String>,
    /// The provider says, with a boolean, that it has verified the email.
    pub is_email_verified: bool,
    /// The provider says that it has not: nobody vouches for the email then.
    pub is_email_unverified: bool,
    pub first_name: String,
    pub last_name: Option<String>,
    pub image: Option<String>,
    /// What people see it by: an email or a name.
    pub username: Option<String>,
    pub groups: Vec<String>,
    /// Everything that was told, for a test sign-in.
    pub claims: Map<String, Json>,
}

/// The longest id that is taken.
const MAX_ID_LENGTH: usize = 255;
/// The longest address of a picture that is taken.
const MAX_IMAGE_LENGTH: usize = 500;
/// The longest name that is taken.
const MAX_NAME_LENGTH: usize = 140;

/// The value at a path with dots.
fn at<'a>(claims: &'a Map<String, Json>, path: &str) -> Option<&'a Json> {
    // A claim may have dots in its name, as a URL has.
    if let Some(value) = claims.get(path) {
        return Some(value);
    }
    let mut parts = path.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

/// The first of these claims that is a text with something in it.
fn text(claims: &Map<String, Json>, paths: &[&str]) -> Option<String> {
    let found = paths.iter().filter(|path| !path.is_empty());
    let found = found.filter_map(|path| at(claims, path)?.as_str().map(str::trim));
    found
        .filter(|text| !text.is_empty())
        .map(|text| clean(text, &[], MAX_NAME_LENGTH))
        .next()
}

impl Person {
    /// Reads claims: those of the ID token, and userinfo's over them.
    pub fn read(key: &Key, claims: Map<String, Json>) -> Result<Self> {
        let claim = match key.email_claim.as_str() {
            "" => "email",
            claim => claim,
        };
        // As it is, to the letter: whose it is depends on it.
        let email = at(&claims, claim).and_then(Json::as_str);
        let email = email.filter(|email| !email.trim().is_empty() && email.len() <= 320);
        let email = email.map(str::to_owned);
        let name = text(
            &claims,
            &[&key.name_claim, "name", "display_name", "login", "preferred_username"],
        );
        let given = text(&claims, &["given_name", "first_name"]).filter(|_| key.name_claim.is_empty());
        let family = text(&claims, &["family_name", "last_name"]).filter(|_| key.name_claim.is_empty());
        let fallback = || {
            email
                .as_deref()
                .and_then(|email| email.split('@').next())
                .unwrap_or("User")
                .to_owned()
        };
        let (first_name, last_name) = match (given, &name) {
            (Some(given), _) => (given, family),
            (None, Some(name)) => users::split_name(name),
            (None, None) => (fallback(), None),
        };
        let images = [key.image_claim.as_str(), "picture", "avatar_url"];
        let image = images.iter().find_map(|path| at(&claims, path)?.as_str());
        Ok(Person {
            subject: subject(key, &claims)?,
            // Only the boolean counts: "true" is a text that says so (A57: no account takeover by linking). And it is
            // said of the claim email alone, not of another one that the key takes the email from.
            is_email_verified: claims.get("email_verified") == Some(&Json::Bool(true))
                && claims.get("email").and_then(Json::as_str) == email.as_deref(),
            is_email_unverified: match claims.get("email_verified") {
                None | Some(Json::Null | Json::Bool(true)) => false,
                Some(other) => other.as_str() != Some("true"),
            },
            username: text(&claims, &["preferred_username", "login"])
                .or_else(|| email.as_deref().map(|email| clean(email, &[], 140)))
                .or(name),
            first_name,
            last_name,
            image: image
                .filter(|image| image.starts_with("https://") && image.len() <= MAX_IMAGE_LENGTH)
                .map(str::to_owned),
            groups: groups(key, &claims),
            email,
            claims,
        })
    }

    /// The email in the form that we keep, if it is one.
    pub fn kept_email(&self) -> Option<String> {
        users::check_email(self.email.as_deref()?).ok()
    }

    /// The domain of the email.
    pub fn domain(&self) -> Option<String> {
        let email = self.kept_email()?;
        email.split_once('@').map(|(_, domain)| domain.to_owned())
    }

    /// Whether the email is written exactly as we keep it: another case may be another mailbox.
    pub fn is_exact(&self) -> bool {
        self.email.as_deref() == self.kept_email().as_deref()
    }
}

fn subject(key: &Key, claims: &Map<String, Json>) -> Result<Subject> {
    let property = match key.user_id_property.as_str() {
        "" => "sub",
        property => property,
    };
    let refused = Error::Upstream;
    let (id, is_number) = match at(claims, property) {
        Some(Json::String(text)) => (text.clone(), false),
        // OpenID Connect Core §2: sub is a text.
        Some(Json::Number(number)) if property != "sub" && number.is_u64() => (number.to_string(), true),
        Some(_) => {
            return Err(refused(text!(
                "The provider gives no usable id of the person: { $property } is no text.",
                property = property
            )));
        }
        None => {
            return Err(refused(text!(
                "The provider gives no usable id of the person: { $property } is missing.",
                property = property
            )));
        }
    };
    let is_odd = |c: char| c.is_control() || c.is_whitespace();
    match id.is_empty() || id.len() > MAX_ID_LENGTH || id.chars().any(is_odd) {
        true => Err(refused(text!(
            "The provider gives no usable id of the person: { $property } is empty, too long or has spaces.",
            property = property
        ))),
        false => Ok(Subject { id, is_number }),
    }
}

fn groups(key: &Key, claims: &Map<String, Json>) -> Vec<String> {
    const MAX_GROUPS: usize = 500;
    if key.roles_claim.is_empty() {
        return Vec::new();
    }
    match at(claims, &key.roles_claim) {
        Some(Json::Array(groups)) => {
            let groups = groups.iter().filter_map(Json::as_str).take(MAX_GROUPS);
            groups.map(str::to_owned).collect()
        }
        Some(Json::String(group)) => vec![group.clone()],
        _ => Vec::new(),
    }
}
