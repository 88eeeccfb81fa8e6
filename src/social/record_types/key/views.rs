//! What the form of a Social Login Key shows beside its fields.

use crate::base::Env;
use crate::records::RecordType;
use crate::records::views::filtered;
use crate::social::keys::Key;
use crate::social::keys::presets::{self, Preset};
use crate::social::record_types::USER_SOCIAL_LOGIN;
use crate::social::upstreams;
use crate::ui;
use crate::ui::text::t;
use crate::upstream::presets::views as starting;
use crate::web::params::encode;
use maud::{Markup, html};

/// What there is to show.
pub struct Panel<'a> {
    pub env: &'a Env,
    pub key: &'a Key,
    pub preset: Option<&'static Preset>,
    /// How many people sign in with it.
    pub linked: i64,
    pub may_test: bool,
}

/// What to enter at the provider, and how to try it.
pub fn panel(panel: &Panel) -> Markup {
    let Panel { env, key, .. } = panel;
    html! {
        section.panel {
            h2 { (t("What to enter at the provider")) }
            @if let Some(preset) = panel.preset { (starting::register(&preset.about())) }
            dl.facts {
                dt { (t("Redirect URI")) } dd { (ui::copyable("panel-redirect-uri", &key.redirect_uri(env))) }
                @if key.sign_out_there { dt { (t("Post Logout Redirect URI")) } dd { (ui::copyable("panel-post-logout", &upstreams::way_back(env))) } }
                dt { (t("Authorized origin")) } dd { (ui::copyable("panel-origin", &env.base_url)) }
                dt { (t("People")) } dd { a href=(filtered(&USER_SOCIAL_LOGIN, "provider", &key.name)) { (panel.linked) } }
            }
            @if !key.verifies_id_tokens() && key.is_openid() {
                p.help { (t("ID tokens are not verified, for this site does not know the provider's keys: Get OpenID Configuration under Actions fills them in. Until then people are known by what the API endpoint says.")) }
            }
            @if panel.may_test && key.is_ready() {
                div.actions { a.button.primary href={ "/login/with/" (encode(&key.name)) "?test=1" } id="test-sign-in" hx-boost="false" { (t("Test sign-in")) } }
            }
        }
    }
}

/// The providers that are known beforehand, or what the chosen one has to be told.
pub fn start(record_type: &RecordType, chosen: Option<&'static Preset>, query: &[(String, String)]) -> Markup {
    let all = presets::all()
        .iter()
        .map(|preset| (preset.key.as_str(), preset.name.as_str()));
    starting::start(record_type, chosen.map(Preset::about), all, query)
}
