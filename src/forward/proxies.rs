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
        self.lines("", places, &[("host", own)])
    }

    /// The lines for an application at a host.
    pub fn for_application(self, places: &Places, title: &str, host: &str) -> String {
        let names: Vec<&str> = identity::every_name().collect();
        let each = |line: &dyn Fn(&str) -> String| names.iter().map(|name| line(name)).collect::<Vec<_>>().join("\n");
        let variable = |name: &str| name.to_lowercase().replace('-', "_");
        self.lines(
            "-application",
            places,
            &[
                ("host", host),
                ("title", title),
                ("names", &names.join(if self == Proxy::Caddy { " " } else { ", " })),
                ("strip", &each(&|name| format!("\t\trequest_header -{name}"))),
                (
                    "take",
                    &each(&|name| {
                        format!(
                            "\t\tauth_request_set $frontdesk_{0} $upstream_http_{0};",
                            variable(name)
                        )
                    }),
                ),
                (
                    "send",
                    &each(&|name| format!("\t\tproxy_set_header {name} $frontdesk_{};", variable(name))),
                ),
            ],
        )
    }

    fn lines(self, kind: &str, places: &Places, said: &[(&str, &str)]) -> String {
        let own = [
            ("base_url", places.base_url),
            ("upstream", places.upstream),
            ("proxy", places.proxy),
        ];
        let text = assets::text(&format!("proxies/{}{kind}.txt", self.name())).unwrap_or_default();
        own.iter()
            .chain(said)
            .fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
