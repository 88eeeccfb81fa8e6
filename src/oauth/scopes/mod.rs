//! OAuth Scopes: what a token may do, which claims it releases, and who may be granted it.
//!
//! Owns the tables `oauth_scopes` and `oauth_scope_roles`. A token does what its scopes name
//! and nothing else, however much its user may do.

pub mod claims;
mod store;

pub use store::{acting, clients_with, get, names};

use crate::base::{Result, Scopes, scope, text};
use crate::db::{Read, row};
use crate::permissions::TokenScope;
use crate::ui::text::{say, stored};

row! {
    /// A scope as tokens need it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Scope in "oauth_scopes" {
        pub name: String,
        /// What consent says.
        pub description: String,
        pub icon: String,
        pub claims: Vec<String> = via(lines),
        /// Record types that it lets a token read.
        pub read_types: Vec<String> = via(lines),
        /// Record types that it lets a token read, change, create and delete.
        pub write_types: Vec<String> = via(lines),
        /// Who may be granted it; empty: everybody.
        pub roles: Vec<String> = skip(Vec::new()),
    }
}

/// A name on each line: names of record types have spaces.
fn lines(text: String) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

impl Scope {
    /// Whether somebody with these roles may be granted it.
    pub fn is_for(&self, roles: &[String]) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| roles.contains(role))
    }

    /// What people are asked. What comes with the program is said in their language.
    pub fn words(&self) -> String {
        match self.description.as_str() {
            "" => say(&text!(
                "{ $scope } (a permission that only the app knows)",
                scope = &self.name
            )),
            description => stored(description).to_owned(),
        }
    }

    /// A scope that no record describes.
    fn unknown(name: &str) -> Self {
        Scope {
            name: name.to_owned(),
            description: String::new(),
            icon: "app".into(),
            claims: Vec::new(),
            read_types: Vec::new(),
            write_types: Vec::new(),
            roles: Vec::new(),
        }
    }
}

/// The records of these scopes, in their order.
pub fn describe(db: &Read, scopes: &Scopes) -> Result<Vec<Scope>> {
    let every = store::every(db)?;
    let own = |name: &str| every.iter().find(|scope| scope.name == name);
    let describe = |name| own(name).cloned().unwrap_or_else(|| Scope::unknown(name));
    Ok(scopes.iter().map(describe).collect())
}

/// Those of the scopes that somebody with these roles may be granted.
pub fn grantable(db: &Read, scopes: &Scopes, roles: &[String]) -> Result<Scopes> {
    let every = store::every(db)?;
    let may = |name: &&str| every.iter().all(|scope| scope.name != **name || scope.is_for(roles));
    Ok(Scopes::of(scopes.iter().filter(may)))
}

/// What these scopes let a token do, for the record engine. `openid` opens the user's own User record,
/// as far as the claims go that are released.
pub fn for_token(db: &Read, scopes: &Scopes) -> Result<Vec<TokenScope>> {
    let described = describe(db, scopes)?;
    let token_scope = |scope: Scope| TokenScope {
        own_type: (scope.name == scope::OPENID).then_some("User"),
        own_fields: claims::fields_of(&scope.claims),
        name: scope.name,
        read_types: scope.read_types,
        write_types: scope.write_types,
    };
    Ok(described.into_iter().map(token_scope).collect())
}
