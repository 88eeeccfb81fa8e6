//! The lines that a proxy needs, for this site and for a protected application: `assets/proxies`.

use super::identity;
use crate::web::assets;

/// A proxy whose lines are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    Caddy,
    Nginx,
    Traefik,
    Apache,
}

/// Where things are.
pub struct Places<'a> {
    pub base_url: &'a str,
    /// Where this site listens, as the proxy reaches it.
    pub upstream: &'a str,
    /// Where the proxy comes from.
    pub proxy: &'a str,
}

impl Proxy {
    const fn name(self) -> &'static str {
        match self {
            Proxy::Caddy => "caddy",
            Proxy::Nginx => "nginx",
            Proxy::Traefik => "traefik",
            Proxy::Apache => "apache",
        }
    }

    /// The lines for this site.
    pub fn for_site(self, places: &Places) -> String {
        let own = places.base_url.split_once("://").map_or("", |(_, own)| own);
        self.lines("", places, own, &[])
    }

    /// The lines for an application of this title, at a host or pattern, for people with these roles.
    pub fn for_application(self, places: &Places, title: &str, host: &str, roles: &[String]) -> String {
        let names: Vec<&str> = identity::every_name().collect();
        let each = |line: &dyn Fn(&str) -> String| names.iter().map(|name| line(name)).collect::<Vec<_>>().join("\n");
        let variable = |name: &str| name.to_lowercase().replace('-', "_");
        let said = [
            ("title", harmless(title)),
            ("names", names.join(if self == Proxy::Caddy { " " } else { ", " })),
            ("label", host.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
            (
                "roles",
                roles
                    .iter()
                    .map(|role| format!(" --allowed-role \"{}\"", harmless(role)))
                    .collect(),
            ),
            ("strip", each(&|name| format!("\t\trequest_header -{name}"))),
            (
                "take",
                each(&|name| format!("\tauth_request_set $frontdesk_{0} $upstream_http_{0};", variable(name))),
            ),
            (
                "send",
                each(&|name| format!("\t\tproxy_set_header {name} $frontdesk_{};", variable(name))),
            ),
            (
                "unset",
                each(&|name| {
                    format!(
                        "\tRequestHeader unset {name}\n\tRequestHeader unset {}",
                        name.replace('-', "_")
                    )
                }),
            ),
        ];
        self.lines("-application", places, host, &said)
    }

    fn lines(self, kind: &str, places: &Places, host: &str, said: &[(&str, String)]) -> String {
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        let own = [
            ("base_url", places.base_url.to_owned()),
            ("upstream", places.upstream.to_owned()),
            ("proxy", places.proxy.to_owned()),
            ("host", host.to_owned()),
            ("name", name.to_owned()),
            ("port", port.to_owned()),
            ("file", name.replace('*', "wildcard")),
        ];
        let text = assets::text(&format!("proxies/{}{kind}.txt", self.name())).unwrap_or_default();
        own.iter()
            .chain(said)
            .fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// A name that means nothing to a proxy or a shell.
fn harmless(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || " -_.()+&,'".contains(*c))
        .collect()
}
