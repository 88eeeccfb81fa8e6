//! The two frames: the door (login, consent, set-up, errors) and the desk.

use super::Site;
use super::navigation::{self, NavGroup};
use super::reader::{Theme, reader};
use super::text::t;
use crate::base::Text;
use crate::ui::text::say;
use crate::web::assets;
use maud::{DOCTYPE, Markup, html};

/// What every page at the door says of itself.
pub struct SignedOutFrame<'a> {
    pub site: &'a Site,
    /// The heading, and the title of the window.
    pub title: Text,
    /// The id of the page's main part, for programs.
    pub id: &'a str,
}

/// The scripts of pages, which work without them: at the door, in the desk, and where a page at the door asks the server.
const DOOR: &[&str] = &["door.js", "passkeys.js"];
const DESK: &[&str] = &["htmx.min.js", "desk.js", "passkeys.js", "picture.js"];
const DOOR_WITH_HTMX: &[&str] = &["htmx.min.js", "desk.js", "door.js"];

fn head(title: &Text, site: &Site, scripts: &[&str]) -> Markup {
    // HTMX is told that forms come back with 422, and to need neither eval nor inline styles.
    let htmx = r#"{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"historyCacheSize":0,"responseHandling":[{"code":"204","swap":false},{"code":"[2345]..","swap":true}]}"#;
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex";
            title { @let title = say(title); (title) @if title != site.name { " · " (site.name) } }
            link rel="icon" href=(site.icon());
            link rel="stylesheet" href=(assets::path("desk.css"));
            @if let Some(own) = &site.stylesheet { link rel="stylesheet" href=(own); }
            @if scripts != DOOR { meta name="htmx-config" content=(htmx); }
            @for script in scripts { script src=(assets::path(script)) defer {} }
        }
    }
}

/// A whole page, in the reader's theme.
fn document(head: &Markup, body: &Markup) -> Markup {
    let reader = reader();
    let (theme, language) = (reader.theme, reader.language);
    html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=[language.is_from_right().then_some("rtl")] data-theme=[(theme != Theme::System).then_some(theme.name())] {
            (head)
            (body)
        }
    }
}

/// A page at the door: the site's name, one thing to do, nothing else.
pub fn door(door: &SignedOutFrame, body: Markup) -> Markup {
    door_with(door, DOOR, body)
}

/// The same for a page that HTMX makes better.
pub fn door_with_htmx(door: &SignedOutFrame, body: Markup) -> Markup {
    door_with(door, DOOR_WITH_HTMX, body)
}

fn door_with(door: &SignedOutFrame, scripts: &[&str], body: Markup) -> Markup {
    document(
        &head(&door.title, door.site, scripts),
        &html! {
            body { div.door { main id=(door.id) {
                header {
                    span.brand { (door.site.mark()) (door.site.name) }
                    h1 { (door.title) }
                }
                (body)
            } } }
        },
    )
}

/// What the desk's frame shows around a page.
pub struct Desk<'a> {
    pub site: &'a Site,
    pub title: Text,
    pub groups: &'a [NavGroup],
    /// Whether there is a search over records.
    pub has_search: bool,
    /// The address of the link that the page belongs to.
    pub current: &'a str,
    /// Who is signed in: their name and their email.
    pub name: &'a str,
    pub email: &'a str,
    /// A sentence on what was just done.
    pub said: Option<&'a str>,
    pub csrf: &'a str,
}

/// A page of the desk.
pub fn desk(desk: &Desk, body: Markup) -> Markup {
    document(
        &head(&desk.title, desk.site, DESK),
        &html! {
            body hx-boost="true" {
                a.skip href="#work" { (t("Skip to the page")) }
                header.top {
                    button.bare.for-nav type="button" popovertarget="nav" aria-label=(t("Menu")) { (super::icon::icon("menu")) }
                    a.brand href="/" aria-label=(desk.site.name) { (desk.site.mark()) span { (desk.site.name) } }
                    @if desk.has_search { (search()) }
                    (navigation::account(desk))
                }
                div.desk {
                    (navigation::side(desk))
                    main.work id="work" tabindex="-1" {
                        @if let Some(said) = desk.said { (super::done(Text::verbatim(said))) }
                        (body)
                    }
                }
            }
        },
    )
}

/// The box that finds any record or page: a page of its own without scripts, a list below it with them.
fn search() -> Markup {
    html! {
        form.finder method="get" action="/search" role="search" aria-label=(t("Everything")) {
            label.visually-hidden for="find" { (t("Find any record or page")) }
            input id="find" name="q" type="search" placeholder=(t("Find (Ctrl K)")) autocomplete="off"
                aria-keyshortcuts="Control+K /" hx-get="/search" hx-trigger="input changed delay:200ms"
                hx-target="#found" hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
            div id="found" aria-live="polite" {}
        }
    }
}
