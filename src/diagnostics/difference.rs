//! Where two redirect URIs part, character by character and in words.

use crate::base::{Text, text};
/// A piece of an address, and whether the other one has it, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub is_same: bool,
}

/// What was sent against what is registered: what both have at the beginning and at the end,
/// and what differs between.
pub fn pieces(sent: &str, registered: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (a, b): (Vec<char>, Vec<char>) = (sent.chars().collect(), registered.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - head;
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let cut = |text: &[char]| {
        let end = text.len() - tail;
        [(&text[..head], true), (&text[head..end], false), (&text[end..], true)]
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, is_same)| Piece {
                text: text.iter().collect(),
                is_same,
            })
            .collect()
    };
    (cut(&a), cut(&b))
}

/// What differs, in words: scheme, host, port, path, the slash at the end, upper and lower case.
pub fn words(sent: &str, registered: &str) -> Text {
    if sent == registered {
        return "The same.".into();
    }
    if sent.eq_ignore_ascii_case(registered) {
        return "Differs in upper and lower case.".into();
    }
    if sent.trim_end_matches('/') == registered.trim_end_matches('/') {
        return "Differs in the slash at the end.".into();
    }
    let (Ok(sent), Ok(registered)) = (url::Url::parse(sent), url::Url::parse(registered)) else {
        return Text::from("Differs.");
    };
    let port = |url: &url::Url| {
        url.port_or_known_default()
            .map_or("none".into(), |port| port.to_string())
    };
    let (a, b) = (&sent, &registered);
    let host = |url: &url::Url| url.host_str().unwrap_or_default().to_owned();
    let query = |url: &url::Url| url.query().unwrap_or_default().to_owned();
    // Another scheme has another port by itself.
    let (port_a, port_b) = if a.scheme() == b.scheme() {
        (port(a), port(b))
    } else {
        Default::default()
    };
    let parts = [
        (
            "the scheme: sent “{ $sent }”, registered “{ $registered }”",
            a.scheme().to_owned(),
            b.scheme().to_owned(),
        ),
        (
            "the host: sent “{ $sent }”, registered “{ $registered }”",
            host(a),
            host(b),
        ),
        (
            "the port: sent “{ $sent }”, registered “{ $registered }”",
            port_a,
            port_b,
        ),
        (
            "the path: sent “{ $sent }”, registered “{ $registered }”",
            a.path().to_owned(),
            b.path().to_owned(),
        ),
        (
            "the query: sent “{ $sent }”, registered “{ $registered }”",
            query(a),
            query(b),
        ),
    ];
    let differing = parts.into_iter().filter(|(_, a, b)| a != b);
    let differing: Vec<Text> = differing
        .map(|(part, a, b)| Text::of(part, vec![("sent", a.into()), ("registered", b.into())]))
        .collect();
    match differing.is_empty() {
        true => "Differs in how it is written.".into(),
        false => text!("Differs in { $parts }.", parts = Text::listed(differing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_words() {
        let to = |sent| words(sent, "https://a.test/cb").english();
        assert!(to("https://a.test/CB").contains("case"));
        assert!(to("https://a.test/cb/").contains("slash"));
        assert_eq!(
            to("http://a.test/cb"),
            "Differs in the scheme: sent “http”, registered “https”."
        );
        assert!(to("https://a.test:8443/cb").contains("port: sent “8443”, registered “443”"));
        assert!(to("https://b.test/cb?x=1").contains("the query"));
        assert_eq!(to("nonsense"), "Differs.");
    }

    #[test]
    fn pieces_mark_only_what_differs() {
        let (sent, registered) = pieces("http://a.test/cb", "https://a.test/cb");
        let marked = |pieces: Vec<Piece>| {
            let differing = pieces.into_iter().filter(|piece| !piece.is_same);
            differing.map(|piece| piece.text).collect::<String>()
        };
        assert_eq!((marked(sent).as_str(), marked(registered).as_str()), ("", "s"));
        let (sent, registered) = pieces("aXb", "aYb");
        assert_eq!((marked(sent).as_str(), marked(registered).as_str()), ("X", "Y"));
        assert_eq!(pieces("", "").0, []);
    }
}
