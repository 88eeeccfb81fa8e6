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
    /// Messages in a row.
    Row(Row, Vec<Text>),
}

/// How messages stand in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Things, with commas between them.
    Things,
    /// One sentence after another.
    Sentences,
    /// Each on a line of its own.
    Lines,
}

/// What a row is the value of.
const ROW: &str = "{ $row }";

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

    /// A message that is declared elsewhere, with the values that it names.
    pub fn of(message: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Text {
            message: Cow::Borrowed(message),
            values,
        }
    }

    /// The sentence in a language.
    pub fn in_language(&self, language: Language) -> String {
        catalogue::format(language, self)
    }

    /// The sentence in English, as programs and logs have it: in our words.
    pub fn english(&self) -> String {
        catalogue::english(self)
    }

    fn row(row: Row, texts: Vec<Text>) -> Text {
        Text::of(ROW, vec![("row", Value::Row(row, texts))])
    }

    /// This sentence, and another one after it.
    pub fn and(mut self, other: Text) -> Text {
        if let [(_, Value::Row(Row::Sentences, texts))] = self.values.as_mut_slice() {
            texts.push(other);
            return self;
        }
        Text::row(Row::Sentences, vec![self, other])
    }

    /// Things in a row, with commas between them.
    pub fn listed(things: impl IntoIterator<Item = Text>) -> Text {
        Text::row(Row::Things, things.into_iter().collect())
    }

    /// Sentences, each on a line of its own.
    pub fn lines(sentences: impl IntoIterator<Item = Text>) -> Text {
        Text::row(Row::Lines, sentences.into_iter().collect())
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        match self.values.as_slice() {
            [(_, Value::Row(_, texts))] => texts.is_empty(),
            _ => self.message.is_empty(),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl From<&'static str> for Text {
    fn from(message: &'static str) -> Self {
        Text::of(message, Vec::new())
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
