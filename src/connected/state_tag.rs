//! How a connection fares, in one tag.

use super::tokens::{Held, Status};
use crate::ui::text::t;
use maud::{Markup, html};

/// How a connection fares.
pub fn state(held: &Held) -> Markup {
    html! {
        @match held.status {
            Status::Connected if held.refreshing_at.is_some() => { span.tag { (t("refreshing")) } }
            Status::Connected => { span.tag.good { (t("connected")) } }
            Status::Failing => { span.tag.warn { (t("failing")) } }
            Status::ConnectAgain => { span.tag.bad { (t("must be connected again")) } }
        }
    }
}
