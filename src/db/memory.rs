//! What was read and still holds. Everything in it is of one generation: the number that the database counts up whenever
//! a table changes that decides who may do what (`schema.sql`). A reader of another generation finds nothing here.

use super::wal_index::{Header, WalIndex};
use crate::base::Result;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many answers are kept at the most.
const MOST: usize = 4096;

/// What is kept, and of which generation the database is.
pub(super) struct Memory {
    kept: Mutex<Kept>,
    index: WalIndex,
    /// The generation that was asked for last, and the header of the WAL index from before.
    seen: Mutex<Option<(Header, i64)>>,
    /// How many statements were run, by everybody who has this memory.
    statements: AtomicU64,
}

#[derive(Default)]
struct Kept {
    generation: i64,
    /// By what they are of, then by key.
    shelves: HashMap<TypeId, HashMap<Box<str>, Answer>>,
    count: usize,
}

struct Answer {
    value: Arc<dyn Any + Send + Sync>,
    /// Whether somebody asked for it since it was last looked at.
    is_used: bool,
}

impl Memory {
    /// Nothing yet, of the database at this path.
    pub(super) fn of(database: &Path) -> Self {
        Memory {
            kept: Mutex::default(),
            index: WalIndex::of(database),
            seen: Mutex::default(),
            statements: AtomicU64::new(0),
        }
    }

    /// Counts a statement.
    pub(super) fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    /// How many statements were run.
    pub(super) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The generation of the database; the database is asked where something was committed since the last time.
    pub(super) fn generation(&self, ask: impl FnOnce() -> Result<i64>) -> Result<i64> {
        let header = self.index.header();
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(now), Some((then, number))) = (header, seen)
            && now == then
        {
            return Ok(number);
        }
        let number = ask()?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = header.map(|header| (header, number));
        Ok(number)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept under this key, if it is of this generation.
    pub(super) fn get<T: Any + Send + Sync>(&self, generation: i64, key: &str) -> Option<Arc<T>> {
        let mut kept = self.lock();
        if kept.generation != generation {
            return None;
        }
        let answer = kept.shelves.get_mut(&TypeId::of::<T>())?.get_mut(key)?;
        answer.is_used = true;
        Arc::clone(&answer.value).downcast().ok()
    }

    /// Keeps an answer of this generation; a newer generation puts an end to all that was kept.
    pub(super) fn keep<T: Any + Send + Sync>(&self, generation: i64, key: &str, value: &Arc<T>) {
        let mut kept = self.lock();
        if kept.generation < generation {
            *kept = Kept {
                generation,
                ..Kept::default()
            };
        }
        if kept.generation > generation {
            return;
        }
        if kept.count >= MOST {
            kept.forget_unused();
        }
        if kept.count >= MOST {
            return;
        }
        let value: Arc<dyn Any + Send + Sync> = Arc::clone(value) as _;
        let answer = Answer { value, is_used: false };
        let shelf = kept.shelves.entry(TypeId::of::<T>()).or_default();
        if shelf.insert(key.into(), answer).is_none() {
            kept.count += 1;
        }
    }

    /// Lets go of what nobody asked for since the last time.
    pub(super) fn forget_unused(&self) {
        self.lock().forget_unused();
    }
}

impl Kept {
    fn forget_unused(&mut self) {
        self.shelves.retain(|_, shelf| {
            shelf.retain(|_, answer| std::mem::take(&mut answer.is_used));
            shelf.shrink_to_fit();
            !shelf.is_empty()
        });
        self.count = self.shelves.values().map(HashMap::len).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_of_its_type_key_and_generation() {
        let memory = Memory::of(Path::new("none"));
        memory.keep(3, "a", &Arc::new("text".to_owned()));
        memory.keep(3, "a", &Arc::new(7_u64));
        assert_eq!(memory.get::<String>(3, "a").as_deref(), Some(&"text".to_owned()));
        assert_eq!(memory.get::<u64>(3, "a").as_deref(), Some(&7));
        assert_eq!(memory.get::<u64>(3, "b"), None);
        assert_eq!(memory.get::<u64>(2, "a"), None);
        assert_eq!(memory.get::<u64>(4, "a"), None);
        // Whoever looks at older data keeps nothing, and whoever sees newer data ends what was.
        memory.keep(2, "a", &Arc::new(1_u64));
        assert_eq!(memory.get::<u64>(3, "a").as_deref(), Some(&7));
        memory.keep(4, "b", &Arc::new(2_u64));
        assert_eq!(memory.get::<u64>(3, "a"), None);
        assert_eq!(memory.get::<u64>(4, "a"), None);
    }

    #[test]
    fn there_is_an_end_to_what_is_kept_and_what_is_asked_for_stays() {
        let memory = Memory::of(Path::new("none"));
        for number in 0..MOST {
            memory.keep(1, &number.to_string(), &Arc::new(number));
        }
        assert!(memory.get::<usize>(1, "7").is_some());
        memory.keep(1, "one more", &Arc::new(0_usize));
        assert!(memory.get::<usize>(1, "7").is_some());
        assert!(memory.get::<usize>(1, "one more").is_some());
        assert!(memory.get::<usize>(1, "8").is_none());
        memory.forget_unused();
        memory.forget_unused();
        assert!(memory.get::<usize>(1, "7").is_none());
    }
}
