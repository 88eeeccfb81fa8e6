//! A browser's name in words, as far as it can be told.

use crate::base::{Text, text};

/// What a `User-Agent` header names, or what it says.
pub fn describe(user_agent: &str) -> Text {
    match known(user_agent) {
        Some(name) => name,
        None if user_agent.is_empty() => text!("A program"),
        None => Text::verbatim(user_agent.chars().take(60).collect::<String>()),
    }
}

/// The same in our own words alone, for mails: the header is whatever its sender likes.
pub fn describe_known(user_agent: &str) -> Text {
    known(user_agent).unwrap_or_else(|| text!("A program"))
}

fn known(user_agent: &str) -> Option<Text> {
    let known = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let program = known(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => Some(text!("{ $program } on { $system }", program = program, system = system)),
        (Some(name), None) | (None, Some(name)) => Some(Text::verbatim(name)),
        (None, None) => None,
    }
}
