//! Small signs, drawn here: they take the colour of the text around them.

use maud::{Markup, html};

/// The names of the signs.
pub const NAMES: &[&str] = &["app", "person", "mail", "phone", "place", "shield", "clock", "key"];

/// A sign. It says nothing that the words beside it do not say.
pub fn icon(name: &str) -> Markup {
    let path = match name {
        "person" => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c0-3.5 3-6 7-6s7 2.5 7 6",
        "mail" => "M4 6h16v12H4Zm0 1 8 6 8-6",
        "phone" => "M6 4h4l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v4c-8 1-15-6-14-14Z",
        "place" => "M12 21c4-5 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6 6 11Zm0-9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
        "shield" => "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6Zm-3 9 2 2 4-4",
        "clock" => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4l3 2",
        "key" => "M8 16a4 4 0 1 1 3.5-6H21v4h-2v3h-3v-3h-4.5A4 4 0 0 1 8 16Zm0-3.5v-1",
        _ => "M5 5h6v6H5Zm8 0h6v6h-6ZM5 13h6v6H5Zm8 0h6v6h-6Z",
    };
    html! {
        svg.icon viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false" {
            path d=(path) fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round";
        }
    }
}
