//! What a search of a type with very many records is made of.

/// Makes the statement that finds so many names of records by what they are linked to. `like` is the condition that one
/// of these columns has the words.
pub type SearchNames = fn(like: &dyn Fn(&[&str]) -> String, most: i64) -> String;
