//! What is found: how much it matters, why, and what mends it.

use crate::base::Text;
use crate::records::{RecordType, views};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Fix it before the site is used in earnest.
    Serious,
    /// Fix it soon.
    Care,
    /// Good to know.
    Note,
}

/// Something that needs care.
#[derive(Clone, Debug)]
pub struct Finding {
    pub level: Level,
    pub title: Text,
    /// Why it matters, and what to do.
    pub why: Text,
    /// The record: label and address.
    pub record: Option<(String, String)>,
    /// What mends it, the best first.
    pub fixes: Vec<Fix>,
}

/// What mends a finding.
#[derive(Clone, Debug)]
pub enum Fix {
    /// A place to go to: label and address.
    Go(Text, String),
    /// A button: label and where it posts to.
    Press(Text, String),
}

impl Finding {
    pub(super) fn new(level: Level, title: impl Into<Text>, why: impl Into<Text>) -> Self {
        Finding {
            level,
            title: title.into(),
            why: why.into(),
            record: None,
            fixes: Vec::new(),
        }
    }

    pub(super) fn about(self, record_type: &RecordType, label: &str, name: &str) -> Self {
        Finding {
            record: Some((label.to_owned(), views::address(record_type, name))),
            ..self
        }
    }

    pub(super) fn go(mut self, label: impl Into<Text>, address: String) -> Self {
        self.fixes.push(Fix::Go(label.into(), address));
        self
    }

    pub(super) fn press(mut self, label: impl Into<Text>, record_type: &RecordType, name: &str, action: &str) -> Self {
        let address = views::action_address(record_type, name, action);
        self.fixes.push(Fix::Press(label.into(), address));
        self
    }
}
