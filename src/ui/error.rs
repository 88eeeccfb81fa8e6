//! The page of an error.

use super::{SignedOutFrame, Site, door};
use crate::base::Text;
use crate::ui::text::tm;
use maud::{Markup, html};

/// An error page. Every one has the id `oauth-error`, a sentence, and a reference.
pub fn error_page(site: &Site, title: impl Into<Text>, message: &Text, reference: &str, more: Markup) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: title.into(),
        id: "oauth-error",
    };
    door(
        &frame,
        html! {
            p { (message) }
            (more)
            @if !reference.is_empty() {
                (site.whom_to_ask())
                p.help { (tm!("If you ask for help, give this reference: { $reference }", reference = html! { code id="reference" { (reference) } })) }
            }
        },
    )
}
