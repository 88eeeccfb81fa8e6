//! What a mail says: once as text and once as HTML, in the reader's language.

use super::Mail;
use crate::base::{Language, Seconds, Text, text};
use maud::{DOCTYPE, html};

/// How it looks where no style sheet is let in.
const PAGE: &str = "font-family:system-ui,sans-serif;line-height:1.5;max-width:36em;margin:0 auto;padding:1.5em";
const BUTTON: &str =
    "display:inline-block;background:#0f766e;color:#fff;padding:.6em 1.2em;border-radius:.4em;text-decoration:none";

/// A letter: a few sentences, and perhaps a link to press.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What happened, in a word for lists.
    pub event: &'static str,
    pub subject: Text,
    pub sentences: Vec<Text>,
    /// Until when it is of use.
    pub until: Option<Seconds>,
    /// What the button says, and where it leads.
    pub button: Option<(Text, String)>,
    /// What comes after the button.
    pub closing: Vec<Text>,
}

impl Letter {
    /// That the mail server works.
    pub fn test() -> Self {
        Letter {
            event: "mail.test",
            subject: text!("A test message"),
            sentences: vec![text!("The mail server takes messages of this site.")],
            until: None,
            button: None,
            closing: Vec::new(),
        }
    }

    /// The mail to somebody.
    pub(super) fn write(&self, to: &str, site: &str, language: Language) -> Mail {
        let say = |text: &Text| text.in_language(language);
        let subject = format!("{site}: {}", say(&self.subject));
        let sentences: Vec<String> = self.sentences.iter().map(say).collect();
        let closing: Vec<String> = self.closing.iter().map(say).collect();
        let reason = say(&text!(
            "You get this message because you have an account at { $site }.",
            site = site
        ));
        let mut lines = sentences.clone();
        lines.extend(
            self.button
                .as_ref()
                .map(|(label, address)| format!("{}:\n{address}", say(label))),
        );
        lines.extend(closing.iter().cloned());
        lines.push(format!("-- \n{reason}"));
        let page = html! {
            (DOCTYPE)
            html lang=(language.tag()) dir=[language.is_from_right().then_some("rtl")] {
                head { meta charset="utf-8"; meta name="color-scheme" content="light dark"; title { (subject) } }
                body style=(PAGE) {
                    @for sentence in &sentences { p { (sentence) } }
                    @if let Some((label, address)) = &self.button {
                        p { a href=(address) style=(BUTTON) { (say(label)) } }
                        p style="overflow-wrap:anywhere" { (address) }
                    }
                    @for sentence in &closing { p { (sentence) } }
                    p style="opacity:.75" { (reason) }
                }
            }
        };
        Mail {
            to: to.to_owned(),
            subject,
            until: self.until,
            text: lines.join("\n\n"),
            html: page.into_string(),
        }
    }
}
