//! The OpenAPI document of REST, made from the declarations.

use crate::records::{Field, FieldKind, Options, RecordType, Registry, Verb};
use crate::server::App;
use crate::web::answer;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// GET `/api/openapi.json`
#[handler]
pub fn document(app: Data<&Arc<App>>) -> Response {
    let made = || describe(app.registry, &app.env.base_url).to_string().into();
    let mut response = answer::json_text(200, app.openapi.get_or_init(made));
    answer::set(&mut response, "cache-control", "public, max-age=300");
    response
}

/// The document.
pub fn describe(registry: &Registry, base_url: &str) -> Json {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for record_type in registry.types() {
        let name = record_type.name.replace(' ', "%20");
        schemas.insert(schema_name(record_type), schema(registry, record_type));
        if !record_type.single {
            paths.insert(format!("/api/resource/{name}"), list_path(record_type));
        }
        paths.insert(format!("/api/resource/{name}/{{name}}"), record_path(record_type));
    }
    for (method, summary, takes) in METHODS {
        paths.insert(format!("/api/method/{method}"), method_path(method, summary, takes));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Frontdesk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Records over REST, as a Frappe site has them. The same paths answer under /api/v1. Who may do what is said by Role Permissions, User Permissions and, for tokens, OAuth Scopes.",
        },
        "servers": [{ "url": base_url }],
        "security": [{ "bearer": [] }, { "apiKey": [] }, { "basic": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "An access token, which does what its scopes name." },
                "apiKey": { "type": "apiKey", "in": "header", "name": "Authorization", "description": "token api_key:api_secret" },
                "basic": { "type": "http", "scheme": "basic", "description": "api_key as the name, api_secret as the password" },
            },
            "responses": {
                "Refused": {
                    "description": "401: nobody is known; 403: not allowed; 404: not there; 409: the name is taken; 417: a value is wrong. exc_type and _server_messages say why.",
                    "content": { "application/json": { "schema": { "type": "object", "properties": {
                        "exc_type": { "type": "string" }, "_server_messages": { "type": "string" },
                    } } } },
                },
            },
        },
    })
}

/// Methods that stand for themselves: name, what it does, its arguments.
const METHODS: &[(&str, &str, &[&str])] = &[
    ("frappe.auth.get_logged_user", "The name of the caller.", &[]),
    ("frappe.client.get_list", "A list of records.", LIST),
    (
        "frappe.client.get_count",
        "How many records there are.",
        &["doctype", "filters"],
    ),
    ("frappe.client.get", "One record.", &["doctype", "name", "filters"]),
    (
        "frappe.client.get_value",
        "Fields of the first record that fits.",
        &["doctype", "fieldname", "filters"],
    ),
    ("frappe.client.insert", "Makes a record.", &["doc"]),
    ("frappe.client.save", "Changes a record.", &["doc"]),
    (
        "frappe.client.set_value",
        "Changes fields of a record.",
        &["doctype", "name", "fieldname", "value"],
    ),
    ("frappe.client.delete", "Removes a record.", &["doctype", "name"]),
    (
        "frappe.core.doctype.user.user.generate_keys",
        "A new API secret of a user.",
        &["user"],
    ),
    (
        "frontdesk.connected_app.get_active_token",
        "A token of a Connected App that is good for at least margin seconds, renewed if needed.",
        &["connected_app", "user", "service", "margin"],
    ),
    (
        "frappe.integrations.doctype.connected_app.connected_app.has_token",
        "Whether a user is connected to a Connected App.",
        &["connected_app", "connected_user"],
    ),
    (
        "run_doc_method",
        "Runs an action of a record.",
        &["dt", "dn", "method", "args"],
    ),
];

const LIST: &[&str] = &[
    "doctype",
    "fields",
    "filters",
    "or_filters",
    "order_by",
    "limit_start",
    "limit_page_length",
    "as_dict",
];

fn schema_name(record_type: &RecordType) -> String {
    record_type.name.replace(' ', "")
}

fn reference(record_type: &RecordType) -> Json {
    json!({ "$ref": format!("#/components/schemas/{}", schema_name(record_type)) })
}

fn schema(registry: &Registry, record_type: &RecordType) -> Json {
    let mut properties = Map::new();
    for name in ["name", "owner", "creation", "modified", "modified_by", "doctype"] {
        properties.insert(name.into(), json!({ "type": "string", "readOnly": true }));
    }
    for field in record_type.fields() {
        properties.insert(field.name.into(), property(registry, field));
    }
    let required: Vec<&str> = record_type
        .fields()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let mut schema = json!({ "type": "object", "description": record_type.about, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(registry: &Registry, field: &Field) -> Json {
    let mut property = match &field.kind {
        FieldKind::Check => json!({ "type": "integer", "enum": [0, 1] }),
        FieldKind::Select(options) => json!({ "type": "string", "enum": options }),
        FieldKind::Language => json!({ "type": "string", "description": "BCP 47" }),
        FieldKind::Type => json!({ "type": "string", "enum": registry.options(Options::Types) }),
        FieldKind::Number { min, max, .. } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldKind::Links(links) => json!({
            "type": "array",
            "items": { "type": "object", "properties": { links.field: { "type": "string" } }, "required": [links.field] },
        }),
        FieldKind::Email => json!({ "type": "string", "format": "email" }),
        FieldKind::Secret => json!({ "type": "string", "format": "password" }),
        FieldKind::Rows { columns, .. } => {
            let cells: Map<String, Json> = columns
                .iter()
                .map(|column| ((*column).to_owned(), json!({ "type": "string" })))
                .collect();
            json!({ "type": "array", "items": { "type": "object", "properties": cells, "required": columns } })
        }
        FieldKind::Password => json!({ "type": "string", "format": "password", "writeOnly": true }),
        FieldKind::Moment | FieldKind::MomentMs => {
            json!({ "type": "string", "description": "YYYY-MM-DD HH:MM:SS.ffffff, UTC" })
        }
        FieldKind::Image(_) => json!({ "type": "string", "description": "data:image/png;base64,…" }),
        FieldKind::Text
        | FieldKind::Paragraph
        | FieldKind::Url
        | FieldKind::List
        | FieldKind::Many(_)
        | FieldKind::Link(_) => {
            json!({ "type": "string" })
        }
    };
    property["title"] = json!(field.label);
    if !field.help.is_empty() && property.get("description").is_none() {
        property["description"] = json!(field.help);
    }
    if field.read_only {
        property["readOnly"] = json!(true);
    }
    property
}

fn answers(status: &str, schema: Json) -> Json {
    json!({
        status: { "description": "Done", "content": { "application/json": { "schema": {
            "type": "object", "properties": { "data": schema },
        } } } },
        "default": { "$ref": "#/components/responses/Refused" },
    })
}

fn body(record_type: &RecordType) -> Json {
    json!({ "required": true, "content": { "application/json": { "schema": reference(record_type) } } })
}

fn in_query(name: &str) -> Json {
    json!({ "name": name, "in": "query", "schema": { "type": "string" } })
}

fn list_path(record_type: &RecordType) -> Json {
    let parameters: Vec<Json> = LIST[1..].iter().map(|name| in_query(name)).collect();
    let id = schema_name(record_type);
    let mut path = json!({
        "get": {
            "summary": format!("List {}", record_type.plural), "operationId": format!("list{id}"),
            "parameters": parameters,
            "responses": answers("200", json!({ "type": "array", "items": reference(record_type) })),
        },
    });
    if record_type.verbs.contains(&Verb::Create) {
        path["post"] = json!({
            "summary": format!("Make a {}", record_type.name), "operationId": format!("create{id}"),
            "requestBody": body(record_type), "responses": answers("200", reference(record_type)),
        });
    }
    path
}

fn record_path(record_type: &RecordType) -> Json {
    let id = schema_name(record_type);
    let mut path = json!({
        "parameters": [{ "name": "name", "in": "path", "required": true, "schema": { "type": "string" } }],
        "get": {
            "summary": format!("Read a {}", record_type.name), "operationId": format!("read{id}"),
            "responses": answers("200", reference(record_type)),
        },
    });
    if record_type.verbs.contains(&Verb::Write) {
        path["put"] = json!({
            "summary": format!("Change a {}", record_type.name), "operationId": format!("update{id}"),
            "requestBody": body(record_type), "responses": answers("200", reference(record_type)),
        });
    }
    if record_type.verbs.contains(&Verb::Delete) {
        path["delete"] = json!({
            "summary": format!("{} a {}", record_type.removal.verb, record_type.name), "operationId": format!("delete{id}"),
            "responses": answers("202", json!({ "type": "string", "const": "ok" })),
        });
    }
    if !record_type.actions.is_empty() {
        let names: Vec<&str> = record_type.actions.iter().map(|action| action.button().name).collect();
        path["post"] = json!({
            "summary": format!("Run an action of a {}", record_type.name), "operationId": format!("run{id}"),
            "parameters": [{ "name": "run_method", "in": "query", "required": true, "schema": { "type": "string", "enum": names } }],
            "responses": answers("200", json!({ "type": "object" })),
        });
    }
    path
}

fn method_path(method: &str, summary: &str, takes: &[&str]) -> Json {
    let properties: Map<String, Json> = takes.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
    let mut operation = json!({
        "summary": summary, "operationId": method,
        "responses": {
            "200": { "description": "Done", "content": { "application/json": { "schema": {
                "type": "object", "properties": { "message": {} },
            } } } },
            "default": { "$ref": "#/components/responses/Refused" },
        },
    });
    if !takes.is_empty() {
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": {
            "type": "object", "properties": properties,
        } } } });
    }
    json!({ "post": operation })
}
