//! The check-up as a page.

use crate::base::{Result, text};
use crate::checkup::{self, Finding, Fix, Level};
use crate::server::{App, Visitor, framed_page, page_handler};
use crate::ui;
use crate::ui::text::{t, tm};
use crate::web::Call;
use maud::{Markup, html};
use poem::Response;

page_handler!(
    /// GET `/app/check-up`
    check_up => show
);

/// How many findings the page shows.
const MOST: usize = 200;

/// What needs care now.
pub async fn findings(app: &App) -> Result<Vec<Finding>> {
    app.catch_up().await;
    let env = app.env.clone();
    let machine = app.machine();
    app.db.scan(move |db| checkup::findings(db, &env, &machine)).await
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    visitor.only_managers()?;
    let findings = findings(app).await?;
    let body = html! {
        div.head { div {
            h1 { (t("Check-up")) }
            p.muted { (tm!("What needs care here: https, fresh secrets, tight scopes, nothing forgotten. How old is too old is set in { $settings }.", settings = html! { a href="/app/system-settings?tab=upkeep" { (t("System Settings")) } })) }
        } }
        @if findings.is_empty() {
            div.note.good role="status" { p { (t("All is well: there is nothing to fix.")) } }
        } @else {
            ul.findings { @for finding in findings.iter().take(MOST) { (row(finding, &visitor.csrf)) } }
            @if findings.len() > MOST { p.muted { (text!("These are the first { $shown } of { $count }, what is serious first. The others follow once these are seen to.", shown = MOST, count = findings.len())) } }
        }
    };
    framed_page(app, visitor, 200, "Check-up", "/app/check-up", body)
}

fn row(finding: &Finding, csrf: &str) -> Markup {
    let (class, word) = match finding.level {
        Level::Serious => ("tag bad", t("Serious")),
        Level::Care => ("tag warn", t("Care")),
        Level::Note => ("tag", t("Note")),
    };
    html! {
        li {
            div.stack {
                div { span class=(class) { (word) } " " h2 { (finding.title) } }
                p.help { (finding.why) }
                @if let Some((label, address)) = &finding.record { p.help { (tm!("Record: { $record }", record = html! { a href=(address) { (label) } })) } }
            }
            @if !finding.fixes.is_empty() { div.fixes {
                @for fix in &finding.fixes {
                    @match fix {
                        Fix::Go(label, address) => { a.button href=(address) { (label) } }
                        Fix::Press(label, address) => { (ui::form(address, csrf, html! { button type="submit" { (label) } })) }
                    }
                }
            } }
        }
    }
}
