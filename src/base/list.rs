//! Lists that people type: separated by spaces, newlines or `;`.

use std::collections::HashSet;

/// The entries, in order, without duplicates.
pub fn split(text: &str) -> Vec<&str> {
    let entries = text.split(|c: char| c.is_whitespace() || c == ';');
    distinct(entries.filter(|entry| !entry.is_empty()))
}

/// Each once, in order, in time that grows with their number only.
pub fn distinct<'a>(entries: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    entries.filter(|entry| seen.insert(*entry)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn spaces_newlines_and_semicolons_separate() {
        assert_eq!(super::split(" a b\r\nc;d ; a\t"), ["a", "b", "c", "d"]);
        assert!(super::split(" ;\n").is_empty());
    }
}
