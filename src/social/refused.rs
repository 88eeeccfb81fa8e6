//! Why somebody is not let in: what they are told, and what the administrator is.

use super::keys::Key;
use super::person::Person;
use crate::base::{Text, text};

/// Why somebody is not let in.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// The local account is switched off.
    Disabled,
    /// The provider gave their id as another type than before.
    ChangedId,
    /// Their email is of no domain that may sign in.
    Domain,
    /// The provider tells no email that can be used.
    NoEmail,
    /// Somebody has an account with this email here: they have to prove that it is theirs.
    Prove,
    /// New accounts are not made.
    SignUps,
    /// New accounts need a verified email.
    Unverified,
}

impl Refused {
    /// Its name in diagnostics.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Disabled => "user_disabled",
            Refused::ChangedId => "changed_id",
            Refused::Domain => "domain_not_allowed",
            Refused::NoEmail => "no_email",
            Refused::Prove => "account_exists",
            Refused::SignUps => "sign_ups_denied",
            Refused::Unverified => "email_unverified",
        }
    }

    /// The heading of its page.
    pub fn title(&self) -> &'static str {
        match self {
            Refused::Disabled => "Not allowed",
            Refused::ChangedId => "This account has changed",
            Refused::Domain => "This account may not sign in here",
            Refused::NoEmail => "There is no email address",
            Refused::Prove => "Sign in here first",
            Refused::SignUps => "Signup is Disabled",
            Refused::Unverified => "The email is not verified",
        }
    }

    /// What to tell the person.
    pub fn words(&self, provider: &str) -> Text {
        match self {
            Refused::Disabled => "Your account at this site is switched off. Its administrator can switch it on again.".into(),
            Refused::ChangedId => text!("{ $provider } now gives another kind of id for your account than before. The administrator of this site has to look at it.", provider = &provider),
            Refused::Domain => "Only email addresses of certain domains may sign in to this site. Use your work account, or ask the administrator.".into(),
            Refused::NoEmail => text!("{ $provider } did not tell an email address that can be used. Please ensure that your profile has an email address, and that this site may see it.", provider = &provider),
            Refused::Prove => text!("An account with this email address is here already. Sign in to it as you are used to; then link { $provider } in My account, under Sign-ins.", provider = &provider),
            Refused::SignUps => "Sorry. Signup from Website is disabled. Ask the administrator of this site for an account.".into(),
            Refused::Unverified => text!("Email not verified with { $provider }. Verify it there, then sign in again. If you have an account here, sign in to it as you are used to, and link { $provider } in My account.", provider = &provider),
        }
    }

    /// The same for the administrator, in diagnostics.
    pub fn cause(&self, key: &Key, person: &Person) -> Text {
        let who = match &person.email {
            Some(email) => text!(
                "{ $id } ({ $email }) of { $provider }",
                id = &person.subject.id,
                email = email,
                provider = &key.provider_name
            ),
            None => text!(
                "{ $id } (no email) of { $provider }",
                id = &person.subject.id,
                provider = &key.provider_name
            ),
        };
        match self {
            Refused::Disabled => text!("{ $who }: the user is disabled.", who = who),
            Refused::ChangedId => text!(
                "{ $who }: the id was linked with another type (text or number).",
                who = who
            ),
            Refused::Domain => text!("{ $who }: Allowed Email Domains does not name the domain.", who = who),
            Refused::NoEmail => text!(
                "{ $who }: there is no email among the claims, or none that can be used.",
                who = who
            ),
            Refused::Prove => text!(
                "{ $who }: a user has this email. It was not linked: email_verified is { $is_email_verified }, Trusted Email Domains are { $trusted_domains }, and whoever has a role with power links their account themselves.",
                who = who,
                is_email_verified = person.is_email_verified.to_string(),
                trusted_domains = format!("{:?}", key.trusted_domains.join(" "))
            ),
            Refused::SignUps => text!(
                "{ $who }: there is no such user, and sign-ups are not allowed.",
                who = who
            ),
            Refused::Unverified => text!(
                "{ $who }: email_verified is not the boolean true, and the key does not say that its emails are verified.",
                who = who
            ),
        }
    }
}
