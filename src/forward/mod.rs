//! Forward authentication: applications that know no OpenID Connect, behind a proxy that asks here about each request.
//!
//! Owns the tables `protected_applications` and `protected_application_roles`. An application has its own host, and so its
//! own cookie, which names the session here and is good for nothing else: when the session ends, the application's ends.
//!
//! - [`hosts`]: which application is at a host. [`paths`]: what of it is open to all.
//! - [`passes`]: what a browser carries between the hosts, sealed.
//! - [`identity`]: what the application is told of who came. [`proxies`]: the lines that a proxy needs.

pub mod hosts;
pub mod identity;
pub mod passes;
pub mod paths;
pub mod proxies;
pub mod record;
mod store;

use crate::base::{Env, Result, SessionId};
use crate::db::{Read, row};
use crate::sessions::{self, SignedIn};
use crate::users::User;
use hosts::Origin;
use identity::HeaderNames;
use std::sync::Arc;

row! {
    /// An application as the proxies' questions need it.
    #[derive(Clone, Debug)]
    pub struct Application in "protected_applications" {
        pub name: String,
        pub title: String = "application_name",
        pub enabled: bool,
        hosts: Vec<String>,
        open_paths: Vec<String>,
        pub header_names: HeaderNames,
        /// Whether it is told in a signed token, too.
        pub send_jwt: bool,
        pub allowed_roles: Vec<String> = skip(Vec::new()),
    }
}

impl Application {
    /// Whether this user may use it.
    pub fn admits(&self, user: &User) -> bool {
        self.allowed_roles.iter().any(|role| user.roles.contains(role))
    }

    /// Whether an address there, path and query, is open to all.
    pub fn opens(&self, address: &str) -> bool {
        self.open_paths.iter().any(|pattern| paths::opens(pattern, address))
    }

    /// Where people find it: its first host that is no pattern.
    pub fn address(&self, env: &Env) -> Option<String> {
        let host = self.hosts.iter().find(|host| !host.starts_with('*'))?;
        let scheme = if env.is_https() { "https" } else { "http" };
        Some(format!("{scheme}://{host}/"))
    }
}

/// The application at an origin, if it is enabled: the one that names its host, before one whose pattern does. One that is
/// switched off leaves its place to nobody.
pub fn at(db: &Read, origin: &Origin) -> Result<Option<Arc<Application>>> {
    let every = store::every(db)?;
    let fits = |pattern: &String| hosts::fits(pattern, origin);
    let mut fitting: Vec<&Arc<Application>> = every.iter().filter(|own| own.hosts.iter().any(fits)).collect();
    fitting.sort_by_key(|own| !own.hosts.iter().any(|host| !host.starts_with('*') && fits(host)));
    let first = fitting.first().filter(|own| own.enabled);
    Ok(first.map(|own| Arc::clone(own)))
}

/// The application that names this host or pattern.
pub fn naming(db: &Read, host: &str) -> Result<Option<Arc<Application>>> {
    let every = store::every(db)?;
    Ok(every
        .iter()
        .find(|own| own.hosts.iter().any(|named| named == host))
        .cloned())
}

/// Another application at a host of this name, at whatever port: browsers send the cookies of one to the other.
fn beside(db: &Read, host: &str, name: &str) -> Result<Option<Arc<Application>>> {
    let every = store::every(db)?;
    let is_alike = |own: &&Arc<Application>| own.hosts.iter().any(|other| hosts::name(other) == hosts::name(host));
    Ok(every.iter().filter(|own| own.name != name).find(is_alike).cloned())
}

/// The applications that this user may use, by their titles.
pub fn admitting(db: &Read, user: &User) -> Result<Vec<Arc<Application>>> {
    let every = store::every(db)?;
    let open = every.iter().filter(|own| own.enabled && own.admits(user));
    Ok(open.cloned().collect())
}

/// Who is signed in by the session that a cookie names, as long as that lives.
pub fn signed_in(db: &Read, env: &Env, session: &SessionId) -> Result<Option<SignedIn>> {
    let found = sessions::by_id(db, env, session)?;
    Ok(found.map(|(session, user)| SignedIn { session, user }))
}
