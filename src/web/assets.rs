//! The embedded assets: one stylesheet, HTMX, the mark. Their addresses carry a hash of the
//! content, so that browsers may keep them.

use super::answer;
use crate::base::secret;
use poem::Response;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

static TAGS: OnceLock<BTreeMap<String, String>> = OnceLock::new();

fn tags() -> &'static BTreeMap<String, String> {
    TAGS.get_or_init(|| {
        Assets::iter()
            .filter_map(|name| {
                let file = Assets::get(&name)?;
                let tag = secret::to_hex(&secret::sha256(&file.data)[..6]);
                Some((name.into_owned(), tag))
            })
            .collect()
    })
}

/// The address of an asset.
pub fn path(name: &str) -> String {
    let tag = tags().get(name).map(String::as_str).unwrap_or_default();
    format!("/assets/{name}?{tag}")
}

/// Answers with an asset, if there is one of this name.
pub fn answer(name: &str) -> Option<Response> {
    let file = Assets::get(name)?;
    let mut response = answer::content(file.metadata.mimetype(), file.data.into_owned());
    answer::set(&mut response, "cache-control", "public, max-age=31536000, immutable");
    Some(response)
}
