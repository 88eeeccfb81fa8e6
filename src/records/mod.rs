//! The record engine: a record type is declared once, as data, and from that one
//! declaration come its desk pages, its place in REST and its permission checks.
//!
//! - [`declare`]: the words of a declaration ([`RecordType`]) and the [`Registry`], which the engine is
//!   handed: it names no capability. [`field`]: what a field holds. [`handle`]: the typed way to its value.
//! - [`rules`]: what a type does beside storing, and the context ([`Reading`], [`Writing`]) that all of it
//!   works with. [`action`]: buttons that do more than save.
//! - [`value`], [`parse`] and [`typed`]: records, and how JSON and what is typed become values.
//! - [`access`]: the one permission function.
//! - [`verbs`]: list, get, insert, update, delete; [`act`]: actions. Every change is logged.
//! - [`query`]: filters, order and paging from outside, checked against the declaration.
//! - [`store`]: the SQL, made from declarations only.
//! - [`views`]: the desk's list and form.
//!
//! What is special to a type is an action, a rule or a panel; no capability writes its own
//! list, form or CRUD handler. Hot protocol paths have their own SQL and do not come here.
//!
//! # A new record type
//!
//! 1. `schema.sql`: its table, with the five common columns (`name`, `owner`, `modified_by`, `creation_at`,
//!    `modified_at`) and one for each field; an upgrade step in `db/steps` that makes it in older files.
//! 2. In the capability that owns the table a file `record.rs`: a unit struct with its [`Rules`] (often empty),
//!    the fields with [`fields!`], and a `static` [`RecordType`] with what differs from [`RecordType::BASE`].
//! 3. `registry.rs`: one line. Desk, REST, OpenAPI, permissions, audit and search have it from then on;
//!    with a [`Transfer`] in its declaration, export, import and apply, too.
//!
//! # A new field
//!
//! 1. `schema.sql` and an upgrade step: its column.
//! 2. `record.rs`: one line within [`fields!`]; its handle is the only way to its value.
//! 3. If the protocol reads it: one line in the struct that `db::row!` declares, and its use.

pub mod access;
pub mod act;
pub mod action;
pub mod audit;
mod changes;
pub mod checks;
mod conditions;
pub mod declare;
pub mod field;
mod fields;
mod filters;
mod group;
pub mod groups;
pub mod handle;
mod links;
mod listing;
mod mistakes;
mod parse;
mod parts;
mod permission;
pub mod picture;
pub mod query;
pub mod rename;
pub mod rules;
mod search;
mod store;
mod tab;
mod transferred;
mod typed;
pub mod value;
pub mod verbs;
pub mod views;

pub use crate::permissions::{Reach, Verb};
pub use action::{Acting, Action, AnyAction, Asked, Asking, Button, Onward, Outcome, Prepared, Shown};
pub use audit::{AuditEvent, AuditLog};
pub use declare::{Naming, RecordType, Registry, Removal, Section};
pub use field::{Default, Field, FieldKind, Options};
pub use fields::fields;
pub use group::{Group, Place};
pub use handle::{Handle, Of, kinds};
pub use links::{Everybody, Links};
pub use parse::with_defaults;
pub use permission::Permission;
pub use rules::{AnyRules, Caller, Extra, Reading, Rules, Start, Writing};
pub use tab::Tab;
pub use transferred::{FrappeDefault, Transfer};
pub use typed::NO_PICTURE;
pub use value::{Change, Input, MASK, Record, is_nothing, names_in};
