//! The record type OAuth Resource.

use super::TokenFormat;
use crate::base::{ClientId, Env, Error, FieldErrors, Result, text};
use crate::oauth::clients;
use crate::permissions::{APP_MANAGER, AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Extra, Group, Links, Of, Outcome, Permission, Reading, RecordType, Rules, Transfer, Writing, fields,
};
use crate::ui::text::{t, tm};
use maud::{Markup, html};

fields! { Resources:
    section "Resource", "" {
        RESOURCE_NAME = text("resource_name", "Name").required()
            .help("What people read when they are asked for their consent.");
        RESOURCE = url("resource", "Address").required()
            .help("The API's own address (https://mcp.example.com/mcp), exactly as apps name it: it is the audience (aud) of its tokens. No token of one API works at another.");
        ENABLED = check("enabled", "Enabled").on().help("Off: no tokens are made for it.");
        SCOPES = list("scopes", "Scopes")
            .help("The OAuth Scopes that mean something there: its tokens have no others. Empty: all that were granted.");
        CLIENTS = links("clients", "Clients", Links {
            to: "OAuth Client", table: "oauth_resource_clients", child: "OAuth Resource Client", field: "client",
            except: &[],
            everybody: None,
        }).help("The apps that may have tokens for it. None: every app.");
    }
    section "Its tokens", "" {
        TOKEN_FORMAT = select("token_format", "Token Format", TokenFormat::OPTIONS)
            .help("Opaque: the API asks here about each token (introspection), and one that was revoked ends at once. JWT: the API verifies tokens by itself with our public keys; a revoked one works there until it expires.");
        TOKEN_SIGNING_ALG = select("token_signing_alg", "Token Signing Algorithm", &["RS256", "PS256", "ES256", "EdDSA"])
            .help("Of JWTs. Every library understands RS256.");
        ACCESS_TOKEN_LIFETIME = number("access_token_lifetime", "Access Token Lifetime", 60, 86_400, "seconds")
            .help("Empty: as long as the client's.");
        RESOURCE_DOCUMENTATION = url("resource_documentation", "Documentation").help("For developers who come upon it.");
    }
    section "Calls between APIs", "Token exchange (RFC 8693): an API that was called in somebody's name calls another one in their name." {
        SERVED_BY = link("served_by", "The API's Own Client", "OAuth Client")
            .help("The client that this API is here: it may ask about the tokens made for it (introspection), and exchange them where another API allows it.");
        EXCHANGERS = links("exchangers", "May Exchange Tokens For It", Links {
            to: "OAuth Client", table: "oauth_resource_exchangers", child: "OAuth Resource Exchanger", field: "client",
            except: &[],
            everybody: None,
        }).help("The clients of other APIs that may exchange the token that they were called with for one for this API. None: nobody.");
    }
}

/// APIs that tokens are made for.
pub static OAUTH_RESOURCE: RecordType = RecordType {
    name: "OAuth Resource",
    slug: "oauth-resource",
    plural: "OAuth Resources",
    about: "APIs beside this site that accept our tokens: an MCP server, an ERP's API. A token is made for one of them.",
    table: "oauth_resources",
    title: "resource_name",
    switch: Some(("enabled", true)),
    gives_power: true,
    sections: SECTIONS,
    folded: &["Calls between APIs"],
    list: &["resource_name", "resource", "token_format", "enabled"],
    search: &["resource_name", "resource"],
    place: Group::Apps.rarely("place"),
    guide: "apis",
    transfer: Some(Transfer {
        alike: &["resource"],
        keeps_name: true,
        extras: &[CLOSED],
        ..Transfer::named(6)
    }),
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::full(APP_MANAGER),
        Permission::read(AUDITOR),
    ],
    rules: &Resources,
    ..RecordType::BASE
};

/// The record type OAuth Resource.
pub struct Resources;

/// What a file says of a resource that is for some clients only, of which none is left.
const CLOSED: &str = "for_no_client";

/// Where the metadata of a resource is (RFC 9728), if its own server does not have it.
pub fn metadata_address(env: &Env, name: &str) -> String {
    env.url(&format!("/.well-known/oauth-protected-resource/record/{name}"))
}

impl Rules for Resources {
    fn validate(&self, cx: &Reading, _: Option<&Of<Self>>, new: &mut Of<Self>, errors: &mut FieldErrors) -> Result<()> {
        let uri = new.get(&RESOURCE);
        let is_web = uri.starts_with("https://") || uri.starts_with("http://");
        if !uri.is_empty() && (!is_web || uri.contains('#') || url::Url::parse(uri).is_err()) {
            errors.add(
                &RESOURCE,
                text!(
                    "{ $uri } is no address of an API: https, without a fragment (#).",
                    uri = uri
                ),
            );
        }
        if uri.trim_end_matches('/') == &*cx.env.base_url {
            errors.add(
                &RESOURCE,
                "This site's own API needs no record: it accepts tokens that are made for nothing else.",
            );
        }
        for (field, ids) in [
            (SERVED_BY.name(), vec![new.get(&SERVED_BY)]),
            (EXCHANGERS.name(), new.get(&EXCHANGERS)),
        ] {
            for id in ids {
                if clients::get(cx.db, &ClientId::from(id))?.is_some_and(|client| client.is_public()) {
                    errors.add(
                        field,
                        text!("{ $id } is a public client: it cannot prove who it is.", id = id),
                    );
                }
            }
        }
        if super::is_taken(cx.db, uri, &new.name)? {
            errors.add(&RESOURCE, "Another OAuth Resource has this address.");
        }
        Ok(())
    }

    /// Whoever does not decide gets nobody's tokens in this way (A70: nobody raises themselves).
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        let trusts = |record: &Of<Self>| !record.get(&SERVED_BY).is_empty() || !record.get(&EXCHANGERS).is_empty();
        match cx.actor.decides() || ![old, new].into_iter().flatten().any(trusts) {
            true => Ok(()),
            false => Err(Error::Forbidden(
                "This API's clients see or exchange others' tokens (Calls between APIs): only System Managers may make or change such resources.".into(),
            )),
        }
    }

    /// Whether it is for some clients only is decided where they are chosen: it does not open by itself when the last of
    /// them goes.
    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, _: &mut Outcome) -> Result<()> {
        match old.is_some_and(|old| old.get(&CLIENTS) == new.get(&CLIENTS)) {
            true => Ok(()),
            false => super::restrict(cx.db, &new.name, !new.get(&CLIENTS).is_empty()),
        }
    }

    fn exported(&self, cx: &Reading, record: &Of<Self>) -> Result<Vec<Extra>> {
        let is_closed = record.get(&CLIENTS).is_empty() && super::is_restricted(cx.db, &record.name)?;
        Ok(is_closed.then(|| (CLOSED, true.into())).into_iter().collect())
    }

    fn imported(&self, cx: &Writing, record: &Of<Self>, _: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        if extras.iter().any(|(name, value)| *name == CLOSED && *value == true) {
            super::restrict(cx.db, &record.name, true)?;
        }
        Ok(Vec::new())
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, _: &str) -> Result<Option<Markup>> {
        let address = metadata_address(cx.env, &record.name);
        let header = format!("WWW-Authenticate: Bearer resource_metadata=\"{address}\"");
        Ok(Some(html! {
            section.panel {
                h2 { (t("What the API answers to a request without a token")) }
                p { (tm!("Status 401 with this header. From it apps, such as AI assistants that speak MCP, find { $address }, then this site, and sign people in here.", address = html! { a href=(address) { (address) } })) }
                pre tabindex="0" { code id="challenge" { (header) } }
            }
        }))
    }
}
