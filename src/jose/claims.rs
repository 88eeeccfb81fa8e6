//! What every signed statement says of itself (RFC 7519 §4.1), read in one way.

use crate::base::Seconds;
use serde_json::{Map, Value as Json};

/// The moment that a claim names (`exp`, `iat`, `nbf`): a number, whole or not (RFC 7519 §2).
pub fn moment(claims: &Map<String, Json>, name: &str) -> Option<Seconds> {
    claims.get(name).and_then(Json::as_f64).map(|at| Seconds(at as i64))
}

/// Whom a statement is for: one, or several (RFC 7519 §4.1.3).
pub fn audience(claims: &Map<String, Json>) -> Vec<&str> {
    match claims.get("aud") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}
