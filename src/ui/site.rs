//! What pages show of the site itself.

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

    /// The address of what stands in the window's tab.
    pub fn icon(&self) -> String {
        let own = self.favicon.as_ref().or(self.logo.as_ref());
        own.cloned().unwrap_or_else(|| assets::path("bell.svg"))
    }
}
