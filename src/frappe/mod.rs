//! The Frappe wire: paths, wrapping, error shapes, documents. Nothing else knows them.
//!
//! `/api/method/...` wraps in `{"message": …}`, `/api/resource/...` in `{"data": …}`; errors
//! carry `exc_type` and `_server_messages`. The OAuth endpoints under `/api/method` are bare and
//! are the handlers of `oauth`.

pub mod arguments;
pub mod changes;
pub mod client;
pub mod command;
pub mod connected_app;
pub mod document;
pub mod invitations;
pub mod lists;
pub mod many;
pub mod methods;
pub mod openapi;
pub mod questions;
pub mod resource;
pub mod session;
