//! The languages that people are spoken to in.

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language of the program's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Portuguese,
    Arabic,
    Hindi,
    Chinese,
}

impl Language {
    /// Every language.
    pub const EVERY: [Language; 8] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::Arabic,
        Language::Hindi,
        Language::Chinese,
    ];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Portuguese => "pt",
            Language::Arabic => "ar",
            Language::Hindi => "hi",
            Language::Chinese => "zh",
        }
    }

    /// How it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
            Language::French => "Français",
            Language::Spanish => "Español",
            Language::Portuguese => "Português",
            Language::Arabic => "العربية",
            Language::Hindi => "हिन्दी",
            Language::Chinese => "中文",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_from_right(self) -> bool {
        self == Language::Arabic
    }

    /// The language of this tag, or of one like it (`de-AT`); `None` for any other.
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::EVERY.into_iter().find(|own| own.tag() == language)
    }

    /// The best of what somebody reads, as `Accept-Language` says it (RFC 9110 §12.5.4).
    pub fn accepted(header: &str) -> Option<Self> {
        let mut asked: Vec<(&str, f32)> = header.split(',').filter_map(with_weight).collect();
        // Of the same weight, the first goes before.
        asked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        asked.into_iter().find_map(|(tag, _)| Self::of(tag))
    }

    /// The best of a list of tags in their order, as `ui_locales` says it (OpenID Connect Core §3.1.2.1).
    pub fn preferred(tags: &str) -> Option<Self> {
        tags.split_whitespace().find_map(Self::of)
    }

    /// Its place among all of them.
    pub(super) fn place(self) -> usize {
        Self::EVERY.iter().position(|own| *own == self).unwrap_or_default()
    }
}

/// A tag with its weight; what has none is wanted most, and what weighs nothing is not wanted.
fn with_weight(asked: &str) -> Option<(&str, f32)> {
    let (tag, weight) = asked.split_once(';').unwrap_or((asked, "q=1"));
    let (name, weight) = weight.split_once('=')?;
    let weight: f32 = weight.trim().parse().ok()?;
    let is_wanted = name.trim().eq_ignore_ascii_case("q") && weight > 0.0;
    is_wanted.then_some((tag.trim(), weight))
}

/// A language tag as it is written (BCP 47): `pt-br` is `pt-BR`. `None` if it is none.
pub fn tag(text: &str) -> Option<String> {
    let tag: LanguageIdentifier = text.parse().ok()?;
    Some(tag.to_string())
}
