//! The signs by which people know the large providers.

use super::icon;
use maud::{Markup, html};

/// The sign of a way to sign in: the one that was chosen for it, else its provider's; else a door.
pub fn provider_icon(chosen: &str, provider: &str) -> Markup {
    if icon::NAMES.contains(&chosen) {
        return icon::icon(chosen);
    }
    let paths: &[(&str, &str)] = match provider {
        "Google" => &[
            (
                "#4285f4",
                "M22.5 12.2c0-.8-.1-1.5-.2-2.2H12v4.2h5.9a5 5 0 0 1-2.2 3.3v2.7h3.5c2.1-1.9 3.3-4.7 3.3-8Z",
            ),
            (
                "#34a853",
                "M12 23c3 0 5.5-1 7.3-2.7l-3.5-2.7c-1 .7-2.3 1-3.8 1-2.9 0-5.3-1.9-6.2-4.5H2.2v2.8A11 11 0 0 0 12 23Z",
            ),
            ("#fbbc05", "M5.8 14.1a6.6 6.6 0 0 1 0-4.2V7.1H2.2a11 11 0 0 0 0 9.8Z"),
            (
                "#ea4335",
                "M12 5.4c1.6 0 3.1.6 4.2 1.6l3.1-3.1A11 11 0 0 0 2.2 7.1l3.6 2.8C6.7 7.3 9.1 5.4 12 5.4Z",
            ),
        ],
        "Office 365" => &[
            ("#f25022", "M3 3h8.5v8.5H3Z"),
            ("#7fba00", "M12.5 3H21v8.5h-8.5Z"),
            ("#00a4ef", "M3 12.5h8.5V21H3Z"),
            ("#ffb900", "M12.5 12.5H21V21h-8.5Z"),
        ],
        "GitHub" => &[(
            "currentColor",
            "M12 1.5a10.5 10.5 0 0 0-3.3 20.5c.5.1.7-.2.7-.5v-1.9c-2.9.6-3.5-1.3-3.5-1.3-.5-1.2-1.2-1.5-1.2-1.5-1-.7.1-.7.1-.7 1 .1 1.6 1.1 1.6 1.1 1 1.6 2.5 1.2 3.1.9.1-.7.4-1.2.7-1.4-2.4-.3-4.8-1.2-4.8-5.2 0-1.2.4-2.1 1.1-2.8-.1-.3-.5-1.4.1-2.8 0 0 .9-.3 2.9 1.1a10 10 0 0 1 5.2 0c2-1.4 2.9-1.1 2.9-1.1.6 1.4.2 2.5.1 2.8.7.7 1.1 1.7 1.1 2.8 0 4-2.5 4.9-4.8 5.2.4.3.7 1 .7 2v2.9c0 .3.2.6.7.5A10.5 10.5 0 0 0 12 1.5Z",
        )],
        "Facebook" => &[(
            "#1877f2",
            "M22 12a10 10 0 1 0-11.6 9.9v-7H7.9V12h2.5V9.8c0-2.5 1.5-3.9 3.8-3.9 1.1 0 2.2.2 2.2.2v2.5h-1.3c-1.2 0-1.6.8-1.6 1.5V12h2.8l-.4 2.9h-2.3v7A10 10 0 0 0 22 12Z",
        )],
        "GitLab" => &[("#fc6d26", "M12 21.5 1.5 13.7l1.3-4 2.6-8 2.7 8h7.8l2.7-8 2.6 8 1.3 4Z")],
        "Frontdesk" | "Frappe" => return icon::icon("app"),
        _ => return icon::icon("enter"),
    };
    html! {
        svg.icon viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false" {
            @for (colour, path) in paths { path fill=(colour) d=(path); }
        }
    }
}
