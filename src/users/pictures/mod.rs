//! Pictures that people upload of themselves: small, with nothing in them but the picture, served by us.
//!
//! Owns the table `user_pictures`. The field User Image holds the address of one, as Frappe has it: `/files/<name>`.

mod store;

pub use store::{Stored, find};

use super::User;
use crate::base::{Env, Error, Result, UserId, random, text};
use crate::db::{Read, Write};
use crate::records::picture;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Bytes;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::{self, WebP};

/// The largest picture, in bytes. The page makes photos smaller before it sends them, where scripts run.
pub const MAX_LENGTH: usize = 512 << 10;
/// The widest and highest, in pixels.
const MAX_SIDE: u32 = 4096;
/// Where they are served.
pub const ADDRESS: &str = "/files/";

/// A picture that was found good.
#[derive(Clone, Debug)]
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The picture in a `data:` URI, without what cameras write into it: place, time, device. Errors are at `picture`.
pub fn read(data: &str) -> Result<Picture> {
    let refused = || Error::invalid("picture", "A picture is a JPEG, PNG or WebP file.");
    let found = picture::read(data).ok_or_else(refused)?;
    if found.bytes.len() > MAX_LENGTH {
        return Err(Error::invalid(
            "picture",
            text!(
                "The picture has { $has } kB; at most { $most } kB. Make it smaller: 256 pixels are plenty.",
                has = found.bytes.len() / 1024,
                most = MAX_LENGTH / 1024
            ),
        ));
    }
    let (bytes, (width, height)) = plain(&found).ok_or_else(refused)?;
    if width.max(height) > MAX_SIDE || width.min(height) == 0 {
        return Err(Error::invalid(
            "picture",
            text!("The picture is wider or higher than { $most } pixels.", most = MAX_SIDE),
        ));
    }
    Ok(Picture {
        media_type: found.media_type,
        bytes,
    })
}

/// Nothing but the picture, and its width and height.
fn plain(found: &picture::Picture) -> Option<(Vec<u8>, (u32, u32))> {
    let bytes = Bytes::copy_from_slice(&found.bytes);
    let (bytes, sides) = match found.media_type {
        "image/jpeg" => {
            let (width, height) = Jpeg::from_bytes(bytes).ok()?.dimensions()?;
            (plain_jpeg(&found.bytes)?.into(), (width.into(), height.into()))
        }
        "image/png" => {
            let mut png = Png::from_bytes(bytes).ok()?;
            const KEPT: &[&[u8; 4]] = &[b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM"];
            png.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.kind()));
            let sides = png.dimensions()?;
            (png.encoder().bytes(), sides)
        }
        "image/webp" => {
            let mut picture = WebP::from_bytes(bytes).ok()?;
            picture.remove_chunks_by_id(webp::CHUNK_EXIF);
            picture.remove_chunks_by_id(webp::CHUNK_XMP);
            let sides = picture.dimensions()?;
            (picture.encoder().bytes(), sides)
        }
        _ => return None,
    };
    Some((bytes.to_vec(), sides))
}

/// A JPEG without the segments that are about it, and without what stands behind its end (ITU T.81 §B.1.1).
fn plain_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut rest = &bytes[2..];
    loop {
        let marker = match *rest.first_chunk::<2>()? {
            // Filling.
            [markers::P, markers::P] => {
                rest = &rest[1..];
                continue;
            }
            [markers::P, marker] => marker,
            // The picture itself, which has no markers of its own.
            [byte, _] => {
                kept.push(byte);
                rest = &rest[1..];
                continue;
            }
        };
        let length = match marker {
            markers::EOI => {
                kept.extend([markers::P, marker]);
                return Some(kept);
            }
            markers::Z | markers::RST0..=markers::RST7 => 0,
            _ => usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?)),
        };
        let segment = rest.get(..2 + length)?;
        // APP0 says that it is a JPEG, APP14 how its colours are meant. The others, and comments, are about it.
        if !matches!(marker, markers::APP1..=markers::APP13 | markers::APP15 | markers::COM) {
            kept.extend(segment);
        }
        rest = &rest[2 + length..];
    }
}

/// Keeps somebody's picture, in place of an earlier one; says its address, which nobody guesses.
pub fn keep(db: &Write, env: &Env, user: &User, picture: &Picture) -> Result<String> {
    let ending = match picture.media_type {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    };
    let file = format!("{}.{ending}", random::hex::<16>(&*env.random));
    store::put(db, &user.id, &file, picture, env.now())?;
    Ok(format!("{ADDRESS}{file}"))
}

/// Forgets somebody's picture, unless this is its address.
pub fn forget_but(db: &Write, user_id: &UserId, address: &str) -> Result<()> {
    store::forget_but(db, user_id, address.strip_prefix(ADDRESS).unwrap_or_default())
}

/// Somebody's picture for an export, as a `data:` URI.
pub fn exported(db: &Read, user_id: &UserId) -> Result<Option<String>> {
    let stored = store::of_user(db, user_id)?;
    Ok(stored.map(|stored| format!("data:{};base64,{}", stored.media_type, STANDARD.encode(&stored.content))))
}

/// Keeps a picture of an export under the address that it had.
pub fn restore(db: &Write, env: &Env, user_id: &UserId, address: &str, data: &str) -> Result<()> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let file = address
        .strip_prefix(ADDRESS)
        .filter(|file| !file.is_empty() && file.chars().all(legal));
    match file {
        Some(file) => store::put(db, user_id, file, &read(data)?, env.now()),
        // Whoever has another picture by now keeps it.
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(bytes: &[u8]) -> String {
        format!("data:application/octet-stream;base64,{}", STANDARD.encode(bytes))
    }

    /// A JPEG of 3 × 2 pixels, as far as anybody looks into one, with such a segment.
    fn jpeg(marker: u8, about: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, marker];
        bytes.extend((about.len() as u16 + 2).to_be_bytes());
        bytes.extend(about);
        bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
        bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x7f, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn nothing_but_the_picture_is_kept() {
        for marker in [0xe1, 0xe2, 0xed, 0xfe] {
            let kept = read(&uri(&jpeg(marker, b"Exif\0\0 51 N 0 W"))).unwrap();
            assert_eq!(kept.media_type, "image/jpeg");
            let text = String::from_utf8_lossy(&kept.bytes).into_owned();
            assert!(
                !text.contains("51 N") && kept.bytes.ends_with(&[0xff, 0xd9]),
                "{marker:x}: {text}"
            );
        }
        assert!(String::from_utf8_lossy(&read(&uri(&jpeg(0xe0, b"JFIF\0"))).unwrap().bytes).contains("JFIF"));
        let mut tail = jpeg(0xe0, b"JFIF\0");
        tail.extend(jpeg(0xe1, b"Exif\0\0 another, with 51 N"));
        let kept = read(&uri(&tail)).unwrap();
        assert_eq!(kept.bytes, jpeg(0xe0, b"JFIF\0"), "what stands behind the end");
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, content) in [
            (b"IHDR", &[0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0][..]),
            (b"tEXt", b"Comment\0at home"),
            (b"IDAT", b"\x78\x9c\x63\x00"),
            (b"IEND", b""),
        ] {
            png.extend(
                img_parts::png::PngChunk::new(*kind, Bytes::copy_from_slice(content))
                    .encoder()
                    .bytes(),
            );
        }
        let kept = read(&uri(&png)).unwrap();
        assert!(!String::from_utf8_lossy(&kept.bytes).contains("at home"));
        assert!(kept.bytes.len() > 40 && kept.bytes.starts_with(b"\x89PNG"));
    }

    #[test]
    fn what_is_no_small_picture_is_refused() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let broken = &jpeg(0xe0, b"JFIF\0")[..12];
        for bytes in [
            &svg[..],
            b"GIF89a",
            b"",
            broken,
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\0\0\0\0WEBP",
        ] {
            let error = read(&uri(bytes)).unwrap_err().to_string();
            assert!(error.contains("JPEG, PNG or WebP"), "{bytes:?}: {error}");
        }
        let mut long = jpeg(0xe0, b"JFIF\0");
        long.resize(MAX_LENGTH + 1, 0);
        assert!(read(&uri(&long)).unwrap_err().to_string().contains("512 kB"));
        let mut wide = jpeg(0xe0, b"JFIF\0");
        let at = wide.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
        wide[at + 7] = 0xff;
        assert!(read(&uri(&wide)).unwrap_err().to_string().contains("4096"));
    }
}
