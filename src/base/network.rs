//! Networks of addresses, as operators write them.

use std::net::IpAddr;

/// A network, such as `10.0.0.0/8` or `127.0.0.1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    base: IpAddr,
    prefix: u32,
}

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text} is not an address or network, such as 10.0.0.0/8");
        let (base, prefix) = text
            .split_once('/')
            .map_or((text, None), |(base, prefix)| (base, Some(prefix)));
        let base: IpAddr = base.parse().map_err(|_| refused())?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(longest), |prefix| prefix.parse().map_err(|_| refused()))?;
        if prefix > longest {
            return Err(refused());
        }
        Ok(Network { base, prefix })
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

impl Network {
    /// Whether the address is in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(v4) => u128::from(u32::from(v4)) << 96,
            IpAddr::V6(v6) => u128::from(v6),
        };
        let same_family = self.base.is_ipv4() == address.is_ipv4();
        let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
        same_family && (bits(self.base) & mask) == (bits(address) & mask)
    }
}
