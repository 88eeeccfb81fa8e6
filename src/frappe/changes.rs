//! Records made, changed and removed by Frappe's documents: what of a document counts here.

use super::document;
use crate::base::Result;
use crate::records::{FrappeDefault, Input, Outcome, Record, RecordType, Verb, access, is_nothing, verbs};
use crate::server::App;
use crate::server::passwords::hash_passwords;
use crate::users::Actor;
use serde_json::{Map, Value as Json, json};

/// What programs send along although it is no field of anything: it changes nothing here.
const IGNORED: &[&str] = &[
    "doctype",
    "docstatus",
    "idx",
    "parent",
    "parentfield",
    "parenttype",
    "naming_series",
    "__islocal",
    "__unsaved",
    "__onload",
    "_user_tags",
    "_comments",
    "_assign",
    "_liked_by",
    "send_welcome_email",
    "data",
    "cmd",
    "csrf_token",
];

/// What a new document is given by us, whatever it says.
const OURS: &[&str] = &["name", "owner", "creation", "modified", "modified_by"];

/// Fields that limit somebody at Frappe: left out only where they limit nothing.
const LIMITS: &[&str] = &[
    "restrict_ip",
    "login_after",
    "login_before",
    "bypass_restrict_ip_check_if_2fa_enabled",
    "role_profile_name",
    "social_logins",
    "api_key",
    "api_secret",
    "two_factor_auth",
    "restrict_to_domain",
    "applicable_for",
    "redirect_url",
];

/// A record as a change left it.
pub struct Changed {
    pub document: Json,
    /// Fields that were sent and are not here.
    left_out: Vec<String>,
}

impl Changed {
    /// The answer, with a note on what was left out.
    pub fn wrapped(self, key: &str) -> Json {
        let mut answer = Map::new();
        answer.insert(key.to_owned(), self.document);
        if !self.left_out.is_empty() {
            let words = format!(
                "Left out, for there is nothing like it here: {}.",
                self.left_out.join(", ")
            );
            let note = json!({ "message": words, "title": "Message", "indicator": "yellow" });
            answer.insert("_server_messages".into(), json!(json!([note.to_string()]).to_string()));
        }
        Json::Object(answer)
    }
}

/// Takes what does not count here out of a document; names what somebody may miss.
fn take_out(record_type: &RecordType, body: &mut Map<String, Json>, is_new: bool) -> Vec<String> {
    let mut left_out = Vec::new();
    body.retain(|name, value| {
        let name = name.as_str();
        let is_here = record_type.field(name).is_some_and(|field| !field.read_only);
        let is_empty = is_nothing(value) || *value == json!(0) || *value == json!(false);
        let is_limit = LIMITS.contains(&name) || (name == "apply_to_all_doctypes" && *value != json!(0));
        if IGNORED.contains(&name) {
            return false;
        }
        if is_here {
            return true;
        }
        if record_type.frappe_ignored.contains(&name)
            && (is_new || record_type.field(name).is_none() || is_moment(record_type, name))
        {
            left_out.push(name.to_owned());
            return false;
        }
        if is_new && OURS.contains(&name) {
            if name == "name" {
                left_out.push(name.to_owned());
            }
            return false;
        }
        !(is_limit && (is_empty || name == "apply_to_all_doctypes"))
    });
    left_out
}

/// When somebody was here last changes by itself between reading and sending back.
fn is_moment(record_type: &RecordType, name: &str) -> bool {
    let kind = record_type.field(name).map(|field| field.kind);
    matches!(kind, Some(crate::records::FieldKind::Moment))
}

/// Makes a record from a document.
pub async fn create_record(
    app: &App,
    actor: Actor,
    record_type: &'static RecordType,
    body: Map<String, Json>,
) -> Result<Changed> {
    let (input, left_out) = read_new(app, &actor, record_type, body).await?;
    let caller = app.caller(&actor);
    let (record, outcome) = app
        .db
        .write(move |db| verbs::insert(&caller.writing(db), record_type, &input))
        .await?;
    Ok(Changed {
        document: with_shown(record_type, &record, &outcome),
        left_out,
    })
}

/// What a new document comes to: its values, and what is left out of it.
pub async fn read_new(
    app: &App,
    actor: &Actor,
    record_type: &'static RecordType,
    mut body: Map<String, Json>,
) -> Result<(Input, Vec<String>)> {
    access::reach(actor, record_type, Verb::Create)?;
    let left_out = take_out(record_type, &mut body, true);
    for (field, value) in record_type.frappe_defaults {
        // As at Frappe, a client without any role is open to Desk Users.
        let is_list = matches!(value, FrappeDefault::Names(_));
        if body.get(*field).is_none_or(|value| is_list && is_nothing(value)) {
            body.insert((*field).to_owned(), value.json());
        }
    }
    let mut input = Input::from_json(record_type, &body, None)?;
    hash_passwords(app, record_type, None, &mut input).await?;
    Ok((input, left_out))
}

/// Changes a record by a document, or a part of one.
pub async fn change_record(
    app: &App,
    actor: Actor,
    record_type: &'static RecordType,
    name: &str,
    mut body: Map<String, Json>,
) -> Result<Changed> {
    let name = name.to_owned();
    let left_out = take_out(record_type, &mut body, false);
    let stored = app.look(&actor, |cx| access::admit(cx, record_type, Verb::Write, &name))?;
    verbs::check_managed(&actor, record_type, body.keys())?;
    let known = document::whole(record_type, &stored);
    // Who sends back what they read says which state they saw.
    let seen = match body.shift_remove("modified") {
        Some(modified) if modified == known["modified"] => Some(stored.modified_at),
        Some(_) => return Err(verbs::stale(record_type, &stored)),
        None => None,
    };
    let mut input = Input::from_json(record_type, &body, known.as_object())?;
    hash_passwords(app, record_type, Some(&stored), &mut input).await?;
    let caller = app.caller(&actor);
    let (record, outcome) = app
        .db
        .write(move |db| verbs::update(&caller.writing(db), record_type, &name, &input, seen))
        .await?;
    Ok(Changed {
        document: with_shown(record_type, &record, &outcome),
        left_out,
    })
}

/// Removes a record.
pub async fn delete_record(app: &App, actor: Actor, record_type: &'static RecordType, name: &str) -> Result<()> {
    let (caller, name) = (app.caller(&actor), name.to_owned());
    app.db
        .write(move |db| verbs::delete(&caller.writing(db), record_type, &name))
        .await
}

/// The new record; secrets that were made with it stand in it this once.
fn with_shown(record_type: &RecordType, record: &Record, outcome: &Outcome) -> Json {
    let mut document = document::whole(record_type, record);
    for shown in &outcome.shown {
        document[shown.name] = json!(shown.value);
    }
    document
}
