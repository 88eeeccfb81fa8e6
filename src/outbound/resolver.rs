//! Looking names up: only addresses that the guard admits are ever connected to, so that a name
//! cannot stand for something else at the second look (DNS rebinding).

use crate::base::Text;
use crate::base::guard::{Guard, not_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

/// The operating system's resolver behind the guard.
pub(super) struct GuardedResolver(pub(super) Arc<Guard>);

/// None of the addresses of a name may be connected to.
#[derive(Debug)]
pub(super) struct NoneAllowed(String);

impl fmt::Display for NoneAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

impl NoneAllowed {
    pub(super) fn words(&self) -> Text {
        not_public(&self.0)
    }
}

impl std::error::Error for NoneAllowed {}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.0);
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let admitted: Vec<SocketAddr> = found.filter(|address| guard.admits(&name, address.ip())).collect();
            match admitted.is_empty() {
                true => Err(Box::new(NoneAllowed(name)) as Box<dyn std::error::Error + Send + Sync>),
                false => Ok(Box::new(admitted.into_iter()) as Addrs),
            }
        })
    }
}
