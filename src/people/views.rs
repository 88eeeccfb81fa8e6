//! What the form of a user shows beside its fields.

use super::session_record::SESSION;
use crate::activity::record::ACTIVITY_LOG;
use crate::base::text;
use crate::diagnostics::record::REFUSED_REQUEST;
use crate::factors::Factors;
use crate::factors::passkeys::Passkey;
use crate::oauth::grants::GrantLine;
use crate::oauth::record_types::GRANT;
use crate::records::views::filtered;
use crate::records::{RecordType, access};
use crate::sessions::SessionLine;
use crate::ui;
use crate::ui::text::{t, tm};
use crate::users::Actor;
use crate::users::User;
use maud::{Markup, html};

/// What a user signs in with.
pub struct Ways {
    pub factors: Factors,
    pub passkeys: Vec<Passkey>,
    /// The providers of linked accounts.
    pub logins: Vec<String>,
}

/// What a user signs in with; sessions and grants, as far as the actor may see them, with the way to all of them.
pub fn panel(
    actor: &Actor,
    user: &User,
    ways: Option<&Ways>,
    sessions: Option<&[SessionLine]>,
    grants: Option<&[GrantLine]>,
) -> Markup {
    let of = |record_type: &RecordType| filtered(record_type, "user", &user.email);
    html! {
        section.panel {
            h2 { (t("Now")) }
            dl.facts {
                @if let Some(ways) = ways { dt { (t("Signs in with")) } dd { (signs_in_with(user, ways)) } }
                @if let Some(sessions) = sessions {
                    dt { (t("Sessions")) }
                    dd { a href=(of(&SESSION)) { (sessions.len()) }
                         @if let Some(last) = sessions.first() { ", " (tm!("last seen { $moment } from { $address }", moment = ui::moment(Some(last.last_seen_at)), address = last.address)) } }
                }
                @if let Some(grants) = grants {
                    dt { (t("Apps allowed")) }
                    dd { a href=(of(&GRANT)) { (grants.len()) }
                         @for grant in grants.iter().take(5) { ", " (grant.app_name) } }
                }
                @if access::sees(actor, &ACTIVITY_LOG) { dt { (t("What happened")) } dd { a href=(of(&ACTIVITY_LOG)) { (t("Activity Log")) } } }
                @if access::sees(actor, &REFUSED_REQUEST) { dt { (t("What was refused")) } dd { a href=(of(&REFUSED_REQUEST)) { (t("Diagnostics")) } } }
                dt { (t("All roles")) }
                dd { (user.roles.join(", ")) }
            }
        }
    }
}

fn signs_in_with(user: &User, ways: &Ways) -> Markup {
    let has_password = user.password_hash.is_some();
    let Ways {
        factors,
        passkeys,
        logins,
    } = ways;
    html! {
        ul.plain {
            @if has_password { li { (t("a password")) } }
            @for key in passkeys { li { (tm!("the passkey { $label }, last used { $moment }", label = &key.label, moment = ui::moment(key.last_used_at))) } }
            @if factors.has_totp { li { (t("an authenticator app")) } }
            @if factors.any() { li { (text!("{ $count } recovery codes", count = factors.codes)) } }
            @for provider in logins { li { (text!("an account of { $provider }", provider = provider)) } }
            @if !has_password && passkeys.is_empty() && logins.is_empty() { li.muted { (t("nothing yet: invite the user")) } }
        }
    }
}
