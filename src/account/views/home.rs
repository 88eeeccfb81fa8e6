//! My apps: where people land who do not work in the desk.

use crate::base::text;
use crate::ui::icon::icon;
use crate::ui::navigation::initials;
use crate::ui::text::t;
use maud::{Markup, html};

/// An app that lets one sign in, and the way to it, where it has one.
pub struct Tile {
    pub title: String,
    pub logo: Option<String>,
    pub address: Option<String>,
}

/// What the page shows.
pub struct Home<'a> {
    pub name: &'a str,
    pub site: &'a str,
    /// The apps that the words find.
    pub apps: &'a [Tile],
    pub words: &'a str,
    pub has_search: bool,
    /// Whether there are more than are shown.
    pub has_more: bool,
    pub notice: Markup,
}

/// One's apps, each with the way to it.
pub fn home(home: &Home) -> Markup {
    html! {
        div.head { div { h1 { (text!("Hello, { $name }", name = home.name)) } p.muted { (text!("These apps let you sign in with your account at { $site }.", site = home.site)) } } }
        (home.notice)
        @if home.has_search {
            form.search method="get" action="/me" role="search" aria-label=(t("My apps")) {
                label.visually-hidden for="q" { (t("Search my apps")) }
                input id="q" name="q" type="search" value=(home.words) placeholder=(t("Search my apps"));
                button type="submit" { (t("Search")) }
            }
        }
        @if home.apps.is_empty() {
            @if home.words.is_empty() {
                div.empty { h2 { (t("No app lets you sign in yet")) } p { (t("Once the administrator of this site opens an app to you, it is listed here.")) } }
            } @else {
                p { (t("Nothing matches.")) " " a href="/me" { (t("Show all")) } }
            }
        } @else {
            ul.tiles { @for app in home.apps { (tile(app)) } }
            @if home.has_more { p.muted { (t("There are more: search for them.")) } }
        }
        nav aria-label=(t("My account")) {
            ul.tiles.small-tiles {
                (onward("/me/connections", "plug", t("Connected services")))
                (onward("/me/profile", "person", t("My account")))
                (onward("/me/apps", "check", t("Apps I allowed")))
                (onward("/me/sessions", "clock", t("Where I am signed in")))
            }
        }
    }
}

fn tile(app: &Tile) -> Markup {
    let logo = app.logo.as_deref().filter(|uri| uri.starts_with("https://"));
    let sign = html! {
        @if let Some(logo) = logo { img.app-mark src=(logo) alt="" loading="lazy" referrerpolicy="no-referrer"; }
        @else { span.app-mark aria-hidden="true" { (initials(&app.title)) } }
    };
    html! {
        li {
            @match &app.address {
                Some(address) => {
                    a.tile href=(address) rel="noreferrer noopener" hx-boost="false" { (sign) span { strong { (app.title) } span.muted { (host(address)) } } }
                }
                None => { div.tile { (sign) span { strong { (app.title) } span.muted { (t("Open it the way you usually do.")) } } } }
            }
        }
    }
}

/// What of an address people look at.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_end_matches('/')
}

fn onward(address: &str, sign: &str, words: &str) -> Markup {
    html! { li { a.tile href=(address) { (icon(sign)) (words) } } }
}
