//! OAuth Scopes: what a token may do, which claims it releases, and who may be granted it.
//!
//! Owns the tables `oauth_scopes` and `oauth_scope_roles`. A token does what its scopes name
//! and nothing else, however much its user may do.

pub mod claims;
mod store;

pub use store::{acting, clients_with, get, names, reach_far};

use super::clients::Client;
use crate::base::{Result, Scopes, scope, text};
use crate::db::{Read, row};
use crate::permissions::TokenScope;
use crate::ui::text::{noted, say, stored};
use serde_json::{Map, Value as Json};

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

    fn as_frappe_means_it(&mut self) {
        let missing = claims::OF_FRAPPES_OPENID
            .iter()
            .filter(|claim| !self.claims.iter().any(|own| own == *claim));
        let missing: Vec<String> = missing.map(|claim| (*claim).to_owned()).collect();
        if !missing.is_empty() {
            self.claims.extend(missing);
            self.description = noted("Your full name, email address, picture and roles").to_owned();
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

/// The records of these scopes as they are for a client, in their order: with Frappe's `openid` that scope releases more.
pub fn describe_for(db: &Read, scopes: &Scopes, frappe_openid: bool) -> Result<Vec<Scope>> {
    let mut described = describe(db, scopes)?;
    if frappe_openid {
        described
            .iter_mut()
            .filter(|scope| scope.name == scope::OPENID)
            .for_each(Scope::as_frappe_means_it);
    }
    Ok(described)
}

/// The records of these scopes, in their order.
pub fn describe(db: &Read, scopes: &Scopes) -> Result<Vec<Scope>> {
    let every = store::every(db)?;
    let own = |name: &str| every.iter().find(|scope| scope.name == name);
    let describe = |name| own(name).cloned().unwrap_or_else(|| Scope::unknown(name));
    Ok(scopes.iter().map(describe).collect())
}

/// The scopes of a client, beside those that it asks for, that release what its `claims` parameter asks for (OpenID
/// Connect Core §5.5): for a claim that none of them releases, nothing.
pub fn releasing(db: &Read, client: &Client, asked: &Scopes, claims: &Map<String, Json>) -> Result<Scopes> {
    let has = |scopes: &[Scope], claim: &String| scopes.iter().any(|scope| scope.claims.contains(claim));
    let released = describe_for(db, asked, client.frappe_openid)?;
    let own = describe_for(db, &client.scopes.without(asked), client.frappe_openid)?;
    let wanted = claims.values().filter_map(Json::as_object).flat_map(Map::keys);
    let missing: Vec<&String> = wanted.filter(|claim| !has(&released, claim)).collect();
    let releases = |claim: &&String| own.iter().find(|scope| scope.claims.contains(claim));
    let names = missing.iter().filter_map(releases).map(|scope| scope.name.as_str());
    Ok(Scopes::of(names))
}

/// Those of the scopes that somebody with these roles may be granted.
pub fn grantable(db: &Read, scopes: &Scopes, roles: &[String]) -> Result<Scopes> {
    let every = store::every(db)?;
    let may = |name: &&str| every.iter().all(|scope| scope.name != **name || scope.is_for(roles));
    Ok(Scopes::of(scopes.iter().filter(may)))
}

/// What these scopes let a token do, for the record engine. `openid` opens the user's own User record,
/// as far as the claims go that are released.
pub fn for_token(db: &Read, scopes: &Scopes, frappe_openid: bool) -> Result<Vec<TokenScope>> {
    let described = describe_for(db, scopes, frappe_openid)?;
    let token_scope = |scope: Scope| TokenScope {
        own_type: (scope.name == scope::OPENID).then_some("User"),
        own_fields: claims::fields_of(&scope.claims),
        name: scope.name,
        read_types: scope.read_types,
        write_types: scope.write_types,
    };
    Ok(described.into_iter().map(token_scope).collect())
}
