//! The guide: the pages of `assets/guide`, which the README leads to as well.

use crate::base::{Error, Result, Text};
use crate::server::{App, Visitor, framed_page, page_handler};
use crate::ui::markdown::{self, Document};
use crate::ui::text::t;
use crate::web::{Call, assets};
use maud::{Markup, html};
use poem::Response;
use std::sync::OnceLock;

/// The pages, in their order.
const PAGES: &[&str] = &[
    "desk",
    "apps",
    "apis",
    "people",
    "signing-in",
    "connected-apps",
    "social-login",
    "watching",
    "endpoints",
    "command-line",
    "configuration",
    "proxies",
    "operation",
];

page_handler!(
    /// GET `/guide`
    guide => show_contents
);
page_handler!(
    /// GET `/guide/<name>`
    guide_page => show_page
);

/// A page of the guide.
struct Page {
    name: &'static str,
    text: Document,
}

fn pages() -> &'static [Page] {
    static READ: OnceLock<Vec<Page>> = OnceLock::new();
    READ.get_or_init(|| {
        let text = |name: &str| assets::text(&format!("guide/{name}.md")).unwrap_or_default();
        let page = |name: &&'static str| Page {
            name,
            text: markdown::read(&text(name), leads),
        };
        PAGES.iter().map(page).collect()
    })
}

/// Where a link of the guide's leads here: to another page, or out.
fn leads(address: &str) -> String {
    match address.split_once(".md") {
        Some((page, rest)) if PAGES.contains(&page) => format!("/guide/{page}{rest}"),
        _ => address.to_owned(),
    }
}

/// The chapters that words lead to: by their heading, then by what stands there. Address and heading of each.
pub fn find(words: &str, most: usize) -> Vec<(String, String)> {
    let all = || {
        pages()
            .iter()
            .flat_map(|page| page.text.chapters.iter().map(move |chapter| (page, chapter)))
    };
    let in_heading = all().filter(|(_, chapter)| chapter.heading.to_lowercase().contains(words));
    let in_text = all().filter(|(_, chapter)| words.chars().count() > 3 && chapter.text.contains(words));
    let mut found: Vec<(String, String)> = Vec::new();
    for (page, chapter) in in_heading.chain(in_text) {
        let address = format!("/guide/{}#{}", page.name, chapter.anchor);
        if found.len() < most && !found.iter().any(|(known, _)| *known == address) {
            found.push((address, chapter.heading.clone()));
        }
    }
    found
}

async fn show_contents(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    let body = html! {
        div.head { div { h1 { (t("Guide")) } p.muted { (t("How to do things here, and how they work.")) } } }
        ul.tiles { @for page in pages() { li { a.tile href={ "/guide/" (page.name) } { strong { (page.text.title) } } } } }
        p.help { "Frontdesk " (env!("CARGO_PKG_VERSION")) " · " a href="/api/openapi.json" hx-boost="false" { (t("REST for programs")) } }
    };
    framed_page(app, visitor, 200, "Guide", "/guide", body)
}

async fn show_page(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let page = pages().iter().find(|page| page.name == call.part("name"));
    let page = page.ok_or_else(|| Error::NotFound("The guide has no such page.".into()))?;
    framed_page(
        app,
        visitor,
        200,
        Text::verbatim(&page.text.title),
        "/guide",
        body(page),
    )
}

fn body(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(t("Where this is")) { a href="/guide" { (t("Guide")) } }
        div.head { h1 { (page.text.title) } }
        article.guide { (page.text.body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// What leads into the guide leads somewhere: its own links, and every type's help.
    #[test]
    fn every_way_into_the_guide_ends_at_a_heading() {
        let places: BTreeSet<String> = pages()
            .iter()
            .flat_map(|page| {
                let own = page
                    .text
                    .chapters
                    .iter()
                    .map(|chapter| format!("{}#{}", page.name, chapter.anchor));
                own.chain([page.name.to_owned()])
            })
            .collect();
        for page in pages() {
            assert!(
                !page.text.title.is_empty() && page.text.body.0.len() > 300,
                "{}",
                page.name
            );
            for link in page.text.body.0.split("href=\"").skip(1) {
                let link = link.split('"').next().unwrap();
                let known = link.strip_prefix("/guide/").is_some_and(|place| places.contains(place));
                assert!(known || link.starts_with("https://"), "{}: {link}", page.name);
            }
        }
        for record_type in crate::registry::registry()
            .unwrap()
            .types()
            .filter(|own| own.place.is_some())
        {
            assert!(
                places.contains(record_type.guide),
                "{}: {:?}",
                record_type.name,
                record_type.guide
            );
        }
        for name in assets::names().filter_map(|name| name.strip_prefix("guide/")) {
            assert!(PAGES.contains(&name.trim_end_matches(".md")), "{name}");
        }
    }

    #[test]
    fn the_finder_finds_chapters() {
        assert_eq!(find("open overlaps", 3)[0].0, "/guide/watching#watching-over-the-site");
        assert!(
            find("trusted email domains", 3)
                .iter()
                .any(|(address, _)| address.starts_with("/guide/social-login"))
        );
        assert!(find("zzzz", 3).is_empty());
    }
}
