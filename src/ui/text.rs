//! The texts of pages, in the language of whoever reads. In the code each stands where it is used, in English, and passes
//! [`t`], [`text!`](crate::base::text::text) or [`tm!`]; `assets/texts` holds all of them in every language (a test keeps the
//! files complete), and `frontdesk texts` prints them.

use super::reader::reader;
use crate::base::Text;
use crate::base::catalogue;
use crate::base::text::Value;
use maud::{Markup, PreEscaped, Render, html};

/// A text without values as pages show it.
#[inline(never)]
pub fn t(english: &str) -> &str {
    catalogue::translate(reader().language, english)
}

/// Marks a text that is said elsewhere, by [`t`].
pub const fn noted(english: &'static str) -> &'static str {
    english
}

/// What was stored: if it came with the program, or is a message of ours, it is said in the reader's language.
pub fn stored(words: &str) -> &str {
    catalogue::known(reader().language, words).unwrap_or(words)
}

/// A sentence as pages show it.
pub fn say(text: &Text) -> String {
    text.in_language(reader().language)
}

impl Render for Text {
    fn render_to(&self, buffer: &mut String) {
        say(self).render_to(buffer);
    }
}

/// A sentence with something marked up in it: `tm!("Signed in as { $user }.", user = html! { strong { (name) } })`.
macro_rules! tm {
    ($message:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::ui::text::marked_up($message, vec![$((stringify!($name), maud::Render::render(&$value))),*])
    };
}
pub(crate) use tm;

/// Stand around the number of what is marked up, while the sentence is put together. No message has them.
const BEGIN: char = '\u{E000}';
const END: char = '\u{E001}';

/// The sentence, with each value in its place.
pub fn marked_up(message: &'static str, values: Vec<(&'static str, Markup)>) -> Markup {
    let place = |number: usize| Value::Words(format!("{BEGIN}{number}{END}"));
    let text = Text {
        message: message.into(),
        values: values
            .iter()
            .enumerate()
            .map(|(number, (name, _))| (*name, place(number)))
            .collect(),
    };
    let said = say(&text);
    let mut parts = said.split(BEGIN);
    html! {
        (parts.next().unwrap_or_default())
        @for part in parts {
            @let (number, rest) = part.split_once(END).unwrap_or_default();
            @if let Some((_, value)) = number.parse::<usize>().ok().and_then(|number| values.get(number)) { (PreEscaped(&value.0)) }
            (rest)
        }
    }
}
