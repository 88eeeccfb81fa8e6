//! The two frames: the door (login, consent, set-up, errors) and the desk.

use super::text::t;
use crate::web::assets;
use maud::{DOCTYPE, Markup, html};

/// What every page at the door says of itself.
pub struct SignedOutFrame<'a> {
    /// The name of the site.
    pub site: &'a str,
    /// The heading, and the title of the window.
    pub title: &'a str,
    /// The id of the page's main part, for programs.
    pub id: &'a str,
}

fn head(title: &str, site: &str, with_htmx: bool) -> Markup {
    // HTMX is told that forms come back with 422, and to need neither eval nor inline styles.
    let htmx = r#"{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"historyCacheSize":0,"responseHandling":[{"code":"204","swap":false},{"code":"[2345]..","swap":true}]}"#;
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex";
            title { (t(title)) " · " (site) }
            link rel="icon" type="image/svg+xml" href=(assets::path("bell.svg"));
            link rel="stylesheet" href=(assets::path("desk.css"));
            @if with_htmx {
                meta name="htmx-config" content=(htmx);
                script src=(assets::path("htmx.min.js")) defer {}
                script src=(assets::path("desk.js")) defer {}
            }
        }
    }
}

/// A page at the door: the site's name, one thing to do, nothing else. No scripts.
pub fn door(door: &SignedOutFrame, body: Markup) -> Markup {
    door_with(door, false, body)
}

/// The same for a page that HTMX makes better.
pub fn door_with(door: &SignedOutFrame, with_htmx: bool, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(t("en")) {
            (head(door.title, door.site, with_htmx))
            body { div.door { main id=(door.id) {
                header {
                    span.brand { img src=(assets::path("bell.svg")) alt=""; (door.site) }
                    h1 { (t(door.title)) }
                }
                (body)
            } } }
        }
    }
}

/// What the desk's frame shows around a page.
pub struct Desk<'a> {
    pub site: &'a str,
    pub title: &'a str,
    /// Links of the sidebar in their groups: heading, then address and label.
    pub groups: &'a [(&'a str, Vec<(String, &'a str)>)],
    /// Whether there is a search over records.
    pub has_search: bool,
    /// The address of the link that the page belongs to.
    pub current: &'a str,
    /// Who is signed in.
    pub user: &'a str,
    pub csrf: &'a str,
}

/// A page of the desk.
pub fn desk(desk: &Desk, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(t("en")) {
            (head(desk.title, desk.site, true))
            body { div.desk hx-boost="true" {
                a.skip href="#work" { (t("Skip to the page")) }
                div.side {
                    a.brand href="/app" { img src=(assets::path("bell.svg")) alt=""; (desk.site) }
                    @if desk.has_search { (search()) }
                    details.menu open {
                        summary { (t("Menu")) }
                        nav aria-label=(t("Desk")) {
                            @for (heading, links) in desk.groups {
                                @if !heading.is_empty() { h2 { (t(heading)) } }
                                ul {
                                    @for (address, label) in links {
                                        li { a href=(address) aria-current=[(address == desk.current).then_some("page")] { (t(label)) } }
                                    }
                                }
                            }
                        }
                    }
                    div.who {
                        span { span.muted { (t("Signed in as ")) } a href="/me/profile" id="to-account" { (desk.user) } }
                        form method="post" action="/logout" hx-boost="false" {
                            (super::hidden("csrf_token", desk.csrf))
                            button.plain type="submit" id="logout-submit" { (t("Sign out")) }
                        }
                    }
                }
                main.work id="work" tabindex="-1" { (body) }
            } }
        }
    }
}

/// The box that finds any record or page: a page of its own without scripts, a list below it with them.
fn search() -> Markup {
    html! {
        form.finder method="get" action="/search" role="search" {
            label.visually-hidden for="find" { (t("Find any record or page")) }
            input id="find" name="q" type="search" placeholder=(t("Find (Ctrl K)")) autocomplete="off"
                aria-keyshortcuts="Control+K /" hx-get="/search" hx-trigger="input changed delay:200ms"
                hx-target="#found" hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
            div id="found" aria-live="polite" {}
        }
    }
}
