//! Several people are invited at once.

use super::choices;
use crate::base::{Error, FieldErrors, Result, text};
use crate::people::NewUser;
use crate::people::invitations::{self, Became};
use crate::people::record::USER;
use crate::permissions::Verb;
use crate::records::access;
use crate::roles;
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::system;
use crate::ui::form::{boxes, notes};
use crate::ui::text::{stored, t};
use crate::ui::{self, hidden};
use crate::users;
use crate::web::{Call, Form};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use poem::Response;

const HERE: &str = "/app/invite";
/// The most roles that are offered.
const MAX_ROLES: usize = 200;

page_handler!(
    /// GET `/app/invite`
    invite_page => show
);
form_handler!(
    /// POST `/app/invite`: `people` as text, or a `file`; `roles`.
    invite_people => invite
);

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    page(app, visitor, 200, &Typed::default(), &FieldErrors::default())
}

async fn invite(app: &App, _call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    access::reach(&visitor.actor, &USER, Verb::Create)?;
    let chosen = form.0.iter().filter(|(name, _)| name == "roles");
    let mut typed = Typed {
        people: form.text("people").trim().to_owned(),
        roles: chosen.map(|(_, role)| role.clone()).collect(),
    };
    let text = file(form).map(|file| format!("{}\n{file}", typed.people));
    if let Ok(text) = &text {
        text.trim().clone_into(&mut typed.people);
    }
    let people = match text.and_then(|text| invitations::read(text.trim())) {
        Ok(people) => people,
        Err(Error::Invalid(errors)) => return page(app, visitor, 422, &typed, &errors),
        Err(error) => return Err(error),
    };
    let done = invitations::invite_all(&app.world(), &app.caller(&visitor.actor), people, &typed.roles).await?;
    framed_page(
        app,
        visitor,
        200,
        "Invite people",
        "/app/user",
        outcome(&done, &typed.roles, &visitor.csrf),
    )
}

/// The text of the file that was sent along; empty, if none was.
fn file(form: &Form) -> Result<String> {
    let encoded = form.text("file").split_once(";base64,").map(|(_, encoded)| encoded);
    let bytes = encoded.and_then(|encoded| STANDARD.decode(encoded).ok());
    String::from_utf8(bytes.unwrap_or_default()).map_err(|_| {
        Error::invalid(
            "people",
            "The file is not in UTF-8: save it from the spreadsheet as CSV UTF-8.",
        )
    })
}

/// What the form holds.
#[derive(Default)]
struct Typed {
    people: String,
    roles: Vec<String>,
}

fn page(app: &App, visitor: &Visitor, status: u16, typed: &Typed, errors: &FieldErrors) -> Result<Response> {
    access::reach(&visitor.actor, &USER, Verb::Create)?;
    let (offered, sends_mails) = app.look(&visitor.actor, |cx| {
        let names = choices::names(cx, &roles::record::ROLE, "", MAX_ROLES)?.into_iter();
        let may_give = |name: &String| users::check_may_give(cx.actor, std::iter::once(name.as_str())).is_ok();
        let names = names.filter(|name| !roles::AUTOMATIC.contains(&name.as_str()) && may_give(name));
        let described = names.map(|name| Ok((roles::description(cx.db, &name)?, name)));
        Ok((
            described.collect::<Result<Vec<_>>>()?,
            system::sends_mails(cx.db, cx.env)?,
        ))
    })?;
    let described_roles = offered
        .iter()
        .map(|(description, name)| (name.as_str(), stored(description).to_owned()));
    let mistake = errors.lines_at("people");
    let mistake = mistake.as_ref();
    let described = ui::form::described_by("people", "help", mistake);
    let body = html! {
        div.head { div { h1 { (t("Invite people")) }
            p.muted { @if sends_mails { (t("Each gets a mail with a link by which they set a password and are in.")) }
                @else { (t("This site sends no mails: you are shown a link for each, to be handed over.")) } } } }
        div.form-page {
            form.stack method="post" action=(HERE) enctype="multipart/form-data" hx-boost="false" {
                (hidden("csrf_token", &visitor.csrf))
                div.field.wrong[mistake.is_some()] {
                    label for="people" { (t("People")) }
                    textarea id="people" name="people" rows="8" autofocus aria-describedby=(described) aria-invalid=[mistake.map(|_| "true")] { (typed.people) }
                    (notes("people", "One a line: alice@example.com, or Bob Brown <bob@example.com>. Or columns from a spreadsheet, with their names in the first line: email, first_name, last_name, roles.", mistake))
                }
                div.field {
                    label for="file" { (t("Or a file")) }
                    input id="file" name="file" type="file" accept=".csv,.txt,text/csv,text/plain" aria-describedby="file-help";
                    (notes("file", "The same as CSV or text.", None))
                }
                @if !offered.is_empty() {
                    fieldset.field id="roles" {
                        legend { (t("Roles")) }
                        (boxes("roles", described_roles, |name| typed.roles.iter().any(|role| role == name), false))
                        (notes("roles", "Each of them gets these, beside what the list says. None: they can sign in to apps that are open to everybody.", None))
                    }
                }
                div.actions { button.primary type="submit" id="invite" { (t("Invite")) } a.button href="/app/user" { (t("Cancel")) } }
            }
        }
    };
    framed_page(app, visitor, status, "Invite people", "/app/user", body)
}

/// What became of whom. Whoever was refused can be corrected and tried again.
fn outcome(done: &[(NewUser, Became)], roles: &[String], csrf: &str) -> Markup {
    let refused = || done.iter().filter(|(_, became)| matches!(became, Became::Refused(_)));
    let invited = done
        .iter()
        .filter(|(_, became)| matches!(became, Became::Mailed | Became::Link(_)));
    let has_links = done.iter().any(|(_, became)| matches!(became, Became::Link(_)));
    html! {
        div.head { h1 { (t("Invite people")) } }
        div.note.good role="status" { p { (text!("{ $count } people are invited.", count = invited.count())) } }
        @if has_links { div.note.warn { p { (t("Copy the links now: they are shown this once. Each works once, for seven days.")) } } }
        ul.rows { @for (index, (new, became)) in done.iter().enumerate() { li { div {
            strong { (new.email) } " "
            @match became {
                Became::Mailed => { span.tag.good { (t("invited")) } p.help { (t("The mail is on its way.")) } }
                Became::Link(link) => { span.tag.good { (t("invited")) } p { (ui::copyable(&format!("link-{index}"), link)) } }
                Became::Known => { span.tag { (t("has an account")) } p.help { (t("They have used it already, or it is switched off: nothing was done.")) } }
                Became::Refused(why) => { span.tag.bad { (t("not invited")) } p.help { (why) } }
            }
        } } } }
        @if refused().next().is_some() {
            section.panel { h2 { (t("Correct these and try again")) }
                form.stack method="post" action=(HERE) {
                    (hidden("csrf_token", csrf))
                    @for role in roles { (hidden("roles", role)) }
                    div.field { label for="people" { (t("People")) } textarea id="people" name="people" rows="6" { (invitations::written(refused().map(|(new, _)| new))) } }
                    div.actions { button.primary type="submit" { (t("Invite")) } }
                }
            }
        }
        div.actions { a.button href="/app/user" { (t("To the list of users")) } a.button href=(HERE) { (t("Invite more")) } }
    }
}
