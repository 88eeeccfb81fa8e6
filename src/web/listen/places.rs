//! Requests in flight have places: so many in all, and of one address (A76). What each of them may hold in memory is
//! bounded elsewhere; here it is how many there are.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The places of a running server.
pub(super) struct Places {
    total: usize,
    per_address: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// The place of one request, as long as it lives.
pub(super) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    pub(super) fn new(total: usize, per_address: usize) -> Arc<Self> {
        Arc::new(Places {
            total,
            per_address,
            taken: Mutex::default(),
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a request from there, if there is one. Behind a trusted proxy all come from its address.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr, is_proxy: bool) -> Option<Place> {
        let mut taken = self.taken();
        let own = taken.by_address.get(&address).copied().unwrap_or_default();
        if taken.all >= self.total || (!is_proxy && own >= self.per_address) {
            return None;
        }
        taken.all += 1;
        taken.by_address.insert(address, own + 1);
        Some(Place {
            places: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all -= 1;
        if let Some(own) = taken.by_address.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A76: a place comes back when its request is over; one address does not take them all.
    #[test]
    fn a76_requests_in_flight_have_places() {
        let places = Places::new(5, 3);
        let (one, two) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let held: Vec<_> = (0..4).filter_map(|_| places.take(one, false)).collect();
        assert_eq!(held.len(), 3);
        assert!(places.take(one, true).is_some(), "a proxy has no limit of its own");
        let others: Vec<_> = (0..4).filter_map(|_| places.take(two, false)).collect();
        assert_eq!(others.len(), 2, "no more than there are in all");
        drop(held);
        assert!(places.take(one, false).is_some());
        drop(others);
        assert_eq!(places.taken().all, 0);
    }
}
