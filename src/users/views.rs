//! What the form of a user shows beside its fields.

use super::User;
use crate::oauth::grants::store::GrantLine;
use crate::records::views::filtered;
use crate::records::{RecordType, by_name};
use crate::sessions::store::Line;
use crate::ui;
use maud::{Markup, html};

/// Sessions and grants of a user, with the way to all of them.
pub fn panel(user: &User, sessions: &[Line], grants: &[GrantLine]) -> Markup {
    let of = |name: &str| {
        let filtered = |record_type: &RecordType| filtered(record_type, "user", &user.email);
        by_name(name).map(filtered).unwrap_or_default()
    };
    html! {
        section.panel {
            h2 { "Now" }
            dl.facts {
                dt { "Sessions" }
                dd { a href=(of("Session")) { (sessions.len()) }
                     @if let Some(last) = sessions.first() { ", last seen " (ui::moment(Some(last.last_seen_at))) " from " (last.address) } }
                dt { "Apps allowed" }
                dd { a href=(of("Grant")) { (grants.len()) }
                     @for grant in grants.iter().take(5) { ", " (grant.app_name) } }
                dt { "What happened" }
                dd { a href=(of("Activity Log")) { "Activity Log" } " · " a href=(of("Refused Request")) { "Diagnostics" } }
                dt { "All roles" }
                dd { (user.roles.join(", ")) }
            }
        }
    }
}
