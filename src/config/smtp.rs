//! The mail server as whoever runs the site names it.

use crate::base::mail_server::{MailServer, Protection};
use crate::base::secret::Secret;
use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use url::Url;

/// A server as `FRONTDESK_SMTP_URL` names it: `smtp://user:password@host:587?from=login@example.com` (STARTTLS),
/// `smtps://…` (TLS), or `smtp://localhost:25?tls=none&from=…`.
pub fn smtp_url(address: &str) -> Result<MailServer, String> {
    let url = Url::parse(address).map_err(|error| format!("it is no address ({error})"))?;
    let parameter = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    };
    let protection = match (url.scheme(), parameter("tls").as_deref()) {
        ("smtps", None) => Protection::Tls,
        ("smtp", None) => Protection::StartTls,
        ("smtp", Some("none")) => Protection::None,
        ("smtp" | "smtps", Some(_)) => return Err("tls is none or left out".into()),
        _ => return Err("it begins with neither smtp:// nor smtps://".into()),
    };
    let usual = if protection == Protection::Tls { 465 } else { 587 };
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or("it names no host")?.to_owned();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let login = url
        .password()
        .map(|password| (decoded(url.username()), Secret::of(&decoded(password))));
    let from = parameter("from");
    if from.as_ref().is_some_and(|from| from.parse::<Mailbox>().is_err()) {
        return Err("from is no sender, such as login@example.com".into());
    }
    Ok(MailServer {
        host,
        port: url.port().unwrap_or(usual),
        protection,
        login,
        from: from.ok_or("it does not say whom mails are from: put ?from=login@example.com at its end")?,
        is_operators: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_everything() {
        let server = smtp_url("smtp://login%40x:p%3Aw@mail.example.com?from=login@example.com").unwrap();
        assert_eq!((server.host.as_str(), server.port), ("mail.example.com", 587));
        assert_eq!(server.protection, Protection::StartTls);
        let (user, password) = server.login.unwrap();
        assert_eq!((user.as_str(), password.reveal()), ("login@x", "p:w"));
        let tls = smtp_url("smtps://mail.example.com?from=Tea%20House%20%3Clogin@example.com%3E").unwrap();
        assert_eq!((tls.port, tls.protection), (465, Protection::Tls));
        assert_eq!(tls.from, "Tea House <login@example.com>");
        let plain = smtp_url("smtp://localhost:25?tls=none&from=a@b").unwrap();
        assert_eq!((plain.port, plain.protection), (25, Protection::None));
        for wrong in [
            "mail.example.com",
            "http://x?from=a@b",
            "smtp://x",
            "smtp://x?from=a@b&tls=maybe",
            "smtp://?from=a@b",
        ] {
            assert!(smtp_url(wrong).is_err(), "{wrong}");
        }
    }
}
