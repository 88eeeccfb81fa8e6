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
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
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
    if !base_url.starts_with("https://") {
        return Err(format!(
            "The site's address is {base_url}. Name the https address that people use: --base-url https://login.example.com, or FRONTDESK_BASE_URL."
        ));
    }
    let from = match &asked.from {
        Some(from) => from.clone(),
        None if config.listen.is_ipv6() && !config.listen.ip().is_unspecified() => "::1".to_owned(),
        None => "127.0.0.1".to_owned(),
    };
    let places = Places {
        base_url: &base_url,
        upstream: &upstream,
        proxy: &from,
    };
    let mut lines = proxy.for_site(&places);
    if let Some(host) = &asked.application {
        let app = open_existing(config)?;
        let origin = Origin::parse("https", host);
        let found = app.db.read(|db| match (forward::naming(db, host)?, &origin) {
            (None, Some(origin)) => forward::at(db, origin),
            (named, _) => Ok(named),
        });
        let application = found.map_err(|error| error.to_string())?.ok_or_else(|| {
            format!("No Protected Application is at {host}: record one in the desk (Apps, Protected Applications).")
        })?;
        lines += &proxy.for_application(&places, &application.title, host, &application.allowed_roles);
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
