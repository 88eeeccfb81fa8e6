//! The pages of My account.

mod elsewhere;
mod home;
mod keys;
mod picture;

pub use elsewhere::{Service, SignIns, connections, failing, sign_ins};
pub use home::{Home, Tile, home};
pub use keys::{Keys, keys};

use crate::base::{ClientId, FieldErrors, Seconds, SessionId, text};
use crate::oauth::grants::GrantLine;
use crate::oauth::scopes::Scope;
use crate::oauth::usage::UsageRow;
use crate::people::record::{ROLES, USER};
use crate::records::views::controls;
use crate::records::{FieldKind, Record};
use crate::sessions::{SessionLine, describe};
use crate::ui::text::{noted, t, tm};
use crate::ui::{self, form::Line, icon};
use crate::users::User;
use crate::web::Params;
use maud::{Markup, html};

const TABS: &[(&str, &str)] = &[
    ("/me/profile", noted("Profile")),
    ("/me/password", noted("Password")),
    ("/me/security", noted("Passkeys and codes")),
    ("/me/sessions", noted("Sessions")),
    ("/me/apps", noted("Apps I allowed")),
    ("/me/sign-ins", noted("Sign-ins")),
    ("/me/connections", noted("Connected services")),
    ("/me/keys", noted("API keys")),
];

/// The heading and the tabs around a page of the account.
pub fn frame(current: &str, body: Markup) -> Markup {
    html! {
        div.head { h1 { (t("My account")) } }
        nav.tabs aria-label=(t("My account")) {
            ul { @for (address, label) in TABS {
                li { a href=(address) aria-current=[(*address == current).then_some("page")] { (t(label)) } }
            } }
        }
        (body)
    }
}

/// The form of one's own profile.
pub fn profile(record: &Record, fields: &[&str], typed: Option<&Params>, errors: &FieldErrors, csrf: &str) -> Markup {
    html! {
        div.form-page {
            @if !errors.0.is_empty() { (ui::wrong("Nothing was saved. Please correct what is marked below.")) }
            @else if typed.is_some() { (ui::kept(false)) }
            (picture::form(record, errors, csrf))
            form.stack method="post" action="/me/profile" data-guarded=(t(controls::LEAVE)) {
                (ui::hidden("csrf_token", csrf))
                div.field.shown { span.label { (t("Email")) } span { (record.name) } p.help { (t("What you sign in with.")) " " a href="/me/email" id="change-email" { (t("Change it")) } } }
                @for field in USER.fields().filter(|field| fields.contains(&field.name)) {
                    @let value = typed.and_then(|typed| typed.get(field.name)).unwrap_or(record.text(field));
                    @let kind = if matches!(field.kind, FieldKind::Url) { "url" } else { "text" };
                    (ui::field(field.name, field.label, field.required, field.help, errors.at(field.name), |described| html! {
                        @let described = (!described.is_empty()).then_some(described);
                        @if let FieldKind::Language = field.kind {
                            select id=(field.name) name=(field.name) aria-describedby=[described] { (controls::languages(value, true)) }
                        } @else {
                            input id=(field.name) name=(field.name) type=(kind) value=(value) aria-describedby=[described]
                                aria-invalid=[errors.at(field.name).map(|_| "true")];
                        }
                    }))
                }
                div.actions { button.primary type="submit" id="save" { (t("Save")) } }
            }
            p.help { @let roles = record.entries(ROLES.field()); @if roles.is_empty() { (t("You have no roles beside the automatic ones.")) } @else { (text!("Your roles: { $roles }.", roles = roles.join(", "))) } }
        }
    }
}

/// A field for a password.
pub fn secret<'a>(
    name: &'a str,
    label: &'a str,
    autocomplete: &'a str,
    help: &'a str,
    errors: &'a FieldErrors,
) -> Markup {
    ui::form::line(&Line {
        name,
        label,
        kind: "password",
        value: "",
        autocomplete,
        help,
        mistake: errors.at(name),
        autofocus: false,
    })
}

/// The question for the password, before something that outlives the session is made. Who has none
/// signed in another way.
fn proof(user: &User, label: &'static str, errors: &FieldErrors) -> Markup {
    html! {
        input type="text" name="username" value=(user.email) autocomplete="username" hidden;
        @if user.password_hash.is_some() { (secret("current_password", label, "current-password", "", errors)) }
        @else if let Some(mistake) = errors.at("current_password") { (ui::wrong(mistake)) }
    }
}

/// The form of a new password.
pub fn password(user: &User, least: i64, errors: &FieldErrors, csrf: &str) -> Markup {
    html! {
        div.form-page {
            p { (text!("A new password has at least { $least } characters and is not easily guessed. A few unrelated words are best.", least = least)) }
            (ui::form("/me/password", csrf, html! {
                (proof(user, "Current password", errors))
                (secret("new_password", "New password", "new-password", "You are signed out everywhere else, and what you allowed to apps is taken back.", errors))
                div.actions { button.primary type="submit" id="password-submit" { (t("Change password")) } }
            }))
        }
    }
}

/// The form of another email.
pub fn email(user: &User, typed: &str, can_mail: bool, errors: &FieldErrors, csrf: &str) -> Markup {
    html! {
        div.form-page {
            @if can_mail {
                p { (tm!("You sign in with { $email } now. A link goes to the new address; when you use it, that is what you sign in with. The old address is told, and can undo it for a week.", email = html! { strong { (user.email) } })) }
                (ui::form("/me/email", csrf, html! {
                    (ui::form::line(&Line { name: "email", label: "New email", kind: "email", value: typed, autocomplete: "email",
                        help: "", mistake: errors.at("email"), autofocus: true }))
                    div.actions { button.primary type="submit" id="email-submit" { (t("Send the link")) } }
                }))
            } @else {
                p { (t("This site sends no mails, so it cannot see that an address is yours: an administrator gives you another email.")) }
            }
        }
    }
}

/// Where one is signed in.
pub fn sessions(sessions: &[SessionLine], own: &SessionId, csrf: &str) -> Markup {
    html! {
        ul.rows {
            @for session in sessions {
                li {
                    div {
                        strong { (describe(&session.user_agent)) } " "
                        @if session.id == *own { span.tag.good { (t("this one")) } }
                        p.help { (tm!("From { $address }, signed in { $begin }, last seen { $last }", address = session.address, begin = ui::moment(Some(session.auth_at)), last = ui::moment(Some(session.last_seen_at)))) }
                    }
                    @if session.id != *own {
                        (ui::form("/me/sessions/end", csrf, html! {
                            (ui::hidden("session", session.id.as_str()))
                            button type="submit" { (t("Sign out there")) }
                        }))
                    }
                }
            }
        }
        @if sessions.len() > 1 {
            (ui::form("/me/sessions/end", csrf, html! {
                (ui::hidden("session", "others"))
                div.actions { button.danger type="submit" id="end-others" { (t("Sign out everywhere else")) } }
            }))
        }
    }
}

/// What one allowed to which app.
pub fn apps(granted: &[GrantLine], words: &[Vec<Scope>], used: &[UsageRow], csrf: &str) -> Markup {
    let mut seen: Vec<&ClientId> = Vec::new();
    let mut clients: Vec<(&GrantLine, Vec<&Scope>)> = Vec::new();
    for (grant, scopes) in granted.iter().zip(words) {
        if seen.contains(&&grant.client_id) {
            let Some((_, known)) = clients.iter_mut().find(|(own, _)| own.client_id == grant.client_id) else {
                continue;
            };
            known.extend(scopes.iter());
        } else {
            seen.push(&grant.client_id);
            clients.push((grant, scopes.iter().collect()));
        }
    }
    html! {
        @if clients.is_empty() {
            div.empty { h2 { (t("You have allowed nothing to any app")) } p { (t("When an app asks to sign you in and you allow it, it is listed here, and you can take it back.")) } }
        } @else {
            ul.rows {
                @for (grant, scopes) in &clients {
                    li {
                        div {
                            strong { (grant.app_name) }
                            ul.scopes.small { @for (index, scope) in scopes.iter().enumerate() {
                                @if !scopes[..index].iter().any(|earlier| earlier.name == scope.name) { li { (icon::icon(&scope.icon)) span { (scope.words()) } } }
                            } }
                            p.help { (tm!("Allowed { $begin }, last used { $last }", begin = ui::moment(Some(grant.created_at)), last = ui::moment(last_used(grant, used)))) }
                        }
                        (ui::form("/me/apps/revoke", csrf, html! {
                            (ui::hidden("client", grant.client_id.as_str()))
                            button.danger type="submit" { (t("Take back")) span.visually-hidden { " " (text!("what I allowed to { $app }", app = &grant.app_name)) } }
                        }))
                    }
                }
            }
        }
    }
}

fn last_used(grant: &GrantLine, used: &[UsageRow]) -> Option<Seconds> {
    let of = used.iter().find(|line| line.client_id == grant.client_id);
    of.and_then(|line| line.last_used_at).max(grant.renewed_at)
}
