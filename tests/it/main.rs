//! One test binary: a server per test, in process, on a port of its own. Tests are named for the rule they check (C18,
//! R04, A12: `tests/RULES.md` says what each stands for).

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests say what is wrong by panicking, and start programs, whose time and environment are real"
)]

mod account;
mod acme;
mod activity;
mod attacks;
mod authorize;
mod cli;
mod comfort;
mod connected;
mod connections;
mod crawl;
mod defaults;
mod dependencies;
mod desk;
mod devices;
mod diagnostics;
mod discovery;
mod ends;
mod engine;
mod factors;
mod faults;
mod first_hour;
mod flow;
mod forward;
mod frappe_wire;
mod house;
mod image;
mod invitations;
mod kept;
mod keys;
mod languages;
mod libraries;
mod limits;
mod lists;
mod login;
mod mails;
mod operate;
mod passkeys;
mod permissions;
mod policy;
mod promises;
mod races;
mod redirects;
mod refresh;
mod registration;
mod resources;
mod rest;
mod routes;
mod rows;
mod screen;
mod sign_out;
mod signed;
mod slots;
mod smtp;
mod social;
mod step_up;
mod support;
mod systemd;
mod texts;
mod tls;
mod token;
mod token_exchange;
mod transfer;
mod trial;
mod upgrade;
mod usage;
mod userinfo;
