//! Pages that are written as Markdown, as HTML. What they say is ours: it is part of the program.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A page.
pub struct Document {
    /// Its first heading, which the body does not repeat.
    pub title: String,
    pub body: Markup,
    pub chapters: Vec<Chapter>,
}

/// What stands under one heading, for the finder.
pub struct Chapter {
    pub heading: String,
    pub anchor: String,
    /// In small letters.
    pub text: String,
}

/// A heading as part of an address.
fn anchor(heading: &str) -> String {
    let word = |c: char| {
        if c.is_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let words: String = heading.chars().map(word).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Reads a page. `leads` says where a link leads here.
pub fn read(text: &str, leads: fn(&str) -> String) -> Document {
    let mut events: Vec<Event> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut begin = None;
    for at in 0..events.len() {
        match &mut events[at] {
            Event::Start(Tag::Heading { .. }) => {
                begin = Some(at);
                chapters.push(Chapter {
                    heading: String::new(),
                    anchor: String::new(),
                    text: String::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                let chapter = chapters.last_mut().zip(begin.take());
                if let Some((chapter, begin)) = chapter {
                    chapter.anchor = anchor(&chapter.heading);
                    if let Event::Start(Tag::Heading { id, .. }) = &mut events[begin] {
                        *id = Some(CowStr::from(chapter.anchor.clone()));
                    }
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => *dest_url = CowStr::from(leads(dest_url)),
            Event::Text(words) | Event::Code(words) => {
                if let Some(chapter) = chapters.last_mut() {
                    let into = if begin.is_some() {
                        &mut chapter.heading
                    } else {
                        &mut chapter.text
                    };
                    into.push_str(words);
                    into.push(' ');
                }
            }
            _ => {}
        }
    }
    for chapter in &mut chapters {
        chapter.heading = chapter.heading.trim().to_owned();
        chapter.text = chapter.text.to_lowercase();
    }
    let title = chapters
        .first()
        .map(|chapter| chapter.heading.clone())
        .unwrap_or_default();
    // The page's own title is the heading of the frame.
    let is_title = |event: &Event| matches!(event, Event::End(TagEnd::Heading(HeadingLevel::H1)));
    let rest = events.iter().position(is_title).map_or(0, |at| at + 1);
    let mut body = String::new();
    pulldown_cmark::html::push_html(&mut body, events.into_iter().skip(rest));
    let body = body
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>");
    Document {
        title,
        body: PreEscaped(body),
        chapters,
    }
}
