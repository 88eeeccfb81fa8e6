//! The two menus of the desk: where one may go, at the side, and one's own, at the top. On a narrow screen both open from
//! the bar; neither needs scripts.

use super::frame::Desk;
use super::icon::icon;
use super::reader::{Theme, reader};
use super::text::{noted, t};
use crate::base::text;
use crate::ui::text::say;
use maud::{Markup, html};

/// Links that belong together, under their heading.
pub struct NavGroup {
    pub heading: &'static str,
    pub links: Vec<NavLink>,
}

/// A link of the navigation.
pub struct NavLink {
    pub address: String,
    pub label: &'static str,
    pub icon: &'static str,
    /// Folded away: most people never need it.
    pub is_rare: bool,
}

/// With so few links nothing is folded.
const FEW: usize = 12;

/// Where one may go.
pub(super) fn side(desk: &Desk) -> Markup {
    let count: usize = desk.groups.iter().map(|group| group.links.len()).sum();
    html! {
        nav.side id="nav" popover aria-label=(t("Desk")) {
            @for group in desk.groups {
                @let (often, rare): (Vec<_>, Vec<_>) = group.links.iter().partition(|link| count <= FEW || !link.is_rare);
                @if !group.heading.is_empty() { h2 { (t(group.heading)) } }
                (links(desk, &often))
                @if !rare.is_empty() {
                    details.more open[rare.iter().any(|link| link.address == desk.current)] {
                        summary { (icon("more")) (t("More")) span.visually-hidden { ": " (t(group.heading)) } }
                        (links(desk, &rare))
                    }
                }
            }
        }
    }
}

fn links(desk: &Desk, links: &[&NavLink]) -> Markup {
    html! {
        ul {
            @for link in links {
                li { a href=(link.address) aria-current=[(link.address == desk.current).then_some("page")] { (icon(link.icon)) (t(link.label)) } }
            }
        }
    }
}

/// The letters that stand for a name where there is no picture.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = |word: &&str| word.chars().next();
    let letters = match words.as_slice() {
        [] => Vec::new(),
        [only] => only.chars().take(2).collect(),
        [begin, .., end] => [first(begin), first(end)].into_iter().flatten().collect(),
    };
    letters.into_iter().collect::<String>().to_uppercase()
}

/// One's own menu.
pub(super) fn account(desk: &Desk) -> Markup {
    let chosen = reader().theme;
    html! {
        button.avatar id="account-button" type="button" popovertarget="account" aria-label=(say(&text!("Your account: { $name }", name = desk.name))) { (initials(desk.name)) }
        div.menu id="account" popover {
            p.who { strong { (desk.name) } span.muted { (desk.email) } }
            ul {
                li { a href="/me" { (icon("app")) (t("My apps")) } }
                li { a href="/me/profile" id="to-account" { (icon("person")) (t("My account")) } }
                li { a href="/guide" { (icon("book")) (t("Guide")) } }
            }
            form.themes method="post" action="/me/theme" hx-boost="false" role="group" aria-label=(t("Colours")) {
                (super::hidden("csrf_token", desk.csrf))
                (super::hidden("back", desk.current))
                @for theme in Theme::EVERY {
                    button type="submit" name="theme" value=(theme.name()) aria-pressed=(if theme == chosen { "true" } else { "false" }) { (t(words(theme))) }
                }
            }
            form method="post" action="/logout" hx-boost="false" {
                (super::hidden("csrf_token", desk.csrf))
                button type="submit" id="logout-submit" { (icon("enter")) (t("Sign out")) }
            }
        }
    }
}

fn words(theme: Theme) -> &'static str {
    match theme {
        Theme::System => noted("System"),
        Theme::Light => noted("Light"),
        Theme::Dark => noted("Dark"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_two_letters_at_most() {
        for (name, letters) in [
            ("Alice Liddell", "AL"),
            ("Ärzte ohne Grenzen", "ÄG"),
            ("bob", "BO"),
            ("", ""),
            ("李", "李"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
