//! Records counted by the values of a column.

use super::declare::RecordType;
use super::query::Query;
use super::rules::Reading;
use super::{listing, store};
use crate::base::Result;
use serde_json::Value as Json;

/// The values of a column among what the actor may see and the query asks for, each with how many records have it.
pub fn groups(cx: &Reading, record_type: &RecordType, query: &Query, column: &str) -> Result<Vec<(Json, i64)>> {
    store::groups(
        cx.db,
        record_type,
        &listing::narrowed(cx.actor, record_type, query)?,
        column,
    )
}
