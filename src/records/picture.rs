//! Small pictures: what one may be, and what is kept of it.

use crate::base::{Text, text};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The largest picture, in bytes: it is part of pages that are to be light.
pub const MAX_LENGTH: usize = 24 << 10;

/// A picture that was kept.
#[derive(Clone, Debug)]
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// What a picture's first bytes say that it is; what only claims to be one is none.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let text = || String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]).to_lowercase();
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0, 0, 1, 0, ..] => Some("image/x-icon"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ if text().contains("<svg") => Some("image/svg+xml"),
        _ => None,
    }
}

/// The picture in a `data:` URI (RFC 2397), as it is kept.
pub fn read(text: &str) -> Option<Picture> {
    let (_, encoded) = text.strip_prefix("data:")?.split_once(";base64,")?;
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    Some(Picture {
        media_type: media_type(&bytes)?,
        bytes,
    })
}

/// A picture that was sent, as it is to be kept. Errors say what is wrong with it, for people.
pub(super) fn check(label: &str, text: &str) -> Result<String, Text> {
    let picture = read(text).ok_or_else(|| {
        text!(
            "{ $label } is a picture: PNG, JPEG, WebP, SVG or ICO, over REST as data:image/png;base64,…",
            label = &label
        )
    })?;
    if picture.bytes.len() > MAX_LENGTH {
        let (has, most) = (picture.bytes.len() / 1024, MAX_LENGTH / 1024);
        return Err(text!(
            "{ $label } has { $has } kB; at most { $most } kB, for every page shows it. Make it smaller: 256 pixels are plenty.",
            label = &label,
            has = &has,
            most = &most
        ));
    }
    Ok(format!(
        "data:{};base64,{}",
        picture.media_type,
        STANDARD.encode(&picture.bytes)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(media_type: &str, bytes: &[u8]) -> String {
        format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        let png = [0x89, b'P', b'N', b'G', 1, 2, 3];
        assert_eq!(check("Logo", &uri("text/html", &png)).unwrap(), uri("image/png", &png));
        let svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>";
        assert_eq!(read(&uri("x", svg)).unwrap().media_type, "image/svg+xml");
        for wrong in [
            uri("image/png", b"<html><script>alert(1)</script>"),
            "https://example.com/logo.png".into(),
            "data:image/png;base64,*".into(),
        ] {
            assert!(check("Logo", &wrong).unwrap_err().english().contains("PNG"), "{wrong}");
        }
        let long = [&png[..], &vec![0; MAX_LENGTH]].concat();
        assert!(
            check("Logo", &uri("image/png", &long))
                .unwrap_err()
                .english()
                .contains("at most 24 kB")
        );
    }
}
