//! Which addresses of others may be called (A47: no SSRF; A50: link-local addresses are private): https on the public
//! internet, and beyond it only the hosts and networks that the operator names in `FRONTDESK_OUTBOUND_ALLOW`.

use crate::base::{Network, Text, text};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use url::{Host, Url};

/// A host or a network that the operator allows although it is not public.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// A host name, in lower case.
    Host(String),
    Network(Network),
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(network) = text.parse() {
            return Ok(Allowed::Network(network));
        }
        let host = text.to_ascii_lowercase();
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        match host.chars().all(legal) && !host.is_empty() && !host.starts_with('.') {
            true => Ok(Allowed::Host(host)),
            false => Err(format!(
                "{text} is neither a host name, such as erp.internal, nor a network, such as 10.0.0.0/8"
            )),
        }
    }
}

/// The rule over addresses.
#[derive(Clone, Debug, Default)]
pub struct Guard(pub Vec<Allowed>);

impl Guard {
    /// The address, if it may be called as far as can be told before its name is looked up; the
    /// error says why not and what to do.
    pub fn check(&self, address: &str) -> Result<Url, Text> {
        let url = Url::parse(address).map_err(|error| {
            text!(
                "{ $address } is not an address ({ $error })",
                address = format!("{address:?}"),
                error = error.to_string()
            )
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the address names a user before the host (…@): leave that out".into());
        }
        let host = url
            .host()
            .ok_or_else(|| text!("{ $address } names no host", address = format!("{address:?}")))?;
        let named = host.to_string();
        let is_allowed = match &host {
            Host::Domain(name) => self.names(name),
            Host::Ipv4(ip) => self.holds(IpAddr::V4(*ip)),
            Host::Ipv6(ip) => self.holds(IpAddr::V6(*ip)),
        };
        match url.scheme() {
            "https" => {}
            "http" if is_allowed => {}
            "http" => {
                return Err(text!(
                    "{ $named } is called over http: only https is safe (an operator can allow this host with FRONTDESK_OUTBOUND_ALLOW)",
                    named = &named
                ));
            }
            scheme => {
                return Err(text!(
                    "the scheme { $scheme } cannot be called: only https",
                    scheme = &scheme
                ));
            }
        }
        let is_public = match host {
            Host::Domain(name) => !is_local_name(name),
            Host::Ipv4(ip) => is_public(IpAddr::V4(ip)),
            Host::Ipv6(ip) => is_public(IpAddr::V6(ip)),
        };
        match is_public || is_allowed {
            true => Ok(url),
            false => Err(not_public(&named)),
        }
    }

    /// Whether this address, which the name stands for, may be connected to.
    pub fn admits(&self, name: &str, ip: IpAddr) -> bool {
        is_public(ip) || self.names(name) || self.holds(ip)
    }

    fn names(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        self.0
            .iter()
            .any(|allowed| matches!(allowed, Allowed::Host(host) if *host == name))
    }

    fn holds(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.0
            .iter()
            .any(|allowed| matches!(allowed, Allowed::Network(network) if network.contains(ip)))
    }
}

/// Why an address that is not public is not called.
pub fn not_public(host: &str) -> Text {
    text!(
        "{ $host } is a private, local or reserved address: it is not called, unless an operator allows it with FRONTDESK_OUTBOUND_ALLOW",
        host = &host
    )
}

/// Names that never leave the machine or the local network (RFC 6761, RFC 6762).
pub fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    matches!(
        last,
        "localhost" | "local" | "internal" | "localdomain" | "home" | "lan"
    )
}

/// Whether an address is one of the public internet (RFC 6890 and the registries it refers to).
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    // NAT64 (RFC 6052): what counts is the address inside.
    if segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [.., a, b, c, d] = ip.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let is_global_unicast = segments[0] & 0xe000 == 0x2000;
    let special = match segments {
        // Teredo, ORCHID, benchmarking and the rest of the protocol assignments.
        [0x2001, 0..=0x01ff, ..] => true,
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => true,
        // 6to4 carries an address of its own.
        [0x2002, ..] => true,
        _ => false,
    };
    is_global_unicast && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A47, A50: private, local and reserved addresses in every way of writing them.
    #[test]
    fn a47_a50_addresses_that_are_not_public_are_refused() {
        let guard = Guard::default();
        for host in [
            "127.0.0.1",
            "127.1",
            "0177.0.0.1",
            "0x7f.1",
            "2130706433",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[fec0::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[100::1]",
            "[::127.0.0.1]",
            "localhost",
            "localhost.",
            "LOCALHOST",
            "a.localhost",
            "metadata.google.internal",
            "printer.local",
            "router.lan",
        ] {
            let address = format!("https://{host}/token");
            assert!(guard.check(&address).is_err(), "{address}");
        }
        for address in [
            "http://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
            "unix:/run/x",
            "ftp://example.com/",
            "https://user@example.com/",
            "https://user:pass@example.com/",
            "https://",
            "example.com",
            "",
        ] {
            assert!(guard.check(address).is_err(), "{address}");
        }
        for host in [
            "example.com",
            "8.8.8.8",
            "[2606:4700::1111]",
            "[64:ff9b::808:808]",
            "172.32.0.1",
            "100.128.0.1",
        ] {
            assert!(guard.check(&format!("https://{host}/token")).is_ok(), "{host}");
        }
    }

    /// A47: what a public name stands for counts, not its spelling.
    #[test]
    fn a47_a_name_that_stands_for_a_private_address_is_not_admitted() {
        let guard = Guard::default();
        assert!(!guard.admits("rebound.example.com", "10.0.0.1".parse().unwrap()));
        assert!(!guard.admits("rebound.example.com", "::ffff:10.0.0.1".parse().unwrap()));
        assert!(guard.admits("example.com", "93.184.215.14".parse().unwrap()));
    }

    #[test]
    fn an_operator_allows_hosts_and_networks() {
        let guard = Guard(vec!["erp.internal".parse().unwrap(), "127.0.0.0/8".parse().unwrap()]);
        assert!(guard.check("http://127.0.0.1:9000/token").is_ok());
        assert!(guard.check("http://ERP.internal./token").is_ok());
        assert!(guard.check("https://other.internal/token").is_err());
        assert!(guard.check("http://10.0.0.1/token").is_err());
        assert!(guard.admits("erp.internal", "10.0.0.1".parse().unwrap()));
        assert!(guard.admits("any.example.com", "127.0.0.5".parse().unwrap()));
        assert!(!guard.admits("any.example.com", "10.0.0.1".parse().unwrap()));
        assert!("a b".parse::<Allowed>().is_err() && "".parse::<Allowed>().is_err());
    }
}
