//! One flight at a time per key: whoever wants what is being fetched already waits for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use tokio::sync::Mutex;

/// The flights that are in the air, by key.
#[derive(Default)]
pub struct Flights(Lock<HashMap<String, Arc<Flight>>>);

#[derive(Default)]
struct Flight {
    lane: Arc<Mutex<()>>,
    /// How many have landed.
    landed: AtomicU64,
}

impl Flights {
    fn of(&self, key: &str) -> Arc<Flight> {
        const MANY: usize = 256;
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if flights.len() > MANY {
            flights.retain(|_, flight| Arc::strong_count(flight) > 1);
        }
        Arc::clone(flights.entry(key.to_owned()).or_default())
    }

    /// Does the work, unless somebody else's of the same key ended while we waited for our turn:
    /// then `None`, and what that one left behind is as new as ours would be. The work goes on when
    /// whoever asked for it does not wait for its end.
    pub async fn once<T: Send + 'static>(
        &self,
        key: &str,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let flight = self.of(key);
        let before = flight.landed.load(Ordering::SeqCst);
        let lane = Arc::clone(&flight.lane).lock_owned().await;
        if flight.landed.load(Ordering::SeqCst) != before {
            return None;
        }
        let task = tokio::spawn(async move {
            let outcome = work.await;
            flight.landed.fetch_add(1, Ordering::SeqCst);
            drop(lane);
            outcome
        });
        task.await.ok()
    }

    /// Waits until nothing is in the air.
    pub async fn settle(&self) {
        let lanes: Vec<Arc<Mutex<()>>> = {
            let flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            flights.values().map(|flight| Arc::clone(&flight.lane)).collect()
        };
        for lane in lanes {
            drop(lane.lock().await);
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
        let (flights, count) = (Arc::new(Flights::default()), Arc::new(AtomicUsize::new(0)));
        let all: Vec<_> = (0..100)
            .map(|_| {
                let (flights, count) = (Arc::clone(&flights), Arc::clone(&count));
                tokio::spawn(async move {
                    let work = async move {
                        count.fetch_add(1, Ordering::SeqCst);
                        for _ in 0..200 {
                            tokio::task::yield_now().await;
                        }
                    };
                    flights.once("a", work).await
                })
            })
            .collect();
        let mut did = 0;
        for one in all {
            did += usize::from(one.await.unwrap().is_some());
        }
        assert_eq!((did, count.load(Ordering::SeqCst)), (1, 1));
        flights.settle().await;
        assert!(flights.once("a", async {}).await.is_some());
    }

    /// Whoever goes away does not stop the work.
    #[tokio::test]
    async fn work_goes_on_without_who_asked_for_it() {
        let flights = Flights::default();
        let (done, wait) = tokio::sync::oneshot::channel();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let work = async move {
            let _ = gone.await;
            let _ = done.send(());
        };
        let asked = flights.once("a", work);
        tokio::select! {
            biased;
            _ = asked => panic!("it cannot be done yet"),
            _ = async { for _ in 0..20 { tokio::task::yield_now().await } } => {}
        }
        go.send(()).unwrap();
        wait.await.unwrap();
        flights.settle().await;
    }
}
