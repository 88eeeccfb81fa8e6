//! Who reads the page that is being made, and how they want it. It stands for the length of a request: every page asks
//! it, and no page need be handed it.

use crate::base::Language;
use std::cell::Cell;
use std::future::Future;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// Every choice.
    pub const EVERY: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The name in forms and cookies.
    pub fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of this name; any other is the system's.
    pub fn of(name: &str) -> Self {
        Self::EVERY
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

/// What is known of whoever reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    pub theme: Theme,
    pub language: Language,
    /// Whether whoever sent them here wished for the language: then it stays.
    is_wished: bool,
}

impl Reader {
    /// A reader of whom nobody knows yet who they are.
    pub fn new(theme: Theme, language: Language) -> Self {
        Reader {
            theme,
            language,
            is_wished: false,
        }
    }
}

tokio::task_local! {
    static READER: Cell<Reader>;
}

/// Runs a request for this reader.
pub async fn for_reader<F: Future>(reader: Reader, request: F) -> F::Output {
    READER.scope(Cell::new(reader), request).await
}

/// Who reads; outside a request, whoever takes everything as it comes.
pub fn reader() -> Reader {
    READER.try_with(Cell::get).unwrap_or_default()
}

/// Who they are was found out: from here on they are spoken to in the language of their profile.
pub fn speak(language: Language) {
    set(|reader| match reader.is_wished {
        true => reader,
        false => Reader { language, ..reader },
    });
}

/// An app that sent them here wishes for this language (`ui_locales`).
pub fn wish(language: Language) {
    set(|reader| Reader {
        language,
        is_wished: true,
        ..reader
    });
}

fn set(change: impl FnOnce(Reader) -> Reader) {
    let _ = READER.try_with(|own| own.set(change(own.get())));
}
