//! What the form of a grant shows beside its fields.

use crate::base::Seconds;
use crate::oauth::grants::TokenLine;
use crate::ui;
use crate::ui::text::t;
use maud::{Markup, html};

/// The tokens of a grant.
pub fn tokens(tokens: &[TokenLine], now: Seconds) -> Markup {
    html! {
        section.panel {
            h2 { (t("Tokens")) }
            @if tokens.is_empty() {
                p { (t("None is stored: they have expired, or the code was never exchanged.")) }
            } @else {
                div.scroll tabindex="0" { table {
                    thead { tr { th { (t("Begins with")) } th { (t("Kind")) } th { (t("Issued")) } th { (t("Expires")) } th { (t("State")) } } }
                    tbody { @for token in tokens {
                        tr {
                            td { code { (token.prefix) "…" } }
                            td { (token.kind.name()) }
                            td { (ui::moment(Some(token.created_at))) }
                            td { (ui::moment(Some(token.expires_at))) }
                            td {
                                @if token.used_at.is_some() { span.tag { (t("used up")) } }
                                @else if token.expires_at <= now { span.tag { (t("expired")) } }
                                @else { span.tag.good { (t("works")) } }
                            }
                        }
                    } }
                } }
            }
        }
    }
}
