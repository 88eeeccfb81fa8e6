//! Compressing what changes: pages of the desk. A page that is shown in answer to a form may hold a secret and is left as it
//! is; what others hold that is worth a guess is masked ([`csrf::masked`](super::csrf::masked)), and no two are of one
//! length (BREACH).

use flate2::Compression;
use flate2::write::GzEncoder;
use poem::Response;
use poem::http::{HeaderValue, Method};
use std::io::Write;

/// Said by whoever made a page: it holds no secret of ours in clear.
#[derive(Clone, Copy)]
pub struct MayBeFolded;

/// A page shorter than this travels in one packet anyway.
const SHORT: usize = 1200;

/// Whether an `Accept-Encoding` takes gzip (RFC 9110 §12.5.3).
pub fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.next() != Some("q=0")
    })
}

/// Compresses the answer to a GET, where that is allowed, asked for and worth it. `padding` is a number made by chance.
pub async fn fold(method: &Method, accepted: Option<&HeaderValue>, padding: u8, response: &mut Response) {
    let may = response.extensions_mut().remove::<MayBeFolded>().is_some();
    let accepted = accepted.and_then(|value| value.to_str().ok());
    if !may || method != Method::GET || !accepted.is_some_and(takes_gzip) {
        return;
    }
    let Ok(plain) = response.take_body().into_bytes().await else {
        return;
    };
    let folded = (plain.len() >= SHORT)
        .then(|| gzip(&plain, padding))
        .and_then(Result::ok);
    match folded {
        Some(folded) => {
            response.set_body(folded);
            response
                .headers_mut()
                .insert("content-encoding", HeaderValue::from_static("gzip"));
            response
                .headers_mut()
                .insert("vary", HeaderValue::from_static("accept-encoding"));
        }
        None => response.set_body(plain),
    }
}

fn gzip(plain: &[u8], padding: u8) -> std::io::Result<Vec<u8>> {
    // The file name that gzip may carry is read by nobody (RFC 1952 §2.3.1): as long as chance has it.
    let builder = flate2::GzBuilder::new().filename(vec![b'-'; usize::from(padding)]);
    let mut encoder: GzEncoder<Vec<u8>> = builder.write(Vec::with_capacity(plain.len() / 3), Compression::new(4));
    encoder.write_all(plain)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::Body;

    async fn folded(method: Method, coding: &str, marked: bool, length: usize) -> bool {
        let mut response = Response::builder().body(Body::from(vec![b'a'; length]));
        if marked {
            response.extensions_mut().insert(MayBeFolded);
        }
        fold(&method, Some(&coding.parse().unwrap()), 7, &mut response).await;
        let is_folded = response.headers().contains_key("content-encoding");
        let sent = response.take_body().into_bytes().await.unwrap();
        assert!(is_folded == (sent.len() < length) || length < SHORT);
        is_folded
    }

    #[tokio::test]
    async fn only_marked_answers_to_get_are_folded() {
        assert!(folded(Method::GET, "br, gzip;q=0.8", true, 5000).await);
        assert!(!folded(Method::POST, "gzip", true, 5000).await);
        assert!(!folded(Method::GET, "gzip;q=0", true, 5000).await);
        assert!(!folded(Method::GET, "gzip", false, 5000).await);
        assert!(!folded(Method::GET, "gzip", true, 500).await);
    }
}
