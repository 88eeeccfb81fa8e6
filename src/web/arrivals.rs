//! How requests arrive: whether what stands in front of this site says what it must. Seen at the requests themselves, so that
//! the check-up can say which setting is wrong.

use super::address;
use crate::base::Network;
use crate::base::redirect_uri::is_loopback_host;
use poem::Request;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many requests are looked at together; then the older ones count half.
const WINDOW: u32 = 200;
/// So many must be odd in the same way before it is said: one that somebody makes up says nothing.
const ENOUGH: u32 = 5;

/// What is odd about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// It names another host than the site's address does.
    OtherHost,
    /// A proxy in the neighbourhood passed it on that is not trusted.
    UntrustedProxy,
    /// The site is reached by https, and the proxy does not say that this one came so.
    NoProtocol,
    /// The site's address is https, and this one came by http.
    Clear,
    /// The site's address is http, and this one came by https.
    Https,
}

/// How requests arrived lately.
#[derive(Clone, Default)]
pub struct Arrivals(Arc<Mutex<Lately>>);

#[derive(Default)]
struct Lately {
    all: u32,
    odd: HashMap<Oddity, (u32, String)>,
}

/// Where a request was meant to arrive.
pub struct Door<'a> {
    pub base_url: &'a str,
    pub trusted: &'a [Network],
    /// Whether TLS is spoken here.
    pub speaks_tls: bool,
}

impl Arrivals {
    /// Looks at a request that came from there.
    pub fn look(&self, door: &Door, peer: IpAddr, request: &Request) {
        let found = oddities(door, peer, request);
        let mut lately = self.lately();
        lately.all += 1;
        for (oddity, what) in found {
            let known = lately.odd.entry(oddity).or_default();
            known.0 += 1;
            known.1 = what;
        }
        if lately.all >= WINDOW {
            lately.all /= 2;
            lately.odd.values_mut().for_each(|(count, _)| *count /= 2);
        }
    }

    /// What is odd about most of those that came lately, with an example of each.
    pub fn odd(&self) -> Vec<(Oddity, String)> {
        let lately = self.lately();
        let is_usual = |count: u32| count >= ENOUGH && count * 2 > lately.all;
        let usual = lately.odd.iter().filter(|(_, (count, _))| is_usual(*count));
        usual.map(|(oddity, (_, what))| (*oddity, what.clone())).collect()
    }

    fn lately(&self) -> MutexGuard<'_, Lately> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is odd about a request, with what it said.
fn oddities(door: &Door, peer: IpAddr, request: &Request) -> Vec<(Oddity, String)> {
    let mut found = Vec::new();
    let header = |name: &str| request.header(name).unwrap_or_default();
    let (scheme, own) = door.base_url.split_once("://").unwrap_or_default();
    let peer = peer.to_canonical();
    let is_trusted = door.trusted.iter().any(|network| network.contains(peer));
    let is_passed_on = !header("x-forwarded-for").is_empty();
    let host = match header("host") {
        "" => request.uri().authority().map_or("", |own| own.as_str()),
        named => named,
    };
    let is_loopback = |host: &str| is_loopback_host(host.rsplit_once(':').map_or(host, |(name, _)| name));
    let is_alike = host.eq_ignore_ascii_case(own) || (is_loopback(host) && is_loopback(own));
    // Whoever scans the Internet names the address.
    let is_name = host
        .split([':', ']'])
        .next()
        .is_some_and(|name| name.parse::<IpAddr>().is_err() && !name.starts_with('['));
    if !is_alike && is_name && (is_trusted || door.trusted.is_empty()) {
        found.push((Oddity::OtherHost, host.to_owned()));
    }
    if is_passed_on && !is_trusted && address::is_near(peer) {
        found.push((Oddity::UntrustedProxy, peer.to_string()));
    }
    if door.speaks_tls || !(is_trusted || (is_passed_on && address::is_near(peer))) {
        return found;
    }
    let oddity = match (scheme, header("x-forwarded-proto")) {
        ("https", "") => Oddity::NoProtocol,
        ("https", "http") => Oddity::Clear,
        ("http", "https") => Oddity::Https,
        _ => return found,
    };
    found.push((oddity, host.to_owned()));
    found
}
