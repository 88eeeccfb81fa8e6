//! Where login goes on to: a closed list of places of ours, never an address from outside (R02: no open redirects;
//! A09: no `//host` after login).

use crate::base::TicketId;
use crate::records::Registry;
use crate::web::Params;
use crate::web::params::{encode, with_query};

/// Pages that are no records.
const PAGES: &[&str] = &[
    "/me",
    "/me/profile",
    "/me/password",
    "/me/email",
    "/me/security",
    "/me/sessions",
    "/me/apps",
    "/me/keys",
    "/me/connections",
    "/me/sign-ins",
    "/app/check-up",
    "/app/token-usage",
    "/guide",
];

/// The way to a protected application, before its ticket.
const APPLICATION: &str = "/auth/sign-in?ticket=";

/// A place that login leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum ReturnTo {
    /// Where people land.
    Home,
    /// A list of the desk, and maybe one of its records.
    Record(&'static str, Option<String>),
    /// A page of the desk or of the account.
    Page(&'static str),
    /// The page that connects an account at a Connected App: its name, and what the link says of whom
    /// it is for and where to go afterwards; that page checks it.
    Connect(String, Vec<(&'static str, String)>),
    /// Where the code of a device is typed in; the code, if the link said it.
    Device(String),
    /// A protected application, by what it was asked for, sealed.
    Application(String),
    /// An authorization request that waits.
    Ticket(TicketId),
}

impl ReturnTo {
    /// From the parameters of the login page: a ticket, or a path as Frappe's `redirect-to`.
    pub fn from_params(registry: &Registry, params: &Params) -> Self {
        if let Some(ticket) = params.get("ticket") {
            return ReturnTo::Ticket(ticket.into());
        }
        Self::from_path(registry, params.text("redirect-to"))
    }

    /// The page that connects an account, with what its link says.
    pub fn connect(name: &str, said: &Params) -> Self {
        let kept = ["user", "success_uri"].into_iter();
        let kept = kept.filter_map(|key| Some((key, said.get(key)?.to_owned())));
        ReturnTo::Connect(name.to_owned(), kept.collect())
    }

    /// The place behind a path of ours; anything else is the home.
    pub fn from_path(registry: &Registry, path: &str) -> Self {
        if let Some(page) = PAGES.iter().find(|page| **page == path) {
            return ReturnTo::Page(page);
        }
        if let Some(rest) = path
            .strip_prefix("/device")
            .filter(|rest| rest.is_empty() || rest.starts_with('?'))
        {
            let said = Params::parse(rest.trim_start_matches('?').as_bytes());
            let legal = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
            return ReturnTo::Device(said.text("user_code").chars().filter(legal).take(20).collect());
        }
        if let Some(rest) = path.strip_prefix("/connect/") {
            let (name, query) = rest.split_once('?').unwrap_or((rest, ""));
            let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            let is_name = !matches!(name, "" | "." | "..") && name.chars().all(legal);
            return match is_name {
                true => ReturnTo::connect(name, &Params::parse(query.as_bytes())),
                false => ReturnTo::Home,
            };
        }
        if let Some(ticket) = path.strip_prefix(APPLICATION) {
            let is_sealed = ticket
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'));
            return if is_sealed {
                ReturnTo::Application(ticket.to_owned())
            } else {
                ReturnTo::Home
            };
        }
        let Some(rest) = path.strip_prefix("/app/") else {
            return ReturnTo::Home;
        };
        let mut parts = rest.split('/');
        let Ok(record_type) = registry.by_slug(parts.next().unwrap_or_default()) else {
            return ReturnTo::Home;
        };
        let name = parts.next().filter(|name| !name.is_empty()).map(|name| {
            percent_encoding::percent_decode_str(name)
                .decode_utf8_lossy()
                .into_owned()
        });
        match parts.next() {
            None => ReturnTo::Record(record_type.slug, name),
            Some(_) => ReturnTo::Home,
        }
    }

    /// The same of the page that an address of its forms stands below: the record of its action, say.
    pub fn nearest(registry: &Registry, path: &str) -> Self {
        let path = path.strip_suffix(".csv").unwrap_or(path);
        match (Self::from_path(registry, path), path.rsplit_once('/')) {
            (ReturnTo::Home, Some((above, _))) if !above.is_empty() => Self::nearest(registry, above),
            (place, _) => place,
        }
    }

    /// The path.
    pub fn path(&self) -> String {
        match self {
            ReturnTo::Home => "/app".into(),
            ReturnTo::Page(page) => (*page).into(),
            ReturnTo::Record(slug, None) => format!("/app/{slug}"),
            ReturnTo::Record(slug, Some(name)) => format!("/app/{slug}/{}", encode(name)),
            ReturnTo::Connect(name, said) => {
                let said: Vec<(&str, &str)> = said.iter().map(|(key, value)| (*key, value.as_str())).collect();
                with_query(&format!("/connect/{name}"), &said)
            }
            ReturnTo::Device(code) if code.is_empty() => "/device".into(),
            ReturnTo::Device(code) => with_query("/device", &[("user_code", code)]),
            ReturnTo::Application(ticket) => format!("{APPLICATION}{ticket}"),
            ReturnTo::Ticket(ticket) => with_query("/oauth2/authorize", &[("ticket", ticket.as_str())]),
        }
    }

    /// What forms and the login page say of it, as [`from_params`](Self::from_params) reads it: name and value.
    pub fn field(&self) -> Option<(&'static str, String)> {
        match self {
            ReturnTo::Home => None,
            ReturnTo::Ticket(ticket) => Some(("ticket", ticket.as_str().to_owned())),
            place => Some(("redirect-to", place.path())),
        }
    }

    /// The login page that leads there.
    pub fn login_page(&self) -> String {
        match self.field() {
            None => "/login".into(),
            Some((name, value)) => with_query("/login", &[(name, &value)]),
        }
    }

    /// The same, where one provider is not taken at once: the other ways to sign in stand there.
    pub fn login_page_to_choose(&self) -> String {
        with_query(&self.login_page(), &[("choose", "1")])
    }

    /// The way to sign in with a Social Login Key that leads there.
    pub fn login_with(&self, key: &str) -> String {
        let page = self.login_page();
        let query = page.split_once('?').map(|(_, query)| format!("?{query}"));
        format!("/login/with/{}{}", encode(key), query.unwrap_or_default())
    }

    /// The place behind an address of the login page, as [`login_page`](Self::login_page) writes it.
    pub fn from_login_page(registry: &Registry, address: &str) -> Self {
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        Self::from_params(registry, &Params::parse(query.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> &'static Registry {
        crate::registry::registry().unwrap()
    }

    /// A09, R02: whatever is sent, login stays here.
    #[test]
    fn a09_r02_login_leads_to_places_of_ours_only() {
        for foreign in [
            "https://evil.test",
            "//evil.test",
            "/\\evil.test",
            "/\t/evil.test",
            "https:evil.test",
            "\\\\evil.test",
            "/%2f/evil.test",
            "javascript:alert(1)",
            "/app/../../evil",
            "/app//evil.test",
            "/app/user/a/b",
            "/app\\evil",
            "http://localhost@evil.test",
            " /app",
            "/apps",
            "/app/nothing",
            "/\n/evil",
            "///evil.test",
            "/app/%5cevil",
            "https://localhost:8000.evil.test/app",
        ] {
            let path = ReturnTo::from_path(registry(), foreign).path();
            assert!(
                path == "/app" || path.starts_with("/app/user"),
                "{foreign} led to {path}"
            );
            assert!(!path.contains("//") && !path.contains('\\') && !path.contains(char::is_control));
        }
        assert_eq!(ReturnTo::from_path(registry(), "/connect//evil.test").path(), "/app");
        assert_eq!(ReturnTo::from_path(registry(), "/connect/../evil").path(), "/app");
        let onward = ReturnTo::from_path(registry(), "/connect/abc?success_uri=https%3A%2F%2Fevil.test&x=1").path();
        assert_eq!(onward, "/connect/abc?success_uri=https%3A%2F%2Fevil.test");
        assert_eq!(
            ReturnTo::from_path(registry(), "/app/user/a%40b.c").path(),
            "/app/user/a%40b.c"
        );
        assert_eq!(
            ReturnTo::from_path(registry(), "/app/oauth-client").path(),
            "/app/oauth-client"
        );
        let ticket = ReturnTo::Ticket("a b".into());
        assert_eq!(ReturnTo::from_login_page(registry(), &ticket.login_page()), ticket);
        assert_eq!(ticket.login_with("google"), "/login/with/google?ticket=a%20b");
        assert_eq!(ReturnTo::Home.login_with("google"), "/login/with/google");
        let odd = Params::parse(b"ticket=a%0d%0aSet-Cookie:x&redirect-to=/app");
        assert_eq!(
            ReturnTo::from_params(registry(), &odd).path(),
            "/oauth2/authorize?ticket=a%0D%0ASet-Cookie%3Ax"
        );
    }
}
