//! How many there are, where nobody waits until a million are counted.

use crate::base::text::Value;

/// How many are counted at the most; of more it is only known that there are more.
pub const MOST: i64 = 10_000;

/// A count up to one more than [`MOST`], in words: 10,000+ where they were not all counted.
pub fn words(count: i64) -> String {
    match count {
        0..=MOST => count.to_string(),
        _ => format!("{},{:03}+", MOST / 1000, MOST % 1000),
    }
}

/// The same, as what sentences name: it decides between one and many where it is known.
pub fn value(count: i64) -> Value {
    match count {
        0..=MOST => Value::Number(count),
        _ => Value::Words(words(count)),
    }
}
