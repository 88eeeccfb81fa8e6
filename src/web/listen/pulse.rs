//! The pulse of one connection: since when it keeps us waiting, and for what.

use super::ConnectionLimits;
use super::places::Place;
use crate::base::clock::Stopwatch;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::collections::HashMap;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Milliseconds since the connection began, plus one; 0: it is not so.
type Since = AtomicU64;

/// The pulse of one connection.
pub(super) struct Pulse {
    watch: Stopwatch,
    /// Requests that are being answered.
    in_flight: AtomicU32,
    /// Bytes have come that are no request yet.
    head: Since,
    /// Nothing was asked.
    idle: Since,
    /// The other side does not take what we write.
    stalled: Since,
    /// Requests have come by HTTP/2: between them come words about the connection, which begin no request.
    is_h2: AtomicBool,
    /// Answers whose next piece waits for the other side, by number, and since when.
    unread: Mutex<HashMap<u64, u64>>,
    next: AtomicU64,
}

/// What a connection is to be done with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    Good,
    /// It has had its time.
    Over,
}

/// A request that is being answered, as long as it lives.
pub(super) struct Busy(
    Arc<Pulse>,
    #[expect(dead_code, reason = "a place is held as long as it lives")] Place,
);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.idle.store(self.0.now(), Relaxed);
        self.0.in_flight.fetch_sub(1, Relaxed);
    }
}

impl Pulse {
    pub(super) fn start() -> Arc<Self> {
        Arc::new(Pulse {
            watch: Stopwatch::start(),
            in_flight: AtomicU32::new(0),
            head: AtomicU64::new(0),
            idle: AtomicU64::new(1),
            stalled: AtomicU64::new(0),
            is_h2: AtomicBool::new(false),
            unread: Mutex::default(),
            next: AtomicU64::new(0),
        })
    }

    fn now(&self) -> u64 {
        self.watch.elapsed_ms() + 1
    }

    /// It is agreed how it is spoken (TLS): a request has not begun yet.
    pub(super) fn rest(&self) {
        self.head.store(0, Relaxed);
        self.idle.store(self.now(), Relaxed);
    }

    /// A request came by HTTP/2.
    pub(super) fn speaks_h2(&self) {
        self.is_h2.store(true, Relaxed);
    }

    /// Whether anything was asked on it so far.
    pub(super) fn has_begun(&self) -> bool {
        self.in_flight.load(Relaxed) > 0 || self.next.load(Relaxed) > 0
    }

    /// A request is there, whole but for its body.
    pub(super) fn begin(self: &Arc<Self>, place: Place) -> Busy {
        self.in_flight.fetch_add(1, Relaxed);
        self.head.store(0, Relaxed);
        Busy(Arc::clone(self), place)
    }

    /// How long nothing is being answered on it, if so.
    pub(super) fn waiting(&self) -> Option<Duration> {
        let since = self.idle.load(Relaxed);
        let is_busy = self.in_flight.load(Relaxed) > 0;
        (!is_busy).then(|| Duration::from_millis(self.now().saturating_sub(since)))
    }

    pub(super) fn verdict(&self, limits: &ConnectionLimits) -> Verdict {
        let now = self.now();
        let lasts = |since: &Since, limit: Duration| {
            let since = since.load(Relaxed);
            since != 0 && now.saturating_sub(since) > limit.as_millis() as u64
        };
        let is_busy = self.in_flight.load(Relaxed) > 0;
        let keeps_waiting = !is_busy && (lasts(&self.head, limits.head) || lasts(&self.idle, limits.idle));
        let stall = limits.stall.as_millis() as u64;
        let is_unread = self.unread().values().any(|since| now.saturating_sub(*since) > stall);
        match lasts(&self.stalled, limits.stall) || is_unread || keeps_waiting {
            true => Verdict::Over,
            false => Verdict::Good,
        }
    }

    fn unread(&self) -> MutexGuard<'_, HashMap<u64, u64>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// While a request is being answered, what comes is its body, or news of the connection.
    fn came(&self) {
        if self.in_flight.load(Relaxed) > 0 || self.is_h2.load(Relaxed) {
            return;
        }
        let _ = self.head.compare_exchange(0, self.now(), Relaxed, Relaxed);
    }

    fn wrote<T>(&self, outcome: &Poll<io::Result<T>>) {
        match outcome {
            Poll::Pending => {
                let _ = self.stalled.compare_exchange(0, self.now(), Relaxed, Relaxed);
            }
            Poll::Ready(_) => {
                self.stalled.store(0, Relaxed);
                self.idle.store(self.now(), Relaxed);
            }
        }
    }
}

/// The most of an answer that is handed over at once, in bytes: whoever takes that is a reader, however slow.
const PIECE: usize = 16 << 10;

/// The body of an answer. Its request is in flight until it is sent, or given up; each piece has to be taken in time. (On
/// HTTP/2 a closed window holds an answer up without a word on the socket.)
pub(super) struct Paced {
    body: BoxBody<Bytes, io::Error>,
    /// What is left of the last piece.
    rest: Bytes,
    number: u64,
    busy: Busy,
}

impl Paced {
    pub(super) fn new(body: BoxBody<Bytes, io::Error>, busy: Busy) -> Self {
        let number = busy.0.next.fetch_add(1, Relaxed);
        Paced {
            body,
            rest: Bytes::new(),
            number,
            busy,
        }
    }

    /// The next piece, which the other side has from now on to take.
    fn piece(&mut self) -> Frame<Bytes> {
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        let pulse = &self.busy.0;
        pulse.unread().insert(self.number, pulse.now());
        Frame::data(piece)
    }
}

impl Drop for Paced {
    fn drop(&mut self) {
        self.busy.0.unread().remove(&self.number);
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        // It is asked for more: what was handed over is on its way.
        self.busy.0.unread().remove(&self.number);
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(self.piece())));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        Poll::Ready(frame.map(|frame| {
            frame.map(|frame| match frame.into_data() {
                Ok(data) => {
                    self.rest = data;
                    self.piece()
                }
                Err(other) => other,
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, body) = (self.rest.len() as u64, self.body.size_hint());
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

/// A socket whose pulse is taken.
pub(super) struct Watched {
    socket: TcpStream,
    pulse: Arc<Pulse>,
}

impl Watched {
    pub(super) fn new(socket: TcpStream, pulse: Arc<Pulse>) -> Self {
        Watched { socket, pulse }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.socket).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.pulse.came();
        }
        outcome
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.pulse.wrote(&outcome);
        outcome
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write_vectored(cx, bytes);
        self.pulse.wrote(&outcome);
        outcome
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
