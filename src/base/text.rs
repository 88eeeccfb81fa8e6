//! Sentences for people: whole messages with named values. In the code a message stands in English, as Fluent writes it
//! (`There is no role { $name }.`); `assets/texts` holds it in every language.

use super::catalogue;
use super::language::Language;
use std::borrow::Cow;
use std::fmt;

/// A message, and the values that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub message: Cow<'static, str>,
    pub values: Vec<(&'static str, Value)>,
}

/// What a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// What is the same in every language: a name, an address.
    Words(String),
    /// What decides between one and many.
    Number(i64),
    /// A message in its turn.
    Text(Text),
}

/// A sentence with its values: `text!("There is no role { $name }.", name = role)`.
macro_rules! text {
    ($message:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::base::Text {
            message: ::std::borrow::Cow::Borrowed($message),
            values: vec![$((stringify!($name), $crate::base::text::Value::from($value))),*],
        }
    };
}
pub(crate) use text;

impl Text {
    /// Words that somebody else put together, or that only programs read: they are the same in every language.
    pub fn verbatim(words: impl Into<String>) -> Self {
        Text {
            message: Cow::Owned(words.into()),
            values: Vec::new(),
        }
    }

    /// The sentence in a language.
    pub fn in_language(&self, language: Language) -> String {
        catalogue::format(language, self)
    }

    /// The sentence in English, as programs and logs have it.
    pub fn english(&self) -> String {
        self.in_language(Language::English)
    }

    /// This sentence, and another one after it.
    pub fn and(self, other: Text) -> Text {
        text!("{ $this } { $other }", this = self, other = other)
    }

    /// Things in a row, with commas between them.
    pub fn listed(things: impl IntoIterator<Item = Text>) -> Text {
        let next = |these: Text, one: Text| text!("{ $these }, { $one }", these = these, one = one);
        things.into_iter().reduce(next).unwrap_or_default()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.message.is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl From<&'static str> for Text {
    fn from(message: &'static str) -> Self {
        Text {
            message: Cow::Borrowed(message),
            values: Vec::new(),
        }
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Value::Words(words)
    }
}

macro_rules! words {
    ($($words:ty),*) => {
        $(impl From<$words> for Value {
            fn from(words: $words) -> Self {
                Value::Words(words.to_string())
            }
        })*
    };
}
words!(&str, &&str, &String, &&String, &Cow<'_, str>);

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Value::Text(text)
    }
}

impl From<&Text> for Value {
    fn from(text: &Text) -> Self {
        Value::Text(text.clone())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$number> for Value {
            fn from(number: &$number) -> Self {
                Value::from(*number)
            }
        })*
    };
}
numbers!(i32, i64, u8, u16, u32, u64, usize);
