//! Bodies of requests: read whole, within their limits.

use http_body_util::BodyExt;
use poem::http::StatusCode;
use poem::{Body, Request};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The longest body that is read, in bytes.
pub const MAX_BODY_LENGTH: usize = 1 << 20;
/// How long the next piece of a body may take. (A request may take half a minute altogether.)
const STALL: Duration = Duration::from_secs(10);
/// What is read whatever else is going on, in bytes: no form that people sign in with is longer.
const SMALL: usize = 16 << 10;
/// What all longer bodies in flight may hold in memory together, in bytes.
const ROOM: usize = 64 << 20;

/// The room for bodies in flight.
#[derive(Clone)]
pub struct BodyRoom(Arc<Semaphore>);

impl Default for BodyRoom {
    fn default() -> Self {
        BodyRoom(Arc::new(Semaphore::new(ROOM)))
    }
}

/// A body, and the room that it holds.
#[derive(Default)]
pub struct ReadBody {
    pub bytes: Vec<u8>,
    _held: Option<OwnedSemaphorePermit>,
}

/// Reads a body. Errors: 413, 408 when it does not go on, 503 when bodies fill their room, 400.
pub async fn read(request: &Request, body: Body) -> poem::Result<ReadBody> {
    read_within(request, body, STALL).await
}

async fn read_within(request: &Request, body: Body, stall: Duration) -> poem::Result<ReadBody> {
    let length = request.header("content-length").and_then(|length| length.parse().ok());
    if length.is_some_and(|length: usize| length > MAX_BODY_LENGTH) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE.into());
    }
    let room = request.data::<BodyRoom>().cloned().unwrap_or_default();
    let mut body: http_body_util::combinators::BoxBody<_, _> = body.into();
    let mut read = ReadBody::default();
    loop {
        let frame = tokio::time::timeout(stall, body.frame()).await;
        let Some(frame) = frame.map_err(|_| StatusCode::REQUEST_TIMEOUT)? else {
            return Ok(read);
        };
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        if let Some(piece) = frame.data_ref() {
            read.add(piece, &room)?;
        }
    }
}

impl ReadBody {
    fn add(&mut self, piece: &[u8], room: &BodyRoom) -> poem::Result<()> {
        let length = self.bytes.len() + piece.len();
        if length > MAX_BODY_LENGTH {
            return Err(StatusCode::PAYLOAD_TOO_LARGE.into());
        }
        if length > SMALL {
            let free = Arc::clone(&room.0).try_acquire_many_owned(piece.len() as u32);
            let free = free.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
            match &mut self._held {
                Some(held) => held.merge(free),
                held => *held = Some(free),
            }
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T03: bodies beyond their room are refused, small ones never, and a place comes back.
    #[tokio::test]
    async fn t03_bodies_in_flight_have_one_room_for_all() {
        let room = BodyRoom::default();
        let request = Request::builder().extension(room.clone()).finish();
        let whole = || Body::from(vec![b'x'; MAX_BODY_LENGTH]);
        let mut held = Vec::new();
        loop {
            match read(&request, whole()).await {
                Ok(body) => held.push(body),
                Err(error) => {
                    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
                    break;
                }
            }
        }
        assert_eq!(held.len(), ROOM / MAX_BODY_LENGTH);
        let small = read(&request, Body::from(vec![b'x'; SMALL])).await;
        assert_eq!(small.unwrap().bytes.len(), SMALL);
        drop(held);
        assert!(read(&request, whole()).await.is_ok());
        let longer = read(&request, Body::from(vec![b'x'; MAX_BODY_LENGTH + 1])).await;
        assert_eq!(longer.err().unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
    }

    /// T03: a body that does not go on is given up.
    #[tokio::test]
    async fn t03_a_stalled_body_is_given_up() {
        let (reader, _writer) = tokio::io::duplex(16);
        let body = Body::from_async_read(reader);
        let read = read_within(&Request::default(), body, Duration::from_millis(10)).await;
        assert_eq!(read.err().unwrap().status(), StatusCode::REQUEST_TIMEOUT);
    }
}
