//! Forms with files (RFC 7578): each file becomes a `data:` URI, so that a form is a list of texts however it was sent.

use super::Params;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyDataStream, Full};
use hyper::body::Bytes;
use multer::Multipart;

/// The fields of a form, from the `Content-Type` header and the body. What is no such form has none.
pub async fn read(content_type: &str, body: &[u8]) -> Params {
    let mut found = Vec::new();
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        return Params::default();
    };
    let mut parts = Multipart::new(BodyDataStream::new(Full::new(Bytes::copy_from_slice(body))), boundary);
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Params(found),
            // What broke off is no form: half of one might say something else.
            Err(_) => return Params::default(),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(|_| {
            let media_type = part.content_type().map(ToString::to_string);
            media_type.unwrap_or_else(|| "application/octet-stream".into())
        });
        let Ok(bytes) = part.bytes().await else {
            return Params::default();
        };
        found.push((
            name,
            match file {
                Some(_) if bytes.is_empty() => String::new(),
                Some(media_type) => format!("data:{media_type};base64,{}", STANDARD.encode(&bytes)),
                None => String::from_utf8_lossy(&bytes).into_owned(),
            },
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn texts_and_files_are_fields_alike() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nürst\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"g\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";
        let form = read("multipart/form-data; boundary=b", body.as_bytes()).await;
        assert_eq!(form.text("a"), "ürst");
        assert_eq!(form.text("f"), "data:image/png;base64,YWJj");
        assert_eq!(form.0[2], ("g".into(), String::new()));
        for (content_type, body) in [
            ("multipart/form-data", body),
            ("multipart/form-data; boundary=b", &body[..90]),
        ] {
            assert_eq!(
                read(content_type, body.as_bytes()).await.0,
                Vec::new(),
                "{content_type}"
            );
        }
    }
}
