//! Frontdesk: an OAuth 2.0 / OpenID Connect provider with its admin desk and database in one
//! process, compatible with the Frappe Framework.
//!
//! # From above
//!
//! HTTP comes in through poem; a handler reads the request ([`web::Call`]), calls a verb, answers.
//! Verbs are plain synchronous functions on a transaction ([`db::Read`], [`db::Write`]), in the
//! folder of the capability they belong to. All state is in one SQLite file beside one key file.
//! Desk pages, REST and the command line are three doors into the same verbs, so a rule exists
//! once. Protocol state (an authorization request on its way through login and consent) is a
//! ticket that the browser keeps, sealed in a cookie: a stranger's request costs us nothing, and no
//! address carries it. Time and randomness come in as arguments
//! ([`base::Env`]).
//!
//! # The floors
//!
//! Each folder imports only what stands before it in this list; inside a folder no circle has more
//! than three files. `cargo test house` derives the imports from the source, compares them with this
//! list, and draws the house (`-- --nocapture`).
//!
//! - ground, words without input or output: [`base`]
//! - tools, which know no capability: [`db`], [`jose`], [`outbound`], [`web`], [`ui`], [`folder`],
//!   [`resealing`], [`backups`], [`config`], [`world`]
//! - the engine, which is handed the record types and names none: [`permissions`], [`records`]
//! - what Connected Apps and Social Login share, services that we are the client of: [`upstream`]
//! - capabilities, each with its tables and its verbs: [`activity`], [`acme`], [`users`], [`outbox`], [`mail`], [`system`], [`roles`],
//!   [`sessions`], [`factors`], [`diagnostics`], [`oauth`], [`connected`], [`social`], [`forward`], [`people`], [`checkup`],
//!   [`transfer`]
//! - doors, which read the request, call a verb and answer: [`server`], [`endpoints`], [`login`],
//!   [`account`], [`frappe`], [`desk`]
//! - composition: [`registry`], [`app`], [`routes`], [`jobs`], [`log`], [`metrics`],
//!   [`cli`]
//!
//! A capability calls another one's verbs, never its SQL: stores are private to their folder. SQL
//! stands in `store.rs` files and in `db`; the clock and randomness are asked in `base`; what an
//! [`Error`](base::Error) becomes for people and programs stands in [`web::problem`].
//!
//! # Where to change what
//!
//! - a record type, or a field of one: the recipe in [`records`]
//! - a way to get tokens: its entry in [`oauth::grant_types`]
//! - what people read: where it is said, in English, by `text!`, `tm!` or `t`; in every language in `assets/texts`
//!   (`cargo test texts` says what is missing)
//! - what is asked of a sign-in (a second factor, a new password): [`factors::policy`]; which ways a role refuses: `roles/ways.rs`;
//!   how long a session lasts: `sessions/lifetimes.rs`; what asks for a fresh proof: a record
//!   type's `gives_power`, or that of its rules ([`records`])
//! - an address: [`routes`]; whoever answers a POST there proves that it checks for forgery
//!   ([`web::Guarded`])
//! - a program or application in *Settings to copy*: `assets/examples` ([`oauth::examples`])
//! - connections, their limits and their ends, https, load balancers: [`web::listen`]; certificates by themselves: [`acme`]; what a page or request may weigh:
//!   [`web::body`]; how often somebody may guess: [`web::limits`]
//! - what says that the server is well: `server/readiness.rs`, `cli/check.rs` and [`checkup`]
//! - a table or a column: `schema.sql`, and a step in `db/steps` for older files
//! - what a rule id such as R04 means: `tests/RULES.md`
//!
//! # The walk of one sign-in
//!
//! An app sends Alice to `/oauth2/authorize` ([`endpoints::oauth`]). [`oauth::request`] checks the
//! request top to bottom; from the moment the redirect URI is found registered there is a
//! [`TrustedRedirect`](oauth::request::TrustedRedirect), and every later refusal goes back to the app. The
//! request becomes a ticket ([`oauth::tickets`], [`server::ticket`]), which Alice's browser keeps sealed. [`oauth::hub`] looks
//! at ticket, session, past grants and settings and decides: to [`login`], to consent, or back to the app
//! with a code. However Alice proves who she is, she arrives by one way ([`server::arrival`]): signed in, or at what is still
//! asked of her. The app calls `/oauth2/token`: its client authentication says who it is,
//! [`oauth::grant_types`] what the request must bring, [`oauth::flow`] runs oxide-auth's state machine over
//! our store, and access and refresh tokens are born in one family ([`oauth::grants`]). With the access token
//! the app calls `/api/resource/User/...`: [`server::caller`] turns the token into an
//! [`Actor`](permissions::Actor), which knows its rights and its scopes ([`oauth::scopes`]), and the record
//! engine ([`records`]) asks its one permission function ([`records::access`]) what that actor may do.
//!
//! # The walk of one connection
//!
//! Here we are the client. Alice opens `/connect/<app>` ([`endpoints::connected`]); an attempt is stored,
//! bound to her browser ([`connected::attempts`]), and she goes to the other side's consent. Back at the
//! callback the attempt is used up, and her code becomes tokens ([`upstream::token_request`]) by way of
//! [`outbound`], the one client for requests to others. They are kept sealed ([`connected::tokens`]). When the
//! ERP asks for a token, [`connected::refresh`] renews it if need be, once for all who ask; whoever has to
//! know that it fails is told through the outbox ([`outbox`]).
//!
//! # The walk of a sign-in elsewhere
//!
//! On the login page Alice presses "Sign in with Company". [`endpoints::social`] stores an attempt, bound to
//! her browser, and sends her there. Back at its callback the attempt is used up, the provider is asked who
//! she is ([`social::ask`]), what it says is verified ([`social::id_token`]), and [`social::admit`] decides
//! which user that is, if any. Then she goes on to where she was going: into an app's waiting ticket, say.
//!
//! # What is remembered of it
//!
//! What somebody did stands in the [`activity`] log, in the same transaction as the change. What was
//! refused ([`diagnostics`]) and how tokens are used ([`oauth::usage`]) is buffered in memory and stored
//! every few seconds: neither a stranger nor a busy app costs a write for each request. The
//! [`checkup`] looks at all of it and says what needs care.
//!
//! # What goes wrong
//!
//! A write is answered after its commit, and only while the file is the one that was opened (`db/writer`, `db/file.rs`); a
//! writer that dies ends the process. [`log`] holds nobody up. [`backups`] come into being under a name that is no
//! backup's. What sealed values there are is known from the schema ([`db`]'s `sealed.rs`), so that [`resealing`] and
//! `frontdesk check` forget none. What is promised of all this stands in the README; `tests/it/promises` measures it.
//!
//! # A site as a file
//!
//! The whole site can be written to a file and set up from one ([`transfer`]); the files go through
//! the same verbs.

pub mod account;
pub mod acme;
pub mod activity;
pub mod app;
pub mod backups;
pub mod base;
pub mod checkup;
pub mod cli;
pub mod config;
pub mod connected;
pub mod db;
pub mod desk;
pub mod diagnostics;
pub mod endpoints;
pub mod factors;
pub mod folder;
pub mod forward;
pub mod frappe;
pub mod jobs;
pub mod jose;
pub mod log;
pub mod login;
pub mod mail;
pub mod metrics;
pub mod oauth;
pub mod outbound;
pub mod outbox;
pub mod people;
pub mod permissions;
pub mod records;
pub mod registry;
pub mod resealing;
pub mod roles;
pub mod routes;
pub mod server;
pub mod sessions;
pub mod social;
pub mod system;
pub mod transfer;
pub mod ui;
pub mod upstream;
pub mod users;
pub mod web;
pub mod world;
