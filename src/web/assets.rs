//! The embedded assets: one stylesheet, the scripts, the mark. Their addresses carry a hash of the
//! content, so that browsers may keep them. They are compressed once, at the first use.

use super::{answer, folding};
use crate::base::{embedded, secret};
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use poem::Response;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::OnceLock;

/// An asset as it is answered.
struct Asset {
    /// A hash of the content.
    tag: String,
    media_type: String,
    plain: Bytes,
    gzip: Bytes,
}

static ASSETS: OnceLock<BTreeMap<String, Asset>> = OnceLock::new();

fn assets() -> &'static BTreeMap<String, Asset> {
    ASSETS.get_or_init(|| {
        let read = |name: std::borrow::Cow<'static, str>| {
            let file = embedded::file(&name)?;
            let asset = Asset {
                tag: secret::to_hex(&secret::sha256(&file.bytes)[..6]),
                media_type: file.media_type,
                gzip: compress(&file.bytes).unwrap_or_default().into(),
                plain: file.bytes.into_owned().into(),
            };
            Some((name.into_owned(), asset))
        };
        let is_for_browsers = |name: &std::borrow::Cow<str>| !name.starts_with("texts/");
        embedded::names().filter(is_for_browsers).filter_map(read).collect()
    })
}

fn compress(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

/// The address of an asset.
pub fn path(name: &str) -> String {
    let tag = assets().get(name).map(|asset| asset.tag.as_str()).unwrap_or_default();
    format!("/assets/{name}?{tag}")
}

/// The name of every asset.
pub fn names() -> impl Iterator<Item = &'static str> {
    assets().keys().map(String::as_str)
}

/// An asset as text.
pub fn text(name: &str) -> Option<String> {
    let asset = assets().get(name)?;
    Some(String::from_utf8_lossy(&asset.plain).into_owned())
}

/// Answers with an asset, if there is one of this name; compressed for who can read that.
pub fn answer(name: &str, accepted: &str) -> Option<Response> {
    let asset = assets().get(name)?;
    let takes_gzip = folding::takes_gzip(accepted);
    let is_smaller = !asset.gzip.is_empty() && asset.gzip.len() < asset.plain.len();
    let compressed = takes_gzip && is_smaller;
    let body = if compressed { &asset.gzip } else { &asset.plain };
    let mut response = answer::content(&asset.media_type, body.clone());
    if compressed {
        answer::set(&mut response, "content-encoding", "gzip");
    }
    answer::set(&mut response, "vary", "accept-encoding");
    answer::set(&mut response, "cache-control", "public, max-age=31536000, immutable");
    Some(response)
}
