//! The content security policy: everything from here, nothing inline, no framing.

/// The policy of a page whose forms lead only to us.
pub fn strict() -> String {
    with_form_action("")
}

/// The policy of a page whose form may end at one more place: browsers apply `form-action`
/// to the redirects that follow a form, too.
pub fn with_form_action(source: &str) -> String {
    // Nothing that a header value or a policy could be broken with.
    let harmless = |c: char| (c.is_ascii_graphic() || c == ' ') && !matches!(c, ';' | ',' | '\'' | '"');
    let source: String = source.chars().filter(|c| harmless(*c)).collect();
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self' {source}; frame-ancestors 'none'; base-uri 'none'"
    )
}
