//! The content security policy: everything from here, nothing inline, no framing.

/// The policy of a page whose forms lead only to us.
pub fn strict() -> String {
    policy("", "")
}

/// The policy of a page that shows pictures of these origins, too.
pub fn with_images(origins: impl IntoIterator<Item = String>) -> String {
    let known = |origin: &String| {
        origin.starts_with("https://") && origin.len() <= LONGEST_ORIGIN && origin.chars().all(is_harmless)
    };
    let origins: Vec<String> = origins.into_iter().filter(known).take(MOST_ORIGINS).collect();
    policy(&origins.join(" "), "")
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
    policy("", &source)
}

/// The policy with one more place, or several, for pictures and for forms.
fn policy(images: &str, forms: &str) -> String {
    let images = if images.is_empty() {
        String::new()
    } else {
        format!(" {images}")
    };
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'{images}; connect-src 'self'; \
         form-action 'self' {forms}; frame-ancestors 'none'; base-uri 'none'"
    )
}
