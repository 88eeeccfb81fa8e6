//! What a form offers to choose from, and what people know linked records by.

use crate::base::{Error, Result, Text};
use crate::records::query::Query;
use crate::records::views::{self, Choice, Titles};
use crate::records::{Field, FieldKind, Links, Naming, Reading, Record, RecordType, names_in, verbs};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The most names that a choice shows at once; beyond it one types.
const MAX_CHOICES: usize = 60;

/// The names of each type.
pub type Choices = BTreeMap<&'static str, Choice>;

/// What the form offers to choose from.
#[derive(Default)]
pub struct Offered {
    pub names: Choices,
    /// What names are for.
    pub sentences: Titles,
    /// What the chosen ones come to, by field.
    pub come_to: BTreeMap<&'static str, Text>,
}

/// Whether a field asks first whether it is everybody.
pub fn asks_for_everybody(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Links(links) if links.everybody.is_some())
}

/// The names in a field as the form shows them: as they are stored, or as they were sent just now.
pub fn chosen_now<'a>(values: &'a Map<String, Json>, typed: &'a [(String, String)], field: &Field) -> Vec<&'a str> {
    let sent = typed.iter().filter(|(name, _)| name == field.name);
    match typed.is_empty() {
        true => values.get(field.name).map(names_in).unwrap_or_default(),
        false => sent
            .map(|(_, value)| value.as_str())
            .filter(|name| !name.is_empty())
            .collect(),
    }
}

/// The names to choose from, of each type that one of these fields links to: those that the visitor may see.
pub fn choices(cx: &Reading, fields: &[&'static Field], record: Option<&Record>) -> Result<Offered> {
    let mut choices = chosen_only(fields, record);
    let mut sentences = Titles::new();
    for field in fields.iter().filter(|field| !field.read_only) {
        let (to, is_many) = match field.kind {
            FieldKind::Link(to) => (to, false),
            FieldKind::Links(links) => (links.to, true),
            _ => continue,
        };
        let linked = cx.registry.by_name(to)?;
        let records = found(cx, linked, "", if is_many { 500 } else { MAX_CHOICES })?;
        for record in records.iter().filter(|_| !linked.sentence.is_empty()) {
            let sentence = linked
                .field(linked.sentence)
                .map(|field| record.text(field))
                .unwrap_or_default();
            sentences.insert((to, record.name.clone()), sentence.to_owned());
        }
        let has_more = !is_many && records.len() >= MAX_CHOICES;
        let choice = choices.entry(to).or_default();
        choice.has_more |= has_more;
        // However many there are, those that are chosen stay on the form.
        let kept = std::mem::take(&mut choice.names);
        choice.names = records.into_iter().map(|record| record.name).collect();
        choice.names.extend(
            kept.into_iter()
                .filter(|name| !choice.names.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    Ok(Offered {
        names: choices,
        sentences,
        ..Offered::default()
    })
}

/// The names that are chosen already.
pub fn chosen_only(fields: &[&'static Field], record: Option<&Record>) -> Choices {
    let mut choices = Choices::new();
    for field in fields {
        if let FieldKind::Link(to) | FieldKind::Links(Links { to, .. }) = field.kind {
            let chosen = record.map(|record| record.links(field)).unwrap_or_default();
            let choice: &mut Choice = choices.entry(to).or_default();
            choice.names.extend(chosen.into_iter().map(str::to_owned));
        }
    }
    choices
}

/// Names of records that the visitor may see, those that hold the words first.
pub fn names(cx: &Reading, record_type: &RecordType, words: &str, most: usize) -> Result<Vec<String>> {
    let records = found(cx, record_type, words, most)?;
    Ok(records.into_iter().map(|record| record.name).collect())
}

fn found(cx: &Reading, record_type: &RecordType, words: &str, most: usize) -> Result<Vec<Record>> {
    let mut query = Query::of(record_type);
    query.set_order(record_type, "name asc")?;
    query.set_page(0, most as i64)?;
    query.look_for(words);
    match verbs::rows(cx, record_type, &query) {
        Ok(records) => Ok(records),
        Err(Error::Forbidden(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Adds what people know a linked record by, where its name is made by chance.
pub fn add_title(cx: &Reading, field: &Field, record: &Record, titles: &mut Titles) -> Result<()> {
    let FieldKind::Link(to) = field.kind else {
        return Ok(());
    };
    let (name, linked) = (record.text(field), cx.registry.by_name(to)?);
    let is_telling = !matches!(linked.naming, Naming::Random) || linked.title == "name" || linked.rows.is_some();
    if name.is_empty() || is_telling || titles.contains_key(&(to, name.to_owned())) {
        return Ok(());
    }
    if let Some(found) = verbs::find(cx, linked, name)? {
        titles.insert((to, name.to_owned()), views::title(linked, &found));
    }
    Ok(())
}

/// The record behind a link, if there is one and the visitor may open it.
pub fn opened(cx: &Reading, field: &Field, record: &Record) -> Result<Option<(&'static str, String)>> {
    let (FieldKind::Link(to), name) = (field.kind, record.text(field)) else {
        return Ok(None);
    };
    if name.is_empty() {
        return Ok(None);
    }
    match verbs::get(cx, cx.registry.by_name(to)?, name) {
        Ok(_) => Ok(Some((to, name.to_owned()))),
        Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
