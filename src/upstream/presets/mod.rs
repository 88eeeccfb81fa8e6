//! Services that are known beforehand: what begins a new Connected App or Social Login Key. The data
//! are in `assets`.

pub mod views;

use serde::Deserialize;

/// Something that a person has to say of their own account at a service: `{name}` stands for it.
#[derive(Deserialize)]
pub struct Ask {
    pub name: String,
    pub label: String,
    pub help: String,
    pub example: String,
}

/// Where in a service's console a client is registered, and what to know about it.
pub struct About<'a> {
    pub key: &'a str,
    pub name: &'a str,
    pub asks: &'a [Ask],
    pub register_at: &'a str,
    pub register_how: &'a str,
    pub notes: &'a [String],
}

/// What was answered in the place of `{name}`; what was not answered stays as it is. People copy an
/// address where a host is asked for: that is understood.
pub fn fill(text: &str, asks: &[Ask], answers: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    for ask in asks {
        let answer = answers.iter().find(|(name, _)| *name == ask.name);
        let answer = answer
            .map(|(_, answer)| answer.trim().trim_end_matches('/'))
            .unwrap_or_default();
        let (is_plain, host) = match answer.strip_prefix("http://") {
            Some(host) => (true, host),
            None => (false, answer.trim_start_matches("https://")),
        };
        if host.is_empty() {
            continue;
        }
        let blank = format!("{{{}}}", ask.name);
        if is_plain {
            text = text.replace(&format!("https://{blank}"), &format!("http://{host}"));
        }
        text = text.replace(&blank, host);
    }
    text
}

/// The first `{name}` that nobody has answered.
pub fn blank(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('{')?;
    rest.split_once('}').map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_where_a_host_is_asked_for() {
        let asks = [Ask {
            name: "site".into(),
            label: String::new(),
            help: String::new(),
            example: String::new(),
        }];
        let answers = [("site".to_owned(), " https://erp.example.com/ ".to_owned())];
        assert_eq!(fill("https://{site}/x", &asks, &answers), "https://erp.example.com/x");
        let plain = [("site".to_owned(), "http://localhost:8000".to_owned())];
        assert_eq!(fill("https://{site}/x", &asks, &plain), "http://localhost:8000/x");
        assert_eq!(fill("https://{site}/x", &asks, &[]), "https://{site}/x");
        assert_eq!(blank("https://{site}/x"), Some("site"));
        assert_eq!(blank("https://a.test/x"), None);
    }
}
