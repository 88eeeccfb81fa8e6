//! The record type Protected Application.

use super::identity::HeaderNames;
use super::{hosts, paths};
use crate::base::redirect_uri::is_loopback_host;
use crate::base::{FieldErrors, Result, text};
use crate::permissions::{ALL, APP_MANAGER, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Everybody, Group, Links, Of, Permission, Reading, RecordType, Rules, Transfer, fields};
use crate::ui::text::{t, tm};
use maud::{Markup, html};

fields! { Applications:
    section "Application", "" {
        APPLICATION_NAME = text("application_name", "Name").required()
            .help("What people read when they sign in to it.");
        HOSTS = list("hosts", "Hosts").required()
            .help("Where it is reached: wiki.example.com, or *.apps.example.com for all that are one name below. With the port, if that is not the usual one.");
        ALLOWED_ROLES = links("allowed_roles", "Who May Use It", Links {
            to: "Role", table: "protected_application_roles", child: "Protected Application Role", field: "role",
            except: &["Guest", "Administrator", ALL],
            everybody: Some(Everybody { name: ALL, words: "Everybody with an account here", others: "People with these roles" }),
        }).default_text(ALL)
            .help("Others are told whom to ask.");
        ENABLED = check("enabled", "Enabled").on().help("Off: nobody gets through to it, open paths included.");
    }
    section "What gets through", "" {
        OPEN_PATHS = list("open_paths", "Open Paths")
            .help("Paths that need no sign-in: /health, or /public/* for all that is below it. Nobody's name is told there.");
        HEADER_NAMES = select("header_names", "Headers", HeaderNames::OPTIONS)
            .help("How the application is told who came. Remote-User: with Remote-Email, Remote-Name and Remote-Groups, as most read them. X-Forwarded-User: with X-Forwarded-Email, X-Forwarded-Preferred-Username and X-Forwarded-Groups.");
        SEND_JWT = check("send_jwt", "Signed Token")
            .help("The same, signed with this site's keys (ES256), in X-Frontdesk-Jwt: an application that verifies it needs to trust no proxy. Its audience (aud) is the application's address.");
    }
}

/// Applications behind a proxy that asks here.
pub static PROTECTED_APPLICATION: RecordType = RecordType {
    name: "Protected Application",
    slug: "protected-application",
    plural: "Protected Applications",
    about: "Applications that know no OpenID Connect, behind a proxy (Caddy, nginx, Traefik, Envoy) that asks here who comes.",
    table: "protected_applications",
    title: "application_name",
    switch: Some(("enabled", true)),
    gives_power: true,
    sections: SECTIONS,
    list: &["application_name", "hosts", "enabled"],
    search: &["application_name", "hosts"],
    place: Group::Apps.rarely("lock"),
    guide: "proxies",
    transfer: Some(Transfer {
        alike: &["hosts"],
        keeps_name: true,
        ..Transfer::named(6)
    }),
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::full(APP_MANAGER),
        Permission::read(AUDITOR),
    ],
    rules: &Applications,
    ..RecordType::BASE
};

/// The record type Protected Application.
pub struct Applications;

impl Rules for Applications {
    fn validate(&self, cx: &Reading, _: Option<&Of<Self>>, new: &mut Of<Self>, errors: &mut FieldErrors) -> Result<()> {
        let own = cx.env.base_url.split_once("://").map_or("", |(_, own)| own);
        for host in new.get(&HOSTS) {
            if let Some(mistake) = hosts::mistake(host, own) {
                errors.add(&HOSTS, mistake);
            } else if !is_loopback_host(hosts::name(host))
                && let Some(other) = super::beside(cx.db, host, &new.name)?
            {
                errors.add(
                    &HOSTS,
                    text!("{ $host } is at { $other } already.", host = host, other = &other.title),
                );
            }
        }
        let mistakes = new.get(&OPEN_PATHS).into_iter().filter_map(paths::mistake);
        for mistake in mistakes.collect::<Vec<_>>() {
            errors.add(&OPEN_PATHS, mistake);
        }
        if new.get(&ALLOWED_ROLES).is_empty() {
            errors.add(
                &ALLOWED_ROLES,
                "Choose everybody, or at least one role: whoever has it may use it.",
            );
        }
        Ok(())
    }

    fn panel(&self, _: &Reading, record: &Of<Self>, _: &str) -> Result<Option<Markup>> {
        let host = record
            .get(&HOSTS)
            .first()
            .map_or_else(String::new, |host| host.replace('*', "name"));
        Ok(Some(html! {
            section.panel {
                h2 { (t("What to do at the proxy")) }
                p { (tm!("It asks { $address } about each request, and is named in { $variable }. These commands print the lines:", address = html! { code { "/auth/forward" } }, variable = html! { code { "FRONTDESK_TRUSTED_PROXIES" } })) }
                pre tabindex="0" { code {
                    @for proxy in ["caddy", "nginx", "traefik"] { "frontdesk proxy-config " (proxy) " --application " (host) "\n" }
                } }
                p.help { (tm!("To sign out, the application may link to { $address }.", address = html! { code { "/.frontdesk/sign-out" } })) }
            }
        }))
    }
}
