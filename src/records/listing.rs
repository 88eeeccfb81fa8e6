//! Lists: the records that an actor may see and a question asks for, a page at a time, and how many they are.

use super::access;
use super::declare::RecordType;
use super::query::Query;
use super::rules::Reading;
use super::store;
use super::value::Record;
use crate::base::{Result, counted};
use crate::permissions::{Actor, Verb};

/// One page of a list.
#[derive(Default)]
pub struct Page {
    pub records: Vec<Record>,
    /// How many there are altogether, up to one more than [`counted::MOST`].
    pub total: i64,
    /// Whether there are more after these.
    pub goes_on: bool,
}

impl Page {
    /// How many there are altogether, in words: 10,000+ where they were not all counted.
    pub fn how_many(&self) -> String {
        counted::words(self.total)
    }

    /// Where the last page starts, where they were all counted.
    pub fn last(&self, query: &Query) -> Option<i64> {
        let is_counted = self.total <= counted::MOST;
        is_counted.then(|| (self.total - 1).max(0) / query.limit * query.limit)
    }
}

/// The records that the actor may see and the query asks for.
pub fn list(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<Page> {
    let query = narrowed(cx.actor, record_type, query)?;
    let length = query.limit;
    let and_next = Query {
        limit: length + 1,
        ..query.clone()
    };
    let mut records = store::list(cx.db, record_type, &and_next)?;
    let goes_on = records.len() as i64 > length;
    records.truncate(length as usize);
    Ok(Page {
        total: store::count_some(cx.db, record_type, &query)?,
        records,
        goes_on,
    })
}

/// The same without counting them all.
pub fn rows(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<Vec<Record>> {
    store::list(cx.db, record_type, &narrowed(cx.actor, record_type, query)?)
}

/// The same with their child tables.
pub fn whole_rows(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<Vec<Record>> {
    let mut records = rows(cx, record_type, query)?;
    for record in &mut records {
        store::read_links(cx.db, record_type, record)?;
    }
    Ok(records)
}

/// How many records the actor may see and the query asks for.
pub fn count(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<i64> {
    store::count(cx.db, record_type, &narrowed(cx.actor, record_type, query)?)
}

/// How many they are, up to one more than [`counted::MOST`].
pub fn count_some(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<i64> {
    store::count_some(cx.db, record_type, &narrowed(cx.actor, record_type, query)?)
}

pub(super) fn narrowed(actor: &Actor, record_type: &RecordType, query: &Query) -> Result<Query> {
    let mut query = query.clone();
    let reach = access::reach(actor, record_type, Verb::Read)?;
    access::narrow(actor, record_type, reach, &mut query);
    Ok(query)
}
