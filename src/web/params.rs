//! Parameters: from the query, a form or flat JSON, in order, duplicates kept.

/// Names with values, as they came.
#[derive(Clone, Debug, Default)]
pub struct Params(pub Vec<(String, String)>);

impl Params {
    /// Reads `application/x-www-form-urlencoded`.
    pub fn parse(encoded: &[u8]) -> Self {
        Params(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of a name. One without a value counts as left out (RFC 6749 §3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Every value of these names, in the order in which they came; those without one count as left out.
    pub fn all(&self, names: &[&str]) -> Vec<&str> {
        let named = self
            .0
            .iter()
            .filter(|(own, value)| names.contains(&own.as_str()) && !value.is_empty());
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The value, or the empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The first of these names that stands more than once (RFC 6749 §3.1).
    pub fn duplicate<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        let count = |name: &str| self.0.iter().filter(|(own, _)| own == name).count();
        names.iter().copied().find(|name| count(name) > 1)
    }

    /// Whether the name stands there at all, be it without a value.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }
}

/// Percent-encodes a value for a query.
pub fn encode(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Adds parameters to an address that may have a query of its own (C31: redirect URIs keep their query).
pub fn with_query(address: &str, parameters: &[(&str, &str)]) -> String {
    let mut address = address.to_owned();
    for (name, value) in parameters {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&format!("{}={}", encode(name), encode(value)));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_duplicates_and_left_out_ones() {
        let params = Params::parse(b"a=1&b=&a=2&c=x+y%20z");
        assert_eq!(params.get("a"), Some("1"));
        assert_eq!(params.get("b"), None);
        assert!(params.has("b"));
        assert_eq!(params.text("c"), "x y z");
        assert_eq!(params.duplicate(&["b", "a"]), Some("a"));
        assert_eq!(params.duplicate(&["b", "c"]), None);
    }

    /// C31: an address keeps its own query.
    #[test]
    fn c31_a_query_is_appended() {
        assert_eq!(
            with_query("https://a.test/cb", &[("code", "x y")]),
            "https://a.test/cb?code=x%20y"
        );
        assert_eq!(
            with_query("https://a.test/cb?k=1", &[("a", "+é\"<")]),
            "https://a.test/cb?k=1&a=%2B%C3%A9%22%3C"
        );
    }
}
