//! A body with a deadline.

use hyper::body::{Body, Frame, SizeHint};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

/// A body that breaks off when it takes too long altogether.
pub struct WithDeadline<B> {
    inner: Pin<Box<B>>,
    end: Pin<Box<Sleep>>,
}

impl<B> WithDeadline<B> {
    /// The body, with so much time from now on.
    pub fn new(inner: B, limit: Duration) -> Self {
        WithDeadline {
            inner: Box::pin(inner),
            end: Box::pin(tokio::time::sleep(limit)),
        }
    }
}

impl<B: Body> Body for WithDeadline<B>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = B::Data;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, io::Error>>> {
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
        }
        let frame = self.inner.as_mut().poll_frame(context);
        frame.map(|frame| frame.map(|frame| frame.map_err(io::Error::other)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
