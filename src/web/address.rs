//! Where a request comes from. Forwarded headers count only from configured proxies (R22: forwarded headers cannot be
//! spoofed).

use crate::base::Network;
use std::net::{IpAddr, Ipv6Addr};

/// The client's address: the peer, or, through trusted proxies, the last hop that is none.
pub fn client(peer: IpAddr, forwarded_for: Option<&str>, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    let mut hops = forwarded_for.unwrap_or_default().rsplit(',');
    while is_trusted(client) {
        match hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) {
            Some(hop) => client = hop.to_canonical(),
            None => break,
        }
    }
    client
}

/// Whether an address is of this machine or of a private network: where proxies of one's own stand.
pub fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// What failures are counted under: the address, or for IPv6 its /64 (A63: no way around the limit).
pub fn bucket(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// R22: nobody but a configured proxy is believed about where a request comes from.
    #[test]
    fn r22_forwarded_addresses_count_only_from_trusted_proxies() {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()];
        assert_eq!(client(ip("192.0.2.1"), Some("1.2.3.4"), &trusted), ip("192.0.2.1"));
        assert_eq!(
            client(ip("10.0.0.1"), Some("9.9.9.9, 1.2.3.4"), &trusted),
            ip("1.2.3.4")
        );
        assert_eq!(
            client(ip("10.0.0.1"), Some("1.2.3.4, 10.9.9.9"), &trusted),
            ip("1.2.3.4")
        );
        assert_eq!(client(ip("10.0.0.1"), Some("junk"), &trusted), ip("10.0.0.1"));
        assert_eq!(client(ip("::1"), Some("1.2.3.4"), &trusted), ip("1.2.3.4"));
        assert_eq!(client(ip("10.0.0.1"), Some("1.2.3.4"), &[]), ip("10.0.0.1"));
    }

    #[test]
    fn networks_are_read_and_ipv6_counts_by_its_64() {
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("ten".parse::<Network>().is_err());
        let everything: Network = "0.0.0.0/0".parse().unwrap();
        assert!(everything.contains(ip("8.8.8.8")) && !everything.contains(ip("::1")));
        assert_eq!(bucket(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
    }
}
