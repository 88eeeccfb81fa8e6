//! Single flight: of those who want the same thing at once, one does the work and the others wait for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use tokio::sync::Mutex;

/// The work that is under way, by key.
#[derive(Default)]
pub struct SingleFlight(Lock<HashMap<String, Arc<Work>>>);

#[derive(Default)]
struct Work {
    running: Arc<Mutex<()>>,
    /// How many times it was done.
    completed: AtomicU64,
}

impl SingleFlight {
    fn of(&self, key: &str) -> Arc<Work> {
        const MAX_IDLE: usize = 256;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MAX_IDLE {
            all.retain(|_, work| Arc::strong_count(work) > 1);
        }
        Arc::clone(all.entry(key.to_owned()).or_default())
    }

    /// Does the work, unless somebody else's of the same key ended while we waited for our turn:
    /// then `None`, and what that one left behind is as new as ours would be. The work goes on when
    /// whoever asked for it does not wait for its end.
    pub async fn run<T: Send + 'static>(&self, key: &str, task: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let work = self.of(key);
        let before = work.completed.load(Ordering::SeqCst);
        let running = Arc::clone(&work.running).lock_owned().await;
        if work.completed.load(Ordering::SeqCst) != before {
            return None;
        }
        let spawned = tokio::spawn(async move {
            let outcome = task.await;
            work.completed.fetch_add(1, Ordering::SeqCst);
            drop(running);
            outcome
        });
        spawned.await.ok()
    }

    /// Waits until no work is under way: before the server stops.
    pub async fn wait_until_idle(&self) {
        let all: Vec<Arc<Mutex<()>>> = {
            let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.values().map(|work| Arc::clone(&work.running)).collect()
        };
        for running in all {
            drop(running.lock().await);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// F19: a hundred that want the same at once cause one piece of work.
    #[tokio::test]
    async fn f19_of_many_at_once_one_does_the_work() {
        let (single_flight, count) = (Arc::new(SingleFlight::default()), Arc::new(AtomicUsize::new(0)));
        let all: Vec<_> = (0..100)
            .map(|_| {
                let (single_flight, count) = (Arc::clone(&single_flight), Arc::clone(&count));
                tokio::spawn(async move {
                    let work = async move {
                        count.fetch_add(1, Ordering::SeqCst);
                        for _ in 0..200 {
                            tokio::task::yield_now().await;
                        }
                    };
                    single_flight.run("a", work).await
                })
            })
            .collect();
        let mut did = 0;
        for one in all {
            did += usize::from(one.await.unwrap().is_some());
        }
        assert_eq!((did, count.load(Ordering::SeqCst)), (1, 1));
        single_flight.wait_until_idle().await;
        assert!(single_flight.run("a", async {}).await.is_some());
    }

    /// Whoever goes away does not stop the work.
    #[tokio::test]
    async fn work_goes_on_without_who_asked_for_it() {
        let single_flight = SingleFlight::default();
        let (done, wait) = tokio::sync::oneshot::channel();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let work = async move {
            let _ = gone.await;
            let _ = done.send(());
        };
        let asked = single_flight.run("a", work);
        tokio::select! {
            biased;
            _ = asked => panic!("it cannot be done yet"),
            _ = async { for _ in 0..20 { tokio::task::yield_now().await } } => {}
        }
        go.send(()).unwrap();
        wait.await.unwrap();
        single_flight.wait_until_idle().await;
    }
}
