//! Small signs, drawn here: they take the colour of the text around them.

use maud::{Markup, html};

/// The names of the signs that a record may choose from.
pub const NAMES: &[&str] = &["app", "person", "mail", "phone", "place", "shield", "clock", "key"];

/// A sign. It says nothing that the words beside it do not say.
pub fn icon(name: &str) -> Markup {
    let path = match name {
        "person" => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c0-3.5 3-6 7-6s7 2.5 7 6",
        "people" => {
            "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 8c0-3 2.7-5 6-5s6 2 6 5M16 4.5a3.5 3.5 0 0 1 0 6.5m2 3.300c2 .7 3 2.4 3 4.7"
        }
        "mail" => "M4 6h16v12H4Zm0 1 8 6 8-6",
        "phone" => "M6 4h4l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v4c-8 1-15-6-14-14Z",
        "place" => "M12 21c4-5 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6 6 11Zm0-9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
        "shield" => "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6Zm-3 9 2 2 4-4",
        "clock" => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4l3 2",
        "key" => "M8 16a4 4 0 1 1 3.5-6H21v4h-2v3h-3v-3h-4.5A4 4 0 0 1 8 16Zm0-3.5v-1",
        "home" => "M4 11 12 4l8 7v9h-5v-6H9v6H4Z",
        "plug" => "M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0Zm6 9v4",
        "link" => "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
        "send" => "M4 12 20 4l-5 16-3-7Zm8 1 8-9",
        "lock" => "M6 11h12v9H6Zm2 0V8a4 4 0 0 1 8 0v3",
        "enter" => "M13 4h6v16h-6M4 12h10m-4-4 4 4-4 4",
        "badge" => "M5 4h14v16H5Zm7 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-4 4c.6-1.7 2-2.5 4-2.5s3.4.8 4 2.5",
        "check" => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm-3.5-8 2.5 2.5 4.5-5",
        "pulse" => "M3 12h4l3-7 4 14 3-7h4",
        "bars" => "M5 20v-7m5 7V5m5 15v-9m5 9V8",
        "flag" => "M6 21V4h11l-2 4 2 4H6",
        "list" => "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
        "sliders" => {
            "M4 7h9m4 0h3M4 17h3m4 0h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-6 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
        }
        "tag" => "M4 4h8l8 8-8 8-8-8Zm4.5 4.5h.01",
        "menu" => "M4 6h16M4 12h16M4 18h16",
        "book" => "M4 5c3-1 6-1 8 1v13c-2-2-5-2-8-1Zm16 0c-3-1-6-1-8 1v13c2-2 5-2 8-1Z",
        "more" => "M5 12h.01M12 12h.01M19 12h.01",
        _ => "M5 5h6v6H5Zm8 0h6v6h-6ZM5 13h6v6H5Zm8 0h6v6h-6Z",
    };
    html! {
        svg.icon viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false" {
            path d=(path) fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round";
        }
    }
}
