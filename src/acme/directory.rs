//! The way to the certificate authority: through [`outbound`](crate::outbound), as whatever goes out.

use super::refusal::Silence;
use crate::outbound::{Outbound, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use reqwest::header::CONTENT_TYPE;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The way to a directory.
pub struct Directory(pub Arc<Outbound>);

impl HttpClient for Directory {
    fn request(
        &self,
        asked: hyper::Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let outbound = Arc::clone(&self.0);
        Box::pin(async move {
            let (head, body) = asked.into_parts();
            let mut request = Request::new(head.method, &head.uri.to_string()).with_much_time();
            if let Some(media_type) = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) {
                let Ok(body) = body.collect().await;
                request = request
                    .header("content-type", media_type.into())
                    .body(body.to_bytes().to_vec());
            }
            match outbound.send(request).await {
                Ok(response) => answer(response),
                Err(failure) => Err(Error::Other(Box::new(Silence::of(&failure)))),
            }
        })
    }
}

/// What came, as the library takes it. Whoever is told to come back later is not to try again at once.
fn answer(response: Response) -> Result<BytesResponse, Error> {
    if matches!(response.status, 429 | 503) {
        return Err(Error::Other(Box::new(Silence::until_later(&response))));
    }
    let mut answered = hyper::Response::new(Full::new(Bytes::from(response.body)));
    *answered.status_mut() = hyper::StatusCode::from_u16(response.status).map_err(|error| Error::Http(error.into()))?;
    *answered.headers_mut() = response.headers;
    Ok(BytesResponse::from(answered))
}
