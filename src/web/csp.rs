//! The content security policy: everything from here, nothing inline, no framing.

/// The policy of a page whose forms lead only to us.
pub fn strict() -> String {
    with_form_action("")
}

/// The policy of a page that shows pictures of these origins, too.
pub fn with_images(origins: &[String]) -> String {
    let known = |origin: &&String| origin.starts_with("https://") && origin.chars().all(is_harmless);
    let origins: Vec<&str> = origins.iter().filter(known).map(String::as_str).collect();
    strict().replace("img-src 'self'", &format!("img-src 'self' {}", origins.join(" ")))
}

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
