//! What the writer counts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What the writer did since the start.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) commits: AtomicU64,
    pub(super) failed: AtomicU64,
    pub(super) operations: AtomicU64,
    pub(super) busy_us: AtomicU64,
    /// How many operations there were when it was last looked whether it rests, and when it last did.
    looked: AtomicU64,
    rested: AtomicU64,
}

/// What the writer did since the start, and what waits for it.
#[derive(Clone, Copy, Debug)]
pub struct WriterStats {
    /// Operations that wait.
    pub waiting: usize,
    /// Transactions that were committed, those that were not, and the operations in all of them.
    pub commits: u64,
    pub failed: u64,
    pub operations: u64,
    /// How long it was at work.
    pub busy: Duration,
}

impl Counts {
    /// Whether there was nothing to do since the last time; said once.
    pub(super) fn rests(&self) -> bool {
        let now = self.operations.load(Ordering::Relaxed);
        let then = self.looked.swap(now, Ordering::Relaxed);
        now == then && self.rested.swap(now, Ordering::Relaxed) != now
    }

    /// The counts now, with as many operations waiting.
    pub(super) fn stats(&self, waiting: usize) -> WriterStats {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        WriterStats {
            waiting,
            commits: read(&self.commits),
            failed: read(&self.failed),
            operations: read(&self.operations),
            busy: Duration::from_micros(read(&self.busy_us)),
        }
    }
}
