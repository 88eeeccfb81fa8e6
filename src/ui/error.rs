//! The page of an error.

use super::text::t;
use super::{SignedOutFrame, Site, door};
use maud::{Markup, html};

/// An error page. Every one has the id `oauth-error`, a sentence, and a reference.
pub fn error_page(site: &Site, title: &str, message: &str, reference: &str, more: Markup) -> Markup {
    let frame = SignedOutFrame {
        site,
        title,
        id: "oauth-error",
    };
    door(
        &frame,
        html! {
            p { (message) }
            (more)
            @if !reference.is_empty() {
                (site.whom_to_ask())
                p.help { (t("If you ask for help, give this reference: ")) code id="reference" { (reference) } }
            }
        },
    )
}
