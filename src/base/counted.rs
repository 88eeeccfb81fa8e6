//! How many there are, where nobody waits until a million are counted.

/// How many are counted at the most; of more it is only known that there are more.
pub const MOST: i64 = 10_000;

/// A count up to one more than [`MOST`], in words: 10,000+ where they were not all counted.
pub fn words(count: i64) -> String {
    match count {
        0..=MOST => count.to_string(),
        _ => format!("{},{:03}+", MOST / 1000, MOST % 1000),
    }
}
