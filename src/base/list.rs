//! Lists that people type: separated by spaces, newlines or `;`.

/// The entries, in order, without duplicates.
pub fn split(text: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    for entry in text.split(|c: char| c.is_whitespace() || c == ';') {
        if !entry.is_empty() && !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    #[test]
    fn spaces_newlines_and_semicolons_separate() {
        assert_eq!(super::split(" a b\r\nc;d ; a\t"), ["a", "b", "c", "d"]);
        assert!(super::split(" ;\n").is_empty());
    }
}
