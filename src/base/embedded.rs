//! The files of `assets`, as they are in the binary. A debug build reads them from their folder.

use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Embedded;

/// A file.
pub struct File {
    pub bytes: Cow<'static, [u8]>,
    pub media_type: String,
}

/// The names of all files, with their folders.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Embedded::iter()
}

/// The file of this name.
pub fn file(name: &str) -> Option<File> {
    Embedded::get(name).map(|file| File {
        media_type: file.metadata.mimetype().to_owned(),
        bytes: file.data,
    })
}

/// A file of text.
pub fn text(name: &str) -> Option<String> {
    file(name).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
}
