//! The desk's home: for a fresh install the next steps; afterwards what needs care and a quiet summary.

use super::check_up;
use crate::account;
use crate::base::{Result, text};
use crate::checkup::Level;
use crate::db::Read;
use crate::diagnostics::{self, RefusalRow};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::oauth::usage::{self, Count};
use crate::people::record::USER;
use crate::records::query::Query;
use crate::records::{Caller, RecordType, verbs, views};
use crate::server::{App, ReturnTo, Visitor, framed_page, page_handler};
use crate::ui;
use crate::ui::chart;
use crate::ui::text::{stored, t, tm};
use crate::web::{Call, answer};
use maud::{Markup, html};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// How many days the charts show.
const DAYS: i64 = 14;

/// GET `/`: where people land. Who does not work in the desk is led on from there.
#[handler]
pub fn root(app: Data<&Arc<App>>) -> Response {
    answer::see_other(&app.onward(&ReturnTo::Home))
}

page_handler!(
    /// GET `/app`
    home => show
);

/// What the home of a manager shows.
struct Summary {
    clients: i64,
    users: i64,
    sign_ins: Vec<(i64, i64)>,
    failed: Vec<(i64, i64)>,
    tokens: Vec<(i64, i64)>,
    refusals: Vec<RefusalRow>,
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    if !visitor.works_here() {
        return Ok(answer::see_other("/me"));
    }
    let name = &visitor.signed_in.user.first_name;
    let body = html! {
        div.head { div { h1 { (text!("Hello, { $name }", name = name)) } p.muted { (text!("This is { $site }, where you sign in.", site = &app.site()?.name)) } } }
        (account::notice(app, visitor)?)
        @if visitor.actor.is_manager() { (overview(app, visitor).await?) } @else { (entries(app, visitor)) }
    };
    framed_page(app, visitor, 200, "Home", "/app", body)
}

async fn overview(app: &App, visitor: &Visitor) -> Result<Markup> {
    let findings = check_up::findings(app).await?;
    let today = usage::day(app.env.now());
    let caller = app.caller(&visitor.actor);
    let summary = app.db.scan(move |db| summarize(db, &caller, today)).await?;
    let serious = findings.iter().filter(|finding| finding.level != Level::Note).count();
    let is_fresh = summary.clients == 0 || summary.users < 2 || !app.env.is_https();
    Ok(html! {
        @if is_fresh { (steps(app, &summary)) }
        section.panel {
            h2 { a href="/app/check-up" { (t("Check-up")) } }
            @match (findings.len(), serious) {
                (0, _) => { p { (t("All is well: there is nothing to fix.")) } }
                (all, serious) => {
                    p { (text!("{ $count } things to look at, { $serious } of them to fix:", count = all, serious = serious)) }
                    ul.plain { @for finding in findings.iter().take(4) { li { (finding.title) } } }
                    p { a href="/app/check-up" { (t("See all, with what fixes them")) } }
                }
            }
        }
        div.charts {
            (chart::bars(|count, days| text!("{ $count } sign-ins in { $days } days", count = count, days = days), &summary.sign_ins))
            (chart::bars(|count, days| text!("{ $count } failed sign-ins in { $days } days", count = count, days = days), &summary.failed))
            (chart::bars(|count, days| text!("{ $count } issued tokens in { $days } days", count = count, days = days), &summary.tokens))
        }
        section.panel {
            h2 { a href="/app/refused-request" { (t("Recent refusals")) } }
            @if summary.refusals.is_empty() { p { (t("No app or program was refused lately.")) } }
            @else {
                ul.plain { @for line in &summary.refusals {
                    li { (ui::moment(Some(line.at))) " " a href={ "/app/refused-request/" (line.reference) } { (short(stored(&line.cause))) } }
                } }
            }
        }
        (for_apps(app))
    })
}

fn short(cause: &str) -> String {
    match cause.chars().count() > 110 {
        true => cause.chars().take(110).chain("…".chars()).collect(),
        false => cause.to_owned(),
    }
}

fn summarize(db: &Read, caller: &Caller, today: i64) -> Result<Summary> {
    let first = today - DAYS + 1;
    let count = |kind| usage::counts(db, kind, first, today);
    let all = |record_type: &RecordType| verbs::count_some(&caller.reading(db), record_type, &Query::of(record_type));
    Ok(Summary {
        clients: all(&OAUTH_CLIENT)?,
        users: all(&USER)?,
        sign_ins: count(Count::SignIns)?,
        failed: count(Count::FailedSignIns)?,
        tokens: count(Count::Tokens)?,
        refusals: diagnostics::latest(db, None, 5)?,
    })
}

fn steps(app: &App, summary: &Summary) -> Markup {
    let (clients, users, is_https) = (summary.clients, summary.users, app.env.is_https());
    html! {
        ol.steps {
            (step(true, t("Set up the site"), html! { (t("You are its administrator.")) }))
            (step(clients > 0, t("Record your first app"), html! {
                (tm!("An { $client } is an app that signs people in through this site. So far: { $count }. Then press { $try }.", client = html! { a href=(views::list_address(&OAUTH_CLIENT)) { (t("OAuth Client")) } }, count = clients, try = html! { strong { (t("Try it")) } }))
            }))
            (step(users > 1, t("Add the people"), html! { (tm!("{ $users } sign in here, and through us to the apps. So far: { $count }.", users = html! { a href=(views::list_address(&USER)) { (t("Users")) } }, count = users)) }))
            (step(is_https, t("Serve it over https"), html! {
                @let address = html! { code { (app.env.base_url) } }; @if is_https { (tm!("The site's address is { $address }.", address = address)) }
                @else { (tm!("The site's address is { $address }. For real use start it with { $variable }, the name that leads to this machine, or put a TLS proxy in front: { $guide } has the lines.", address = address, variable = html! { code { "FRONTDESK_ACME" } }, guide = html! { a href="/guide/configuration" { (t("the guide")) } })) }
            }))
        }
    }
}

fn for_apps(app: &App) -> Markup {
    html! {
        section.panel {
            h2 { (t("For apps")) }
            dl.facts {
                dt { (t("Issuer")) } dd { (ui::copyable("issuer", &app.env.base_url)) }
                dt { (t("Discovery")) } dd { a href="/.well-known/openid-configuration" hx-boost="false" { code { (app.env.url("/.well-known/openid-configuration")) } } }
                dt { (t("REST")) } dd { a href="/api/openapi.json" hx-boost="false" { code { (app.env.url("/api/openapi.json")) } } }
            }
        }
    }
}

fn step(done: bool, title: &str, text: Markup) -> Markup {
    html! {
        li {
            @if done { span.done aria-hidden="true" { "✓" } } @else { span.muted aria-hidden="true" { "○" } }
            div { strong { (title) } @if done { span.visually-hidden { " " (t("(done)")) } } p.muted { (text) } }
        }
    }
}

/// For people who work in the desk without managing the site: where they may go.
fn entries(app: &App, visitor: &Visitor) -> Markup {
    html! {
        section.panel {
            h2 { (t("What you may open here")) }
            ul.plain {
                @for group in crate::server::page::navigation(app, visitor) {
                    @for link in group.links.iter().filter(|link| link.address != "/app") { li { a href=(link.address) { (t(link.label)) } } }
                }
                li { a href="/me" { (t("My apps")) } }
            }
        }
    }
}
