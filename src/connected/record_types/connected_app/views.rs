//! What the form of a Connected App shows beside its fields: what to enter at the other side, what is
//! still missing, and for a new one the services that are known beforehand.

use crate::base::{Env, text};
use crate::connected::apps::ConnectedApp;
use crate::connected::apps::presets::{self, Preset};
use crate::connected::record_types::TOKEN_CACHE;
use crate::records::RecordType;
use crate::records::views::filtered;
use crate::ui;
use crate::ui::text::t;
use crate::upstream::presets::views as starting;
use crate::web::params::encode;
use maud::{Markup, html};

/// What there is to show.
pub struct Panel<'a> {
    pub env: &'a Env,
    pub app: &'a ConnectedApp,
    pub preset: Option<&'static Preset>,
    /// Whether whoever looks may connect their own account.
    pub may_connect: bool,
    pub connections: i64,
    /// How many of them do not fare well.
    pub failing: i64,
    /// What the redirect URI would be if it was made now.
    pub present_redirect_uri: String,
}

/// What to enter at the other side, and how the app fares.
pub fn panel(panel: &Panel) -> Markup {
    let Panel { env, app, .. } = panel;
    let missing = app.check_ready().err();
    let has_moved = app.redirect_uri != panel.present_redirect_uri;
    html! {
        section.panel {
            h2 { (t("What to enter at the other side")) }
            @if let Some(preset) = panel.preset { (starting::register(&preset.about())) }
            dl.facts {
                dt { (t("Redirect URI")) } dd { (ui::copyable("panel-redirect-uri", &app.redirect_uri)) }
                dt { (t("Authorized origin")) } dd { (ui::copyable("panel-origin", &env.base_url)) }
                dt { (t("Link for people")) } dd { (ui::copyable("panel-link", &env.url(&format!("/connect/{}", app.name)))) }
                dt { (t("For programs")) } dd { (ui::copyable("panel-name", &format!("connected_app={}", app.name))) }
                dt { (t("Connections")) } dd {
                    a href=(filtered(&TOKEN_CACHE, "connected_app", &app.name)) { (panel.connections) }
                    @if panel.failing > 0 { ", " (text!("{ $count } of them in trouble", count = panel.failing)) }
                }
                @if app.pass_through { dt { (t("Programs call")) } dd { (ui::copyable("panel-pass-through", &env.url(&format!("/api/connect/{}/", app.name)))) } }
            }
            @if has_moved {
                (ui::wrong("This site's address has changed since the Redirect URI was made. Register the new one at the other side, then choose Use this site's present address under Actions."))
            }
            @if app.allowed_roles.is_empty() { p.help { (t("No role is ticked at Roles That May Connect (Settings): nobody may connect their account.")) } }
            @match missing {
                Some(missing) => { p.help id="panel-missing" { (missing) } }
                None => {
                    div.actions {
                        @if panel.may_connect { a.button.primary href={ "/connect/" (encode(&app.name)) } id="connect" { (text!("Connect to { $service }", service = &app.provider_name)) } }
                    }
                }
            }
        }
    }
}

/// The services that are known beforehand, or what the chosen one has to be told.
pub fn start(record_type: &RecordType, chosen: Option<&'static Preset>, query: &[(String, String)]) -> Markup {
    let all = presets::all()
        .iter()
        .map(|preset| (preset.key.as_str(), preset.name.as_str()));
    starting::start(record_type, chosen.map(Preset::about), all, query)
}
