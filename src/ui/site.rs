//! What pages show of the site itself.

use super::text::tm;
use crate::web::assets;
use maud::{Markup, html};

/// The site as its people know it.
#[derive(Clone, Debug)]
pub struct Site {
    pub name: String,
    /// Addresses of its pictures and of the stylesheet of its colour, where it has its own.
    pub logo: Option<String>,
    pub favicon: Option<String>,
    pub stylesheet: Option<String>,
    /// What the login page says, and whom to ask.
    pub sentence: String,
    pub contact: String,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            name: "Frontdesk".into(),
            logo: None,
            favicon: None,
            stylesheet: None,
            sentence: String::new(),
            contact: String::new(),
        }
    }
}

impl Site {
    /// The sign of the site.
    pub fn mark(&self) -> Markup {
        let bell = || assets::path("bell.svg");
        html! { img src=(self.logo.clone().unwrap_or_else(bell)) alt=""; }
    }

    /// Whom to ask, if the site says so.
    pub fn whom_to_ask(&self) -> Markup {
        let contact = self.contact.as_str();
        let address = match contact {
            web if web.starts_with("https://") || web.starts_with("http://") => Some(web.to_owned()),
            mail if mail.contains('@') && !mail.contains(' ') => Some(format!("mailto:{mail}")),
            _ => None,
        };
        html! {
            @if !contact.is_empty() {
                p.help id="contact" { @let whom = html! { @if let Some(address) = address { a href=(address) rel="noreferrer" { (contact) } } @else { (contact) } }; (tm!("Help: { $contact }", contact = whom)) }
            }
        }
    }

    /// The address of what stands in the window's tab.
    pub fn icon(&self) -> String {
        let own = self.favicon.as_ref().or(self.logo.as_ref());
        own.cloned().unwrap_or_else(|| assets::path("bell.svg"))
    }
}
