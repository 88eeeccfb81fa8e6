//! Who reads the page that is being made, and how they want it. It stands for the length of a request: every page asks
//! it, and no page need be handed it.

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
}

tokio::task_local! {
    static READER: Reader;
}

/// Runs a request for this reader.
pub async fn for_reader<F: Future>(reader: Reader, request: F) -> F::Output {
    READER.scope(reader, request).await
}

/// Who reads; outside a request, whoever takes everything as it comes.
pub fn reader() -> Reader {
    READER.try_with(|reader| *reader).unwrap_or_default()
}
