//! What of an application is open to all: `/public/*`, `/favicon.ico`.

use crate::base::{Text, text};

/// Whether a pattern opens an address, path and query. An address that a server behind the proxy could read as another
/// one (dots, doubled slashes, anything encoded) is opened by none.
pub fn opens(pattern: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_plain = path
        .bytes()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'/' | b'-' | b'_' | b'.' | b'~' | b'@' | b'+' | b','))
        && !path.contains("//")
        && !path.split('/').any(|part| matches!(part, "." | ".."));
    is_plain
        && match pattern.strip_suffix('*') {
            None => path == pattern,
            Some(start) => path.starts_with(start),
        }
}

/// What is wrong with a pattern.
pub fn mistake(pattern: &str) -> Option<Text> {
    let start = pattern.strip_suffix('*').unwrap_or(pattern);
    let is_good = start.starts_with('/')
        && !start.contains(['*', '?', '#', '%', '\\'])
        && (start.ends_with('/') || start == pattern)
        && opens(pattern, start);
    (!is_good).then(|| {
        text!(
            "{ $pattern } is no path: write it as /health, or /public/* for all that is below it.",
            pattern = pattern
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_read_as_another_path_is_open_to_nobody() {
        for open in ["/public/", "/public/a.css", "/public/a?x=../..", "/public/@a/b-c_d~"] {
            assert!(opens("/public/*", open), "{open}");
        }
        for closed in [
            "/public",
            "/publicity",
            "/",
            "/public/../admin",
            "/public/..",
            "/public/./x",
            "/public//admin",
            "//public/x",
            "/public/%2e%2e/admin",
            "/public/..%2fadmin",
            "/public\\..\\admin",
            "/public/..;/admin",
            "/Public/x",
            "public/x",
            "http://wiki/public/x",
            "",
        ] {
            assert!(!opens("/public/*", closed), "{closed}");
        }
        assert!(opens("/health", "/health?x") && !opens("/health", "/health/x"));
        for pattern in ["", "public", "/a*", "/*x", "/a?b", "/a/../b", "/%41", "//*"] {
            assert!(mistake(pattern).is_some(), "{pattern}");
        }
        assert!(mistake("/*").is_none() && mistake("/a/*").is_none() && mistake("/a.b").is_none());
    }
}
