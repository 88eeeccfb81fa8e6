//! `frontdesk proxy-config`: the lines that a proxy needs in front of this site.

use super::common::open_existing;
use super::out::say;
use crate::config::Config;
use crate::forward;
use crate::forward::hosts::Origin;
use crate::forward::proxies::{Places, Proxy};
use clap::{Args, ValueEnum};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Which proxy, and for what.
#[derive(Args, Debug)]
pub struct ProxyConfig {
    /// The proxy
    proxy: Kind,
    /// The host of a Protected Application: its lines follow
    #[arg(long, value_name = "HOST")]
    application: Option<String>,
    /// Where the proxy comes from, as this site sees it. Default: this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    from: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Caddy,
    Nginx,
    Traefik,
    Apache,
}

/// Prints the lines.
pub fn run(config: Config, asked: &ProxyConfig) -> Result<(), String> {
    let proxy = match asked.proxy {
        Kind::Caddy => Proxy::Caddy,
        Kind::Nginx => Proxy::Nginx,
        Kind::Traefik => Proxy::Traefik,
        Kind::Apache => Proxy::Apache,
    };
    let (upstream, base_url) = (reached_at(config.listen).to_string(), config.base_url.clone());
    let places = Places {
        base_url: &base_url,
        upstream: &upstream,
        proxy: &asked.from,
    };
    let mut lines = proxy.for_site(&places);
    if let Some(host) = &asked.application {
        let scheme = if base_url.starts_with("https") { "https" } else { "http" };
        let origin =
            Origin::parse(scheme, host).ok_or_else(|| format!("{host} is no host, such as wiki.example.com"))?;
        let found = open_existing(config)?.db.read(|db| forward::at(db, &origin));
        let found = found.map_err(|error| error.to_string())?;
        let application = found.ok_or_else(|| {
            format!("No Protected Application is at {host}: record one in the desk (Apps, Protected Applications).")
        })?;
        lines += &proxy.for_application(&places, &application.title, host);
    }
    say!("{}", lines.trim_end());
    Ok(())
}

/// As a proxy on this machine reaches it.
fn reached_at(listen: SocketAddr) -> SocketAddr {
    match listen.ip().is_unspecified() {
        true => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), listen.port()),
        false => listen,
    }
}
