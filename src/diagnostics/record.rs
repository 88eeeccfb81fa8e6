//! The record type Refused Request.

use super::{KINDS, views};
use crate::base::{Error, Result, list, scope, text};
use crate::db::Read;
use crate::permissions::{self, ALL, APP_MANAGER, AUDITOR, DESK_USER, EMPLOYEE, SYSTEM_MANAGER};
use crate::records::{
    self, Acting, Action, Field, Group, Handle, Input, Of, Outcome, Permission, Prepared, Reading, Record, RecordType,
    Rules, Verb, access, fields, kinds, verbs,
};
use crate::roles::{self, AUTOMATIC};
use maud::Markup;
use serde_json::{Map, Value as Json};

fields! { Refusals:
    section "Why", "" {
        CAUSE = paragraph("cause", "Cause").read_only();
        KIND = select("kind", "Kind", KINDS).read_only();
        ERROR = text("error", "Error").read_only();
        STATUS = number("status", "Status", 0, 999, "HTTP").read_only();
    }
    section "Who", "" {
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        USER = link("user", "User", "User").read_only().column("user_name");
        IP_ADDRESS = text("ip_address", "IP Address").read_only().column("address");
        REFUSED_AT = moment("refused_at", "Date").read_only().column("created_at");
    }
    section "What", "" {
        REFERENCE = text("reference", "Reference").read_only().column("name");
        METHOD = text("method", "Method").read_only();
        PATH = text("path", "Path").read_only();
        REDIRECT_URI = text("redirect_uri", "Redirect URI").read_only();
        SCOPES = text("scopes", "Scopes").read_only();
    }
}

/// Asked for where somebody is given a role.
static ROLE: Handle<Refusals, kinds::link> = Handle::new(Field::link("role", "Role", "Role").help(
    "One of the client's roles. Empty: the first that lets nobody change anything here; Employee, where the client is open to Desk Users.",
));

/// Requests that were refused.
pub static REFUSED_REQUEST: RecordType = RecordType {
    name: "Refused Request",
    slug: "refused-request",
    plural: "Diagnostics",
    about: "Every sign-in, token and API request that was refused in the last days, and why. Search for the reference that the person was shown.",
    table: "refusal_records",
    title: "reference",
    sections: SECTIONS,
    list: &["refused_at", "cause", "kind", "client", "user", "reference"],
    search: &["name", "cause", "client_id", "user_name", "address", "redirect_uri"],
    order: ("refused_at", true),
    own: "user",
    verbs: Verb::READ,
    is_buffered: true,
    place: Group::Watch.at("flag"),
    guide: "watching",
    permissions: &[
        Permission::read(SYSTEM_MANAGER),
        Permission::read(APP_MANAGER),
        Permission::read(AUDITOR),
    ],
    actions: &[
        &Action::new(
            "add-redirect-uri",
            "Register this redirect URI",
            "Adds the address that was sent to the client, if it is the app's own.",
            add_redirect_uri,
        )
        .needs(Verb::Read)
        .fits(|_, record| record.get(&ERROR) == "redirect_uri_mismatch" && !record.get(&REDIRECT_URI).is_empty()),
        &Action::new(
            "add-scopes",
            "Let the client ask for these scopes",
            "Adds the scopes that were asked for to the client's.",
            add_scopes,
        )
        .needs(Verb::Read)
        .fits(|_, record| {
            matches!(record.get(&ERROR), "invalid_scope" | "scope_left_out") && !record.get(&SCOPES).is_empty()
        }),
        &Action::new(
            "give-role",
            "Give this person the role",
            "One of the client's roles: the person may sign in through it then, and do what the role lets them do.",
            give_role,
        )
        .needs(Verb::Read)
        .inputs(&[ROLE.field()], |_| Vec::new())
        .fits(|_, record| record.get(&ERROR) == "not_admitted" && !record.get(&USER).is_empty()),
        &Action::new(
            "admit-everybody",
            "Admit everybody",
            "Everybody who has an account here may sign in through the client.",
            admit_everybody,
        )
        .needs(Verb::Read)
        .fits(|_, record| record.get(&ERROR) == "not_admitted"),
        &Action::new(
            "enable-client",
            "Switch the client on",
            "People can sign in through it again.",
            enable_client,
        )
        .needs(Verb::Read)
        .fits(|_, record| record.get(&ERROR) == "client_disabled"),
    ],
    rules: &Refusals,
    ..RecordType::BASE
};

/// The record type Refused Request.
pub struct Refusals;

impl Rules for Refusals {
    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let client_type = cx.registry.by_name("OAuth Client")?;
        let client = match access::sees(cx.actor, client_type) {
            true => verbs::find(cx, client_type, record.get(&CLIENT))?,
            false => None,
        };
        let registered = client_type.field("redirect_uris");
        let client = client.as_ref().map(|client| views::ClientSummary {
            title: client_type.title_of(client),
            address: records::views::address(client_type, &client.name),
            redirect_uris: registered.map(|field| client.entries(field)).unwrap_or_default(),
        });
        Ok(Some(views::panel(record, client.as_ref())))
    }
}

/// The client of a refused request, as the actor may see it.
fn client_of(acting: &Acting<Refusals>) -> Result<(&'static RecordType, Record)> {
    let client_type = acting.registry.by_name("OAuth Client")?;
    let client = verbs::get(acting, client_type, acting.record.get(&CLIENT))?;
    Ok((client_type, client))
}

/// Changes a field of the client, as the actor may.
fn change_client(acting: &Acting<Refusals>, field: &str, value: Json) -> Result<Outcome> {
    let client_type = acting.registry.by_name("OAuth Client")?;
    let fields = Map::from_iter([(field.to_owned(), value)]);
    let input = Input::from_json(client_type, &fields, Some(&Map::new()))?;
    verbs::update(acting, client_type, acting.record.get(&CLIENT), &input, None)?;
    Ok(Outcome::said("The client was changed. Ask the person to try again."))
}

/// Adds entries to a list of the client.
fn add_to_client(acting: &Acting<Refusals>, field: &str, entries: &[&str]) -> Result<Outcome> {
    let (client_type, client) = client_of(acting)?;
    let known = client_type
        .field(field)
        .map(|field| client.entries(field))
        .unwrap_or_default();
    let lines = list::distinct(known.into_iter().chain(entries.iter().copied()));
    change_client(acting, field, Json::from(lines.join("\n")))
}

fn add_redirect_uri(acting: &Acting<Refusals>, _: Prepared) -> Result<Outcome> {
    add_to_client(acting, "redirect_uris", &[acting.record.get(&REDIRECT_URI)])
}

/// Whoever sends a request chooses what it asks for, so what reaches far is added on the client's form only.
fn add_scopes(acting: &Acting<Refusals>, _: Prepared) -> Result<Outcome> {
    let scope_type = acting.registry.by_name("OAuth Scope")?;
    let (client_type, client) = client_of(acting)?;
    let is_on = |name: &str| {
        client_type
            .field(name)
            .is_some_and(|field| client.values.get(field.name) == Some(&Json::from(1)))
    };
    if is_on("skip_authorization") || is_on("client_credentials") {
        return Err(Error::invalid(
            "",
            "Nobody is asked for their consent to all that this client may do: add scopes in its Settings, if you know that they are needed.",
        ));
    }
    let mut added = Vec::new();
    for name in list::split(acting.record.get(&SCOPES)) {
        let scope = verbs::find(acting, scope_type, name)?;
        let reaching = [scope_type.field("read_types"), scope_type.field("write_types")];
        let is_far = |scope: &Record| reaching.iter().flatten().any(|field| !scope.text(field).is_empty());
        let is_near = !matches!(name, scope::ALL | scope::OFFLINE_ACCESS);
        if is_near && scope.is_some_and(|scope| !is_far(&scope)) {
            added.push(name);
        }
    }
    if added.is_empty() {
        return Err(Error::invalid(
            "",
            "None of these scopes is added by a button: they are not recorded here, or reach further than what a person is. Add them on the client's form, if you know that they are needed.",
        ));
    }
    add_to_client(acting, "scopes", &added)
}

fn admit_everybody(acting: &Acting<Refusals>, _: Prepared) -> Result<Outcome> {
    change_client(acting, "allowed_roles", Json::from(vec![ALL]))
}

/// Gives the person that was refused a role that the client admits, as the actor may.
fn give_role(acting: &Acting<Refusals>, _: Prepared) -> Result<Outcome> {
    let (client_type, client) = client_of(acting)?;
    let user_type = acting.registry.by_name("User")?;
    let admitted = client_type
        .field("allowed_roles")
        .map(|field| client.links(field))
        .unwrap_or_default();
    let wanted = acting.input.get(&ROLE).unwrap_or_default();
    let role = match wanted {
        "" => plain_role(acting.db, &admitted)?,
        role => admitted.iter().copied().find(|own| *own == role),
    };
    let role = role.ok_or_else(|| {
        Error::invalid(
            "role",
            text!(
                "Choose one of the client's roles: { $admitted }.",
                admitted = admitted.join(", ")
            ),
        )
    })?;
    let user = verbs::get(acting, user_type, acting.record.get(&USER))?;
    let field = user_type.field("roles");
    let known = field.map(|field| user.links(field)).unwrap_or_default();
    let roles = list::distinct(known.into_iter().chain([role]));
    let fields = Map::from_iter([("roles".to_owned(), Json::from(roles))]);
    let input = Input::from_json(user_type, &fields, Some(&Map::new()))?;
    verbs::update(acting, user_type, &user.name, &input, None)?;
    Ok(Outcome::said(text!(
        "{ $name } has the role { $role } now. Ask them to try again.",
        name = &user.name,
        role = &role
    )))
}

/// The role of these that can be given without a thought: one that nobody gets by itself and that lets nobody do
/// anything here. Desk Users are made by the role Employee.
pub fn plain_role<'a>(db: &Read, admitted: &[&'a str]) -> Result<Option<&'a str>> {
    let offered = admitted.iter().copied().filter(|role| !AUTOMATIC.contains(role));
    let employee = admitted.contains(&DESK_USER).then_some(EMPLOYEE);
    for role in offered.chain(employee) {
        let is_plain = match role == EMPLOYEE {
            true => roles::is_enabled(db, role)?,
            false => roles::opens_only_this(db, role)?,
        };
        if is_plain && !permissions::allows_anything(db, role)? {
            return Ok(Some(role));
        }
    }
    Ok(None)
}

fn enable_client(acting: &Acting<Refusals>, _: Prepared) -> Result<Outcome> {
    change_client(acting, "enabled", Json::from(1))
}
