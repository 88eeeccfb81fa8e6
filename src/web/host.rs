//! Whether a request was meant for this site.
//!
//! A site on plain http may be reached by a name that another site's owner lets stand for this machine (DNS rebinding):
//! their page would then read ours. So there a request names the site's own host, an address, or a name that only the
//! local network knows. Behind https the certificate has settled it.

use crate::base::Env;
use crate::base::guard::is_local_name;
use poem::Request;
use url::Host;

/// Whether the site answers under the host that a request names.
pub fn is_ours(env: &Env, request: &Request) -> bool {
    let named = request
        .header("host")
        .or_else(|| request.uri().authority().map(|own| own.as_str()));
    let Some(named) = named.filter(|_| !env.is_https()) else {
        return true;
    };
    let own = env.base_url.split_once("://").map_or("", |(_, own)| own);
    named.eq_ignore_ascii_case(own) || is_local(named)
}

fn is_local(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    match Host::parse(host) {
        Ok(Host::Domain(name)) => !name.contains('.') || is_local_name(&name),
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_internet_is_not_local() {
        for local in [
            "localhost",
            "localhost:8000",
            "frontdesk:8000",
            "host.docker.internal",
            "127.0.0.1:8000",
            "[::1]:8000",
            "10.0.0.7",
            "erp.lan",
        ] {
            assert!(is_local(local), "{local}");
        }
        for foreign in [
            "evil.example.com",
            "evil.example.com:8000",
            "a@b.c",
            "",
            "localhost.evil.com",
            "127.0.0.1.evil.com",
        ] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }
}
