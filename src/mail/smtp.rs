//! A mail is handed over (SMTP, RFC 5321).

use super::Mail;
use crate::base::guard::not_public;
use crate::base::mail_server::{MailServer, Protection};
use crate::base::{Text, text};
use crate::world::World;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::net::SocketAddr;
use std::time::{Duration, UNIX_EPOCH};

/// How long each step may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// How long all of them may take: somebody may look at a page meanwhile.
const WHOLE: Duration = Duration::from_secs(25);

/// What is said of an address that leads to nobody.
const NOBODY: &[&str] = &["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

/// Whether mails can be from this: `login@example.com`, or with a name before it.
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Why a mail was not taken.
pub struct Failure {
    pub words: Text,
    /// Whether another attempt has no use.
    pub is_final: bool,
}

fn failure(words: Text) -> Failure {
    Failure { words, is_final: false }
}

/// Hands a mail over, under a name of its own by which a copy is known; what the server answered.
pub async fn send(world: &World, server: &MailServer, mail: &Mail, id: &str) -> Result<String, Failure> {
    let sent = tokio::time::timeout(WHOLE, hand_over(world, server, mail, id)).await;
    sent.unwrap_or_else(|_| {
        Err(failure(text!(
            "The mail server { $host } did not take it: { $why }",
            host = &server.host,
            why = format!("no answer within {} seconds", WHOLE.as_secs())
        )))
    })
}

async fn hand_over(world: &World, server: &MailServer, mail: &Mail, id: &str) -> Result<String, Failure> {
    let place = reach(world, server).await?;
    let message = message(world, server, mail, id).map_err(failure)?;
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(place.ip().to_string())
        .port(place.port())
        .timeout(Some(TIME_LIMIT))
        .hello_name(ClientId::Domain(host_of(&world.env.base_url)))
        .tls(tls(world, server)?);
    if let Some((user, password)) = &server.login {
        builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
    }
    let sent = builder.build().send(message).await;
    let said = |lines: Vec<&str>| lines.join(" ").chars().take(200).collect::<String>();
    match sent {
        Ok(answer) => Ok(format!("{} {}", answer.code(), said(answer.message().collect()))),
        Err(error) => Err(Failure {
            // What the server does not let us do may be mended; an address that does not exist (RFC 3463 §3.2) may not.
            is_final: error.is_permanent() && NOBODY.iter().any(|code| chain(&error).contains(code)),
            words: text!(
                "The mail server { $host } did not take it: { $why }",
                host = &server.host,
                why = chain(&error)
            ),
        }),
    }
}

/// What went wrong, with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(own) = cause {
        let own_words = own.to_string();
        if !words.contains(&own_words) {
            words = format!("{words}: {own_words}");
        }
        cause = own.source();
    }
    words.chars().take(300).collect()
}

/// Where the server is: not on a private network, unless whoever runs the site says so (A47: no SSRF).
async fn reach(world: &World, server: &MailServer) -> Result<SocketAddr, Failure> {
    let found = tokio::net::lookup_host((server.host.as_str(), server.port)).await;
    let found: Vec<SocketAddr> = match found {
        Ok(found) => found.collect(),
        Err(error) => {
            return Err(failure(text!(
                "The mail server { $host } cannot be found: { $why }",
                host = &server.host,
                why = error.to_string()
            )));
        }
    };
    let admitted = |place: &&SocketAddr| server.is_operators || world.env.guard.admits(&server.host, place.ip());
    let place = found.iter().find(admitted).copied();
    place.ok_or_else(|| failure(not_public(&server.host)))
}

fn tls(world: &World, server: &MailServer) -> Result<Tls, Failure> {
    if server.protection == Protection::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(server.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = world.outbound.extra_ca() {
        let certificate = Certificate::from_pem(pem).map_err(|error| failure(Text::verbatim(error.to_string())))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters
        .build_rustls()
        .map_err(|error| failure(Text::verbatim(chain(&error))))?;
    Ok(match server.protection {
        Protection::Tls => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}

fn host_of(base_url: &str) -> String {
    let url = url::Url::parse(base_url).ok();
    url.as_ref()
        .and_then(url::Url::host_str)
        .unwrap_or("localhost")
        .to_owned()
}

fn message(world: &World, server: &MailServer, mail: &Mail, id: &str) -> Result<Message, Text> {
    let mailbox = |address: &str| {
        address.parse::<Mailbox>().map_err(|error| {
            text!(
                "{ $address } is no mail address: { $why }",
                address = address,
                why = error.to_string()
            )
        })
    };
    let other = |error: lettre::error::Error| Text::verbatim(error.to_string());
    let seconds = u64::try_from(world.env.now().0).unwrap_or_default();
    // Whoever is away answers no machine (RFC 3834 §5).
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    Message::builder()
        .from(mailbox(&server.from)?)
        .to(mailbox(&mail.to)?)
        .subject(&mail.subject)
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{id}@{}>", host_of(&world.env.base_url))))
        .raw_header(automatic)
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(other)
}
