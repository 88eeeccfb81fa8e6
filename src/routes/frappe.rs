//! The routes that a Frappe site has.

use super::Table;
use crate::endpoints::connected::{callback as connected_back, pass_through};
use crate::endpoints::oauth::{authorize, consent, discovery, introspect, register, revoke, token, userinfo};
use crate::endpoints::social::callback as back;
use crate::frappe::{
    client, connected_app as connected, invitations, many, methods, openapi, questions, resource, session,
};
use crate::social::{CALLBACKS, NAMED_CALLBACKS, own_callbacks};

/// What a Frappe site answers to, under `/api` and `/api/v1`.
pub(super) fn add(table: Table, base: &str) -> Table {
    let method = |name: &str| format!("{base}/method/{name}");
    let oauth = |name: &str| format!("{base}/method/frappe.integrations.oauth2.{name}");
    let client = |name: &str| format!("{base}/method/frappe.client.{name}");
    let mut table = changing(table, &client)
        .get(oauth("authorize"), authorize::authorize)
        .post(oauth("authorize"), authorize::authorize)
        .post(oauth("approve"), consent::approve)
        .client_post(oauth("get_token"), token::endpoint)
        .client_post(oauth("revoke_token"), revoke::revoke)
        .post(oauth("register_client"), register::register)
        .public_options(oauth("register_client"))
        .client_post(oauth("introspect_token"), introspect::introspect)
        .get(oauth("openid_profile"), userinfo::openid_profile)
        .client_post(oauth("openid_profile"), userinfo::openid_profile)
        .public_get(oauth("openid_configuration"), discovery::discovery)
        .post(method("login"), session::log_in)
        .get(method("logout"), session::log_out)
        .post(method("logout"), session::log_out)
        .post(
            method("frappe.core.doctype.user.user.generate_keys"),
            methods::generate_keys,
        )
        .post(method("run_doc_method"), methods::run_doc_method)
        .get(
            method("frappe.integrations.doctype.connected_app.connected_app.callback/:name"),
            connected_back::callback,
        )
        .any(format!("{base}/connect/:name"), pass_through::pass)
        .any(format!("{base}/connect/:name/*path"), pass_through::pass)
        .get(format!("{base}/openapi.json"), openapi::document)
        .get(format!("{base}/resource/:type"), resource::list)
        .post(format!("{base}/resource/:type"), resource::create)
        .get(format!("{base}/resource/:type/*name"), resource::read)
        .put(format!("{base}/resource/:type/*name"), resource::update)
        .post(format!("{base}/resource/:type/*name"), resource::run_method)
        .delete(format!("{base}/resource/:type/*name"), resource::delete);
    let named = NAMED_CALLBACKS.iter().map(|name| format!("{CALLBACKS}{name}/:name"));
    for name in own_callbacks().chain(named) {
        table = table.get(method(&name), back::callback);
    }
    // What only reads takes GET and POST, as in Frappe.
    for name in ["ping", "frappe.ping"] {
        table = table.get(method(name), methods::ping).post(method(name), methods::ping);
    }
    let logged_user = method("frappe.auth.get_logged_user");
    table = table
        .get(&logged_user, methods::get_logged_user)
        .post(&logged_user, methods::get_logged_user)
        .get(client("get_list"), client::get_list)
        .post(client("get_list"), client::get_list)
        .get(client("get"), client::get)
        .post(client("get"), client::get)
        .get(client("get_value"), client::get_value)
        .post(client("get_value"), client::get_value)
        .get(client("get_count"), client::get_count)
        .post(client("get_count"), client::get_count)
        .get(client("get_single_value"), questions::get_single_value)
        .post(client("get_single_value"), questions::get_single_value)
        .get(client("has_permission"), questions::has_permission)
        .post(client("has_permission"), questions::has_permission)
        .get(client("get_doc_permissions"), questions::get_doc_permissions)
        .post(client("get_doc_permissions"), questions::get_doc_permissions)
        .get(client("validate_link"), questions::validate_link)
        .post(client("validate_link"), questions::validate_link)
        .get(client("get_time_zone"), questions::get_time_zone)
        .post(client("get_time_zone"), questions::get_time_zone)
        .get(client("get_password"), questions::get_password)
        .post(client("get_password"), questions::get_password);
    let has_token = method("frappe.integrations.doctype.connected_app.connected_app.has_token");
    let active_token = method("frontdesk.connected_app.get_active_token");
    table
        .get(&has_token, connected::has_token)
        .post(&has_token, connected::has_token)
        .get(&active_token, connected::get_active_token)
        .post(&active_token, connected::get_active_token)
        .post(method("frontdesk.user.invite"), invitations::invite)
        .get(method(":method"), methods::unknown)
        .post(method(":method"), methods::unknown)
}

/// What changes something takes POST, and as at Frappe the verb that says so.
fn changing(table: Table, client: &impl Fn(&str) -> String) -> Table {
    table
        .post(client("insert"), client::insert)
        .put(client("insert"), client::insert)
        .post(client("insert_many"), many::insert_many)
        .put(client("insert_many"), many::insert_many)
        .post(client("save"), client::save)
        .put(client("save"), client::save)
        .post(client("set_value"), client::set_value)
        .put(client("set_value"), client::set_value)
        .post(client("bulk_update"), many::bulk_update)
        .put(client("bulk_update"), many::bulk_update)
        .post(client("rename_doc"), many::rename_doc)
        .put(client("rename_doc"), many::rename_doc)
        .post(client("submit"), many::not_submittable)
        .put(client("submit"), many::not_submittable)
        .post(client("cancel"), many::not_submittable)
        .put(client("cancel"), many::not_submittable)
        .post(client("delete"), client::delete)
        .delete(client("delete"), client::delete)
}
