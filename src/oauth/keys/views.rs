//! The keys on the form of OAuth Provider Settings.

use super::{SigningKey, active};
use crate::base::Seconds;
use crate::ui;
use crate::ui::text::{t, tm};
use maud::{Markup, html};

/// The table of keys.
pub fn panel(keys: &[SigningKey], now: Seconds) -> Markup {
    html! {
        section.panel {
            h2 { (t("Signing keys")) }
            p.help { (tm!("ID tokens are signed with these. Apps fetch the public parts from { $address }.", address = html! { code { "/oauth2/jwks" } })) }
            div.scroll { table {
                thead { tr { th { (t("Algorithm")) } th { (t("Key ID")) } th { (t("Made")) } th { (t("State")) } } }
                tbody {
                    @for key in keys {
                        tr {
                            td { (key.algorithm.name()) }
                            td { code { (key.kid) } }
                            td { (ui::moment(Some(key.created_at))) }
                            td {
                                @if key.signs_from > now { (tm!("published, signs from { $moment }", moment = ui::moment(Some(key.signs_from)))) }
                                @else if active(keys, key.algorithm, now).is_some_and(|active| active.kid == key.kid) { (t("signs")) }
                                @else { (tm!("published until { $moment }", moment = ui::moment(key.retired_until))) }
                            }
                        }
                    }
                }
            } }
        }
    }
}
