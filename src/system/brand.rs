//! How the site shows itself: its name, its pictures, its colour, what the login page says.

use super::store;
use crate::base::{Language, Result};
use crate::db::Read;
use crate::records::picture::{self, Picture};
use crate::ui::colour::Colour;
use std::sync::Arc;

/// A picture, and what changes with it.
#[derive(Debug)]
pub struct Shown {
    pub picture: Picture,
    pub tag: String,
}

/// The brand of the site.
#[derive(Debug)]
pub struct Brand {
    pub app_name: String,
    pub logo: Option<Shown>,
    pub favicon: Option<Shown>,
    pub colour: Option<Colour>,
    pub login_message: String,
    pub contact: String,
    /// Whether people land at their apps, also those who work in the desk.
    pub lands_at_apps: bool,
    /// Of whoever asks for no language of ours.
    pub language: Language,
}

/// The brand, kept until the settings change.
pub fn brand(db: &Read) -> Result<Arc<Brand>> {
    db.kept("brand", || {
        let stored = store::stored_brand(db)?;
        let shown = |text: &Option<String>| {
            let text = text.as_ref()?;
            Some(Shown {
                picture: picture::read(text)?,
                tag: crate::records::views::tag(text),
            })
        };
        Ok(Brand {
            logo: shown(&stored.app_logo),
            favicon: shown(&stored.favicon),
            colour: stored.brand_color.as_deref().and_then(Colour::parse),
            app_name: stored.app_name,
            login_message: stored.login_message.unwrap_or_default(),
            contact: stored.contact.unwrap_or_default(),
            language: stored.language.as_deref().and_then(Language::of).unwrap_or_default(),
            lands_at_apps: stored.landing_page == super::record::MY_APPS,
        })
    })
}
