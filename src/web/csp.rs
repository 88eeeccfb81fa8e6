//! The content security policy: everything from here, nothing inline, no framing.

/// The policy of a page whose forms lead only to us.
pub fn strict() -> String {
    with_form_action("")
}

/// The policy of a page that shows pictures of these origins, too.
pub fn with_images(origins: impl IntoIterator<Item = String>) -> String {
    let known = |origin: &String| {
        origin.starts_with("https://") && origin.len() <= LONGEST_ORIGIN && origin.chars().all(is_harmless)
    };
    let mut sources = String::from("img-src 'self'");
    for origin in origins.into_iter().filter(known).take(MOST_ORIGINS) {
        sources.push(' ');
        sources.push_str(&origin);
    }
    strict().replace("img-src 'self'", &sources)
}

/// So many, so long: a policy is a header, of which proxies take some KB.
const MOST_ORIGINS: usize = 25;
const LONGEST_ORIGIN: usize = 80;

/// Nothing that a header value or a policy could be broken with.
fn is_harmless(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, ';' | ',' | '\'' | '"')
}

/// The policy of a page whose form may end at one more place: browsers apply `form-action`
/// to the redirects that follow a form, too.
pub fn with_form_action(source: &str) -> String {
    let source: String = source.chars().filter(|c| *c == ' ' || is_harmless(*c)).collect();
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self' {source}; frame-ancestors 'none'; base-uri 'none'"
    )
}
