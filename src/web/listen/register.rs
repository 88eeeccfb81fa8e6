//! Which connections there are, by the address they come from; who makes room when there are too many.

use super::ConnectionLimits;
use super::places::{Place, Places};
use super::pulse::{Pulse, Verdict};
use crate::base::Network;
use crate::base::clock::Stopwatch;
use crate::web::address;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How long a connection that was told to end may take for it, when nothing is being answered on it.
const LINGER: Duration = Duration::from_secs(1);

/// The connections of the running server.
pub(super) struct Register {
    limits: ConnectionLimits,
    trusted_proxies: Vec<Network>,
    open: Arc<Open>,
    places: Arc<Places>,
}

#[derive(Default)]
struct Open {
    by_number: Mutex<Numbered>,
    /// The last one went.
    emptied: Notify,
}

#[derive(Default)]
struct Numbered {
    next: u64,
    all: HashMap<u64, Entry>,
}

struct Entry {
    address: IpAddr,
    pulse: Arc<Pulse>,
    orders: Arc<Orders>,
    is_ending: bool,
}

/// What a connection is told.
#[derive(Default)]
struct Orders {
    /// Finish what is in flight.
    end: Notify,
    /// Stop at once.
    cut: Notify,
}

/// How long a connection has for its first request when the server stops.
const MOMENT: Duration = Duration::from_secs(1);

/// One connection: registered as long as it lives.
pub(super) struct Connection {
    pub(super) pulse: Arc<Pulse>,
    orders: Arc<Orders>,
    number: u64,
    open: Arc<Open>,
    places: Arc<Places>,
    address: IpAddr,
    is_proxy: bool,
}

impl Connection {
    /// A place for a request on it, if there is one.
    pub(super) fn place(&self) -> Option<Place> {
        self.places.take(self.address, self.is_proxy)
    }

    /// Waits until it is to finish. One that is new has a moment for its first request: whoever began it is not refused.
    pub(super) async fn ending(&self) {
        self.orders.end.notified().await;
        // Whoever waits for it afterwards is told, too.
        self.orders.end.notify_one();
        let told = Stopwatch::start();
        while !self.pulse.has_begun() && told.elapsed() < MOMENT {
            tokio::time::sleep(MOMENT / 50).await;
        }
    }

    /// Waits until it is to stop at once.
    pub(super) async fn cut(&self) {
        self.orders.cut.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut numbered = self.open.numbered();
        numbered.all.remove(&self.number);
        if numbered.all.is_empty() {
            self.open.emptied.notify_one();
        }
    }
}

impl Open {
    fn numbered(&self) -> MutexGuard<'_, Numbered> {
        self.by_number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Register {
    pub(super) fn new(limits: ConnectionLimits, trusted_proxies: Vec<Network>) -> Self {
        Register {
            places: Places::new(limits.requests, limits.requests_per_address),
            limits,
            trusted_proxies,
            open: Arc::default(),
        }
    }

    /// A place for a connection from there. Where there is none left, the one that waits longest makes room: first among
    /// those of the same address, or else of the address that has the most. Nobody who is being answered is cut off.
    pub(super) fn admit(&self, from: IpAddr) -> Option<Connection> {
        let from = from.to_canonical();
        let is_proxy = self.trusted_proxies.iter().any(|network| network.contains(from));
        let address = address::bucket(from);
        let mut numbered = self.open.numbered();
        let own = numbered.all.values().filter(|entry| entry.address == address).count();
        if !is_proxy && own >= self.limits.per_address {
            numbered.make_room(address)?;
        }
        if numbered.all.len() >= self.limits.total {
            let crowded = numbered.most_common_address()?;
            // When all of that one are being answered, whoever waits longest goes.
            numbered.make_room(crowded).or_else(|| numbered.make_room_anywhere())?;
        }
        let (pulse, orders) = (Pulse::start(), Arc::<Orders>::default());
        let number = numbered.next;
        numbered.next += 1;
        let entry = Entry {
            address,
            pulse: Arc::clone(&pulse),
            orders: Arc::clone(&orders),
            is_ending: false,
        };
        numbered.all.insert(number, entry);
        let open = Arc::clone(&self.open);
        Some(Connection {
            pulse,
            orders,
            number,
            open,
            places: Arc::clone(&self.places),
            address,
            is_proxy,
        })
    }

    /// The same connection, once a load balancer has said whose it is: it counts as theirs from then on. Refused as in
    /// [`Register::admit`].
    pub(super) fn readmit(&self, connection: &mut Connection, client: IpAddr) -> Option<()> {
        let client = client.to_canonical();
        let address = address::bucket(client);
        let is_proxy = self.trusted_proxies.iter().any(|network| network.contains(client));
        let mut numbered = self.open.numbered();
        let own = numbered.all.values().filter(|entry| entry.address == address).count();
        if !is_proxy && own >= self.limits.per_address {
            numbered.make_room(address)?;
        }
        numbered.all.get_mut(&connection.number)?.address = address;
        (connection.address, connection.is_proxy) = (address, is_proxy);
        Some(())
    }

    /// Ends what has had its time; what does not end soon after is cut off.
    pub(super) fn look(&self) {
        for entry in self.open.numbered().all.values_mut() {
            let is_over = entry.pulse.verdict(&self.limits) == Verdict::Over;
            // The farewell itself (HTTP/2's GOAWAY) is a sign of life, and not theirs.
            let has_lingered = entry.pulse.waiting().is_some_and(|waits| waits > LINGER);
            match entry.is_ending {
                true if is_over || has_lingered => entry.orders.cut.notify_one(),
                false if is_over => entry.end(),
                _ => {}
            }
        }
    }

    /// Every connection finishes what is in flight.
    pub(super) fn end_all(&self) {
        self.open.numbered().all.values_mut().for_each(Entry::end);
    }

    /// Every connection stops at once.
    pub(super) fn cut_all(&self) {
        let numbered = self.open.numbered();
        numbered.all.values().for_each(|entry| entry.orders.cut.notify_one());
    }

    /// Waits until the last connection went.
    pub(super) async fn until_empty(&self) {
        while !self.open.numbered().all.is_empty() {
            self.open.emptied.notified().await;
        }
    }
}

impl Entry {
    fn end(&mut self) {
        self.is_ending = true;
        self.orders.end.notify_one();
    }
}

impl Numbered {
    /// Cuts off the connection of this address that waits longest.
    fn make_room(&mut self, address: IpAddr) -> Option<()> {
        self.cut_longest(|entry| entry.address == address)
    }

    fn make_room_anywhere(&mut self) -> Option<()> {
        self.cut_longest(|_| true)
    }

    fn cut_longest(&mut self, is_one: impl Fn(&Entry) -> bool) -> Option<()> {
        let of_these = self.all.iter().filter(|(_, entry)| is_one(entry));
        let waiting = of_these.filter_map(|(number, entry)| Some((*number, entry.pulse.waiting()?)));
        let (longest, _) = waiting.max_by_key(|(_, waits)| *waits)?;
        let entry = self.all.remove(&longest)?;
        entry.orders.cut.notify_one();
        Some(())
    }

    fn most_common_address(&self) -> Option<IpAddr> {
        let mut counts: HashMap<IpAddr, usize> = HashMap::new();
        for entry in self.all.values() {
            *counts.entry(entry.address).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(address, _)| address)
    }
}
