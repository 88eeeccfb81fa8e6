//! Scopes (RFC 6749 §3.3): a set of words, in the order they were asked for.

use crate::base::list;
use std::fmt;

/// A set of scopes, without duplicates, order kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

/// The scope that lets a token do whatever its user may do (Frappe's convention).
pub const ALL: &str = "all";
/// The scope that makes an authorization request an OpenID Connect one.
pub const OPENID: &str = "openid";

/// The scope with which a sign-in outlives the session (OpenID Connect Core §11).
pub const OFFLINE_ACCESS: &str = "offline_access";

impl Scopes {
    /// Reads a list separated by spaces, newlines or `;`.
    pub fn parse(text: &str) -> Self {
        Scopes(list::split(text).into_iter().map(str::to_owned).collect())
    }

    /// The scopes of a list.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a str>) -> Self {
        Scopes(
            list::distinct(entries.into_iter())
                .into_iter()
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The first entry that is not a scope token of RFC 6749 §3.3.
    pub fn first_malformed(&self) -> Option<&str> {
        let legal = |c: char| matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
        let malformed = self.0.iter().find(|scope| !scope.chars().all(legal));
        malformed.map(String::as_str)
    }

    /// Whether this scope is in the set.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// Whether every scope of `other` is in the set.
    pub fn covers(&self, other: &Scopes) -> bool {
        other.0.iter().all(|scope| self.contains(scope))
    }

    /// Those that are in the other set, too; in this one's order.
    pub fn within(&self, other: &Scopes) -> Scopes {
        Scopes(self.0.iter().filter(|scope| other.contains(scope)).cloned().collect())
    }

    /// These, and then those of the other set.
    pub fn with(&self, other: &Scopes) -> Scopes {
        Scopes(self.0.iter().chain(&other.without(self).0).cloned().collect())
    }

    /// Those that are not in the other set.
    pub fn without(&self, other: &Scopes) -> Scopes {
        Scopes(self.0.iter().filter(|scope| !other.contains(scope)).cloned().collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The scopes, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_a_set_in_order() {
        let scopes = Scopes::parse("openid all\nopenid;email");
        assert_eq!(scopes.to_string(), "openid all email");
        assert!(scopes.covers(&Scopes::parse("email openid")));
        assert!(!scopes.covers(&Scopes::parse("email phone")));
        assert_eq!(Scopes::parse("a b\"c").first_malformed(), Some("b\"c"));
        assert_eq!(scopes.first_malformed(), None);
    }
}
